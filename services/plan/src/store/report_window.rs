//! Report windows. Everybody who may read the plan may know of them.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _,
    Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    date::{Date, Instant},
    id::{PlanId, ReportWindowId},
};

use super::schema::report_window;
use crate::domain::report::Window;

/// The most windows that are due at once.
const REMINDING_MAX: i64 = 100;

#[derive(Queryable, Selectable)]
#[diesel(table_name = report_window)]
struct Row {
    id: ReportWindowId,
    plan_id: PlanId,
    name: String,
    opens_on: Date,
    due_on: Date,
    remind_on: Date,
    opened_by_name: String,
    recorded_at: Instant,
}

impl From<Row> for Window {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            plan: row.plan_id,
            name: row.name,
            opens_on: row.opens_on,
            due_on: row.due_on,
            remind_on: row.remind_on,
            opened_by_name: row.opened_by_name,
            recorded_at: row.recorded_at,
        }
    }
}

/// Enters a window.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, one: &Window) -> Result<(), Failure> {
    diesel::insert_into(report_window::table)
        .values((
            report_window::id.eq(Bind(one.id)),
            report_window::plan_id.eq(Bind(one.plan)),
            report_window::name.eq(&one.name),
            report_window::opens_on.eq(Bind(one.opens_on)),
            report_window::due_on.eq(Bind(one.due_on)),
            report_window::remind_on.eq(Bind(one.remind_on)),
            report_window::opened_by_name.eq(&one.opened_by_name),
            report_window::recorded_at.eq(Bind(one.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The window with this id.
///
/// # Errors
/// What the database reports.
pub fn find(connection: &mut Connection, id: ReportWindowId) -> Result<Option<Window>, Failure> {
    let row: Option<Row> = report_window::table
        .filter(report_window::id.eq(Bind(id)))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(Window::from))
}

/// The windows with these ids.
///
/// # Errors
/// What the database reports.
pub fn with_ids(
    connection: &mut Connection,
    ids: &BTreeSet<ReportWindowId>,
) -> Result<BTreeMap<ReportWindowId, Window>, Failure> {
    let rows: Vec<Row> = report_window::table
        .filter(report_window::id.eq_any(ids.iter().map(|id| Bind(*id))))
        .select(Row::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// The windows of a plan of which the reports were due before a day.
///
/// # Errors
/// What the database reports.
pub fn due_before(
    connection: &mut Connection,
    plan: PlanId,
    day: Date,
) -> Result<BTreeMap<ReportWindowId, Window>, Failure> {
    let rows: Vec<Row> = report_window::table
        .filter(report_window::plan_id.eq(Bind(plan)))
        .filter(report_window::due_on.lt(Bind(day)))
        .select(Row::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// The window of a plan with this name.
///
/// # Errors
/// What the database reports.
pub fn named(
    connection: &mut Connection,
    plan: PlanId,
    name: &str,
) -> Result<Option<Window>, Failure> {
    let row: Option<Row> = report_window::table
        .filter(report_window::plan_id.eq(Bind(plan)))
        .filter(report_window::name.eq(name))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(Window::from))
}

/// The windows of which agencies are reminded on a day: their reports are not overdue yet.
///
/// # Errors
/// What the database reports.
pub fn reminding(connection: &mut Connection, today: Date) -> Result<Vec<Window>, Failure> {
    let rows: Vec<Row> = report_window::table
        .filter(report_window::remind_on.le(Bind(today)))
        .filter(report_window::due_on.ge(Bind(today)))
        .order(report_window::id)
        .limit(REMINDING_MAX)
        .select(Row::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(Window::from).collect())
}

/// A page of windows, in the order in which they were entered.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    after: Option<&ReportWindowId>,
    limit: i64,
) -> Result<Vec<Window>, Failure> {
    let mut query = report_window::table.order(report_window::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(report_window::id.gt(Bind(*after)));
    }
    let rows: Vec<Row> = query.select(Row::as_select()).load(connection)?;
    Ok(rows.into_iter().map(Window::from).collect())
}
