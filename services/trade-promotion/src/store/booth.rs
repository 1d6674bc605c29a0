//! The places of events.

use diesel::{Insertable, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection, stored::column},
    each,
    failure::Failure,
};
use htx_model::id::TradeEventId;

use super::schema::trade_booth;
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
        let row = |booth: &'_ Booth| -> (i32, Option<i32>) {
            (column(booth.number), booth.area_m2.map(column))
        };
        let rows: Vec<NewBoothRow<'_>> = batch
            .iter()
            .map(|booth| {
                let (number, area_m2) = row(booth);
                let label = booth.label.as_deref();
                NewBoothRow { event_id: Bind(event), number, label, area_m2 }
            })
            .collect();
        each!(connection, one => diesel::insert_into(trade_booth::table).values(&rows).execute(one))?;
    }
    Ok(())
}
