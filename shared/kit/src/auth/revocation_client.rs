//! Learns from the identity service, where it runs as another process, which tokens were revoked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use htx_model::date::Instant;
use serde::{Deserialize, Serialize};

use super::{InternalKey, Revocation, Revocations, poll};
use crate::{failure::Failure, http::upstream, secret::SuiteSecret};

/// Where the identity service tells what was revoked. No path of the gateway leads there.
pub const REVOCATIONS_PATH: &str = "/internal/v1/revocations";

/// A revoked token is refused everywhere at most this much later.
const PERIOD: Duration = Duration::from_secs(1);

/// How far back each question reaches again, in seconds: a revocation shows when its transaction
/// has committed, up to that long after the instant that it bears.
const OVERLAP_SECONDS: i64 = 60;

/// What the identity service answers.
#[derive(Debug, Serialize, Deserialize)]
pub struct RevocationList {
    /// What was revoked after the instant in the question.
    pub items: Vec<Revocation>,
}

/// Keeps [`Revocations`] as the identity service has them.
#[derive(Debug, Clone)]
pub struct RevocationClient {
    http: reqwest::Client,
    url: String,
    internal: InternalKey,
    revocations: Revocations,
    seen: Arc<AtomicI64>,
}

impl RevocationClient {
    /// A client for the identity service at an address such as `http://identity:8080`.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub fn new(
        identity_url: &str,
        secret: &SuiteSecret,
        revocations: Revocations,
    ) -> Result<Self, Failure> {
        Ok(Self {
            http: poll::client()?,
            url: format!("{}{REVOCATIONS_PATH}", identity_url.trim_end_matches('/')),
            internal: InternalKey::of(secret),
            revocations,
            seen: Arc::new(AtomicI64::new(0)),
        })
    }

    /// Asks once.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the identity service does not answer.
    pub async fn refresh(&self) -> Result<(), Failure> {
        let seen = Instant::from_microseconds(self.seen.load(Ordering::Relaxed));
        let after = seen.plus_seconds(-OVERLAP_SECONDS).to_string();
        let question = self.http.get(&self.url).query(&[("after", after)]);
        let question = upstream::asking(question, &self.internal);
        let list: RevocationList = poll::fetch(question).await?;
        for revocation in list.items {
            self.seen.fetch_max(revocation.at.microseconds(), Ordering::Relaxed);
            self.revocations.revoke(revocation);
        }
        Ok(())
    }

    /// Asks every second, for ever.
    pub async fn run(self) {
        poll::forever("revocations", PERIOD, async || self.refresh().await).await;
    }
}
