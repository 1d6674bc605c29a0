//! `POST /v1/organisations/{id}/members/{member_id}/contributions` and
//! `GET /v1/organisations/{id}/contributions`

use actix_web::{
    get, post,
    web::{Data, Json},
};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, Page, PageRequest, PathId, PathIds, Reply, StrictQuery, Submitted},
};
use htx_model::{
    date::Date,
    id::{ContributionId, DocumentId, MemberId, OrganisationId},
    money::Dong,
    people::{ContributionKind, Movement},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::{change_members::views, member_view::MemberView};
use crate::{
    Registry,
    domain::member::Contribution,
    store,
    usecase::{
        document,
        people::{self, CapitalMovement},
        read_organisation,
    },
};

/// A movement of a member's capital as it is entered (biến động vốn góp).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewContribution {
    /// What it is (nghiệp vụ).
    kind: Movement,
    /// How much, in đồng (số tiền).
    #[schema(minimum = 1, maximum = 100_000_000_000_000_000_i64, examples(5_000_000))]
    amount_vnd: i64,
    /// From which day it holds: today where it is not said; not in the future.
    effective_on: Option<Date>,
    /// The member who receives it, for a transfer or inheritance.
    to_member_id: Option<MemberId>,
    /// The document that proves it.
    document_id: Option<DocumentId>,
}

/// Record a movement of capital (ghi biến động vốn góp)
///
/// Paid in, paid back, transferred to or inherited by another member. A member's contribution is
/// the sum of its movements, and the organisation's charter capital the sum of its members': it
/// follows in the same transaction.
#[utoipa::path(
    tag = "people",
    params(PathIds<OrganisationId, MemberId>, IfMatch),
    request_body = NewContribution,
    responses(Changed<MemberView>),
    security(("access_token" = ["member.change"])),
)]
#[post("/v1/organisations/{id}/members/{member_id}/contributions")]
pub(in crate::http) async fn record_contribution(
    registry: Data<Registry>,
    caller: Authorized<permit::MemberChange>,
    ids: PathIds<OrganisationId, MemberId>,
    seen: IfMatch,
    submitted: Submitted<NewContribution>,
) -> Result<Reply, Failure> {
    let PathIds(id, member) = ids;
    let Submitted { body, once } = submitted;
    let capital = CapitalMovement {
        movement: body.kind,
        amount_vnd: body.amount_vnd,
        effective_on: body.effective_on,
        to: body.to_member_id,
        document: body.document_id,
    };
    let documents = caller.scope_of::<permit::DocumentRead>();
    let proof = ("/document_id", body.document_id);
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let scope = &caller.scope;
        document::require(connection, &documents, caller.principal().id, proof)?;
        let written = people::contribute(connection, context, scope, id, member, &seen, capital)?;
        let (view, masked) = views(caller, &written);
        Reply::changed(written.member.version, &view)?.keeping(&masked)
    })
    .await
}

/// A movement of a member's capital (biến động vốn góp).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Contribution)]
pub(in crate::http) struct ContributionView {
    /// Its id.
    id: ContributionId,
    /// Whose.
    member_id: MemberId,
    /// What it was (loại biến động).
    kind: ContributionKind,
    /// Signed, in đồng: what came is positive, what went is negative.
    amount_vnd: Dong,
    /// From which day it holds.
    effective_on: Date,
    /// The document that proves it.
    #[schema(required)]
    document_id: Option<DocumentId>,
}

impl From<Contribution> for ContributionView {
    fn from(one: Contribution) -> Self {
        Self {
            id: one.id,
            member_id: one.member,
            kind: one.kind,
            amount_vnd: one.amount,
            effective_on: one.effective_on,
            document_id: one.document,
        }
    }
}

/// What a list of movements is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ContributionsQuery {
    /// Of this member alone.
    #[param(value_type = Option<String>, format = Uuid)]
    member: Option<MemberId>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

type ContributionPage = Page<ContributionView>;

/// List movements of capital (biến động vốn góp)
///
/// As they were recorded. A member from an old list of whom no movement was recorded has none here.
#[utoipa::path(
    tag = "people",
    params(PathId<OrganisationId>, ContributionsQuery),
    responses((status = 200, description = "A page of movements.", body = ContributionPage)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/contributions")]
pub(in crate::http) async fn list_contributions(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<ContributionsQuery>,
) -> Result<Json<ContributionPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let cursor_key = registry.runtime.cursor_key.clone();
    let list = format!("contributions {id} {:?}", query.member);
    let page: PageRequest<ContributionId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    registry
        .runtime
        .database
        .read(move |connection| {
            read_organisation::by_id(connection, &caller.scope, id)?;
            let (after, limit) = (page.after, page.fetch());
            let rows = store::contribution::list(connection, id, query.member, after, limit)?;
            page.page(&cursor_key, rows, |row| row.id, ContributionView::from)
        })
        .await
        .map(Json)
}
