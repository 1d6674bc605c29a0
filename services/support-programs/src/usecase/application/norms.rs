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
    let of = (application.organisation, application.programme.as_str(), application.kind);
    let year = (first_day(on), last_day(on));
    let (times_before, times_before_in_year) =
        store::application::times_granted(act.connection, of, application.id, year)?;
    let cost = cost::total(&application.costs);
    Ok(norm::check(&norms, &Wanted { amount, cost, times_before, times_before_in_year }))
}

fn first_day(of: Date) -> Date {
    Date::new(of.year(), 1, 1).unwrap_or(of)
}

fn last_day(of: Date) -> Date {
    Date::new(of.year(), 12, 31).unwrap_or(of)
}
