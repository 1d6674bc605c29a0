//! A fresh, migrated database for each test, on every database that is there.

use std::{fmt, ops::Deref, path::PathBuf, time::Duration};

use super::postgres::{self, Lease};
use crate::db::{Database, DatabaseOptions, DatabaseUrl, Migrations};

/// The databases that the suite speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded.
    Sqlite,
    /// In production.
    Postgresql,
}

impl fmt::Display for Backend {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgresql => "PostgreSQL",
        })
    }
}

/// A database of one test's own. It is removed when this is dropped, also by a panic.
pub struct TestDatabase {
    database: Database,
    backend: Backend,
    // Dropped after the database.
    _place: Place,
}

/// What holds the database, and is removed with it.
enum Place {
    Folder(PathBuf),
    Leased { _lease: Lease },
}

impl Drop for Place {
    fn drop(&mut self) {
        let Self::Folder(folder) = self else { return };
        // The writer's thread closes its files meanwhile, which can disturb the removal.
        let removed = (0..50).any(|_| {
            std::thread::sleep(Duration::from_millis(1));
            std::fs::remove_dir_all(&*folder).is_ok()
        });
        debug_assert!(removed || std::thread::panicking(), "{} stays", folder.display());
    }
}

impl fmt::Debug for TestDatabase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TestDatabase({})", self.database.url())
    }
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

impl Drop for TestDatabase {
    #[allow(clippy::print_stderr, reason = "tells which database the test failed on")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the test failed on {}", self.backend);
        }
    }
}

impl TestDatabase {
    /// A fresh SQLite database with the kit's tables and these.
    #[must_use]
    pub fn sqlite(migrations: &[Migrations]) -> Self {
        let folder = tempfile::Builder::new().prefix("htx-test-").tempdir();
        let folder = folder.expect("a temporary folder can be made").keep();
        let url = DatabaseUrl::Sqlite(folder.join("test.db"));
        let place = Place::Folder(folder);
        Self { database: open(&url, migrations), backend: Backend::Sqlite, _place: place }
    }

    /// A fresh PostgreSQL database with the kit's tables and these, where there is a server.
    #[must_use]
    pub fn postgresql(migrations: &[Migrations]) -> Option<Self> {
        let lease = postgres::server()?.lease(migrations);
        let database = open(lease.url(), migrations);
        let place = Place::Leased { _lease: lease };
        Some(Self { database, backend: Backend::Postgresql, _place: place })
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The database; cheap to clone.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Opens the same database a second time, as another process would.
    #[must_use]
    pub fn reopened(&self) -> Database {
        open(self.database.url(), &[])
    }
}

/// Opens a database with few connections: many tests run at once.
fn open(url: &DatabaseUrl, migrations: &[Migrations]) -> Database {
    let options = DatabaseOptions { permits: 4, writes: 0 };
    match Database::open(url, migrations, options) {
        Ok(database) => database,
        Err(error) => panic!("the test database {url} cannot be opened: {error}"),
    }
}

/// A fresh database of each kind, made one after the other as the caller goes through them.
pub fn fresh_databases(migrations: &[Migrations]) -> impl Iterator<Item = TestDatabase> {
    let sqlite = std::iter::once_with(|| Some(TestDatabase::sqlite(migrations)));
    let postgresql = std::iter::once_with(|| TestDatabase::postgresql(migrations));
    sqlite.chain(postgresql).flatten()
}

/// Runs a test on every database that is there, each time on a fresh one with the kit's tables and
/// those of `migrations`.
pub async fn each_database(migrations: &[Migrations], test: impl AsyncFn(TestDatabase)) {
    for database in fresh_databases(migrations) {
        test(database).await;
    }
}
