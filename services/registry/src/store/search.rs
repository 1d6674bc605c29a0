//! Keeps the name index in step with the log, and reads what it finds.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use htx_kit::{
    db::{Connection, Database, stored::told},
    failure::Failure,
    feed::{self, FEED_LIMIT_MAX, FeedQuery},
    log,
};
use htx_model::{
    code_list::CodeList as _,
    id::{EventId, OrganisationId},
    scope::Scope,
};

use super::organisation::{self, Filter, ListKey, Order, Stored};
use crate::domain::{
    name_index::{NameIndex, Search, Wanted, yes_or_no},
    organisation::Organisation,
};

/// Rows read at a time while the index is built.
const BATCH: i64 = 1_000;

/// Names of a list that are looked up at a time.
const NAMES_AT_ONCE: usize = 100;

/// The subject of the events that the index follows.
pub(crate) const SUBJECT: &str = "organisation";

/// The most unsealed events that one search reads: what is written faster than the sealer follows
/// is seen a moment later.
const PENDING_MAX: u32 = 50_000;

/// The index of this process, built at the first search. Shared.
#[derive(Clone, Default)]
pub struct SearchIndex(Arc<Shared>);

#[derive(Default)]
struct Shared {
    index: RwLock<Option<Built>>,
    /// Held by the search that reads the log: two that apply what they have read one after the
    /// other would leave the index with the older state.
    catching_up: Mutex<()>,
    /// Held by whoever has the index built.
    building: tokio::sync::Mutex<()>,
}

struct Built {
    names: NameIndex,
    /// Up to where the log was read.
    position: u64,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SearchIndex")
    }
}

impl SearchIndex {
    /// A page of what a search finds within a scope, in the order of ids.
    ///
    /// # Errors
    /// What the database reports.
    pub fn list(
        &self,
        connection: &mut Connection,
        scope: &Scope,
        filter: &Filter,
        typed: &str,
        after: Option<OrganisationId>,
        limit: usize,
    ) -> Result<Vec<Stored>, Failure> {
        self.catch_up(connection)?;
        let search = narrowed(typed, filter).within(scope);
        let mut page: Vec<Stored> = Vec::new();
        let mut after = after;
        loop {
            let candidates = self.candidates(&search, after, limit.max(100));
            let Some(last) = candidates.last().copied() else { break };
            // The row decides: the index may be a moment ahead or behind.
            page.extend(organisation::with_ids(connection, scope, filter, &candidates)?);
            if page.len() >= limit {
                page.truncate(limit);
                break;
            }
            after = Some(last);
        }
        Ok(page)
    }

    /// How many organisations a search finds within a scope, where the filter
    /// [is indexed](Filter::is_indexed).
    ///
    /// # Errors
    /// What the database reports.
    pub fn count(
        &self,
        connection: &mut Connection,
        scope: &Scope,
        filter: &Filter,
        typed: &str,
    ) -> Result<u64, Failure> {
        self.catch_up(connection)?;
        let search = narrowed(typed, filter).within(scope);
        let built = self.0.index.read().unwrap_or_else(PoisonError::into_inner);
        Ok(built.as_ref().map_or(0, |built| built.names.matches(&search).count()))
    }

    /// For each name of a list, the organisations within a scope whose names come nearest to it; the
    /// rows must be read within the scope again.
    ///
    /// # Errors
    /// What the database reports.
    pub fn nearest(
        &self,
        connection: &mut Connection,
        scope: &Scope,
        wanted: &[Wanted],
        limit: usize,
    ) -> Result<Vec<Vec<OrganisationId>>, Failure> {
        self.catch_up(connection)?;
        let mut spellings = None;
        let mut nearest = Vec::with_capacity(wanted.len());
        // Held for a few names at a time: a write is waiting to be seen meanwhile.
        for some in wanted.chunks(NAMES_AT_ONCE) {
            let built = self.0.index.read().unwrap_or_else(PoisonError::into_inner);
            let Some(Built { names, .. }) = built.as_ref() else {
                nearest.extend(some.iter().map(|_| Vec::new()));
                continue;
            };
            let spellings = spellings.get_or_insert_with(|| names.spellings());
            let reached = names.reached(scope);
            let reached = reached.as_ref();
            let found = some.iter().map(|one| names.nearest(one, reached, spellings, limit));
            nearest.extend(found);
        }
        Ok(nearest)
    }

    fn candidates(
        &self,
        search: &Search,
        after: Option<OrganisationId>,
        limit: usize,
    ) -> Vec<OrganisationId> {
        let built = self.0.index.read().unwrap_or_else(PoisonError::into_inner);
        built.as_ref().map_or_else(Vec::new, |built| {
            built.names.page(&built.names.matches(search), after, limit)
        })
    }

