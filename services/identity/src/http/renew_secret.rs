//! `POST /v1/users/{id}/reset-password`, `POST /v1/clients/{id}/rotate-secret`

use std::sync::Arc;

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{PathId, Reply, Submitted, write_once},
};
use htx_model::{
    id::{ClientId, UserId},
    permission::permit,
    principal::PrincipalKind,
};
use serde::Deserialize;

use super::wire::{ClientWithSecret, UserWithPassword};
use crate::{
    domain::{account::AccountId, credential},
    state::State,
    usecase::{renew_secret::renew, secret},
};

/// Nothing needs to be said.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RenewSecret {}

/// Give a user a new password (đặt lại mật khẩu)
///
/// The answer holds the password, once. All their logins end, and a lock after wrong passwords is
/// lifted.
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The user's id.")),
    request_body = RenewSecret,
    responses((
        status = 200,
        description = "The user with the new password.",
        body = UserWithPassword,
        headers(("ETag" = String, description = "The user's new version.")),
    )),
    security(("access_token" = ["user.manage"])),
)]
#[post("/v1/users/{id}/reset-password")]
pub(super) async fn reset_user_password(
    state: Data<State>,
    caller: Authorized<permit::UserManage>,
    id: PathId<AccountId>,
    submitted: Submitted<RenewSecret>,
) -> Result<Reply, Failure> {
    let state = state.into_inner();
    let context = Context::new(caller.actor(), &state.runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let password = secret::password()?;
    let hash = state.hasher.hash(password.clone()).await?;
    let shared = Arc::clone(&state);
    let runtime = &state.runtime;
    let once = submitted.once;
    write_once(&runtime.database, &runtime.running, principal, now, once, move |connection| {
        let target = (PrincipalKind::User, id.0);
        let user = renew(connection, &shared, &context, &caller.scope, target, hash)?;
        let view = UserWithPassword::new(&user, Some(password.reveal()));
        Reply::changed(user.version, &view)?.keeping(&UserWithPassword::new(&user, None))
    })
    .await
}

/// Give a client system a new secret (thay khóa bí mật)
///
/// The answer holds the secret, once. The old one and all tokens that it gave are void.
#[utoipa::path(
    tag = "clients",
    params(("id" = ClientId, Path, description = "The client's id.")),
    request_body = RenewSecret,
    responses((
        status = 200,
        description = "The client with the new secret.",
        body = ClientWithSecret,
        headers(("ETag" = String, description = "The client's new version.")),
    )),
    security(("access_token" = ["user.manage"])),
)]
#[post("/v1/clients/{id}/rotate-secret")]
pub(super) async fn rotate_client_secret(
    state: Data<State>,
    caller: Authorized<permit::UserManage>,
    id: PathId<AccountId>,
    submitted: Submitted<RenewSecret>,
) -> Result<Reply, Failure> {
    let state = state.into_inner();
    let context = Context::new(caller.actor(), &state.runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let secret = secret::client_secret()?;
    let hash = credential::digest_of_secret(secret.reveal());
    let shared = Arc::clone(&state);
    let runtime = &state.runtime;
    let once = submitted.once;
    write_once(&runtime.database, &runtime.running, principal, now, once, move |connection| {
        let target = (PrincipalKind::Client, id.0);
        let client = renew(connection, &shared, &context, &caller.scope, target, hash)?;
        let view = ClientWithSecret::new(&client, Some(secret.reveal()));
        Reply::changed(client.version, &view)?.keeping(&ClientWithSecret::new(&client, None))
    })
    .await
}
