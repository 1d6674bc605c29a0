//! Plans with the version of each that holds. An adopted plan is public.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored},
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{PlanId, PlanVersionId},
    plan::PaperState,
};

use super::{
    schema::{plan, plan_version},
    version::VersionRow,
};
use crate::domain::{
    plan::{Content, Plan},
    version::{Said, Subject, Version},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = plan)]
pub(super) struct PlanRow {
    id: PlanId,
    code: String,
    year: i32,
    period: String,
}

impl TryFrom<PlanRow> for Plan {
    type Error = Failure;

    fn try_from(row: PlanRow) -> Result<Self, Failure> {
        let year = i16::try_from(row.year).map_err(Failure::unexpected)?;
        Ok(Self { id: row.id, code: row.code, year, period: row.period })
    }
}

/// A plan with what it says on the day that was asked for.
#[derive(Debug, Clone)]
pub struct InForce {
    /// The plan.
    pub plan: Plan,
    /// The version that holds.
    pub version: PlanVersionId,
    /// Its number.
    pub number: u32,
    /// The day of its adoption; nothing where it holds since before the register.
    pub valid_from: Option<Date>,
    /// What it says.
    pub content: Content,
}

impl InForce {
    fn of(plan: Plan, version: Version) -> Result<Self, Failure> {
        let Said::Plan(content) = version.content else {
            return Err(stored::foreign(&version.subject.to_string()));
        };
        let (number, valid_from) = (version.number, version.valid_from);
        Ok(Self { plan, version: version.id, number, valid_from, content })
    }
}

/// What a list of plans is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// With this code.
    pub code: Option<String>,
    /// Of this year.
    pub year: Option<i16>,
    /// Of these years.
    pub period: Option<String>,
}

/// A page of plans by their years, each with the version that holds on a day; those of which none does
/// are left out.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    filter: &Filter,
    day: Date,
    after: Option<&i16>,
    limit: i64,
) -> Result<Vec<InForce>, Failure> {
    let holding = plan_version::table
        .filter(plan_version::subject.eq(Subject::Plan.to_string()))
        .filter(plan_version::state.eq(PaperState::Adopted.code()))
        .filter(plan_version::valid_from.is_null().or(plan_version::valid_from.le(Bind(Some(day)))))
        .select(plan_version::plan_id);
    let mut query =
        plan::table.filter(plan::id.eq_any(holding)).order(plan::year).limit(limit).into_boxed();
    if let Some(code) = &filter.code {
        query = query.filter(plan::code.eq(code.clone()));
    }
    if let Some(year) = filter.year {
        query = query.filter(plan::year.eq(i32::from(year)));
    }
    if let Some(period) = &filter.period {
        query = query.filter(plan::period.eq(period.clone()));
    }
    if let Some(after) = after {
        query = query.filter(plan::year.gt(i32::from(*after)));
    }
    let rows: Vec<PlanRow> = query.select(PlanRow::as_select()).load(connection)?;
    with_versions(connection, rows, day)
}

/// The plans that have this code, or are of this year: two at the most.
///
/// # Errors
/// What the database reports.
pub fn taken(connection: &mut Connection, code: &str, year: i16) -> Result<Vec<Plan>, Failure> {
    let rows: Vec<PlanRow> = plan::table
        .filter(plan::code.eq(code).or(plan::year.eq(i32::from(year))))
        .select(PlanRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Plan::try_from).collect()
}

/// The plan with this code, with the version that holds on a day.
///
/// # Errors
/// What the database reports.
pub fn with_code(
    connection: &mut Connection,
    code: &str,
    day: Date,
) -> Result<Option<InForce>, Failure> {
    let filter = Filter { code: Some(code.to_owned()), ..Filter::default() };
    Ok(list(connection, &filter, day, None, 1)?.pop())
}

