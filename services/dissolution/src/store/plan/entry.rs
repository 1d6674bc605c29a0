//! What plans name, and what is in force of it.

use std::collections::{BTreeSet, HashMap};

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, foreign},
    },
    each,
    failure::Failure,
};
use htx_model::{
    administrative::CommuneCode,
    date::Date,
    dissolution::DissolutionState,
    id::{DissolutionId, DissolutionPlanId, OrganisationId},
};

use super::row::count;
use crate::{
    domain::{
        organisation::Organisation,
        plan::{ENTRIES_MAX, Entry, Plan, PlanMonth, Planned},
    },
    store::{
        case::open_states,
        organisation::OrganisationRow,
        schema::{dissolution, dissolution_plan_entry, organisation, planned_dissolution},
    },
};

/// Rows of one statement.
const CHUNK: usize = 200;

/// A month as it is stored.
pub(in crate::store) fn month(text: &str) -> Result<PlanMonth, Failure> {
    PlanMonth::parse(text).map_err(|_| foreign(text))
}

/// What a revision names, each with the organisation as it is today, by its id.
///
/// # Errors
/// What the database reports.
pub fn entries(
    connection: &mut Connection,
    plan: DissolutionPlanId,
    revision: u32,
) -> Result<Vec<(Entry, Organisation)>, Failure> {
    let rows: Vec<(String, String, OrganisationRow)> = dissolution_plan_entry::table
        .inner_join(organisation::table)
        .filter(dissolution_plan_entry::plan_id.eq(Bind(plan)))
        .filter(dissolution_plan_entry::revision.eq(column(revision)))
        .order(dissolution_plan_entry::organisation_id)
        .limit(i64::try_from(ENTRIES_MAX).unwrap_or(i64::MAX))
        .select((
            dissolution_plan_entry::responsible_officer,
            dissolution_plan_entry::expected_month,
            organisation::all_columns,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(responsible_officer, expected, of)| {
            let of = Organisation::try_from(of)?;
            let expected_month = month(&expected)?;
            Ok((Entry { organisation: of.id, responsible_officer, expected_month }, of))
        })
        .collect()
}

/// Writes what a revision names in place of what it named.
///
/// # Errors
/// What the database reports; also where the revision is approved, which the tables refuse.
pub fn replace_entries(
    connection: &mut Connection,
    plan: &Plan,
    entries: &[Entry],
) -> Result<(), Failure> {
    use dissolution_plan_entry as entry;
    diesel::delete(
        entry::table
            .filter(entry::plan_id.eq(Bind(plan.id)))
            .filter(entry::revision.eq(column(plan.revision))),
    )
    .execute(connection)?;
    for chunk in entries.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|one| {
                (
                    entry::plan_id.eq(Bind(plan.id)),
                    entry::revision.eq(column(plan.revision)),
                    entry::organisation_id.eq(Bind(one.organisation)),
                    entry::responsible_officer.eq(&one.responsible_officer),
                    entry::expected_month.eq(one.expected_month.to_string()),
                )
            })
            .collect();
        each!(connection, one => diesel::insert_into(entry::table).values(&rows).execute(one))?;
    }
    Ok(())
}

pub(super) type InForceRow = (DissolutionPlanId, i16, i32, String, String);

pub(super) fn planned(
    (plan, year, revision, responsible_officer, expected): InForceRow,
) -> Result<Planned, Failure> {
    Ok(Planned {
        plan,
        year,
        revision: count(revision)?,
        responsible_officer,
        expected_month: month(&expected)?,
    })
}

/// The columns of what is in force.
macro_rules! in_force_columns {
    () => {
        (
            planned_dissolution::plan_id,
            planned_dissolution::year,
            planned_dissolution::revision,
            planned_dissolution::responsible_officer,
            planned_dissolution::expected_month,
        )
    };
}

pub(super) use in_force_columns;

/// What the plans in force say of an organisation from a year on: the newest.
///
/// # Errors
/// What the database reports.
pub fn in_force(
    connection: &mut Connection,
    of: OrganisationId,
    from_year: i16,
) -> Result<Option<Planned>, Failure> {
    let row: Option<InForceRow> = planned_dissolution::table
        .filter(planned_dissolution::organisation_id.eq(Bind(of)))
        .filter(planned_dissolution::year.ge(from_year))
        .order(planned_dissolution::year.desc())
        .select(in_force_columns!())
        .first(connection)
        .optional()?;
    row.map(planned).transpose()
}

/// What the plans in force of a year say of these organisations, at most a page.
///
/// # Errors
/// What the database reports.
pub fn planned_of(
    connection: &mut Connection,
    organisations: &[OrganisationId],
    year: i16,
) -> Result<HashMap<OrganisationId, Planned>, Failure> {
    let ids = organisations.iter().copied().map(Bind);
    let rows: Vec<(OrganisationId, InForceRow)> = planned_dissolution::table
        .filter(planned_dissolution::organisation_id.eq_any(ids))
        .filter(planned_dissolution::year.eq(year))
        .select((planned_dissolution::organisation_id, in_force_columns!()))
        .load(connection)?;
    rows.into_iter().map(|(of, row)| Ok((of, planned(row)?))).collect()
}

