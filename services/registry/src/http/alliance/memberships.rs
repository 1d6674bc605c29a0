//! `/v1/alliance-memberships`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, Created, IfMatch, Page, Paged, PathId, Reply, StrictQuery, Submitted, Tagged,
        listed::Listed, table::Representation, within_range,
    },
};
use htx_model::{
    date::{Date, Instant},
    id::{AllianceMembershipId, DocumentId, OrganisationId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::tables::{MEMBERSHIPS, short};
use crate::{
    Registry,
    domain::alliance::Membership,
    store::alliance_membership::{self as store, Filter, MembershipKey},
    usecase::{
        alliance::memberships::{self as usecase, Joining},
        document,
    },
};

/// A time for which an organisation belongs to the Cooperative Alliance (thành viên Liên minh).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AllianceMembership)]
pub(in crate::http) struct MembershipView {
    /// Its id.
    id: AllianceMembershipId,
    /// Which organisation.
    organisation_id: OrganisationId,
    /// The first day (ngày kết nạp).
    joined_on: Date,
    /// The day on which it left (ngày ra).
    #[schema(required)]
    left_on: Option<Date>,
    /// The number of the alliance's decision (số quyết định).
    #[schema(required, max_length = 300, examples("125/QĐ-LMHTX"))]
    decision_number: Option<String>,
    /// The decision as a document.
    #[schema(required)]
    decision_document_id: Option<DocumentId>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
}

impl From<Membership> for MembershipView {
    fn from(membership: Membership) -> Self {
        Self {
            id: membership.id,
            organisation_id: membership.organisation,
            joined_on: membership.joined_on,
            left_on: membership.left_on,
            decision_number: membership.decision_number,
            decision_document_id: membership.decision_document,
            version: membership.version,
            recorded_at: membership.recorded_at,
        }
    }
}

/// What a list of memberships is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct MembershipsQuery {
    /// Joined in this year (năm kết nạp).
    #[param(minimum = 1950, maximum = 2200, example = 2025)]
    year: Option<i16>,
    /// Members now (true), or not any more (false).
    current: Option<bool>,
    /// Of this organisation.
    #[param(value_type = Option<String>, format = Uuid)]
    organisation: Option<OrganisationId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List alliance memberships (thành viên Liên minh HTX)
///
/// Of organisations within the caller's territory, by the day of joining. `Accept` chooses JSON by
/// pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "alliance",
    params(MembershipsQuery),
    responses(Paged<Page<MembershipView>>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/alliance-memberships")]
pub(in crate::http) async fn list_alliance_memberships(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<MembershipsQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    if let Some(year) = query.year {
        within_range("year", year, 1950..=2200)?;
    }
    let MembershipsQuery { year: joined_in, current, organisation, limit, cursor } = query;
    let filter = Filter { joined_in, current, organisation };
    let listed = Listed {
        request: &request,
        runtime: &registry.runtime,
        representation,
        table: &MEMBERSHIPS,
        name: format!("alliance memberships {filter:?}"),
        limit,
        cursor,
    };
    let read = move |connection: &mut Connection, after: Option<&MembershipKey>, limit: i64| {
        store::list(connection, &caller.scope, &filter, after.copied(), limit)
    };
    listed.answer(read, MembershipKey::of, MembershipView::from).await
}

/// Read an alliance membership (xem tư cách thành viên Liên minh)
#[utoipa::path(
    tag = "alliance",
    params(PathId<AllianceMembershipId>),
    responses(Tagged<MembershipView>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/alliance-memberships/{id}")]
pub(in crate::http) async fn read_alliance_membership(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<AllianceMembershipId>,
) -> Result<Tagged<MembershipView>, Failure> {
    registry
        .runtime
        .database
        .read(move |connection| {
            let membership = usecase::find(connection, &caller.scope, id.0)?;
            Ok(Tagged { version: membership.version, resource: membership.into() })
        })
        .await
}

/// Who joins the alliance (kết nạp thành viên Liên minh).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewAllianceMembership {
    /// Which organisation.
    organisation_id: OrganisationId,
    /// The first day (ngày kết nạp); not in the future.
    joined_on: Date,
    /// The number of the alliance's decision (số quyết định).
    #[schema(max_length = 300, examples("125/QĐ-LMHTX"))]
    decision_number: Option<String>,
    /// The decision as a document.
    decision_document_id: Option<DocumentId>,
}

/// Record that an organisation joins the alliance (kết nạp thành viên Liên minh)
///
/// The organisation's entry says so too. One membership at a time.
#[utoipa::path(
    tag = "alliance",
    request_body = NewAllianceMembership,
    responses(Created<MembershipView>),
    security(("access_token" = ["alliance.manage"])),
)]
#[post("/v1/alliance-memberships")]
pub(in crate::http) async fn join_alliance(
    registry: Data<Registry>,
    caller: Authorized<permit::AllianceManage>,
    submitted: Submitted<NewAllianceMembership>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let joining = Joining {
        organisation: body.organisation_id,
        joined_on: body.joined_on,
        decision_number: short("/decision_number", body.decision_number)?,
        decision_document: body.decision_document_id,
    };
    let documents = caller.scope_of::<permit::DocumentRead>();
    let decision = ("/decision_document_id", body.decision_document_id);
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        document::require(connection, &documents, caller.principal().id, decision)?;
        let membership = usecase::join(connection, context, &caller.scope, joining)?;
        let location = format!("/v1/alliance-memberships/{}", membership.id);
        Reply::created(location, membership.version, &MembershipView::from(membership))
    })
    .await
}

/// When an organisation leaves the alliance.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct EndOfMembership {
    /// The day (ngày ra): today where it is not said; not in the future.
    left_on: Option<Date>,
}

/// Record that an organisation leaves the alliance (ra khỏi Liên minh)
#[utoipa::path(
    tag = "alliance",
    params(PathId<AllianceMembershipId>, IfMatch),
    request_body = EndOfMembership,
    responses(Changed<MembershipView>),
    security(("access_token" = ["alliance.manage"])),
)]
#[post("/v1/alliance-memberships/{id}/end")]
pub(in crate::http) async fn end_alliance_membership(
    registry: Data<Registry>,
    caller: Authorized<permit::AllianceManage>,
    id: PathId<AllianceMembershipId>,
    seen: IfMatch,
    submitted: Submitted<EndOfMembership>,
) -> Result<Reply, Failure> {
    let PathId(id) = id;
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let scope = &caller.scope;
        let ended = usecase::end(connection, context, scope, id, &seen, body.left_on)?;
        Reply::changed(ended.version, &MembershipView::from(ended))
    })
    .await
}
