//! The language in which rules of eligibility are written: a small JSON, typed and bounded, that names
//! facts of an organisation and nothing else. No code, no query.
//!
//! ```json
//! {"all": [
//!   {"fact": "kind", "one_of": ["cooperative", "cooperative_union"]},
//!   {"fact": "business_line", "starts_with": ["01", "03"]},
//!   {"any": [{"fact": "rating", "one_of": ["good", "fair"]}, {"fact": "age_months", "at_most": 12}]},
//!   {"not": {"fact": "people_credit_fund", "is": true}}
//! ]}
//! ```
//! A condition is one of `all`, `any`, `not`, or a comparison of one fact. What each fact is, and how
//! it may be compared, says [`fact`]; what a condition says of an organisation, [`evaluate`].

mod condition;
pub mod evaluate;
pub mod fact;

use htx_model::date::Date;
use serde::{Deserialize, Serialize};

pub use condition::{Condition, DEPTH_MAX, NODES_MAX, Test, VALUES_MAX, WrittenCondition};

/// The document that a rule or a norm stands in (căn cứ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Its number (số văn bản).
    #[schema(min_length = 1, max_length = 100, examples("13/2023/NQ-HĐND"))]
    pub document: String,
    /// The article, clause or annex (điều, khoản, phụ lục).
    #[schema(min_length = 1, max_length = 100, examples("Phụ lục 08"))]
    pub article: String,
}

/// A rule of eligibility (điều kiện).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = EligibilityRule)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its code within the programme: lower-case letters, digits and `_`.
    #[schema(pattern = "^[a-z][a-z0-9_]{0,39}$", examples("agriculture"))]
    pub code: String,
    /// What it demands, in words (nội dung điều kiện).
    #[schema(
        min_length = 1,
        max_length = 300,
        examples("HTX hoạt động trong lĩnh vực nông nghiệp")
    )]
    pub title: String,
    /// What it demands, as data.
    pub condition: WrittenCondition,
    /// Where it stands (căn cứ).
    pub basis: Basis,
    /// The first day on which it holds; always, where there is none.
    #[serde(default)]
    #[schema(required = false)]
    pub valid_from: Option<Date>,
    /// The last day on which it holds.
    #[serde(default)]
    #[schema(required = false)]
    pub valid_to: Option<Date>,
    /// Whether the article itself was read by whoever entered it (đã đối chiếu văn bản).
    #[serde(default)]
    pub verified: bool,
}

impl Rule {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        holds_on(self.valid_from, self.valid_to, day)
    }
}

/// Whether something that is valid between two days holds on a day.
#[must_use]
pub fn holds_on(from: Option<Date>, to: Option<Date>, day: Date) -> bool {
    from.is_none_or(|first| first <= day) && to.is_none_or(|last| day <= last)
}
