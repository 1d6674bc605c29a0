use htx_model::id::Id;
use serde_json::json;

use super::*;
use crate::log::fixture::{databases, event, ids, instant, record, seal};

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn a_retroactive_correction_changes_the_past_from_when_it_was_known() {
    for test in databases() {
        let ids = ids();
        let mut founded = event(&ids);
        founded.changed = json!({"name": "Rau", "members": 7, "phone": "1"});
        let subject = Id::from_uuid(founded.subject.id);
        let mut grown = Event { id: ids.make(), ..founded.clone() };
        grown.changed = json!({"members": 9});
        grown.effective_on = date("2025-05-01");
        grown.recorded_at = instant("2025-05-02T00:00:00Z");
        // Recorded last, effective between the two: there had been six, and no telephone.
        let mut corrected = Event { id: ids.make(), corrects: Some(founded.id), ..founded.clone() };
        corrected.changed = json!({"members": 6, "phone": null});
        corrected.effective_on = date("2025-04-01");
        corrected.recorded_at = instant("2025-06-01T00:00:00Z");
        let all = [&founded, &grown, &corrected].map(|event| (event.clone(), None));
        record(&test.database, all.to_vec());

        let state = |as_of: Option<&str>, known_at: Option<&str>| {
            let (as_of, known_at) = (as_of.map(date), known_at.map(instant));
            let found =
                |connection: &mut Connection| state_at(connection, subject, as_of, known_at);
            test.database.read_now(found).unwrap().map(|found| found.state)
        };
        assert_eq!(state(Some("2025-02-28"), None), None);
        assert_eq!(
            state(Some("2025-04-15"), Some("2025-05-15T00:00:00Z")),
            Some(json!({"name": "Rau", "members": 7, "phone": "1"}))
        );
        assert_eq!(state(Some("2025-04-15"), None), Some(json!({"name": "Rau", "members": 6})));
        assert_eq!(state(None, None), Some(json!({"name": "Rau", "members": 9})));
        assert_eq!(
            state(None, Some("2025-05-15T00:00:00Z")),
            Some(json!({"name": "Rau", "members": 9, "phone": "1"}))
        );
    }
}

#[test]
fn a_history_is_read_newest_first_page_by_page() {
    for test in databases() {
        let ids = ids();
        let first = event(&ids);
        let subject = Id::from_uuid(first.subject.id);
        let mut recorded = vec![first.clone()];
        for number in 1..7 {
            // Two of them at one instant.
            let recorded_at = first.recorded_at.plus_seconds(number / 2);
            recorded.push(Event { id: ids.make(), recorded_at, ..first.clone() });
        }
        record(&test.database, recorded[..4].iter().map(|event| (event.clone(), None)).collect());
        seal(&test.database);
        record(&test.database, recorded[4..].iter().map(|event| (event.clone(), None)).collect());
        record(&test.database, vec![(event(&ids), None)]);

        let (mut read, mut before) = (Vec::new(), None);
        loop {
            let page = HistoryPage { before, limit: 3 };
            let rows =
                test.database.read_now(|connection| history(connection, subject, page)).unwrap();
            let Some(last) = rows.last() else { break };
            before = Some(last.key());
            read.extend(rows);
        }
        let positions: Vec<_> = read.iter().map(|row| row.position).collect();
        assert_eq!(positions, [None, None, None, Some(4), Some(3), Some(2), Some(1)]);
        let newest_first: Vec<_> = recorded.into_iter().rev().collect();
        assert_eq!(read.into_iter().map(|row| row.event).collect::<Vec<_>>(), newest_first);
    }
}

#[test]
fn changes_of_one_day_take_effect_in_the_order_of_the_log_whatever_their_clocks_said() {
    for test in databases() {
        let ids = ids();
        let mut founded = event(&ids);
        founded.changed = json!({"name": "Rau"});
        let subject = Id::from_uuid(founded.subject.id);
        let renamed = |name: &str, seconds: i64| Event {
            id: ids.make(),
            changed: json!({ "name": name }),
            recorded_at: founded.recorded_at.plus_seconds(seconds),
            ..founded.clone()
        };
        // The second was changed later, by an import that had begun before.
        let (registrar, import) = (renamed("Rau sach", 90), renamed("Rau an toan", 30));
        for one in [&founded, &registrar, &import] {
            record(&test.database, vec![(one.clone(), None)]);
            seal(&test.database);
        }
        let found = test.database.read_now(|connection| state_at(connection, subject, None, None));
        assert_eq!(found.unwrap().unwrap().state, json!({"name": "Rau an toan"}));
    }
}

#[test]
fn an_instant_before_all_time_is_a_question_that_has_an_answer() {
    for test in databases() {
        let first = event(&ids());
        let subject = Id::from_uuid(first.subject.id);
        record(&test.database, vec![(first, None)]);
        let long_ago = Some(instant("-009990-01-01T00:00:00Z"));
        let found =
            test.database.read_now(|connection| state_at(connection, subject, None, long_ago));
        assert_eq!(found.unwrap(), None);
    }
}
