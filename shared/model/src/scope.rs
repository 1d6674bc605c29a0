//! What a caller may reach with one permission. Store functions turn it into a WHERE.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    administrative::{CommuneCode, DistrictCode, Territory},
    agency::AgencyCode,
    id::OrganisationId,
    policy::Reach,
    principal::Holder,
};

/// A union of territories, organisations and agencies; or everything; or nothing. Between the suite's own
/// processes it travels with a question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    city: bool,
    districts: BTreeSet<DistrictCode>,
    communes: BTreeSet<CommuneCode>,
    organisations: BTreeSet<OrganisationId>,
    agencies: BTreeSet<AgencyCode>,
}

/// Where a record stands, to be compared with a [`Scope`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Placement<'a> {
    /// The organisation it is of.
    pub organisation: Option<OrganisationId>,
    /// The district as registered.
    pub district: Option<&'a DistrictCode>,
    /// The commune of today.
    pub commune: Option<&'a CommuneCode>,
    /// The agency it belongs to.
    pub agency: Option<&'a AgencyCode>,
}

impl Scope {
    /// Reaches nothing.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Reaches everything: for the operator's own commands, which have no token.
    #[must_use]
    pub fn everything() -> Self {
        Self { city: true, ..Self::default() }
    }

    /// The union of this scope and what a holder has within a reach.
    #[must_use]
    pub fn with(mut self, reach: Reach, holder: &Holder) -> Self {
        match (reach, holder) {
            (Reach::City, _) => self.city = true,
            (Reach::OwnTerritory, Holder::Agency { territory, .. }) => match territory {
                Territory::City => self.city = true,
                Territory::District(code) => {
                    self.districts.insert(code.clone());
                }
                Territory::Commune(code) => {
                    self.communes.insert(code.clone());
                }
            },
            (Reach::OwnAgency, Holder::Agency { code, .. }) => {
                self.agencies.insert(code.clone());
            }
            (Reach::OwnOrganisation, Holder::Organisation { id }) => {
                self.organisations.insert(*id);
            }
            (Reach::OwnTerritory | Reach::OwnAgency, Holder::Organisation { .. })
            | (Reach::OwnOrganisation, Holder::Agency { .. }) => {}
        }
        self
    }

    /// Whether nothing at all can be reached: the caller lacks the permission.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Whether everything can be reached, so that a query needs no condition.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.city
    }

    /// Whether a record that stands there can be reached.
    #[must_use]
    pub fn covers(&self, placement: &Placement<'_>) -> bool {
        self.city
            || placement.district.is_some_and(|code| self.districts.contains(code))
            || placement.commune.is_some_and(|code| self.communes.contains(code))
            || placement.organisation.is_some_and(|id| self.organisations.contains(&id))
            || placement.agency.is_some_and(|code| self.agencies.contains(code))
    }

    /// The districts reached.
    pub fn districts(&self) -> impl Iterator<Item = &DistrictCode> {
        self.districts.iter()
    }

    /// The communes reached.
    pub fn communes(&self) -> impl Iterator<Item = &CommuneCode> {
        self.communes.iter()
    }

    /// The organisations reached.
    pub fn organisations(&self) -> impl Iterator<Item = OrganisationId> + '_ {
        self.organisations.iter().copied()
    }

    /// The agencies reached.
    pub fn agencies(&self) -> impl Iterator<Item = &AgencyCode> {
        self.agencies.iter()
    }
}
