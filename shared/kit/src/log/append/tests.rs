use serde_json::json;

use super::*;
use crate::log::{
    canonical_json,
    fixture::{databases, event, ids, record},
    personal::{erase, personal_of},
    schema::event_pending,
};

#[test]
fn an_event_reads_back_as_it_was_appended() {
    for test in databases() {
        let event = event(&ids());
        record(&test.database, vec![(event.clone(), None)]);
        let body: String = test
            .database
            .read_now(|connection| Ok(event::table.select(event::body).first(connection)?))
            .unwrap();
        assert_eq!(body, canonical_json(serde_json::to_value(&event).unwrap()));
        assert_eq!(serde_json::from_str::<Event>(&body).unwrap(), event);
    }
}

#[test]
fn thousands_of_events_fit_into_one_transaction() {
    for test in databases() {
        let ids = ids();
        let entries = (0..1_203).map(|_| (event(&ids), Some(json!({"phone": "0912"})))).collect();
        record(&test.database, entries);
        let counts: (i64, i64, i64) = test
            .database
            .read_now(|connection| {
                Ok((
                    event::table.count().get_result(connection)?,
                    event_pending::table.count().get_result(connection)?,
                    event_personal::table.count().get_result(connection)?,
                ))
            })
            .unwrap();
        assert_eq!(counts, (1_203, 1_203, 1_203));
    }
}

#[test]
fn the_database_refuses_to_change_or_remove_an_event() {
    for test in databases() {
        record(&test.database, vec![(event(&ids()), None)]);
        crate::log::fixture::seal(&test.database);
        for statement in [
            "UPDATE event SET kind = 'nothing.happened'",
            "DELETE FROM event",
            "UPDATE event_seal SET position = 2",
            "DELETE FROM event_seal",
        ] {
            let outcome = test.database.write_now(move |connection| {
                Ok(each!(connection, connection => diesel::sql_query(statement).execute(connection))?)
            });
            let refusal = outcome.unwrap_err().to_string();
            assert!(refusal.contains("append-only"), "{statement}: {refusal}");
        }
    }
}

#[test]
fn the_log_commits_to_personal_data_and_survives_its_erasure() {
    for test in databases() {
        let event = event(&ids());
        let (id, subject) = (event.id, Id::from_uuid(event.subject.id));
        let personal = json!({"representative": "Nguyễn Văn A"});
        record(&test.database, vec![(event, Some(personal.clone()))]);
        let body: String = test
            .database
            .read_now(|connection| Ok(event::table.select(event::body).first(connection)?))
            .unwrap();
        assert!(!body.contains("Nguyễn"), "{body}");
        let read = |database: &crate::db::Database| {
            database.read_now(|connection| personal_of(connection, &[id])).unwrap().remove(&id)
        };
        assert_eq!(read(&test.database), Some(personal));
        let erased = test.database.write_now(move |connection| erase(connection, subject));
        assert_eq!(erased.unwrap(), 1);
        assert_eq!(read(&test.database), None);
    }
}

#[test]
fn a_commitment_is_salted() {
    let kept = canonical_json(json!({"phone": "0912"}));
    assert_ne!(commitment(&[1; 32], &kept), commitment(&[2; 32], &kept));
    assert_eq!(commitment(&[1; 32], &kept).len(), 64);
}
