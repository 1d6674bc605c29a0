//! A programme, and what its versions say: dated, adopted by its lead agency, never rewritten.

pub mod check;
pub mod initial;
pub mod lifecycle;

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{ProgrammeId, ProgrammeOpinionId, ProgrammeVersionId},
    money::Dong,
    organisation::Sector,
    support::{
        applications::SupportKind,
        money::BudgetSource,
        programmes::{OpenTerm, ProgrammeKind, VersionState},
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    application::norm::Norms,
    rule::{Basis, Rule, holds_on},
};

/// A support programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Its id.
    pub id: ProgrammeId,
    /// Its code, for ever.
    pub code: String,
    /// What it is for.
    pub kind: ProgrammeKind,
    /// The agency that leads it, as the adopted version names it.
    pub lead_agency: AgencyCode,
}

/// A version of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its id.
    pub id: ProgrammeVersionId,
    /// Of which programme.
    pub programme: ProgrammeId,
    /// Its number within the programme, from 1.
    pub number: u32,
    /// Where it stands.
    pub state: VersionState,
    /// The first day on which it holds; since before the register where there is none.
    pub valid_from: Option<Date>,
    /// What it says.
    pub content: Content,
    /// Whoever wrote in it: none of them adopts it.
    pub prepared_by: Vec<Uuid>,
    /// The login name of whoever wrote in it last.
    pub prepared_by_name: String,
    /// The login name of whoever adopted, returned or discarded it.
    pub decided_by_name: Option<String>,
    /// On which day.
    pub decided_on: Option<Date>,
    /// Why it was returned or discarded.
    #[serde(skip)]
    pub reason: Option<String>,
    /// Its version, for its ETag.
    pub version: i64,
    /// When that was written.
    pub recorded_at: Instant,
}

/// What an agency that leads a programme with others says of a version of it. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opinion {
    /// Its id.
    pub id: ProgrammeOpinionId,
    /// Of which version.
    #[serde(rename = "version_id")]
    pub version: ProgrammeVersionId,
    /// The agency.
    pub agency: AgencyCode,
    /// The name that it had then.
    pub agency_name: String,
    /// Whether it is for it.
    pub favourable: bool,
    /// What it says, unless that was erased.
    #[serde(skip)]
    pub words: Option<String>,
    /// The login name of whoever wrote it.
    pub given_by: String,
    /// When.
    pub recorded_at: Instant,
}

/// What a version of a programme says (nội dung chương trình).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProgrammeContent)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Its name (tên chương trình).
    #[schema(min_length = 1, max_length = 500)]
    pub name: String,
    /// The document that made it (văn bản); null where it is not known yet.
    #[serde(default)]
    #[schema(required = false)]
    pub document: Option<Document>,
    /// The agency that leads it (cơ quan chủ trì); whoever took its work over leads it today.
    pub lead: AgencyCode,
    /// Agencies that lead with it (cơ quan phối hợp).
    #[serde(default)]
    #[schema(max_items = 20)]
    pub co_leads: Vec<AgencyCode>,
    /// Whether the lead agency is assumed, because the plan does not name it.
    #[serde(default)]
    pub lead_assumed: bool,
    /// The years it runs (thời gian thực hiện); null where there is no end.
    #[serde(default)]
    #[schema(required = false)]
    pub period: Option<Period>,
    /// The fields it is for (lĩnh vực); all, where none is named.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub fields: Vec<Sector>,
    /// What it gives, each with its norms (nội dung, định mức hỗ trợ).
    #[serde(default)]
    #[schema(max_items = 20)]
    pub supports: Vec<Support>,
    /// Who may get it (điều kiện).
    #[serde(default)]
    #[schema(max_items = 30)]
    pub rules: Vec<Rule>,
    /// What is planned to be spent on it (kinh phí dự kiến). What finance confirmed stands in
    /// `/v1/support-budgets`, and only that can be spent.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub budgets: Vec<PlannedBudget>,
}

/// What is planned to be spent in a year out of a source (kinh phí dự kiến).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProgrammeBudget)]
#[serde(deny_unknown_fields)]
pub struct PlannedBudget {
    /// In which year (năm).
    #[schema(minimum = 2020, maximum = 2050, examples(2025))]
    pub year: i16,
    /// Out of which source (nguồn).
    pub source: BudgetSource,
    /// How much, in đồng (số tiền); null where the lead agency has not set it yet.
    #[serde(default)]
    #[schema(required = false, minimum = 1, maximum = 1_000_000_000_000_000_i64)]
    pub amount_vnd: Option<i64>,
}

