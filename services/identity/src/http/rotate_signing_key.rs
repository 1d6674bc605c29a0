//! `POST /v1/signing-keys/rotate`

use std::sync::Arc;

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{Reply, Submitted, write_once},
};
use htx_model::{date::Instant, permission::permit};
use serde::{Deserialize, Serialize};

use crate::{
    state::State,
    usecase::rotate_signing_key::{Reason, reload, replace},
};

/// Why the key is rotated.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyRotation {
    /// `scheduled`: nobody notices. `compromised`: someone else may have the key, so whatever it
    /// signed is void at once and all callers must log in or refresh.
    reason: RotationReason,
}

/// Why a key is rotated.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum RotationReason {
    /// Its time has come.
    Scheduled,
    /// Someone else may have it.
    Compromised,
}

/// The new key.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct RotatedKey {
    /// Its id, as in the public keys.
    #[schema(examples("l6c0zXKzwq7bPvYd"))]
    key_id: String,
    /// From when on it signs.
    signs_from: Instant,
}

/// Rotate the signing key (thay khóa ký)
///
/// Makes a new key that signs access tokens. By itself this happens every 90 days.
#[utoipa::path(
    tag = "oauth",
    request_body = KeyRotation,
    responses((status = 200, description = "The new key.", body = RotatedKey)),
    security(("access_token" = ["signing_key.rotate"])),
)]
#[post("/v1/signing-keys/rotate")]
pub(super) async fn rotate_signing_key(
    state: Data<State>,
    caller: Authorized<permit::SigningKeyRotate>,
    submitted: Submitted<KeyRotation>,
) -> Result<Reply, Failure> {
    let state = state.into_inner();
    let context = Context::new(caller.actor(), &state.runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let Submitted { body, once } = submitted;
    let reason = match body.reason {
        RotationReason::Scheduled => Reason::Scheduled,
        RotationReason::Compromised => Reason::Compromised,
    };
    let shared = Arc::clone(&state);
    let runtime = &state.runtime;
    let write = move |connection: &mut _| {
        let key = replace(connection, &shared.key_ring, &context, reason)?;
        Reply::done(&RotatedKey { key_id: key.id, signs_from: key.signs_from })
    };
    let reply =
        write_once(&runtime.database, &runtime.running, principal, now, once, write).await?;
    reload(&state, now).await?;
    Ok(reply)
}
