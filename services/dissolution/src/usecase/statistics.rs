//! Figures over all cases within a scope, as of a day: four grouped queries, whatever the size of the
//! city.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{date::Date, scope::Scope};

use crate::{
    domain::statistics::{self, Statistics},
    store,
};

/// The figures of a day, with the months of the span that ends on it.
///
/// # Errors
/// What the database reports.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    (from, as_of): (Date, Date),
) -> Result<Statistics, Failure> {
    let standings = store::statistics::standings(connection, scope, as_of)?;
    let taken = store::statistics::taken(connection, scope, (from, as_of))?;
    let opened = store::statistics::open_since(connection, scope, as_of)?;
    Ok(statistics::statistics(&standings, &taken, &opened, as_of))
}
