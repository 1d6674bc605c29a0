//! Brings a database's tables up to date at start: the kit's own, then the service's.

use diesel::{Connection as _, pg::PgConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Connection, DatabaseUrl, connection::lock_number, pool::Manager};

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
        // Several processes of a service start at once: one migrates, the others wait.
        let number = lock_number("htx migrations");
        connection
            .batch(&format!("SET lock_timeout = '60s'; SELECT pg_advisory_lock({number})"))?;
        let outcome = run(&mut connection);
        connection.batch(&format!("SELECT pg_advisory_unlock({number})"))?;
        return outcome.map_err(MigrationError::Migration);
    }
    run(&mut connection).map_err(MigrationError::Migration)
}

fn create_if_missing(url: &DatabaseUrl) -> Result<(), MigrationError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
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
