//! One query code over SQLite (embedded) and PostgreSQL (production).
//!
//! Use cases get a [`Connection`] and never learn which database is behind it. What Diesel's
//! MultiConnection refuses goes through [`each!`](crate::each), and nowhere else.

mod columns;
mod connection;
mod copy;
mod database;
mod migrations;
mod pool;
mod reach;
mod sql_state;
pub mod stored;
pub mod types;
mod url;
mod writer;

pub use columns::{Columns, columns};
pub use connection::AnyConnection as Connection;
pub use copy::CopyError;
pub use database::{Database, DatabaseOptions};
#[doc(hidden)]
pub use diesel_migrations;
#[cfg(feature = "testing")]
pub(crate) use migrations::migrate;
pub use migrations::{MigrationError, Migrations};
pub use types::Bind;
pub use url::{DatabaseUrl, InvalidDatabaseUrl};

/// Both databases as one backend: what boxed queries and conditions are made for.
pub type Backend = <Connection as diesel::Connection>::Backend;

/// The tables of the service that asks, as its folders `migrations/sqlite` and `migrations/postgres` make
/// them.
#[macro_export]
macro_rules! migrations {
    () => {{
        // What reads the folders names this crate.
        use $crate::db::diesel_migrations::{self, EmbeddedMigrations, embed_migrations};

        const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
        const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
        $crate::db::Migrations { sqlite: || SQLITE, postgres: || POSTGRES }
    }};
}

/// Runs one Diesel statement on whichever connection is there. For statements that
/// MultiConnection cannot express for both at once: batch inserts and upserts.
#[macro_export]
macro_rules! each {
    ($connection:expr, $each:ident => $statement:expr) => {
        match $connection {
            $crate::db::Connection::Sqlite($each) => $statement,
            $crate::db::Connection::Postgresql($each) => $statement,
        }
    };
}
