//! Sends something to try, or again what was sent.

use htx_kit::{act::Act, failure::Failure};
use htx_model::{
    date::Instant,
    id::{DeliveryId, WebhookId},
    notification::WebhookAction,
    refusal::Refusal,
};
use serde_json::json;

use super::{hold::hold, record};
use crate::{
    domain::{
        delivery::{Delivery, Message},
        event_types::TEST,
        lifecycle,
    },
    store,
};

/// The most deliveries that one request sends again.
pub const REPLAYED_MAX: i64 = 5_000;

/// A delivery that does not exist, or is of another agency.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("lượt gửi", "delivery")
}

/// Sends a message to try the webhook.
///
/// # Errors
/// Not found; a state that does not allow it.
pub fn test(act: &mut Act<'_>, id: WebhookId) -> Result<(Delivery, Message), Failure> {
    let webhook = hold(act, id)?;
    lifecycle::next(webhook.state, WebhookAction::Test)?;
    let now = act.context.now;
    let data = json!({ "webhook_id": webhook.id, "agency": webhook.owner.agency });
    let payload = json!({ "type": TEST, "timestamp": now, "data": data });
    let message = Message {
        id: act.context.ids.make(),
        told: None,
        kind: TEST.to_owned(),
        payload: payload.to_string(),
        recorded_at: now,
    };
    let delivery = Delivery::new(act.context.ids.make(), id, message.id, now);
    store::message::insert(act.connection, std::slice::from_ref(&message))?;
    store::delivery::insert(act.connection, std::slice::from_ref(&delivery))?;
    Ok((delivery, message))
}

/// Sends one delivery again.
///
/// # Errors
/// Not found; one that is on its way; a webhook that is told nothing.
pub fn one(act: &mut Act<'_>, id: DeliveryId) -> Result<(Delivery, Message), Failure> {
    let found = store::delivery::find(act.connection, act.scope, id)?;
    let webhook = found.map(|(delivery, _)| delivery.webhook).ok_or_else(unknown)?;
    let webhook = hold(act, webhook)?;
    lifecycle::next(webhook.state, WebhookAction::Replay)?;
    // Once more, in its turn: a worker may have come between.
    let found = store::delivery::find(act.connection, act.scope, id)?;
    let (before, message) = found.ok_or_else(unknown)?;
    let after = before.replayed(act.context.now)?;
    store::delivery::save(act.connection, &before, &after)?;
    let replayed = json!({ "delivery": id });
    record::tell_replay(act.connection, act.context, &webhook, replayed)?;
    Ok((after, message))
}

/// Sends again what failed since an instant, up to [`REPLAYED_MAX`]; tells how many.
///
/// # Errors
/// Not found; a webhook that is told nothing.
pub fn failed_since(act: &mut Act<'_>, id: WebhookId, since: Instant) -> Result<usize, Failure> {
    let webhook = hold(act, id)?;
    lifecycle::next(webhook.state, WebhookAction::Replay)?;
    let span = (since, act.context.now);
    let replayed = store::delivery::replay_failed(act.connection, id, span, REPLAYED_MAX)?;
    if replayed > 0 {
        let what = json!({ "since": since, "count": replayed });
        record::tell_replay(act.connection, act.context, &webhook, what)?;
    }
    Ok(replayed)
}
