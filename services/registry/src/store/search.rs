//! Keeps the name index in step with the log, and reads what it finds.

use std::sync::{Arc, PoisonError, RwLock};

use htx_kit::{
    db::Connection,
    failure::Failure,
    feed::{self, FEED_LIMIT_MAX, FeedQuery},
    log,
};
use htx_model::{code_list::CodeList as _, event::Event, id::OrganisationId, scope::Scope};

use super::organisation::{self, Filter, ListKey, Order, Stored};
use crate::domain::{
    name_index::{NameIndex, Search},
    organisation::Organisation,
};

/// Rows read at a time while the index is built.
const BATCH: i64 = 5_000;

/// The subject of the events that the index follows.
pub(crate) const SUBJECT: &str = "organisation";

/// The index of this process, built at the first search. Shared.
#[derive(Clone, Default)]
pub struct SearchIndex(Arc<RwLock<Option<Built>>>);

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

    fn candidates(
        &self,
        search: &Search,
        after: Option<OrganisationId>,
        limit: usize,
    ) -> Vec<OrganisationId> {
        let built = self.0.read().unwrap_or_else(PoisonError::into_inner);
        built.as_ref().map_or_else(Vec::new, |built| {
            built.names.page(&built.names.matches(search), after, limit)
        })
    }

    /// Reads what was written since the last search, by whichever process: a search sees every
    /// acknowledged write, sealed or not.
    fn catch_up(&self, connection: &mut Connection) -> Result<(), Failure> {
        let known = {
            let built = self.0.read().unwrap_or_else(PoisonError::into_inner);
            built.as_ref().filter(|built| !built.names.is_worn()).map(|built| built.position)
        };
        let Some(position) = known else { return self.build(connection) };
        let page = feed::read(connection, &FeedQuery::everything(position, FEED_LIMIT_MAX))?;
        let unsealed = log::pending(connection, FEED_LIMIT_MAX)?;
        if page.next_after == position && unsealed.is_empty() {
            return Ok(());
        }
        let caught_up = page.items.len() < usize::try_from(FEED_LIMIT_MAX).unwrap_or(usize::MAX);
        let events: Vec<Event> =
            page.items.into_iter().map(|item| item.event).chain(unsealed).collect();
        if let Some(built) = &mut *self.0.write().unwrap_or_else(PoisonError::into_inner) {
            for event in events.iter().filter(|event| event.subject.kind == SUBJECT) {
                let state: Organisation =
                    serde_json::from_value(event.state.clone()).map_err(Failure::unexpected)?;
                built.names.put(&state);
            }
            built.position = built.position.max(page.next_after);
        }
        if caught_up { Ok(()) } else { self.catch_up(connection) }
    }

    /// Builds the index from the rows. What is written meanwhile comes by the log.
    fn build(&self, connection: &mut Connection) -> Result<(), Failure> {
        let mut slot = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if slot.as_ref().is_some_and(|built| !built.names.is_worn()) {
            return Ok(());
        }
        let position = log::sealed_size(connection)?;
        let mut names = NameIndex::default();
        let mut after = None;
        loop {
            let everything = (Scope::everything(), Filter::default());
            let rows = organisation::list(
                connection,
                &everything.0,
                &everything.1,
                Order::Id,
                after.as_ref(),
                BATCH,
            )?;
            rows.iter().for_each(|stored| names.put(&stored.organisation));
            match rows.last() {
                Some(last) => after = Some(ListKey::of(last, Order::Id)),
                None => break,
            }
        }
        *slot = Some(Built { names, position });
        Ok(())
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
}
