//! `POST /v1/organisations/{id}/annual-reports` and `…/{year}/restate`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, Created, IfMatch, PathId, Reply, Submitted},
};
use htx_model::{date::Date, id::OrganisationId, permission::permit};
use serde::Deserialize;

use super::{super::year::PathYear, view::ReportView};
use crate::{
    Registry,
    domain::annual_report::Figures,
    usecase::{
        file_annual_report::{self as usecase, Restatement},
        read_annual_report,
    },
};

/// A year's report as it is filed.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAnnualReport {
    /// The year reported: from 2000 on; it can be filed from 1 December of that year.
    #[schema(minimum = 2000, maximum = 2200, examples(2024))]
    year: i16,
    /// The figures.
    figures: NewFigures,
}

/// A year's report as it is stated anew.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnnualReportRestatement {
    /// The figures, all of them.
    figures: NewFigures,
    /// Why they are stated anew (lý do báo cáo lại).
    #[schema(min_length = 1, max_length = 1000, examples("Kiểm toán điều chỉnh doanh thu"))]
    reason: String,
}

/// The figures of a year as they are filed. Amounts are whole đồng.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAnnualFigures)]
pub(super) struct NewFigures {
    /// Revenue (doanh thu).
    #[schema(minimum = 0, maximum = 100_000_000_000_000_000_i64, examples(4_250_000_000_i64))]
    revenue_vnd: i64,
    /// Profit; negative for a loss (lãi, lỗ).
    #[schema(minimum = -100_000_000_000_000_000_i64, maximum = 100_000_000_000_000_000_i64, examples(320_000_000_i64))]
    profit_vnd: i64,
    /// Total capital (tổng nguồn vốn).
    #[schema(minimum = 0, maximum = 100_000_000_000_000_000_i64, examples(5_000_000_000_i64))]
    total_capital_vnd: i64,
    /// Undivided fund (quỹ chung không chia).
    #[schema(minimum = 0, maximum = 100_000_000_000_000_000_i64, examples(250_000_000_i64))]
    undivided_fund_vnd: i64,
    /// Official members at the end of the year (thành viên chính thức).
    #[schema(minimum = 0, maximum = 10_000_000, examples(62))]
    official_member_count: u32,
    /// Associates who contribute capital (thành viên liên kết góp vốn).
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000_000, default = 0)]
    associate_contributing_count: u32,
    /// Associates who do not (thành viên liên kết không góp vốn).
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000_000, default = 0)]
    associate_non_contributing_count: u32,
    /// Workers at the end of the year (lao động).
    #[schema(minimum = 0, maximum = 10_000_000, examples(18))]
    worker_count: u32,
    /// All that was paid to workers in the year (tổng tiền trả cho người lao động).
    #[schema(minimum = 0, maximum = 100_000_000_000_000_000_i64, examples(1_170_000_000_i64))]
    worker_pay_vnd: i64,
    /// The share of transactions with members, in basis points (tỷ lệ giao dịch nội bộ).
    #[schema(minimum = 0, maximum = 10_000, examples(6500))]
    internal_share_bp: Option<u32>,
    /// The day of the general meeting on the year; none where none was held (ngày đại hội thành
    /// viên).
    general_meeting_on: Option<Date>,
}

impl From<NewFigures> for Figures {
    fn from(new: NewFigures) -> Self {
        Self {
            revenue_vnd: Some(new.revenue_vnd),
            profit_vnd: Some(new.profit_vnd),
            total_capital_vnd: Some(new.total_capital_vnd),
            undivided_fund_vnd: Some(new.undivided_fund_vnd),
            official_member_count: Some(new.official_member_count),
            associate_contributing_count: Some(new.associate_contributing_count),
            associate_non_contributing_count: Some(new.associate_non_contributing_count),
            worker_count: Some(new.worker_count),
            worker_pay_vnd: Some(new.worker_pay_vnd),
            internal_share_bp: new.internal_share_bp,
            general_meeting_on: new.general_meeting_on,
        }
    }
}

/// File an annual report (nộp báo cáo năm)
///
/// The organisation files for itself; the registrar of its territory, for a union the planning
/// agency, may on its behalf. One for each year; what an imported register said of the year is
/// replaced. Figures that look like a slip are flagged, not refused.
#[utoipa::path(
    tag = "annual reports",
    params(PathId<OrganisationId>),
    request_body = NewAnnualReport,
    responses(Created<ReportView>),
    security(("access_token" = ["annual_report.file"])),
)]
#[post("/v1/organisations/{id}/annual-reports")]
pub(super) async fn file_annual_report(
    registry: Data<Registry>,
    caller: Authorized<permit::AnnualReportFile>,
    id: PathId<OrganisationId>,
    submitted: Submitted<NewAnnualReport>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let (scope, id, year) = (&caller.scope, id.0, body.year);
        let figures = body.figures.into();
        usecase::file_annual_report(connection, context, scope, id, year, figures)?;
        let found = read_annual_report::of_year(connection, scope, id, year)?;
        let location = format!("/v1/organisations/{id}/annual-reports/{year}");
        Reply::created(location, found.1.version, &ReportView::of(found))
    })
    .await
}

/// Restate an annual report (báo cáo lại)
///
/// All figures again, with the reason, from the statement named in `If-Match`. The earlier statement
/// stays readable; averages and indicators use the newest.
#[utoipa::path(
    tag = "annual reports",
    params(
        PathId<OrganisationId>,
        ("year" = String, Path, description = "The year reported.", pattern = "^[0-9]{4}$", example = "2024"),
        ("If-Match" = String, Header, description = "The ETag of the statement that was read.", max_length = 200, example = "\"v1\""),
    ),
    request_body = AnnualReportRestatement,
    responses(Changed<ReportView>),
    security(("access_token" = ["annual_report.file"])),
)]
#[post("/v1/organisations/{id}/annual-reports/{year}/restate")]
pub(super) async fn restate_annual_report(
    registry: Data<Registry>,
    caller: Authorized<permit::AnnualReportFile>,
    id: PathId<OrganisationId>,
    year: PathYear,
    seen: IfMatch,
    submitted: Submitted<AnnualReportRestatement>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let (scope, id, year) = (&caller.scope, id.0, year.0);
        let AnnualReportRestatement { figures, reason } = body;
        let restatement = Restatement { year, figures: figures.into(), reason };
        usecase::restate_annual_report(connection, context, scope, id, &seen, restatement)?;
        let found = read_annual_report::of_year(connection, scope, id, year)?;
        let (version, view) = (found.1.version, ReportView::of(found));
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}
