//! `GET /v1/organisations/{id}/members`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, PageQuery, PageRequest, PathId, StrictQuery},
};
use htx_model::{
    date::Date,
    id::{MemberId, OrganisationId},
    organisation::MemberKind,
    permission::permit,
};
use serde::Serialize;

use crate::{
    Registry,
    domain::{masking, member::Member},
    store,
    usecase::read_organisation,
};

/// A member of an organisation (thành viên).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Member)]
pub(super) struct MemberView {
    /// Its id.
    id: MemberId,
    /// Official, or associated.
    kind: MemberKind,
    /// The name; masked unless the caller's task needs it.
    #[schema(max_length = 300, examples("N*** V*** A***"))]
    name: String,
    /// Whether the name is masked.
    masked: bool,
    /// What it contributed to the capital, in đồng (vốn góp).
    contribution_vnd: i64,
    /// Since when.
    #[schema(required)]
    joined_on: Option<Date>,
}

type MemberPage = Page<MemberView>;

/// List members (thành viên, vốn góp)
///
/// In the order in which they were entered. Names are masked unless the caller's task needs them.
#[utoipa::path(
    tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation's id."), PageQuery),
    responses((status = 200, description = "A page of members.", body = MemberPage)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/members")]
pub(super) async fn list_members(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<MemberPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let cursor_key = registry.runtime.cursor_key.clone();
    let list = format!("members {id}");
    let page: PageRequest<MemberId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    registry
        .runtime
        .database
        .read(move |connection| {
            let found = read_organisation::by_id(connection, &caller.scope, id)?;
            let placement = found.stored.organisation.placement();
            let unmasked = caller.scope_of::<permit::PersonalDataRead>().covers(&placement);
            let rows = store::member::list(connection, id, page.after, page.fetch())?;
            page.page(&cursor_key, rows, |row| row.id, |row| member_view(row, unmasked))
        })
        .await
        .map(Json)
}

fn member_view(member: Member, unmasked: bool) -> MemberView {
    MemberView {
        id: member.id,
        kind: member.kind,
        name: if unmasked { member.name } else { masking::name(&member.name) },
        masked: !unmasked,
        contribution_vnd: member.contribution_vnd,
        joined_on: member.joined_on,
    }
}
