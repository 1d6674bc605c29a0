//! Proposes what a rule finds.

use std::collections::HashSet;

use htx_kit::{
    context::Context,
    db::Connection,
    failure::Failure,
    log::{self, Entry},
};
use htx_model::{
    dissolution::planning::CandidateState,
    event::Event,
    id::OrganisationId,
    refusal::{ErrorCode, Fault, Refusal, Text},
};

use super::{Finding, LOCK, event, searched};
use crate::{
    Dissolutions,
    domain::{
        blocker::Signatory,
        candidate::{BULK_MAX, Candidate, ProposalRule},
        organisation::Organisation,
    },
    store,
    usecase::hold::Caller,
};

/// What is to be proposed.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// By which rule.
    pub finding: Finding,
    /// Only these; everything that the rule finds, where none are named.
    pub only: Option<Vec<OrganisationId>>,
}

/// What was proposed.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The candidates.
    pub candidates: Vec<(Candidate, Organisation)>,
    /// Those that were named and that the rule does not find.
    pub refused: Vec<OrganisationId>,
    /// Whether the rule finds more than one request proposes.
    pub more: bool,
}

/// Proposes what a rule finds, all in one transaction.
///
/// # Errors
/// A rule that is not in force; too many; `permission_denied` for whoever acts for no agency.
pub fn propose(
    connection: &mut Connection,
    context: &Context,
    service: &Dissolutions,
    caller: &Caller,
    proposal: Proposal,
) -> Result<Proposed, Failure> {
    let agency = context.actor.agency.as_ref().and_then(|code| service.agencies.get(code));
    let agency = agency.ok_or_else(no_agency)?;
    let agency = Signatory { code: agency.code.clone(), name: agency.name_vi.clone() };
    let Proposal { finding, only } = proposal;
    if only.as_ref().is_some_and(|only| !(1..=BULK_MAX).contains(&only.len())) {
        return Err(Refusal::rules(vec![too_many("/organisation_ids")]).into());
    }
    connection.lock(LOCK)?;
    let named = only.clone().unwrap_or_default();
    let (rule, search) = searched(&caller.scope, &finding, only, context.today())?;
    let limit = i64::try_from(BULK_MAX).unwrap_or(i64::MAX).saturating_add(1);
    let mut found = store::candidate::search(connection, &caller.scope, &search, limit)?;
    let more = found.len() > BULK_MAX;
    found.truncate(BULK_MAX);
    let known: HashSet<OrganisationId> = found.iter().map(|of| of.id).collect();
    let refused = named.into_iter().filter(|id| !known.contains(id)).collect();
    let one = |of: Organisation| (new(context, caller, (rule, &finding), &agency, &of), of);
    let candidates: Vec<(Candidate, Organisation)> = found.into_iter().map(one).collect();
    let rows: Vec<Candidate> = candidates.iter().map(|(one, _)| one.clone()).collect();
    store::candidate::insert_many(connection, &rows)?;
    let events: Result<Vec<Event>, Failure> = candidates
        .iter()
        .map(|(one, of)| event(context, "dissolution_candidate.proposed", of, None, one))
        .collect();
    let events = events?;
    let entries: Vec<Entry<'_>> =
        events.iter().map(|event| Entry { event, personal: None }).collect();
    log::append_many(connection, &entries, &context.ids)?;
    Ok(Proposed { candidates, refused, more })
}

fn new(
    context: &Context,
    caller: &Caller,
    (rule, finding): (&ProposalRule, &Finding),
    agency: &Signatory,
    of: &Organisation,
) -> Candidate {
    Candidate {
        id: context.ids.make(),
        organisation: of.id,
        rule: rule.rule,
        years: rule.years(finding.years),
        route: rule.route,
        state: CandidateState::Proposed,
        proposed_on: context.today(),
        warned_on: None,
        warned_again_on: None,
        ended_on: None,
        dissolution: None,
        agency: agency.clone(),
        proposed_by: caller.id,
        proposed_by_name: Some(context.actor.name.clone()),
        warned_by: None,
        warned_again_by: None,
        reason: None,
        version: 1,
        recorded_at: context.now,
    }
}

fn no_agency() -> Refusal {
    Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Đề xuất giải thể do cơ quan lập, không phải tài khoản này.",
            "Candidates are proposed by an agency, not by this account.",
        ),
    )
}

/// More than one request takes, or none.
pub(super) fn too_many(pointer: &'static str) -> Fault {
    Fault::new(
        pointer,
        "count",
        Text::made(
            format!("Mỗi lần từ 1 đến {BULK_MAX}."),
            format!("From 1 to {BULK_MAX} at a time."),
        ),
    )
}
