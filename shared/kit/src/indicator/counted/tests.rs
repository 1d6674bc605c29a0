use super::*;
use crate::log::fixture::{databases, event, ids, record, seal};

#[test]
fn a_busy_record_takes_nothing_of_the_evidence_of_a_quiet_one() {
    for test in databases() {
        let ids = ids();
        let (busy, quiet) = (ids.make::<()>().uuid(), ids.make::<()>().uuid());
        let of = |subject: Uuid| {
            let mut event = event(&ids);
            event.subject.id = subject;
            event
        };
        // The quiet one's is the oldest of all.
        let first = of(quiet);
        let quiet_event = first.id;
        record(&test.database, vec![(first, None)]);
        for _ in 0..3 {
            record(&test.database, (0..20).map(|_| (of(busy), None)).collect());
        }
        seal(&test.database);
        record(&test.database, vec![(of(busy), None)]);
        let work = |connection: &mut Connection| events(connection, vec![busy, quiet]);
        let found = test.database.read_now(work).unwrap();
        assert_eq!(found[&busy].len(), EVENTS_MAX);
        assert!(
            found[&busy].is_sorted_by_key(|event| std::cmp::Reverse((event.recorded_at, event.id)))
        );
        assert_eq!(found[&busy].iter().filter(|event| event.position.is_none()).count(), 1);
        assert_eq!(found[&quiet].len(), 1);
        assert_eq!(found[&quiet][0].id, quiet_event);
        // The leaf is that of the bytes, sealed or not.
        let ids: Vec<EventId> = found.values().flatten().map(|event| event.id).collect();
        let bodies: Vec<(EventId, String)> = test
            .database
            .read_now(|connection| {
                Ok(event::table
                    .filter(event::id.eq_any(ids.iter().copied().map(Bind)))
                    .select((event::id, event::body))
                    .load(connection)?)
            })
            .unwrap();
        let bodies: BTreeMap<EventId, String> = bodies.into_iter().collect();
        for event in found.values().flatten() {
            assert_eq!(event.leaf, proof::leaf_hash(&bodies[&event.id]));
        }
    }
}
