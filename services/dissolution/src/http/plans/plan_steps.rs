//! `POST /v1/dissolution-plans/{id}/submit`, `/return`, `/approve` and `/reopen`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, KeyedOnce, PathId, Reply},
};
use htx_model::{
    id::DissolutionPlanId,
    permission::{Permit, permit},
};
use serde::Deserialize;

use super::plan_view::PlanView;
use crate::{
    Dissolutions,
    usecase::{
        hold::Caller,
        plan::{self as usecase, Acting},
    },
};

/// A step that needs nothing more.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DissolutionPlanSubmission {}

/// Why a plan is returned or amended (lý do).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DissolutionPlanReason {
    /// Why (lý do).
    #[schema(
        min_length = 1,
        max_length = 1000,
        examples("Bổ sung hai hợp tác xã ngừng hoạt động")
    )]
    reason: String,
}

/// By what a plan is approved (phê duyệt).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DissolutionPlanDecision {
    /// The document that approves it (văn bản phê duyệt).
    #[schema(min_length = 1, max_length = 300, examples("Quyết định 512/QĐ-UBND"))]
    legal_basis: String,
}

/// Submit a plan for approval (trình kế hoạch)
///
/// It names at least one organisation.
#[utoipa::path(
    tag = "dissolution plans",
    params(PathId<DissolutionPlanId>, IfMatch, IdempotencyKey),
    request_body = DissolutionPlanSubmission,
    responses(Changed<PlanView>),
    security(("access_token" = ["dissolution_plan.prepare"])),
)]
#[post("/v1/dissolution-plans/{id}/submit")]
pub(super) async fn submit_dissolution_plan(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPlanPrepare>,
    id: PathId<DissolutionPlanId>,
    seen: IfMatch,
    submitted: Keyed<DissolutionPlanSubmission>,
) -> Result<Reply, Failure> {
    let Keyed { body: DissolutionPlanSubmission {}, once } = submitted;
    take(&service, caller, (id, seen, once), Acting::Submit).await
}

/// Return a plan (trả lại kế hoạch)
///
/// To be changed, for a reason.
#[utoipa::path(
    tag = "dissolution plans",
    params(PathId<DissolutionPlanId>, IfMatch, IdempotencyKey),
    request_body = DissolutionPlanReason,
    responses(Changed<PlanView>),
    security(("access_token" = ["dissolution_plan.approve"])),
)]
#[post("/v1/dissolution-plans/{id}/return")]
pub(super) async fn return_dissolution_plan(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPlanApprove>,
    id: PathId<DissolutionPlanId>,
    seen: IfMatch,
    submitted: Keyed<DissolutionPlanReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    take(&service, caller, (id, seen, once), Acting::Return(body.reason)).await
}

/// Approve a plan (phê duyệt kế hoạch)
///
/// By somebody who has not prepared it. What it names is in force from then on: the cases show it,
/// and their clocks count to it. The approved revision never changes.
#[utoipa::path(
    tag = "dissolution plans",
    params(PathId<DissolutionPlanId>, IfMatch, IdempotencyKey),
    request_body = DissolutionPlanDecision,
    responses(Changed<PlanView>),
    security(("access_token" = ["dissolution_plan.approve"])),
)]
#[post("/v1/dissolution-plans/{id}/approve")]
pub(super) async fn approve_dissolution_plan(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPlanApprove>,
    id: PathId<DissolutionPlanId>,
    seen: IfMatch,
    submitted: Keyed<DissolutionPlanDecision>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    take(&service, caller, (id, seen, once), Acting::Approve(body.legal_basis)).await
}

/// Amend an approved plan (điều chỉnh kế hoạch)
///
/// Begins the next revision as a draft with what the approved one names, which stays in force until
/// the next is approved.
#[utoipa::path(
    tag = "dissolution plans",
    params(PathId<DissolutionPlanId>, IfMatch, IdempotencyKey),
    request_body = DissolutionPlanReason,
    responses(Changed<PlanView>),
    security(("access_token" = ["dissolution_plan.prepare"])),
)]
#[post("/v1/dissolution-plans/{id}/reopen")]
pub(super) async fn reopen_dissolution_plan(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPlanPrepare>,
    id: PathId<DissolutionPlanId>,
    seen: IfMatch,
    submitted: Keyed<DissolutionPlanReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    take(&service, caller, (id, seen, once), Acting::Reopen(body.reason)).await
}

async fn take<P: Permit>(
    service: &Data<Dissolutions>,
    caller: Authorized<P>,
    (id, seen, once): (PathId<DissolutionPlanId>, IfMatch, KeyedOnce),
    acting: Acting,
) -> Result<Reply, Failure> {
    let PathId(id) = id;
    let own = service.clone();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let readable = caller.scope_of::<permit::DissolutionRead>();
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let whom = (&who, &readable);
        let done = usecase::act(connection, context, &own, whom, id, &seen, &acting)?;
        let view = PlanView::whole(done, caller.principal());
        Reply::changed(view.version(), &view)?.keeping(&view.without_words())
    })
    .await
}
