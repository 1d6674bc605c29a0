//! What one row of a register says of an organisation.

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus, Rating, Sector},
    registration_number::RegistrationNumber,
};

/// A proposed organisation with its yearly figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRecord {
    /// The name with its legal form, composed and without stray spaces.
    pub name: String,
    /// The kind.
    pub kind: OrganisationKind,
    /// The registration number; old organisations may have none.
    pub number: Option<RegistrationNumber>,
    /// The day of registration.
    pub registered_on: Option<Date>,
    /// The address below the commune.
    pub address: Option<String>,
    /// The commune as registered.
    pub commune: CommuneCode,
    /// A day on which that code means that commune: the communes of 2025-07-01 reuse older codes.
    pub commune_as_of: Date,
    /// The district, for communes of the time when there were districts.
    pub district: Option<DistrictCode>,
    /// The representative's name.
    pub representative: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The main business line: four digits of the national classification.
    pub main_business_line: Option<String>,
    /// The sector.
    pub sector: Option<Sector>,
    /// The charter capital.
    pub charter_capital: Option<Dong>,
    /// How many members.
    pub members: Option<u32>,
    /// How many workers.
    pub workers: Option<u32>,
    /// The year's revenue.
    pub revenue: Option<Dong>,
    /// The year's profit; negative for a loss.
    pub profit: Option<Dong>,
    /// A worker's average income in the year.
    pub average_worker_income: Option<Dong>,
    /// The year's rating; none where the cell is blank.
    pub rating: Option<Rating>,
    /// Where the organisation stands, where the file says it.
    pub status: Option<OrganisationStatus>,
    /// Whether it belongs to the Cooperative Alliance, where the file has a column for it.
    pub alliance_member: Option<bool>,
    /// The year of the figures, where the file says it.
    pub figures_year: Option<i16>,
}
