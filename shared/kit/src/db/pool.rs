//! The pool's manager: makes connections, sets them up, and forgets those that broke.

use std::time::Duration;

use diesel::{
    Connection as _, ConnectionError,
    pg::PgConnection,
    r2d2::{ManageConnection, R2D2Connection as _},
    sqlite::SqliteConnection,
};

use super::{Connection, DatabaseUrl};
use crate::failure::Failure;

/// Acknowledged writes survive a power cut (`synchronous=FULL`); readers never wait for the writer
/// (WAL); a second process may hold the file for a while (`busy_timeout`). The log is carried over into
/// the file every 16 MB: at every 4 MB, as SQLite would, it took a thirteenth of an import's time. A connection
/// keeps half a megabyte of pages: with SQLite's own 2 MB the suite held 14 MB more after a load and read no
/// faster, since the system keeps the file's pages once for all.
const SQLITE_SETUP: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; \
    PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -512;";

/// What a transaction has changed stays in memory until it is committed, up to 64 MB, whatever pages
/// are kept otherwise. With SQLite's own 2 MB it was written out while it ran and read back: a seventh of an import's time. No memory is kept by it.
const SQLITE_WRITER_SETUP: &str = "PRAGMA cache_spill = 16000;";

/// No statement of a request runs longer; instants are exchanged in UTC. Reading a page by an index costs
/// what reading the next one does, as on every disk of today: by PostgreSQL's own figure of four, a statement
/// that was prepared while its table was small read all of it ever after (a city took three times as long to
/// make).
const POSTGRESQL_SETUP: &str = "SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
    SET random_page_cost = 1.1; SET timezone = 'UTC'; SET idle_in_transaction_session_timeout = '60s'; \
    SET client_min_messages = warning;";

/// How long a request waits for a connection before it is told to come back later.
pub(super) const WAIT: Duration = Duration::from_secs(3);

#[derive(Debug)]
pub(super) struct Manager {
    pub(super) url: DatabaseUrl,
}

/// A pooled connection, and whether the last thing that it did showed that it is gone.
pub(super) struct Pooled {
    pub(super) connection: Connection,
    pub(super) broken: bool,
}

impl Pooled {
    /// Does some work, and notes whether the connection survived it.
    pub(super) fn run<T>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let outcome = work(&mut self.connection);
        self.broken = outcome.as_ref().err().is_some_and(is_of_the_database);
        outcome
    }
}

/// Whether a failure tells of the connection. A use case is unavailable also for what the rows hold, such as
/// what a later release wrote: whoever tries that again and again would have the server make a connection
/// each time.
fn is_of_the_database(failure: &Failure) -> bool {
    matches!(failure, Failure::Unavailable(cause) if cause.is::<diesel::result::Error>())
}

impl Manager {
    pub(super) fn establish(&self) -> Result<Connection, ConnectionError> {
        let (mut connection, setup) = match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let path = path.to_str().ok_or_else(|| {
                    ConnectionError::BadConnection("the path is not valid UTF-8".to_owned())
                })?;
                (Connection::Sqlite(SqliteConnection::establish(path)?), SQLITE_SETUP)
            }
            DatabaseUrl::Postgresql(address) => {
                (Connection::Postgresql(PgConnection::establish(address)?), POSTGRESQL_SETUP)
            }
        };
        connection.batch(setup).map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(connection)
    }

    /// SQLite's one writer.
    pub(super) fn establish_writer(&self) -> Result<Connection, ConnectionError> {
        let mut connection = self.establish()?;
        connection
            .batch(SQLITE_WRITER_SETUP)
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(connection)
    }
}

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Pooled, Self::Error> {
        let connection = self.establish().map_err(diesel::r2d2::Error::ConnectionError)?;
        Ok(Pooled { connection, broken: false })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), Self::Error> {
        pooled.connection.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.broken || std::thread::panicking() || pooled.connection.is_broken()
    }
}
