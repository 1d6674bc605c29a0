//! Takes the turn of a webhook for a caller, moves it on, and saves it.

use htx_kit::{act::Act, failure::Failure, http::IfMatch};
use htx_model::{id::WebhookId, notification::WebhookAction, refusal::Refusal};

use crate::{domain::webhook::Webhook, store, usecase::record};

/// A webhook that does not exist, or is of another agency.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("webhook", "webhook")
}

/// Takes the turn of a webhook that the caller reaches.
///
/// # Errors
/// Not found, or of another agency.
pub fn hold(act: &mut Act<'_>, id: WebhookId) -> Result<Webhook, Failure> {
    record::hold(act.connection, act.scope, id)?.ok_or_else(|| unknown().into())
}

/// Takes the turn of a webhook as the caller has seen it, and moves it on.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it.
pub fn moved(
    act: &mut Act<'_>,
    (id, seen): (WebhookId, &IfMatch),
    action: WebhookAction,
) -> Result<(Webhook, Webhook), Failure> {
    let before = hold(act, id)?;
    seen.check(before.version)?;
    let after = before.moved(action, act.context.now)?;
    Ok((before, after))
}

/// Saves a webhook that moved on, and tells of it.
///
/// # Errors
/// What the database reports.
pub fn save(
    act: &mut Act<'_>,
    before: &Webhook,
    after: Webhook,
    word: &str,
) -> Result<Webhook, Failure> {
    store::webhook::save(act.connection, before.version, &after)?;
    record::tell(act.connection, act.context, (Some(before), &after), word)?;
    Ok(after)
}
