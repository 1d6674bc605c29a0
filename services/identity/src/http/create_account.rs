//! `POST /v1/users`, `POST /v1/clients`

use std::sync::Arc;

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Once, Reply, Submitted},
};
use htx_model::{permission::permit, principal::PrincipalKind};
use serde::Deserialize;

use super::wire::{AccountWithSecret, ClientWithSecret, RoleAssignment, UserWithPassword, grants};
use crate::{
    state::State,
    usecase::{
        create_account::{Wanted, create},
        secret::NewSecret,
    },
};

/// A user to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUser {
    /// The login name (tên đăng nhập), for ever.
    #[schema(
        min_length = 3,
        max_length = 64,
        pattern = "^[a-z0-9]+([._-][a-z0-9]+)*$",
        examples("so-tc.binh")
    )]
    username: String,
    /// The name that people see (tên hiển thị).
    #[schema(min_length = 1, max_length = 200, examples("Nguyễn Văn Bình"))]
    display_name: String,
    /// The roles (vai trò).
    #[schema(min_items = 1, max_items = 20)]
    assignments: Vec<RoleAssignment>,
}

/// Make a user (tạo người dùng)
///
/// An administrator makes a user of their own agency. The answer holds the password, once.
#[utoipa::path(
    tag = "users",
    request_body = NewUser,
    responses((
        status = 201,
        description = "Made. The address is in Location, the version in ETag.",
        body = UserWithPassword,
        headers(
            ("Location" = String, description = "The user's address."),
            ("ETag" = String, description = "Its version."),
        ),
    )),
    security(("access_token" = ["user.manage"])),
)]
#[post("/v1/users")]
pub(super) async fn create_user(
    state: Data<State>,
    caller: Authorized<permit::UserManage>,
    submitted: Submitted<NewUser>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let wanted = Wanted {
        kind: PrincipalKind::User,
        name: body.username,
        display_name: body.display_name,
        grants: grants(body.assignments)?,
    };
    perform(state.into_inner(), caller, "/v1/users", wanted, once).await
}

/// A client system to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewClient {
    /// The name that it logs in with, for ever.
    #[schema(
        min_length = 3,
        max_length = 64,
        pattern = "^[a-z0-9]+([._-][a-z0-9]+)*$",
        examples("so-tc.accounting")
    )]
    client_id: String,
    /// The name that people see (tên hiển thị).
    #[schema(min_length = 1, max_length = 200, examples("Phần mềm kế toán của Sở Tài chính"))]
    display_name: String,
    /// The roles (vai trò).
    #[schema(min_items = 1, max_items = 20)]
    assignments: Vec<RoleAssignment>,
}

/// Make a client system (tạo hệ thống kết nối)
///
/// An administrator makes a client system of their own agency. The answer holds the secret, once.
#[utoipa::path(
    tag = "clients",
    request_body = NewClient,
    responses((
        status = 201,
        description = "Made. The address is in Location, the version in ETag.",
        body = ClientWithSecret,
        headers(
            ("Location" = String, description = "The client's address."),
            ("ETag" = String, description = "Its version."),
        ),
    )),
    security(("access_token" = ["user.manage"])),
)]
#[post("/v1/clients")]
pub(super) async fn create_client(
    state: Data<State>,
    caller: Authorized<permit::UserManage>,
    submitted: Submitted<NewClient>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let wanted = Wanted {
        kind: PrincipalKind::Client,
        name: body.client_id,
        display_name: body.display_name,
        grants: grants(body.assignments)?,
    };
    perform(state.into_inner(), caller, "/v1/clients", wanted, once).await
}

async fn perform(
    state: Arc<State>,
    caller: Authorized<permit::UserManage>,
    path: &'static str,
    wanted: Wanted,
    once: Once,
) -> Result<Reply, Failure> {
    let NewSecret { shown, hash } = NewSecret::make(&state, wanted.kind).await?;
    let shared = Arc::clone(&state);
    write_by(&state.runtime, caller, once, move |connection, context, caller| {
        let made = create(connection, &shared, context, &caller.scope, wanted, hash)?;
        let location = format!("{path}/{}", made.id);
        let view = AccountWithSecret::new(&made, Some(&shown));
        Reply::created(location, made.version, &view)?.keeping(&AccountWithSecret::new(&made, None))
    })
    .await
}
