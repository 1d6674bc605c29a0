//! Holds an application against the norms of its programme.

use htx_kit::failure::Failure;
use htx_model::{date::Date, money::Dong};

use super::Act;
use crate::{
    domain::application::{
        Application, cost,
        norm::{self, Finding, Wanted},
    },
    store,
    usecase::programme_terms,
};

/// What the norms say of an amount for an application, on a day.
///
/// # Errors
/// What the database reports.
pub fn findings(
    act: &mut Act<'_>,
    application: &Application,
    amount: Dong,
    on: Date,
) -> Result<Vec<Finding>, Failure> {
    let terms = programme_terms::of_programme(act.connection, &application.programme, on)?;
    let norms = terms.content.norms_on(application.kind, on);
    let before = Some(application.id);
    let mut had =
        store::application::granted(act.connection, application.organisation, before, on)?;
    let kinds = had.remove(&application.programme).unwrap_or_default();
    let granted = kinds.get(&application.kind).copied().unwrap_or_default();
    let (times_before, times_before_in_year) = (granted.times, granted.times_in_year);
    let cost = cost::total(&application.costs);
    Ok(norm::check(&norms, &Wanted { amount, cost, times_before, times_before_in_year }))
}
