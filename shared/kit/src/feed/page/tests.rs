use std::{collections::HashSet, sync::Arc, time::Duration};

use htx_model::{id::EventId, policy::Reach, principal::Holder};

use super::*;
use crate::{
    db::{Database, DatabaseOptions},
    feed::{Waits, long_poll},
    log::fixture::{databases, event, ids, key, record, run, seal, sealer},
};

fn page(database: &Database, query: FeedQuery) -> FeedPage {
    database.read_now(|connection| read(connection, &query)).unwrap()
}

fn placed(ids: &crate::clock::IdSource, district: &str) -> Event {
    let mut event = event(ids);
    event.place.district = Some(DistrictCode::parse(district).unwrap());
    event.place.organisation = Some(ids.make());
    event
}

#[test]
fn only_sealed_events_are_shown_in_order() {
    for test in databases() {
        let ids = ids();
        record(&test.database, (0..5).map(|_| (event(&ids), None)).collect());
        let everything = |after| page(&test.database, FeedQuery::everything(after, 3));
        assert_eq!(everything(0), FeedPage { items: Vec::new(), next_after: 0 });
        seal(&test.database);
        record(&test.database, vec![(event(&ids), None)]);
        let (first, second) = (everything(0), everything(3));
        let positions =
            |page: &FeedPage| page.items.iter().map(|item| item.position).collect::<Vec<_>>();
        assert_eq!((positions(&first), first.next_after), (vec![1, 2, 3], 3));
        assert_eq!((positions(&second), second.next_after), (vec![4, 5], 5));
        assert_eq!(everything(5), FeedPage { items: Vec::new(), next_after: 5 });
    }
}

#[test]
fn a_reader_sees_its_scope_and_passes_over_the_rest() {
    for test in databases() {
        let ids = ids();
        let events: Vec<_> =
            ["276", "277", "276", "277", "278"].map(|code| placed(&ids, code)).into();
        let organisation = events[4].place.organisation.unwrap();
        record(&test.database, events.into_iter().map(|event| (event, None)).collect());
        seal(&test.database);
        let district = Holder::Agency {
            code: htx_model::agency::AgencyCode::parse("so-tc").unwrap(),
            kinds: Vec::new(),
            territory: htx_model::administrative::Territory::District(
                DistrictCode::parse("276").unwrap(),
            ),
            ended: false,
        };
        let scope = Scope::nothing()
            .with(Reach::OwnTerritory, &district)
            .with(Reach::OwnOrganisation, &Holder::Organisation { id: organisation });
        let query = |scope: Scope, filter: FeedFilter, limit| {
            let query = FeedQuery { after: 0, limit, scope, filter };
            let page = page(&test.database, query);
            (page.items.iter().map(|item| item.position).collect::<Vec<_>>(), page.next_after)
        };
        let none = FeedFilter::default;
        assert_eq!(query(scope.clone(), none(), 10), (vec![1, 3, 5], 5));
        assert_eq!(query(scope.clone(), none(), 1), (vec![1], 1));
        assert_eq!(query(Scope::nothing(), none(), 10), (vec![], 5));
        let districts = vec![DistrictCode::parse("277").unwrap()];
        let filter = FeedFilter { districts, ..none() };
        assert_eq!(query(Scope::everything(), filter.clone(), 10), (vec![2, 4], 5));
        assert_eq!(query(scope, filter, 10), (vec![], 5));
        let filter = FeedFilter { types: vec!["organisation.dissolved".to_owned()], ..none() };
        assert_eq!(query(Scope::everything(), filter, 10), (vec![], 5));
        let filter = FeedFilter {
            types: vec!["organisation.created".to_owned()],
            subject_kinds: vec!["organisation".to_owned()],
            organisations: vec![organisation],
            ..none()
        };
        assert_eq!(query(Scope::everything(), filter, 10), (vec![5], 5));
    }
}

