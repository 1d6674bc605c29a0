//! What a programme said of an applicant, as it was recorded with the application.

use std::collections::BTreeMap;

use htx_model::{
    date::{Date, Instant},
    id::ProgrammeVersionId,
    support::programmes::{Eligibility, EligibilityMoment, Fact, RuleResult},
};
use serde::Serialize;

use crate::{
    domain::{
        eligibility::record::{Record, RuleRecord},
        rule::{Basis, fact::Value},
    },
    http::standing::StandingView,
};

/// What the programme said of the applicant, at a moment (kết quả đối chiếu lưu cùng hồ sơ). It is never
/// changed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = EligibilityRecord)]
pub(super) struct EligibilityView {
    /// When in the life of the application (thời điểm).
    moment: EligibilityMoment,
    /// The day by whose rules it was told.
    on: Date,
    /// By which version of the programme (phiên bản chương trình).
    version_id: ProgrammeVersionId,
    /// Its number.
    #[schema(minimum = 1)]
    version_number: u32,
    /// The conclusion (kết luận).
    eligibility: Eligibility,
    /// Whether the programme ran on the day (đang trong thời gian thực hiện).
    runs: bool,
    /// What each rule said (điều kiện).
    #[schema(max_items = 32)]
    rules: Vec<RecordedRule>,
    /// The facts that decided, as they were known (dữ kiện quyết định).
    #[schema(value_type = Object, examples(json!({ "sector": "agriculture", "member_count": 12 })))]
    facts: BTreeMap<Fact, Value>,
    /// How the kind of support that is applied for stood (đã được hỗ trợ).
    #[schema(max_items = 20)]
    supports: Vec<StandingView>,
    /// When it was written down.
    recorded_at: Instant,
}

/// What a rule said (kết quả từng điều kiện).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = RecordedRule)]
struct RecordedRule {
    /// The rule's code.
    #[schema(max_length = 40, examples("agriculture"))]
    code: String,
    /// What it demands (nội dung).
    #[schema(max_length = 300)]
    title: String,
    /// Where it stands (căn cứ).
    basis: Basis,
    /// Whether that article was read (đã đối chiếu văn bản).
    verified: bool,
    /// What it said (kết quả).
    result: RuleResult,
    /// The facts that decided, known or missing.
    #[schema(max_items = 50)]
    decided_by: Vec<Fact>,
}

impl From<RuleRecord> for RecordedRule {
    fn from(rule: RuleRecord) -> Self {
        let RuleRecord { code, title, basis, verified, result, decided_by } = rule;
        Self { code, title, basis, verified, result, decided_by }
    }
}

impl From<Record> for EligibilityView {
    fn from(record: Record) -> Self {
        let grounds = record.grounds;
        Self {
            moment: record.moment,
            on: record.on,
            version_id: record.version,
            version_number: grounds.version_number,
            eligibility: record.eligibility,
            runs: grounds.runs,
            rules: grounds.rules.into_iter().map(RecordedRule::from).collect(),
            facts: grounds.facts,
            supports: grounds.supports.into_iter().map(StandingView::from).collect(),
            recorded_at: record.recorded_at,
        }
    }
}
