//! Follows the feed of another service. The cursor is saved in the transaction of the effect, so
//! that each event has its effect exactly once, whatever fails in between.

use std::{sync::Arc, time::Duration};

use diesel::prelude::*;

use super::{FeedItem, FeedPage, Source, SourceError, source::LIMIT};
use crate::{
    db::{Connection, Database},
    each,
    failure::Failure,
    log::{counted, schema::subscription, stored},
};

/// How long to wait after a failure: doubled each time, up to a cap, less up to half by chance, so
/// that the subscribers of a service that comes back do not all ask at once.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    /// After the first failure.
    pub first: Duration,
    /// At most.
    pub cap: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Duration::from_millis(200), cap: Duration::from_secs(30) }
    }
}

impl Backoff {
    /// The wait after so many failures in a row.
    #[must_use]
    pub fn after(self, failures: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
        let wait = self.first.saturating_mul(doubled).min(self.cap);
        let mut chance = [0];
        // Without randomness the wait is merely less spread out.
        let _ = aws_lc_rs::rand::fill(&mut chance);
        wait - (wait / 2).mul_f64(f64::from(chance[0]) / 256.0)
    }
}

/// The least time from one page to the next, unless there is a full page more to take: what happens in
/// quick succession is taken together, since each page costs a transaction in every service that follows.
const GATHER: Duration = Duration::from_millis(100);

/// Pages that lead nowhere, one after another, before a command gives up: each was waited for.
const IN_VAIN_MAX: u32 = 2;

type Apply = dyn Fn(&mut Connection, &[FeedItem]) -> Result<(), Failure> + Send + Sync;

/// Follows one feed.
pub struct Subscriber<S> {
    name: String,
    source: S,
    database: Database,
    apply: Arc<Apply>,
    backoff: Backoff,
}

enum Trouble {
    Source(SourceError),
    Effect(Failure),
}

impl<S: Source> Subscriber<S> {
    /// A subscriber with a name of its own in this database. `apply` gives the events their effect;
    /// it gets each once, in order, in the transaction that saves the cursor.
    pub fn new(
        name: impl Into<String>,
        source: S,
        database: Database,
        apply: impl Fn(&mut Connection, &[FeedItem]) -> Result<(), Failure> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            source,
            database,
            apply: Arc::new(apply),
            backoff: Backoff::default(),
        }
    }

    /// Waits otherwise after failures.
    #[must_use]
    pub fn backing_off(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
        self
    }

    /// Follows the feed until told to stop.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        tokio::pin!(stop);
        let mut failures = 0_u32;
        loop {
            let page = tokio::select! {
                () = &mut stop => return,
                page = self.next_page() => page,
            };
            // An effect that has begun is let end; only waiting is cut short.
            let outcome = match page {
                Ok((after, page)) => self.take(after, page).await.map_err(Trouble::Effect),
                Err(trouble) => Err(trouble),
            };
            let rest = match outcome {
                Ok(was_full) => {
                    failures = 0;
                    if was_full { Duration::ZERO } else { GATHER }
                }
                Err(trouble) => {
                    failures = failures.saturating_add(1);
                    self.report(&trouble, failures);
                    self.backoff.after(failures)
                }
            };
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(rest) => {}
            }
        }
    }

    /// Follows the feed up to a position and no further: for commands that are no server.
    ///
    /// # Errors
    /// Where the feed cannot be read, or an event has not taken effect; where nothing seals what is
    /// waited for.
    pub async fn catch_up(&self, until: u64) -> Result<(), Failure> {
        let mut in_vain = 0;
        loop {
            let name = self.name.clone();
            let read = move |connection: &mut Connection| cursor(connection, &name);
            let after = self.database.read(read).await?;
            if after >= until {
                return Ok(());
            }
            let page = self.source.page(after).await.map_err(Failure::unexpected)?;
            in_vain = if page.next_after > after { 0 } else { in_vain + 1 };
            if in_vain == IN_VAIN_MAX {
                let name = &self.name;
                return Err(Failure::unexpected(format!(
                    "the feed of {name} ends at {after}; nothing seals its events up to {until}"
                )));
            }
            self.take(after, page).await?;
        }
    }

    async fn next_page(&self) -> Result<(u64, Arc<FeedPage>), Trouble> {
        let name = self.name.clone();
        let read = move |connection: &mut Connection| cursor(connection, &name);
        let after = self.database.read(read).await.map_err(Trouble::Effect)?;
        let page = self.source.page(after).await.map_err(Trouble::Source)?;
        Ok((after, page))
    }

    /// Gives a page its effect; tells whether it was full, so that there may be more.
    async fn take(&self, after: u64, page: Arc<FeedPage>) -> Result<bool, Failure> {
        let was_full = usize::try_from(LIMIT).is_ok_and(|limit| page.items.len() >= limit);
        if page.next_after > after {
            let (name, apply) = (self.name.clone(), self.apply.clone());
            let take =
                move |connection: &mut Connection| take(connection, &name, (after, &page), &*apply);
            self.database.write(take).await?;
        }
        Ok(was_full)
    }

    fn report(&self, trouble: &Trouble, failures: u32) {
        let subscription = self.name.as_str();
        match trouble {
            Trouble::Source(error @ SourceError::Gone) => {
                tracing::error!(subscription, failures, %error, "a feed must be loaded afresh");
            }
            Trouble::Source(error) => {
                tracing::warn!(subscription, failures, %error, "a feed cannot be read now");
            }
            Trouble::Effect(error) => {
                tracing::error!(subscription, failures, %error, "an event has not taken effect");
            }
        }
    }
}

