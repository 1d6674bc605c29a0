//! The months of placements: which were worked, and by which payment they were paid.

use std::collections::HashMap;

use diesel::{ExpressionMethods as _, JoinOnDsl as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    date::{Date, Instant},
    id::{SupportApplicationId, SupportPaymentId, YoungWorkerId},
    money::Dong,
};

use crate::{
    domain::young_worker::Month,
    store::schema::{young_worker, young_worker_month},
};

type MonthRow = (YoungWorkerId, Date, bool, i64, Option<SupportPaymentId>);

fn month((_, month, worked, due, payment): MonthRow) -> Month {
    Month { month, worked, due: Dong(due), payment }
}

/// The months of placements, at most a page of them, each in its order.
///
/// # Errors
/// What the database reports.
pub fn months(
    connection: &mut Connection,
    of: &[YoungWorkerId],
) -> Result<HashMap<YoungWorkerId, Vec<Month>>, Failure> {
    let rows: Vec<MonthRow> = young_worker_month::table
        .filter(young_worker_month::worker_id.eq_any(of.iter().copied().map(Bind)))
        .order((young_worker_month::worker_id, young_worker_month::month))
        .select((
            young_worker_month::worker_id,
            young_worker_month::month,
            young_worker_month::worked,
            young_worker_month::due_vnd,
            young_worker_month::payment_id,
        ))
        .load(connection)?;
    let mut months: HashMap<YoungWorkerId, Vec<Month>> = HashMap::new();
    for row in rows {
        months.entry(row.0).or_default().push(month(row));
    }
    Ok(months)
}

/// Records months, in the place of what was recorded of them before.
///
/// # Errors
/// What the database reports, which refuses a month that was paid for.
pub fn record(
    connection: &mut Connection,
    worker: YoungWorkerId,
    recorded: &[Month],
    months: &[Month],
    (by, now): (&str, Instant),
) -> Result<(), Failure> {
    let is_new = |one: &&Month| recorded.iter().all(|known| known.month != one.month);
    let row = |one: &Month| {
        (
            young_worker_month::worker_id.eq(Bind(worker)),
            young_worker_month::month.eq(Bind(one.month)),
            young_worker_month::worked.eq(one.worked),
            young_worker_month::due_vnd.eq(one.due.0),
            young_worker_month::recorded_by.eq(by.to_owned()),
            young_worker_month::recorded_at.eq(Bind(now)),
        )
    };
    let rows: Vec<_> = months.iter().filter(is_new).map(row).collect();
    if !rows.is_empty() {
        each!(connection, one => diesel::insert_into(young_worker_month::table).values(&rows).execute(one))?;
    }
    // At most as many as a request names.
    for one in months.iter().filter(|one| !is_new(one)) {
        diesel::update(young_worker_month::table)
            .filter(young_worker_month::worker_id.eq(Bind(worker)))
            .filter(young_worker_month::month.eq(Bind(one.month)))
            .set((
                young_worker_month::worked.eq(one.worked),
                young_worker_month::due_vnd.eq(one.due.0),
                young_worker_month::recorded_by.eq(by),
                young_worker_month::recorded_at.eq(Bind(now)),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The worked months of an application that are not paid for yet: the oldest first, at most so many.
///
/// # Errors
/// What the database reports.
pub fn unpaid(
    connection: &mut Connection,
    of: SupportApplicationId,
    limit: u32,
) -> Result<Vec<(YoungWorkerId, Month)>, Failure> {
    let rows: Vec<MonthRow> = young_worker_month::table
        .inner_join(young_worker::table.on(young_worker::id.eq(young_worker_month::worker_id)))
        .filter(young_worker::application_id.eq(Bind(of)))
        .filter(young_worker_month::worked.eq(true))
        .filter(young_worker_month::payment_id.is_null())
        .order((young_worker_month::month, young_worker_month::worker_id))
        .limit(i64::from(limit))
        .select((
            young_worker_month::worker_id,
            young_worker_month::month,
            young_worker_month::worked,
            young_worker_month::due_vnd,
            young_worker_month::payment_id,
        ))
        .load(connection)?;
    Ok(rows.into_iter().map(|row| (row.0, month(row))).collect())
}

/// Notes down by which payment months were paid.
///
/// # Errors
/// What the database reports.
pub fn pay(
    connection: &mut Connection,
    months: &[(YoungWorkerId, Month)],
    payment: SupportPaymentId,
) -> Result<(), Failure> {
    let mut by_month: HashMap<Date, Vec<YoungWorkerId>> = HashMap::new();
    for (worker, one) in months {
        by_month.entry(one.month).or_default().push(*worker);
    }
    // One statement for each month: at most sixty.
    for (month, workers) in by_month {
        diesel::update(young_worker_month::table)
            .filter(young_worker_month::month.eq(Bind(month)))
            .filter(young_worker_month::worker_id.eq_any(workers.into_iter().map(Bind)))
            .set(young_worker_month::payment_id.eq(Bind(Some(payment))))
            .execute(connection)?;
    }
    Ok(())
}

/// Notes down that months are not paid for: the payment of them was taken back, by a counter-entry that is
/// entered already.
///
/// # Errors
/// What the database reports, which refuses it where the payment stands.
pub fn unpay(connection: &mut Connection, payment: SupportPaymentId) -> Result<(), Failure> {
    diesel::update(young_worker_month::table)
        .filter(young_worker_month::payment_id.eq(Bind(Some(payment))))
        .set(young_worker_month::payment_id.eq(Bind(None::<SupportPaymentId>)))
        .execute(connection)?;
    Ok(())
}
