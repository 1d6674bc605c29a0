//! Signatures after Standard Webhooks (standardwebhooks.com, version 1): of `id.timestamp.body`, by HMAC
//! (`v1`) or ed25519 (`v1a`), several side by side while a secret is being replaced.

use aws_lc_rs::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use htx_kit::{failure::Failure, secret::SuiteSecret};
use htx_model::{id::WebhookId, notification::WebhookSignature};

/// The bytes of a secret: the key of HMAC, or the seed of the key pair.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret")
    }
}

impl Secret {
    /// The secret of a webhook, which follows from the suite's: it stands in no database. Each generation
    /// tells nothing of another.
    #[must_use]
    pub fn of(suite: &SuiteSecret, webhook: WebhookId, generation: u32) -> Self {
        Self(suite.derive(&format!("webhook {webhook} {generation}")).to_vec())
    }

    /// As whoever receives it keeps it.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("whsec_{}", STANDARD.encode(&self.0))
    }

    /// The public half, by which ed25519 signatures are verified.
    ///
    /// # Errors
    /// Where the secret is no seed of a key.
    pub fn public(&self) -> Result<String, Failure> {
        let pair = self.pair()?;
        Ok(format!("whpk_{}", STANDARD.encode(pair.public_key())))
    }

    fn pair(&self) -> Result<Ed25519KeyPair, Failure> {
        Ed25519KeyPair::from_seed_unchecked(&self.0).map_err(Failure::unexpected)
    }

    /// The signature of one message.
    ///
    /// # Errors
    /// Where the secret is no seed of a key.
    fn sign(&self, by: WebhookSignature, signed: &[u8]) -> Result<String, Failure> {
        Ok(match by {
            WebhookSignature::Hmac => {
                let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.0), signed);
                format!("v1,{}", STANDARD.encode(tag))
            }
            WebhookSignature::Ed25519 => {
                format!("v1a,{}", STANDARD.encode(self.pair()?.sign(signed)))
            }
        })
    }
}

/// The `webhook-signature` of a message: by each secret that signs now.
///
/// # Errors
/// Where a secret is no seed of a key.
pub fn header(
    by: WebhookSignature,
    secrets: &[Secret],
    (id, timestamp, body): (&str, i64, &str),
) -> Result<String, Failure> {
    let signed = format!("{id}.{timestamp}.{body}");
    let all = secrets.iter().map(|secret| secret.sign(by, signed.as_bytes()));
    Ok(all.collect::<Result<Vec<_>, Failure>>()?.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The message of the vectors that the project publishes with its libraries.
    const MESSAGE: (&str, i64, &str) =
        ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);

    fn secret(base64: &str) -> Secret {
        Secret(STANDARD.decode(base64).unwrap())
    }

    /// libraries/javascript/src/webhook.test.ts, "sign function works".
    #[test]
    fn the_published_vector_of_hmac_passes() {
        let secret = secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assert_eq!(secret.shown(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let signature = header(WebhookSignature::Hmac, &[secret], MESSAGE).unwrap();
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    /// libraries/rust/src/lib.rs, `test_sign`.
    #[test]
    fn the_published_vector_of_the_rust_library_passes() {
        let body = r#"{"email":"test@example.com","username":"test_user"}"#;
        let message = ("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1_649_367_553, body);
        let secret = secret("C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        let signature = header(WebhookSignature::Hmac, &[secret], message).unwrap();
        assert_eq!(signature, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
    }

    /// libraries/go/webhook_asymmetric_test.go, `TestAsymmetricWebhookSign`.
    #[test]
    fn the_published_vector_of_ed25519_passes() {
        let secret = secret("VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=");
        let signature = header(WebhookSignature::Ed25519, &[secret], MESSAGE).unwrap();
        assert_eq!(
            signature,
            "v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag=="
        );
    }

    #[test]
    fn each_generation_of_a_webhook_has_a_secret_of_its_own() {
        let suite = SuiteSecret::from_bytes([7; 32]);
        let id = WebhookId::from_uuid(uuid::Uuid::from_u128(1));
        let other = WebhookId::from_uuid(uuid::Uuid::from_u128(2));
        let shown = |id, generation| Secret::of(&suite, id, generation).shown();
        assert_eq!(shown(id, 1), shown(id, 1));
        assert_ne!(shown(id, 1), shown(id, 2));
        assert_ne!(shown(id, 1), shown(other, 1));
        assert_eq!(format!("{:?}", Secret::of(&suite, id, 1)), "Secret");
    }
}
