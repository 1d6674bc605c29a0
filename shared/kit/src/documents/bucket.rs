//! An S3-compatible store, for installations on more machines than one.

use std::{sync::Arc, time::Duration};

use object_store::{BackoffConfig, RetryConfig, aws::AmazonS3Builder, prefix::PrefixStore};

use super::Documents;

/// The beginning of a bucket's address.
const SCHEME: &str = "s3://";
/// How often a request that the store did not answer well is repeated.
const REPEATED: usize = 3;
/// How long at the most: somebody waits for the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a bucket is, and who may use it.
#[derive(Clone)]
pub struct Bucket {
    /// Its address: `s3://NAME`, or `s3://NAME/FOLDER`.
    pub url: String,
    /// The address of the store, such as `https://store.example.vn`; Amazon's if not said.
    pub endpoint: Option<String>,
    /// The region that requests are signed for.
    pub region: String,
    /// The id of the access key.
    pub access_key_id: String,
    /// Its secret.
    pub secret_access_key: String,
}

/// Why a bucket cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InvalidBucket {
    /// What is no address of a bucket.
    #[error("{0} is no bucket: s3://NAME or s3://NAME/FOLDER is")]
    Url(String),
    /// What the store's client does not take.
    #[error("{0}")]
    Settings(#[from] object_store::Error),
}

impl Bucket {
    /// The documents in it. Nothing is asked of the store yet.
    ///
    /// # Errors
    /// What is no address of a bucket or of a store.
    pub fn documents(&self) -> Result<Documents, InvalidBucket> {
        let invalid = || InvalidBucket::Url(self.url.clone());
        let place = self.url.strip_prefix(SCHEME).ok_or_else(invalid)?;
        let (name, folder) = place.split_once('/').unwrap_or((place, ""));
        if name.is_empty() {
            return Err(invalid());
        }
        let retry = RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: REPEATED,
            retry_timeout: PATIENCE,
        };
        let mut store = AmazonS3Builder::new()
            .with_retry(retry)
            .with_bucket_name(name)
            .with_region(&self.region)
            .with_access_key_id(&self.access_key_id)
            .with_secret_access_key(&self.secret_access_key)
            // Stores of one's own have one name for all buckets.
            .with_virtual_hosted_style_request(self.endpoint.is_none());
        if let Some(endpoint) = &self.endpoint {
            store = store.with_allow_http(endpoint.starts_with("http://")).with_endpoint(endpoint);
        }
        let store = store.build()?;
        Ok(Documents::new(match folder {
            "" => Arc::new(store),
            folder => Arc::new(PrefixStore::new(store, folder)),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Result<Documents, InvalidBucket> {
        let bucket = Bucket {
            url: url.to_owned(),
            endpoint: Some("http://127.0.0.1:9".to_owned()),
            region: "us-east-1".to_owned(),
            access_key_id: "id".to_owned(),
            secret_access_key: "secret".to_owned(),
        };
        bucket.documents()
    }

    #[test]
    fn a_bucket_is_named_with_or_without_a_folder() {
        assert!(at("s3://documents").is_ok());
        assert!(at("s3://documents/htx/2025").is_ok());
        for wrong in ["documents", "s3://", "s3:///htx", "https://documents"] {
            assert!(matches!(at(wrong), Err(InvalidBucket::Url(_))), "{wrong}");
        }
    }
}
