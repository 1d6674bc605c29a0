//! The connection type: one of two.

use diesel::{pg::PgConnection, sqlite::SqliteConnection};

use crate::failure::Failure;

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
        self.lock_all([name.to_owned()])
    }

    /// The same for many, always in one order: two who need some of the same never wait for each other
    /// in a circle. Whoever holds one of them already keeps to that order too.
    ///
    /// # Errors
    /// What the database reports.
    pub fn lock_all(&mut self, names: impl IntoIterator<Item = String>) -> diesel::QueryResult<()> {
        use diesel::{
            RunQueryDsl as _, sql_query,
            sql_types::{Array, BigInt},
        };
        let Self::Postgresql(connection) = self else { return Ok(()) };
        let names: std::collections::BTreeSet<String> = names.into_iter().collect();
        if names.is_empty() {
            return Ok(());
        }
        // One after the other, as they stand in the array.
        let numbers: Vec<i64> = names.iter().map(|name| lock_number(name)).collect();
        sql_query("SELECT pg_advisory_xact_lock(number) FROM unnest($1) AS number")
            .bind::<Array<BigInt>, _>(numbers)
            .execute(connection)
            .map(drop)
    }

    /// Whether who writes has the database to itself: then nothing that a transaction has read changes
    /// before it ends, and what is locked need not be read again.
    #[must_use]
    pub fn writes_alone(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// Reads what several queries find in one state of the database, whatever others write meanwhile. Nothing
    /// is written in it.
    ///
    /// # Errors
    /// What the work reports, or the database.
    pub fn at_one_moment<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        use diesel::{Connection as _, RunQueryDsl as _, sql_query};
        self.transaction(|connection| {
            // Of SQLite every transaction is so.
            if let Self::Postgresql(postgresql) = &mut *connection {
                sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    .execute(postgresql)?;
            }
            work(connection)
        })
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

#[cfg(test)]
mod tests {
    use diesel::{QueryDsl as _, RunQueryDsl as _};

    use crate::{
        db::Connection,
        failure::Failure,
        log::{
            fixture::{databases, event, ids, record},
            schema::event as events,
        },
    };

    fn count(connection: &mut Connection) -> Result<i64, Failure> {
        Ok(events::table.count().get_result(connection)?)
    }

    #[test]
    fn what_others_write_meanwhile_is_not_in_a_moment() {
        for test in databases() {
            let ids = ids();
            let write = || record(&test.database, vec![(event(&ids), None)]);
            write();
            let seen = test.database.read_now(|connection| {
                connection.at_one_moment(|connection| {
                    let before = count(connection)?;
                    write();
                    Ok((before, count(connection)?))
                })
            });
            assert_eq!(seen.unwrap(), (1, 1));
            assert_eq!(test.database.read_now(count).unwrap(), 2, "and is there after it");
        }
    }
}
