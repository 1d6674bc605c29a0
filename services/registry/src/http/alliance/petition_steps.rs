//! `POST /v1/petitions/{id}/forward`, `/answer`, `/close` and `/withdraw`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, Once, PathId, Reply, Submitted},
};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    id::PetitionId,
    permission::{Permit, permit},
};
use serde::Deserialize;

use super::{petition_view::PetitionView, petitions::CONTENT_MAX, tables::long};
use crate::{
    Registry,
    usecase::alliance::petitions::{self as usecase, Step},
};

/// To whom a petition is passed (chuyển cơ quan trả lời).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct PetitionForwarding {
    /// The agency of the city that is asked (cơ quan trả lời).
    #[schema(value_type = String, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, examples("so-tc"))]
    agency_code: AgencyCode,
    /// By when it is to answer (hạn trả lời); not in the past.
    due_on: Date,
}

/// What an agency answers (trả lời kiến nghị).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct PetitionAnswer {
    /// The answer.
    #[schema(min_length = 1, max_length = 20_000)]
    answer: String,
}

/// A step that needs nothing more.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct PetitionStep {}

/// Forward a petition (chuyển cơ quan trả lời)
///
/// The alliance passes it to the agency that is asked, with the day by which it is to answer; also
/// again, where it went to the wrong one or the answer does not settle it.
#[utoipa::path(
    tag = "alliance",
    params(PathId<PetitionId>, IfMatch),
    request_body = PetitionForwarding,
    responses(Changed<PetitionView>),
    security(("access_token" = ["alliance.manage"])),
)]
#[post("/v1/petitions/{id}/forward")]
pub(in crate::http) async fn forward_petition(
    registry: Data<Registry>,
    caller: Authorized<permit::AllianceManage>,
    id: PathId<PetitionId>,
    seen: IfMatch,
    submitted: Submitted<PetitionForwarding>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let step = Step::Forward { agency: body.agency_code, due_on: body.due_on };
    take(&registry, caller, id, seen, once, step).await
}

/// Answer a petition (trả lời kiến nghị)
///
/// The agency that was asked answers, or the one that has taken over its work.
#[utoipa::path(
    tag = "alliance",
    params(PathId<PetitionId>, IfMatch),
    request_body = PetitionAnswer,
    responses(Changed<PetitionView>),
    security(("access_token" = ["petition.answer"])),
)]
#[post("/v1/petitions/{id}/answer")]
pub(in crate::http) async fn answer_petition(
    registry: Data<Registry>,
    caller: Authorized<permit::PetitionAnswer>,
    id: PathId<PetitionId>,
    seen: IfMatch,
    submitted: Submitted<PetitionAnswer>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let step = Step::Answer { answer: long("/answer", &body.answer, CONTENT_MAX)? };
    take(&registry, caller, id, seen, once, step).await
}

/// Close a petition (kết thúc kiến nghị)
#[utoipa::path(
    tag = "alliance",
    params(PathId<PetitionId>, IfMatch),
    request_body = PetitionStep,
    responses(Changed<PetitionView>),
    security(("access_token" = ["alliance.manage"])),
)]
#[post("/v1/petitions/{id}/close")]
pub(in crate::http) async fn close_petition(
    registry: Data<Registry>,
    caller: Authorized<permit::AllianceManage>,
    id: PathId<PetitionId>,
    seen: IfMatch,
    submitted: Submitted<PetitionStep>,
) -> Result<Reply, Failure> {
    take(&registry, caller, id, seen, submitted.once, Step::Close).await
}

/// Withdraw a petition (rút kiến nghị)
///
/// Whoever filed it takes it back while it is not answered.
#[utoipa::path(
    tag = "alliance",
    params(PathId<PetitionId>, IfMatch),
    request_body = PetitionStep,
    responses(Changed<PetitionView>),
    security(("access_token" = ["petition.file"])),
)]
#[post("/v1/petitions/{id}/withdraw")]
pub(in crate::http) async fn withdraw_petition(
    registry: Data<Registry>,
    caller: Authorized<permit::PetitionFile>,
    id: PathId<PetitionId>,
    seen: IfMatch,
    submitted: Submitted<PetitionStep>,
) -> Result<Reply, Failure> {
    take(&registry, caller, id, seen, submitted.once, Step::Withdraw).await
}

async fn take<P: Permit>(
    registry: &Registry,
    caller: Authorized<P>,
    id: PathId<PetitionId>,
    seen: IfMatch,
    once: Once,
    step: Step,
) -> Result<Reply, Failure> {
    let PathId(id) = id;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let (scope, readable) = (&caller.scope, caller.scope_of::<permit::OrganisationRead>());
        let after = usecase::step(connection, context, scope, &readable, id, &seen, step)?;
        let (_, place) = usecase::find(connection, &readable, id)?;
        let version = after.version;
        let view = PetitionView::of(after, &place, caller.principal(), context.today());
        Reply::changed(version, &view)
    })
    .await
}
