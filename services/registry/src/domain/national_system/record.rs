//! What a row of the national system says of an organisation.

use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode, DistrictCode},
    date::Date,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus, Sector},
    registration_number::RegistrationNumber,
};
use serde::{Deserialize, Serialize};

use crate::domain::register_sheet::RegisterRecord;

/// A row, without persons. What it leaves blank says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalRecord {
    /// The name with its legal form.
    pub name: String,
    /// The kind.
    pub kind: OrganisationKind,
    /// The registration number.
    pub registration_number: Option<RegistrationNumber>,
    /// The status.
    pub status: Option<OrganisationStatus>,
    /// The day of registration.
    pub registered_on: Option<Date>,
    /// The address below the commune.
    pub address_line: Option<String>,
    /// The commune as registered.
    pub commune: CommuneCode,
    /// A day on which that code means that commune.
    pub commune_as_of: Date,
    /// Where it lies today.
    pub current_commune: CommuneCode,
    /// The district, for communes of the time when there were districts.
    pub district: Option<DistrictCode>,
    /// The main business line.
    pub main_business_line: Option<String>,
    /// The sector.
    pub sector: Option<Sector>,
    /// The charter capital.
    pub charter_capital_vnd: Option<Dong>,
    /// How many members.
    pub member_count: Option<u32>,
    /// How many workers.
    pub worker_count: Option<u32>,
}

impl NationalRecord {
    /// Of a row that was read. Nothing where the map does not know where its commune lies today.
    #[must_use]
    pub fn read(row: RegisterRecord, units: &AdministrativeUnits, today: Date) -> Option<Self> {
        let resolved = units.resolve(&row.commune, row.commune_as_of, today)?;
        Some(Self {
            name: row.name,
            kind: row.kind,
            registration_number: row.number,
            status: row.status,
            registered_on: row.registered_on,
            address_line: row.address,
            commune: row.commune,
            commune_as_of: row.commune_as_of,
            current_commune: resolved.code,
            district: row.district,
            main_business_line: row.main_business_line,
            sector: row.sector,
            charter_capital_vnd: row.charter_capital,
            member_count: row.members,
            worker_count: row.workers,
        })
    }

    /// The row again, for what enters rows in the register.
    #[must_use]
    pub fn row(&self) -> RegisterRecord {
        RegisterRecord {
            name: self.name.clone(),
            kind: self.kind,
            number: self.registration_number.clone(),
            registered_on: self.registered_on,
            address: self.address_line.clone(),
            commune: self.commune.clone(),
            commune_as_of: self.commune_as_of,
            district: self.district.clone(),
            representative: None,
            phone: None,
            main_business_line: self.main_business_line.clone(),
            sector: self.sector,
            charter_capital: self.charter_capital_vnd,
            members: self.member_count,
            workers: self.worker_count,
            revenue: None,
            profit: None,
            average_worker_income: None,
            rating: None,
            status: self.status,
            alliance_member: None,
            figures_year: None,
        }
    }
}