/// Gives the page after a position its effect and saves the cursor, leaving out what another process took
/// meanwhile. Where the subscription was [put back](reset) since the page was asked for, nothing of it is
/// taken: it would pass over what comes before it.
fn take(
    connection: &mut Connection,
    name: &str,
    (after, page): (u64, &FeedPage),
    apply: &Apply,
) -> Result<(), Failure> {
    connection.lock(&format!("htx subscription {name}"))?;
    let taken = cursor(connection, name)?;
    if taken < after || page.next_after <= taken {
        return Ok(());
    }
    let first_new = page.items.partition_point(|item| item.position <= taken);
    let new = &page.items[first_new..];
    if !new.is_empty() {
        apply(connection, new)?;
    }
    reset(connection, name, page.next_after)
}

/// How far a subscription has come; 0 where it has not begun.
///
/// # Errors
/// What the database reports.
pub fn cursor(connection: &mut Connection, name: &str) -> Result<u64, Failure> {
    let position: Option<i64> = subscription::table
        .find(name)
        .select(subscription::position)
        .first(connection)
        .optional()?;
    Ok(position.map_or(0, counted))
}

/// How far each subscription of this database has come, by its name: that of the service it follows.
///
/// # Errors
/// What the database reports.
pub fn cursors(connection: &mut Connection) -> Result<Vec<(String, u64)>, Failure> {
    let rows: Vec<(String, i64)> = subscription::table
        .select((subscription::name, subscription::position))
        .order(subscription::name)
        .load(connection)?;
    Ok(rows.into_iter().map(|(name, position)| (name, counted(position))).collect())
}

/// Puts a subscription to a position: where its effects were loaded in another way. Whoever follows waits
/// meanwhile.
///
/// # Errors
/// What the database reports.
pub fn reset(connection: &mut Connection, name: &str, position: u64) -> Result<(), Failure> {
    connection.lock(&format!("htx subscription {name}"))?;
    let position = stored(position);
    each!(connection, connection => {
        diesel::insert_into(subscription::table)
            .values((subscription::name.eq(name), subscription::position.eq(position)))
            .on_conflict(subscription::name)
            .do_update()
            .set(subscription::position.eq(position))
            .execute(connection)?;
    });
    Ok(())
}

#[cfg(test)]
mod hour;
#[cfg(test)]
mod tests;
