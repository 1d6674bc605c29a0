//! The walk over the log, batch by batch, in the order of positions.

use std::collections::BTreeMap;

use diesel::prelude::*;
use htx_model::{event::Event, id::EventId};

use super::{Difference, VerificationReport, columns::EventRow};
use crate::{
    db::{Connection, types::Bind},
    failure::Failure,
    log::{
        TreeHash, VerifierKey,
        checkpoint::{Checkpoint, CheckpointRow},
        personal::commitment,
        schema::{checkpoint, event, event_pending, event_personal, event_seal, tree_hash},
        stored,
        tree::{Frontier, StoredHash, hashes_at},
    },
};

/// Events read at once.
const BATCH: i64 = 500;

/// Why a walk ends early.
pub(super) enum Stop {
    Difference(Difference),
    Failure(Failure),
}

impl From<Difference> for Stop {
    fn from(difference: Difference) -> Self {
        Self::Difference(difference)
    }
}

/// A row that cannot be read is a difference; a database that cannot be read is a failure.
fn reading(what: &'static str) -> impl FnOnce(diesel::result::Error) -> Stop {
    move |error| match error {
        diesel::result::Error::DeserializationError(reason) => {
            Difference::Unreadable { what, reason: reason.to_string() }.into()
        }
        other => Stop::Failure(other.into()),
    }
}

type Personal = (Vec<u8>, String);
type SealedRow = (i64, EventId, Option<EventRow>, Option<Personal>);

pub(super) struct Walk<'a> {
    key: &'a VerifierKey,
    /// Roots that were published, by the size of the log.
    published: BTreeMap<u64, Vec<TreeHash>>,
    frontier: Frontier,
    pending: u64,
    stored_checkpoints: u64,
    published_checkpoints: u64,
    personal: u64,
    erased: u64,
}

impl<'a> Walk<'a> {
    pub(super) fn new(key: &'a VerifierKey, published: BTreeMap<u64, Vec<TreeHash>>) -> Self {
        Self {
            key,
            published,
            frontier: Frontier::default(),
            pending: 0,
            stored_checkpoints: 0,
            published_checkpoints: 0,
            personal: 0,
            erased: 0,
        }
    }

    /// What was seen so far.
    pub(super) fn report(&self) -> VerificationReport {
        VerificationReport {
            sealed: self.frontier.size(),
            root: self.frontier.root().ok(),
            pending: self.pending,
            checkpoints: self.stored_checkpoints + self.published_checkpoints,
            personal: self.personal,
            erased: self.erased,
            difference: None,
        }
    }

    pub(super) fn run(&mut self, connection: &mut Connection) -> Result<(), Stop> {
        while self.sealed_batch(connection)? {}
        self.pending_events(connection)?;
        self.nothing_is_left_over(connection)
    }

    /// Walks the next batch; says whether there was one.
    fn sealed_batch(&mut self, connection: &mut Connection) -> Result<bool, Stop> {
        let from = self.frontier.size();
        let rows: Vec<SealedRow> = event_seal::table
            .left_join(event::table.on(event::id.eq(event_seal::event_id)))
            .left_join(event_personal::table.on(event_personal::event_id.eq(event_seal::event_id)))
            // The first batch also meets positions that should not exist.
            .filter(event_seal::position.gt(if from == 0 { i64::MIN } else { stored(from) }))
            .order(event_seal::position)
            .limit(BATCH)
            .select((
                event_seal::position,
                event_seal::event_id,
                Option::<EventRow>::as_select(),
                (event_personal::salt, event_personal::content).nullable(),
            ))
            .load(connection)
            .map_err(reading("event"))?;
        if rows.is_empty() {
            return Ok(false);
        }
        let checkpoints = self.checkpoints_within(connection, rows.len())?;
        let mut hashes = Vec::with_capacity(rows.len() * 2);
        let mut events = Vec::with_capacity(rows.len());
        for (position, event_id, row, personal) in rows {
            let expected = self.frontier.size() + 1;
            if position != stored(expected) {
                return Err(Difference::Position { expected, found: position }.into());
            }
            let row = row.ok_or(Difference::NoEvent { position: expected })?;
            events.push(event_id);
            hashes.extend(self.leaf(&row)?);
            let told = row.checked();
            // A changed body is best called by its position.
            if told.is_err() {
                self.compare_hashes(connection, &hashes, &events, from)?;
            }
            self.personal(&told?, personal)?;
            self.roots(&checkpoints)?;
        }
        self.compare_hashes(connection, &hashes, &events, from)?;
        Ok(true)
    }

    fn leaf(&mut self, row: &EventRow) -> Result<Vec<StoredHash>, Stop> {
        let leaf = tlog_tiles::record_hash(row.body.as_bytes());
        self.frontier.push(leaf).map_err(|error| Stop::Failure(Failure::unexpected(error)))
    }

