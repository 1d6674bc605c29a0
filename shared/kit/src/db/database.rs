//! A service's database: reads through a pool behind a fair gate, writes in one transaction each.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use diesel::{Connection as _, r2d2::Pool};
use tokio::sync::{Notify, Semaphore, oneshot};

use super::{
    Connection, DatabaseUrl, MigrationError, Migrations,
    pool::{Manager, WAIT},
    writer::Writer,
};
use crate::{failure::Failure, telemetry};

/// How many writes PostgreSQL has at once of a service in which many write, beside its queries. A write waits
/// for the disk most of its time, and those that wait at the same time are flushed together: where a flush
/// takes 3 ms, four at once made a thousand a second, eight four and sixteen eight thousand. Not for
/// every service: a server has a hundred connections by default.
const WRITES_AT_ONCE: usize = 12;
/// After so long a connection that nobody needed is given back to the server.
const KEPT_IDLE: Duration = Duration::from_secs(30);

/// How a database is used.
#[derive(Debug, Clone, Copy)]
pub struct DatabaseOptions {
    /// Operations at once. Measured: more than about two a core only adds waiting.
    pub permits: usize,
    /// Writes at once on PostgreSQL beside them; where none, writes take their turn with the queries.
    pub writes: usize,
}

impl DatabaseOptions {
    /// The usual ones, for a service in which many write at once.
    #[must_use]
    pub fn many_writers() -> Self {
        Self { writes: WRITES_AT_ONCE, ..Self::default() }
    }
}

impl Default for DatabaseOptions {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { permits: (cores * 2).max(4), writes: 0 }
    }
}

/// A service's own database. Cheap to clone.
#[derive(Clone)]
pub struct Database(Arc<Inner>);

struct Inner {
    url: DatabaseUrl,
    pool: Pool<Manager>,
    gate: Arc<Semaphore>,
    writes: Writes,
    written: Notify,
}

/// How writes are committed together.
enum Writes {
    /// SQLite has one writer.
    Sqlite(Writer),
    /// PostgreSQL commits by itself together what waits at once; this is the gate to it.
    Postgresql(Arc<Semaphore>),
}

impl std::fmt::Debug for Database {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Database({})", self.0.url)
    }
}

impl Database {
    /// Opens the database and brings its tables up to date, making it where it does not exist.
    ///
    /// # Errors
    /// Where it cannot be reached or a migration fails.
    pub fn open(
        url: &DatabaseUrl,
        migrations: &[Migrations],
        options: DatabaseOptions,
    ) -> Result<Self, MigrationError> {
        super::migrations::migrate(url, migrations)?;
        Self::over(url, options)
    }

    /// Opens a database that must be there already, with all the tables that this program knows. Nothing
    /// is made and nothing is migrated: for commands that look at what others serve.
    ///
    /// # Errors
    /// Where it is not there, cannot be reached or lacks tables; the error says which.
    pub fn open_existing(
        url: &DatabaseUrl,
        migrations: &[Migrations],
        options: DatabaseOptions,
    ) -> Result<Self, MigrationError> {
        super::migrations::expect_migrated(url, migrations)?;
        Self::over(url, options)
    }

    fn over(url: &DatabaseUrl, options: DatabaseOptions) -> Result<Self, MigrationError> {
        let manager = Manager { url: url.clone() };
        let gate = Arc::new(Semaphore::new(options.permits));
        let writes = match url {
            DatabaseUrl::Sqlite(_) => Writes::Sqlite(Writer::start(Manager { url: url.clone() })?),
            DatabaseUrl::Postgresql(_) if options.writes == 0 => {
                Writes::Postgresql(Arc::clone(&gate))
            }
            DatabaseUrl::Postgresql(_) => {
                Writes::Postgresql(Arc::new(Semaphore::new(options.writes)))
            }
        };
        // On SQLite those for writes serve who reads past the gate: jobs, and brief reads while it is full.
        let at_once = options.permits + options.writes;
        let pool = Pool::builder()
            .max_size(u32::try_from(at_once).unwrap_or(u32::MAX))
            // A spare one is opened where a broken one was given up, which wakes whoever waits for it.
            .min_idle(Some(1))
            .idle_timeout(Some(KEPT_IDLE))
            .connection_timeout(WAIT)
            .test_on_check_out(false)
            .error_handler(Box::new(diesel::r2d2::NopErrorHandler))
            .build_unchecked(manager);
        Ok(Self(Arc::new(Inner { url: url.clone(), pool, gate, writes, written: Notify::new() })))
    }

    /// Runs a query. Waits its turn at the gate, then has a thread and a connection to itself.
    ///
    /// # Errors
    /// What the work reports, or [`Failure::Unavailable`] where no connection can be had.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
    {
        self.in_turn(&self.0.gate, work).await
    }

