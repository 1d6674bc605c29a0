//! Sends what is due. One worker at a time sends to a webhook, a few messages at once, so that a slow
//! receiver holds up nobody else; a worker that dies is replaced once its lease is over, so a message may
//! come twice, and messages come in no order that could be relied on.

use std::{sync::Arc, time::Duration};

use futures_util::{
    FutureExt as _, StreamExt as _, TryFutureExt as _, future::join_all, stream::FuturesUnordered,
};
use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{agency::AgencyCode, date::Instant, notification::DeliveryState, scope::Scope};

use super::{network::Signed, record};
use crate::{
    Notifications,
    domain::{
        delivery::{Attempt, Delivery, Message, Shown},
        owner::Scopes,
        places::Places,
        signature::{Secret, header},
        webhook::Webhook,
    },
    store,
};

/// How many webhooks are sent to at once, in one process.
const WEBHOOKS_AT_ONCE: usize = 16;
/// How many messages at once to one of them.
const MESSAGES_AT_ONCE: i64 = 4;
/// After how many seconds whoever took a webhook is taken to be gone: twice what a message takes at most.
const LEASE_SECONDS: i64 = 30;
/// How soon it is asked again whether something is due.
const IDLE: Duration = Duration::from_secs(1);
/// How long after a failure of the database.
const TROUBLE: Duration = Duration::from_secs(5);

/// A webhook that nobody else sends to for now, as it was taken, with what is due to it.
#[derive(Debug)]
pub struct Turn {
    webhook: Webhook,
    due: Vec<(Delivery, Message)>,
    leased_until: Instant,
}

/// What came of a message that was due.
struct Tried {
    delivery: Delivery,
    shown: Shown,
    begun_at: Instant,
    milliseconds: u32,
}

/// Sends until told to stop, and lets end what has begun.
pub async fn run(service: Notifications, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    let mut turns = FuturesUnordered::new();
    let mut places = Places::new(WEBHOOKS_AT_ONCE);
    loop {
        let mut wait = IDLE;
        while !places.are_taken() {
            match next(&service, places.served()).await {
                Ok(Some(turn)) => {
                    let agency = turn.webhook.owner.agency.clone();
                    places.take(agency.clone());
                    turns.push(turn.carry_out(&service).map(move |ended| (agency, ended)));
                }
                Ok(None) => break,
                Err(error) => {
                    tracing::warn!(%error, "what is due to webhooks cannot be read now");
                    wait = TROUBLE;
                    break;
                }
            }
        }
        tokio::select! {
            () = &mut stop => break,
            Some((agency, ended)) = turns.next(), if !turns.is_empty() => {
                places.give_back(&agency);
                report(ended);
            }
            () = tokio::time::sleep(wait) => {}
        }
    }
    while let Some((_, ended)) = turns.next().await {
        report(ended);
    }
}

fn report(ended: Result<usize, Failure>) {
    if let Err(error) = ended {
        // It is sent again once the lease is over.
        tracing::error!(%error, "what came of messages to a webhook could not be noted");
    }
}

/// Takes the next webhook to which something is due, of an agency that is not served already.
///
/// # Errors
/// What the database reports.
pub async fn next(
    service: &Notifications,
    served: Vec<AgencyCode>,
) -> Result<Option<Turn>, Failure> {
    let now = service.runtime.ids.now();
    let database = &service.runtime.database;
    let served = Arc::new(served);
    let others = served.clone();
    let waiting = move |connection: &mut Connection| store::turn::waiting(connection, now, &others);
    // Nobody is held up by asking, which is done every second.
    if database.read_briefly(waiting).await?.is_none() {
        return Ok(None);
    }
    let leased_until = now.plus_seconds(LEASE_SECONDS);
    let work = move |connection: &mut Connection| {
        let Some(webhook) = store::turn::take(connection, (now, leased_until), &served)? else {
            return Ok(None);
        };
        // One is enough to learn whether it takes something again.
        let at_once = if webhook.failing_since.is_some() { 1 } else { MESSAGES_AT_ONCE };
        let due = store::delivery::due(connection, webhook.id, now, at_once)?;
        Ok(Some(Turn { webhook, due, leased_until }))
    };
    database.write(work).await
}

