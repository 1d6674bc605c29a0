//! Takes a stage with many candidates at once, each with its own outcome: warned, warned again,
//! decided, withdrawn.

use std::collections::HashMap;

use htx_kit::{
    context::Context,
    db::Connection,
    failure::Failure,
    log::{self, Entry},
};
use htx_model::{
    dissolution::planning::{CandidateAction, CandidateState},
    event::Event,
    id::{DissolutionCandidateId, DissolutionId},
    refusal::{ErrorCode, Refusal, Text},
    words,
};
use serde_json::json;

use super::{LOCK, event, propose::too_many, stages, still, unknown};
use crate::{
    Dissolutions,
    domain::{
        candidate::{self, BULK_MAX, Candidate, StageRules},
        case::OFFICER_LENGTH_MAX,
        organisation::Organisation,
        step::Said,
    },
    store::{self, candidate::Stage},
    usecase::{
        hold::{self, Caller},
        open_case::{self, Opening},
    },
};

/// A candidate with the version that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub id: DissolutionCandidateId,
    /// The version.
    pub version: i64,
    /// What is decided of it by itself.
    pub own: Own,
}

/// What is decided of one candidate by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// The document relied on, where it is not that of all.
    pub legal_basis: Option<String>,
    /// Who is responsible for its case.
    pub responsible_officer: Option<String>,
}

/// What is done with which candidates.
#[derive(Debug, Clone)]
pub struct Staging {
    /// What.
    pub action: CandidateAction,
    /// With which.
    pub items: Vec<Item>,
    /// Why, where they are withdrawn.
    pub reason: Option<String>,
    /// The document relied on, where they are decided.
    pub legal_basis: Option<String>,
}

/// What came of one candidate.
#[derive(Debug, Clone)]
pub struct Staged {
    /// Which.
    pub id: DissolutionCandidateId,
    /// The candidate after the stage, or why it was not taken.
    pub outcome: Result<Candidate, Refusal>,
}

/// Takes a stage with each candidate that admits it, in the order in which they were named; all in
/// one transaction.
///
/// # Errors
/// Too many, or faulty words: then with none. What the database reports.
pub fn stage(
    connection: &mut Connection,
    context: &Context,
    service: &Dissolutions,
    (caller, agency_name): (&Caller, Option<&str>),
    staging: &Staging,
) -> Result<Vec<Staged>, Failure> {
    let staging = &tidy(staging)?;
    connection.lock(LOCK)?;
    let ids: Vec<DissolutionCandidateId> = staging.items.iter().map(|item| item.id).collect();
    let known = store::candidate::with_ids(connection, &caller.scope, &ids)?;
    let still = match staging.action {
        CandidateAction::Withdraw => None,
        _ => Some(still::still_found(connection, &known, context.today())?),
    };
    let mut known: HashMap<_, _> = known.into_iter().map(|(one, of)| (one.id, (one, of))).collect();
    let rules = stages()?;
    let mut staged = Vec::with_capacity(staging.items.len());
    let mut taken = Vec::new();
    for item in &staging.items {
        // Whoever names one twice finds the second gone.
        let found = known.remove(&item.id).ok_or_else(unknown);
        let judged = found.and_then(|(one, of)| {
            let after = judge(context, service, caller, rules, (&one, &of), item, staging)?;
            if still.as_ref().is_some_and(|still| !still.contains(&of.id)) {
                return Err(still::found_no_longer());
            }
            Ok((one, after, of))
        });
        match judged {
            Ok(change) => taken.push(change),
            Err(refusal) => staged.push(Staged { id: item.id, outcome: Err(refusal) }),
        }
    }
    if staging.action == CandidateAction::Decide {
        open_cases(connection, context, (caller, agency_name), staging, &mut taken, &mut staged)?;
    }
    keep(connection, context, caller, staging, &taken)?;
    staged
        .extend(taken.into_iter().map(|(_, after, _)| Staged { id: after.id, outcome: Ok(after) }));
    let place: HashMap<_, _> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    staged.sort_by_key(|one| place.get(&one.id).copied());
    Ok(staged)
}

/// What was sent, put right.
fn tidy(staging: &Staging) -> Result<Staging, Refusal> {
    let mut faults = Vec::new();
    if !(1..=BULK_MAX).contains(&staging.items.len()) {
        faults.push(too_many("/items"));
    }
    let mut line = |pointer: &'static str, given: Option<&str>, longest| {
        let tidy = given.map(|text| words::tidy(pointer, text, longest)).transpose();
        tidy.map_err(|fault| faults.push(fault)).unwrap_or_default()
    };
    let reason = line("/reason", staging.reason.as_deref(), words::REASON_LENGTH_MAX);
    let legal_basis = line("/legal_basis", staging.legal_basis.as_deref(), words::BASIS_LENGTH_MAX);
    let mut items = staging.items.clone();
    for (at, item) in items.iter_mut().enumerate() {
        let mut own = |field: &str, given: &Option<String>, longest| {
            let tidy = |text: &String| words::tidy(format!("/items/{at}/{field}"), text, longest);
            let tidy = given.as_ref().map(tidy).transpose();
            tidy.map_err(|fault| faults.push(fault)).unwrap_or_default()
        };
        item.own = Own {
            legal_basis: own("legal_basis", &item.own.legal_basis, words::BASIS_LENGTH_MAX),
            responsible_officer: own(
                "responsible_officer",
                &item.own.responsible_officer,
                OFFICER_LENGTH_MAX,
            ),
        };
    }
    if faults.is_empty() {
        return Ok(Staging { action: staging.action, items, reason, legal_basis });
    }
    Err(Refusal::rules(faults))
}

