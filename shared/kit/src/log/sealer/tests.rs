use std::collections::HashSet;

use signed_note::{Note, StandardVerifier, VerifierList};

use super::*;
use crate::{
    db::DatabaseOptions,
    log::{
        fixture::{databases, event, ids, key, record, run, seal, sealer},
        verify,
    },
};

fn order(database: &Database) -> Vec<(i64, EventId)> {
    database
        .read_now(|connection| {
            Ok(event_seal::table.order(event_seal::position).load(connection)?)
        })
        .unwrap()
}

#[test]
fn positions_are_dense_from_one_in_the_order_of_ids() {
    for test in databases() {
        let ids = ids();
        let events: Vec<_> = (0..7).map(|_| event(&ids)).collect();
        let expected: Vec<_> = (1..).zip(events.iter().map(|event| event.id)).collect();
        record(&test.database, events.into_iter().rev().map(|event| (event, None)).collect());
        let mut sealer = sealer(&test.database);
        let sealed = sealer.sealed();
        run(sealer.finish()).unwrap();
        assert_eq!(order(&test.database), expected);
        assert_eq!(*sealed.borrow(), 7);
    }
}

#[test]
fn what_is_committed_late_comes_later_whatever_its_id() {
    for test in databases() {
        let ids = ids();
        let (early, late) = (event(&ids), event(&ids));
        let expected = vec![(1, late.id), (2, early.id)];
        record(&test.database, vec![(late, None)]);
        seal(&test.database);
        record(&test.database, vec![(early, None)]);
        seal(&test.database);
        assert_eq!(order(&test.database), expected);
    }
}

#[test]
fn a_round_that_was_never_committed_leaves_nothing_behind() {
    for test in databases() {
        let ids = ids();
        record(&test.database, (0..5).map(|_| (event(&ids), None)).collect());
        let prepare =
            |connection: &mut Connection| Round::prepare(connection, Frontier::default(), 3);
        drop(test.database.read_now(prepare).unwrap());
        assert!(order(&test.database).is_empty());
        seal(&test.database);
        assert_eq!(order(&test.database).len(), 5);
    }
}

#[test]
fn a_round_prepared_before_another_was_sealed_is_not_written() {
    for test in databases() {
        let ids = ids();
        record(&test.database, (0..5).map(|_| (event(&ids), None)).collect());
        let prepare =
            |connection: &mut Connection| Round::prepare(connection, Frontier::default(), 3);
        let stale = test.database.read_now(prepare).unwrap();
        seal(&test.database);
        assert!(!test.database.write_now(|connection| stale.commit(connection)).unwrap());
        assert_eq!(order(&test.database).len(), 5);
    }
}

#[test]
fn two_processes_seal_at_once_and_are_killed_now_and_then() {
    for test in databases() {
        let other =
            Database::open(&test.url, &[], DatabaseOptions { permits: 2, writes: 0 }).unwrap();
        let ids = ids();
        let events: Vec<_> = (0..400).map(|_| (event(&ids), None)).collect();
        let expected: HashSet<_> = events.iter().map(|(event, _)| event.id).collect();
        let database = test.database.clone();
        let writer = std::thread::spawn(move || {
            for chunk in events.chunks(8) {
                record(&database, chunk.to_vec());
            }
        });
        run(async {
            for round in 0..40_u64 {
                let of = |database| tokio::spawn(sealer(database).run(std::future::pending()));
                let tasks = [of(&test.database), of(&other)];
                tokio::time::sleep(Duration::from_millis(round % 13)).await;
                tasks.iter().for_each(tokio::task::JoinHandle::abort);
            }
        });
        writer.join().unwrap();
        seal(&test.database);
        let order = order(&test.database);
        assert!((1..).zip(&order).all(|(expected, (position, _))| expected == *position));
        assert_eq!(order.into_iter().map(|(_, id)| id).collect::<HashSet<_>>(), expected);
        let verified = |connection: &mut Connection| verify(connection, key().verifier(), &[]);
        let report = test.database.read_now(verified).unwrap();
        assert_eq!((report.sealed, report.difference), (400, None));
    }
}

#[test]
fn a_checkpoint_is_stored_and_published_and_another_implementation_verifies_it() {
    for test in databases() {
        let folder = tempfile::tempdir().unwrap();
        let ids = ids();
        let clock = Arc::new(crate::clock::SystemClock);
        let options = SealerOptions::new("registry", key(), clock)
            .publishing_to(Some(folder.path().to_owned()));
        let mut sealer = Sealer::new(test.database.clone(), options);
        for size in [3, 5] {
            let more = size - order(&test.database).len();
            record(&test.database, (0..more).map(|_| (event(&ids), None)).collect());
            run(sealer.finish()).unwrap();
        }
        let stored =
            test.database.read_now(checkpoint::latest).unwrap().expect("a checkpoint was signed");
        assert_eq!(stored.size, 5);
        let published = CheckpointFolder::of(folder.path(), "registry");
        assert_eq!(published.read().unwrap().len(), 2);
        let latest = std::fs::read_to_string(folder.path().join("registry/latest")).unwrap();
        assert_eq!(latest, stored.note);

        let note = Note::from_bytes(stored.note.as_bytes()).unwrap();
        let verifier = StandardVerifier::new(&key().verifier().to_string()).unwrap();
        let (ours, _) = note.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
        assert_eq!(ours.len(), 1);
        assert!(stored.note.starts_with("htx.test/log\n5\n"));
    }
}

#[test]
fn nothing_is_signed_that_contradicts_the_last_checkpoint() {
    for test in databases() {
        let ids = ids();
        record(&test.database, vec![(event(&ids), None), (event(&ids), None)]);
        seal(&test.database);
        test.database
            .write_now(|connection| {
                let forged =
                    diesel::update(tree_hash::table.find(2)).set(tree_hash::hash.eq(vec![1; 32]));
                Ok(forged.execute(connection)?)
            })
            .unwrap();
        record(&test.database, vec![(event(&ids), None)]);
        let outcome = run(sealer(&test.database).finish());
        assert!(outcome.unwrap_err().to_string().contains("contradicts"));
    }
}

#[test]
fn a_stopped_sealer_seals_and_signs_what_was_written() {
    for test in databases() {
        record(&test.database, vec![(event(&ids()), None)]);
        run(sealer(&test.database).run(std::future::ready(())));
        let stored = test.database.read_now(checkpoint::latest).unwrap();
        assert_eq!(stored.map(|signed| signed.size), Some(1));
    }
}