    /// Compares the hashes that a batch completes with those that are stored.
    fn compare_hashes(
        &self,
        connection: &mut Connection,
        computed: &[StoredHash],
        events: &[EventId],
        from: u64,
    ) -> Result<(), Stop> {
        let (Some((first, _)), Some((last, _))) = (computed.first(), computed.last()) else {
            return Ok(());
        };
        let found: BTreeMap<i64, Vec<u8>> = tree_hash::table
            .filter(tree_hash::hash_index.between(stored(*first), stored(*last)))
            .load::<(i64, Vec<u8>)>(connection)
            .map_err(reading("tree_hash"))?
            .into_iter()
            .collect();
        for (index, hash) in computed {
            if found.get(&stored(*index)).is_some_and(|bytes| bytes[..] == hash.0[..]) {
                continue;
            }
            let (level, leaf) = tlog_tiles::split_stored_hash_index(*index);
            let at = usize::try_from(leaf.saturating_sub(from)).unwrap_or(usize::MAX);
            return Err(match events.get(at).filter(|_| level == 0) {
                Some(event) => Difference::Event { position: leaf + 1, event: *event }.into(),
                None => Difference::TreeHash { index: *index }.into(),
            });
        }
        Ok(())
    }

    fn personal(&mut self, told: &Event, personal: Option<Personal>) -> Result<(), Difference> {
        match (&told.personal_commitment, personal) {
            (Some(promise), Some((salt, content))) if *promise == commitment(&salt, &content) => {
                self.personal += 1;
            }
            (Some(_), None) => self.erased += 1,
            (None, None) => {}
            (_, Some(_)) => return Err(Difference::Personal { event: told.id }),
        }
        Ok(())
    }

    fn checkpoints_within(
        &self,
        connection: &mut Connection,
        events: usize,
    ) -> Result<BTreeMap<i64, CheckpointRow>, Stop> {
        let from = self.frontier.size();
        let to = from.saturating_add(u64::try_from(events).unwrap_or(u64::MAX));
        let rows: Vec<CheckpointRow> = checkpoint::table
            .filter(checkpoint::size.gt(stored(from)).and(checkpoint::size.le(stored(to))))
            .select(CheckpointRow::as_select())
            .load(connection)
            .map_err(reading("checkpoint"))?;
        Ok(rows.into_iter().map(|row| (row.size, row)).collect())
    }

    /// Compares the root, as it is now, with what was stated about this size.
    fn roots(&mut self, checkpoints: &BTreeMap<i64, CheckpointRow>) -> Result<(), Stop> {
        let size = self.frontier.size();
        let row = checkpoints.get(&stored(size));
        let published = self.published.remove(&size);
        if row.is_none() && published.is_none() {
            return Ok(());
        }
        let root =
            self.frontier.root().map_err(|error| Stop::Failure(Failure::unexpected(error)))?;
        if let Some(row) = row {
            let agrees = Checkpoint::open(&row.note, self.key).is_ok_and(|stated| {
                (stated.size, stated.root, stated.signed_at) == (size, root, row.signed_at)
                    && row.root[..] == root.0[..]
            });
            if !agrees {
                return Err(Difference::Checkpoint { size: row.size }.into());
            }
            self.stored_checkpoints += 1;
        }
        for stated in published.unwrap_or_default() {
            if stated != root {
                let reason = "another root".to_owned();
                return Err(Difference::Published { size: Some(size), reason }.into());
            }
            self.published_checkpoints += 1;
        }
        Ok(())
    }

    /// Events that have no position yet: only their columns can be compared.
    fn pending_events(&mut self, connection: &mut Connection) -> Result<(), Stop> {
        let mut after: Option<EventId> = None;
        loop {
            let mut query = event_pending::table
                .inner_join(event::table.on(event::id.eq(event_pending::event_id)))
                .left_join(event_personal::table.on(event_personal::event_id.eq(event::id)))
                .order(event_pending::event_id)
                .limit(BATCH)
                .select((
                    EventRow::as_select(),
                    (event_personal::salt, event_personal::content).nullable(),
                ))
                .into_boxed();
            if let Some(after) = after {
                query = query.filter(event_pending::event_id.gt(Bind(after)));
            }
            let rows: Vec<(EventRow, Option<Personal>)> =
                query.load(connection).map_err(reading("event"))?;
            if rows.is_empty() {
                return Ok(());
            }
            for (row, personal) in rows {
                after = Some(row.id);
                self.personal(&row.checked()?, personal)?;
                self.pending += 1;
            }
        }
    }

    /// Every row of every table was met on the way.
    fn nothing_is_left_over(&mut self, connection: &mut Connection) -> Result<(), Stop> {
        if let Some((size, _)) = self.published.pop_first() {
            let reason = "the log is shorter".to_owned();
            return Err(Difference::Published { size: Some(size), reason }.into());
        }
        let sealed = self.frontier.size();
        let failed = |error: diesel::result::Error| Stop::Failure(error.into());
        let found = [
            ("event", sealed + self.pending, event::table.count().get_result(connection)),
            ("event_pending", self.pending, event_pending::table.count().get_result(connection)),
            ("tree_hash", hashes_at(sealed), tree_hash::table.count().get_result(connection)),
            (
                "checkpoint",
                self.stored_checkpoints,
                checkpoint::table.count().get_result(connection),
            ),
            ("event_personal", self.personal, event_personal::table.count().get_result(connection)),
        ];
        for (table, expected, found) in found {
            let found: i64 = found.map_err(failed)?;
            if found != stored(expected) {
                return Err(Difference::Rows { table, expected, found }.into());
            }
        }
        Ok(())
    }
}
