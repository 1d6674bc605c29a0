//! SQLite's one writer: a thread that commits waiting writes together.
//!
//! SQLite takes one writer at a time and a durable commit costs a flush to disk. So the writes that
//! arrive while one commit is being flushed share the next: each runs in its own savepoint, all are
//! acknowledged after the one commit that holds them. One that is alone needs no savepoint: in it, each page
//! that is changed is kept a second time (a twelfth of an import's time). Nothing is acknowledged before it
//! is on disk.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc,
    thread::JoinHandle,
};

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use tokio::sync::oneshot;

use super::{Connection, pool::Manager};
use crate::{failure::Failure, telemetry};

type Transactions = <Connection as diesel::Connection>::TransactionManager;

/// The most writes that share one commit.
const BATCH: usize = 128;

/// A write on its way to the writer thread.
trait Write: Send {
    /// Runs it in a savepoint; says whether the transaction around it still stands.
    fn run(&mut self, connection: &mut Connection) -> bool;
    /// Runs it in the transaction itself; says whether that is to be committed.
    fn run_alone(&mut self, connection: &mut Connection) -> bool;
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
    fn run(&mut self, connection: &mut Connection) -> bool {
        let Some(work) = self.work.take() else { return true };
        let (outcome, stands) = in_savepoint(connection, work);
        self.outcome = Some(outcome);
        stands
    }

    fn run_alone(&mut self, connection: &mut Connection) -> bool {
        let Some(work) = self.work.take() else { return true };
        let outcome = self.outcome.insert(attempt(connection, work, 1));
        outcome.is_ok()
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
pub(super) struct Writer {
    queue: mpsc::SyncSender<Box<dyn Write>>,
    thread: JoinHandle<()>,
}

impl Writer {
    pub(super) fn start(manager: Manager) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::sync_channel(4096);
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || serve(&manager, &receiver))?;
        Ok(Self { queue: sender, thread })
    }

    /// Whether the thread still runs.
    pub(super) fn is_alive(&self) -> bool {
        !self.thread.is_finished()
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
            self.queue.try_send(Box::new(write))
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
        None => slot.insert(manager.establish_writer().map_err(|error| error.to_string())?),
    };
    begin_immediate(connection).map_err(|error| error.to_string())?;
    let rolled_back = || Err("the transaction of these writes was rolled back".to_owned());
    if let [only] = batch {
        if !only.run_alone(connection) {
            return if roll_back_to(connection, 0) { Ok(()) } else { rolled_back() };
        }
    } else {
        for write in batch {
            if !write.run(connection) {
                // Whatever ran now would commit by itself, and be answered as if it had not.
                return rolled_back();
            }
        }
    }
    Transactions::commit_transaction(connection).map_err(|error| error.to_string())
}

/// Runs a write in a savepoint, and says whether the transaction around it still stands. SQLite
/// rolls all of it back by itself where the disk is full or fails in the middle of a statement.
fn in_savepoint<T, F>(connection: &mut Connection, work: F) -> (Result<T, Failure>, bool)
where
    F: FnOnce(&mut Connection) -> Result<T, Failure>,
{
    if let Err(error) = Transactions::begin_transaction(connection) {
        return (Err(error.into()), false);
    }
    let outcome = attempt(connection, work, 2).and_then(|value| {
        Transactions::commit_transaction(connection).map(|()| value).map_err(Failure::from)
    });
    let stands = roll_back_to(connection, 1);
    (outcome, stands)
}

/// Runs a write where so many transactions are open. A panic is its failure, and nobody else's; whoever
/// called rolls back.
fn attempt<T, F>(connection: &mut Connection, work: F, open: u32) -> Result<T, Failure>
where
    F: FnOnce(&mut Connection) -> Result<T, Failure>,
{
    let ended = catch_unwind(AssertUnwindSafe(|| work(connection)));
    let value = ended.unwrap_or_else(|_| Err(telemetry::panicked("a write")))?;
    if depth(connection) == Some(open) {
        return Ok(value);
    }
    Err(Failure::unexpected("a write left a transaction of its own open"))
}

/// Rolls back until so many transactions are open: a write that panicked may have left more open.
fn roll_back_to(connection: &mut Connection, open: u32) -> bool {
    while depth(connection).is_some_and(|depth| depth > open) {
        if Transactions::rollback_transaction(connection).is_err() {
            return false;
        }
    }
    depth(connection) == Some(open)
}

/// How many transactions are open within one another; nothing where that is not known any more.
fn depth(connection: &mut Connection) -> Option<u32> {
    let status = Transactions::transaction_manager_status_mut(connection);
    status.transaction_depth().ok().map(|depth| depth.map_or(0, std::num::NonZeroU32::get))
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

#[cfg(test)]
mod tests;
