//! An organisation as a row, and back.

use diesel::{Queryable, Selectable};
pub(in crate::store) use htx_kit::db::stored::code;
use htx_kit::{
    db::stored::{Parsed, number},
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::{Date, Instant},
    id::OrganisationId,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus, Sector},
    registration_number::RegistrationNumber,
};

use super::organisation;
use crate::domain::organisation::{Address, Organisation};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = organisation)]
pub(in crate::store) struct OrganisationRow {
    id: OrganisationId,
    kind: Parsed<OrganisationKind>,
    name: String,
    registration_number: Option<Parsed<RegistrationNumber>>,
    registered_on: Option<Date>,
    status: Parsed<OrganisationStatus>,
    address_line: Option<String>,
    commune_code: Parsed<CommuneCode>,
    district_code: Option<Parsed<DistrictCode>>,
    current_commune_code: Parsed<CommuneCode>,
    needs_address_review: bool,
    main_business_line: Option<String>,
    sector: Option<Parsed<Sector>>,
    people_credit_fund: bool,
    charter_capital_vnd: Option<i64>,
    member_count: Option<i32>,
    worker_count: Option<i32>,
    alliance_member: bool,
    name_sort: Vec<u8>,
    version: i64,
    recorded_at: Instant,
}

/// An organisation with what the store knows of it beside.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The organisation.
    pub organisation: Organisation,
    /// Its version, for its ETag.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
    /// The sort key of its name.
    pub name_sort: Vec<u8>,
}

impl TryFrom<OrganisationRow> for Stored {
    type Error = Failure;

    fn try_from(row: OrganisationRow) -> Result<Self, Failure> {
        let organisation = Organisation {
            id: row.id,
            kind: row.kind.0,
            name: row.name,
            registration_number: row.registration_number.map(|Parsed(number)| number),
            registered_on: row.registered_on,
            status: row.status.0,
            address: Address {
                line: row.address_line,
                commune: row.commune_code.0,
                district: row.district_code.map(|Parsed(code)| code),
                current_commune: row.current_commune_code.0,
                needs_review: row.needs_address_review,
            },
            main_business_line: row.main_business_line,
            sector: row.sector.map(|Parsed(sector)| sector),
            people_credit_fund: row.people_credit_fund,
            charter_capital_vnd: row.charter_capital_vnd.map(Dong),
            member_count: number(row.member_count)?,
            worker_count: number(row.worker_count)?,
            alliance_member: row.alliance_member,
        };
        Ok(Self {
            organisation,
            version: row.version,
            recorded_at: row.recorded_at,
            name_sort: row.name_sort,
        })
    }
}
