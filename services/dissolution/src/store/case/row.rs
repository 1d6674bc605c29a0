//! A case as a row, and back.

use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{code, json, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{DissolutionId, OrganisationId},
};

use super::dissolution;
use crate::{
    domain::case::{Dissolution, RegistrySync},
    store::plan::month,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = dissolution)]
pub(in crate::store) struct CaseRow {
    id: DissolutionId,
    organisation_id: OrganisationId,
    opened_as: String,
    route: String,
    state: String,
    resume_state: Option<String>,
    opened_on: Date,
    opened_by_agency: Option<String>,
    responsible_officer: String,
    last_step_on: Date,
    decided_on: Option<Date>,
    ended_on: Option<Date>,
    prepared_by: String,
    sync_state: Option<String>,
    sync_status: Option<String>,
    sync_since: Option<Instant>,
    sync_position: Option<i64>,
    version: i64,
    recorded_at: Instant,
    registered_on: Option<Date>,
    planned_month: Option<String>,
}

impl CaseRow {
    /// The case with its version and when that was written.
    pub(super) fn read(self) -> Result<(Dissolution, i64, Instant), Failure> {
        let registry_sync = self.registry_sync()?;
        let agency = self.opened_by_agency.as_deref().map(AgencyCode::parse).transpose();
        let case = Dissolution {
            id: self.id,
            organisation: self.organisation_id,
            opened_as: json(&self.opened_as)?,
            route: code(&self.route)?,
            state: code(&self.state)?,
            resume_state: self.resume_state.as_deref().map(code).transpose()?,
            opened_on: self.opened_on,
            opened_by: agency.map_err(Failure::unexpected)?,
            responsible_officer: self.responsible_officer,
            last_step_on: self.last_step_on,
            decided_on: self.decided_on,
            ended_on: self.ended_on,
            prepared_by: json(&self.prepared_by)?,
            registry_sync,
            registered_on: self.registered_on,
            planned_for: self.planned_month.as_deref().map(month).transpose()?,
        };
        Ok((case, self.version, self.recorded_at))
    }

    fn registry_sync(&self) -> Result<Option<RegistrySync>, Failure> {
        let (Some(state), Some(since)) = (&self.sync_state, self.sync_since) else {
            return Ok(None);
        };
        let position = self.sync_position.map(u64::try_from).transpose();
        Ok(Some(RegistrySync {
            state: code(state)?,
            expected: self.sync_status.as_deref().map(code).transpose()?,
            since,
            position: position.map_err(Failure::unexpected)?,
        }))
    }
}

/// A case on its way into its row.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = dissolution, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct NewCaseRow<'a> {
    id: Bind<DissolutionId>,
    organisation_id: Bind<OrganisationId>,
    opened_as: String,
    route: &'static str,
    state: &'static str,
    resume_state: Option<&'static str>,
    opened_on: Bind<Date>,
    opened_by_agency: Option<&'a str>,
    responsible_officer: &'a str,
    last_step_on: Bind<Date>,
    decided_on: Bind<Option<Date>>,
    ended_on: Bind<Option<Date>>,
    prepared_by: String,
    sync_state: Option<&'static str>,
    sync_status: Option<&'static str>,
    sync_since: Bind<Option<Instant>>,
    sync_position: Option<i64>,
    version: i64,
    recorded_at: Bind<Instant>,
    registered_on: Bind<Option<Date>>,
    planned_month: Option<String>,
}

impl<'a> NewCaseRow<'a> {
    pub(super) fn of(case: &'a Dissolution, version: i64, now: Instant) -> Result<Self, Failure> {
        let sync = case.registry_sync.as_ref();
        let position = sync.and_then(|sync| sync.position).map(i64::try_from).transpose();
        Ok(Self {
            id: Bind(case.id),
            organisation_id: Bind(case.organisation),
            opened_as: written(&case.opened_as)?,
            route: case.route.code(),
            state: case.state.code(),
            resume_state: case.resume_state.map(|state| state.code()),
            opened_on: Bind(case.opened_on),
            opened_by_agency: case.opened_by.as_ref().map(AgencyCode::as_str),
            responsible_officer: &case.responsible_officer,
            last_step_on: Bind(case.last_step_on),
            decided_on: Bind(case.decided_on),
            ended_on: Bind(case.ended_on),
            prepared_by: written(&case.prepared_by)?,
            sync_state: sync.map(|sync| sync.state.code()),
            sync_status: sync.and_then(|sync| sync.expected).map(|status| status.code()),
            sync_since: Bind(sync.map(|sync| sync.since)),
            sync_position: position.map_err(Failure::unexpected)?,
            version,
            recorded_at: Bind(now),
            registered_on: Bind(case.registered_on),
            planned_month: case.planned_for.map(|month| month.to_string()),
        })
    }
}
