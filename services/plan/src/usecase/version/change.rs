//! What planning does with a version: writes in it, hands it in, gives it up.

use htx_kit::{act::Act, failure::Failure, http::IfMatch};
use htx_model::{id::PlanVersionId, plan::PaperAction};

use super::{Found, checked, head, hold, note_preparer, put_aside, require_sum, save, save_under};
use crate::domain::{
    plan::Head,
    version::{Said, Version},
};

/// Writes in a version: all of it, as it was sent; of a plan that was never adopted its head as well.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; every fault of what was sent; a head that is
/// taken, or stands.
pub fn change(
    act: &mut Act<'_>,
    of: (PlanVersionId, &IfMatch),
    said: Said,
    head: Option<Head>,
) -> Result<Found, Failure> {
    if head.is_some() {
        act.connection.lock(head::TURN)?;
    }
    let (plan, before, state) = hold(act, of, PaperAction::Change)?;
    let renamed = match head {
        Some(head) => head::corrected(act.connection, &plan, head)?,
        None => plan.clone(),
    };
    let content = checked(act, &renamed, &before.subject, said)?;
    let mut after = Version { state, content, ..before.clone() };
    note_preparer(act, &mut after);
    save_under(act, (plan, &before), (renamed, after), PaperAction::Change)
}

/// Hands a version to the approver. An allocation adds up to its target by then.
///
/// # Errors
/// As [`change`]; what does not add up.
pub fn submit(act: &mut Act<'_>, of: (PlanVersionId, &IfMatch)) -> Result<Found, Failure> {
    let (plan, before, state) = hold(act, of, PaperAction::Submit)?;
    require_sum(act, &plan, &before)?;
    let mut after = Version { state, reason: None, ..before.clone() };
    note_preparer(act, &mut after);
    save(act, plan, &before, after, PaperAction::Submit)
}

/// Gives a version up.
///
/// # Errors
/// As [`change`]; no reason.
pub fn discard(
    act: &mut Act<'_>,
    of: (PlanVersionId, &IfMatch),
    reason: &str,
) -> Result<Found, Failure> {
    put_aside(act, of, PaperAction::Discard, reason)
}
