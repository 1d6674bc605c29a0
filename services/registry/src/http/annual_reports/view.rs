//! A report as the registry answers with it, and the list of reports as a table.

use htx_kit::http::table::Table;
use htx_model::{
    date::{Date, Instant},
    id::AnnualReportId,
};
use serde::Serialize;

use super::super::{listed::column, organisation_brief::OrganisationBrief};
use crate::{
    domain::{
        annual_report::{Figures, ReportOrigin},
        organisation::Organisation,
        outlier::ReportFlag,
    },
    store::annual_report::StoredReport,
};

/// What an organisation reports for a year (báo cáo năm).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AnnualReport)]
pub(in crate::http) struct ReportView {
    /// Its id.
    id: AnnualReportId,
    /// Whose.
    organisation: OrganisationBrief,
    /// The year.
    #[schema(minimum = 1900, maximum = 2200, examples(2024))]
    year: i16,
    /// Where it comes from.
    origin: ReportOrigin,
    /// The figures of the newest statement.
    figures: FiguresView,
    /// What is unusual about the figures, beside those of the year before. The bounds are the
    /// suite's own configuration, not verified.
    #[schema(max_items = 20)]
    flags: Vec<ReportFlag>,
    /// Why it was restated, where it was (lý do báo cáo lại).
    #[schema(required, max_length = 1000)]
    restatement_reason: Option<String>,
    /// Its version: which statement it is.
    #[schema(minimum = 1)]
    version: i64,
    /// When this statement was written.
    recorded_at: Instant,
}

/// The figures of a year. Amounts are whole đồng.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AnnualFigures)]
pub(super) struct FiguresView {
    /// Revenue (doanh thu).
    #[schema(required)]
    revenue_vnd: Option<i64>,
    /// Profit; negative for a loss (lãi, lỗ).
    #[schema(required)]
    profit_vnd: Option<i64>,
    /// Total capital (tổng nguồn vốn).
    #[schema(required)]
    total_capital_vnd: Option<i64>,
    /// Undivided fund (quỹ chung không chia).
    #[schema(required)]
    undivided_fund_vnd: Option<i64>,
    /// Official members at the end of the year (thành viên chính thức).
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    official_member_count: Option<u32>,
    /// Associates who contribute capital (thành viên liên kết góp vốn).
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    associate_contributing_count: Option<u32>,
    /// Associates who do not (thành viên liên kết không góp vốn).
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    associate_non_contributing_count: Option<u32>,
    /// Workers at the end of the year (lao động).
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    worker_count: Option<u32>,
    /// All that was paid to workers in the year (tổng tiền trả cho người lao động).
    #[schema(required)]
    worker_pay_vnd: Option<i64>,
    /// A worker's average income in the year: all that was paid over all workers (thu nhập bình
    /// quân).
    #[schema(required)]
    average_worker_income_vnd: Option<i64>,
    /// The share of transactions with members, in basis points (tỷ lệ giao dịch nội bộ).
    #[schema(required, minimum = 0, maximum = 10_000)]
    internal_share_bp: Option<u32>,
    /// The day of the general meeting on the year (ngày đại hội thành viên).
    #[schema(required)]
    general_meeting_on: Option<Date>,
}

impl From<Figures> for FiguresView {
    fn from(figures: Figures) -> Self {
        Self {
            average_worker_income_vnd: figures.average_worker_income_vnd(),
            revenue_vnd: figures.revenue_vnd,
            profit_vnd: figures.profit_vnd,
            total_capital_vnd: figures.total_capital_vnd,
            undivided_fund_vnd: figures.undivided_fund_vnd,
            official_member_count: figures.official_member_count,
            associate_contributing_count: figures.associate_contributing_count,
            associate_non_contributing_count: figures.associate_non_contributing_count,
            worker_count: figures.worker_count,
            worker_pay_vnd: figures.worker_pay_vnd,
            internal_share_bp: figures.internal_share_bp,
            general_meeting_on: figures.general_meeting_on,
        }
    }
}

impl ReportView {
    /// The same without its reason: what is kept for a repetition of the request stands in a table
    /// from which personal data is not erased.
    pub(super) fn without_words(self) -> Self {
        Self { restatement_reason: None, ..self }
    }

    /// A report of an organisation.
    pub(super) fn of((organisation, stored): (Organisation, StoredReport)) -> Self {
        let report = stored.report;
        Self {
            id: report.id,
            organisation: organisation.into(),
            year: report.year,
            origin: report.origin,
            figures: report.figures.into(),
            flags: stored.flags,
            restatement_reason: report.restatement_reason,
            version: stored.version,
            recorded_at: stored.recorded_at,
        }
    }
}

/// Reports as a table.
pub(super) static REPORTS: Table = Table {
    name: "annual-reports",
    columns: &[
        column("organisation", "Mã định danh", "Organisation", "/organisation/id"),
        column(
            "registration_number",
            "Mã số",
            "Registration number",
            "/organisation/registration_number",
        ),
        column("name", "Tên", "Name", "/organisation/name"),
        column("kind", "Loại hình", "Kind", "/organisation/kind"),
        column("district", "Quận, huyện", "District", "/organisation/district"),
        column("current_commune", "Xã, phường", "Commune", "/organisation/current_commune"),
        column("year", "Năm", "Year", "/year"),
        column("origin", "Nguồn", "Origin", "/origin"),
        column("revenue_vnd", "Doanh thu (đồng)", "Revenue (đồng)", "/figures/revenue_vnd"),
        column("profit_vnd", "Lãi, lỗ (đồng)", "Profit (đồng)", "/figures/profit_vnd"),
        column(
            "total_capital_vnd",
            "Tổng nguồn vốn (đồng)",
            "Total capital (đồng)",
            "/figures/total_capital_vnd",
        ),
        column(
            "undivided_fund_vnd",
            "Quỹ chung không chia (đồng)",
            "Undivided fund (đồng)",
            "/figures/undivided_fund_vnd",
        ),
        column(
            "official_member_count",
            "Thành viên chính thức",
            "Official members",
            "/figures/official_member_count",
        ),
        column(
            "associate_contributing_count",
            "Thành viên liên kết góp vốn",
            "Associates, contributing",
            "/figures/associate_contributing_count",
        ),
        column(
            "associate_non_contributing_count",
            "Thành viên liên kết không góp vốn",
            "Associates, not contributing",
            "/figures/associate_non_contributing_count",
        ),
        column("worker_count", "Lao động", "Workers", "/figures/worker_count"),
        column(
            "worker_pay_vnd",
            "Tổng tiền trả lao động (đồng)",
            "Paid to workers (đồng)",
            "/figures/worker_pay_vnd",
        ),
        column(
            "average_worker_income_vnd",
            "Thu nhập bình quân (đồng)",
            "Average income (đồng)",
            "/figures/average_worker_income_vnd",
        ),
        column(
            "internal_share_bp",
            "Giao dịch nội bộ (phần vạn)",
            "Internal transactions (basis points)",
            "/figures/internal_share_bp",
        ),
        column(
            "general_meeting_on",
            "Ngày đại hội thành viên",
            "General meeting",
            "/figures/general_meeting_on",
        ),
        column("flags", "Dấu hiệu bất thường", "Flags", "/flags"),
        column("version", "Phiên bản", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
