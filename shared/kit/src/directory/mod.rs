//! The directory of organisations: a service that is not the registry follows the register's feed
//! and keeps of each organisation what it goes by, so that it can answer without asking.
//!
//! A service opts in: [`MIGRATIONS`] stand before its own in [`crate::service::Service`], and
//! whatever tends it runs [`follow`], or gives [`take`] each page beside an effect of its own. The
//! directory is as old as its last page: a second, where the registry runs.

mod follow;
mod rows;
mod schema;
mod write;

pub use follow::{FEED_PATH, SUBSCRIPTION, follow, take};
pub use rows::{OrganisationRow, find, list, with_numbers_or_keys, years_of};
pub use write::{put_back, save_many};

use diesel_migrations::{EmbeddedMigrations, embed_migrations};

use crate::db::Migrations;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/directory/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/directory/postgres");

/// The tables of the directory. The registry itself has none: its own are called alike.
pub const MIGRATIONS: Migrations = Migrations { sqlite: || SQLITE, postgres: || POSTGRES };

#[cfg(test)]
mod tests;
