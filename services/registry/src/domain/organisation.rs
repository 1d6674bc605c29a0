//! What the registry holds: cooperative groups, cooperatives and unions.

use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode, DistrictCode},
    date::Date,
    event::Place,
    id::OrganisationId,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus, Sector},
    registration_number::RegistrationNumber,
    scope::Placement,
};
use serde::{Deserialize, Serialize};

/// The last day of the districts. An address with a district names a commune of that time; the
/// communes of 2025-07-01 reuse the codes of older ones.
const DISTRICTS_ENDED: Date = Date(jiff::civil::date(2025, 6, 30));

/// Where an organisation has its seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// House, street, hamlet: what stands below the commune.
    pub line: Option<String>,
    /// The commune as registered; never rewritten by a reorganisation.
    pub commune: CommuneCode,
    /// Its district, where there were districts when it was registered.
    pub district: Option<DistrictCode>,
    /// The commune of today, found through the succession of communes.
    pub current_commune: CommuneCode,
    /// Whether the registered commune was split, so that an officer must look.
    pub needs_review: bool,
}

impl Address {
    /// Resolves a registered commune to today's. Nothing where there never was such a commune.
    #[must_use]
    pub fn resolve(
        units: &AdministrativeUnits,
        line: Option<String>,
        commune: CommuneCode,
        district: Option<DistrictCode>,
        today: Date,
    ) -> Option<Self> {
        let as_of = if district.is_some() { today.min(DISTRICTS_ENDED) } else { today };
        let registered = units.commune(&commune, as_of)?;
        if registered.district_code != district {
            return None;
        }
        let resolved = units.resolve(&commune, as_of, today)?;
        Some(Self {
            line,
            commune,
            district,
            current_commune: resolved.code,
            needs_review: resolved.needs_address_review,
        })
    }

    /// The same address where an officer found it to lie in this of the communes that took the
    /// territory of its own. Any other commune leaves it as it is.
    #[must_use]
    pub fn located_in(self, found: Option<&CommuneCode>, units: &AdministrativeUnits) -> Self {
        let candidates = units.succession(&self.commune);
        match found.filter(|found| candidates.iter().any(|one| one.code == **found)) {
            Some(found) if self.needs_review => {
                Self { current_commune: found.clone(), needs_review: false, ..self }
            }
            _ => self,
        }
    }

    /// The same address, with what an officer found for it where it stood so before.
    #[must_use]
    pub fn reviewed_as(self, before: &Self, units: &AdministrativeUnits) -> Self {
        let same = (&self.line, &self.commune, &self.district)
            == (&before.line, &before.commune, &before.district);
        let found = (same && !before.needs_review).then_some(&before.current_commune);
        self.located_in(found, units)
    }

    /// The seat in words, as registered; where its commune has ended by `today`, with the one that
    /// it lies in now.
    #[must_use]
    pub fn written(&self, units: &AdministrativeUnits, today: Date) -> String {
        let as_of = if self.district.is_some() { today.min(DISTRICTS_ENDED) } else { today };
        let registered = units.commune(&self.commune, as_of);
        let commune = registered.map_or(self.commune.as_str(), |unit| unit.name.as_str());
        let district = self.district.as_ref().and_then(|code| units.district(code, as_of));
        let parts = [self.line.as_deref(), Some(commune), district.map(|unit| unit.name.as_str())];
        let mut written = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        written.push_str(", Thành phố Hà Nội");
        let moved = registered.is_some_and(|unit| unit.valid_to.is_some_and(|last| last < today));
        if let Some(now) = units.commune(&self.current_commune, today).filter(|_| moved) {
            written.push_str(&format!(" (nay thuộc {}, Thành phố Hà Nội)", now.name));
        }
        written
    }
}

/// An organisation as the register has it. Personal data stands apart, in [`Representative`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name with the legal form.
    pub name: String,
    /// Its registration number, which is its tax code; old ones may have none.
    pub registration_number: Option<RegistrationNumber>,
    /// The day of its registration.
    pub registered_on: Option<Date>,
    /// Where it stands in its life.
    pub status: OrganisationStatus,
    /// Its seat.
    pub address: Address,
    /// The main business line: four digits of the national classification.
    pub main_business_line: Option<String>,
    /// The main field of activity.
    pub sector: Option<Sector>,
    /// Whether it is a people's credit fund: a cooperative in credit.
    pub people_credit_fund: bool,
    /// The charter capital.
    pub charter_capital_vnd: Option<Dong>,
    /// How many members it has.
    pub member_count: Option<u32>,
    /// How many workers it has.
    pub worker_count: Option<u32>,
    /// Whether it belongs to the Cooperative Alliance.
    pub alliance_member: bool,
}

impl Organisation {
    /// Where it stands, to be compared with a caller's scope.
    #[must_use]
    pub fn placement(&self) -> Placement<'_> {
        Placement {
            organisation: Some(self.id),
            district: self.address.district.as_ref(),
            commune: Some(&self.address.current_commune),
            agency: None,
        }
    }

    /// Where it stands, as its events say it.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            organisation: Some(self.id),
            district: self.address.district.clone(),
            commune: Some(self.address.current_commune.clone()),
        }
    }
}

/// Who acts for an organisation towards the authorities: personal data, kept erasable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Representative {
    /// The full name.
    pub name: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
}

impl Representative {
    /// Whether nothing is known of it.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.name.is_none() && self.phone.is_none()
    }
}
