//! The way to the end: `POST /v1/dissolutions/{id}/{survey,decide,start-settling,settle,close}`

use actix_web::{HttpRequest, post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{dissolution::DissolutionAction, id::DissolutionId, permission::permit};

use super::{NewDissolutionStep, take};
use crate::{Dissolutions, http::case_view::CaseView};

/// End the survey of a case (hoàn thành khảo sát)
///
/// Once records, people, seal, certificate, assets and debts were looked at: 422 `guards_unmet` names
/// what is missing, by which article, and who can see to it.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IfMatch, IdempotencyKey),
    request_body = NewDissolutionStep,
    responses(Changed<CaseView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/survey")]
pub(super) async fn end_survey(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionStep>,
) -> Result<Reply, Failure> {
    let at = (id, seen);
    take(&request, &service, caller, at, submitted, DissolutionAction::Survey).await
}

/// Decide a dissolution (quyết định giải thể)
///
/// By an approver who did not prepare the case, once the document that decides, the council and the
/// list of capital and funds are there; not as of a day for which no order of payment is on record. The
/// register is then to say that the organisation dissolves, visible as `registry_sync`; within three
/// working days the notice is published and the tax department told.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IfMatch, IdempotencyKey),
    request_body = NewDissolutionStep,
    responses(Changed<CaseView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/decide")]
pub(super) async fn decide_dissolution(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionStep>,
) -> Result<Reply, Failure> {
    let at = (id, seen);
    take(&request, &service, caller, at, submitted, DissolutionAction::Decide).await
}

/// Begin to settle a case (bắt đầu thanh lý)
///
/// Once the notice is published, the register says that the organisation dissolves, and the tax
/// department was told.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IfMatch, IdempotencyKey),
    request_body = NewDissolutionStep,
    responses(Changed<CaseView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/start-settling")]
pub(super) async fn start_settling(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionStep>,
) -> Result<Reply, Failure> {
    let at = (id, seen);
    take(&request, &service, caller, at, submitted, DissolutionAction::StartSettling).await
}

/// State that all is settled (hoàn thành thanh lý)
///
/// Once no blocker, dispute or objection is open, the time to object is over, every claim, receivable
/// and asset is dealt with, undivided assets are handed over, the money is paid out and taxes are
/// cleared: 422 `guards_unmet` names what is missing.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IfMatch, IdempotencyKey),
    request_body = NewDissolutionStep,
    responses(Changed<CaseView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/settle")]
pub(super) async fn settle_dissolution(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionStep>,
) -> Result<Reply, Failure> {
    let at = (id, seen);
    take(&request, &service, caller, at, submitted, DissolutionAction::Settle).await
}

/// Close a case (kết thúc giải thể)
///
/// By an approver who did not prepare the case, with a document, once seal and certificate are
/// accounted for. The organisation is dissolved: the register follows, visible as `registry_sync`.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IfMatch, IdempotencyKey),
    request_body = NewDissolutionStep,
    responses(Changed<CaseView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/close")]
pub(super) async fn close_dissolution(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionStep>,
) -> Result<Reply, Failure> {
    let at = (id, seen);
    take(&request, &service, caller, at, submitted, DissolutionAction::Close).await
}
