//! `POST /v1/users/{id}/reset-password`, `POST /v1/clients/{id}/rotate-secret`

use std::sync::Arc;

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{PathId, Reply, Submitted},
};
use htx_model::{
    id::{ClientId, UserId},
    permission::permit,
    principal::PrincipalKind,
};
use serde::Deserialize;

use super::wire::{AccountWithSecret, ClientWithSecret, UserWithPassword};
use crate::{
    domain::account::AccountId,
    state::State,
    usecase::{renew_secret::renew, secret::NewSecret},
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
    perform(state.into_inner(), caller, (PrincipalKind::User, id.0), submitted).await
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
    perform(state.into_inner(), caller, (PrincipalKind::Client, id.0), submitted).await
}

async fn perform(
    state: Arc<State>,
    caller: Authorized<permit::UserManage>,
    target: (PrincipalKind, AccountId),
    Submitted { once, .. }: Submitted<RenewSecret>,
) -> Result<Reply, Failure> {
    let NewSecret { shown, hash } = NewSecret::make(&state, target.0).await?;
    let shared = Arc::clone(&state);
    write_by(&state.runtime, caller, once, move |connection, context, caller| {
        let renewed = renew(connection, &shared, context, &caller.scope, target, hash)?;
        let view = AccountWithSecret::new(&renewed, Some(&shown));
        Reply::changed(renewed.version, &view)?.keeping(&AccountWithSecret::new(&renewed, None))
    })
    .await
}
