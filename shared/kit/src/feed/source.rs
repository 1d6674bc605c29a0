//! Where a subscriber reads a feed: from another service over HTTP, or in the same process.

use std::time::Duration;

use htx_model::refusal::ErrorCode;
use reqwest::StatusCode;
use tokio::sync::watch;

use super::{FeedPage, FeedQuery, Waits, internal_path, long_poll};
use crate::{auth::InternalKey, db::Database, failure::Failure, http::upstream};

/// How long a subscriber waits for the next event before it asks again.
const WAIT: Duration = Duration::from_secs(25);
/// How much longer than the wait a request may take.
const GRACE: Duration = Duration::from_secs(10);
/// Events asked for at once.
const LIMIT: u32 = 500;

type Cause = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Why a feed cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The events after the cursor are no longer kept: somebody must load afresh and reset it.
    #[error("the events after this position are no longer kept")]
    Gone,
    /// It may work later.
    #[error("the feed cannot be read: {0}")]
    Failed(Cause),
}

impl From<Failure> for SourceError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) if refusal.code == ErrorCode::PositionGone => Self::Gone,
            other => Self::Failed(other.into()),
        }
    }
}

/// A feed that can be read.
pub trait Source: Send + Sync + 'static {
    /// The page after a position. Waits a while for an event before it gives an empty one.
    fn page(&self, after: u64) -> impl Future<Output = Result<FeedPage, SourceError>> + Send;
}

/// The feed of a service in the same process.
#[derive(Debug, Clone)]
pub struct DatabaseSource {
    database: Database,
    sealed: watch::Receiver<u64>,
}

impl DatabaseSource {
    /// The feed of a database; `sealed` is its sealer's.
    #[must_use]
    pub fn new(database: Database, sealed: watch::Receiver<u64>) -> Self {
        Self { database, sealed }
    }
}

impl Source for DatabaseSource {
    async fn page(&self, after: u64) -> Result<FeedPage, SourceError> {
        let query = FeedQuery::everything(after, LIMIT);
        // Whoever stops this process stops who reads here, and waits for no answer.
        let waits = Waits::default();
        let page = long_poll(&self.database, self.sealed.clone(), &waits, query, WAIT).await;
        page.map_err(SourceError::from)
    }
}

/// The feed of a service that runs as another process of the suite.
#[derive(Debug, Clone)]
pub struct HttpSource {
    client: reqwest::Client,
    address: String,
    internal: InternalKey,
}

impl HttpSource {
    /// The feed of the service that runs at an address such as `http://registry:8080`.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub fn new(at: &str, service: &str, internal: InternalKey) -> Result<Self, Failure> {
        let client = reqwest::Client::builder()
            .connect_timeout(GRACE)
            .timeout(WAIT + GRACE)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(Failure::unexpected)?;
        let address = format!("{}{}", at.trim_end_matches('/'), internal_path(service));
        Ok(Self { client, address, internal })
    }

    async fn ask(&self, after: u64) -> Result<FeedPage, SourceError> {
        let wait = WAIT.as_secs();
        let query = [("after", after), ("limit", u64::from(LIMIT)), ("wait", wait)];
        let question = self.client.get(&self.address).query(&query);
        let response = upstream::asking(question, &self.internal)
            .send()
            .await
            .map_err(|error| SourceError::Failed(error.into()))?;
        // A process of the release before says no more than that.
        if response.status() == StatusCode::GONE {
            return Err(SourceError::Gone);
        }
        Ok(upstream::read(response).await?)
    }
}

impl Source for HttpSource {
    fn page(&self, after: u64) -> impl Future<Output = Result<FeedPage, SourceError>> + Send {
        self.ask(after)
    }
}

/// The feed of a service, wherever it runs.
#[derive(Debug, Clone)]
pub enum FeedSource {
    /// In this process.
    Here(DatabaseSource),
    /// In another.
    Elsewhere(HttpSource),
}

impl Source for FeedSource {
    async fn page(&self, after: u64) -> Result<FeedPage, SourceError> {
        match self {
            Self::Here(source) => source.page(after).await,
            Self::Elsewhere(source) => source.page(after).await,
        }
    }
}

#[cfg(test)]
mod tests;
