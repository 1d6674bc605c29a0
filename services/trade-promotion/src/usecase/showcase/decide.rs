//! What an approver decides of a showcase point.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults,
    id::ShowcasePointId,
    refusal::Text,
    trade::products::{ShowcaseAction, ShowcaseState},
    words::REASON_LENGTH_MAX,
};

use super::{Act, Found, Told, hold, save};
use crate::domain::{listing::check::NUMBER_LENGTH_MAX, showcase::ShowcasePoint};

/// What is said with a decision.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Its number.
    pub number: String,
    /// Why.
    pub reason: Option<String>,
}

/// Approves, refuses or closes a point. Refusing and closing say why.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; whoever prepared it; every fault.
pub fn decide(
    act: &mut Act<'_>,
    of: (ShowcasePointId, &IfMatch),
    action: ShowcaseAction,
    said: Decision,
) -> Result<Found, Failure> {
    let (before, state) = hold(act, of, action)?;
    let mut faults = Faults::default();
    let number = faults.words("/decision_number", &said.number, NUMBER_LENGTH_MAX);
    let reason = said.reason.map(|reason| faults.words("/reason", &reason, REASON_LENGTH_MAX));
    if action != ShowcaseAction::Approve && reason.is_none() {
        let detail = Text::fixed("Phải nêu lý do.", "A reason must be given.");
        faults.add("/reason", "missing", detail);
    }
    faults.refuse()?;
    let today = act.today();
    let ended = matches!(state, ShowcaseState::Rejected | ShowcaseState::Closed);
    let after = ShowcasePoint {
        state,
        decision_number: Some(number),
        decided_on: Some(today),
        ended_on: ended.then_some(today),
        reason,
        ..before.0.clone()
    };
    let kind = match state {
        ShowcaseState::Rejected => "showcase_point.rejected",
        ShowcaseState::Closed => "showcase_point.closed",
        ShowcaseState::Operating | ShowcaseState::Proposed => "showcase_point.approved",
    };
    let told = Told { more: None, said: after.reason.clone() };
    save(act, before, after, (action, kind, told))
}
