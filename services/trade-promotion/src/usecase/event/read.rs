//! Reads an event with what belongs to it.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{id::TradeEventId, scope::Scope};

use super::unknown;
use crate::store::{self, event::StoredEvent, result::Total, step::EventStep};

/// An event as it is shown whole.
#[derive(Debug, Clone)]
pub struct Found {
    /// The event.
    pub stored: StoredEvent,
    /// How many of its places are given.
    pub given: usize,
    /// Its steps in their order, each with its reason unless it was erased.
    pub steps: Vec<EventStep>,
    /// What came of it so far.
    pub totals: Vec<Total>,
}

/// An event, for whoever may read events.
///
/// # Errors
/// Not found.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    id: TradeEventId,
) -> Result<Found, Failure> {
    let stored = store::event::find(connection, scope, id)?.ok_or_else(unknown)?;
    found(connection, stored)
}

/// An event that was just read or written, with what belongs to it.
///
/// # Errors
/// What the database reports.
pub fn found(connection: &mut Connection, stored: StoredEvent) -> Result<Found, Failure> {
    let id = stored.event.id;
    Ok(Found {
        given: store::application::participants(connection, id)?.len(),
        steps: store::step::of_event(connection, id)?,
        totals: store::result::totals(connection, id)?,
        stored,
    })
}
