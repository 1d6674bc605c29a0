use diesel::{
    connection::SimpleConnection as _,
    prelude::*,
    result::{DatabaseErrorKind, Error},
    sql_query,
    sql_types::Text,
    sqlite::SqliteConnection,
};
use htx_model::administrative::{CommuneCode, DistrictCode};
use serde_json::json;

use super::*;
use crate::{
    db::{Database, DatabaseUrl},
    log::{
        fixture::{TestDatabase, databases, event, ids, key, record, seal, sqlite},
        personal::erase,
    },
};

fn verified(database: &Database, published: &[String]) -> VerificationReport {
    database.read_now(|connection| verify(connection, key().verifier(), published)).unwrap()
}

fn notes(database: &Database) -> Vec<String> {
    let latest = crate::log::checkpoint::latest;
    database.read_now(latest).unwrap().into_iter().map(|signed| signed.note).collect()
}

/// A log with all there can be in it: two checkpoints, places, personal data, one event pending.
fn fill(database: &Database) {
    let ids = ids();
    let mut placed = event(&ids);
    placed.place.organisation = Some(ids.make());
    placed.place.district = Some(DistrictCode::parse("276").unwrap());
    placed.place.commune = Some(CommuneCode::parse("10018").unwrap());
    record(database, vec![(placed, Some(json!({"phone": "0912"}))), (event(&ids), None)]);
    seal(database);
    record(database, vec![(event(&ids), None)]);
    seal(database);
    record(database, vec![(event(&ids), Some(json!({"phone": "0913"})))]);
}

#[test]
fn a_sound_log_is_found_sound() {
    for test in databases() {
        assert!(verified(&test.database, &[]).is_sound(), "an empty log is sound");
        fill(&test.database);
        let report = verified(&test.database, &notes(&test.database));
        assert_eq!(report.difference, None);
        assert_eq!((report.sealed, report.pending), (3, 1));
        assert_eq!((report.checkpoints, report.personal, report.erased), (3, 2, 0));
    }
}

#[test]
fn a_log_of_several_batches_is_verified_whole() {
    for test in databases() {
        let ids = ids();
        record(&test.database, (0..1_100).map(|_| (event(&ids), None)).collect());
        seal(&test.database);
        let report = verified(&test.database, &notes(&test.database));
        assert_eq!((report.sealed, report.checkpoints, report.difference), (1_100, 2, None));
    }
}

#[test]
fn erased_personal_data_leaves_the_log_sound() {
    for test in databases() {
        let event = event(&ids());
        let subject = htx_model::id::Id::from_uuid(event.subject.id);
        record(&test.database, vec![(event, Some(json!({"phone": "0912"})))]);
        seal(&test.database);
        test.database.write_now(move |connection| erase(connection, subject)).unwrap();
        let report = verified(&test.database, &[]);
        assert_eq!((report.personal, report.erased, report.difference), (0, 1, None));
    }
}

#[test]
fn a_rewritten_log_contradicts_a_checkpoint_that_was_published() {
    let (honest, rewritten, shortened) = (sqlite(), sqlite(), sqlite());
    let ids = ids();
    let events = [event(&ids), event(&ids)];
    let mut forged = events.clone();
    forged[0].actor.name = "nobody".to_owned();
    for (test, events) in
        [(&honest, &events[..]), (&rewritten, &forged), (&shortened, &events[..1])]
    {
        record(&test.database, events.iter().map(|event| (event.clone(), None)).collect());
        seal(&test.database);
    }
    let published = notes(&honest.database);
    assert!(verified(&honest.database, &published).is_sound());
    for test in [&rewritten, &shortened] {
        assert!(verified(&test.database, &[]).is_sound(), "by itself it agrees with itself");
        let difference = verified(&test.database, &published).difference;
        assert!(matches!(difference, Some(Difference::Published { size: Some(2), .. })));
    }
    let foreign = vec![published[0].replace("htx.test", "htx.fake")];
    let difference = verified(&honest.database, &foreign).difference;
    assert!(matches!(difference, Some(Difference::Published { size: None, .. })));
}

