//! `PATCH /v1/users/{id}`, `PATCH /v1/clients/{id}`

use std::sync::Arc;

use actix_web::{patch, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{IfMatch, PathId, Reply, Submitted},
};
use htx_model::{
    id::{ClientId, UserId},
    permission::permit,
    principal::PrincipalKind,
};
use serde::Deserialize;

use super::wire::{AccountView, ClientView, RoleAssignment, UserView, grants};
use crate::{
    domain::account::AccountId,
    state::State,
    usecase::change_account::{Change, Target, change},
};

/// What is to be different; what is absent stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountChange {
    /// The name that people see (tên hiển thị).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, examples("Nguyễn Văn Bình"))]
    display_name: Option<String>,
    /// Whether it may log in.
    #[serde(default)]
    active: Option<bool>,
    /// All its roles (vai trò); those so far end.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 20)]
    assignments: Option<Vec<RoleAssignment>>,
}

impl TryFrom<AccountChange> for Change {
    type Error = Failure;

    fn try_from(sent: AccountChange) -> Result<Self, Failure> {
        Ok(Self {
            display_name: sent.display_name,
            active: sent.active,
            grants: sent.assignments.map(grants).transpose()?,
        })
    }
}

/// Change a user (sửa người dùng)
///
/// Roles, display name, whether they may log in. Where roles change or the user is disabled, all
/// their logins end. The last active administrator of ubnd-tp stays. Nobody gives roles to themselves.
#[utoipa::path(
    tag = "users",
    params(
        ("id" = UserId, Path, description = "The user's id."),
        ("If-Match" = String, Header, description = "The ETag of the version that was read.", max_length = 200, example = "\"v3\""),
    ),
    request_body = AccountChange,
    responses((
        status = 200,
        description = "Changed, or already so.",
        body = UserView,
        headers(("ETag" = String, description = "The new version.")),
    )),
    security(("access_token" = ["user.manage"])),
)]
#[patch("/v1/users/{id}")]
pub(super) async fn change_user(
    state: Data<State>,
    caller: Authorized<permit::UserManage>,
    id: PathId<AccountId>,
    seen: IfMatch,
    submitted: Submitted<AccountChange>,
) -> Result<Reply, Failure> {
    let target = Target { kind: PrincipalKind::User, id: id.0, seen };
    perform(state.into_inner(), caller, target, submitted).await
}

/// Change a client system (sửa hệ thống kết nối)
///
/// Roles, display name, whether it may log in. Where roles change or it is disabled, all its tokens
/// are void. No system gives roles to itself.
#[utoipa::path(
    tag = "clients",
    params(
        ("id" = ClientId, Path, description = "The client's id."),
        ("If-Match" = String, Header, description = "The ETag of the version that was read.", max_length = 200, example = "\"v3\""),
    ),
    request_body = AccountChange,
    responses((
        status = 200,
        description = "Changed, or already so.",
        body = ClientView,
        headers(("ETag" = String, description = "The new version.")),
    )),
    security(("access_token" = ["user.manage"])),
)]
#[patch("/v1/clients/{id}")]
pub(super) async fn change_client(
    state: Data<State>,
    caller: Authorized<permit::UserManage>,
    id: PathId<AccountId>,
    seen: IfMatch,
    submitted: Submitted<AccountChange>,
) -> Result<Reply, Failure> {
    let target = Target { kind: PrincipalKind::Client, id: id.0, seen };
    perform(state.into_inner(), caller, target, submitted).await
}

async fn perform(
    state: Arc<State>,
    caller: Authorized<permit::UserManage>,
    target: Target,
    submitted: Submitted<AccountChange>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let wanted = Change::try_from(body)?;
    let shared = Arc::clone(&state);
    write_by(&state.runtime, caller, once, move |connection, context, caller| {
        let changed = change(connection, &shared, context, &caller.scope, &target, wanted)?;
        Reply::changed(changed.version, &AccountView::from(&changed))
    })
    .await
}