/// The candidate after the stage, or why it cannot be taken.
fn judge(
    context: &Context,
    service: &Dissolutions,
    caller: &Caller,
    rules: &StageRules,
    (before, of): (&Candidate, &Organisation),
    item: &Item,
    staging: &Staging,
) -> Result<Candidate, Refusal> {
    hold::require_authority(&caller.scope, of)?;
    let (action, today) = (staging.action, context.today());
    if before.version != item.version {
        return Err(stale(before.version));
    }
    let state = candidate::require(before.state, action)?;
    let days = (before.last_stage_on(), today);
    candidate::require_waited(rules, action, days, &service.holidays)?;
    if action == CandidateAction::Decide && before.was_prepared_by(caller.id) {
        return Err(prepared());
    }
    let mut after = Candidate {
        state,
        version: before.version + 1,
        recorded_at: context.now,
        ..before.clone()
    };
    match action {
        CandidateAction::Warn => {
            (after.warned_on, after.warned_by) = (Some(today), Some(caller.id));
        }
        CandidateAction::WarnAgain => {
            (after.warned_again_on, after.warned_again_by) = (Some(today), Some(caller.id));
        }
        CandidateAction::Decide => after.ended_on = Some(today),
        CandidateAction::Withdraw => {
            (after.ended_on, after.reason) = (Some(today), staging.reason.clone());
        }
    }
    Ok(after)
}

type Change = (Candidate, Candidate, Organisation);

/// Opens the case of each, as an officer would, prepared by whoever proposed it. Responsible is who was
/// named with the decision, else by the plan in force, else whoever proposed it.
fn open_cases(
    connection: &mut Connection,
    context: &Context,
    (caller, agency_name): (&Caller, Option<&str>),
    staging: &Staging,
    taken: &mut Vec<Change>,
    refused: &mut Vec<Staged>,
) -> Result<(), Failure> {
    hold::openings(connection, taken.iter().map(|(_, _, of)| of.id))?;
    let owns: HashMap<_, _> = staging.items.iter().map(|item| (item.id, &item.own)).collect();
    let mut opened = Vec::with_capacity(taken.len());
    for (before, mut after, of) in taken.drain(..) {
        let own = owns.get(&before.id).copied().cloned().unwrap_or_default();
        let planned = store::plan::in_force(connection, of.id, context.today().year())?;
        let planned = planned.map(|planned| planned.responsible_officer);
        let legal_basis = own.legal_basis.or_else(|| staging.legal_basis.clone());
        let opening = Opening {
            organisation: of.id,
            route: after.route,
            said: Said {
                effective_on: None,
                legal_basis: legal_basis.unwrap_or_default(),
                reason: None,
            },
            responsible_officer: own
                .responsible_officer
                .or(planned)
                .or_else(|| before.proposed_by_name.clone()),
        };
        let proposer = Caller { id: before.proposed_by, scope: caller.scope.clone() };
        let name = agency_name.map(str::to_owned);
        match open_case::open_case(connection, context, &proposer, name, opening) {
            Ok(stored) => {
                after.dissolution = Some(stored.case.id);
                opened.push((before, after, of));
            }
            Err(Failure::Refused(refusal)) => {
                refused.push(Staged { id: before.id, outcome: Err(*refusal) });
            }
            Err(other) => return Err(other),
        }
    }
    *taken = opened;
    Ok(())
}

/// Saves the candidates, and tells of each.
fn keep(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    staging: &Staging,
    taken: &[Change],
) -> Result<(), Failure> {
    let Some((_, first, _)) = taken.first() else { return Ok(()) };
    let ids: Vec<DissolutionCandidateId> = taken.iter().map(|(_, after, _)| after.id).collect();
    let stage = Stage {
        action: staging.action,
        state: first.state,
        on: context.today(),
        by: caller.id,
        reason: staging.reason.as_deref(),
        now: context.now,
    };
    store::candidate::take(connection, &ids, &stage)?;
    let cases: Vec<(DissolutionCandidateId, DissolutionId)> = taken
        .iter()
        .filter_map(|(_, after, _)| after.dissolution.map(|case| (after.id, case)))
        .collect();
    for (candidate, case) in cases {
        store::candidate::lead_to(connection, candidate, case)?;
    }
    let kind = match first.state {
        CandidateState::Warned => "dissolution_candidate.warned",
        CandidateState::WarnedAgain => "dissolution_candidate.warned_again",
        CandidateState::Decided => "dissolution_candidate.decided",
        CandidateState::Withdrawn | CandidateState::Proposed => "dissolution_candidate.withdrawn",
    };
    let owns: HashMap<_, _> = staging.items.iter().map(|item| (item.id, &item.own)).collect();
    let told: Result<Vec<Event>, Failure> = taken
        .iter()
        .map(|(before, after, of)| {
            let mut event = event(context, kind, of, Some(before), after)?;
            let own = owns.get(&before.id).and_then(|own| own.legal_basis.clone());
            event.legal_basis = own.or_else(|| staging.legal_basis.clone());
            Ok(event)
        })
        .collect();
    let told = told?;
    let words = staging.reason.as_ref().map(|reason| json!({ "reason": reason }));
    let entries: Vec<Entry<'_>> =
        told.iter().map(|event| Entry { event, personal: words.as_ref() }).collect();
    log::append_many(connection, &entries, &context.ids)
}

fn stale(current: i64) -> Refusal {
    Refusal::new(
        ErrorCode::StaleVersion,
        Text::made(
            format!("Đề xuất nay là bản {current}, không phải bản đã nêu."),
            format!("The candidate is now at version {current}, not at the one that was named."),
        ),
    )
}

fn prepared() -> Refusal {
    Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người đã đề xuất hoặc cảnh báo không được quyết định.",
            "Whoever proposed or warned a candidate cannot decide it.",
        ),
    )
}
