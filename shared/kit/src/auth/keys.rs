//! The public keys with which tokens are verified, as a JWKS gives them.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
};

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{JwkSet, KeyAlgorithm},
};

/// The keys of an issuer by key id: nothing until it has told them. Shared; replaced as a whole when the
/// issuer rotates.
#[derive(Clone, Default)]
pub struct KeySet(Arc<RwLock<Option<HashMap<String, Known>>>>);

/// A key with the one algorithm that it serves for.
type Known = (Algorithm, Arc<DecodingKey>);

/// A key that cannot be used for verification.
#[derive(Debug, thiserror::Error)]
#[error("the key set holds a key that cannot be used: {0}")]
pub struct UnusableKey(#[from] jsonwebtoken::errors::Error);

impl std::fmt::Debug for KeySet {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("KeySet")
    }
}

impl KeySet {
    /// Replaces the keys by those of a JWKS. Keys without id or algorithm are passed over.
    ///
    /// # Errors
    /// Where a key is malformed; the keys stay as they were.
    pub fn replace(&self, set: &JwkSet) -> Result<(), UnusableKey> {
        let mut keys = HashMap::new();
        for jwk in &set.keys {
            let (Some(id), Some(algorithm)) =
                (&jwk.common.key_id, jwk.common.key_algorithm.and_then(algorithm))
            else {
                continue;
            };
            keys.insert(id.clone(), (algorithm, Arc::new(DecodingKey::from_jwk(jwk)?)));
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(keys);
        Ok(())
    }

    pub(super) fn holds(&self, id: &str) -> bool {
        self.known().as_ref().is_some_and(|keys| keys.contains_key(id))
    }

    /// Whether no key is known: no token can be verified then.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known().as_ref().is_none_or(HashMap::is_empty)
    }

    /// Whether the issuer has told its keys, if only that it has none.
    pub(super) fn is_told(&self) -> bool {
        self.known().is_some()
    }

    pub(super) fn find(&self, id: &str) -> Option<Known> {
        self.known().as_ref()?.get(id).cloned()
    }

    fn known(&self) -> RwLockReadGuard<'_, Option<HashMap<String, Known>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asymmetric signatures only: a public key must never serve as a shared secret.
fn algorithm(named: KeyAlgorithm) -> Option<Algorithm> {
    match named {
        KeyAlgorithm::EdDSA => Some(Algorithm::EdDSA),
        KeyAlgorithm::ES256 => Some(Algorithm::ES256),
        KeyAlgorithm::RS256 => Some(Algorithm::RS256),
        KeyAlgorithm::PS256 => Some(Algorithm::PS256),
        _ => None,
    }
}
