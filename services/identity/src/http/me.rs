//! `GET /v1/me`, `POST /v1/me/logout`

use actix_web::{HttpResponse, get, http::header::CACHE_CONTROL, post, web::Data};
use htx_kit::{auth::Authenticated, context::Context, db::Connection, failure::Failure};
use htx_model::{date::Instant, id::Id, permission::Permission, principal::PrincipalKind};
use serde::Serialize;
use uuid::Uuid;

use super::wire::HeldRole;
use crate::{domain::account::AccountId, state::State, store::account, usecase::end_logins};

/// The caller, as the access token describes them.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Me {
    /// The user's or the client's id.
    id: Uuid,
    /// Person or system.
    kind: PrincipalKind,
    /// The login name (tên đăng nhập).
    #[schema(examples("so-tc.officer"))]
    name: String,
    /// The name that people see (tên hiển thị).
    #[schema(examples("Nguyễn Văn Bình"))]
    display_name: String,
    /// Whether someone else chose the password, so that it should be changed.
    password_change_required: bool,
    /// The roles, after what happened to their agencies (vai trò).
    #[schema(max_items = 20)]
    assignments: Vec<HeldRole>,
    /// The permissions held somewhere (quyền); how far each goes is at /v1/authorization/rules.
    #[schema(max_items = 200, examples("organisation.read"))]
    permissions: Vec<&'static str>,
    /// When the access token ends.
    token_expires_at: Instant,
}

/// Read the caller (thông tin của tôi)
///
/// Who the caller is, by the access token, and what they may do.
#[utoipa::path(
    tag = "me",
    responses((status = 200, description = "The caller.", body = Me)),
    security(("access_token" = [])),
)]
#[get("/v1/me")]
pub(super) async fn read_me(
    state: Data<State>,
    caller: Authenticated,
) -> Result<HttpResponse, Failure> {
    let Authenticated(session) = caller;
    let principal = &session.principal;
    let id: AccountId = Id::from_uuid(principal.id);
    let read = move |connection: &mut Connection| account::by_id(connection, id);
    // Nobody of an external issuer has an account here.
    let account = state.runtime.database.read(read).await?;
    let held = |permission: &&Permission| !principal.scope(**permission).is_nothing();
    let me = Me {
        id: principal.id,
        kind: principal.kind,
        name: principal.name.clone(),
        display_name: account
            .as_ref()
            .map_or_else(|| principal.name.clone(), |account| account.display_name.clone()),
        password_change_required: account.is_some_and(|account| account.change_required),
        assignments: principal.assignments.iter().map(HeldRole::from).collect(),
        permissions: Permission::ALL
            .iter()
            .filter(held)
            .map(|permission| permission.code())
            .collect(),
        token_expires_at: Instant::from_microseconds(session.claims.exp.saturating_mul(1_000_000)),
    };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(me))
}

/// Log out (đăng xuất)
///
/// Ends the login of the access token: its refresh token and all its access tokens are void.
#[utoipa::path(
    tag = "me",
    responses((status = 204, description = "Logged out.")),
    security(("access_token" = [])),
)]
#[post("/v1/me/logout")]
pub(super) async fn log_out(
    state: Data<State>,
    caller: Authenticated,
) -> Result<HttpResponse, Failure> {
    let Authenticated(session) = caller;
    let context = Context::new(session.actor(), &state.runtime.ids);
    end_logins::log_out(&state.into_inner(), context, session).await?;
    Ok(HttpResponse::NoContent().finish())
}
