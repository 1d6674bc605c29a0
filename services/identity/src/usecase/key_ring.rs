//! The keys that sign access tokens: sealed in the database, opened in memory, published as a JWKS.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use htx_kit::{
    auth::{KeySet, Signer},
    db::Connection,
    failure::Failure,
    secret::SuiteSecret,
};
use htx_model::date::Instant;
use jsonwebtoken::jwk::JwkSet;

use crate::store::signing_key::{self, SealedKey};

/// The published keys of this process.
pub(crate) struct KeyRing {
    seal: [u8; 32],
    keys: RwLock<Vec<Arc<RingKey>>>,
    /// The same keys as verifiers take them.
    public: KeySet,
    /// Held while the keys are read and taken over.
    loading: Mutex<()>,
}

/// A published key.
pub(crate) struct RingKey {
    pub(crate) signer: Signer,
    pub(crate) created_at: Instant,
    pub(crate) signs_from: Instant,
    pub(crate) valid_until: Option<Instant>,
}

impl KeyRing {
    pub(crate) fn new(secret: &SuiteSecret) -> Self {
        Self {
            seal: secret.derive("signing keys"),
            keys: RwLock::default(),
            public: KeySet::default(),
            loading: Mutex::default(),
        }
    }

    /// The public halves, shared with every verifier of this process.
    pub(crate) fn public(&self) -> KeySet {
        self.public.clone()
    }

    /// Takes over the keys that the database publishes now. One at a time: whoever read them before
    /// a rotation must not put them in place of those that another read after it, since a key that
    /// was withdrawn would live again. Not to be called in a transaction that may have begun to read
    /// before, but for the first start, when nobody else loads.
    pub(crate) fn load(&self, connection: &mut Connection, now: Instant) -> Result<(), Failure> {
        let _turn = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let published = signing_key::published(connection, now)?;
        let keys = published.iter().map(|key| self.open(key).map(Arc::new));
        let keys = keys.collect::<Result<Vec<_>, Failure>>()?;
        let public = keys.iter().map(|key| key.signer.jwk()).collect::<Result<Vec<_>, _>>()?;
        self.public.replace(&JwkSet { keys: public }).map_err(Failure::unexpected)?;
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    /// The key that signs now: the newest whose time has come.
    pub(crate) fn signing(&self, now: Instant) -> Result<Arc<RingKey>, Failure> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let usable = keys
            .iter()
            .filter(|key| key.signs_from <= now && key.valid_until.is_none_or(|until| now < until));
        usable
            .max_by_key(|key| key.signs_from)
            .cloned()
            .ok_or_else(|| Failure::unavailable("there is no signing key"))
    }

    /// The public keys, for whoever verifies tokens.
    pub(crate) fn jwks(&self, now: Instant) -> Result<JwkSet, Failure> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let valid = keys.iter().filter(|key| key.valid_until.is_none_or(|until| now < until));
        Ok(JwkSet { keys: valid.map(|key| key.signer.jwk()).collect::<Result<_, _>>()? })
    }

    /// When the newest key was made.
    pub(crate) fn newest(&self) -> Option<Instant> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.iter().map(|key| key.created_at).max()
    }

    /// A new key, sealed.
    pub(crate) fn generate(&self, now: Instant, signs_from: Instant) -> Result<SealedKey, Failure> {
        let mut sealed = Signer::generate()?;
        let id = Signer::from_pkcs8(&sealed)?.id().to_owned();
        let nonce = self
            .cipher()?
            .seal_in_place_append_tag(Aad::from(id.as_bytes()), &mut sealed)
            .map_err(Failure::unexpected)?;
        let sealed = [nonce.as_ref().as_slice(), &sealed].concat();
        Ok(SealedKey { id, sealed, created_at: now, signs_from, valid_until: None })
    }

    fn open(&self, key: &SealedKey) -> Result<RingKey, Failure> {
        let (nonce, sealed) = key
            .sealed
            .split_at_checked(NONCE_LEN)
            .ok_or_else(|| Failure::unexpected("a sealed key is too short"))?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(Failure::unexpected)?;
        let mut sealed = sealed.to_vec();
        let pkcs8 = self
            .cipher()?
            .open_in_place(nonce, Aad::from(key.id.as_bytes()), &mut sealed)
            .map_err(|_| {
                Failure::unexpected("the signing keys were sealed under another secret")
            })?;
        Ok(RingKey {
            signer: Signer::from_pkcs8(pkcs8)?,
            created_at: key.created_at,
            signs_from: key.signs_from,
            valid_until: key.valid_until,
        })
    }

    fn cipher(&self) -> Result<RandomizedNonceKey, Failure> {
        RandomizedNonceKey::new(&AES_256_GCM, &self.seal).map_err(Failure::unexpected)
    }
}
