//! Tokens that ended before their time: logins revoked, users disabled, roles taken away.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use htx_model::date::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ACCESS_TOKEN_SECONDS, Claims};

/// What was revoked while tokens issued before may still be alive. Shared by all of a process.
#[derive(Debug, Clone, Default)]
pub struct Revocations(Arc<RwLock<HashMap<Uuid, Instant>>>);

/// One revocation, as identity tells the other services.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Revocation {
    /// The login, user or client.
    pub id: Uuid,
    /// Tokens issued up to then are void.
    pub at: Instant,
}

impl Revocations {
    /// Voids the tokens of a login, a user or a client that were issued up to an instant.
    pub fn revoke(&self, revocation: Revocation) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let horizon = revocation.at.plus_seconds(-2 * ACCESS_TOKEN_SECONDS);
        all.retain(|_, at| *at > horizon);
        all.entry(revocation.id)
            .and_modify(|at| *at = (*at).max(revocation.at))
            .or_insert(revocation.at);
    }

    /// Whether a token was revoked.
    #[must_use]
    pub fn holds(&self, claims: &Claims) -> bool {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        !all.is_empty()
            && [claims.sid, claims.sub, claims.jti]
                .iter()
                .filter_map(|id| all.get(id))
                .any(|at| claims.iat <= at.seconds())
    }
}
