//! What a showcase point is funded with, and what it sells.

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, PathIds, Reply},
};
use htx_model::{
    date::Date,
    id::{ShowcaseFundingId, ShowcasePointId},
    permission::permit,
    support::money::BudgetSource,
};
use serde::Deserialize;

use super::{acts::step, view::PointView};
use crate::{
    TradePromotion,
    domain::showcase::money::{Granting, Reporting},
    usecase::showcase::money as usecase,
};

/// Money for a period (hỗ trợ kinh phí).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewShowcaseFunding {
    /// The first day (từ ngày).
    from: Date,
    /// The last (đến ngày).
    to: Date,
    /// For rent, in đồng (thuê mặt bằng).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(120_000_000))]
    rent_vnd: i64,
    /// For operation, in đồng (vận hành).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(60_000_000))]
    operation_vnd: i64,
    /// Out of what (nguồn kinh phí).
    source: BudgetSource,
    /// By which decision (số quyết định).
    #[schema(min_length = 1, max_length = 100, examples("215/QĐ-SCT"))]
    decision_number: String,
    /// Of which day (ngày quyết định).
    decided_on: Date,
}

impl From<NewShowcaseFunding> for Granting {
    fn from(given: NewShowcaseFunding) -> Self {
        Self {
            from: given.from,
            to: given.to,
            rent_vnd: given.rent_vnd,
            operation_vnd: given.operation_vnd,
            source: given.source,
            decision_number: given.decision_number,
            decided_on: given.decided_on,
        }
    }
}

/// Fund a showcase point for a period (hỗ trợ kinh phí điểm giới thiệu)
///
/// For rent and operation; no day is funded twice. By an approver who prepared nothing of it.
#[utoipa::path(
    tag = "showcase points",
    params(PathId<ShowcasePointId>, IfMatch, IdempotencyKey),
    request_body = NewShowcaseFunding,
    responses(Changed<PointView>),
    security(("access_token" = ["showcase.decide"])),
)]
#[post("/v1/showcase-points/{id}/fund")]
pub(super) async fn fund_showcase_point(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ShowcaseDecide>,
    id: PathId<ShowcasePointId>,
    seen: IfMatch,
    submitted: Keyed<NewShowcaseFunding>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| usecase::fund(act, of, body.into()))
        .await
}

/// Why a funding is revoked (lý do hủy).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShowcaseFundingRevocation {
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Ghi nhầm số tiền"))]
    reason: String,
}

/// Revoke a funding (hủy kỳ hỗ trợ)
///
/// It stays, with the day and the reason, and no longer counts. Also of a point that was closed.
#[utoipa::path(
    tag = "showcase points",
    params(PathIds<ShowcasePointId, ShowcaseFundingId>, IfMatch, IdempotencyKey),
    request_body = ShowcaseFundingRevocation,
    responses(Changed<PointView>),
    security(("access_token" = ["showcase.decide"])),
)]
#[post("/v1/showcase-points/{id}/fundings/{funding_id}/revoke")]
pub(super) async fn revoke_showcase_funding(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ShowcaseDecide>,
    ids: PathIds<ShowcasePointId, ShowcaseFundingId>,
    seen: IfMatch,
    submitted: Keyed<ShowcaseFundingRevocation>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let PathIds(id, which) = ids;
    step(&service, caller, once, (id, seen), move |act, of| {
        usecase::revoke(act, of, (which, &body.reason))
    })
    .await
}

/// What was sold in a month (báo cáo bán hàng).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSalesReport {
    /// The year (năm).
    #[schema(minimum = 2020, maximum = 2050, examples(2025))]
    year: i16,
    /// The month (tháng).
    #[schema(minimum = 1, maximum = 12, examples(4))]
    month: u8,
    /// For how much was sold, in đồng (doanh thu).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(85_000_000))]
    revenue_vnd: i64,
    /// How many came (lượt khách).
    #[schema(minimum = 0, maximum = 10_000_000, examples(640))]
    visitor_count: u32,
    /// What else there is to say (ghi chú).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    note: Option<String>,
    /// Why it takes the place of what was reported before (lý do đính chính).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Ghi thiếu doanh thu ngày 30"))]
    correction: Option<String>,
}

impl From<NewSalesReport> for Reporting {
    fn from(given: NewSalesReport) -> Self {
        Self {
            year: given.year,
            month: given.month,
            revenue_vnd: given.revenue_vnd,
            visitors: given.visitor_count,
            note: given.note,
            correction: given.correction,
        }
    }
}

/// Report what a showcase point sold in a month (báo cáo bán hàng)
///
/// Once for each month in which it stood, and again with the reason why (`correction`). By whoever runs it or
/// an officer of industry and trade.
#[utoipa::path(
    tag = "showcase points",
    params(PathId<ShowcasePointId>, IfMatch, IdempotencyKey),
    request_body = NewSalesReport,
    responses(Changed<PointView>),
    security(("access_token" = ["showcase.report"])),
)]
#[post("/v1/showcase-points/{id}/report")]
pub(super) async fn report_showcase_sales(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ShowcaseReport>,
    id: PathId<ShowcasePointId>,
    seen: IfMatch,
    submitted: Keyed<NewSalesReport>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| usecase::report(act, of, body.into()))
        .await
}
