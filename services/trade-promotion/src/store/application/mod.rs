//! Applications for events. One is seen by its organisation, by the district or commune where that has
//! its seat today, and by whoever organises the event today.

mod brought;
mod list;
mod participants;
mod row;

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _, dsl::max,
};
use htx_kit::{
    db::{Bind, Connection, stored::number},
    directory::OrganisationRow,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Instant,
    directory::Organisation,
    id::{OrganisationId, TradeApplicationId, TradeEventId},
    scope::Scope,
    trade::events::TradeApplicationState as State,
};

pub(in crate::store) use self::row::ApplicationRow;
use self::row::NewApplicationRow;
pub use brought::own_products;
pub(in crate::store) use list::within_reach;
pub use list::{Filter, list};
pub use participants::{participants, record_attendance, record_shares, undecided};

use super::{
    event::{EventRow, StoredEvent},
    organisation::ended,
    schema::{organisation, trade_application, trade_event},
};
use crate::domain::application::Application;

/// An application with its organisation and its event as they are today.
#[derive(Debug, Clone)]
pub struct StoredApplication {
    /// The application.
    pub application: Application,
    /// The organisation today.
    pub organisation: Organisation,
    /// The event today.
    pub event: StoredEvent,
    /// The application's version, for its ETag.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

type Rows = (ApplicationRow, OrganisationRow, EventRow);

fn read((row, of, event): Rows) -> Result<StoredApplication, Failure> {
    let (application, version, recorded_at) = row.read()?;
    let (organisation, event) = (of.try_into()?, event.read()?);
    Ok(StoredApplication { application, organisation, event, version, recorded_at })
}

/// The application with this id, within a scope. `held` names the agencies whose events the caller
/// organises.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    (scope, held): (&Scope, &[AgencyCode]),
    id: TradeApplicationId,
) -> Result<Option<StoredApplication>, Failure> {
    let query = trade_application::table
        .inner_join(organisation::table)
        .inner_join(trade_event::table)
        .filter(trade_application::id.eq(Bind(id)))
        .into_boxed();
    let row: Option<Rows> = within_reach!(query, scope, held)
        .select((ApplicationRow::as_select(), organisation::all_columns, EventRow::as_select()))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// The application that has waited longest for a place of an event, of an organisation that still is. The
/// caller has the event's turn.
///
/// # Errors
/// What the database reports.
pub fn first_waiting(
    connection: &mut Connection,
    event: TradeEventId,
) -> Result<Option<StoredApplication>, Failure> {
    let row: Option<Rows> = trade_application::table
        .inner_join(organisation::table)
        .inner_join(trade_event::table)
        .filter(trade_application::event_id.eq(Bind(event)))
        .filter(trade_application::state.eq(State::Waiting.code()))
        .filter(organisation::status.ne_all(ended()))
        .order(trade_application::waiting_number)
        .select((ApplicationRow::as_select(), organisation::all_columns, EventRow::as_select()))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// The next number on the waiting list of an event. The caller has the event's turn.
///
/// # Errors
/// What the database reports.
pub fn next_waiting_number(
    connection: &mut Connection,
    event: TradeEventId,
) -> Result<u32, Failure> {
    let last: Option<i32> = trade_application::table
        .filter(trade_application::event_id.eq(Bind(event)))
        .select(max(trade_application::waiting_number))
        .first(connection)?;
    Ok(number(last)?.unwrap_or(0) + 1)
}

/// Whether an organisation has an application for an event that lives.
///
/// # Errors
/// What the database reports.
pub fn has_applied(
    connection: &mut Connection,
    event: TradeEventId,
    organisation: OrganisationId,
) -> Result<bool, Failure> {
    let living = [State::Submitted.code(), State::Selected.code(), State::Waiting.code()];
    let found: Option<TradeApplicationId> = trade_application::table
        .filter(trade_application::event_id.eq(Bind(event)))
        .filter(trade_application::organisation_id.eq(Bind(organisation)))
        .filter(trade_application::state.eq_any(living))
        .select(trade_application::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// Enters an application at version 1.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    application: &Application,
    now: Instant,
) -> Result<(), Failure> {
    let row = NewApplicationRow::of(application, 1, now)?;
    diesel::insert_into(trade_application::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a changed application as the version after `version`.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(
    connection: &mut Connection,
    application: &Application,
    version: i64,
    now: Instant,
) -> Result<(), Failure> {
    let saved = diesel::update(trade_application::table)
        .filter(trade_application::id.eq(Bind(application.id)))
        .filter(trade_application::version.eq(version))
        .set(NewApplicationRow::of(application, version + 1, now)?)
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the application changed while it was being changed"))
}
