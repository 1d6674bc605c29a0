//! `GET /v1/users/{id}`, `GET /v1/clients/{id}`

use actix_web::{get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, Tagged},
};
use htx_model::{
    id::{ClientId, UserId},
    permission::permit,
    principal::PrincipalKind,
};

use super::wire::{ClientView, UserView};
use crate::{
    domain::account::{Account, AccountId},
    state::State,
    usecase::read_accounts,
};

async fn read(
    state: &State,
    caller: Authorized<permit::UserRead>,
    kind: PrincipalKind,
    id: AccountId,
) -> Result<Account, Failure> {
    let database = &state.runtime.database;
    database.read(move |connection| read_accounts::get(connection, kind, &caller.scope, id)).await
}

/// Read a user (xem người dùng)
///
/// Administrators see the users of their own agency; ubnd-tp and the auditors see all.
#[utoipa::path(
    tag = "users",
    params(("id" = UserId, Path, description = "The user's id.")),
    responses(
        (
            status = 200,
            description = "The user.",
            body = UserView,
            headers(("ETag" = String, description = "Its version.")),
        ),
        (status = 304, description = "As the version in If-None-Match."),
    ),
    security(("access_token" = ["user.read"])),
)]
#[get("/v1/users/{id}")]
pub(super) async fn read_user(
    state: Data<State>,
    caller: Authorized<permit::UserRead>,
    id: PathId<AccountId>,
) -> Result<Tagged<UserView>, Failure> {
    let user = read(&state, caller, PrincipalKind::User, id.0).await?;
    Ok(Tagged { version: user.version, resource: UserView::from(&user) })
}

/// Read a client system (xem hệ thống kết nối)
///
/// Administrators see the client systems of their own agency; ubnd-tp and the auditors see all.
#[utoipa::path(
    tag = "clients",
    params(("id" = ClientId, Path, description = "The client's id.")),
    responses(
        (
            status = 200,
            description = "The client system.",
            body = ClientView,
            headers(("ETag" = String, description = "Its version.")),
        ),
        (status = 304, description = "As the version in If-None-Match."),
    ),
    security(("access_token" = ["user.read"])),
)]
#[get("/v1/clients/{id}")]
pub(super) async fn read_client(
    state: Data<State>,
    caller: Authorized<permit::UserRead>,
    id: PathId<AccountId>,
) -> Result<Tagged<ClientView>, Failure> {
    let client = read(&state, caller, PrincipalKind::Client, id.0).await?;
    Ok(Tagged { version: client.version, resource: ClientView::from(&client) })
}
