//! Follows the feeds of the other services: of each event, who is to be told, in the transaction that
//! saves how far the feed was read.

use htx_kit::{clock::IdSource, db::Connection, failure::Failure, feed::FeedItem};
use htx_model::{agency::Agencies, id::Id};
use serde_json::json;

use crate::{
    domain::{
        delivery::{Delivery, Message},
        owner::Scopes,
    },
    store,
};

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
    let webhooks = store::webhook::listening(connection)?;
    let now = ids.now();
    let mut scopes = Scopes::on(now.date(), agencies);
    let (mut messages, mut deliveries) = (Vec::new(), Vec::new());
    for item in items {
        let id = Id::from_uuid(item.event.id.uuid());
        let before = deliveries.len();
        for webhook in webhooks.iter().filter(|webhook| webhook.wants(&item.event)) {
            if scopes.covers(&webhook.owner, feed, &item.event.place) {
                deliveries.push(Delivery::new(ids.make(), webhook.id, id, now));
            }
        }
        if deliveries.len() > before {
            messages.push(message(feed, item)?);
        }
    }
    store::message::insert(connection, &messages)?;
    store::delivery::insert(connection, &deliveries)
}

/// An event as it is sent: as its feed gives it, with the feed's name.
fn message(feed: &'static str, item: &FeedItem) -> Result<Message, Failure> {
    let FeedItem { position, event } = item;
    let payload = json!({
        "type": event.kind,
        "timestamp": event.recorded_at,
        "data": { "service": feed, "position": position, "event": event },
    });
    Ok(Message {
        id: Id::from_uuid(event.id.uuid()),
        source: Some((feed, *position)),
        kind: event.kind.clone(),
        place: event.place.clone(),
        payload: serde_json::to_string(&payload).map_err(Failure::unexpected)?,
        recorded_at: event.recorded_at,
    })
}
