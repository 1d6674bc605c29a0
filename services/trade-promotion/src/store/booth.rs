//! The places of events.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, JoinOnDsl as _,
    NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{column, number},
    },
    each,
    failure::Failure,
};
use htx_model::id::{TradeApplicationId, TradeEventId};

use super::schema::{trade_application, trade_booth};
use crate::domain::event::Booth;

#[derive(Insertable)]
#[diesel(table_name = trade_booth)]
struct NewBoothRow<'a> {
    event_id: Bind<TradeEventId>,
    number: i32,
    label: Option<&'a str>,
    area_m2: Option<i32>,
}

/// Enters the places of an event.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    event: TradeEventId,
    booths: &[Booth],
) -> Result<(), Failure> {
    // A statement binds at most 32,766 values in SQLite.
    for batch in booths.chunks(1_000) {
        let rows: Vec<NewBoothRow<'_>> = batch
            .iter()
            .map(|booth| NewBoothRow {
                event_id: Bind(event),
                number: column(booth.number),
                label: booth.label.as_deref(),
                area_m2: booth.area_m2.map(column),
            })
            .collect();
        each!(connection, one => diesel::insert_into(trade_booth::table).values(&rows).execute(one))?;
    }
    Ok(())
}

/// Takes all places of an event away, which nobody has been given yet.
///
/// # Errors
/// What the database reports.
pub fn remove_all(connection: &mut Connection, event: TradeEventId) -> Result<(), Failure> {
    diesel::delete(trade_booth::table)
        .filter(trade_booth::event_id.eq(Bind(event)))
        .execute(connection)?;
    Ok(())
}

/// The places of an event joined with whoever has them.
macro_rules! with_holders {
    ($event:expr) => {
        trade_booth::table
            .left_join(
                trade_application::table.on(trade_application::event_id
                    .eq(trade_booth::event_id)
                    .and(trade_application::booth_number.eq(trade_booth::number.nullable()))),
            )
            .filter(trade_booth::event_id.eq(Bind($event)))
    };
}

/// The places of an event by their numbers, each with the application that has it.
///
/// # Errors
/// What the database reports.
pub fn of_event(
    connection: &mut Connection,
    event: TradeEventId,
) -> Result<Vec<(Booth, Option<TradeApplicationId>)>, Failure> {
    type Row = (i32, Option<String>, Option<i32>, Option<TradeApplicationId>);
    let rows: Vec<Row> = with_holders!(event)
        .order(trade_booth::number)
        .select((
            trade_booth::number,
            trade_booth::label,
            trade_booth::area_m2,
            trade_application::id.nullable(),
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(at, label, area_m2, holder)| {
            let at = u32::try_from(at).map_err(Failure::unexpected)?;
            Ok((Booth { number: at, label, area_m2: number(area_m2)? }, holder))
        })
        .collect()
}

/// The free place of an event with the lowest number.
///
/// # Errors
/// What the database reports.
pub fn first_free(
    connection: &mut Connection,
    event: TradeEventId,
) -> Result<Option<u32>, Failure> {
    let found: Option<i32> = with_holders!(event)
        .filter(trade_application::id.nullable().is_null())
        .order(trade_booth::number)
        .select(trade_booth::number)
        .first(connection)
        .optional()?;
    number(found)
}

/// Whether an event has a place with this number that nobody has.
///
/// # Errors
/// What the database reports.
pub fn is_free(
    connection: &mut Connection,
    event: TradeEventId,
    wanted: u32,
) -> Result<bool, Failure> {
    let found: Option<i32> = with_holders!(event)
        .filter(trade_application::id.nullable().is_null())
        .filter(trade_booth::number.eq(column(wanted)))
        .select(trade_booth::number)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}
