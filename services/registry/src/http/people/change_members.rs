//! `POST /v1/organisations/{id}/members` and `POST /v1/organisations/{id}/members/{member_id}/leave`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, Created, IfMatch, PathId, PathIds, Reply, Submitted},
};
use htx_model::{
    date::Date,
    id::{DocumentId, MemberId, OrganisationId},
    people::LeaveReason,
    permission::permit,
};
use serde::Deserialize;

use super::member_view::MemberView;
use crate::{
    Registry,
    domain::people::NewMember,
    usecase::{
        document,
        people::{self, Leave, MemberWritten},
    },
};

/// Admit a member (kết nạp thành viên)
///
/// The organisation itself or its registrar records it. The charter capital and the number of
/// official members in the organisation's entry follow what is recorded; an old entry that knows
/// more members or capital than were recorded keeps its figures until the record reaches them.
#[utoipa::path(
    tag = "people",
    params(PathId<OrganisationId>),
    request_body = NewMember,
    responses(Created<MemberView>),
    security(("access_token" = ["member.change"])),
)]
#[post("/v1/organisations/{id}/members")]
pub(in crate::http) async fn admit_member(
    registry: Data<Registry>,
    caller: Authorized<permit::MemberChange>,
    id: PathId<OrganisationId>,
    submitted: Submitted<NewMember>,
) -> Result<Reply, Failure> {
    let PathId(id) = id;
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let written = people::admit(connection, context, &caller.scope, id, &body)?;
        let location = format!("/v1/organisations/{id}/members/{}", written.member.id);
        let (view, masked) = views(caller, &written);
        Reply::created(location, written.member.version, &view)?.keeping(&masked)
    })
    .await
}

/// How a member leaves (chấm dứt tư cách thành viên).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct MemberLeave {
    /// Why (lý do). `restructured` is recorded by a restructuring only.
    reason: LeaveReason,
    /// On which day (ngày ra): today where it is not said; not in the future.
    left_on: Option<Date>,
    /// The member who receives the capital by transfer or inheritance; it is paid back where
    /// nobody is named.
    to_member_id: Option<MemberId>,
    /// The document that proves it.
    document_id: Option<DocumentId>,
}

/// Record that a member leaves (thành viên ra khỏi tổ chức)
///
/// The capital is paid back, or passes to the member named. A departure that somebody decides is
/// refused where too few official members would remain (cooperative 5, group 2, union 3), and
/// while the member holds an office; a death or the end of a holder is recorded as the fact that it
/// is, and ends the member's offices.
#[utoipa::path(
    tag = "people",
    params(PathIds<OrganisationId, MemberId>, IfMatch),
    request_body = MemberLeave,
    responses(Changed<MemberView>),
    security(("access_token" = ["member.change"])),
)]
#[post("/v1/organisations/{id}/members/{member_id}/leave")]
pub(in crate::http) async fn leave(
    registry: Data<Registry>,
    caller: Authorized<permit::MemberChange>,
    ids: PathIds<OrganisationId, MemberId>,
    seen: IfMatch,
    submitted: Submitted<MemberLeave>,
) -> Result<Reply, Failure> {
    let PathIds(id, member) = ids;
    let Submitted { body, once } = submitted;
    let leave = Leave {
        left_on: body.left_on,
        reason: body.reason,
        to: body.to_member_id,
        document: body.document_id,
    };
    let documents = caller.scope_of::<permit::DocumentRead>();
    let proof = ("/document_id", body.document_id);
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let scope = &caller.scope;
        document::require(connection, &documents, caller.principal().id, proof)?;
        let written = people::leave(connection, context, scope, id, member, &seen, leave)?;
        let (view, masked) = views(caller, &written);
        Reply::changed(written.member.version, &view)?.keeping(&masked)
    })
    .await
}

/// A member as the answer to a write shows it, and as it is kept for repetitions.
pub(super) fn views(
    caller: &Authorized<permit::MemberChange>,
    written: &MemberWritten,
) -> (MemberView, MemberView) {
    let placement = written.entry.organisation.placement();
    let unmasked = caller.scope_of::<permit::PersonalDataRead>().covers(&placement);
    (MemberView::of(&written.member, unmasked), MemberView::of(&written.member, false))
}
