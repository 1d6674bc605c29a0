//! An organisation as this service knows it: what the register's feed says of it.

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    event::Place,
    id::OrganisationId,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus},
    registration_number::RegistrationNumber,
    scope::Placement,
};
use serde::{Deserialize, Serialize};

/// Where an organisation has its seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The commune as registered.
    pub commune: CommuneCode,
    /// Its district, where there were districts when it was registered.
    pub district: Option<DistrictCode>,
    /// The commune of today.
    pub current_commune: CommuneCode,
}

/// An organisation in the directory. It reads from the state of the register's events; what else
/// they hold is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name with the legal form.
    pub name: String,
    /// Its registration number; old ones may have none.
    pub registration_number: Option<RegistrationNumber>,
    /// The day of its registration.
    pub registered_on: Option<Date>,
    /// Where it stands in its life.
    pub status: OrganisationStatus,
    /// Its seat.
    #[serde(rename = "address")]
    pub seat: Seat,
    /// Whether it is a people's credit fund.
    pub people_credit_fund: bool,
    /// The charter capital.
    pub charter_capital_vnd: Option<Dong>,
    /// How many members it has.
    pub member_count: Option<u32>,
}

impl Organisation {
    /// Where it stands, to be compared with a caller's scope.
    #[must_use]
    pub fn placement(&self) -> Placement<'_> {
        Placement {
            organisation: Some(self.id),
            district: self.seat.district.as_ref(),
            commune: Some(&self.seat.current_commune),
            agency: None,
        }
    }

    /// Where it stands, as events say it.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            organisation: Some(self.id),
            district: self.seat.district.clone(),
            commune: Some(self.seat.current_commune.clone()),
        }
    }
}
