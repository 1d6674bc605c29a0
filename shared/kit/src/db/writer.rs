//! SQLite's one writer: a thread that commits waiting writes together.
//!
//! SQLite takes one writer at a time and a durable commit costs a flush to disk. So the writes that
//! arrive while one commit is being flushed share the next: each runs in its own savepoint, all are
//! acknowledged after the one commit that holds them. Nothing is acknowledged before it is on disk.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
};

use diesel::{
    Connection as _,
    connection::{AnsiTransactionManager, TransactionManager},
};
use tokio::sync::oneshot;

use super::{Connection, pool::Manager};
use crate::failure::Failure;

/// The most writes that share one commit.
const BATCH: usize = 128;

/// A write on its way to the writer thread.
trait Write: Send {
    fn run(&mut self, connection: &mut Connection);
    fn acknowledge(self: Box<Self>, commit: Result<(), String>);
}

struct Pending<T, F> {
    work: Option<F>,
    outcome: Option<Result<T, Failure>>,
    reply: oneshot::Sender<Result<T, Failure>>,
}

impl<T, F> Write for Pending<T, F>
where
    T: Send + 'static,
    F: FnOnce(&mut Connection) -> Result<T, Failure> + Send,
{
    fn run(&mut self, connection: &mut Connection) {
        let Some(work) = self.work.take() else { return };
        // A panic rolls this write's savepoint back and leaves the others as they are.
        let ended = catch_unwind(AssertUnwindSafe(|| connection.transaction(work)));
        self.outcome = Some(ended.unwrap_or_else(|_| {
            let _ = <Connection as diesel::Connection>::TransactionManager::rollback_transaction(
                connection,
            );
            Err(Failure::unexpected("a write panicked"))
        }));
    }

    fn acknowledge(self: Box<Self>, commit: Result<(), String>) {
        let outcome = match (self.outcome, commit) {
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Err(failure)), _) => Err(failure),
            (_, Err(reason)) => Err(Failure::unavailable(reason)),
            (None, Ok(())) => Err(Failure::unexpected("a write was never run")),
        };
        // The caller may have gone away; what was committed stays committed.
        let _ = self.reply.send(outcome);
    }
}

/// The way to the writer thread. The thread ends when the last of these is dropped.
pub(super) struct Writer(mpsc::SyncSender<Box<dyn Write>>);

impl Writer {
    pub(super) fn start(manager: Manager) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::sync_channel(4096);
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || serve(&manager, &receiver))?;
        Ok(Self(sender))
    }

    /// Hands a write over; its result comes when it is durable.
    pub(super) fn submit<T, F>(&self, work: F) -> oneshot::Receiver<Result<T, Failure>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
    {
        let (reply, receiver) = oneshot::channel();
        let write = Pending { work: Some(work), outcome: None, reply };
        if let Err(mpsc::TrySendError::Full(write) | mpsc::TrySendError::Disconnected(write)) =
            self.0.try_send(Box::new(write))
        {
            write.acknowledge(Err("too many writes are waiting".to_owned()));
        }
        receiver
    }
}

fn serve(manager: &Manager, receiver: &mpsc::Receiver<Box<dyn Write>>) {
    let mut connection = None;
    while let Ok(first) = receiver.recv() {
        let mut batch = vec![first];
        batch.extend(std::iter::from_fn(|| receiver.try_recv().ok()).take(BATCH - 1));
        let committed = commit_together(manager, &mut connection, &mut batch);
        if committed.is_err() {
            // Whatever state it is in, the next batch begins with a fresh connection.
            connection = None;
        }
        for write in batch {
            write.acknowledge(committed.clone());
        }
    }
}

fn commit_together(
    manager: &Manager,
    slot: &mut Option<Connection>,
    batch: &mut [Box<dyn Write>],
) -> Result<(), String> {
    let connection = match slot {
        Some(connection) => connection,
        None => slot.insert(manager.establish().map_err(|error| error.to_string())?),
    };
    begin_immediate(connection).map_err(|error| error.to_string())?;
    for write in batch {
        write.run(connection);
    }
    <Connection as diesel::Connection>::TransactionManager::commit_transaction(connection)
        .map_err(|error| error.to_string())
}

/// Takes SQLite's write lock at once: a transaction that begins as a reader and then writes could
/// fail half-way where another process wrote meanwhile.
fn begin_immediate(connection: &mut Connection) -> diesel::QueryResult<()> {
    match connection {
        Connection::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")
        }
        Connection::Postgresql(postgresql) => AnsiTransactionManager::begin_transaction(postgresql),
    }
}
