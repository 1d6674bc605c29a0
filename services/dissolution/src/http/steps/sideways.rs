//! Off the way, and back: `POST /v1/dissolutions/{id}/{suspend,resume,withdraw,declare-bankruptcy}`

use actix_web::{HttpRequest, post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{dissolution::DissolutionAction, id::DissolutionId, permission::permit};

use super::{NewDissolutionStep, take};
use crate::{Dissolutions, http::case_view::CaseView};

/// Suspend a case (tạm dừng hồ sơ giải thể)
///
/// With a reason, by an approver who did not prepare the case. Its clock stands still, and the
/// authority writes nothing in it; agencies still answer.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IfMatch, IdempotencyKey),
    request_body = NewDissolutionStep,
    responses(Changed<CaseView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/suspend")]
pub(super) async fn suspend_dissolution(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionStep>,
) -> Result<Reply, Failure> {
    let at = (id, seen);
    take(&request, &service, caller, at, submitted, DissolutionAction::Suspend).await
}

/// Resume a case (tiếp tục hồ sơ giải thể)
///
/// It goes on where it stood. By an approver who did not prepare the case.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IfMatch, IdempotencyKey),
    request_body = NewDissolutionStep,
    responses(Changed<CaseView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/resume")]
pub(super) async fn resume_dissolution(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionStep>,
) -> Result<Reply, Failure> {
    let at = (id, seen);
    take(&request, &service, caller, at, submitted, DissolutionAction::Resume).await
}

/// Withdraw a case (rút hồ sơ giải thể)
///
/// The organisation goes on, because it resumed or was converted: with a reason and a document, by an
/// approver who did not prepare the case. Whatever was paid to creditors and members is taken back in
/// the cash book first. Where the register said that it dissolves, it goes back to what it said before.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IfMatch, IdempotencyKey),
    request_body = NewDissolutionStep,
    responses(Changed<CaseView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/withdraw")]
pub(super) async fn withdraw_dissolution(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionStep>,
) -> Result<Reply, Failure> {
    let at = (id, seen);
    take(&request, &service, caller, at, submitted, DissolutionAction::Withdraw).await
}

/// Hand a case to the court (chuyển thủ tục phá sản)
///
/// The organisation cannot pay: with a reason and a document, by an approver who did not prepare the
/// case. The register follows.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IfMatch, IdempotencyKey),
    request_body = NewDissolutionStep,
    responses(Changed<CaseView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/declare-bankruptcy")]
pub(super) async fn declare_bankruptcy(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionStep>,
) -> Result<Reply, Failure> {
    let at = (id, seen);
    take(&request, &service, caller, at, submitted, DissolutionAction::DeclareBankruptcy).await
}
