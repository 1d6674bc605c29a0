use std::sync::{
    Mutex,
    atomic::{AtomicU32, Ordering},
};

use diesel::{sql_query, sql_types::BigInt};
use htx_model::event::Event;

use super::*;
use crate::{
    feed::DatabaseSource,
    log::fixture::{databases, event, ids, record, run, seal, sealer},
};

/// Fails every third time.
struct Flaky {
    inner: DatabaseSource,
    calls: AtomicU32,
}

impl Source for Flaky {
    async fn page(&self, after: u64) -> Result<Arc<FeedPage>, SourceError> {
        if self.calls.fetch_add(1, Ordering::Relaxed) % 3 == 1 {
            return Err(SourceError::Failed("the network is down".into()));
        }
        let mut page = Arc::unwrap_or_clone(self.inner.page(after).await?);
        // Small pages, so that there are many transactions.
        page.items.truncate(5);
        page.next_after = page.items.last().map_or(page.next_after, |item| item.position);
        Ok(page.into())
    }
}

#[derive(diesel::QueryableByName)]
struct Effect {
    #[diesel(sql_type = BigInt)]
    position: i64,
}

fn statement(database: &Database, statement: &'static str) {
    database
        .write_now(move |connection| {
            each!(connection, connection => sql_query(statement).execute(connection))?;
            Ok(())
        })
        .unwrap();
}

fn effects(database: &Database) -> Vec<i64> {
    let all = "SELECT position FROM effect ORDER BY number";
    let read = |connection: &mut Connection| {
        let rows: Vec<Effect> = each!(connection, connection => sql_query(all).load(connection))?;
        Ok(rows.into_iter().map(|row| row.position).collect())
    };
    database.read_now(read).unwrap()
}

/// Writes each event's effect; fails before, in the middle and after, now and then.
fn unreliable(
    calls: Arc<AtomicU32>,
) -> impl Fn(&mut Connection, &[FeedItem]) -> Result<(), Failure> {
    move |connection, items| {
        let call = calls.fetch_add(1, Ordering::Relaxed);
        for (at, item) in items.iter().enumerate() {
            if call % 5 == 2 && at == items.len() / 2 {
                return Err(Failure::unavailable("the disk is full"));
            }
            let insert = format!("INSERT INTO effect (position) VALUES ({})", item.position);
            each!(connection, connection => sql_query(insert).execute(connection))?;
        }
        if call % 5 == 4 {
            return Err(Failure::unexpected("failed after all was done"));
        }
        Ok(())
    }
}

#[test]
fn each_event_has_its_effect_exactly_once_whatever_fails() {
    const EVENTS: usize = 120;
    // `databases()` gives the same kinds in the same order: feeds and effects of one kind meet.
    for (feed, target) in databases().into_iter().zip(databases()) {
        let number = match target.url {
            crate::db::DatabaseUrl::Sqlite(_) => {
                "CREATE TABLE effect (number INTEGER PRIMARY KEY, position BIGINT NOT NULL)"
            }
            crate::db::DatabaseUrl::Postgresql(_) => {
                "CREATE TABLE effect (number BIGSERIAL PRIMARY KEY, position BIGINT NOT NULL)"
            }
        };
        statement(&target.database, number);
        let ids = ids();
        let events: Vec<(Event, _)> = (0..EVENTS).map(|_| (event(&ids), None)).collect();
        record(&feed.database, events);
        seal(&feed.database);
        let sealer = sealer(&feed.database);
        let sealed = sealer.sealed();
        let calls = Arc::new(AtomicU32::new(0));
        let backoff = Backoff { first: Duration::from_millis(1), cap: Duration::from_millis(3) };
        run(async {
            let sealing = tokio::spawn(sealer.run(std::future::pending()));
            // Two processes follow under one name; one of them is killed and started anew.
            let follow = || {
                let inner = DatabaseSource::new(feed.database.clone(), sealed.clone());
                let source = Flaky { inner, calls: AtomicU32::new(0) };
                let apply = unreliable(calls.clone());
                let subscriber = Subscriber::new("effects", source, target.database.clone(), apply);
                tokio::spawn(subscriber.backing_off(backoff).run(std::future::pending()))
            };
            let steady = follow();
            let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
            loop {
                let unsteady = follow();
                tokio::time::sleep(Duration::from_millis(7)).await;
                unsteady.abort();
                let read = |connection: &mut Connection| cursor(connection, "effects");
                if target.database.read(read).await.unwrap() == EVENTS as u64 {
                    break;
                }
                assert!(tokio::time::Instant::now() < deadline, "it never came to the end");
            }
            steady.abort();
            sealing.abort();
        });
        assert_eq!(effects(&target.database), (1..=EVENTS as i64).collect::<Vec<_>>());
    }
}

