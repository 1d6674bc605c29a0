//! The identity service's tables: the only place that knows Diesel.

pub(crate) mod account;
pub(crate) mod agency;
pub(crate) mod guess;
pub(crate) mod login;
pub(crate) mod revocation;
mod schema;
pub(crate) mod signing_key;

use htx_kit::failure::Failure;

/// A row that holds what no writer of ours wrote.
#[derive(Debug, thiserror::Error)]
#[error("the row holds {0:?}, which no writer of ours wrote")]
struct Foreign(String);

/// Reads a value out of a text column.
fn read<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::unexpected(Foreign(text.to_owned())))
}
