//! An application as a row, and back.

use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{code, column, json, number, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{BudgetId, OrganisationId, SupportApplicationId},
    money::Dong,
};

use crate::{
    domain::application::{Application, Decision, OnBehalf, Proposal},
    store::schema::support_application,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = support_application)]
pub(in crate::store) struct ApplicationRow {
    id: SupportApplicationId,
    organisation_id: OrganisationId,
    programme_code: String,
    lead_agency: String,
    kind: String,
    state: String,
    details: String,
    costs: String,
    requested_vnd: i64,
    drafted_on: Date,
    submitted_on: Option<Date>,
    form: Option<String>,
    proposed_vnd: Option<i64>,
    budget_id: Option<BudgetId>,
    norms: String,
    decision_number: Option<String>,
    decided_on: Option<Date>,
    decided_by_agency: Option<String>,
    decided_by_agency_name: Option<String>,
    approved_vnd: Option<i64>,
    ended_on: Option<Date>,
    prepared_by: String,
    version: i64,
    recorded_at: Instant,
    programme_version: Option<i32>,
    filed_by_agency: Option<String>,
    filed_by_agency_name: Option<String>,
    filed_by: String,
}

impl ApplicationRow {
    /// The application with its version and when that was written.
    pub(super) fn read(self) -> Result<(Application, i64, Instant), Failure> {
        let (proposal, decision) = (self.proposal()?, self.decision()?);
        let on_behalf = self.on_behalf()?;
        let application = Application {
            id: self.id,
            organisation: self.organisation_id,
            programme: self.programme_code,
            lead_agency: AgencyCode::parse(&self.lead_agency).map_err(Failure::unexpected)?,
            kind: code(&self.kind)?,
            state: code(&self.state)?,
            details: json(&self.details)?,
            costs: json(&self.costs)?,
            requested: Dong(self.requested_vnd),
            drafted_on: self.drafted_on,
            submitted_on: self.submitted_on,
            proposal,
            norms: json(&self.norms)?,
            decision,
            ended_on: self.ended_on,
            prepared_by: json(&self.prepared_by)?,
            on_behalf,
        };
        Ok((application, self.version, self.recorded_at))
    }

    fn proposal(&self) -> Result<Option<Proposal>, Failure> {
        let Some(form) = &self.form else { return Ok(None) };
        let amount = Dong(self.proposed_vnd.unwrap_or_default());
        Ok(Some(Proposal { form: code(form)?, amount, budget: self.budget_id }))
    }

    fn decision(&self) -> Result<Option<Decision>, Failure> {
        let (Some(signed), Some(on)) = (&self.decision_number, self.decided_on) else {
            return Ok(None);
        };
        let agency = self.decided_by_agency.as_deref().map(AgencyCode::parse).transpose();
        Ok(Some(Decision {
            number: signed.clone(),
            on,
            agency: agency.map_err(Failure::unexpected)?,
            agency_name: self.decided_by_agency_name.clone(),
            approved: self.approved_vnd.map(Dong),
            programme_version: number(self.programme_version)?,
        }))
    }

    fn on_behalf(&self) -> Result<Option<OnBehalf>, Failure> {
        let Some(agency) = &self.filed_by_agency else { return Ok(None) };
        Ok(Some(OnBehalf {
            agency: AgencyCode::parse(agency).map_err(Failure::unexpected)?,
            agency_name: self.filed_by_agency_name.clone(),
            persons: json(&self.filed_by)?,
        }))
    }
}

/// An application on its way into its row.
#[derive(Insertable, AsChangeset)]
#[diesel(
    table_name = support_application,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub(super) struct NewApplicationRow<'a> {
    id: Bind<SupportApplicationId>,
    organisation_id: Bind<OrganisationId>,
    programme_code: &'a str,
    lead_agency: &'a str,
    kind: &'static str,
    state: &'static str,
    details: String,
    costs: String,
    requested_vnd: i64,
    drafted_on: Bind<Date>,
    submitted_on: Bind<Option<Date>>,
    form: Option<&'static str>,
    proposed_vnd: Option<i64>,
    budget_id: Bind<Option<BudgetId>>,
    norms: String,
    decision_number: Option<&'a str>,
    decided_on: Bind<Option<Date>>,
    decided_by_agency: Option<&'a str>,
    decided_by_agency_name: Option<&'a str>,
    approved_vnd: Option<i64>,
    ended_on: Bind<Option<Date>>,
    prepared_by: String,
    version: i64,
    recorded_at: Bind<Instant>,
    programme_version: Option<i32>,
    filed_by_agency: Option<&'a str>,
    filed_by_agency_name: Option<&'a str>,
    filed_by: String,
}

impl<'a> NewApplicationRow<'a> {
    pub(super) fn of(
        application: &'a Application,
        version: i64,
        now: Instant,
    ) -> Result<Self, Failure> {
        let (proposal, decision) = (application.proposal.as_ref(), application.decision.as_ref());
        let agency = decision.and_then(|decision| decision.agency.as_ref());
        let on_behalf = application.on_behalf.as_ref();
        let persons = on_behalf.map(|one| one.persons.as_slice()).unwrap_or_default();
        Ok(Self {
            id: Bind(application.id),
            organisation_id: Bind(application.organisation),
            programme_code: &application.programme,
            lead_agency: application.lead_agency.as_str(),
            kind: application.kind.code(),
            state: application.state.code(),
            details: written(&application.details)?,
            costs: written(&application.costs)?,
            requested_vnd: application.requested.0,
            drafted_on: Bind(application.drafted_on),
            submitted_on: Bind(application.submitted_on),
            form: proposal.map(|proposal| proposal.form.code()),
            proposed_vnd: proposal.map(|proposal| proposal.amount.0),
            budget_id: Bind(proposal.and_then(|proposal| proposal.budget)),
            norms: written(&application.norms)?,
            decision_number: decision.map(|decision| decision.number.as_str()),
            decided_on: Bind(decision.map(|decision| decision.on)),
            decided_by_agency: agency.map(AgencyCode::as_str),
            decided_by_agency_name: decision.and_then(|one| one.agency_name.as_deref()),
            approved_vnd: decision.and_then(|decision| decision.approved).map(|amount| amount.0),
            ended_on: Bind(application.ended_on),
            prepared_by: written(&application.prepared_by)?,
            version,
            recorded_at: Bind(now),
            programme_version: decision.and_then(|one| one.programme_version).map(column),
            filed_by_agency: on_behalf.map(|one| one.agency.as_str()),
            filed_by_agency_name: on_behalf.and_then(|one| one.agency_name.as_deref()),
            filed_by: written(persons)?,
        })
    }
}
