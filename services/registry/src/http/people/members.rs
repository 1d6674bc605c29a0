//! `GET /v1/organisations/{id}/members` and `GET /v1/organisations/{id}/members/{member_id}`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Page, PageRequest, PathId, PathIds, StrictQuery, Tagged},
};
use htx_model::{
    id::{MemberId, OrganisationId},
    permission::permit,
};
use serde::Deserialize;

use super::member_view::MemberView;
use crate::{
    Registry,
    domain::personal_data::PersonalDataKind,
    http::personal_data,
    store::{self, member::Which},
    usecase::{people, personal_data::read_unmasked, read_organisation},
};

/// Which members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MemberStatus)]
pub(in crate::http) enum Status {
    /// Members now.
    Current,
    /// Those who left.
    Former,
    /// Both.
    All,
}

/// What a list of members is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct MembersQuery {
    /// Members now (`current`, also where it is not said), those who left, or both.
    #[param(inline)]
    status: Option<Status>,
    /// Personal data unmasked, for who may read it and says why.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Xác minh hồ sơ kết nạp thành viên")]
    purpose: Option<String>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

type MemberPage = Page<MemberView>;

/// List members (thành viên, vốn góp)
///
/// In the order in which they were entered; of a union, its member cooperatives. Personal data is
/// masked. Who holds `personal_data.read` for the place reads it unmasked with `unmasked=true` and a
/// `purpose`; that is noted in the log and shown to the organisation.
#[utoipa::path(
    tag = "people",
    params(PathId<OrganisationId>, MembersQuery),
    responses((status = 200, description = "A page of members.", body = MemberPage)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/members")]
pub(in crate::http) async fn list_members(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<MembersQuery>,
) -> Result<Json<MemberPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let purpose = personal_data::wanted(query.unmasked, query.purpose.as_deref())?;
    let which = match query.status {
        None | Some(Status::Current) => Which::Current,
        Some(Status::Former) => Which::Former,
        Some(Status::All) => Which::All,
    };
    let cursor_key = registry.runtime.cursor_key.clone();
    let list = format!("members {id} {which:?}");
    let page: PageRequest<MemberId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    let context = personal_data::context(&caller, &registry);
    let writes = purpose.is_some();
    let work = move |connection: &mut Connection| {
        let found = read_organisation::by_id(connection, &caller.scope, id)?;
        let rows = store::member::list(connection, id, which, page.after, page.fetch())?;
        if let Some(purpose) = &purpose {
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            let organisation = &found.stored.organisation;
            let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
            let (what, count) = (PersonalDataKind::Members, rows.len().min(limit));
            read_unmasked(connection, &context, &reach, organisation, what, count, purpose)?;
        }
        let view = |row| MemberView::of(&row, purpose.is_some());
        page.page(&cursor_key, rows, |row| row.id, view)
    };
    let database = &registry.runtime.database;
    if writes { database.write(work).await } else { database.read(work).await }.map(Json)
}

/// Whether personal data is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct MemberQuery {
    /// Personal data unmasked, for who may read it and says why.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Xác minh hồ sơ kết nạp thành viên")]
    purpose: Option<String>,
}

/// Read a member (xem thành viên)
#[utoipa::path(
    tag = "people",
    params(PathIds<OrganisationId, MemberId>, MemberQuery),
    responses(Tagged<MemberView>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/members/{member_id}")]
pub(in crate::http) async fn read_member(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    ids: PathIds<OrganisationId, MemberId>,
    query: StrictQuery<MemberQuery>,
) -> Result<Tagged<MemberView>, Failure> {
    let (PathIds(id, member_id), StrictQuery(query)) = (ids, query);
    let purpose = personal_data::wanted(query.unmasked, query.purpose.as_deref())?;
    let context = personal_data::context(&caller, &registry);
    let writes = purpose.is_some();
    let work = move |connection: &mut Connection| {
        let (member, organisation) = people::member(connection, &caller.scope, id, member_id)?;
        if let Some(purpose) = &purpose {
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            let what = PersonalDataKind::Members;
            read_unmasked(connection, &context, &reach, &organisation, what, 1, purpose)?;
        }
        let resource = MemberView::of(&member, purpose.is_some());
        Ok(Tagged { version: member.version, resource })
    };
    let database = &registry.runtime.database;
    if writes { database.write(work).await } else { database.read_briefly(work).await }
}