#[test]
fn a_subscriber_stops_when_told() {
    let test = crate::log::fixture::sqlite();
    let sealer = sealer(&test.database);
    let source = DatabaseSource::new(test.database.clone(), sealer.sealed());
    let subscriber = Subscriber::new("idle", source, test.database.clone(), |_, _| Ok(()));
    run(async {
        let (tell, told) = tokio::sync::oneshot::channel::<()>();
        let running = tokio::spawn(subscriber.run(async { drop(told.await) }));
        tokio::time::sleep(Duration::from_millis(10)).await;
        tell.send(()).unwrap();
        tokio::time::timeout(Duration::from_secs(5), running).await.unwrap().unwrap();
    });
}

#[test]
fn a_command_follows_to_the_end_and_waits_for_nothing_more() {
    let (feed, target) = (crate::log::fixture::sqlite(), crate::log::fixture::sqlite());
    statement(
        &target.database,
        "CREATE TABLE effect (number INTEGER PRIMARY KEY, position BIGINT NOT NULL)",
    );
    let ids = ids();
    record(&feed.database, (0..12).map(|_| (event(&ids), None)).collect());
    seal(&feed.database);
    let source = DatabaseSource::new(feed.database.clone(), sealer(&feed.database).sealed());
    let apply = |connection: &mut Connection, items: &[FeedItem]| {
        for item in items {
            let insert = format!("INSERT INTO effect (position) VALUES ({})", item.position);
            each!(connection, connection => sql_query(insert).execute(connection))?;
        }
        Ok(())
    };
    let subscriber = Subscriber::new("effects", source, target.database.clone(), apply);
    run(async {
        subscriber.catch_up(12).await.unwrap();
        subscriber.catch_up(12).await.unwrap();
    });
    assert_eq!(effects(&target.database), (1..=12).collect::<Vec<_>>());
}

#[test]
fn a_wait_doubles_up_to_its_cap_less_at_most_half() {
    let backoff = Backoff { first: Duration::from_millis(100), cap: Duration::from_secs(1) };
    for (failures, most) in [(1, 100), (2, 200), (3, 400), (4, 800), (5, 1_000), (99, 1_000)] {
        let wait = backoff.after(failures).as_millis();
        assert!((most / 2..=most).contains(&wait), "{failures}: {wait}");
    }
}

#[test]
fn who_is_put_back_while_a_page_is_on_its_way_hears_all_from_there() {
    for (feed, target) in databases().into_iter().zip(databases()) {
        let ids = ids();
        record(&feed.database, (0..6).map(|_| (event(&ids), None)).collect());
        seal(&feed.database);
        let told = Arc::new(Mutex::new(Vec::new()));
        let noted = told.clone();
        let apply = move |_: &mut Connection, items: &[FeedItem]| {
            noted.lock().unwrap().extend(items.iter().map(|item| item.position));
            Ok(())
        };
        let source = DatabaseSource::new(feed.database.clone(), sealer(&feed.database).sealed());
        let subscriber = Subscriber::new("effects", source, target.database.clone(), apply);
        let put = |position| {
            let put = move |connection: &mut Connection| reset(connection, "effects", position);
            target.database.write(put)
        };
        run(async {
            // Given one that has taken four and waits for what comes.
            put(4).await.unwrap();
            let (after, page) = subscriber.next_page().await.ok().unwrap();
            // When it is put back before that comes.
            put(1).await.unwrap();
            subscriber.take(after, page).await.unwrap();
            assert!(told.lock().unwrap().is_empty());
            subscriber.catch_up(6).await.unwrap();
        });
        // Then it passes over nothing.
        assert_eq!(*told.lock().unwrap(), [2, 3, 4, 5, 6]);
    }
}

/// A feed whose sealer lives elsewhere, or nowhere.
struct Ended;

impl Source for Ended {
    async fn page(&self, after: u64) -> Result<Arc<FeedPage>, SourceError> {
        Ok(FeedPage { items: Vec::new(), next_after: after.max(3) }.into())
    }
}

#[test]
fn a_command_does_not_wait_for_ever_for_what_nobody_seals() {
    let target = crate::log::fixture::sqlite();
    let subscriber = Subscriber::new("registry", Ended, target.database.clone(), |_, _| Ok(()));
    run(subscriber.catch_up(3)).unwrap();
    let told = run(subscriber.catch_up(4)).unwrap_err().to_string();
    assert!(told.contains("registry") && told.contains('3') && told.contains('4'), "{told}");
}