impl Turn {
    /// Sends what is due and notes what came of it; tells how many messages were sent.
    ///
    /// # Errors
    /// What the database reports; the messages have left all the same.
    pub async fn carry_out(self, service: &Notifications) -> Result<usize, Failure> {
        let Self { webhook, due, leased_until } = self;
        let today = service.runtime.ids.now().date();
        let mut scopes = Scopes::on(today, &service.agencies);
        let (due, withheld): (Vec<_>, Vec<_>) = due.into_iter().partition(|(_, message)| {
            message.told.as_ref().is_none_or(|told| scopes.allow(&webhook.owner, told))
        });
        let sent = due.into_iter().map(|one| send(service, &webhook, one));
        let tried = join_all(sent).await.into_iter().collect::<Result<Vec<_>, _>>()?;
        let withheld: Vec<Delivery> = withheld.into_iter().map(|(one, _)| one).collect();
        let (count, context) =
            (tried.len(), Context::of_operator("webhooks", &service.runtime.ids));
        let work = move |connection: &mut Connection| {
            let before = record::hold(connection, &Scope::everything(), webhook.id)?;
            let Some(before) = before else { return Ok(()) };
            settle(connection, &context, (&tried, &withheld))?;
            let showed_nothing = tried.is_empty() && withheld.is_empty();
            // Another address, or one that somebody let go on: what the old one showed is not its doing.
            let after = match showed_nothing || before.version != webhook.version {
                true => before,
                false => judge(connection, &context, &before, &tried)?,
            };
            let rest = after.rest_seconds(context.now);
            let until = (rest > 0).then(|| context.now.plus_seconds(rest));
            store::turn::give_back(connection, webhook.id, leased_until, until)
        };
        service.runtime.database.write(work).map_ok(|()| count).await
    }
}

async fn send(
    service: &Notifications,
    webhook: &Webhook,
    (delivery, message): (Delivery, Message),
) -> Result<Tried, Failure> {
    let begun_at = service.runtime.ids.now();
    let secrets: Vec<Secret> = webhook
        .generations(begun_at)
        .map(|generation| Secret::of(&service.secret, webhook.id, generation))
        .collect();
    let (id, timestamp) = (delivery.id.to_string(), begun_at.seconds());
    let signature = header(webhook.signature, &secrets, (&id, timestamp, &message.payload))?;
    let (url, body) = (webhook.content.url.clone(), message.payload);
    let began = tokio::time::Instant::now();
    let shown = service.sender.send(Signed { url, id, timestamp, signature, body }).await;
    let milliseconds = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
    Ok(Tried { delivery, shown, begun_at, milliseconds })
}

/// Notes what came of each message of a turn.
fn settle(
    connection: &mut Connection,
    context: &Context,
    (tried, withheld): (&[Tried], &[Delivery]),
) -> Result<(), Failure> {
    let now = context.now;
    for delivery in withheld {
        let after = delivery.clone().finished(DeliveryState::Withheld, now);
        store::delivery::save(connection, delivery, &after)?;
    }
    let mut attempts = Vec::new();
    for Tried { delivery, shown, begun_at, milliseconds } in tried {
        let [chance] = context.ids.secret_bytes()?;
        let mut after = delivery.tried(*shown, now, chance);
        if !store::delivery::save(connection, delivery, &after)? {
            // It left all the same, so its log says so.
            let found = store::delivery::find(connection, &Scope::everything(), delivery.id)?;
            let Some((meanwhile, _)) = found else { continue };
            after = meanwhile.tried_late(*shown, now);
            store::delivery::save(connection, &meanwhile, &after)?;
        }
        let (outcome, status) = (shown.outcome, shown.status);
        let (number, begun_at, milliseconds) = (after.attempts, *begun_at, *milliseconds);
        attempts.push((delivery.id, Attempt { number, begun_at, milliseconds, outcome, status }));
    }
    store::delivery::insert_attempts(connection, &attempts)
}

/// What the tries of a turn say of the webhook, or that all that was due is for its agency no more; gives it
/// as it is then.
fn judge(
    connection: &mut Connection,
    context: &Context,
    before: &Webhook,
    tried: &[Tried],
) -> Result<Webhook, Failure> {
    let shown: Vec<Shown> = tried.iter().map(|one| one.shown).collect();
    let after = match shown.is_empty() {
        true => before.relieved(),
        false => before.tried(&shown, context.now),
    };
    if after == *before {
        return Ok(after);
    }
    if after.state == before.state {
        store::webhook::save(connection, before.version, &after)?;
        return Ok(after);
    }
    store::webhook::lock_listening(connection)?;
    store::webhook::save(connection, before.version, &after)?;
    store::delivery::end_pending(connection, before.id, DeliveryState::Failed, context.now)?;
    record::tell(connection, context, (Some(before), &after), "disabled")?;
    Ok(after)
}
