//! The sealer: gives committed events their position, and grows the tree over them.
//!
//! Acknowledging a write does not wait for it. Readers of the feed see sealed events only, so a
//! feed never skips one that was committed late. Any number of processes may run a sealer on one
//! database: each round checks, under a lock, that nobody sealed since it was prepared.

use std::{path::PathBuf, sync::Arc, time::Duration};

use diesel::prelude::*;
use htx_model::{event::Event, id::EventId};
use tokio::{sync::watch, time::Instant};

use super::{
    CheckpointKey,
    checkpoint::{self, CheckpointFolder, SignedCheckpoint},
    counted,
    history::read_body,
    schema::{event, event_pending, event_seal, tree_hash},
    stored,
    tree::{Frontier, StoredHash},
};
use crate::{
    clock::Clock,
    db::{Connection, Database, types::Bind},
    each,
    failure::Failure,
};

/// The lock under which positions are given.
const LOCK: &str = "htx event log sealer";
/// How long the sealer sleeps where nothing wakes it: another process may have written.
const IDLE: Duration = Duration::from_secs(1);
/// Ids of one query: far below the 32,766 parameters that SQLite takes.
const IDS: usize = 1_000;

/// How a service's log is sealed.
pub struct SealerOptions {
    /// The service, as it names its folder of checkpoints.
    pub service: String,
    /// Signs the checkpoints.
    pub key: CheckpointKey,
    /// Tells when they are signed.
    pub clock: Arc<dyn Clock>,
    /// The folder under which they are written, each service in its own.
    pub folder: Option<PathBuf>,
    /// The least time between two checkpoints.
    pub checkpoint_every: Duration,
    /// The most events sealed in one transaction.
    pub round: u32,
    /// The least time between two rounds, in which writes gather: rounds share SQLite's one writer.
    pub pause: Duration,
}

impl SealerOptions {
    /// The usual pace: rounds of a thousand at most every 50 ms, a checkpoint every 10 seconds.
    #[must_use]
    pub fn new(service: &str, key: CheckpointKey, clock: Arc<dyn Clock>) -> Self {
        Self {
            service: service.to_owned(),
            key,
            clock,
            folder: None,
            checkpoint_every: Duration::from_secs(10),
            round: 1_000,
            pause: Duration::from_millis(50),
        }
    }

    /// Also writes the checkpoints to files.
    #[must_use]
    pub fn publishing_to(mut self, folder: Option<PathBuf>) -> Self {
        self.folder = folder;
        self
    }
}

/// Seals one service's log.
pub struct Sealer {
    database: Database,
    options: Arc<SealerOptions>,
    folder: Option<CheckpointFolder>,
    frontier: Frontier,
    sealed: watch::Sender<u64>,
    signed: Option<SignedCheckpoint>,
    signed_at: Option<Instant>,
    /// So that an outage is logged once, not every second.
    failing: bool,
}

impl Sealer {
    /// A sealer of the log in a database.
    #[must_use]
    pub fn new(database: Database, options: SealerOptions) -> Self {
        let folder =
            options.folder.as_deref().map(|folder| CheckpointFolder::of(folder, &options.service));
        Self {
            database,
            options: Arc::new(options),
            folder,
            frontier: Frontier::default(),
            sealed: watch::Sender::new(0),
            signed: None,
            signed_at: None,
            failing: false,
        }
    }

    /// Tells how many events are sealed through this channel, which others hold already.
    #[must_use]
    pub fn announcing(mut self, sealed: watch::Sender<u64>) -> Self {
        self.sealed = sealed;
        self
    }

    /// How many events are sealed; changes when more are.
    #[must_use]
    pub fn sealed(&self) -> watch::Receiver<u64> {
        self.sealed.subscribe()
    }

    /// Seals and signs until told to stop, then once more.
    pub async fn run(mut self, stop: impl Future<Output = ()> + Send) {
        tokio::pin!(stop);
        loop {
            let outcome = self.step().await;
            self.report(outcome);
            tokio::select! {
                () = &mut stop => break,
                () = self.database.written() => {}
                () = tokio::time::sleep(IDLE) => {}
            }
            tokio::time::sleep(self.options.pause).await;
        }
        let outcome = self.finish().await;
        self.report(outcome);
    }

