//! What the log tells of webhooks. Secrets, addresses and people's own words are no part of it.

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    id::WebhookId,
    scope::Scope,
};
use serde_json::Value;

use crate::{domain::webhook::Webhook, store};

/// What the subject of the events is called.
const SUBJECT: &str = "webhook";

/// Takes the turn of a webhook, where whoever reaches so far sees it.
///
/// # Errors
/// What the database reports.
pub fn hold(
    connection: &mut Connection,
    scope: &Scope,
    id: WebhookId,
) -> Result<Option<Webhook>, Failure> {
    connection.lock(&format!("webhook {id}"))?;
    store::webhook::find(connection, scope, id)
}

/// Appends the event of a change.
///
/// # Errors
/// What the database reports.
pub fn tell(
    connection: &mut Connection,
    context: &Context,
    (before, after): (Option<&Webhook>, &Webhook),
    word: &str,
) -> Result<(), Failure> {
    let before = before.map(Webhook::logged);
    append(connection, context, after, word, (before.as_ref(), after.logged()))
}

/// Appends the event of sending again: what was, of a webhook that stays as it is.
///
/// # Errors
/// What the database reports.
pub fn tell_replay(
    connection: &mut Connection,
    context: &Context,
    webhook: &Webhook,
    replayed: Value,
) -> Result<(), Failure> {
    let before = webhook.logged();
    let mut after = before.clone();
    after["replayed"] = replayed;
    append(connection, context, webhook, "replayed", (Some(&before), after))
}

/// Whoever has offices in several agencies acts for the one that the webhook is of.
fn append(
    connection: &mut Connection,
    context: &Context,
    of: &Webhook,
    word: &str,
    (before, after): (Option<&Value>, Value),
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: of.id.uuid() };
    let kind = format!("{SUBJECT}.{word}");
    let mut event = context.event(&kind, subject, Place::default(), before, after);
    if let Some(agency) = &mut event.actor.agency {
        agency.clone_from(&of.owner.agency);
    }
    log::append(connection, &event, None, &context.ids)
}
