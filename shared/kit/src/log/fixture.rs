//! Databases and events for the tests of the log and the feed.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use diesel::{Connection as _, RunQueryDsl as _, pg::PgConnection};
use htx_model::{
    date::{Date, Instant},
    event::{Actor, Event, Place, Subject},
};
use serde_json::{Value, json};

use super::{CheckpointKey, Entry, RandomSalts, Sealer, SealerOptions, append_many};
use crate::{
    clock::{FixedClock, IdSource, SystemClock},
    db::{Database, DatabaseOptions, DatabaseUrl},
};

/// A migrated database of its own, removed at the end of the test.
pub(crate) struct TestDatabase {
    pub(crate) database: Database,
    pub(crate) url: DatabaseUrl,
    _folder: Option<tempfile::TempDir>,
}

/// One for each database that this machine can run: SQLite always, PostgreSQL where it answers.
pub(crate) fn databases() -> Vec<TestDatabase> {
    std::iter::once(sqlite()).chain(postgresql()).collect()
}

/// A SQLite file in a folder of its own.
pub(crate) fn sqlite() -> TestDatabase {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::Sqlite(folder.path().join("test.db"));
    let database = Database::open(&url, &[], DatabaseOptions { permits: 6, writes: 0 }).unwrap();
    TestDatabase { database, url, _folder: Some(folder) }
}

/// One on PostgreSQL, where it answers.
pub(crate) fn postgresql() -> Option<TestDatabase> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = postgresql_server()?;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("htx_kit_log_{}_{number}", std::process::id());
    let url: DatabaseUrl = server.replace("/postgres", &format!("/{name}")).parse().unwrap();
    let database = Database::open(&url, &[], DatabaseOptions { permits: 6, writes: 0 }).unwrap();
    Some(TestDatabase { database, url, _folder: None })
}

/// The address of the server's own database.
fn postgresql_server() -> Option<String> {
    let named = std::env::var("HTX_TEST_POSTGRES_URL").ok();
    let address = match named {
        Some(address) => {
            let (base, options) = address.split_once('?').unwrap_or((&address, ""));
            let authority = base.find("://")? + 3;
            let end = base[authority..].find('/').map_or(base.len(), |at| at + authority);
            format!("{}/postgres?{options}", &base[..end])
        }
        None => "postgresql://127.0.0.1:5432/postgres?connect_timeout=2".to_owned(),
    };
    PgConnection::establish(&address).is_ok().then_some(address)
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let DatabaseUrl::Postgresql(address) = &self.url else { return };
        let Some(server) = postgresql_server() else { return };
        let base = address.split('?').next().unwrap_or(address);
        let name = base.rsplit('/').next().unwrap_or_default();
        if let Ok(mut connection) = PgConnection::establish(&server) {
            let drop = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
            let _ = diesel::sql_query(drop).execute(&mut connection);
        }
    }
}

pub(crate) fn ids() -> IdSource {
    IdSource::new(Arc::new(SystemClock))
}

pub(crate) fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

/// An event about a new organisation.
pub(crate) fn event(ids: &IdSource) -> Event {
    Event {
        id: ids.make(),
        kind: "organisation.created".to_owned(),
        subject: Subject { kind: "organisation".to_owned(), id: ids.make::<()>().uuid() },
        place: Place::default(),
        actor: Actor {
            kind: "user".to_owned(),
            id: None,
            name: "huyện Ba Vì".to_owned(),
            agency: None,
        },
        purpose: None,
        legal_basis: Some("17/2023/QH15".to_owned()),
        documents: Vec::new(),
        effective_on: Date::parse("2025-03-01").unwrap(),
        recorded_at: instant("2025-03-01T02:30:00.123456Z"),
        corrects: None,
        batch: None,
        changed: json!({"name": "HTX Rau sạch"}),
        state: json!({"name": "HTX Rau sạch"}),
        personal_commitment: None,
    }
}

/// Appends events in one transaction, each with its personal data.
pub(crate) fn record(database: &Database, entries: Vec<(Event, Option<Value>)>) {
    database
        .write_now(move |connection| {
            let entries: Vec<_> = entries
                .iter()
                .map(|(event, personal)| Entry { event, personal: personal.as_ref() })
                .collect();
            append_many(connection, &entries, &RandomSalts)
        })
        .unwrap();
}

pub(crate) fn key() -> CheckpointKey {
    CheckpointKey::from_secret("htx.test/log", &[7; 32]).unwrap()
}

pub(crate) fn sealer(database: &Database) -> Sealer {
    let clock = Arc::new(FixedClock::at(instant("2025-03-01T02:31:00Z")));
    let options = SealerOptions {
        pause: Duration::from_millis(2),
        ..SealerOptions::new("log", key(), clock)
    };
    Sealer::new(database.clone(), options)
}

/// Seals what is pending and signs a checkpoint.
pub(crate) fn seal(database: &Database) {
    run(sealer(database).finish()).unwrap();
}

/// Runs a future to its end on this thread.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
