//! The figures of a report: what was computed when it was signed, beside what the agency declares.

use htx_model::{date::Instant, indicator::Unit, plan::FigureState};
use serde::{Deserialize, Serialize};

/// A figure of a report, as it stood when it was signed (số liệu của báo cáo).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PlanReportFigure)]
pub struct ReportFigure {
    /// The target's number in the plan (số thứ tự).
    #[schema(max_length = 10, examples("3"))]
    pub number: String,
    /// Its code (mã chỉ tiêu).
    #[schema(max_length = 60, examples("training_classes"))]
    pub target: String,
    /// Its name (tên chỉ tiêu).
    #[schema(max_length = 300)]
    pub name: String,
    /// In what it is measured (đơn vị tính).
    pub unit: Unit,
    /// The least that the city is to reach (mức tối thiểu).
    pub minimum: i64,
    /// The upper end, where the plan gives a range (mức tối đa).
    #[serde(default)]
    #[schema(required)]
    pub maximum: Option<i64>,
    /// The district or commune that the figure is of (địa bàn); null where it is of the whole city.
    #[schema(required)]
    pub place: Option<String>,
    /// What was computed (số tính được); null where nothing was.
    #[schema(required)]
    pub value: Option<i64>,
    /// How well it was known (tình trạng số liệu).
    pub state: FigureState,
    /// When it was computed (thời điểm tính).
    #[schema(required)]
    pub computed_at: Option<Instant>,
    /// Up to which entry of its service's log.
    #[schema(required)]
    pub log_position: Option<i64>,
    /// What the agency declares (số kê khai).
    #[schema(required)]
    pub declared: Option<i64>,
    /// What is declared, less what was computed (chênh lệch).
    #[schema(required)]
    pub difference: Option<i64>,
}
