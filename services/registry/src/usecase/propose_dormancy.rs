//! Proposes to record that organisations have stopped: one by an officer, or all that gave no sign
//! of life. A proposal changes nothing of the organisation.

use std::collections::HashSet;

use htx_kit::{
    context::Context,
    db::Connection,
    failure::Failure,
    log::{self, Entry},
};
use htx_model::{
    event::{Event, Subject},
    id::OrganisationId,
    organisation::OrganisationKind,
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{attended::attended, record};
use crate::{
    domain::{
        annual_report::check_reason,
        competence,
        dormancy::{
            self, DETECTED_MAX, DISMISSAL_HOLDS_DAYS, DormancyProposal, DormancyState, GUIDANCE,
        },
        lifecycle::Action,
        organisation::Organisation,
    },
    store::{
        self,
        dormancy::{Silence, StoredProposal},
        organisation::Whose,
    },
};

/// Proposes one organisation.
///
/// # Errors
/// Not found outside the scope; `already_exists` where it is proposed; `state_conflict` where its
/// status does not allow it.
pub fn propose_dormancy(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    organisation: OrganisationId,
    (since_year, reason): (i16, &str),
    proposer: Uuid,
) -> Result<(Organisation, StoredProposal), Failure> {
    let organisation = attended(connection, scope, organisation, Action::RecordDormancy)?;
    let mut faults = Vec::new();
    if !(1900..=context.today().year()).contains(&since_year) {
        faults.push(Fault {
            pointer: "/since_year".into(),
            code: "out_of_range",
            detail: Text::fixed(
                "Năm ngừng hoạt động phải từ 1900 đến năm nay.",
                "The year is from 1900 to this one.",
            ),
            legal_basis: Some(GUIDANCE),
        });
    }
    let reason = check_reason("/reason", reason).map_err(|more| faults.extend(more)).ok();
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    if store::dormancy::open_of(connection, organisation.id)?.is_some() {
        return Err(exists().into());
    }
    let proposal = DormancyProposal {
        reason,
        detected: false,
        ..proposal(context, &organisation, since_year, proposer)
    };
    enter(connection, context, &[(organisation.clone(), proposal.clone())])?;
    let stored = StoredProposal { proposal, version: 1, recorded_at: context.now };
    Ok((organisation, stored))
}

/// What a detection did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detected {
    /// How many proposals it made.
    pub made: usize,
    /// Whether there may be more: another detection goes on.
    pub more: bool,
}

/// Proposes those within a scope that gave no sign of life for so many whole years, up to a bounded
/// number.
///
/// # Errors
/// What the database reports.
pub fn detect_dormancy(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    (whose, years): (Whose, u8),
    proposer: Uuid,
) -> Result<Detected, Failure> {
    // On PostgreSQL two detections could otherwise both propose what neither found proposed.
    connection.lock("dormancy detection")?;
    let today = context.today();
    let Some((since_year, since)) = dormancy::silence(today, years) else {
        return Ok(Detected { made: 0, more: false });
    };
    let not_dismissed_since = today.plus_days(-DISMISSAL_HOLDS_DAYS);
    // Planning proposes unions, whoever holds a territory the others.
    let unions = scope.is_everything().then_some(OrganisationKind::CooperativeUnion);
    let whose = Whose { kind: unions.or(whose.kind), ..whose };
    let silence = Silence { whose, since_year, since, not_dismissed_since };
    let held: HashSet<_> = store::dormancy::silent(connection, scope, &silence, DETECTED_MAX)?
        .iter()
        .map(|organisation| organisation.id)
        .collect();
    let more = i64::try_from(held.len()).is_ok_and(|count| count >= DETECTED_MAX);
    connection.lock_all(held.iter().map(|id| record::lock_name(*id)))?;
    // Read again: only now is it our turn, and only of these. Who is silent since then is found next time.
    let found = store::dormancy::silent(connection, scope, &silence, DETECTED_MAX)?;
    let proposed: Vec<_> = found
        .into_iter()
        .filter(|one| held.contains(&one.id))
        .filter(|one| competence::attends(scope, one.kind, &one.placement()))
        .map(|one| {
            let proposal = proposal(context, &one, since_year, proposer);
            (one, proposal)
        })
        .collect();
    enter(connection, context, &proposed)?;
    Ok(Detected { made: proposed.len(), more })
}

fn proposal(
    context: &Context,
    organisation: &Organisation,
    since_year: i16,
    proposer: Uuid,
) -> DormancyProposal {
    DormancyProposal {
        id: context.ids.make(),
        organisation: organisation.id,
        state: DormancyState::Proposed,
        since_year,
        detected: true,
        reason: None,
        decision_reason: None,
        decided_on: None,
        proposer: Some(proposer),
    }
}

fn enter(
    connection: &mut Connection,
    context: &Context,
    proposed: &[(Organisation, DormancyProposal)],
) -> Result<(), Failure> {
    let proposals: Vec<_> = proposed.iter().map(|(_, proposal)| proposal.clone()).collect();
    store::dormancy::insert_many(connection, &proposals, context.now)?;
    let events = proposed
        .iter()
        .map(|(organisation, proposal)| {
            event(context, "dormancy.proposed", organisation, None, proposal)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let words: Vec<_> = proposed.iter().map(|(_, proposal)| words(proposal)).collect();
    let entries: Vec<_> = events
        .iter()
        .zip(&words)
        .map(|(event, words)| Entry { event, personal: words.as_ref() })
        .collect();
    log::append_many(connection, &entries, &context.ids)
}

/// What was said in words: it may name people, so the log only commits to it.
pub(super) fn words(proposal: &DormancyProposal) -> Option<Value> {
    let DormancyProposal { reason, decision_reason, .. } = proposal;
    (reason.is_some() || decision_reason.is_some())
        .then(|| json!({ "reason": reason, "decision_reason": decision_reason }))
}

/// The event that a proposal was made or decided, without what was said in words.
pub(super) fn event(
    context: &Context,
    kind: &str,
    organisation: &Organisation,
    before: Option<&DormancyProposal>,
    after: &DormancyProposal,
) -> Result<Event, Failure> {
    let subject = Subject { kind: "dormancy_proposal".to_owned(), id: after.id.uuid() };
    let told = |one: &DormancyProposal| {
        serde_json::to_value(one.without_words()).map_err(Failure::unexpected)
    };
    let before = before.map(told).transpose()?;
    let event = context.event(kind, subject, organisation.place(), before.as_ref(), told(after)?);
    Ok(Event { legal_basis: Some(GUIDANCE.document.into_owned()), ..event })
}

fn exists() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::fixed(
            "Tổ chức đã có đề xuất chưa quyết định.",
            "The organisation has an open proposal already.",
        ),
    )
    .advising(Text::fixed(
        "Hãy xác nhận hoặc bác đề xuất đó trước.",
        "Confirm or dismiss that one first.",
    ))
}
