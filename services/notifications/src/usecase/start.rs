//! Tells a webhook what had happened before it was made, from the position on that its agency named: reads
//! the feed up to where everybody is told, a page at a time, and no faster than it is taken.

use std::{sync::Arc, time::Duration};

use htx_kit::{
    db::Connection,
    failure::Failure,
    feed::{self, FeedPage, Source, SourceError},
};
use htx_model::{notification::WebhookState, scope::Scope};

use super::{follow, record};
use crate::{
    Notifications,
    domain::{start::Start, webhook::Webhook},
    store,
};

/// How soon it is asked again whether somebody begins.
const IDLE: Duration = Duration::from_secs(2);
/// How long after a failure.
const TROUBLE: Duration = Duration::from_secs(10);
/// How many messages may wait for a webhook before more are read for it.
const WAITING_MAX: i64 = 5_000;

/// Reads a feed for those who begin, until told to stop.
pub async fn run<S: Source>(
    service: Notifications,
    feed: &'static str,
    source: S,
    stop: impl Future<Output = ()>,
) {
    tokio::pin!(stop);
    loop {
        let read = tokio::select! {
            () = &mut stop => return,
            read = once(&service, feed, &source) => read,
        };
        let wait = match read {
            Ok(true) => continue,
            Ok(false) => IDLE,
            Err(error) => {
                tracing::warn!(feed, %error, "what happened before cannot be told now");
                TROUBLE
            }
        };
        tokio::select! { () = &mut stop => return, () = tokio::time::sleep(wait) => {} }
    }
}

/// Reads a page of a feed for each webhook that begins there; tells whether it came any further.
///
/// # Errors
/// What the database reports; a feed that cannot be read now.
pub async fn once<S: Source>(
    service: &Notifications,
    feed: &'static str,
    source: &S,
) -> Result<bool, Failure> {
    let mut came_further = false;
    for webhook in service.runtime.database.read(store::webhook::starting).await? {
        if let Some(start) = begun(&webhook, feed) {
            came_further |= read_on(service, feed, source, (&webhook, start)).await?;
        }
    }
    Ok(came_further)
}

/// Where something of a feed is left to be read for a webhook.
fn begun<'a>(webhook: &'a Webhook, feed: &str) -> Option<&'a Start> {
    webhook.starts.iter().find(|start| start.feed == feed && !start.done)
}

async fn read_on<S: Source>(
    service: &Notifications,
    feed: &'static str,
    source: &S,
    (webhook, start): (&Webhook, &Start),
) -> Result<bool, Failure> {
    let id = webhook.id;
    let look = move |connection: &mut Connection| {
        let waiting = store::delivery::waiting(connection, id, WAITING_MAX)?;
        Ok((waiting >= WAITING_MAX, feed::cursor(connection, feed)?))
    };
    let (is_full, told_to) = service.runtime.database.read(look).await?;
    if is_full {
        return Ok(false);
    }
    let page = if start.read_to >= told_to {
        Ok(FeedPage { items: Vec::new(), next_after: start.read_to }.into())
    } else {
        source.page(start.read_to).await
    };
    let page = match page {
        Ok(page) => Some(page),
        Err(SourceError::Gone) => None,
        Err(error) => return Err(Failure::unavailable(error)),
    };
    let (own, read_to) = (service.clone(), start.read_to);
    let keep = move |connection: &mut Connection| {
        let Some(before) = record::hold(connection, &Scope::everything(), id)? else {
            return Ok(false);
        };
        store::webhook::lock_listening(connection)?;
        let told = [WebhookState::Active, WebhookState::Paused].contains(&before.state);
        // Another process may have read on meanwhile.
        let same = begun(&before, feed).filter(|start| told && start.read_to == read_to);
        let Some(start) = same.cloned() else { return Ok(false) };
        let after = take(connection, &own, feed, (&before, start, page))?;
        store::webhook::save_starts(connection, &after)?;
        Ok(true)
    };
    service.runtime.database.write(keep).await
}

/// Keeps a page for a webhook, and how far it was read.
fn take(
    connection: &mut Connection,
    service: &Notifications,
    feed: &'static str,
    (before, start, page): (&Webhook, Start, Option<Arc<FeedPage>>),
) -> Result<Webhook, Failure> {
    let after = match page {
        None => {
            tracing::warn!(webhook = %before.id, feed, "what it was to begin with is kept no longer");
            start.lost()
        }
        Some(page) => {
            // What comes after is told to everybody, and so to this one.
            let told_to = feed::cursor(connection, feed)?;
            let before_it = page.items.partition_point(|item| item.position <= told_to);
            let (known, items) =
                ((&service.runtime.ids, &*service.agencies), &page.items[..before_it]);
            follow::keep(connection, known, feed, (items, std::slice::from_ref(before)))?;
            start.read(page.next_after, told_to)
        }
    };
    let starts = before.starts.iter().map(|one| if one.feed == feed { &after } else { one });
    Ok(Webhook { starts: starts.cloned().collect(), ..before.clone() })
}
