//! Tokens that ended before their time: logins revoked, users disabled, roles taken away.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use htx_model::date::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Claims, REVOCATION_SECONDS};

/// What was revoked while tokens issued before may still be alive. Shared by all of a process.
#[derive(Debug, Clone, Default)]
pub struct Revocations(Arc<RwLock<HashMap<Uuid, Instant>>>);

/// One revocation, as identity tells the other services.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Revocation {
    /// The login, user or client.
    pub id: Uuid,
    /// When. Of a user or client, the tokens issued up to then are void.
    pub at: Instant,
}

impl Revocations {
    /// Voids the tokens of a login, a user or a client that were issued up to an instant.
    pub fn revoke(&self, revocation: Revocation) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let horizon = revocation.at.plus_seconds(-REVOCATION_SECONDS);
        all.retain(|_, at| *at > horizon);
        all.entry(revocation.id)
            .and_modify(|at| *at = (*at).max(revocation.at))
            .or_insert(revocation.at);
    }

    /// Whether a token was revoked. A login or a token that was revoked never lives again, so it
    /// does not matter when it says that it was issued: of two transactions that cross, the one
    /// that revokes may bear the earlier instant. A user or client gets new tokens.
    #[must_use]
    pub fn holds(&self, claims: &Claims) -> bool {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        !all.is_empty()
            && (all.contains_key(&claims.sid)
                || all.contains_key(&claims.jti)
                || all.get(&claims.sub).is_some_and(|at| claims.iat <= at.seconds()))
    }
}

#[cfg(test)]
mod tests {
    use htx_model::principal::PrincipalKind;

    use super::*;
    use crate::auth::LONGEST_TOKEN_SECONDS;

    fn claims(iat: i64) -> Claims {
        let id = Uuid::from_u128;
        Claims {
            iss: "issuer".to_owned(),
            aud: "htx".to_owned(),
            sub: id(1),
            iat,
            exp: iat + LONGEST_TOKEN_SECONDS,
            nbf: None,
            jti: id(2),
            sid: id(3),
            kind: PrincipalKind::User,
            name: "so-tc.officer".to_owned(),
            assignments: Vec::new(),
        }
    }

    #[test]
    fn a_login_that_was_revoked_stays_void_though_its_token_bears_a_later_instant() {
        let at = Instant::from_microseconds(1_000_000_000);
        for id in [2, 3].map(Uuid::from_u128) {
            let revocations = Revocations::default();
            assert!(!revocations.holds(&claims(1_000)));
            revocations.revoke(Revocation { id, at });
            assert!(revocations.holds(&claims(1_000)) && revocations.holds(&claims(1_002)));
        }
    }

    #[test]
    fn a_revocation_is_kept_for_as_long_as_any_token_may_count() {
        let at = Instant::from_microseconds(1_000_000_000);
        let revocations = Revocations::default();
        revocations.revoke(Revocation { id: Uuid::from_u128(3), at });
        let much_later = at.plus_seconds(REVOCATION_SECONDS - 1);
        revocations.revoke(Revocation { id: Uuid::from_u128(9), at: much_later });
        assert!(revocations.holds(&claims(1_000)));
    }

    #[test]
    fn who_was_revoked_may_come_back_with_a_new_token() {
        let at = Instant::from_microseconds(1_000_000_000);
        let revocations = Revocations::default();
        revocations.revoke(Revocation { id: Uuid::from_u128(1), at });
        assert!(revocations.holds(&claims(1_000)) && !revocations.holds(&claims(1_001)));
    }
}
