//! `GET /v1/loans/portfolio`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{auth::Authorized, db::Connection, failure::Failure};
use htx_model::{
    code_list::CodeList as _, date::Date, permission::permit, support::money::OverdueBucket,
};
use serde::Serialize;

use crate::{SupportPrograms, usecase::loan::portfolio as usecase};

/// The loans that are being paid back, by how long they are overdue (danh mục cho vay).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = LoanPortfolio)]
pub(super) struct PortfolioView {
    /// The day of the figures.
    as_of: Date,
    /// How many loans are being paid back.
    #[schema(minimum = 0)]
    loans: u32,
    /// What is left of what was lent, in đồng (tổng dư nợ gốc).
    #[schema(minimum = 0)]
    principal_left_vnd: i64,
    /// What should have been paid and was not, in đồng (tổng quá hạn).
    #[schema(minimum = 0)]
    overdue_vnd: i64,
    /// Each bucket once (theo nhóm quá hạn). They are bounds for reading, no classification of debts by
    /// law.
    #[schema(max_items = 10)]
    buckets: Vec<BucketView>,
}

/// The loans of one bucket (nhóm quá hạn).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = LoanBucket)]
struct BucketView {
    /// The bucket.
    bucket: OverdueBucket,
    /// How many loans.
    #[schema(minimum = 0)]
    loans: u32,
    /// What is left of what was lent, in đồng.
    #[schema(minimum = 0)]
    principal_left_vnd: i64,
    /// What should have been paid and was not, in đồng.
    #[schema(minimum = 0)]
    overdue_vnd: i64,
}

/// Read the portfolio of the cooperative fund (danh mục cho vay)
///
/// Of the loans within the caller's reach, as they stand today.
#[utoipa::path(
    tag = "loans",
    responses((status = 200, description = "The figures.", body = PortfolioView)),
    security(("access_token" = ["loan.read"])),
)]
#[get("/v1/loans/portfolio")]
pub(super) async fn read_loan_portfolio(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanRead>,
) -> Result<Json<PortfolioView>, Failure> {
    let today = service.runtime.ids.now().date();
    let work =
        move |connection: &mut Connection| usecase::portfolio(connection, &caller.scope, today);
    let lines = service.runtime.database.read(work).await?;
    let view = |bucket: &OverdueBucket| {
        let line = lines.get(bucket).copied().unwrap_or_default();
        BucketView {
            bucket: *bucket,
            loans: line.loans,
            principal_left_vnd: line.principal_left.0,
            overdue_vnd: line.overdue.0,
        }
    };
    let buckets: Vec<BucketView> = OverdueBucket::all().iter().map(view).collect();
    Ok(Json(PortfolioView {
        as_of: today,
        loans: buckets.iter().map(|one| one.loans).sum(),
        principal_left_vnd: buckets.iter().map(|one| one.principal_left_vnd).sum(),
        overdue_vnd: buckets.iter().map(|one| one.overdue_vnd).sum(),
        buckets,
    }))
}
