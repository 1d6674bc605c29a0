//! Whoever has a place in an event, all at once: who came, and who bears what. The caller has the
//! event's turn.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _, dsl::count_star};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::Instant,
    id::{TradeApplicationId, TradeEventId},
    trade::events::{Attendance, TradeApplicationState as State},
};

use crate::{
    domain::{application::Shares, event::attendance::Participant},
    store::schema::trade_application,
};

/// Whoever has a place, by their places.
///
/// # Errors
/// What the database reports.
pub fn participants(
    connection: &mut Connection,
    event: TradeEventId,
) -> Result<Vec<Participant>, Failure> {
    let rows: Vec<(TradeApplicationId, Option<String>)> = trade_application::table
        .filter(trade_application::event_id.eq(Bind(event)))
        .filter(trade_application::state.eq(State::Selected.code()))
        .order(trade_application::booth_number)
        .select((trade_application::id, trade_application::attendance))
        .load(connection)?;
    rows.into_iter()
        .map(|(application, attendance)| {
            let attendance = attendance.as_deref().map(code).transpose()?;
            Ok(Participant { application, attendance })
        })
        .collect()
}

/// How many applications for an event nobody has decided.
///
/// # Errors
/// What the database reports.
pub fn undecided(connection: &mut Connection, event: TradeEventId) -> Result<i64, Failure> {
    Ok(trade_application::table
        .filter(trade_application::event_id.eq(Bind(event)))
        .filter(trade_application::state.eq(State::Submitted.code()))
        .select(count_star())
        .first(connection)?)
}

/// Writes down whether these came, and whether the state supports those who did.
///
/// # Errors
/// What the database reports.
pub fn record_attendance(
    connection: &mut Connection,
    applications: &[TradeApplicationId],
    (attendance, supported): (Attendance, bool),
    now: Instant,
) -> Result<(), Failure> {
    let ids = applications.iter().copied().map(Bind);
    diesel::update(trade_application::table)
        .filter(trade_application::id.eq_any(ids))
        .set((
            trade_application::attendance.eq(attendance.code()),
            trade_application::supported.eq(supported),
            trade_application::version.eq(trade_application::version + 1),
            trade_application::recorded_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes down what the participation of each of these costs the state and itself.
///
/// # Errors
/// What the database reports.
pub fn record_shares(
    connection: &mut Connection,
    applications: &[TradeApplicationId],
    shares: Shares,
    now: Instant,
) -> Result<(), Failure> {
    let ids = applications.iter().copied().map(Bind);
    diesel::update(trade_application::table)
        .filter(trade_application::id.eq_any(ids))
        .set((
            trade_application::state_share_vnd.eq(shares.state.0),
            trade_application::participant_share_vnd.eq(shares.participant.0),
            trade_application::supported.eq(shares.state.0 > 0),
            trade_application::version.eq(trade_application::version + 1),
            trade_application::recorded_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    Ok(())
}
