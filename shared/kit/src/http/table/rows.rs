//! Reads a list batch by batch.

use std::pin::Pin;

use futures_util::{Stream, StreamExt as _};
use serde::Serialize;

use crate::{
    db::{Connection, Database},
    failure::Failure,
};

/// Rows in a batch: enough that the turns at the gate do not count, few enough to hold in memory.
pub const BATCH: i64 = 1_000;

/// A list that is read batch by batch, wherever its rows come from.
pub(super) trait Batches<T>: Sized {
    /// Reads a batch and works on it in a thread that may wait: gives what came of it, and what remains;
    /// nothing once there is none of it.
    async fn read<R: Send + 'static>(
        self,
        work: impl FnOnce(Vec<T>) -> Result<R, Failure> + Send + 'static,
    ) -> Result<(R, Option<Self>), Failure>;
}

/// What remains to be read of a list in the database.
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
}

impl<T, K, F> Batches<T> for Rest<K, F>
where
    T: Serialize + 'static,
    K: Send + 'static,
    F: FnMut(&mut Connection, Option<K>) -> Result<(Vec<T>, Option<K>), Failure> + Send + 'static,
{
    /// There and then, in the thread that has read it.
    async fn read<R: Send + 'static>(
        self,
        work: impl FnOnce(Vec<T>) -> Result<R, Failure> + Send + 'static,
    ) -> Result<(R, Option<Self>), Failure> {
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

/// A list that comes from elsewhere. While it is waited for, no turn at a database and no connection is
/// held.
pub(super) struct Coming<T>(Pin<Box<dyn Stream<Item = Result<Vec<T>, Failure>> + Send>>);

impl<T> Coming<T> {
    pub(super) fn of(
        batches: impl Stream<Item = Result<Vec<T>, Failure>> + Send + 'static,
    ) -> Self {
        Self(Box::pin(batches))
    }
}

impl<T: Send + 'static> Batches<T> for Coming<T> {
    async fn read<R: Send + 'static>(
        mut self,
        work: impl FnOnce(Vec<T>) -> Result<R, Failure> + Send + 'static,
    ) -> Result<(R, Option<Self>), Failure> {
        let next = self.0.next().await.transpose()?;
        let rest = next.is_some().then_some(self);
        let worked = tokio::task::spawn_blocking(|| work(next.unwrap_or_default())).await;
        Ok((worked.map_err(Failure::unexpected)??, rest))
    }
}
