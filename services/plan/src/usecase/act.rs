//! What every write has in common: the transaction, who asks, and what they reach.

use htx_kit::{context::Context, db::Connection};
use htx_model::{
    agency::{Agencies, AgencyCode},
    competence,
    date::Date,
    scope::Scope,
};
use uuid::Uuid;

/// What a write is done with.
pub struct Act<'a> {
    /// The transaction.
    pub connection: &'a mut Connection,
    /// Who asks, when, and why.
    pub context: &'a Context,
    /// The user's or the client's id.
    pub who: Uuid,
    /// What they reach with the permission that the act needs.
    pub scope: &'a Scope,
    /// The agencies, with their succession.
    pub agencies: &'a Agencies,
}

impl std::fmt::Debug for Act<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Act(by {})", self.who)
    }
}

impl Act<'_> {
    /// Today, in the city.
    #[must_use]
    pub fn today(&self) -> Date {
        self.context.today()
    }

    /// Whether the caller holds today what this agency was entrusted with.
    #[must_use]
    pub fn holds(&self, agency: &AgencyCode) -> bool {
        competence::holds(self.agencies, self.scope, agency, self.today())
    }

    /// The agencies by whose names things stand that the caller holds today.
    #[must_use]
    pub fn held_names(&self) -> Vec<AgencyCode> {
        competence::held_names(self.agencies, self.scope, self.today())
    }

    /// The name that the caller's agency has today: what is signed with it keeps it.
    #[must_use]
    pub fn agency_name(&self) -> Option<String> {
        let agency = self.context.actor.agency.as_ref().and_then(|code| self.agencies.get(code));
        agency.map(|agency| agency.name_vi.clone())
    }
}
