//! Where a subscriber reads a feed: from another service over HTTP, or in the same process.

use std::{sync::Arc, time::Duration};

use htx_model::refusal::ErrorCode;
use moka::policy::EvictionPolicy;
use reqwest::StatusCode;
use tokio::sync::watch;

use super::{FeedPage, FeedQuery, Waits, internal_path, long_poll};
use crate::{auth::InternalKey, db::Database, failure::Failure, http::upstream};

/// How long a subscriber waits for the next event before it asks again.
const WAIT: Duration = Duration::from_secs(25);
/// How much longer than the wait a request may take.
const GRACE: Duration = Duration::from_secs(10);
/// Events asked for at once.
pub(super) const LIMIT: u32 = 500;
/// Pages of a feed that are kept for others in the same process who ask for them, and how long.
const PAGES_KEPT: u64 = 2;
const KEPT_FOR: Duration = Duration::from_secs(1);

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

impl SourceError {
    /// The same for each of those who waited together.
    fn told_to_others(&self) -> Self {
        match self {
            Self::Gone => Self::Gone,
            Self::Failed(cause) => Self::Failed(cause.to_string().into()),
        }
    }
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
    fn page(&self, after: u64) -> impl Future<Output = Result<Arc<FeedPage>, SourceError>> + Send;
}

/// The feed of a service in the same process. All who follow it wait at the same position for the same
/// page: it is read once for all of them. Measured: five who each read and parsed it took a tenth of the
/// processor while organisations were entered as quickly as could be.
#[derive(Debug, Clone)]
pub struct DatabaseSource {
    database: Database,
    sealed: watch::Receiver<u64>,
    pages: moka::future::Cache<u64, Arc<FeedPage>>,
}

impl DatabaseSource {
    /// The feed of a database; `sealed` is its sealer's.
    #[must_use]
    pub fn new(database: Database, sealed: watch::Receiver<u64>) -> Self {
        let pages = moka::future::Cache::builder()
            .max_capacity(PAGES_KEPT)
            // The newest: an old page is asked for no more, however often it was.
            .eviction_policy(EvictionPolicy::lru())
            .time_to_live(KEPT_FOR)
            .build();
        Self { database, sealed, pages }
    }

    async fn read(&self, after: u64) -> Result<Arc<FeedPage>, SourceError> {
        let query = FeedQuery::everything(after, LIMIT);
        // Whoever stops this process stops who reads here, and waits for no answer.
        let waits = Waits::default();
        let page = long_poll(&self.database, self.sealed.clone(), &waits, query, WAIT).await;
        page.map(Arc::new).map_err(SourceError::from)
    }
}

impl Source for DatabaseSource {
    async fn page(&self, after: u64) -> Result<Arc<FeedPage>, SourceError> {
        let page = self.pages.try_get_with(after, self.read(after)).await;
        let page = page.map_err(|error| error.told_to_others())?;
        if page.items.is_empty() {
            // What is waited for has not come yet.
            self.pages.invalidate(&after).await;
        }
        Ok(page)
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

    async fn ask(&self, after: u64) -> Result<Arc<FeedPage>, SourceError> {
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
        Ok(Arc::new(upstream::read(response).await?))
    }
}

impl Source for HttpSource {
    fn page(&self, after: u64) -> impl Future<Output = Result<Arc<FeedPage>, SourceError>> + Send {
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
    async fn page(&self, after: u64) -> Result<Arc<FeedPage>, SourceError> {
        match self {
            Self::Here(source) => source.page(after).await,
            Self::Elsewhere(source) => source.page(after).await,
        }
    }
}

#[cfg(test)]
mod tests;
