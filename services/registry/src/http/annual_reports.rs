//! `GET /v1/organisations/{id}/annual-reports`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{auth::Authorized, failure::Failure, http::PathId};
use htx_model::{id::OrganisationId, organisation::Rating, permission::permit};
use serde::Serialize;

use crate::{Registry, domain::annual_report::AnnualReport, store, usecase::read_organisation};

/// The figures of a year (báo cáo năm). Amounts are whole đồng.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AnnualReport)]
pub(super) struct ReportView {
    /// The year.
    #[schema(minimum = 1900, maximum = 2200, examples(2024))]
    year: i16,
    /// Revenue (doanh thu).
    #[schema(required)]
    revenue_vnd: Option<i64>,
    /// Profit; negative for a loss (lãi, lỗ).
    #[schema(required)]
    profit_vnd: Option<i64>,
    /// A worker's average income in the year (thu nhập bình quân).
    #[schema(required)]
    average_worker_income_vnd: Option<i64>,
    /// Members at the end of the year.
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    member_count: Option<u32>,
    /// Workers at the end of the year.
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    worker_count: Option<u32>,
    /// The rating (xếp loại).
    rating: Rating,
}

/// The reports of an organisation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct AnnualReports {
    /// One for each year, the newest first.
    #[schema(max_items = 200)]
    items: Vec<ReportView>,
}

impl From<AnnualReport> for ReportView {
    fn from(report: AnnualReport) -> Self {
        Self {
            year: report.year,
            revenue_vnd: report.revenue_vnd,
            profit_vnd: report.profit_vnd,
            average_worker_income_vnd: report.average_worker_income_vnd,
            member_count: report.member_count,
            worker_count: report.worker_count,
            rating: report.rating,
        }
    }
}

/// List annual reports (báo cáo năm, xếp loại)
///
/// The figures and the rating of each year, the newest first; a restated year shows its newest
/// statement.
#[utoipa::path(
    tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation's id.")),
    responses((status = 200, description = "One report for each year, the newest first.", body = AnnualReports)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/annual-reports")]
pub(super) async fn list_annual_reports(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
) -> Result<Json<AnnualReports>, Failure> {
    let PathId(id) = id;
    let reports = registry
        .runtime
        .database
        .read(move |connection| {
            read_organisation::by_id(connection, &caller.scope, id)?;
            store::annual_report::of(connection, &[id], None)
        })
        .await?;
    Ok(Json(AnnualReports { items: reports.into_iter().map(ReportView::from).collect() }))
}
