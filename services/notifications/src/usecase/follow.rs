//! Follows the feeds of the other services: of each event, who is to be told, in the transaction that
//! saves how far the feed was read.

use htx_kit::{clock::IdSource, db::Connection, failure::Failure, feed::FeedItem};
use htx_model::{
    agency::Agencies,
    id::Id,
    notification::{REMINDER, Reminder},
};
use serde::Deserialize as _;
use serde_json::json;

use crate::{
    domain::{
        delivery::{Delivery, Message},
        owner::{Scopes, Told},
        webhook::Webhook,
    },
    store,
};

/// Follows a feed from a position on, unless somebody is to be told what comes before it.
///
/// # Errors
/// What the database reports.
pub fn begin_at(
    connection: &mut Connection,
    feed: &'static str,
    position: u64,
) -> Result<(), Failure> {
    store::webhook::lock_listening(connection)?;
    if !store::webhook::listening(connection)?.is_empty() {
        return Ok(());
    }
    htx_kit::feed::reset(connection, feed, position)
}

/// Keeps the events of a page for the webhooks that are to be told of them.
///
/// # Errors
/// What the database reports.
pub fn take(
    connection: &mut Connection,
    (ids, agencies): (&IdSource, &Agencies),
    feed: &'static str,
    items: &[FeedItem],
) -> Result<(), Failure> {
    // Who begins or ceases to be told waits until this page is kept, and this page until they are done.
    store::webhook::lock_listening(connection)?;
    let webhooks = store::webhook::listening(connection)?;
    keep(connection, (ids, agencies), feed, (items, &webhooks))
}

/// Keeps events for those of some webhooks that are to be told of them.
///
/// # Errors
/// What the database reports.
pub fn keep(
    connection: &mut Connection,
    (ids, agencies): (&IdSource, &Agencies),
    feed: &'static str,
    (items, webhooks): (&[FeedItem], &[Webhook]),
) -> Result<(), Failure> {
    let now = ids.now();
    let mut scopes = Scopes::on(now.date(), agencies);
    let (mut messages, mut deliveries) = (Vec::new(), Vec::new());
    for item in items {
        let told = told(feed, item);
        let wanting = webhooks.iter().filter(|one| {
            let reminds_owner = scopes.reminds(&one.owner, &told);
            one.wants(&item.event, &told, reminds_owner) && scopes.allow(&one.owner, &told)
        });
        let before = deliveries.len();
        let id = Id::from_uuid(item.event.id.uuid());
        deliveries.extend(wanting.map(|one| Delivery::new(ids.make(), one.id, id, now)));
        if deliveries.len() > before {
            messages.push(message(told, item)?);
        }
    }
    store::message::insert(connection, &messages)?;
    store::delivery::insert(connection, &deliveries)
}

/// What matters to whom an event may be told.
fn told(feed: &'static str, FeedItem { position, event }: &FeedItem) -> Told {
    let reminder = (event.kind == REMINDER).then(|| Reminder::deserialize(&event.state).ok());
    let addressee = reminder.flatten().and_then(|reminder| reminder.agency);
    Told { feed, position: *position, place: event.place.clone(), addressee }
}

/// An event as it is sent: as its feed gives it, with the feed's name.
fn message(told: Told, FeedItem { position, event }: &FeedItem) -> Result<Message, Failure> {
    let payload = json!({
        "type": event.kind,
        "timestamp": event.recorded_at,
        "data": { "service": told.feed, "position": position, "event": event },
    });
    Ok(Message {
        id: Id::from_uuid(event.id.uuid()),
        told: Some(told),
        kind: event.kind.clone(),
        payload: serde_json::to_string(&payload).map_err(Failure::unexpected)?,
        recorded_at: event.recorded_at,
    })
}