/// The version that holds is the last adopted of those that have begun.
fn with_versions(
    connection: &mut Connection,
    rows: Vec<PlanRow>,
    day: Date,
) -> Result<Vec<InForce>, Failure> {
    let ids = rows.iter().map(|row| Bind(row.id));
    let versions: Vec<VersionRow> = plan_version::table
        .filter(plan_version::plan_id.eq_any(ids))
        .filter(plan_version::subject.eq(Subject::Plan.to_string()))
        .filter(plan_version::state.eq(PaperState::Adopted.code()))
        .filter(plan_version::valid_from.is_null().or(plan_version::valid_from.le(Bind(Some(day)))))
        .order(plan_version::number)
        .select(VersionRow::as_select())
        .load(connection)?;
    // A plan has a handful of versions; the later one takes the place of the one before.
    let mut last: BTreeMap<PlanId, VersionRow> =
        versions.into_iter().map(|row| (row.plan(), row)).collect();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(version) = last.remove(&row.id) {
            found.push(InForce::of(row.try_into()?, version.try_into()?)?);
        }
    }
    Ok(found)
}

/// The plan with this code, whether a version of it holds or not.
///
/// # Errors
/// What the database reports.
pub fn any(connection: &mut Connection, code: &str) -> Result<Option<Plan>, Failure> {
    let row: Option<PlanRow> = plan::table
        .filter(plan::code.eq(code))
        .select(PlanRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Plan::try_from).transpose()
}

/// Enters a plan.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, one: &Plan, now: Instant) -> Result<(), Failure> {
    diesel::insert_into(plan::table)
        .values((
            plan::id.eq(Bind(one.id)),
            plan::code.eq(&one.code),
            plan::year.eq(i32::from(one.year)),
            plan::period.eq(&one.period),
            plan::recorded_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Saves what a plan is called, and of which years it is.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, one: &Plan) -> Result<(), Failure> {
    diesel::update(plan::table.filter(plan::id.eq(Bind(one.id))))
        .set((
            plan::code.eq(&one.code),
            plan::year.eq(i32::from(one.year)),
            plan::period.eq(&one.period),
        ))
        .execute(connection)?;
    Ok(())
}

/// The plan with this id, whether a version of it holds or not.
///
/// # Errors
/// What the database reports.
pub fn with_id(connection: &mut Connection, id: PlanId) -> Result<Option<Plan>, Failure> {
    let row: Option<PlanRow> = plan::table
        .filter(plan::id.eq(Bind(id)))
        .select(PlanRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Plan::try_from).transpose()
}

/// The plans with these ids, whether a version of them holds or not.
///
/// # Errors
/// What the database reports.
pub fn with_ids(
    connection: &mut Connection,
    ids: &BTreeSet<PlanId>,
) -> Result<BTreeMap<PlanId, Plan>, Failure> {
    let rows: Vec<PlanRow> = plan::table
        .filter(plan::id.eq_any(ids.iter().map(|id| Bind(*id))))
        .select(PlanRow::as_select())
        .load(connection)?;
    rows.into_iter().map(|row| Ok((row.id, row.try_into()?))).collect()
}

/// The day from which a plan's first adopted version holds; nothing where none does, or it holds since
/// before the register.
///
/// # Errors
/// What the database reports.
pub fn first_adopted(connection: &mut Connection, code: &str) -> Result<Option<Date>, Failure> {
    let Some(found) = any(connection, code)? else { return Ok(None) };
    let day: Option<Option<Date>> = plan_version::table
        .filter(plan_version::plan_id.eq(Bind(found.id)))
        .filter(plan_version::subject.eq(Subject::Plan.to_string()))
        .filter(plan_version::state.eq(PaperState::Adopted.code()))
        .order(plan_version::number)
        .select(plan_version::valid_from)
        .first(connection)
        .optional()?;
    Ok(day.flatten())
}

/// The code of the plan of a year, else of the last before it, else of the first to come.
///
/// # Errors
/// What the database reports.
pub fn current(connection: &mut Connection, today: Date) -> Result<Option<String>, Failure> {
    let adopted = || {
        plan_version::table
            .filter(plan_version::subject.eq(Subject::Plan.to_string()))
            .filter(plan_version::state.eq(PaperState::Adopted.code()))
            .select(plan_version::plan_id)
    };
    let plans = || plan::table.filter(plan::id.eq_any(adopted())).select(plan::code);
    let last: Option<String> = plans()
        .filter(plan::year.le(i32::from(today.year())))
        .order(plan::year.desc())
        .first(connection)
        .optional()?;
    match last {
        Some(code) => Ok(Some(code)),
        None => Ok(plans().order(plan::year).first(connection).optional()?),
    }
}