/// What the plans in force of a year say of the organisations in a commune of today: what a commune
/// takes over from the districts that ended.
///
/// # Errors
/// What the database reports.
pub fn planned_in(
    connection: &mut Connection,
    commune: &CommuneCode,
    year: i16,
) -> Result<Vec<(Planned, Organisation)>, Failure> {
    let rows: Vec<(InForceRow, OrganisationRow)> = planned_dissolution::table
        .inner_join(organisation::table)
        .filter(planned_dissolution::year.eq(year))
        .filter(organisation::current_commune_code.eq(commune.as_str()))
        .order(planned_dissolution::organisation_id)
        .limit(i64::try_from(ENTRIES_MAX).unwrap_or(i64::MAX))
        .select((in_force_columns!(), organisation::all_columns))
        .load(connection)?;
    rows.into_iter().map(|(row, of)| Ok((planned(row)?, of.try_into()?))).collect()
}

/// Takes out of force what a plan said, and what the districts' plans of the year said of a
/// commune, once the commune has its own.
///
/// # Errors
/// What the database reports.
pub fn hand_over(connection: &mut Connection, plan: &Plan) -> Result<(), Failure> {
    use planned_dissolution as planned;
    diesel::delete(planned::table.filter(planned::plan_id.eq(Bind(plan.id))))
        .execute(connection)?;
    if let Some(commune) = plan.territory.commune() {
        let here = organisation::table
            .filter(organisation::current_commune_code.eq(commune.as_str()))
            .select(organisation::id);
        diesel::delete(
            planned::table
                .filter(planned::year.eq(plan.year))
                .filter(planned::organisation_id.eq_any(here)),
        )
        .execute(connection)?;
    }
    Ok(())
}

/// Puts what an approved revision names in force.
///
/// # Errors
/// What the database reports.
pub fn put_in_force(
    connection: &mut Connection,
    plan: &Plan,
    entries: &[Entry],
) -> Result<(), Failure> {
    use diesel::upsert::excluded;
    use planned_dissolution as planned;
    for chunk in entries.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|one| {
                (
                    planned::organisation_id.eq(Bind(one.organisation)),
                    planned::year.eq(plan.year),
                    planned::plan_id.eq(Bind(plan.id)),
                    planned::revision.eq(column(plan.revision)),
                    planned::responsible_officer.eq(&one.responsible_officer),
                    planned::expected_month.eq(one.expected_month.to_string()),
                )
            })
            .collect();
        each!(connection, one => diesel::insert_into(planned::table)
            .values(&rows)
            .on_conflict((planned::organisation_id, planned::year))
            .do_update()
            .set((
                planned::plan_id.eq(excluded(planned::plan_id)),
                planned::revision.eq(excluded(planned::revision)),
                planned::responsible_officer.eq(excluded(planned::responsible_officer)),
                planned::expected_month.eq(excluded(planned::expected_month)),
            ))
            .execute(one))?;
    }
    Ok(())
}

/// The open cases of the organisations of which a plan in force speaks, is to speak, or is to take over
/// what others say.
///
/// # Errors
/// What the database reports.
pub fn open_cases(
    connection: &mut Connection,
    plan: &Plan,
    entries: &[Entry],
) -> Result<BTreeSet<DissolutionId>, Failure> {
    use planned_dissolution as planned;
    let open = || {
        let states = open_states();
        dissolution::table.filter(dissolution::state.eq_any(states)).select(dissolution::id)
    };
    let of_plan =
        planned::table.filter(planned::plan_id.eq(Bind(plan.id))).select(planned::organisation_id);
    let spoken_of: Vec<DissolutionId> =
        open().filter(dissolution::organisation_id.eq_any(of_plan)).load(connection)?;
    let mut cases: BTreeSet<DissolutionId> = spoken_of.into_iter().collect();
    for chunk in entries.chunks(CHUNK) {
        let ids = chunk.iter().map(|entry| Bind(entry.organisation));
        let named: Vec<DissolutionId> =
            open().filter(dissolution::organisation_id.eq_any(ids)).load(connection)?;
        cases.extend(named);
    }
    if let Some(commune) = plan.territory.commune() {
        let here = organisation::table
            .filter(organisation::current_commune_code.eq(commune.as_str()))
            .select(organisation::id);
        let of_commune: Vec<DissolutionId> =
            open().filter(dissolution::organisation_id.eq_any(here)).load(connection)?;
        cases.extend(of_commune);
    }
    Ok(cases)
}

/// A case of an organisation that is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedCase {
    /// Which.
    pub id: DissolutionId,
    /// Where it stands.
    pub state: DissolutionState,
    /// When it was opened.
    pub opened_on: Date,
    /// When it ended.
    pub ended_on: Option<Date>,
}

/// The newest case of each of these organisations, at most as many as a plan names.
///
/// # Errors
/// What the database reports.
pub fn cases_of(
    connection: &mut Connection,
    organisations: &[OrganisationId],
) -> Result<HashMap<OrganisationId, PlannedCase>, Failure> {
    type Row = (OrganisationId, DissolutionId, String, Date, Option<Date>);
    let ids = organisations.iter().copied().map(Bind);
    let rows: Vec<Row> = dissolution::table
        .filter(dissolution::organisation_id.eq_any(ids))
        .order(dissolution::id)
        .select((
            dissolution::organisation_id,
            dissolution::id,
            dissolution::state,
            dissolution::opened_on,
            dissolution::ended_on,
        ))
        .load(connection)?;
    let one = |(of, id, state, opened_on, ended_on): Row| {
        Ok((of, PlannedCase { id, state: code(&state)?, opened_on, ended_on }))
    };
    rows.into_iter().map(one).collect()
}
