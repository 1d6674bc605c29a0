//! Events. Everybody with a login may know of them; who may change one is its organiser's matter.

mod list;
mod row;

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{date::Instant, id::TradeEventId, scope::Scope};

pub(in crate::store) use self::row::EventRow;
use self::row::NewEventRow;
pub use list::{Filter, list, public};

use super::schema::trade_event;
use crate::domain::event::Event;

/// An event as it stands in its row.
#[derive(Debug, Clone)]
pub struct StoredEvent {
    /// The event.
    pub event: Event,
    /// Its version, for its ETag.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// The event with this id, for whoever may read events.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: TradeEventId,
) -> Result<Option<StoredEvent>, Failure> {
    // Events have no territory: with the permission all are seen, without it none.
    if scope.is_nothing() {
        return Ok(None);
    }
    let row: Option<EventRow> = trade_event::table
        .filter(trade_event::id.eq(Bind(id)))
        .select(EventRow::as_select())
        .first(connection)
        .optional()?;
    row.map(EventRow::read).transpose()
}

/// Enters an event at version 1.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, event: &Event, now: Instant) -> Result<(), Failure> {
    let row = NewEventRow::of(event, 1, now)?;
    diesel::insert_into(trade_event::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a changed event as the version after `version`.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(
    connection: &mut Connection,
    event: &Event,
    version: i64,
    now: Instant,
) -> Result<(), Failure> {
    let saved = diesel::update(trade_event::table)
        .filter(trade_event::id.eq(Bind(event.id)))
        .filter(trade_event::version.eq(version))
        .set(NewEventRow::of(event, version + 1, now)?)
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the event changed while it was being changed"))
}
