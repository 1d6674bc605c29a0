//! `PUT /v1/dissolutions/{id}/responsible-officer`

use actix_web::{HttpRequest, put, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{id::DissolutionId, permission::permit};
use serde::Deserialize;

use super::{
    act::{Acting, Answer, act},
    case_view::CaseView,
};
use crate::{Dissolutions, usecase::assign as usecase};

/// Who is responsible from now on (phân công cán bộ phụ trách).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewResponsibleOfficer {
    /// The login name (cán bộ phụ trách).
    #[schema(min_length = 1, max_length = 200, examples("commune-10045.officer"))]
    responsible_officer: String,
    /// Why (lý do).
    #[serde(default)]
    #[schema(
        min_length = 1,
        max_length = 1000,
        examples("Người phụ trách trước đã chuyển công tác")
    )]
    reason: Option<String>,
}

/// Make an officer responsible for a case (phân công cán bộ phụ trách)
///
/// By an officer of the case's authority.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IfMatch, IdempotencyKey),
    request_body = NewResponsibleOfficer,
    responses(Changed<CaseView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[put("/v1/dissolutions/{id}/responsible-officer")]
pub(super) async fn assign_responsible_officer(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewResponsibleOfficer>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let NewResponsibleOfficer { responsible_officer, reason } = body;
    act(&request, &service, caller, once, Answer::Changed, move |acting| {
        let Acting { connection, context, caller, .. } = acting;
        let who = (responsible_officer.as_str(), reason.as_deref());
        usecase::assign(connection, context, caller, id.0, &seen, who)
    })
    .await
}
