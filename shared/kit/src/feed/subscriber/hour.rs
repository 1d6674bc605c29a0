//! A subscriber that was away for an hour of heavy traffic.

use std::sync::Mutex;

use htx_model::event::Event;

use super::*;
use crate::{
    feed::{DatabaseSource, FeedQuery, Waits, long_poll},
    log::fixture::{TestDatabase, databases, event, ids, instant, record, run, seal, sealer},
};

/// What it had taken when it went away, and what happened in the hour after: more than one a second.
const BEFORE: u64 = 300;
const MISSED: u64 = 4_200;
const MEANWHILE: u64 = 40;
const HOUR_MICROSECONDS: i64 = 3_600_000_000;

/// Events of an hour, one after another.
fn of_an_hour(count: u64) -> Vec<(Event, Option<serde_json::Value>)> {
    let (ids, start) = (ids(), instant("2025-03-01T02:00:00Z"));
    let step = HOUR_MICROSECONDS / i64::try_from(count).unwrap();
    let each = (0..).map(|number| {
        let at = start.microseconds() + number * step;
        let recorded_at = htx_model::date::Instant::from_microseconds(at);
        (Event { recorded_at, ..event(&ids) }, None)
    });
    each.take(usize::try_from(count).unwrap()).collect()
}

fn write(feed: &TestDatabase, count: u64) {
    let events = of_an_hour(count);
    for some in events.chunks(700) {
        record(&feed.database, some.to_vec());
    }
    seal(&feed.database);
}

/// Every position that took effect, in order.
type Effects = Arc<Mutex<Vec<u64>>>;

fn noting(
    effects: &Effects,
) -> impl Fn(&mut Connection, &[FeedItem]) -> Result<(), Failure> + use<> {
    let effects = Arc::clone(effects);
    move |_, items| {
        effects.lock().unwrap().extend(items.iter().map(|item| item.position));
        Ok(())
    }
}

async fn position(target: &TestDatabase) -> u64 {
    let read = |connection: &mut Connection| cursor(connection, "effects");
    target.database.read(read).await.unwrap()
}

async fn until(target: &TestDatabase, wanted: u64) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(60);
    while position(target).await < wanted {
        assert!(tokio::time::Instant::now() < deadline, "it never came to {wanted}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[test]
fn who_was_away_for_an_hour_catches_up_with_each_event_once_while_others_write() {
    for (feed, target) in databases().into_iter().zip(databases()) {
        // Given a subscriber that had taken some, and an hour in which it was away.
        write(&feed, BEFORE);
        let effects = Effects::default();
        let sealing = sealer(&feed.database);
        let sealed = sealing.sealed();
        let follow = || {
            let source = DatabaseSource::new(feed.database.clone(), sealed.clone());
            Subscriber::new("effects", source, target.database.clone(), noting(&effects))
        };
        run(follow().catch_up(BEFORE)).unwrap();
        write(&feed, MISSED);
        // When it comes back, and events go on happening.
        let everything = BEFORE + MISSED + MEANWHILE;
        run(async {
            let sealer = tokio::spawn(sealing.run(std::future::pending()));
            let following = tokio::spawn(follow().run(std::future::pending()));
            for _ in 0..MEANWHILE {
                let database = feed.database.clone();
                let writing = move || record(&database, of_an_hour(1));
                tokio::task::spawn_blocking(writing).await.unwrap();
            }
            until(&target, everything).await;
            following.abort();
            sealer.abort();
        });
        // Then each took effect once, in order, with no gap.
        assert!(effects.lock().unwrap().iter().copied().eq(1..=everything));
    }
}

/// A feed that keeps no more than its last events, as one does that was restored or cut short.
struct Shortened {
    database: Database,
    sealed: tokio::sync::watch::Receiver<u64>,
    oldest: u64,
}

impl Source for Shortened {
    async fn page(&self, after: u64) -> Result<Arc<FeedPage>, SourceError> {
        if after + 1 < self.oldest {
            return Err(SourceError::Gone);
        }
        let (query, waits) = (FeedQuery::everything(after, 500), Waits::default());
        let wait = Duration::from_millis(20);
        Ok(long_poll(&self.database, self.sealed.clone(), &waits, query, wait).await?.into())
    }
}

#[test]
fn who_was_away_for_longer_than_events_are_kept_stands_still_until_it_is_loaded_afresh() {
    for (feed, target) in databases().into_iter().zip(databases()) {
        // Given a feed that no longer keeps what comes after the subscriber's position.
        write(&feed, BEFORE);
        write(&feed, MISSED);
        let (effects, oldest, newest) = (Effects::default(), BEFORE + 1_000, BEFORE + MISSED);
        let sealing = sealer(&feed.database);
        let (database, sealed) = (feed.database.clone(), sealing.sealed());
        let source = Shortened { database, sealed, oldest };
        let backoff = Backoff { first: Duration::from_millis(2), cap: Duration::from_millis(5) };
        let subscriber =
            Subscriber::new("effects", source, target.database.clone(), noting(&effects));
        let put = |position| {
            let put = move |connection: &mut Connection| reset(connection, "effects", position);
            target.database.write(put)
        };
        run(async {
            let sealer = tokio::spawn(sealing.run(std::future::pending()));
            put(BEFORE).await.unwrap();
            let subscriber = subscriber.backing_off(backoff);
            let following = tokio::spawn(subscriber.run(std::future::pending()));
            // When it asks, nothing takes effect and its position stays.
            tokio::time::sleep(Duration::from_millis(100)).await;
            assert_eq!(position(&target).await, BEFORE);
            assert!(effects.lock().unwrap().is_empty());
            // When somebody loads a snapshot and puts it to the snapshot's position, it goes on.
            put(oldest + 5).await.unwrap();
            until(&target, newest).await;
            following.abort();
            sealer.abort();
        });
        // Then with everything after the snapshot, once.
        assert!(effects.lock().unwrap().iter().copied().eq(oldest + 6..=newest));
    }
}