    async fn in_turn<T, F>(&self, gate: &Arc<Semaphore>, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
    {
        let turn = Arc::clone(gate).acquire_owned().await.map_err(Failure::unavailable)?;
        let database = self.clone();
        let (reply, answer) = oneshot::channel();
        // Boxed: what the runtime makes of it is compiled once, and not for each of a thousand queries.
        let work: Box<dyn FnOnce() + Send> = Box::new(move || {
            // Caught here, where it is known where it was; the connection is gone by then.
            let ended = catch_unwind(AssertUnwindSafe(|| database.read_now(work)));
            // Held by the work and not by whoever waits for it: callers hang up, queries go on.
            drop(turn);
            let _ = reply.send(ended.unwrap_or_else(|_| Err(telemetry::panicked("a query"))));
        });
        drop(tokio::task::spawn_blocking(work));
        answer.await.map_err(|_| Failure::unavailable("the process is ending"))?
    }

    /// [`Database::read`] for a few rows that an index finds, such as one resource or one page.
    ///
    /// SQLite is read on the spot: handing thirty microseconds of work to another thread and back
    /// costs more than the work. Measured on two cores with 32 connections, that is the difference
    /// between a fifth and a third of what `pgbench` reads.
    ///
    /// # Errors
    /// As [`Database::read`].
    pub async fn read_briefly<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
    {
        let at_hand = match self.0.url {
            DatabaseUrl::Sqlite(_) => self.0.pool.try_get(),
            DatabaseUrl::Postgresql(_) => None,
        };
        match at_hand {
            Some(mut pooled) => pooled.run(work),
            None => self.read(work).await,
        }
    }

    /// Runs a use case in one transaction; when this returns `Ok`, it is durable.
    ///
    /// # Errors
    /// What the work reports, after which nothing of it remains; or [`Failure::Unavailable`].
    pub async fn write<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
    {
        let outcome = match &self.0.writes {
            Writes::Sqlite(writer) => {
                let reply = writer.submit(work);
                reply.await.map_err(lost)?
            }
            Writes::Postgresql(gate) => {
                self.in_turn(gate, |connection| connection.transaction(work)).await
            }
        };
        if outcome.is_ok() {
            self.0.written.notify_one();
        }
        outcome
    }

    /// [`Database::read`] for threads that may wait: commands, jobs, the sealer.
    ///
    /// # Errors
    /// As [`Database::read`].
    pub fn read_now<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.0.pool.get().map_err(Failure::unavailable)?.run(work)
    }

    /// [`Database::write`] for threads that may wait.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub fn write_now<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
    {
        let outcome = match &self.0.writes {
            Writes::Sqlite(writer) => writer.submit(work).blocking_recv().map_err(lost)?,
            Writes::Postgresql(_) => self.read_now(|connection| connection.transaction(work)),
        };
        if outcome.is_ok() {
            self.0.written.notify_one();
        }
        outcome
    }

    /// Whether writes are still taken: on SQLite, whether the writer's thread runs.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        match &self.0.writes {
            Writes::Sqlite(writer) => writer.is_alive(),
            Writes::Postgresql(_) => true,
        }
    }

    #[cfg(test)]
    pub(super) fn writer(&self) -> Option<&Writer> {
        match &self.0.writes {
            Writes::Sqlite(writer) => Some(writer),
            Writes::Postgresql(_) => None,
        }
    }

    /// Ends when something was written through this handle since the last call.
    pub async fn written(&self) {
        self.0.written.notified().await;
    }

    /// Where it is, without its password.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.0.url
    }
}

fn lost(_: oneshot::error::RecvError) -> Failure {
    Failure::unavailable("the writer has stopped")
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::log::fixture;

    #[test]
    fn who_goes_away_keeps_the_turn_until_the_query_has_ended() {
        let place = fixture::sqlite();
        fixture::run(async {
            let database =
                Database::open(&place.url, &[], DatabaseOptions { permits: 1, writes: 0 }).unwrap();
            let (go, wait) = mpsc::channel::<()>();
            let (started, begun) = mpsc::channel::<()>();
            let query = database.read(move |_| {
                let _ = started.send(());
                let _ = wait.recv();
                Ok(())
            });
            let gone = tokio::time::timeout(Duration::from_millis(50), query).await;
            assert!(gone.is_err() && begun.recv().is_ok());
            assert_eq!(database.0.gate.available_permits(), 0);
            go.send(()).unwrap();
            database.read(|_| Ok(())).await.unwrap();
        });
    }

    #[test]
    fn on_postgresql_writes_go_on_while_queries_fill_their_gate() {
        let Some(place) = fixture::postgresql() else { return };
        fixture::run(async {
            let options = DatabaseOptions { permits: 1, writes: 1 };
            let database = Database::open(&place.url, &[], options).unwrap();
            let (end_query, query_ends) = mpsc::channel::<()>();
            let (begin, begun) = oneshot::channel::<()>();
            let query = database.read(move |_| {
                let _ = begin.send(());
                let _ = query_ends.recv();
                Ok(())
            });
            let others = async {
                begun.await.unwrap();
                database.write(|_| Ok(())).await.unwrap();

                let (end_write, write_ends) = mpsc::channel::<()>();
                let first = database.write(move |_| {
                    let _ = write_ends.recv();
                    Ok(())
                });
                let second = async {
                    let waited = tokio::time::timeout(
                        Duration::from_millis(100),
                        database.write(|_| Ok(())),
                    );
                    assert!(waited.await.is_err(), "a second write went beside the first");
                    end_write.send(()).unwrap();
                };
                tokio::join!(first, second).0.unwrap();
                end_query.send(()).unwrap();
            };
            tokio::join!(query, others).0.unwrap();
            // Who gave up before their turn has left the gate open.
            database.write(|_| Ok(())).await.unwrap();
        });
    }
}
