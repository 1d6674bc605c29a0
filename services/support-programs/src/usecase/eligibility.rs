//! Holds one organisation against every programme at once.

use htx_kit::{db::Connection, directory, failure::Failure};
use htx_model::{
    date::Date,
    directory::Organisation,
    id::OrganisationId,
    refusal::{Refusal, Text},
    scope::Scope,
};

use crate::{
    domain::{
        eligibility::{Outcome, Rules},
        programme::{Programme, Version},
        rule::fact,
    },
    store,
};

/// What one programme says of the organisation.
#[derive(Debug, Clone)]
pub struct Tested {
    /// The programme.
    pub programme: Programme,
    /// The version that holds.
    pub version: Version,
    /// What it says.
    pub outcome: Outcome,
}

/// What every programme that holds on a day says of an organisation, as it is known today.
///
/// # Errors
/// Not found, or outside the scope.
pub fn test(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
    day: Date,
) -> Result<(Organisation, Vec<Tested>), Failure> {
    let found = directory::find(connection, scope, id)?;
    let organisation = found.ok_or_else(unknown_organisation)?;
    let years = directory::years_of(connection, &[id])?;
    let commune = organisation.seat.current_commune.as_str();
    let grades = store::commune_grade::on(connection, &[commune], day)?;
    let facts = fact::of(&organisation, &years, grades.get(commune).copied(), day);
    let programmes = store::programme::all(connection, day)?;
    let tested = programmes.into_iter().map(|(programme, version)| {
        let outcome = Rules::on(&version.content, day).test(&facts);
        Tested { programme, version, outcome }
    });
    let tested = tested.collect();
    Ok((organisation, tested))
}

fn unknown_organisation() -> Refusal {
    Refusal::not_found("tổ chức", "organisation").advising(Text::fixed(
        "Tổ chức vừa được ghi vào sổ đăng ký sẽ có ở đây sau ít giây.",
        "An organisation that was just entered in the register is known here after a few seconds.",
    ))
}
