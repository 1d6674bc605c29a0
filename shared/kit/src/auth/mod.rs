//! Authentication and authorisation: tokens verified here, scopes by the policy table of the model.

mod authorized;
mod claims;
mod keys;
mod revocation;
mod signer;
mod verifier;

pub use authorized::{Authorized, Authenticated};
pub use claims::{ACCESS_TOKEN_SECONDS, Claims};
pub use keys::{KeySet, UnusableKey};
pub use revocation::Revocations;
pub use signer::Signer;
pub use verifier::{Issuer, Session, Verifier};