/// A cell in the first row of a table.
struct Cell {
    table: &'static str,
    key: &'static str,
    column: &'static str,
}

#[derive(QueryableByName)]
struct Value {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    literal: String,
}

/// Somebody with a shell on the machine, who has dropped the triggers.
struct Intruder(SqliteConnection);

impl Intruder {
    fn into(test: &TestDatabase) -> Self {
        let DatabaseUrl::Sqlite(path) = &test.url else { panic!("a SQLite file") };
        let mut intruder = Self(SqliteConnection::establish(path.to_str().unwrap()).unwrap());
        for table in ["event", "event_seal"] {
            intruder.execute(&format!("DROP TRIGGER {table}_is_never_updated"));
            intruder.execute(&format!("DROP TRIGGER {table}_is_never_deleted"));
        }
        intruder.execute("PRAGMA synchronous = OFF");
        intruder
    }

    fn execute(&mut self, statement: &str) {
        self.0.batch_execute(statement).unwrap();
    }

    fn read(&mut self, Cell { table, column, .. }: &Cell) -> Value {
        let from = format!(
            "SELECT typeof({column}) AS kind, CASE typeof({column}) WHEN 'integer' \
             THEN CAST({column} AS TEXT) ELSE hex(CAST({column} AS BLOB)) END AS literal \
             FROM {table} WHERE {column} IS NOT NULL LIMIT 1"
        );
        sql_query(from).get_result(&mut self.0).unwrap()
    }

    /// Changes the cell; says no where the database itself forbids it, because of another row.
    fn replace(&mut self, Cell { table, key, column }: &Cell, old: &str, new: &str) -> bool {
        let row = format!("SELECT {key} FROM {table} WHERE {column} = {old} LIMIT 1");
        let update = format!("UPDATE {table} SET {column} = {new} WHERE {key} = ({row})");
        match sql_query(update).execute(&mut self.0) {
            Ok(rows) => rows == 1,
            Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => false,
            Err(other) => panic!("{other}"),
        }
    }
}

/// Each way in which one bit or byte of a value can be changed, as SQL; the value itself first.
fn variants(Value { kind, literal }: &Value) -> Vec<String> {
    if kind == "integer" {
        let number: i64 = literal.parse().unwrap();
        return std::iter::once(number)
            .chain((0..64).map(|bit| number ^ (1_i64 << bit)))
            .map(|number| number.to_string())
            .collect();
    }
    let bytes: Vec<u8> = (0..literal.len() / 2)
        .map(|at| u8::from_str_radix(&literal[at * 2..at * 2 + 2], 16).unwrap())
        .collect();
    let changed = (0..bytes.len()).flat_map(|at| {
        let bytes = &bytes;
        [0x01, 0x20, 0x80].map(move |change| {
            let mut bytes = bytes.clone();
            bytes[at] ^= change;
            bytes
        })
    });
    std::iter::once(bytes.clone())
        .chain(changed)
        .map(|bytes| {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
            if kind == "text" { format!("CAST(X'{hex}' AS TEXT)") } else { format!("X'{hex}'") }
        })
        .collect()
}

const PROTECTED: &[(&str, &[&str])] = &[
    (
        "event",
        &[
            "id",
            "kind",
            "subject_kind",
            "subject_id",
            "organisation_id",
            "district_code",
            "commune_code",
            "effective_on",
            "recorded_at",
            "body",
        ],
    ),
    ("event_seal", &["position", "event_id"]),
    ("tree_hash", &["hash_index", "hash"]),
    ("checkpoint", &["size", "root", "note", "signed_at"]),
    ("event_personal", &["event_id", "salt", "content"]),
    ("event_pending", &["event_id"]),
];

