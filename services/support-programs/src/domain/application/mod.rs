//! Applications for support: one mechanism for every kind.

pub mod cost;
pub mod decide;
pub mod details;
pub mod lifecycle;
pub mod norm;
pub mod on_behalf;
pub mod payment;
pub mod request;

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{BudgetId, EventId, OrganisationId, SupportApplicationId, SupportStepId},
    money::Dong,
    support::applications::{EntitlementForm, SupportAction, SupportKind, SupportState},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use self::{cost::Cost, norm::Finding};
use super::exhibit::Exhibit;
pub use on_behalf::OnBehalf;

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: SupportApplicationId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Under which programme.
    pub programme: String,
    /// The agency that leads the programme, as the programme names it.
    pub lead_agency: AgencyCode,
    /// What is applied for.
    pub kind: SupportKind,
    /// Where it stands.
    pub state: SupportState,
    /// The fields of its kind.
    pub details: Map<String, Value>,
    /// What it costs.
    pub costs: Vec<Cost>,
    /// How much of it is asked for.
    pub requested: Dong,
    /// When it was begun.
    pub drafted_on: Date,
    /// When it was handed in, the last time.
    pub submitted_on: Option<Date>,
    /// What an officer of the lead agency proposes to grant.
    pub proposal: Option<Proposal>,
    /// What the norms of the programme say of it.
    pub norms: Vec<Finding>,
    /// The decision.
    pub decision: Option<Decision>,
    /// When it ended.
    pub ended_on: Option<Date>,
    /// Everybody who prepared anything in it: none of them may decide.
    pub prepared_by: Vec<Uuid>,
    /// Who filed it for the organisation; nobody where that did so itself.
    pub on_behalf: Option<OnBehalf>,
}

/// What is proposed to be granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// In which form.
    pub form: EntitlementForm,
    /// How much: nothing where no budget is needed.
    #[serde(rename = "amount_vnd")]
    pub amount: Dong,
    /// Out of which budget.
    #[serde(rename = "budget_id")]
    pub budget: Option<BudgetId>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Its number.
    pub number: String,
    /// Its day.
    pub on: Date,
    /// The agency.
    pub agency: Option<AgencyCode>,
    /// The name that it had then.
    pub agency_name: Option<String>,
    /// What is granted; nothing where it was refused.
    #[serde(rename = "approved_vnd")]
    pub approved: Option<Dong>,
    /// The number of the programme's version that held on that day.
    pub programme_version: Option<u32>,
}

/// A step of an application. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: SupportStepId,
    /// Of which application.
    pub application: SupportApplicationId,
    /// What was done; nothing for the first.
    pub action: Option<SupportAction>,
    /// Where the application stood.
    pub from: Option<SupportState>,
    /// Where it stands since.
    pub to: SupportState,
    /// Whether the district is for it.
    pub favourable: Option<bool>,
    /// How much it is about.
    pub amount: Option<Dong>,
    /// The documents that prove it.
    pub documents: Vec<Exhibit>,
    /// Who did it.
    pub actor: Option<Uuid>,
    /// The login name.
    pub actor_name: String,
    /// The agency that it was done for.
    pub agency: Option<AgencyCode>,
    /// The name that the agency had then.
    pub agency_name: Option<String>,
    /// The event of it in the log.
    pub event: EventId,
    /// When it was written down.
    pub recorded_at: Instant,
}

impl Application {
    /// Notes down that somebody prepared something in it.
    pub fn note_preparer(&mut self, who: Uuid) {
        if !self.prepared_by.contains(&who) {
            self.prepared_by.push(who);
        }
    }

    /// What is granted.
    #[must_use]
    pub fn approved(&self) -> Option<Dong> {
        self.decision.as_ref().and_then(|decision| decision.approved)
    }

    /// The application as the log has it: without words, in which people are named.
    #[must_use]
    pub fn logged(&self) -> Value {
        let cost = |cost: &Cost| json!({ "kind": cost.kind, "year": cost.year, "amount_vnd": cost.amount });
        json!({
            "id": self.id,
            "organisation_id": self.organisation,
            "programme": self.programme,
            "lead_agency": self.lead_agency,
            "kind": self.kind,
            "state": self.state,
            "details": details::logged(self.kind, &self.details),
            "costs": self.costs.iter().map(cost).collect::<Vec<_>>(),
            "requested_vnd": self.requested,
            "drafted_on": self.drafted_on,
            "submitted_on": self.submitted_on,
            "proposal": self.proposal,
            "norms": self.norms,
            "decision": self.decision,
            "ended_on": self.ended_on,
            "on_behalf": self.on_behalf,
        })
    }

    /// What the log only commits to.
    #[must_use]
    pub fn personal(&self, reason: Option<&str>) -> Value {
        let names = self.costs.iter().map(|cost| (&cost.name, &cost.reference, &cost.issuer));
        let names: Vec<_> = names.collect();
        json!({ "details": self.details, "costs": names, "reason": reason })
    }
}