    /// Seals all that is pending and signs the result: at shutdown, and after a command's writes.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn finish(&mut self) -> Result<(), Failure> {
        self.seal_pending().await?;
        self.sign_checkpoint().await
    }

    async fn step(&mut self) -> Result<(), Failure> {
        self.seal_pending().await?;
        let rested = self.signed_at.is_none_or(|at| at.elapsed() >= self.options.checkpoint_every);
        if rested { self.sign_checkpoint().await } else { Ok(()) }
    }

    fn report(&mut self, outcome: Result<(), Failure>) {
        match outcome {
            Ok(()) => self.failing = false,
            Err(error) if !self.failing => {
                self.failing = true;
                tracing::error!(service = self.options.service, %error, "the log cannot be sealed");
            }
            Err(_) => {}
        }
    }

    async fn seal_pending(&mut self) -> Result<(), Failure> {
        let full = usize::try_from(self.options.round).unwrap_or(usize::MAX);
        while self.seal_round().await?.is_none_or(|sealed| sealed >= full) {}
        Ok(())
    }

    /// Seals one round. Returns how many events it sealed, or nothing where another process was
    /// first and the round has to be prepared anew.
    async fn seal_round(&mut self) -> Result<Option<usize>, Failure> {
        let (known, limit) = (std::mem::take(&mut self.frontier), self.options.round);
        let prepare = move |connection: &mut Connection| Round::prepare(connection, known, limit);
        let round = self.database.read(prepare).await?;
        let found = round.seals.len();
        let after = round.after.clone();
        if found > 0 && !self.database.write(move |connection| round.commit(connection)).await? {
            return Ok(None);
        }
        self.sealed.send_if_modified(|size| {
            let grown = *size != after.size();
            *size = after.size();
            grown
        });
        self.frontier = after;
        Ok(Some(found))
    }

    async fn sign_checkpoint(&mut self) -> Result<(), Failure> {
        let size = self.frontier.size();
        if size == 0 || self.signed.as_ref().is_some_and(|signed| signed.size == size) {
            return Ok(());
        }
        self.signed_at = Some(Instant::now());
        let options = self.options.clone();
        let now = options.clock.now();
        let signed = self
            .database
            .write(move |connection| {
                connection.lock(LOCK)?;
                // Another process may have sealed and signed more meanwhile.
                let size = sealed_size(connection)?;
                checkpoint::sign(connection, &options.key, size, now)
            })
            .await?;
        if let Some(folder) = self.folder.clone() {
            let signed = signed.clone();
            tokio::task::spawn_blocking(move || folder.publish(&signed))
                .await
                .map_err(Failure::unexpected)?
                .map_err(Failure::unavailable)?;
        }
        self.signed = Some(signed);
        Ok(())
    }
}

/// How many events are sealed.
///
/// # Errors
/// What the database reports.
pub fn sealed_size(connection: &mut Connection) -> QueryResult<u64> {
    let last: Option<i64> = event_seal::table
        .order(event_seal::position.desc())
        .select(event_seal::position)
        .first(connection)
        .optional()?;
    Ok(last.map_or(0, counted))
}

/// Events that are committed and not yet sealed, in the order of their ids: for readers inside the
/// service that must see every acknowledged write. The feed gives them once they have a position.
///
/// # Errors
/// What the database reports.
pub fn pending(connection: &mut Connection, limit: u32) -> Result<Vec<Event>, Failure> {
    let bodies = pending_bodies(connection, limit)?;
    bodies.iter().map(|(_, body)| read_body(body)).collect()
}

/// The events themselves are asked for by their ids. Of a join PostgreSQL made a walk along the whole log:
/// what is pending comes last in it, which the database cannot know.
fn pending_bodies(
    connection: &mut Connection,
    limit: u32,
) -> Result<Vec<(EventId, String)>, Failure> {
    let ids: Vec<EventId> = event_pending::table
        .order(event_pending::event_id)
        .limit(i64::from(limit))
        .select(event_pending::event_id)
        .load(connection)?;
    let mut bodies = Vec::with_capacity(ids.len());
    for ids in ids.chunks(IDS) {
        let found = event::table
            .filter(event::id.eq_any(ids.iter().copied().map(Bind)))
            .order(event::id)
            .select((event::id, event::body))
            .load::<(EventId, String)>(connection)?;
        bodies.extend(found);
    }
    Ok(bodies)
}

#[derive(Insertable)]
#[diesel(table_name = event_seal)]
struct SealRow {
    position: i64,
    event_id: Bind<EventId>,
}

#[derive(Insertable)]
#[diesel(table_name = tree_hash)]
struct HashRow {
    hash_index: i64,
    hash: Vec<u8>,
}

/// What one round will write. Hashing is done before the writer is occupied.
struct Round {
    /// The size on which the round builds.
    size: u64,
    seals: Vec<SealRow>,
    hashes: Vec<HashRow>,
    after: Frontier,
}

impl Round {
    /// Reads what is pending and computes its place in the tree.
    fn prepare(connection: &mut Connection, known: Frontier, limit: u32) -> Result<Self, Failure> {
        // The size comes first: events sealed by another process between the two queries then
        // change it, and `commit` notices.
        let size = sealed_size(connection)?;
        let mut after =
            if known.size() == size { known } else { Frontier::load(connection, size)? };
        let pending = pending_bodies(connection, limit)?;
        let mut hashes: Vec<StoredHash> = Vec::with_capacity(pending.len() * 2);
        let mut seals = Vec::with_capacity(pending.len());
        for (event_id, body) in pending {
            let leaf = tlog_tiles::record_hash(body.as_bytes());
            hashes.extend(after.push(leaf).map_err(Failure::unexpected)?);
            seals.push(SealRow { position: stored(after.size()), event_id: Bind(event_id) });
        }
        let row = |(index, hash): StoredHash| HashRow {
            hash_index: stored(index),
            hash: hash.0.to_vec(),
        };
        Ok(Self { size, seals, hashes: hashes.into_iter().map(row).collect(), after })
    }

    /// Writes the round, unless another process sealed since it was prepared. Says whether it did.
    fn commit(self, connection: &mut Connection) -> Result<bool, Failure> {
        connection.lock(LOCK)?;
        if sealed_size(connection)? != self.size {
            return Ok(false);
        }
        let sealed_now = event_seal::table
            .filter(event_seal::position.gt(stored(self.size)))
            .select(event_seal::event_id);
        each!(connection, connection => {
            diesel::insert_into(event_seal::table).values(&self.seals).execute(connection)?;
            diesel::insert_into(tree_hash::table).values(&self.hashes).execute(connection)?;
            diesel::delete(event_pending::table.filter(event_pending::event_id.eq_any(sealed_now)))
                .execute(connection)?;
        });
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
