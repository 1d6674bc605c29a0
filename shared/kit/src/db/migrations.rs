//! Brings a database's tables up to date at start: the kit's own, then the service's.

use std::{fs::File, path::Path};

use diesel::{Connection as _, pg::PgConnection};
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

#[cfg(test)]
mod tests {
    use crate::{
        db::{Database, DatabaseOptions, DatabaseUrl},
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
            let open = || Database::open(&url, &[], DatabaseOptions { permits: 1 });
            let opening: Vec<_> = (0..8).map(|_| threads.spawn(open)).collect();
            for opened in opening {
                opened.join().unwrap().unwrap();
            }
        });
    }

    #[test]
    fn a_new_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let test = fixture::sqlite();
        let (url, path) = new_file(&test);
        let database = Database::open(&url, &[], DatabaseOptions { permits: 1 }).unwrap();
        database.write_now(|connection| Ok(connection.batch("CREATE TABLE note (t)")?)).unwrap();
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let path = format!("{}{suffix}", path.display());
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{path}");
        }
    }
}
