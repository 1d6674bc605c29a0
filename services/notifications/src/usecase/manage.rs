//! An agency makes its webhooks, changes them, pauses and resumes them, replaces their secrets, ends them.

use htx_kit::{act::Act, failure::Failure, http::IfMatch};
use htx_model::{
    id::WebhookId,
    notification::{DeliveryState, WebhookAction, WebhookSignature, WebhookState},
    refusal::{ErrorCode, Refusal, Text},
};

use super::{
    hold::{moved, save},
    record,
};
use crate::{
    domain::{
        owner::Owner,
        start::Start,
        webhook::{Content, OF_AGENCY_MAX, Webhook},
    },
    store,
};

/// Makes a webhook: it is told what happens from now on, and the minute before; of some feeds what came after
/// a position.
///
/// # Errors
/// An agency that has as many as it may.
pub fn make(
    act: &mut Act<'_>,
    owner: Owner,
    content: Content,
    (signature, starts): (WebhookSignature, Vec<Start>),
) -> Result<Webhook, Failure> {
    act.connection.lock(&format!("webhooks of {}", owner.agency))?;
    if store::webhook::is_full(act.connection, &owner.agency)? {
        return Err(full().into());
    }
    let now = act.context.now;
    let webhook = Webhook {
        id: act.context.ids.make(),
        owner,
        content,
        signature,
        state: WebhookState::Active,
        stopped_for: None,
        generation: 1,
        previous_until: None,
        told_from: Webhook::told_from(now),
        starts,
        failing_since: None,
        made_by_name: act.context.actor.name.clone(),
        made_at: now,
        version: 1,
        recorded_at: now,
    };
    store::webhook::lock_listening(act.connection)?;
    store::webhook::insert(act.connection, &webhook)?;
    record::tell(act.connection, act.context, (None, &webhook), "created")?;
    Ok(webhook)
}

/// Changes where a webhook stands and what it is told.
///
/// # Errors
/// Not found; a stale version; one that has ended.
pub fn change(
    act: &mut Act<'_>,
    of: (WebhookId, &IfMatch),
    content: Content,
) -> Result<Webhook, Failure> {
    let (before, after) = moved(act, of, WebhookAction::Change)?;
    // What another address failed to take says nothing of this one.
    let failing_since = after.failing_since.filter(|_| content.url == before.content.url);
    save(act, &before, Webhook { content, failing_since, ..after }, "changed")
}

/// Tells it nothing for now.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it.
pub fn pause(act: &mut Act<'_>, of: (WebhookId, &IfMatch)) -> Result<Webhook, Failure> {
    let (before, after) = moved(act, of, WebhookAction::Pause)?;
    save(act, &before, after, "paused")
}

/// Tells it again.
///
/// # Errors
/// As [`pause`].
pub fn resume(act: &mut Act<'_>, of: (WebhookId, &IfMatch)) -> Result<Webhook, Failure> {
    let (before, after) = moved(act, of, WebhookAction::Resume)?;
    store::webhook::lock_listening(act.connection)?;
    save(act, &before, after, "resumed")
}

/// Signs with a new secret from now on; the one before signs as well for some hours. Of two replacements,
/// one soon after the other, the secret before the first signs no more: no more than two ever do.
///
/// # Errors
/// As [`pause`].
pub fn rotate_secret(
    act: &mut Act<'_>,
    of: (WebhookId, &IfMatch),
    overlap_hours: u16,
) -> Result<Webhook, Failure> {
    let (before, after) = moved(act, of, WebhookAction::RotateSecret)?;
    let generation = before.generation + 1;
    let previous_until = act.context.now.plus_seconds(i64::from(overlap_hours) * 3_600);
    let after = Webhook { generation, previous_until: Some(previous_until), ..after };
    save(act, &before, after, "rotated")
}

/// Ends it for good; what is on its way is not sent any more.
///
/// # Errors
/// As [`pause`].
pub fn end(act: &mut Act<'_>, of: (WebhookId, &IfMatch)) -> Result<Webhook, Failure> {
    let (before, after) = moved(act, of, WebhookAction::End)?;
    store::webhook::lock_listening(act.connection)?;
    let withheld = DeliveryState::Withheld;
    store::delivery::end_pending(act.connection, before.id, withheld, act.context.now)?;
    save(act, &before, after, "ended")
}

fn full() -> Refusal {
    Refusal::new(
        ErrorCode::RuleViolated,
        Text::made(
            format!("Mỗi cơ quan có nhiều nhất {OF_AGENCY_MAX} webhook."),
            format!("An agency has {OF_AGENCY_MAX} webhooks at the most."),
        ),
    )
    .advising(Text::fixed(
        "Hãy kết thúc webhook không còn dùng, hoặc gộp các loại sự kiện vào một webhook.",
        "End those that are not used any more, or have one told of several types.",
    ))
}
