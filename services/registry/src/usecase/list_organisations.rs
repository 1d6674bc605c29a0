//! Lists organisations, and finds them by their names without accents.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::scope::Scope;

use crate::store::{
    organisation::{self, Filter, ListKey, Order, Stored},
    search::SearchIndex,
};

/// What a list is asked for.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Typed words of the name.
    pub words: Option<String>,
    /// What it is narrowed to.
    pub filter: Filter,
    /// Its order.
    pub order: Order,
}

/// The rows after a key, or from the beginning, as many as the limit at the most.
///
/// # Errors
/// What the database reports.
pub fn list_organisations(
    connection: &mut Connection,
    search: &SearchIndex,
    scope: &Scope,
    listing: &Listing,
    after: Option<&ListKey>,
    limit: i64,
) -> Result<Vec<Stored>, Failure> {
    let Listing { words, filter, order } = listing;
    match words {
        Some(words) => {
            let limit = usize::try_from(limit).unwrap_or_default();
            search.list(connection, scope, filter, words, after.map(|key| key.id), limit)
        }
        None => organisation::list(connection, scope, filter, *order, after, limit),
    }
}

/// How many organisations the list has on all its pages.
///
/// # Errors
/// What the database reports.
pub fn count_organisations(
    connection: &mut Connection,
    search: &SearchIndex,
    scope: &Scope,
    listing: &Listing,
) -> Result<u64, Failure> {
    match &listing.words {
        Some(words) => search.count(connection, scope, &listing.filter, words),
        None => organisation::count(connection, scope, &listing.filter),
    }
}
