//! A plan and its approvals as rows, and back.

use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{code, column, foreign, json, number, written},
    },
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{DissolutionPlanId, EventId},
};

use crate::{
    domain::plan::{Approval, Plan, PlanTerritory},
    store::{
        blocker::signatory,
        schema::{dissolution_plan, dissolution_plan_approval},
    },
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = dissolution_plan)]
pub(super) struct PlanRow {
    id: DissolutionPlanId,
    year: i16,
    district_code: Option<String>,
    commune_code: Option<String>,
    agency_code: String,
    agency_name: String,
    revision: i32,
    state: String,
    approved_revision: Option<i32>,
    entry_count: i32,
    prepared_by: String,
    reason: Option<String>,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<PlanRow> for Plan {
    type Error = Failure;

    fn try_from(row: PlanRow) -> Result<Self, Failure> {
        let territory = match (&row.district_code, &row.commune_code) {
            (Some(text), _) => {
                PlanTerritory::District(DistrictCode::parse(text).map_err(|_| foreign(text))?)
            }
            (None, Some(text)) => {
                PlanTerritory::Commune(CommuneCode::parse(text).map_err(|_| foreign(text))?)
            }
            (None, None) => PlanTerritory::Unions,
        };
        Ok(Self {
            id: row.id,
            year: row.year,
            territory,
            agency: signatory(&row.agency_code, row.agency_name)?,
            revision: count(row.revision)?,
            state: code(&row.state)?,
            approved_revision: number(row.approved_revision)?,
            entry_count: count(row.entry_count)?,
            prepared_by: json(&row.prepared_by)?,
            reason: row.reason,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

/// A number of a row.
pub(super) fn count(stored: i32) -> Result<u32, Failure> {
    u32::try_from(stored).map_err(Failure::unexpected)
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = dissolution_plan, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct NewPlanRow<'a> {
    id: Bind<DissolutionPlanId>,
    year: i16,
    district_code: Option<&'a str>,
    commune_code: Option<&'a str>,
    agency_code: &'a str,
    agency_name: &'a str,
    revision: i32,
    state: &'static str,
    approved_revision: Option<i32>,
    entry_count: i32,
    prepared_by: String,
    reason: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewPlanRow<'a> {
    pub(super) fn of(plan: &'a Plan) -> Result<Self, Failure> {
        Ok(Self {
            id: Bind(plan.id),
            year: plan.year,
            district_code: plan.territory.district().map(DistrictCode::as_str),
            commune_code: plan.territory.commune().map(CommuneCode::as_str),
            agency_code: plan.agency.code.as_str(),
            agency_name: &plan.agency.name,
            revision: column(plan.revision),
            state: plan.state.code(),
            approved_revision: plan.approved_revision.map(column),
            entry_count: column(plan.entry_count),
            prepared_by: written(&plan.prepared_by)?,
            reason: plan.reason.as_deref(),
            version: plan.version,
            recorded_at: Bind(plan.recorded_at),
        })
    }
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = dissolution_plan_approval)]
pub(super) struct ApprovalRow {
    revision: i32,
    approved_on: Date,
    legal_basis: String,
    agency_code: Option<String>,
    agency_name: Option<String>,
    actor_name: String,
    event_id: EventId,
}

impl TryFrom<ApprovalRow> for Approval {
    type Error = Failure;

    fn try_from(row: ApprovalRow) -> Result<Self, Failure> {
        let name = row.agency_name.unwrap_or_default();
        Ok(Self {
            revision: count(row.revision)?,
            approved_on: row.approved_on,
            legal_basis: row.legal_basis,
            by: row.agency_code.map(|agency| signatory(&agency, name)).transpose()?,
            actor_name: row.actor_name,
            event: row.event_id,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = dissolution_plan_approval, treat_none_as_default_value = false)]
pub(super) struct NewApprovalRow<'a> {
    plan_id: Bind<DissolutionPlanId>,
    revision: i32,
    approved_on: Bind<Date>,
    legal_basis: &'a str,
    agency_code: Option<&'a str>,
    agency_name: Option<&'a str>,
    actor_name: &'a str,
    event_id: Bind<EventId>,
}

impl<'a> NewApprovalRow<'a> {
    pub(super) fn of(plan: DissolutionPlanId, approval: &'a Approval) -> Self {
        Self {
            plan_id: Bind(plan),
            revision: column(approval.revision),
            approved_on: Bind(approval.approved_on),
            legal_basis: &approval.legal_basis,
            agency_code: approval.by.as_ref().map(|by| by.code.as_str()),
            agency_name: approval.by.as_ref().map(|by| by.name.as_str()),
            actor_name: &approval.actor_name,
            event_id: Bind(approval.event),
        }
    }
}
