//! A yearly plan, and what its versions say: its targets, who issued it, when reports are due.

pub mod check;
pub mod check_duties;
pub mod initial;

use htx_model::{
    agency::AgencyCode,
    date::Date,
    id::PlanId,
    indicator::{Measured, Unit, measured},
    plan::Aggregate,
};
use serde::{Deserialize, Serialize};

/// A yearly plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// Its code, for ever once a version is adopted.
    pub code: String,
    /// The year.
    pub year: i16,
    /// The years that it belongs to, such as `2021-2025`.
    pub period: String,
}

/// What a plan is called, and of which years it is (mã, năm và giai đoạn của kế hoạch). It stands for ever once
/// a version is adopted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PlanHead)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Its code (mã kế hoạch).
    #[schema(
        min_length = 1,
        max_length = 40,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$",
        examples("hn-2026")
    )]
    pub code: String,
    /// The year (năm): one plan each.
    #[schema(minimum = 2021, maximum = 2100, examples(2026))]
    pub year: i16,
    /// The years that it belongs to (giai đoạn).
    #[schema(
        min_length = 9,
        max_length = 9,
        pattern = "^[0-9]{4}-[0-9]{4}$",
        examples("2026-2030")
    )]
    pub period: String,
}

/// What a version of a plan says (nội dung kế hoạch).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PlanContent)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Its name (tên kế hoạch).
    #[schema(
        min_length = 1,
        max_length = 500,
        examples("Kế hoạch phát triển kinh tế tập thể, hợp tác xã năm 2026")
    )]
    pub name: String,
    /// The document that it stands in (văn bản); null where it has no number yet.
    #[serde(default)]
    #[schema(required = false)]
    pub document: Option<Document>,
    /// Who issues it (cơ quan ban hành).
    pub issuer: AgencyCode,
    /// Who collects the reports (cơ quan thường trực); whoever took its work over does today.
    pub standing_agency: AgencyCode,
    /// When the reports of the year are due (hạn báo cáo); null where it does not say.
    #[serde(default)]
    #[schema(required = false)]
    pub report_due: Option<Date>,
    /// What is to be reached, in the order of the plan (chỉ tiêu).
    #[schema(min_items = 1, max_items = 100)]
    pub targets: Vec<Target>,
    /// What agencies are to do (nhiệm vụ): a task of each of them once the version is adopted. A task that
    /// was given stays, whatever a later version says.
    #[serde(default)]
    #[schema(required = false, max_items = 100)]
    pub duties: Vec<Duty>,
}

/// What agencies are to do (nhiệm vụ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PlanDuty)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its number and letter in the plan (mục), once.
    #[schema(min_length = 1, max_length = 10, examples("4.đ"))]
    pub code: String,
    /// The heading that it stands under (đề mục).
    #[schema(min_length = 1, max_length = 500)]
    pub section: String,
    /// What is to be done, word for word (nội dung).
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
    /// The agencies that it is addressed to (cơ quan thực hiện).
    #[serde(default)]
    #[schema(required = false, max_items = 200)]
    pub agencies: Vec<AgencyCode>,
    /// Whether every territory is among them (UBND các địa phương): those with which the year begins.
    #[serde(default)]
    #[schema(required = false)]
    pub territorial: bool,
    /// By which day it is due (hạn); with the reports of the year, where it is not said.
    #[serde(default)]
    #[schema(required = false)]
    pub due_on: Option<Date>,
}

/// The document that a plan stands in (văn bản).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PlanDocument)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its number (số).
    #[schema(min_length = 1, max_length = 100, examples("12/KH-UBND"))]
    pub number: String,
    /// Its date (ngày ban hành).
    #[serde(default)]
    #[schema(required = false)]
    pub issued_on: Option<Date>,
}

/// What is to be reached (chỉ tiêu).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PlanTarget)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its number in the plan (số thứ tự).
    #[schema(min_length = 1, max_length = 10, pattern = "^[0-9a-z.]+$", examples("1a"))]
    pub number: String,
    /// Its code (mã chỉ tiêu): that of the indicator, where the suite computes one for it.
    #[schema(
        min_length = 1,
        max_length = 60,
        pattern = "^[a-z][a-z0-9_]*$",
        examples("new_cooperatives")
    )]
    pub code: String,
    /// Its name (tên chỉ tiêu).
    #[schema(min_length = 1, max_length = 300)]
    pub name: String,
    /// In what it is measured (đơn vị tính): shares in hundredths of a per cent.
    pub unit: Unit,
    /// How its figure comes of what is counted (cách tổng hợp).
    pub aggregate: Aggregate,
    /// The least that is to be reached (mức tối thiểu), in the unit.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(100))]
    pub minimum: i64,
    /// The upper end, where the plan gives a range (mức tối đa).
    #[serde(default)]
    #[schema(required = false, minimum = 0, maximum = 1_000_000_000_000_000_i64)]
    pub maximum: Option<i64>,
}

impl Target {
    /// The indicator that the suite computes for it; nothing where its figure can only be declared.
    #[must_use]
    pub fn measured(&self) -> Option<Measured> {
        measured(&self.code)
    }
}

impl Content {
    /// The target that a path names: by its code or by its number.
    #[must_use]
    pub fn target(&self, named: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.code == named || target.number == named)
    }
}
