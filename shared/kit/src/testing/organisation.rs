//! An organisation of which the register's feed tells.

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    directory::{Organisation, Seat},
    id::OrganisationId,
    organisation::{OrganisationKind, OrganisationStatus, Sector},
};

/// An agricultural cooperative in Xuân Mai, Chương Mỹ (district 277), as the register's feed tells of it.
///
/// # Panics
/// Never: its place is one of the city.
#[must_use]
pub fn cooperative(id: OrganisationId, name: &str) -> Organisation {
    Organisation {
        id,
        kind: OrganisationKind::Cooperative,
        name: name.to_owned(),
        registration_number: None,
        registered_on: Date::new(2018, 3, 5),
        status: OrganisationStatus::Active,
        seat: Seat {
            commune: CommuneCode::parse("10018").expect("a commune"),
            district: Some(DistrictCode::parse("277").expect("a district")),
            current_commune: CommuneCode::parse("10045").expect("a commune"),
        },
        main_business_line: Some("0118".to_owned()),
        sector: Some(Sector::Agriculture),
        people_credit_fund: false,
        charter_capital_vnd: None,
        member_count: Some(12),
        worker_count: None,
        alliance_member: false,
    }
}
