//! What changed in the supported organisations afterwards, beside comparable ones.

use std::collections::BTreeSet;

use htx_kit::{db::Connection, directory, failure::Failure, http::table};
use htx_model::{
    administrative::AdministrativeUnits,
    directory::Organisation,
    id::OrganisationId,
    scope::Scope,
    support::{applications::SupportKind, grievances::OutcomeGroup},
};

use crate::{
    domain::outcome::{Compared, Groups, OutcomeRule, State, stratum},
    store,
};

/// Which support, and which years are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The year of the decisions.
    pub year: i16,
    /// The year before, whose figures are compared.
    pub before: i16,
    /// The year after.
    pub after: i16,
    /// Of this kind.
    pub kind: Option<SupportKind>,
    /// Under this programme.
    pub programme: Option<String>,
}

/// The groups, stratum by stratum. Goes through the organisations of the directory in batches, and holds
/// sums alone.
///
/// # Errors
/// What the database reports.
pub fn compare(connection: &mut Connection, asked: &Question) -> Result<Vec<Compared>, Failure> {
    let rule = OutcomeRule::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let units = AdministrativeUnits::embedded();
    let units = units.map_err(|error| Failure::unexpected(error.clone()))?;
    let year = store::application::of_year(asked.year);
    let kind_and_programme = (asked.kind, asked.programme.as_deref());
    let supported = store::application::supported(connection, year, kind_and_programme)?;
    // Whoever got another support in the year is neither supported in this way nor comparable.
    let otherwise: BTreeSet<OrganisationId> = match kind_and_programme {
        (None, None) => BTreeSet::new(),
        _ => store::application::supported(connection, year, (None, None))?,
    };
    let mut groups = Groups::default();
    let mut after = None;
    loop {
        let batch = directory::list(connection, &Scope::everything(), after, table::BATCH)?;
        let Some(last) = batch.last() else { break };
        after = Some(last.id);
        let ids: Vec<_> = batch.iter().map(|one| one.id).collect();
        let years = directory::years_of(connection, &ids)?;
        let mut years = years.as_slice();
        for one in &batch {
            let of: Vec<_> =
                years.iter().take_while(|year| year.organisation == one.id).cloned().collect();
            years = &years[of.len()..];
            let group = match (supported.contains(&one.id), otherwise.contains(&one.id)) {
                (true, _) => OutcomeGroup::Supported,
                (false, true) => continue,
                (false, false) => OutcomeGroup::Comparable,
            };
            if counts(one) {
                let (before, then) = (State::of(&of, asked.before), State::of(&of, asked.after));
                groups.add(stratum(one, &before, units), group, &before, &then);
            }
        }
    }
    Ok(groups.compared(rule))
}

/// Whoever has ended has no figures afterwards.
fn counts(one: &Organisation) -> bool {
    !one.status.has_ended()
}
