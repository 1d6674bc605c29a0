//! Authentication and authorisation: tokens verified here, scopes by the policy table of the model.

mod authorized;
mod claims;
mod external_issuer;
mod internal;
mod jwks_client;
mod keys;
mod poll;
mod revocation;
mod revocation_client;
mod signer;
mod verifier;

pub use authorized::{Authenticated, Authorized, bearer_token};
pub use claims::{ACCESS_TOKEN_SECONDS, Claims, LONGEST_TOKEN_SECONDS, REVOCATION_SECONDS};
pub use external_issuer::ExternalIssuer;
pub use internal::InternalKey;
pub use jwks_client::JwksClient;
pub use keys::{KeySet, UnusableKey};
pub use revocation::{Revocation, Revocations};
pub use revocation_client::{REVOCATIONS_PATH, RevocationClient, RevocationList};
pub use signer::Signer;
pub use verifier::{Issuer, Session, Verifier, token_ended};
