//! Versions of the agencies' reports. Whoever calls says under which names the caller sees them.

use std::collections::BTreeMap;

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable,
    OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _, alias,
    dsl::{exists, max, not},
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{self, code, column, json, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{Id, PlanReportId, ReportWindowId},
    plan::ReportState,
};

use super::{
    schema::{plan_report, plan_report_number},
    task::Names,
};
use crate::domain::report::{Content, Report, Window, standing::Standing};

#[derive(Queryable, Selectable)]
#[diesel(table_name = plan_report)]
struct Row {
    id: PlanReportId,
    window_id: ReportWindowId,
    agency_code: String,
    agency_name: String,
    number: i32,
    corrects: Option<PlanReportId>,
    state: String,
    content: String,
    figures: Option<String>,
    written_by: String,
    written_by_name: Option<String>,
    signed_by: Option<Id<()>>,
    signed_by_name: Option<String>,
    signed_by_agency: Option<String>,
    signed_on: Option<Date>,
    first_signed_on: Option<Date>,
    decided_by_name: Option<String>,
    decided_on: Option<Date>,
    reason: Option<String>,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<Row> for Report {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self, Failure> {
        let figures = row.figures.as_deref().map(json).transpose()?;
        Ok(Self {
            id: row.id,
            window: row.window_id,
            agency: AgencyCode::parse(&row.agency_code).map_err(Failure::unexpected)?,
            agency_name: row.agency_name,
            number: u32::try_from(row.number).map_err(Failure::unexpected)?,
            corrects: row.corrects,
            state: code(&row.state)?,
            content: json(&row.content)?,
            figures,
            written_by: json(&row.written_by)?,
            written_by_name: row.written_by_name,
            signed_by: row.signed_by.map(|id| id.uuid()),
            signed_by_name: row.signed_by_name,
            signed_by_agency: row.signed_by_agency,
            signed_on: row.signed_on,
            first_signed_on: row.first_signed_on,
            decided_by_name: row.decided_by_name,
            decided_on: row.decided_on,
            reason: row.reason,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(
    table_name = plan_report,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
struct NewRow<'a> {
    id: Bind<PlanReportId>,
    window_id: Bind<ReportWindowId>,
    agency_code: &'a str,
    agency_name: &'a str,
    number: i32,
    corrects: Bind<Option<PlanReportId>>,
    state: &'static str,
    content: String,
    figures: Option<String>,
    written_by: String,
    written_by_name: Option<&'a str>,
    signed_by: Bind<Option<Id<()>>>,
    signed_by_name: Option<&'a str>,
    signed_by_agency: Option<&'a str>,
    signed_on: Bind<Option<Date>>,
    first_signed_on: Bind<Option<Date>>,
    decided_by_name: Option<&'a str>,
    decided_on: Bind<Option<Date>>,
    reason: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewRow<'a> {
    fn of(one: &'a Report) -> Result<Self, Failure> {
        let figures = one.figures.as_ref().map(serde_json::to_string).transpose();
        Ok(Self {
            id: Bind(one.id),
            window_id: Bind(one.window),
            agency_code: one.agency.as_str(),
            agency_name: &one.agency_name,
            number: column(one.number),
            corrects: Bind(one.corrects),
            state: one.state.code(),
            content: written(&one.content)?,
            figures: figures.map_err(Failure::unexpected)?,
            written_by: written(&one.written_by)?,
            written_by_name: one.written_by_name.as_deref(),
            signed_by: Bind(one.signed_by.map(Id::from_uuid)),
            signed_by_name: one.signed_by_name.as_deref(),
            signed_by_agency: one.signed_by_agency.as_deref(),
            signed_on: Bind(one.signed_on),
            first_signed_on: Bind(one.first_signed_on),
            decided_by_name: one.decided_by_name.as_deref(),
            decided_on: Bind(one.decided_on),
            reason: one.reason.as_deref(),
            version: one.version,
            recorded_at: Bind(one.recorded_at),
        })
    }
}

/// Enters a version of a report.
///
/// # Errors
/// What the database reports, which refuses a second one that is being worked on.
pub fn insert(connection: &mut Connection, one: &Report) -> Result<(), Failure> {
    diesel::insert_into(plan_report::table).values(&NewRow::of(one)?).execute(connection)?;
    Ok(())
}

/// Saves a report over the one before it.
///
/// # Errors
/// What the database reports, which refuses to change what was signed; [`Failure::Unavailable`] where
/// another writer came between.
pub fn save(connection: &mut Connection, one: &Report) -> Result<(), Failure> {
    let saved = diesel::update(plan_report::table)
        .filter(plan_report::id.eq(Bind(one.id)))
        .filter(plan_report::version.eq(one.version - 1))
        .set(&NewRow::of(one)?)
        .execute(connection)?;
    require_one(saved)
}

fn require_one(saved: usize) -> Result<(), Failure> {
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the report changed while it was being changed"))
}

/// Saves what planning decided of a signed report. What was signed stays as it is written, also what a later
/// release knows of its figures and this one does not.
///
/// # Errors
/// As [`save`].
pub fn decide(connection: &mut Connection, one: &Report) -> Result<(), Failure> {
    let decided = diesel::update(plan_report::table)
        .filter(plan_report::id.eq(Bind(one.id)))
        .filter(plan_report::version.eq(one.version - 1))
        .set((
            plan_report::state.eq(one.state.code()),
            plan_report::decided_by_name.eq(one.decided_by_name.as_deref()),
            plan_report::decided_on.eq(Bind(one.decided_on)),
            plan_report::reason.eq(one.reason.as_deref()),
            plan_report::version.eq(one.version),
            plan_report::recorded_at.eq(Bind(one.recorded_at)),
        ))
        .execute(connection)?;
    require_one(decided)
}

/// The report with this id, where the caller sees it.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    names: &Names,
    id: PlanReportId,
) -> Result<Option<Report>, Failure> {
    let row: Option<Row> = plan_report::table
        .filter(plan_report::id.eq(Bind(id)))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    let report = row.map(Report::try_from).transpose()?;
    Ok(report.filter(|one| names.as_ref().is_none_or(|names| names.contains(&one.agency))))
}

/// Refuses an act on a report of which a later release wrote what this one does not know.
///
/// # Errors
/// [`Failure::Unavailable`]; what the database reports.
pub fn require_whole(connection: &mut Connection, id: PlanReportId) -> Result<(), Failure> {
    let content: String =
        plan_report::table.find(Bind(id)).select(plan_report::content).first(connection)?;
    stored::require_whole::<Content>(&content)
}

/// The number of the last version of an agency's report in a window.
///
/// # Errors
/// What the database reports.
pub fn last_number(
    connection: &mut Connection,
    window: ReportWindowId,
    agency: &AgencyCode,
) -> Result<u32, Failure> {
    let number: Option<i32> = plan_report::table
        .filter(plan_report::window_id.eq(Bind(window)))
        .filter(plan_report::agency_code.eq(agency.as_str()))
        .select(max(plan_report::number))
        .first(connection)?;
    u32::try_from(number.unwrap_or_default()).map_err(Failure::unexpected)
}

/// The number of the next version of an agency's report in a window: one that none ever had, also of those
/// that were given up.
///
/// # Errors
/// What the database reports.
pub fn next_number(
    connection: &mut Connection,
    window: ReportWindowId,
    agency: &AgencyCode,
) -> Result<u32, Failure> {
    let last: Option<i32> = plan_report_number::table
        .find((Bind(window), agency.as_str()))
        .select(plan_report_number::number)
        .first(connection)
        .optional()?;
    Ok(u32::try_from(last.unwrap_or_default()).map_err(Failure::unexpected)? + 1)
}

/// The last version of each report of a window that the caller sees, in the order of the agencies.
///
/// # Errors
/// What the database reports.
pub fn last_of_window(
    connection: &mut Connection,
    names: &Names,
    window: ReportWindowId,
) -> Result<Vec<Report>, Failure> {
    let standing = standing(connection, names, window)?;
    Ok(standing.into_iter().map(|one| one.last).collect())
}

/// How each report of a window that the caller sees stands, in the order of the agencies. Of each are read
/// its last version, the last that was signed and the last that was accepted: three of each agency at the
/// most, however often it was corrected.
///
/// # Errors
/// What the database reports.
pub fn standing(
    connection: &mut Connection,
    names: &Names,
    window: ReportWindowId,
) -> Result<Vec<Standing>, Failure> {
    // A later version of the same report.
    let other = alias!(plan_report as later);
    let later = || {
        other
            .filter(other.field(plan_report::window_id).eq(plan_report::window_id))
            .filter(other.field(plan_report::agency_code).eq(plan_report::agency_code))
            .filter(other.field(plan_report::number).gt(plan_report::number))
    };
    let signed = later().filter(other.field(plan_report::signed_on).is_not_null());
    let accepted = ReportState::Accepted.code();
    let later_accepted = later().filter(other.field(plan_report::state).eq(accepted));
    let stands = not(exists(later()))
        .or(plan_report::signed_on.is_not_null().and(not(exists(signed))))
        .or(plan_report::state.eq(accepted).and(not(exists(later_accepted))));
    let mut query = plan_report::table
        .filter(plan_report::window_id.eq(Bind(window)))
        .filter(stands)
        .order((plan_report::agency_code, plan_report::number))
        .into_boxed();
    if let Some(names) = names {
        let codes: Vec<String> = names.iter().map(ToString::to_string).collect();
        query = query.filter(plan_report::agency_code.eq_any(codes));
    }
    let rows: Vec<Row> = query.select(Row::as_select()).load(connection)?;
    let mut found: Vec<Standing> = Vec::new();
    for row in rows {
        let report = Report::try_from(row)?;
        match found.last_mut().filter(|before| before.last.agency == report.agency) {
            Some(before) => before.go_on(report),
            None => found.push(Standing::of(report)),
        }
    }
    Ok(found)
}

/// Gives up a version that nobody has signed.
///
/// # Errors
/// What the database reports, which refuses it of what was signed; [`Failure::Unavailable`] where another
/// writer came between.
pub fn delete(connection: &mut Connection, one: &Report) -> Result<(), Failure> {
    let deleted = diesel::delete(plan_report::table)
        .filter(plan_report::id.eq(Bind(one.id)))
        .filter(plan_report::version.eq(one.version))
        .execute(connection)?;
    if deleted == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the report changed while it was being given up"))
}

/// A report of which nobody has signed any version: its window, whose it is, and their name.
pub type Unsigned = (ReportWindowId, AgencyCode, String);

/// Those of some windows, window by window in the order of the agencies, without what they say.
///
/// # Errors
/// What the database reports.
pub fn unsigned(
    connection: &mut Connection,
    windows: &BTreeMap<ReportWindowId, Window>,
) -> Result<Vec<Unsigned>, Failure> {
    let rows: Vec<(ReportWindowId, String, String)> = plan_report::table
        .filter(plan_report::window_id.eq_any(windows.keys().map(|id| Bind(*id))))
        .filter(plan_report::first_signed_on.is_null())
        .order((plan_report::window_id, plan_report::agency_code))
        .select((plan_report::window_id, plan_report::agency_code, plan_report::agency_name))
        .load(connection)?;
    let read = |(window, code, name): (ReportWindowId, String, String)| {
        Ok((window, AgencyCode::parse(&code).map_err(Failure::unexpected)?, name))
    };
    rows.into_iter().map(read).collect()
}

/// What a list of reports is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In this window.
    pub window: Option<ReportWindowId>,
    /// Under these names.
    pub agencies: Names,
    /// Where it stands.
    pub state: Option<ReportState>,
}

/// A page of reports that the caller sees, all versions, in the order in which they were begun.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    names: &Names,
    filter: &Filter,
    after: Option<&PlanReportId>,
    limit: i64,
) -> Result<Vec<Report>, Failure> {
    let mut query = plan_report::table.order(plan_report::id).limit(limit).into_boxed();
    for names in [names, &filter.agencies].into_iter().flatten() {
        let codes: Vec<String> = names.iter().map(ToString::to_string).collect();
        query = query.filter(plan_report::agency_code.eq_any(codes));
    }
    if let Some(window) = filter.window {
        query = query.filter(plan_report::window_id.eq(Bind(window)));
    }
    if let Some(state) = filter.state {
        query = query.filter(plan_report::state.eq(state.code()));
    }
    if let Some(after) = after {
        query = query.filter(plan_report::id.gt(Bind(*after)));
    }
    let rows: Vec<Row> = query.select(Row::as_select()).load(connection)?;
    rows.into_iter().map(Report::try_from).collect()
}
