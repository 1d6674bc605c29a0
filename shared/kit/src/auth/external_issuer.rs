//! An external OIDC issuer, known by configuration alone.

use jsonwebtoken::Algorithm;
use serde::Deserialize;

use super::{Issuer, KeySet};

/// An OIDC issuer outside the suite whose access tokens are accepted. Its tokens must be of the form
/// of RFC 9068 (`typ: at+jwt`) with the claims of [`Claims`](super::Claims): the city's issuer maps
/// what it knows of a person to `kind`, `name` and `assignments`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExternalIssuer {
    /// The `iss` of its tokens.
    pub issuer: String,
    /// The `aud` that its tokens have for this suite.
    pub audience: String,
    /// Where its public keys are.
    pub jwks_url: String,
    /// The algorithms that it may sign with. Asymmetric ones only: see [`KeySet`].
    #[serde(default = "usual_algorithms")]
    pub algorithms: Vec<Algorithm>,
}

fn usual_algorithms() -> Vec<Algorithm> {
    vec![Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256, Algorithm::PS256]
}

impl ExternalIssuer {
    /// The issuer as a verifier takes it; `keys` is what a [`JwksClient`](super::JwksClient) fills.
    #[must_use]
    pub fn with_keys(&self, keys: KeySet) -> Issuer {
        Issuer {
            issuer: self.issuer.clone(),
            audience: self.audience.clone(),
            algorithms: self.algorithms.clone(),
            keys,
            external: true,
        }
    }
}
