//! Signs access tokens with Ed25519.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};

use super::Claims;
use crate::failure::Failure;

/// A signing key with its id.
pub struct Signer {
    id: String,
    key: EncodingKey,
    public: String,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Signer({})", self.id)
    }
}

impl Signer {
    /// Makes a new private key, as PKCS#8 bytes.
    ///
    /// # Errors
    /// Where the machine has no randomness.
    pub fn generate() -> Result<Vec<u8>, Failure> {
        let document = Ed25519KeyPair::generate_pkcs8(&aws_lc_rs::rand::SystemRandom::new())
            .map_err(|_| Failure::unexpected("no key could be generated"))?;
        Ok(document.as_ref().to_vec())
    }

    /// A signer from a private key; the key's id is the digest of its public half.
    ///
    /// # Errors
    /// Where the bytes are no Ed25519 key in PKCS#8.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, Failure> {
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8)
            .map_err(|_| Failure::unexpected("not an Ed25519 key in PKCS#8"))?;
        let public = pair.public_key().as_ref();
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, public);
        Ok(Self {
            id: URL_SAFE_NO_PAD.encode(&digest.as_ref()[..12]),
            key: EncodingKey::from_ed_der(pkcs8),
            public: URL_SAFE_NO_PAD.encode(public),
        })
    }

    /// The key's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The public half, as a JWK.
    ///
    /// # Errors
    /// Where it cannot be written as one.
    pub fn jwk(&self) -> Result<Jwk, Failure> {
        serde_json::from_value(serde_json::json!({
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
            "kid": self.id, "x": self.public,
        }))
        .map_err(Failure::unexpected)
    }

    /// Signs claims as an `at+jwt`.
    ///
    /// # Errors
    /// Where the key cannot sign.
    pub fn sign(&self, claims: &Claims) -> Result<String, Failure> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(self.id.clone());
        jsonwebtoken::encode(&header, claims, &self.key).map_err(Failure::unexpected)
    }
}
