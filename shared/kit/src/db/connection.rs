//! The connection type: one of two.

use diesel::{pg::PgConnection, sqlite::SqliteConnection};

/// A connection to either database.
#[derive(diesel::MultiConnection)]
#[allow(missing_docs, unreachable_pub)]
pub enum AnyConnection {
    /// The embedded database.
    Sqlite(SqliteConnection),
    /// The production database.
    Postgresql(PgConnection),
}

impl AnyConnection {
    /// Makes other writers of this resource wait until the transaction ends. SQLite's immediate
    /// transaction already does; PostgreSQL takes an advisory lock of that name.
    ///
    /// # Errors
    /// What the database reports.
    pub fn lock(&mut self, name: &str) -> diesel::QueryResult<()> {
        use diesel::{RunQueryDsl as _, sql_query, sql_types::BigInt};
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgresql(connection) => sql_query("SELECT pg_advisory_xact_lock($1)")
                .bind::<BigInt, _>(lock_number(name))
                .execute(connection)
                .map(drop),
        }
    }

    /// The same for many, always in one order: two who need some of the same never wait for each other
    /// in a circle. Whoever holds one of them already keeps to that order too.
    ///
    /// # Errors
    /// What the database reports.
    pub fn lock_all(&mut self, names: impl IntoIterator<Item = String>) -> diesel::QueryResult<()> {
        let names: std::collections::BTreeSet<String> = names.into_iter().collect();
        names.iter().try_for_each(|name| self.lock(name))
    }

    /// Runs migration or maintenance statements that have no parameters.
    pub(crate) fn batch(&mut self, statements: &str) -> diesel::QueryResult<()> {
        diesel::connection::SimpleConnection::batch_execute(self, statements)
    }
}

/// A lock's name as the number that PostgreSQL wants: the first bytes of its digest.
pub(super) fn lock_number(name: &str) -> i64 {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, name.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest.as_ref()[..8]);
    i64::from_be_bytes(first)
}
