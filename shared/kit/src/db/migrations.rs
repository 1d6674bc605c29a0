//! Brings a database's tables up to date at start: the kit's own, then the service's.

use std::{collections::BTreeSet, fs::File, path::Path};

use diesel::{
    Connection as _, RunQueryDsl as _,
    migration::{Migration, MigrationSource},
    pg::PgConnection,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Connection, DatabaseUrl, connection::lock_number, pool::Manager};
use crate::private;

/// One set of migrations, written twice: same names, same meaning.
#[derive(Clone, Copy)]
pub struct Migrations {
    /// For SQLite.
    pub sqlite: fn() -> EmbeddedMigrations,
    /// For PostgreSQL.
    pub postgres: fn() -> EmbeddedMigrations,
}

/// The kit's own tables: the event log, idempotency keys, documents, cursors of subscriptions.
const KIT: Migrations = Migrations { sqlite: || KIT_SQLITE, postgres: || KIT_POSTGRES };
const KIT_SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const KIT_POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// It cannot be reached.
    #[error("cannot open the database: {0}")]
    Connection(#[from] diesel::ConnectionError),
    /// It refused a statement.
    #[error("cannot prepare the database: {0}")]
    Query(#[from] diesel::result::Error),
    /// A migration failed.
    #[error("cannot migrate the database: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
    /// The folder or thread could not be made.
    #[error("cannot prepare the database: {0}")]
    Io(#[from] std::io::Error),
    /// It was to be there already, and is not.
    #[error("there is no such database")]
    Missing,
    /// It was to be up to date already, and is not.
    #[error(
        "its tables lack {}: use the version of htx that serves it, or let this one serve it first",
        .0.join(", ")
    )]
    Pending(Vec<String>),
}

pub(crate) fn migrate(url: &DatabaseUrl, services: &[Migrations]) -> Result<(), MigrationError> {
    // Held until this returns: several processes of a service start at once, one migrates and the
    // others wait. On PostgreSQL an advisory lock below does the same.
    let _turn = match url {
        DatabaseUrl::Sqlite(path) => Some(take_turn(path)?),
        DatabaseUrl::Postgresql(_) => None,
    };
    create_if_missing(url)?;
    let mut connection = Manager { url: url.clone() }.establish()?;
    let run = |connection: &mut Connection| {
        std::iter::once(&KIT).chain(services).try_for_each(|set| match connection {
            Connection::Sqlite(sqlite) => sqlite.run_pending_migrations((set.sqlite)()).map(drop),
            Connection::Postgresql(postgresql) => {
                postgresql.run_pending_migrations((set.postgres)()).map(drop)
            }
        })
    };
    if let Connection::Postgresql(_) = connection {
        let number = lock_number("htx migrations");
        connection
            .batch(&format!("SET lock_timeout = '60s'; SELECT pg_advisory_lock({number})"))?;
        let outcome = run(&mut connection);
        connection.batch(&format!("SELECT pg_advisory_unlock({number})"))?;
        return outcome.map_err(MigrationError::Migration);
    }
    run(&mut connection).map_err(MigrationError::Migration)
}

/// Makes sure that a database is there with all the tables that this program knows, and makes nothing:
/// neither the file nor a table. It may have more: those of a later version.
pub(crate) fn expect_migrated(
    url: &DatabaseUrl,
    services: &[Migrations],
) -> Result<(), MigrationError> {
    if let DatabaseUrl::Sqlite(path) = url
        && !path.exists()
    {
        return Err(MigrationError::Missing);
    }
    let mut connection = Manager { url: url.clone() }.establish()?;
    let applied = applied(&mut connection)?;
    let mut pending = Vec::new();
    for set in std::iter::once(&KIT).chain(services) {
        let known = match connection {
            Connection::Sqlite(_) => names::<diesel::sqlite::Sqlite>(&(set.sqlite)()),
            Connection::Postgresql(_) => names::<diesel::pg::Pg>(&(set.postgres)()),
        };
        let known = known.map_err(MigrationError::Migration)?;
        let lacking = known.into_iter().filter(|(version, _)| !applied.contains(version));
        pending.extend(lacking.map(|(_, name)| name));
    }
    if pending.is_empty() { Ok(()) } else { Err(MigrationError::Pending(pending)) }
}

#[derive(diesel::QueryableByName)]
struct Applied {
    #[diesel(sql_type = diesel::sql_types::Text)]
    version: String,
}

/// The versions of the migrations that a database has had; none where it has no table of them. Diesel's
/// own question would make that table.
fn applied(connection: &mut Connection) -> Result<BTreeSet<String>, MigrationError> {
    let table = match connection {
        Connection::Sqlite(_) => {
            "SELECT name AS version FROM sqlite_master \
             WHERE type = 'table' AND name = '__diesel_schema_migrations'"
        }
        Connection::Postgresql(_) => {
            "SELECT tablename::text AS version FROM pg_tables \
             WHERE schemaname = current_schema() AND tablename = '__diesel_schema_migrations'"
        }
    };
    if diesel::sql_query(table).load::<Applied>(connection)?.is_empty() {
        return Ok(BTreeSet::new());
    }
    let versions = diesel::sql_query("SELECT version FROM __diesel_schema_migrations");
    let versions: Vec<Applied> = versions.load(connection)?;
    Ok(versions.into_iter().map(|row| row.version).collect())
}

type Names = Vec<(String, String)>;

