//! What of the listings that are not published somebody sees.

use htx_kit::db::Bind;
use htx_model::{
    agency::{Agencies, AgencyCode},
    competence,
    date::Date,
    id::OrganisationId,
    scope::Scope,
};

use crate::domain::listing::Owner;

/// The union of what somebody may prepare, review and oversee, on a day: what is published leaves
/// everybody's sight once it has expired.
#[derive(Debug, Clone)]
pub struct Sight {
    scopes: Vec<Scope>,
    agencies: Vec<AgencyCode>,
    day: Date,
}

impl Sight {
    /// Only what is published and holds: what everybody sees.
    #[must_use]
    pub fn public(today: Date) -> Self {
        Self { scopes: Vec::new(), agencies: Vec::new(), day: today }
    }

    /// Whatever there is, on whichever day: for the program's own work.
    #[must_use]
    pub fn everything() -> Self {
        let day = Date(jiff::civil::Date::MAX);
        Self { scopes: vec![Scope::everything()], agencies: Vec::new(), day }
    }

    /// What is reached by any of these scopes, in the hands of whoever holds it today.
    #[must_use]
    pub fn of(scopes: Vec<Scope>, agencies: &Agencies, today: Date) -> Self {
        let held = |scope: &Scope| competence::held_names(agencies, scope, today);
        let agencies = scopes.iter().flat_map(held).collect();
        Self { scopes, agencies, day: today }
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

    pub(in crate::store) fn is_everything(&self) -> bool {
        self.scopes.iter().any(Scope::is_everything)
    }

    pub(in crate::store) const fn day(&self) -> Date {
        self.day
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

/// The organisations that a sight reaches, by their ids: for a condition on whose something is.
macro_rules! organisations_of {
    ($sight:expr) => {{
        use $crate::store::schema::organisation;
        let sight: &$crate::store::listing::Sight = $sight;
        organisation::table
            .filter(
                organisation::district_code
                    .nullable()
                    .eq_any(sight.districts())
                    .or(organisation::current_commune_code.nullable().eq_any(sight.communes()))
                    .or(organisation::id.eq_any(sight.organisations())),
            )
            .select(organisation::id.nullable())
    }};
}
pub(in crate::store) use organisations_of;
