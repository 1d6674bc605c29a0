//! The identity service's tables: the only place that knows Diesel.

pub(crate) mod account;
pub(crate) mod agency;
pub(crate) mod guess;
pub(crate) mod login;
pub(crate) mod revocation;
mod schema;
pub(crate) mod signing_key;

use htx_kit::{db::stored::foreign, failure::Failure};

/// Reads a value out of a text column.
fn read<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| foreign(text))
}