/// The version and the name of each migration of a set.
fn names<DB: diesel::backend::Backend>(
    set: &impl MigrationSource<DB>,
) -> Result<Names, Box<dyn std::error::Error + Send + Sync>> {
    let migrations = set.migrations()?;
    let names = migrations.iter().map(|migration| migration.name());
    Ok(names.map(|name| (name.version().to_string(), name.to_string())).collect())
}

/// An exclusive lock on a file beside the database, until it is dropped.
fn take_turn(database: &Path) -> Result<File, MigrationError> {
    if let Some(folder) = database.parent() {
        private::folder(folder)?;
    }
    let mut beside = database.as_os_str().to_owned();
    beside.push(".lock");
    let file = private::file().create(true).truncate(false).open(beside)?;
    file.lock()?;
    Ok(file)
}

pub(super) fn create_if_missing(url: &DatabaseUrl) -> Result<(), MigrationError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            // Opened only where it is new: closing a file that SQLite has open in this process would
            // drop SQLite's locks on it. Its log and index inherit who may read it.
            match private::file().create_new(true).open(path) {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error)?,
                _ => {}
            }
        }
        DatabaseUrl::Postgresql(address) => {
            if PgConnection::establish(address).is_ok() {
                return Ok(());
            }
            let Some((maintenance, name)) = url.maintenance() else { return Ok(()) };
            let mut connection = PgConnection::establish(&maintenance)?;
            use diesel::connection::SimpleConnection as _;
            let quoted = name.replace('"', "\"\"");
            // Another process may have made it meanwhile; the next connection will tell.
            let _ = connection.batch_execute(&format!("CREATE DATABASE \"{quoted}\""));
        }
    }
    Ok(())
}

/// Whether a database of PostgreSQL is not there, or holds no table. Makes nothing.
pub(super) fn is_empty(url: &DatabaseUrl) -> Result<bool, MigrationError> {
    let DatabaseUrl::Postgresql(address) = url else { return Ok(false) };
    let mut connection = match PgConnection::establish(address) {
        Ok(connection) => connection,
        Err(error) => {
            let Some((maintenance, name)) = url.maintenance() else { return Err(error.into()) };
            let mut connection = PgConnection::establish(&maintenance)?;
            let there = diesel::sql_query(
                "SELECT datname::text AS version FROM pg_database WHERE datname = $1",
            )
            .bind::<diesel::sql_types::Text, _>(name)
            .load::<Applied>(&mut connection)?;
            return if there.is_empty() { Ok(true) } else { Err(error.into()) };
        }
    };
    let tables = diesel::sql_query(
        "SELECT tablename::text AS version FROM pg_tables \
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LIMIT 1",
    );
    Ok(tables.load::<Applied>(&mut connection)?.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::{
        db::{Database, DatabaseOptions, DatabaseUrl, MigrationError},
        log::fixture,
    };

    /// The address of a file that is not there yet, in a folder that is removed with its test.
    fn new_file(test: &fixture::TestDatabase) -> (DatabaseUrl, std::path::PathBuf) {
        let DatabaseUrl::Sqlite(path) = &test.url else { panic!("SQLite") };
        let path = path.with_file_name("new.db");
        (DatabaseUrl::Sqlite(path.clone()), path)
    }

    #[test]
    fn many_that_open_one_new_file_at_once_all_succeed() {
        let test = fixture::sqlite();
        let (url, _) = new_file(&test);
        std::thread::scope(|threads| {
            let open = || Database::open(&url, &[], DatabaseOptions { permits: 1, writes: 0 });
            let opening: Vec<_> = (0..8).map(|_| threads.spawn(open)).collect();
            for opened in opening {
                opened.join().unwrap().unwrap();
            }
        });
    }

    #[test]
    fn what_is_to_be_there_already_is_never_made() {
        let test = fixture::sqlite();
        let (url, path) = new_file(&test);
        let existing = || {
            Database::open_existing(&url, &[], DatabaseOptions { permits: 1, writes: 0 }).map(drop)
        };
        assert!(matches!(existing(), Err(MigrationError::Missing)));
        assert!(!path.exists());
        // An empty file is a database without tables, and stays one.
        std::fs::write(&path, []).unwrap();
        let Err(MigrationError::Pending(lacking)) = existing() else {
            panic!("its tables are there")
        };
        assert!(!lacking.is_empty());
        let Err(MigrationError::Pending(again)) = existing() else { panic!("it was migrated") };
        assert_eq!(again, lacking);
        Database::open(&url, &[], DatabaseOptions { permits: 1, writes: 0 }).unwrap();
        existing().unwrap();
    }

    #[test]
    fn a_database_of_postgresql_that_is_to_be_there_is_not_made_either() {
        let Some(test) = fixture::postgresql() else { return };
        let DatabaseUrl::Postgresql(address) = &test.url else { panic!("PostgreSQL") };
        let (base, options) = address.split_once('?').map_or((address.as_str(), ""), |parts| parts);
        let missing = DatabaseUrl::Postgresql(format!("{base}_missing?{options}"));
        let existing =
            |url| Database::open_existing(url, &[], DatabaseOptions { permits: 1, writes: 0 });
        for _ in 0..2 {
            assert!(matches!(existing(&missing), Err(MigrationError::Connection(_))));
        }
        existing(&test.url).unwrap();
    }

    #[test]
    fn a_new_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let test = fixture::sqlite();
        let (url, path) = new_file(&test);
        let database =
            Database::open(&url, &[], DatabaseOptions { permits: 1, writes: 0 }).unwrap();
        database.write_now(|connection| Ok(connection.batch("CREATE TABLE note (t)")?)).unwrap();
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let path = format!("{}{suffix}", path.display());
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{path}");
        }
    }
}
