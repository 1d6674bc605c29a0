//! What is asked some months after an event.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, OptionalExtension as _,
    QueryDsl as _, Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    directory::OrganisationRow,
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    directory::Organisation,
    id::{OrganisationId, TradeApplicationId, TradeEventId},
    scope::Scope,
    trade::events::FollowUpState,
};

use super::{
    application::within_reach,
    event::{EventRow, StoredEvent},
    schema::{organisation, trade_application, trade_event, trade_follow_up},
};
use crate::domain::outcome::FollowUp;

#[derive(Queryable, Selectable)]
#[diesel(table_name = trade_follow_up)]
struct FollowUpRow {
    application_id: TradeApplicationId,
    months: i32,
    due_on: Date,
    done_on: Option<Date>,
    still_trading: Option<bool>,
}

impl TryFrom<FollowUpRow> for FollowUp {
    type Error = Failure;

    fn try_from(row: FollowUpRow) -> Result<Self, Failure> {
        Ok(Self {
            application: row.application_id,
            months: u8::try_from(row.months).map_err(Failure::unexpected)?,
            due_on: row.due_on,
            done_on: row.done_on,
            still_trading: row.still_trading,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = trade_follow_up)]
struct NewFollowUpRow {
    application_id: Bind<TradeApplicationId>,
    months: i32,
    due_on: Bind<Date>,
}

/// Enters what is to be asked.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, asked: &[FollowUp]) -> Result<(), Failure> {
    // A statement binds at most 32,766 values in SQLite.
    for batch in asked.chunks(1_000) {
        let rows: Vec<NewFollowUpRow> = batch
            .iter()
            .map(|one| NewFollowUpRow {
                application_id: Bind(one.application),
                months: i32::from(one.months),
                due_on: Bind(one.due_on),
            })
            .collect();
        each!(connection, one => diesel::insert_into(trade_follow_up::table).values(&rows).execute(one))?;
    }
    Ok(())
}

/// Takes back what was asked of these, who have reported nothing.
///
/// # Errors
/// What the database reports.
pub fn remove(connection: &mut Connection, of: &[TradeApplicationId]) -> Result<(), Failure> {
    diesel::delete(trade_follow_up::table)
        .filter(trade_follow_up::application_id.eq_any(of.iter().copied().map(Bind)))
        .execute(connection)?;
    Ok(())
}

/// Whether any of these has reported a follow-up.
///
/// # Errors
/// What the database reports.
pub fn any_done(connection: &mut Connection, of: &[TradeApplicationId]) -> Result<bool, Failure> {
    let found: Option<i32> = trade_follow_up::table
        .filter(trade_follow_up::application_id.eq_any(of.iter().copied().map(Bind)))
        .filter(trade_follow_up::done_on.is_not_null())
        .select(trade_follow_up::months)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// What is asked of a participation, by its day; the caller has checked that it may be read.
///
/// # Errors
/// What the database reports.
pub fn of_application(
    connection: &mut Connection,
    id: TradeApplicationId,
) -> Result<Vec<FollowUp>, Failure> {
    let rows: Vec<FollowUpRow> = trade_follow_up::table
        .filter(trade_follow_up::application_id.eq(Bind(id)))
        .order(trade_follow_up::months)
        .select(FollowUpRow::as_select())
        .load(connection)?;
    rows.into_iter().map(FollowUp::try_from).collect()
}

/// What is asked of a participation after so many months.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: TradeApplicationId,
    months: u8,
) -> Result<Option<FollowUp>, Failure> {
    let row: Option<FollowUpRow> = trade_follow_up::table
        .filter(trade_follow_up::application_id.eq(Bind(id)))
        .filter(trade_follow_up::months.eq(i32::from(months)))
        .select(FollowUpRow::as_select())
        .first(connection)
        .optional()?;
    row.map(FollowUp::try_from).transpose()
}

/// Writes down that it was reported.
///
/// # Errors
/// What the database reports.
pub fn save_done(connection: &mut Connection, done: &FollowUp) -> Result<(), Failure> {
    diesel::update(trade_follow_up::table)
        .filter(trade_follow_up::application_id.eq(Bind(done.application)))
        .filter(trade_follow_up::months.eq(i32::from(done.months)))
        .set((
            trade_follow_up::done_on.eq(Bind(done.done_on)),
            trade_follow_up::still_trading.eq(done.still_trading),
        ))
        .execute(connection)?;
    Ok(())
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this event.
    pub event: Option<TradeEventId>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Standing so on a day.
    pub state: Option<(FollowUpState, Date)>,
    /// Due on or after this day.
    pub due_from: Option<Date>,
    /// Due on or before this day.
    pub due_to: Option<Date>,
}

/// What is asked, with whom it is asked of and the event.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is asked.
    pub follow_up: FollowUp,
    /// Of whom.
    pub organisation: Organisation,
    /// The event.
    pub event: StoredEvent,
}

/// The day, the participation and the months: the order of the list.
pub type Key = (Date, TradeApplicationId, i32);

/// A page of what is asked within a scope, by its day.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    (scope, held): (&Scope, &[AgencyCode]),
    filter: &Filter,
    after: Option<&Key>,
    limit: i64,
) -> Result<Vec<Asked>, Failure> {
    use trade_follow_up as asked;
    let query = asked::table
        .inner_join(
            trade_application::table.inner_join(organisation::table).inner_join(trade_event::table),
        )
        .order((asked::due_on, asked::application_id, asked::months))
        .limit(limit)
        .into_boxed();
    let mut query = within_reach!(query, scope, held);
    if let Some((day, id, months)) = after {
        let (same_day, same) = (asked::due_on.eq(Bind(*day)), asked::application_id.eq(Bind(*id)));
        let later = asked::application_id.gt(Bind(*id)).or(same.and(asked::months.gt(*months)));
        query = query.filter(asked::due_on.gt(Bind(*day)).or(same_day.and(later)));
    }
    if let Some(event) = filter.event {
        query = query.filter(trade_application::event_id.eq(Bind(event)));
    }
    if let Some(of) = filter.organisation {
        query = query.filter(trade_application::organisation_id.eq(Bind(of)));
    }
    query = match filter.state {
        None => query,
        Some((FollowUpState::Done, _)) => query.filter(asked::done_on.is_not_null()),
        Some((FollowUpState::Due, today)) => {
            query.filter(asked::done_on.is_null().and(asked::due_on.le(Bind(today))))
        }
        Some((FollowUpState::Upcoming, today)) => {
            query.filter(asked::done_on.is_null().and(asked::due_on.gt(Bind(today))))
        }
    };
    if let Some(day) = filter.due_from {
        query = query.filter(asked::due_on.ge(Bind(day)));
    }
    if let Some(day) = filter.due_to {
        query = query.filter(asked::due_on.le(Bind(day)));
    }
    let rows: Vec<(FollowUpRow, OrganisationRow, EventRow)> = query
        .select((FollowUpRow::as_select(), organisation::all_columns, EventRow::as_select()))
        .load(connection)?;
    rows.into_iter()
        .map(|(row, of, event)| {
            let (follow_up, organisation) = (row.try_into()?, of.try_into()?);
            Ok(Asked { follow_up, organisation, event: event.read()? })
        })
        .collect()
}
