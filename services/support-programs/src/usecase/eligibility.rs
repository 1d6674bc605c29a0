//! Holds one organisation against every programme at once: its facts against the rules, what it had
//! before against the norms, what it would buy against what is supported already.

use htx_kit::{db::Connection, directory, failure::Failure};
use htx_model::{
    date::Date,
    directory::Organisation,
    id::OrganisationId,
    refusal::{Refusal, Text},
    scope::Scope,
};

use super::facts;
use crate::{
    domain::{
        application::cost::{self, Cost},
        eligibility::{Outcome, Rules, granted},
        programme::{Programme, Version},
    },
    store::{self, funded_cost::Funded},
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

/// What is said of an organisation.
#[derive(Debug, Clone)]
pub struct Report {
    /// The organisation.
    pub organisation: Organisation,
    /// What every programme says.
    pub programmes: Vec<Tested>,
    /// Those of the costs asked about that are supported already.
    pub funded: Vec<Funded>,
}

/// What every programme that holds on a day says of an organisation, as it is known today, and which of
/// some costs are supported already.
///
/// # Errors
/// Not found, or outside the scope; every fault of the costs.
pub fn test(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
    costs: Vec<Cost>,
    day: Date,
) -> Result<Report, Failure> {
    let costs = cost::check(costs).map_err(Refusal::rules)?;
    let found = directory::find(connection, scope, id)?;
    let organisation = found.ok_or_else(unknown_organisation)?;
    let facts = facts::of_one(connection, &organisation, day)?;
    let mut had = store::application::granted(connection, id, None, day)?;
    let programmes = store::programme::all(connection, day)?;
    let tested = programmes.into_iter().map(|(programme, version)| {
        let rules = Rules::on(&version.content, day).map_err(Failure::unexpected)?;
        let kinds = had.remove(&programme.code).unwrap_or_default();
        let supports = granted::standings(&version.content, &kinds, day);
        let outcome = rules.test(&facts).in_the_light_of(supports);
        Ok(Tested { programme, version, outcome })
    });
    let programmes = tested.collect::<Result<_, Failure>>()?;
    let funded = store::funded_cost::among(connection, id, &costs, None)?;
    Ok(Report { organisation, programmes, funded })
}

fn unknown_organisation() -> Refusal {
    Refusal::not_found("tổ chức", "organisation").advising(Text::fixed(
        "Tổ chức vừa được ghi vào sổ đăng ký sẽ có ở đây sau ít giây.",
        "An organisation that was just entered in the register is known here after a few seconds.",
    ))
}
