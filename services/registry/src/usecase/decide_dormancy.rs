//! Decides a proposal: the organisation is recorded as dormant, or goes on.

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    event::Event,
    id::DormancyProposalId,
    organisation::OrganisationStatus,
    refusal::{ErrorCode, Refusal, Text},
};

use super::{
    attended::{attended, in_any_status},
    decide_rating::Decider,
    propose_dormancy, record,
};
use crate::{
    domain::{
        annual_report::check_reason,
        dormancy::{self, DormancyAction, DormancyProposal, DormancyState, GUIDANCE},
        lifecycle::Action,
        organisation::Organisation,
    },
    store::{self, dormancy::StoredProposal},
};

/// Confirms a proposal, which makes the organisation dormant; or dismisses it.
///
/// # Errors
/// Not found outside the scope; `permission_denied` to whoever proposed it; a stale version;
/// `state_conflict`; a missing reason.
pub fn decide_dormancy(
    connection: &mut Connection,
    context: &Context,
    decider: &Decider,
    id: DormancyProposalId,
    action: DormancyAction,
    reason: &str,
) -> Result<(Organisation, StoredProposal), Failure> {
    let found = store::dormancy::find(connection, id)?.ok_or_else(unknown)?;
    let (scope, organisation) = (&decider.scope, found.proposal.organisation);
    let organisation = match action {
        DormancyAction::Confirm => {
            attended(connection, scope, organisation, Action::RecordDormancy)
        }
        // What was dissolved meanwhile still has its proposal dismissed.
        DormancyAction::Dismiss => in_any_status(connection, scope, organisation),
    };
    let organisation = organisation.map_err(as_proposal)?;
    // Read again: only now is it our turn.
    let before = store::dormancy::find(connection, id)?.ok_or_else(unknown)?;
    if before.proposal.proposer == Some(decider.person) {
        return Err(by_its_proposer().into());
    }
    decider.seen.check(before.version)?;
    dormancy::require(before.proposal.state, action)?;
    let reason = check_reason("/reason", reason).map_err(Refusal::rules)?;
    let (state, kind) = match action {
        DormancyAction::Confirm => (DormancyState::Confirmed, "dormancy.confirmed"),
        DormancyAction::Dismiss => (DormancyState::Dismissed, "dormancy.dismissed"),
    };
    let proposal = DormancyProposal {
        state,
        decision_reason: Some(reason),
        decided_on: Some(context.today()),
        ..before.proposal.clone()
    };
    store::dormancy::save(connection, &proposal, before.version, context.now)?;
    let event =
        propose_dormancy::event(context, kind, &organisation, Some(&before.proposal), &proposal)?;
    log::append(connection, &event, propose_dormancy::words(&proposal).as_ref(), &context.ids)?;
    let organisation = match action {
        DormancyAction::Confirm => make_dormant(connection, context, &organisation)?,
        DormancyAction::Dismiss => organisation,
    };
    let stored = StoredProposal { proposal, version: before.version + 1, recorded_at: context.now };
    Ok((organisation, stored))
}

/// Moves the organisation's status; the table has allowed it.
fn make_dormant(
    connection: &mut Connection,
    context: &Context,
    before: &Organisation,
) -> Result<Organisation, Failure> {
    let everything = htx_model::scope::Scope::everything();
    let stored = store::organisation::find(connection, &everything, before.id)?;
    let version = stored.ok_or_else(unknown)?.version;
    let after = Organisation { status: OrganisationStatus::Dormant, ..before.clone() };
    store::organisation::save(connection, &after, version, context.now)?;
    let event = record::event(context, "organisation.became_dormant", Some(before), &after)?;
    let event = Event { legal_basis: Some(GUIDANCE.document.into_owned()), ..event };
    log::append(connection, &event, None, &context.ids)?;
    Ok(after)
}

fn by_its_proposer() -> Refusal {
    Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người đề xuất không được quyết định chính đề xuất của mình.",
            "Whoever proposed it cannot decide the proposal.",
        ),
    )
    .under(GUIDANCE)
    .advising(Text::fixed(
        "Hãy chuyển cho người phê duyệt khác của cơ quan có thẩm quyền.",
        "Pass it to another approver of the competent agency.",
    ))
}

fn as_proposal(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) if refusal.code == ErrorCode::NotFound => unknown().into(),
        other => other,
    }
}

pub(super) fn unknown() -> Refusal {
    Refusal::not_found("đề xuất", "proposal")
}
