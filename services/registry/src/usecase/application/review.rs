//! The authority takes an application up, and gives it back to be mended.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{application::ApplicationAction as Action, id::ApplicationId, refusal::Refusal};
use serde_json::json;

use super::{Caller, Ground, Written, hand_in::set_due, hold, save};
use crate::domain::application::{Finding, Stop, words};

/// Takes an application up. Whoever does so has prepared it, and cannot decide it.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it.
pub fn start_review(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    (id, seen): (ApplicationId, &IfMatch),
) -> Result<Written, Failure> {
    let held = hold(connection, caller, id, seen, Action::StartReview)?;
    save(connection, context, held, "application.review_started", None)
}

/// Gives an application back with all that is to be mended. The clock stands still until it is
/// handed in again.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it.
pub fn give_back(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    ground: Ground<'_>,
    (id, seen): (ApplicationId, &IfMatch),
    findings: Vec<Finding>,
) -> Result<Written, Failure> {
    let findings = words::findings(&findings).map_err(Refusal::rules)?;
    let mut held = hold(connection, caller, id, seen, Action::Return)?;
    held.application.stops.push(Stop { from: context.today(), to: None });
    set_due(&mut held.application, context, ground);
    let personal = json!({ "findings": findings });
    held.content.findings = findings;
    save(connection, context, held, "application.returned", Some(&personal))
}
