//! The applicant takes an application back.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{application::ApplicationAction as Action, id::ApplicationId};

use super::{Caller, Written, hold, save};

/// Takes an application back that is not yet decided.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it.
pub fn withdraw(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    (id, seen): (ApplicationId, &IfMatch),
) -> Result<Written, Failure> {
    let mut held = hold(connection, caller, id, seen, Action::Withdraw)?;
    held.application.due_on = None;
    save(connection, context, held, "application.withdrawn", None)
}
