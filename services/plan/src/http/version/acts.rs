//! `POST /v1/plan-versions/{id}/submit|return|adopt|discard`

use actix_web::{post, web::Data};
use htx_kit::{
    act::Act,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, Nothing, PathId, Reply},
};
use htx_model::{id::PlanVersionId, permission::permit};
use serde::Deserialize;

use super::{Answer, act, view::VersionView};
use crate::{
    PlanService,
    usecase::version::{change, decide},
};

/// Why a version is returned or discarded (lý do).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanVersionReason {
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Chưa thống nhất với UBND quận"))]
    reason: String,
}

/// Hand a version to the city committee (trình bản kế hoạch, bản phân bổ)
///
/// By an officer of planning. An allocation of a count adds up to its target by then.
#[utoipa::path(
    tag = "plans",
    params(PathId<PlanVersionId>, IfMatch, IdempotencyKey),
    responses(Changed<VersionView>),
    security(("access_token" = ["plan.prepare"])),
)]
#[post("/v1/plan-versions/{id}/submit")]
pub(super) async fn submit_plan_version(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanPrepare>,
    id: PathId<PlanVersionId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let work = move |act: &mut Act<'_>| change::submit(act, (id.0, &seen));
    act(&service, caller, submitted.once, Answer::Changed, work).await
}

/// Give a version back to be mended (trả lại bản kế hoạch, bản phân bổ)
///
/// By an approver of the city committee.
#[utoipa::path(
    tag = "plans",
    params(PathId<PlanVersionId>, IfMatch, IdempotencyKey),
    request_body = PlanVersionReason,
    responses(Changed<VersionView>),
    security(("access_token" = ["plan.approve"])),
)]
#[post("/v1/plan-versions/{id}/return")]
pub(super) async fn return_plan_version(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanApprove>,
    id: PathId<PlanVersionId>,
    seen: IfMatch,
    submitted: Keyed<PlanVersionReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| decide::give_back(act, (id.0, &seen), &body.reason);
    act(&service, caller, once, Answer::Changed, work).await
}

/// Adopt a version (ban hành kế hoạch, phê duyệt phân bổ)
///
/// It holds from today, and is never changed again. By an approver of the city committee who wrote
/// nothing in it.
#[utoipa::path(
    tag = "plans",
    params(PathId<PlanVersionId>, IfMatch, IdempotencyKey),
    responses(Changed<VersionView>),
    security(("access_token" = ["plan.approve"])),
)]
#[post("/v1/plan-versions/{id}/adopt")]
pub(super) async fn adopt_plan_version(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanApprove>,
    id: PathId<PlanVersionId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let work = move |act: &mut Act<'_>| decide::adopt(act, (id.0, &seen));
    act(&service, caller, submitted.once, Answer::Changed, work).await
}

/// Give a version up (bỏ bản kế hoạch, bản phân bổ)
///
/// While it is a draft. By an officer of planning.
#[utoipa::path(
    tag = "plans",
    params(PathId<PlanVersionId>, IfMatch, IdempotencyKey),
    request_body = PlanVersionReason,
    responses(Changed<VersionView>),
    security(("access_token" = ["plan.prepare"])),
)]
#[post("/v1/plan-versions/{id}/discard")]
pub(super) async fn discard_plan_version(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanPrepare>,
    id: PathId<PlanVersionId>,
    seen: IfMatch,
    submitted: Keyed<PlanVersionReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| change::discard(act, (id.0, &seen), &body.reason);
    act(&service, caller, once, Answer::Changed, work).await
}
