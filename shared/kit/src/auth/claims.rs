//! What an access token says (RFC 9068).

use htx_model::principal::{Assignment, Principal, PrincipalKind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long an access token lives.
pub const ACCESS_TOKEN_SECONDS: i64 = 600;

/// The longest that any access token counts, whatever an external issuer writes as its end.
pub const LONGEST_TOKEN_SECONDS: i64 = 60 * 60;

/// How long a revocation is kept: until no token that it is about can still count, and that much
/// again for clocks that differ and processes that were away.
pub const REVOCATION_SECONDS: i64 = 2 * LONGEST_TOKEN_SECONDS;

/// The claims of an access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The issuer.
    pub iss: String,
    /// For whom the token is meant.
    pub aud: String,
    /// The user's or the client's id.
    pub sub: Uuid,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// When it begins, where that is later than its issue. The suite's own tokens do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    /// The token's own id.
    pub jti: Uuid,
    /// The login that it comes from; revoked as one.
    pub sid: Uuid,
    /// Person or system.
    pub kind: PrincipalKind,
    /// The login name.
    pub name: String,
    /// What the caller is entrusted with.
    pub assignments: Vec<Assignment>,
}

impl Claims {
    /// The caller that these claims describe.
    #[must_use]
    pub fn principal(&self) -> Principal {
        Principal {
            id: self.sub,
            kind: self.kind,
            name: self.name.clone(),
            assignments: self.assignments.clone(),
        }
    }
}
