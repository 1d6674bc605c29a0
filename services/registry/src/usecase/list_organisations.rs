//! Lists organisations, and finds them by their names without accents.

use htx_kit::{db::Connection, failure::Failure, http::PageRequest};
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

/// The rows of one page, one more than it holds.
///
/// # Errors
/// What the database reports.
pub fn list_organisations(
    connection: &mut Connection,
    search: &SearchIndex,
    scope: &Scope,
    listing: &Listing,
    page: &PageRequest<ListKey>,
) -> Result<Vec<Stored>, Failure> {
    let Listing { words, filter, order } = listing;
    match words {
        Some(words) => {
            let after = page.after.as_ref().map(|key| key.id);
            let limit = usize::try_from(page.fetch()).unwrap_or(usize::MAX);
            search.list(connection, scope, filter, words, after, limit)
        }
        None => {
            organisation::list(connection, scope, filter, *order, page.after.as_ref(), page.fetch())
        }
    }
}
