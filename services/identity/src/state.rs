//! What the handlers and use cases of the running service share.

use std::sync::Arc;

use aws_lc_rs::hmac;
use htx_kit::{
    auth::{Revocations, Verifier},
    secret::SuiteSecret,
    service::Runtime,
};
use htx_model::agency::Agencies;

use crate::{
    settings::IdentitySettings,
    usecase::{hasher::Hasher, key_ring::KeyRing, limiter::Limiter},
};

/// The running service. Shared by all threads.
pub(crate) struct State {
    pub(crate) runtime: Runtime,
    pub(crate) settings: IdentitySettings,
    /// As the table holds them; they never change while the service runs.
    pub(crate) agencies: Agencies,
    pub(crate) key_ring: Arc<KeyRing>,
    pub(crate) verifier: Verifier,
    pub(crate) revocations: Revocations,
    pub(crate) limiter: Limiter,
    pub(crate) hasher: Hasher,
    pub(crate) keys: Keys,
}

impl AsRef<Runtime> for State {
    fn as_ref(&self) -> &Runtime {
        &self.runtime
    }
}

/// The keys that follow from the suite's secret.
pub(crate) struct Keys {
    /// Authenticates refresh tokens.
    pub(crate) refresh: hmac::Key,
    /// Makes names that were typed into digests that tell nothing.
    pub(crate) names: hmac::Key,
}

impl Keys {
    pub(crate) fn new(secret: &SuiteSecret) -> Self {
        let key = |purpose| hmac::Key::new(hmac::HMAC_SHA256, &secret.derive(purpose));
        Self { refresh: key("refresh tokens"), names: key("guessed names") }
    }

    /// A name that was typed, as the count of guesses knows it.
    pub(crate) fn name_digest(&self, name: &str) -> Vec<u8> {
        self.digest("name", name)
    }

    /// An address that guesses come from, as their count knows it.
    pub(crate) fn address_digest(&self, address: &str) -> Vec<u8> {
        self.digest("address", address)
    }

    /// A name for whoever is logged in and shows the present password to change it. Counted apart,
    /// so that a stolen session cannot lock its owner out.
    pub(crate) fn change_digest(&self, name: &str) -> Vec<u8> {
        self.digest("change", name)
    }

    /// What is digested says what for: no name that someone types is counted as anything else.
    fn digest(&self, what: &str, text: &str) -> Vec<u8> {
        hmac::sign(&self.names, format!("{what} {text}").as_bytes()).as_ref().to_vec()
    }
}