#[test]
fn a_position_that_is_not_kept_is_refused_with_a_hint() {
    for test in databases() {
        record(&test.database, vec![(event(&ids()), None)]);
        seal(&test.database);
        let query = FeedQuery::everything(2, 10);
        let outcome = test.database.read_now(|connection| read(connection, &query));
        let Err(Failure::Refused(refusal)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(refusal.code, ErrorCode::PositionGone);
        assert!(refusal.advice.unwrap().en.contains("after=1"));
    }
}

#[test]
fn a_long_poll_ends_when_an_event_is_sealed() {
    for test in databases() {
        let sealer = sealer(&test.database);
        let sealed = sealer.sealed();
        run(async {
            let task = tokio::spawn(sealer.run(std::future::pending()));
            let (wait, waits) = (Duration::from_millis(30), Waits::default());
            let nothing = FeedQuery::everything(0, 10);
            let page = long_poll(&test.database, sealed.clone(), &waits, nothing.clone(), wait)
                .await
                .unwrap();
            assert_eq!(page, FeedPage { items: Vec::new(), next_after: 0 });

            let (database, after_it) = (test.database.clone(), FeedQuery::everything(1, 10));
            let (sealing, waiting) = (sealed.clone(), waits.clone());
            let polled = tokio::spawn(async move {
                long_poll(&database, sealing, &waiting, nothing, Duration::from_secs(20)).await
            });
            tokio::time::sleep(Duration::from_millis(20)).await;
            let event = event(&ids());
            let id = event.id;
            let database = test.database.clone();
            tokio::task::spawn_blocking(move || record(&database, vec![(event, None)]))
                .await
                .unwrap();
            let page = polled.await.unwrap().unwrap();
            assert_eq!(page.items.iter().map(|item| item.event.id).collect::<Vec<_>>(), [id]);

            // A process that stops answers whoever waits at once.
            let (database, waiting) = (test.database.clone(), waits.clone());
            let polled = tokio::spawn(async move {
                long_poll(&database, sealed, &waiting, after_it, Duration::from_secs(20)).await
            });
            tokio::time::sleep(Duration::from_millis(20)).await;
            waits.end();
            let polled = tokio::time::timeout(Duration::from_secs(5), polled).await;
            assert!(polled.expect("nobody waits any more").unwrap().unwrap().items.is_empty());
            task.abort();
        });
    }
}

const WRITERS: usize = 8;
const EACH: usize = 150;

/// Writes events in transactions of different sizes, some of which stay open for a while.
fn write_some(database: &Database, ids: &crate::clock::IdSource, writer: usize) -> Vec<EventId> {
    let mut written = Vec::with_capacity(EACH);
    while written.len() < EACH {
        let size = (1 + (written.len() * 7 + writer) % 4).min(EACH - written.len());
        let events: Vec<_> = (0..size).map(|_| event(ids)).collect();
        written.extend(events.iter().map(|event| event.id));
        let pause = Duration::from_micros(u64::try_from(writer * 150).unwrap());
        let outcome = database.write_now(move |connection| {
            let entries: Vec<_> =
                events.iter().map(|event| crate::log::Entry { event, personal: None }).collect();
            crate::log::append_many(connection, &entries, &crate::log::RandomSalts)?;
            std::thread::sleep(pause);
            Ok(())
        });
        outcome.unwrap();
    }
    written
}

#[test]
fn a_reader_beside_concurrent_writers_misses_nothing_and_sees_nothing_twice() {
    for test in databases() {
        // Two processes: each with its own sealer.
        let other =
            Database::open(&test.url, &[], DatabaseOptions { permits: 6, writes: 0 }).unwrap();
        let ids = Arc::new(ids());
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let database = if writer % 2 == 0 { test.database.clone() } else { other.clone() };
                let ids = ids.clone();
                std::thread::spawn(move || write_some(&database, &ids, writer))
            })
            .collect();
        let read = run(async {
            let (one, two) = (sealer(&test.database), sealer(&other));
            let sealed = one.sealed();
            let tasks = [one, two].map(|sealer| tokio::spawn(sealer.run(std::future::pending())));
            let mut read: Vec<FeedItem> = Vec::new();
            while read.len() < WRITERS * EACH {
                let after = read.last().map_or(0, |item| item.position);
                let query = FeedQuery::everything(after, 100);
                let wait = Duration::from_secs(20);
                let page =
                    long_poll(&test.database, sealed.clone(), &Waits::default(), query, wait)
                        .await
                        .unwrap();
                assert!(!page.items.is_empty(), "only {} events came", read.len());
                read.extend(page.items);
            }
            tasks.iter().for_each(tokio::task::JoinHandle::abort);
            read
        });
        let written: HashSet<_> =
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        let positions: Vec<_> = read.iter().map(|item| item.position).collect();
        assert_eq!(positions, (1..=(WRITERS * EACH) as u64).collect::<Vec<_>>());
        assert_eq!(read.iter().map(|item| item.event.id).collect::<HashSet<_>>(), written);
        let report = test
            .database
            .read_now(|connection| crate::log::verify(connection, key().verifier(), &[]))
            .unwrap();
        assert_eq!(report.difference, None);
    }
}
