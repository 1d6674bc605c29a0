//! Yearly plans of what is to be dissolved.

mod city;
mod entry;
mod row;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    OptionalExtension as _, QueryDsl as _, RunQueryDsl as _, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    dissolution::PlanState,
    id::DissolutionPlanId,
    scope::Scope,
};

use super::schema::{dissolution_plan, dissolution_plan_approval};
use crate::domain::plan::{Approval, Plan};
use row::{ApprovalRow, NewApprovalRow, NewPlanRow, PlanRow};

pub use city::{Narrowing, Record, counts, records};
pub(in crate::store) use entry::month;
pub use entry::{
    PlannedCase, cases_of, entries, hand_over, in_force, open_cases, planned_in, planned_of,
    put_in_force, replace_entries,
};

/// The most approvals of one plan.
const APPROVALS_MAX: i64 = 200;

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// With this id.
    pub id: Option<DissolutionPlanId>,
    /// For this year.
    pub year: Option<i16>,
    /// In this state.
    pub state: Option<PlanState>,
    /// Of this agency.
    pub agency: Option<AgencyCode>,
}

/// A page of plans within a scope, in the order in which they were begun.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&DissolutionPlanId>,
    limit: i64,
) -> Result<Vec<Plan>, Failure> {
    let mut query = dissolution_plan::table
        .order(dissolution_plan::id)
        .limit(limit)
        .select(PlanRow::as_select())
        .into_boxed();
    if !scope.is_everything() {
        let districts = scope.districts().map(|code: &DistrictCode| code.as_str().to_owned());
        let communes = scope.communes().map(|code: &CommuneCode| code.as_str().to_owned());
        let of_district = dissolution_plan::district_code.is_not_null().and(
            dissolution_plan::district_code.assume_not_null().eq_any(districts.collect::<Vec<_>>()),
        );
        let of_commune = dissolution_plan::commune_code.is_not_null().and(
            dissolution_plan::commune_code.assume_not_null().eq_any(communes.collect::<Vec<_>>()),
        );
        query = query.filter(of_district.or(of_commune));
    }
    if let Some(id) = filter.id {
        query = query.filter(dissolution_plan::id.eq(Bind(id)));
    }
    if let Some(after) = after {
        query = query.filter(dissolution_plan::id.gt(Bind(*after)));
    }
    if let Some(year) = filter.year {
        query = query.filter(dissolution_plan::year.eq(year));
    }
    if let Some(state) = filter.state {
        query = query.filter(dissolution_plan::state.eq(state.code()));
    }
    if let Some(agency) = &filter.agency {
        query = query.filter(dissolution_plan::agency_code.eq(agency.as_str().to_owned()));
    }
    let rows: Vec<PlanRow> = query.load(connection)?;
    rows.into_iter().map(Plan::try_from).collect()
}

/// The plan with this id, within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionPlanId,
) -> Result<Option<Plan>, Failure> {
    let filter = Filter { id: Some(id), ..Filter::default() };
    Ok(list(connection, scope, &filter, None, 1)?.pop())
}

/// Whether an agency has a plan for a year.
///
/// # Errors
/// What the database reports.
pub fn exists(
    connection: &mut Connection,
    agency: &AgencyCode,
    year: i16,
) -> Result<bool, Failure> {
    let found: Option<DissolutionPlanId> = dissolution_plan::table
        .filter(dissolution_plan::agency_code.eq(agency.as_str()))
        .filter(dissolution_plan::year.eq(year))
        .select(dissolution_plan::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// Enters a plan.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, plan: &Plan) -> Result<(), Failure> {
    let row = NewPlanRow::of(plan)?;
    diesel::insert_into(dissolution_plan::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a plan, whose version was counted on while it was held.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, plan: &Plan) -> Result<(), Failure> {
    diesel::update(dissolution_plan::table.find(Bind(plan.id)))
        .set(NewPlanRow::of(plan)?)
        .execute(connection)?;
    Ok(())
}

/// Keeps the approval of a revision: from then on the tables refuse to change it.
///
/// # Errors
/// What the database reports.
pub fn approve(
    connection: &mut Connection,
    plan: DissolutionPlanId,
    approval: &Approval,
) -> Result<(), Failure> {
    diesel::insert_into(dissolution_plan_approval::table)
        .values(&NewApprovalRow::of(plan, approval))
        .execute(connection)?;
    Ok(())
}

/// The approvals of a plan, the first first.
///
/// # Errors
/// What the database reports.
pub fn approvals(
    connection: &mut Connection,
    plan: DissolutionPlanId,
) -> Result<Vec<Approval>, Failure> {
    let rows: Vec<ApprovalRow> = dissolution_plan_approval::table
        .filter(dissolution_plan_approval::plan_id.eq(Bind(plan)))
        .order(dissolution_plan_approval::revision)
        .limit(APPROVALS_MAX)
        .select(ApprovalRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Approval::try_from).collect()
}
