//! What is seen to by itself: old deliveries are forgotten, webhooks of agencies that have ended end.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    id::WebhookId,
    notification::{DeliveryState, WebhookAction, WebhookStop},
    scope::Scope,
};

use super::record;
use crate::{Notifications, domain::webhook::Webhook, store};

/// How long deliveries are kept, in seconds: ninety days.
const KEPT_SECONDS: i64 = 90 * 24 * 3_600;
/// How many rows are taken away in one transaction.
const BATCH: i64 = 2_000;

/// Sees to it once.
///
/// # Errors
/// What the database reports.
pub async fn once(service: &Notifications) -> Result<(), Failure> {
    let forgotten = forget(service).await;
    // Whatever came of the one, the other is seen to.
    end_those_of_ended_agencies(service).await.and(forgotten)
}

async fn forget(service: &Notifications) -> Result<(), Failure> {
    let before = service.runtime.ids.now().plus_seconds(-KEPT_SECONDS);
    loop {
        let work = move |connection: &mut Connection| {
            let deliveries = store::delivery::forget(connection, before, BATCH)?;
            Ok(deliveries + store::message::forget(connection, before, BATCH)?)
        };
        if service.runtime.database.write(work).await? == 0 {
            return Ok(());
        }
    }
}

async fn end_those_of_ended_agencies(service: &Notifications) -> Result<(), Failure> {
    let today = service.runtime.ids.now().date();
    let database = &service.runtime.database;
    let all = database.read(store::webhook::not_ended).await?;
    let has_ended = |webhook: &&Webhook| {
        let agency = service.agencies.get(&webhook.owner.agency);
        agency.is_some_and(|agency| agency.has_ended(today))
    };
    for id in all.iter().filter(has_ended).map(|webhook| webhook.id) {
        let context = Context::of_operator("webhooks", &service.runtime.ids);
        database.write(move |connection| end(connection, &context, id)).await?;
    }
    Ok(())
}

fn end(connection: &mut Connection, context: &Context, id: WebhookId) -> Result<(), Failure> {
    let Some(before) = record::hold(connection, &Scope::everything(), id)? else { return Ok(()) };
    let Ok(after) = before.moved(WebhookAction::End, context.now) else { return Ok(()) };
    let after = Webhook { stopped_for: Some(WebhookStop::AgencyEnded), ..after };
    store::webhook::lock_listening(connection)?;
    store::webhook::save(connection, before.version, &after)?;
    store::delivery::end_pending(connection, id, DeliveryState::Withheld, context.now)?;
    record::tell(connection, context, (Some(&before), &after), "ended")
}
