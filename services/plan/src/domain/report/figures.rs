//! The figures of a report: what was computed when it was signed, beside what the agency declares.

use htx_model::{
    date::{Date, Instant},
    indicator::Unit,
    plan::{Aggregate, FigureState},
};
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
    /// How it comes of what is counted (cách tổng hợp); null in reports of before this was kept, as all that
    /// is said below of how it was computed.
    #[serde(default)]
    #[schema(required)]
    pub aggregate: Option<Aggregate>,
    /// How many were counted (số được tính).
    #[serde(default)]
    #[schema(required, minimum = 0)]
    pub counted: Option<i64>,
    /// What stands above the line (tử số).
    #[serde(default)]
    #[schema(required)]
    pub numerator: Option<i64>,
    /// What stands below the line (mẫu số): the value is what stands above it over this, rounded half up; of
    /// a share in hundredths of a per cent.
    #[serde(default)]
    #[schema(required, minimum = 0)]
    pub denominator: Option<i64>,
    /// How many had reported what is needed (số đã báo cáo).
    #[serde(default)]
    #[schema(required, minimum = 0)]
    pub reported: Option<i64>,
    /// How many should have (số phải báo cáo).
    #[serde(default)]
    #[schema(required, minimum = 0)]
    pub expected: Option<i64>,
    /// The service that computed it (dịch vụ tính).
    #[serde(default)]
    #[schema(required, max_length = 40, examples("registry"))]
    pub service: Option<String>,
    /// The version of the rule by which it was computed (phiên bản quy tắc).
    #[serde(default)]
    #[schema(required, minimum = 1)]
    pub rule_version: Option<u32>,
    /// The rule (quy tắc tính), word for word.
    #[serde(default)]
    #[schema(required, max_length = 1000)]
    pub rule: Option<String>,
    /// The first day of the period that it is of (từ ngày).
    #[serde(default)]
    #[schema(required)]
    pub period_from: Option<Date>,
    /// The last (đến ngày).
    #[serde(default)]
    #[schema(required)]
    pub period_to: Option<Date>,
    /// What was allocated to the place, or to the agency (mức được phân bổ).
    #[serde(default)]
    #[schema(required, minimum = 0)]
    pub allocated: Option<i64>,
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
