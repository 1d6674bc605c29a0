//! `GET /v1/users`, `GET /v1/clients`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, PageRequest, StrictQuery},
};
use htx_model::{
    agency::AgencyCode,
    permission::permit,
    principal::{PrincipalKind, Role},
};
use serde::{Deserialize, Serialize};

use super::wire::{ClientView, UserView};
use crate::{
    domain::account::Account,
    state::State,
    store::account::{self, Filter},
};

/// What a list of accounts is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AccountsQuery {
    /// Holding a role for this agency (cơ quan).
    #[param(value_type = Option<String>, max_length = 40, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "so-tc")]
    agency: Option<AgencyCode>,
    /// Holding this role (vai trò).
    role: Option<Role>,
    /// That may log in (true), or may not (false).
    active: Option<bool>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// A page of users.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct UserPage {
    /// The users, by login name.
    #[schema(max_items = 200)]
    items: Vec<UserView>,
    /// The cursor of the next page; null on the last.
    #[schema(required)]
    next: Option<String>,
}

/// A page of client systems.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ClientPage {
    /// The client systems, by name.
    #[schema(max_items = 200)]
    items: Vec<ClientView>,
    /// The cursor of the next page; null on the last.
    #[schema(required)]
    next: Option<String>,
}

/// List users (danh sách người dùng)
///
/// Administrators see the users of their own agency; ubnd-tp and the auditors see all.
#[utoipa::path(
    tag = "users",
    params(AccountsQuery),
    responses((status = 200, description = "A page of users.", body = UserPage)),
    security(("access_token" = ["user.read"])),
)]
#[get("/v1/users")]
pub(super) async fn list_users(
    state: Data<State>,
    caller: Authorized<permit::UserRead>,
    query: StrictQuery<AccountsQuery>,
) -> Result<Json<UserPage>, Failure> {
    let page =
        list(&state, caller, PrincipalKind::User, query.0, |user| UserView::from(&user)).await?;
    Ok(Json(UserPage { items: page.items, next: page.next }))
}

/// List client systems (danh sách hệ thống kết nối)
///
/// Administrators see the client systems of their own agency; ubnd-tp and the auditors see all.
#[utoipa::path(
    tag = "clients",
    params(AccountsQuery),
    responses((status = 200, description = "A page of client systems.", body = ClientPage)),
    security(("access_token" = ["user.read"])),
)]
#[get("/v1/clients")]
pub(super) async fn list_clients(
    state: Data<State>,
    caller: Authorized<permit::UserRead>,
    query: StrictQuery<AccountsQuery>,
) -> Result<Json<ClientPage>, Failure> {
    let view = |client| ClientView::from(&client);
    let page = list(&state, caller, PrincipalKind::Client, query.0, view).await?;
    Ok(Json(ClientPage { items: page.items, next: page.next }))
}

async fn list<T: Send + 'static>(
    state: &State,
    caller: Authorized<permit::UserRead>,
    kind: PrincipalKind,
    query: AccountsQuery,
    view: impl Fn(Account) -> T + Send + 'static,
) -> Result<Page<T>, Failure> {
    let AccountsQuery { agency, role, active, limit, cursor } = query;
    let filter = Filter { agency, role, active };
    let cursor_key = state.runtime.cursor_key.clone();
    let list = format!("accounts {kind} {filter:?}");
    let page = PageRequest::<String>::read(&cursor_key, list, limit, cursor.as_deref())?;
    let read = move |connection: &mut _| {
        let after = page.after.as_deref();
        let rows = account::list(connection, kind, &caller.scope, &filter, after, page.fetch())?;
        page.page(&cursor_key, rows, |account| account.name.clone(), view)
    };
    state.runtime.database.read(read).await
}
