//! Hands an application in, for the first time or again.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{application::ApplicationAction as Action, id::ApplicationId};

use super::{
    Caller, Ground, Held, Written, case::Case, completeness, hold, personal_proposal, save,
};
use crate::domain::application::{Application, clock};

/// Hands a draft in: the authority's clock begins to run.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; everything that the application
/// lacks.
pub fn submit(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    ground: Ground<'_>,
    (id, seen): (ApplicationId, &IfMatch),
) -> Result<Written, Failure> {
    let mut held = hold(connection, caller, id, seen, Action::Submit)?;
    require_complete(connection, context, ground, &held)?;
    held.application.submitted_on = Some(context.today());
    set_due(&mut held.application, context, ground);
    let personal = personal_proposal(&held.content);
    save(connection, context, held, "application.submitted", Some(&personal))
}

/// Hands in again what was returned: the clock goes on.
///
/// # Errors
/// As [`submit`].
pub fn resubmit(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    ground: Ground<'_>,
    (id, seen): (ApplicationId, &IfMatch),
) -> Result<Written, Failure> {
    let mut held = hold(connection, caller, id, seen, Action::Resubmit)?;
    require_complete(connection, context, ground, &held)?;
    if let Some(stop) = held.application.stops.last_mut() {
        stop.to = Some(context.today());
    }
    set_due(&mut held.application, context, ground);
    held.content.findings = Vec::new();
    let personal = personal_proposal(&held.content);
    save(connection, context, held, "application.resubmitted", Some(&personal))
}

fn require_complete(
    connection: &mut Connection,
    context: &Context,
    ground: Ground<'_>,
    held: &Held,
) -> Result<(), Failure> {
    let case = Case::of(context, ground, &held.application, &held.content.proposal);
    completeness::require(connection, &case)
}

/// Sets the last day of the time limit, as the clock shows it today.
pub(super) fn set_due(application: &mut Application, context: &Context, ground: Ground<'_>) {
    application.due_on = application.submitted_on.and_then(|submitted_on| {
        let limit = clock::time_limit(application.kind, submitted_on).working_days;
        let (stops, today) = (&application.stops, context.today());
        clock::read(submitted_on, stops, today, limit, ground.holidays).due_on
    });
}
