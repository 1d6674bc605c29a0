//! What of the listings that are not published somebody sees.

use htx_kit::db::Bind;
use htx_model::{
    agency::{Agencies, AgencyCode},
    competence,
    date::Date,
    id::OrganisationId,
    scope::{Placement, Scope},
};

use crate::domain::listing::Owner;

/// The union of what somebody may prepare and what they may review.
#[derive(Debug, Clone, Default)]
pub struct Sight {
    scopes: Vec<Scope>,
    agencies: Vec<AgencyCode>,
}

impl Sight {
    /// Only what is published: what everybody sees.
    #[must_use]
    pub fn public() -> Self {
        Self::default()
    }

    /// Whatever there is: for the program's own work.
    #[must_use]
    pub fn everything() -> Self {
        Self { scopes: vec![Scope::everything()], agencies: Vec::new() }
    }

    /// What is reached by any of these scopes, in the hands of whoever holds it today.
    #[must_use]
    pub fn of(scopes: Vec<Scope>, agencies: &Agencies, today: Date) -> Self {
        let held = |scope: &Scope| competence::held_names(agencies, scope, today);
        let agencies = scopes.iter().flat_map(held).collect();
        Self { scopes, agencies }
    }

    /// Whether what is this owner's is shown also where it is not published.
    #[must_use]
    pub fn shows(&self, owner: &Owner) -> bool {
        match owner {
            Owner::Organisation(organisation) => {
                self.scopes.iter().any(|scope| scope.covers(&organisation.placement()))
            }
            Owner::Agency(code, _) => self.is_everything() || self.agencies.contains(code),
        }
    }

    /// Whether what stands there, or is this agency's, is reached.
    #[must_use]
    pub fn reaches(&self, placement: &Placement<'_>, agency: Option<&AgencyCode>) -> bool {
        self.scopes.iter().any(|scope| scope.covers(placement))
            || agency.is_some_and(|code| self.agencies.contains(code))
    }

    pub(in crate::store) fn is_everything(&self) -> bool {
        self.scopes.iter().any(Scope::is_everything)
    }

    pub(in crate::store) fn districts(&self) -> Vec<String> {
        self.scopes.iter().flat_map(Scope::districts).map(ToString::to_string).collect()
    }

    pub(in crate::store) fn communes(&self) -> Vec<String> {
        self.scopes.iter().flat_map(Scope::communes).map(ToString::to_string).collect()
    }

    pub(in crate::store) fn organisations(&self) -> Vec<Bind<OrganisationId>> {
        self.scopes.iter().flat_map(Scope::organisations).map(Bind).collect()
    }

    pub(in crate::store) fn agencies(&self) -> Vec<String> {
        self.agencies.iter().map(ToString::to_string).collect()
    }
}
