//! Versions of the city's report. Whoever sees all agencies' reports sees them.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _,
    Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{column, json, written},
    },
    failure::Failure,
};
use htx_model::{
    date::{Date, Instant},
    id::{CityReportId, PlanId, ReportWindowId},
};

use super::{plan, report_window, schema::city_report};
use crate::domain::report::city::{CityReport, Heading};

#[derive(Queryable, Selectable)]
#[diesel(table_name = city_report)]
struct Row {
    id: CityReportId,
    window_id: ReportWindowId,
    number: i32,
    corrects: Option<CityReportId>,
    signed_by_name: String,
    signed_on: Date,
    content: String,
    recorded_at: Instant,
}

impl TryFrom<Row> for CityReport {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            window: row.window_id,
            number: u32::try_from(row.number).map_err(Failure::unexpected)?,
            corrects: row.corrects,
            signed_by_name: row.signed_by_name,
            signed_on: row.signed_on,
            content: json(&row.content)?,
            recorded_at: row.recorded_at,
        })
    }
}

/// Enters a version.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, one: &CityReport) -> Result<(), Failure> {
    let content = written(&one.content)?;
    diesel::insert_into(city_report::table)
        .values((
            city_report::id.eq(Bind(one.id)),
            city_report::window_id.eq(Bind(one.window)),
            city_report::number.eq(column(one.number)),
            city_report::corrects.eq(Bind(one.corrects)),
            city_report::signed_by_name.eq(&one.signed_by_name),
            city_report::signed_on.eq(Bind(one.signed_on)),
            city_report::content.eq(content),
            city_report::recorded_at.eq(Bind(one.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The version with this id.
///
/// # Errors
/// What the database reports.
pub fn find(connection: &mut Connection, id: CityReportId) -> Result<Option<CityReport>, Failure> {
    let row: Option<Row> = city_report::table
        .filter(city_report::id.eq(Bind(id)))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(CityReport::try_from).transpose()
}

/// The last version of a window.
///
/// # Errors
/// What the database reports.
pub fn last(
    connection: &mut Connection,
    window: ReportWindowId,
) -> Result<Option<CityReport>, Failure> {
    let row: Option<Row> = city_report::table
        .filter(city_report::window_id.eq(Bind(window)))
        .order(city_report::number.desc())
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(CityReport::try_from).transpose()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = city_report)]
struct HeadingRow {
    id: CityReportId,
    window_id: ReportWindowId,
    number: i32,
    corrects: Option<CityReportId>,
    signed_by_name: String,
    signed_on: Date,
    recorded_at: Instant,
}

/// A page of versions, in the order in which they were signed, without what they say.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    window: Option<ReportWindowId>,
    after: Option<&CityReportId>,
    limit: i64,
) -> Result<Vec<Heading>, Failure> {
    let mut query = city_report::table.order(city_report::id).limit(limit).into_boxed();
    if let Some(window) = window {
        query = query.filter(city_report::window_id.eq(Bind(window)));
    }
    if let Some(after) = after {
        query = query.filter(city_report::id.gt(Bind(*after)));
    }
    let rows: Vec<HeadingRow> = query.select(HeadingRow::as_select()).load(connection)?;
    let windows: BTreeSet<ReportWindowId> = rows.iter().map(|row| row.window_id).collect();
    let windows = report_window::with_ids(connection, &windows)?;
    let plans: BTreeSet<PlanId> = windows.values().map(|window| window.plan).collect();
    let plans = plan::with_ids(connection, &plans)?;
    let corrections: Vec<(Option<CityReportId>, CityReportId)> = city_report::table
        .filter(city_report::corrects.eq_any(rows.iter().map(|row| Bind(Some(row.id)))))
        .select((city_report::corrects, city_report::id))
        .load(connection)?;
    let corrections: BTreeMap<CityReportId, CityReportId> =
        corrections.into_iter().filter_map(|(old, new)| Some((old?, new))).collect();
    let heading = |row: HeadingRow| {
        let window = windows.get(&row.window_id);
        let window = window.ok_or_else(|| Failure::unexpected("a city report of no window"))?;
        let plan = plans.get(&window.plan);
        let plan = plan.ok_or_else(|| Failure::unexpected("a window of no plan"))?;
        Ok(Heading {
            id: row.id,
            plan: plan.code.clone(),
            year: plan.year,
            window: row.window_id,
            window_name: window.name.clone(),
            number: u32::try_from(row.number).map_err(Failure::unexpected)?,
            corrects: row.corrects,
            corrected_by: corrections.get(&row.id).copied(),
            signed_by_name: row.signed_by_name,
            signed_on: row.signed_on,
            recorded_at: row.recorded_at,
        })
    };
    rows.into_iter().map(heading).collect()
}
