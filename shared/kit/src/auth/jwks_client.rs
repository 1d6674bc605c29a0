//! Fetches an issuer's public keys now and then: the identity service's where it runs as another
//! process, or those of an external issuer.

use std::time::Duration;

use jsonwebtoken::jwk::JwkSet;

use super::{KeySet, poll};
use crate::failure::Failure;

/// How often keys are fetched. The identity service publishes a new key longer than this before it
/// signs with it.
const PERIOD: Duration = Duration::from_secs(30);

/// Keeps a [`KeySet`] as the issuer publishes it.
#[derive(Debug, Clone)]
pub struct JwksClient {
    http: reqwest::Client,
    url: String,
    keys: KeySet,
}

impl JwksClient {
    /// A client for the keys at an address.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub fn new(url: impl Into<String>, keys: KeySet) -> Result<Self, Failure> {
        Ok(Self { http: poll::client()?, url: url.into(), keys })
    }

    /// Fetches the keys once.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the issuer does not answer; the keys stay as they were.
    pub async fn refresh(&self) -> Result<(), Failure> {
        let set: JwkSet = poll::fetch(self.http.get(&self.url)).await?;
        self.keys.replace(&set).map_err(Failure::unavailable)
    }

    /// Fetches the keys now and then, for ever; sooner again where the issuer does not answer.
    pub async fn run(self) {
        poll::forever("public keys", PERIOD, async || self.refresh().await).await;
    }
}