#[test]
fn no_changed_byte_of_any_row_goes_unnoticed() {
    let test = sqlite();
    fill(&test.database);
    let mut intruder = Intruder::into(&test);
    let mut changes = 0;
    for (table, columns) in PROTECTED {
        for column in *columns {
            let cell = Cell { table, key: columns[0], column };
            let variants = variants(&intruder.read(&cell));
            let original = &variants[0];
            for changed in &variants[1..] {
                if !intruder.replace(&cell, original, changed) {
                    continue;
                }
                let report = verified(&test.database, &[]);
                assert!(!report.is_sound(), "{table}.{column}: {original} -> {changed}");
                assert!(intruder.replace(&cell, changed, original), "{changed} -> {original}");
                changes += 1;
            }
            assert!(verified(&test.database, &[]).is_sound(), "{table}.{column} was restored");
        }
    }
    assert!(changes > 2_000, "{changes}");
}

#[test]
fn no_added_row_goes_unnoticed() {
    let test = sqlite();
    fill(&test.database);
    let mut intruder = Intruder::into(&test);
    for (add, remove) in [
        (
            "INSERT INTO event SELECT X'00', kind, subject_kind, subject_id, NULL, NULL, NULL, \
             effective_on, recorded_at, body FROM event LIMIT 1",
            "DELETE FROM event WHERE id = X'00'; DELETE FROM event_pending WHERE event_id = X'00'",
        ),
        ("INSERT INTO event_seal VALUES (0, X'00')", "DELETE FROM event_seal WHERE position = 0"),
        (
            "INSERT INTO tree_hash VALUES (4711, zeroblob(32))",
            "DELETE FROM tree_hash WHERE hash_index = 4711",
        ),
        (
            "INSERT INTO checkpoint SELECT 4711, root, note, signed_at FROM checkpoint LIMIT 1",
            "DELETE FROM checkpoint WHERE size = 4711",
        ),
        (
            "INSERT INTO event_personal VALUES (X'00', X'00', '{}')",
            "DELETE FROM event_personal WHERE event_id = X'00'",
        ),
        (
            "INSERT INTO event_pending SELECT event_id FROM event_seal LIMIT 1",
            "DELETE FROM event_pending WHERE event_id IN (SELECT event_id FROM event_seal)",
        ),
    ] {
        intruder.execute(add);
        assert!(!verified(&test.database, &[]).is_sound(), "{add}");
        intruder.execute(remove);
        assert!(verified(&test.database, &[]).is_sound(), "{remove}");
    }
}

#[test]
fn no_removed_row_goes_unnoticed() {
    for statement in [
        "DELETE FROM event WHERE id = (SELECT event_id FROM event_pending)",
        "DELETE FROM event WHERE id = (SELECT event_id FROM event_seal WHERE position = 3)",
        "DELETE FROM event_seal WHERE position = 1",
        "DELETE FROM event_seal WHERE position = 3",
        "DELETE FROM tree_hash WHERE hash_index = 3",
        "DELETE FROM event_pending",
    ] {
        let test = sqlite();
        fill(&test.database);
        Intruder::into(&test).execute(statement);
        assert!(!verified(&test.database, &[]).is_sound(), "{statement}");
    }
}

#[test]
fn a_change_is_noticed_on_every_database() {
    const FIRST: &str = "(SELECT event_id FROM event_seal WHERE position = 1)";
    for change in [
        "UPDATE event SET kind = 'nothing.happened'",
        "UPDATE event SET subject_id = id",
        "UPDATE event SET organisation_id = NULL",
        "UPDATE event SET commune_code = '10019'",
        "UPDATE event SET effective_on = '2025-03-02'",
        "UPDATE event SET body = replace(body, 'Ba', 'bA')",
        "DELETE FROM event",
    ] {
        for test in databases() {
            fill(&test.database);
            // No one gives a PostgreSQL superuser away; but if one were taken.
            let without_triggers = match test.url {
                DatabaseUrl::Sqlite(_) => {
                    "DROP TRIGGER event_is_never_updated; DROP TRIGGER event_is_never_deleted"
                }
                DatabaseUrl::Postgresql(_) => "SET LOCAL session_replication_role = replica",
            };
            let statements = format!("{without_triggers}; {change} WHERE id = {FIRST}");
            test.database.write_now(move |connection| Ok(connection.batch(&statements)?)).unwrap();
            assert!(!verified(&test.database, &[]).is_sound(), "{change}");
        }
    }
}