/// The document that made a programme (văn bản ban hành).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProgrammeDocument)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its number (số).
    #[schema(min_length = 1, max_length = 100, examples("13/2023/NQ-HĐND"))]
    pub number: String,
    /// Its date (ngày ban hành).
    #[serde(default)]
    #[schema(required = false)]
    pub issued_on: Option<Date>,
    /// The annex with its norms (phụ lục).
    #[serde(default)]
    #[schema(required = false, min_length = 1, max_length = 100, examples("08"))]
    pub annex: Option<String>,
}

/// The years that a programme runs (thời gian thực hiện).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProgrammePeriod)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first year.
    #[schema(minimum = 2000, maximum = 2100, examples(2023))]
    pub from: i16,
    /// The last.
    #[schema(minimum = 2000, maximum = 2100, examples(2025))]
    pub to: i16,
}

/// A kind of support with its norms (nội dung hỗ trợ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProgrammeSupport)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// Which (loại hỗ trợ).
    pub kind: SupportKind,
    /// Its norms over time (định mức); to be set by the lead agency where none holds.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub norms: Vec<Norm>,
}

/// A norm (định mức hỗ trợ). What it leaves out is to be set by the lead agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProgrammeNorm)]
#[serde(deny_unknown_fields)]
pub struct Norm {
    /// The most for one application, in đồng (mức trần).
    #[serde(default)]
    #[schema(required = false, minimum = 1, maximum = 1_000_000_000_000_000_i64)]
    pub ceiling_vnd: Option<i64>,
    /// The largest share of the cost, in hundredths of a per cent (tỷ lệ hỗ trợ): 5000 is half.
    #[serde(default)]
    #[schema(required = false, minimum = 1, maximum = 10_000)]
    pub share_basis_points: Option<u32>,
    /// How often one organisation may have it (số lần).
    #[serde(default)]
    #[schema(required = false, minimum = 1, maximum = 1000)]
    pub times: Option<u32>,
    /// How often in a year (số lần trong năm).
    #[serde(default)]
    #[schema(required = false, minimum = 1, maximum = 1000)]
    pub times_per_year: Option<u32>,
    /// Where it stands (căn cứ).
    pub basis: Basis,
    /// The first day on which it holds.
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

impl Content {
    /// The norms of a kind of support on a day; what is not set is open.
    #[must_use]
    pub fn norms_on(&self, kind: SupportKind, day: Date) -> Norms {
        let support = self.supports.iter().find(|support| support.kind == kind);
        let holding = support.and_then(|support| {
            support.norms.iter().find(|norm| holds_on(norm.valid_from, norm.valid_to, day))
        });
        holding.map_or_else(Norms::default, |norm| Norms {
            ceiling: norm.ceiling_vnd.map(Dong),
            share: norm.share_basis_points,
            times: norm.times,
            times_per_year: norm.times_per_year,
        })
    }

    /// The rules that hold on a day.
    pub fn rules_on(&self, day: Date) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.holds_on(day))
    }

    /// What is left for the lead agency to fill in, as far as it matters on a day.
    #[must_use]
    pub fn open_terms(&self, day: Date) -> Vec<OpenTerm> {
        let undated = |document: &Document| document.issued_on.is_none();
        let norms_open = |one: &Support| !self.norms_on(one.kind, day).are_set();
        let unplanned = |one: &PlannedBudget| one.amount_vnd.is_none();
        [
            (OpenTerm::Document, self.document.is_none()),
            (OpenTerm::IssuedOn, self.document.as_ref().is_some_and(undated)),
            (OpenTerm::Lead, self.lead_assumed),
            (OpenTerm::Period, self.period.is_none()),
            (OpenTerm::Supports, self.supports.is_empty()),
            (OpenTerm::Norms, self.supports.iter().any(norms_open)),
            (OpenTerm::Rules, self.rules_on(day).next().is_none()),
            (OpenTerm::Budgets, self.budgets.is_empty() || self.budgets.iter().any(unplanned)),
        ]
        .into_iter()
        .filter(|(_, open)| *open)
        .map(|(term, _)| term)
        .collect()
    }

    /// Whether the programme runs on a day.
    #[must_use]
    pub fn runs_on(&self, day: Date) -> bool {
        self.period.is_none_or(|period| (period.from..=period.to).contains(&day.year()))
    }
}
