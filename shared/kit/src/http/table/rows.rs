//! Reads a list batch by batch.

use serde::Serialize;

use crate::{
    db::{Connection, Database},
    failure::Failure,
};

/// Rows in a batch: enough that the turns at the gate do not count, few enough to hold in memory.
pub const BATCH: i64 = 1_000;

/// What remains to be read of a list. Ended once there is none of it.
pub(super) struct Rest<K, F> {
    database: Database,
    after: Option<K>,
    next_batch: F,
}

impl<K, F> Rest<K, F> {
    /// The whole of a list.
    pub(super) fn whole(database: &Database, next_batch: F) -> Self {
        Self { database: database.clone(), after: None, next_batch }
    }

    /// Reads a batch and works on it there and then, in the thread that has read it: gives what
    /// came of it, and what remains.
    pub(super) async fn read<T, R>(
        self,
        work: impl FnOnce(Vec<T>) -> Result<R, Failure> + Send + 'static,
    ) -> Result<(R, Option<Self>), Failure>
    where
        T: Serialize,
        K: Send + 'static,
        R: Send + 'static,
        F: FnMut(&mut Connection, Option<K>) -> Result<(Vec<T>, Option<K>), Failure>
            + Send
            + 'static,
    {
        let Self { database, after, mut next_batch } = self;
        let handle = database.clone();
        let (outcome, after, next_batch) = handle
            .read(move |connection| {
                let (rows, after) = next_batch(connection, after)?;
                Ok((work(rows)?, after, next_batch))
            })
            .await?;
        let rest = after.map(|after| Self { database, after: Some(after), next_batch });
        Ok((outcome, rest))
    }
}
