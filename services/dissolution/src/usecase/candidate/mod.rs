//! Candidates for dissolution: found by a rule, proposed, warned twice, decided or withdrawn.

mod propose;
mod simulate;
mod stage;
mod still;

pub use propose::{Proposal, Proposed, propose};
pub use simulate::{Simulated, simulate};
pub use stage::{Item, Own, Staged, Staging, stage};

use htx_kit::{context::Context, failure::Failure};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    dated::Dated,
    dissolution::planning::{CandidateAction, CandidateRule},
    event::{Event, Subject},
    id::OrganisationId,
    organisation::OrganisationKind,
    permission::Permission,
    principal::Principal,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use crate::{
    domain::{
        candidate::{self, Candidate, CandidateRules, ProposalRule, StageRules},
        organisation::Organisation,
    },
    store::candidate::Search,
    usecase::hold,
};

/// What the subject of every event of a candidate is called.
pub const SUBJECT: &str = "dissolution_candidate";

/// The lock under which candidates are proposed and staged: two officers who mean the same ones
/// come one after the other.
const LOCK: &str = "dissolution candidates";

/// A candidate that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("đề xuất giải thể", "dissolution candidate")
}

/// By what organisations are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: CandidateRule,
    /// The full years without a report, where that is the rule.
    pub years: Option<u32>,
    /// Only those registered in this district.
    pub district: Option<DistrictCode>,
    /// Only those in this commune of today.
    pub commune: Option<CommuneCode>,
}

/// The rule in force, and what is looked for by it within a scope.
fn searched(
    scope: &Scope,
    finding: &Finding,
    only: Option<Vec<OrganisationId>>,
    today: Date,
) -> Result<(&'static Dated<ProposalRule>, Search), Failure> {
    let rules = CandidateRules::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let rule = rules.on(finding.rule, today).ok_or_else(|| not_in_force(finding.rule))?;
    let criterion = rule.criterion(finding.years, today);
    let criterion = criterion.ok_or_else(|| Failure::unexpected("a rule without its measure"))?;
    let search = Search {
        criterion,
        kinds: kinds(scope),
        district: finding.district.clone(),
        commune: finding.commune.clone(),
        only,
        proposed_too: false,
    };
    Ok((rule, search))
}

/// The kinds whose dissolution is the business of whoever reaches so far: unions are the planning
/// agency's, the others the territory's (DOMAIN section 3).
fn kinds(scope: &Scope) -> Vec<OrganisationKind> {
    let of_planning = |kind: &OrganisationKind| *kind == OrganisationKind::CooperativeUnion;
    let all = OrganisationKind::all().iter().copied();
    all.filter(|kind| of_planning(kind) == scope.is_everything()).collect()
}

fn not_in_force(rule: CandidateRule) -> Refusal {
    use htx_model::language::Language;
    let (vi, en) = (rule.label(Language::Vi), rule.label(Language::En));
    Refusal::new(
        ErrorCode::StateConflict,
        Text::made(
            format!("Hôm nay không có quy tắc “{vi}” đang có hiệu lực."),
            format!("No rule “{en}” is in force today."),
        ),
    )
}

/// The table of waiting periods.
///
/// # Errors
/// None in practice.
pub fn stages() -> Result<&'static StageRules, Failure> {
    StageRules::embedded().map_err(|error| Failure::unexpected(error.clone()))
}

/// What somebody may do with a candidate, as far as state, place and person go; its waiting period
/// may still run.
#[must_use]
pub fn available(
    (candidate, of): (&Candidate, &Organisation),
    principal: &Principal,
) -> Vec<CandidateAction> {
    let may = |action: &CandidateAction| {
        let needs = candidate::needs(*action);
        let prepared =
            needs == Permission::DissolutionDecide && candidate.was_prepared_by(principal.id);
        hold::require_authority(&principal.scope(needs), of).is_ok() && !prepared
    };
    candidate::open_actions(candidate.state).filter(may).collect()
}

/// The event of a change to a candidate.
fn event(
    context: &Context,
    kind: &str,
    of: &Organisation,
    before: Option<&Candidate>,
    after: &Candidate,
) -> Result<Event, Failure> {
    let before = before.map(serde_json::to_value).transpose().map_err(Failure::unexpected)?;
    let state = serde_json::to_value(after).map_err(Failure::unexpected)?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    Ok(context.event(kind, subject, of.place(), before.as_ref(), state))
}
