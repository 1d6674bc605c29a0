//! Tells what a rule would propose. Changes nothing.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{date::Date, dated::Dated, scope::Scope};

use super::{Finding, searched};
use crate::{
    domain::{candidate::ProposalRule, organisation::Organisation},
    store,
};

/// How many examples are shown.
const EXAMPLES: i64 = 20;

/// What a rule finds.
#[derive(Debug, Clone)]
pub struct Simulated {
    /// The rule.
    pub rule: &'static Dated<ProposalRule>,
    /// The full years without a report, where that is the rule.
    pub years: Option<u32>,
    /// How many by the district as registered.
    pub districts: Vec<(Option<String>, i64)>,
    /// The first of them.
    pub examples: Vec<Organisation>,
}

/// What a rule finds today within a scope: how many, and some of them.
///
/// # Errors
/// A rule that is not in force; what the database reports.
pub fn simulate(
    connection: &mut Connection,
    scope: &Scope,
    finding: &Finding,
    today: Date,
) -> Result<Simulated, Failure> {
    let (rule, search) = searched(scope, finding, None, today)?;
    Ok(Simulated {
        rule,
        years: rule.years(finding.years),
        districts: store::candidate::counts(connection, scope, &search)?,
        examples: store::candidate::search(connection, scope, &search, EXAMPLES)?,
    })
}