    /// Waits until the index is built, without a turn at the database's gate: one caller takes a turn
    /// and builds, so that searches of the first seconds do not keep everybody else out.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn ready(&self, database: &Database) -> Result<(), Failure> {
        let _turn = self.0.building.lock().await;
        if self.position().is_some() {
            return Ok(());
        }
        let index = self.clone();
        database.read(move |connection| index.catch_up(connection)).await
    }

    /// Reads what was written since the last search, by whichever process: a search sees every
    /// acknowledged write, sealed or not.
    ///
    /// # Errors
    /// What the database reports.
    pub fn catch_up(&self, connection: &mut Connection) -> Result<(), Failure> {
        // In this order: an event that is sealed between the two queries shows in the second.
        let unsealed = log::pending(connection, 1)?;
        let sealed = log::sealed_size(connection)?;
        if unsealed.is_empty() && self.position() == Some(sealed) {
            return Ok(());
        }
        let _turn = self.0.catching_up.lock().unwrap_or_else(PoisonError::into_inner);
        while !self.advance(connection)? {}
        Ok(())
    }

    /// Up to where the log was read; nothing where the index must be built.
    fn position(&self) -> Option<u64> {
        let built = self.0.index.read().unwrap_or_else(PoisonError::into_inner);
        built.as_ref().filter(|built| !built.names.is_worn()).map(|built| built.position)
    }

    /// Takes one step along the log; says whether that was the last.
    fn advance(&self, connection: &mut Connection) -> Result<bool, Failure> {
        let unsealed = log::pending(connection, PENDING_MAX)?;
        let sealed = log::sealed_size(connection)?;
        // A log that is shorter than it was comes from a backup.
        let Some(position) = self.position().filter(|known| *known <= sealed) else {
            return self.build(connection).map(|()| false);
        };
        let page = feed::read(connection, &FeedQuery::everything(position, FEED_LIMIT_MAX))?;
        let last = page.next_after >= sealed;
        let known: HashSet<EventId> = page.items.iter().map(|item| item.event.id).collect();
        let unsealed = unsealed.into_iter().filter(|event| last && !known.contains(&event.id));
        let states = page
            .items
            .into_iter()
            .map(|item| item.event)
            .chain(unsealed)
            .filter(|event| event.subject.kind == SUBJECT)
            .map(|event| told(event.state))
            .collect::<Result<Vec<Organisation>, Failure>>()?;
        if let Some(built) = &mut *self.0.index.write().unwrap_or_else(PoisonError::into_inner) {
            states.iter().for_each(|state| built.names.put(state));
            built.position = page.next_after;
        }
        Ok(last)
    }

    /// Builds the index from the rows. What is written meanwhile comes by the log.
    fn build(&self, connection: &mut Connection) -> Result<(), Failure> {
        let position = log::sealed_size(connection)?;
        // On a thread of its own, which takes along what the allocator keeps for it: of a process that
        // does nothing, that was a fifth of the memory.
        let grown = std::thread::scope(|scope| scope.spawn(|| grow(connection)).join());
        let grown = grown.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        let built = Some(Built { names: grown.settled(), position });
        *self.0.index.write().unwrap_or_else(PoisonError::into_inner) = built;
        Ok(())
    }
}

/// Reads every row into an index.
fn grow(connection: &mut Connection) -> Result<NameIndex, Failure> {
    let (scope, filter) = (Scope::everything(), Filter::default());
    let mut names = NameIndex::default();
    let mut after = None;
    loop {
        let rows =
            organisation::list(connection, &scope, &filter, Order::Id, after.as_ref(), BATCH)?;
        rows.iter().for_each(|stored| names.put(&stored.organisation));
        match rows.last() {
            Some(last) => after = Some(ListKey::of(last, Order::Id)),
            None => return Ok(names),
        }
    }
}

/// The search with those filters that the index knows; the rows answer for the others.
fn narrowed(typed: &str, filter: &Filter) -> Search {
    Search::typed(typed)
        .with_facet("kind", filter.kind.map(|kind| kind.code()))
        .with_facet("status", filter.status.map(|status| status.code()))
        .with_facet("sector", filter.sector.map(|sector| sector.code()))
        .with_facet("district", filter.district.as_ref().map(|code| code.as_str()))
        .with_facet("commune", filter.commune.as_ref().map(|code| code.as_str()))
        .with_facet("numbered", filter.has_registration_number.map(yes_or_no))
        .with_facet("review", filter.needs_address_review.map(yes_or_no))
}
