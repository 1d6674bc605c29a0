//! `POST /v1/plan-tasks/{id}/start|evidence|hinder|resume|complete|confirm|return`

use actix_web::{post, web::Data};
use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, KeyedOnce, Nothing, PathId, Reply},
};
use htx_model::{
    date::Date,
    id::PlanTaskId,
    permission::{Permit, permit},
    plan::{EvidenceKind, TaskAction},
};
use serde::Deserialize;

use super::view::TaskView;
use crate::{
    PlanService,
    domain::task::{Task, evidence::Entered},
    store,
    usecase::task,
};

/// What stands in the way, or why a task is given back (lý do).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanTaskReason {
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Chưa được bố trí kinh phí"))]
    reason: String,
}

/// What shows that something was done (minh chứng).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTaskEvidence {
    /// What it is (loại).
    kind: EvidenceKind,
    /// The document's number, the address, or the note.
    #[schema(min_length = 1, max_length = 1000, examples("12/KH-SCT"))]
    text: String,
    /// Of which day it is (ngày).
    dated: Date,
}

/// Does something to a task, once, and answers with the task as it is then.
async fn act<P, F>(
    service: &PlanService,
    caller: Authorized<P>,
    once: KeyedOnce,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>) -> Result<Task, Failure> + Send + 'static,
{
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let task = work(act)?;
        let evidence = store::task::evidence(act.connection, task.id)?;
        let version = task.version;
        let of = (&principal, act.agencies, act.today());
        let view = TaskView::of(task, Some(evidence), of);
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}

/// Enter evidence of what was done for a task (ghi minh chứng)
///
/// A document, a link or a note. By an officer of its agency; it is added to and never changed.
#[utoipa::path(
    tag = "plan tasks",
    params(PathId<PlanTaskId>, IfMatch, IdempotencyKey),
    request_body = NewTaskEvidence,
    responses(Changed<TaskView>),
    security(("access_token" = ["plan_task.work"])),
)]
#[post("/v1/plan-tasks/{id}/evidence")]
pub(super) async fn add_plan_task_evidence(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanTaskWork>,
    id: PathId<PlanTaskId>,
    seen: IfMatch,
    submitted: Keyed<NewTaskEvidence>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let NewTaskEvidence { kind, text, dated } = body;
    let entered = Entered { kind, text, dated };
    let work = move |act: &mut Act<'_>| task::add_evidence(act, (id.0, &seen), entered);
    act(&service, caller, once, work).await
}

/// Start a task (bắt đầu nhiệm vụ)
///
/// By an officer of its agency, or of whoever took over its work.
#[utoipa::path(
    tag = "plan tasks",
    params(PathId<PlanTaskId>, IfMatch, IdempotencyKey),
    responses(Changed<TaskView>),
    security(("access_token" = ["plan_task.work"])),
)]
#[post("/v1/plan-tasks/{id}/start")]
pub(super) async fn start_plan_task(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanTaskWork>,
    id: PathId<PlanTaskId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let once = submitted.once;
    let work = move |act: &mut Act<'_>| task::step(act, (id.0, &seen), TaskAction::Start, None);
    act(&service, caller, once, work).await
}

/// Say what stands in the way of a task (báo vướng mắc)
///
/// By an officer of its agency, with what stands in the way.
#[utoipa::path(
    tag = "plan tasks",
    params(PathId<PlanTaskId>, IfMatch, IdempotencyKey),
    request_body = PlanTaskReason,
    responses(Changed<TaskView>),
    security(("access_token" = ["plan_task.work"])),
)]
#[post("/v1/plan-tasks/{id}/hinder")]
pub(super) async fn hinder_plan_task(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanTaskWork>,
    id: PathId<PlanTaskId>,
    seen: IfMatch,
    submitted: Keyed<PlanTaskReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| {
        task::step(act, (id.0, &seen), TaskAction::Hinder, Some(&body.reason))
    };
    act(&service, caller, once, work).await
}

/// Go on with a task (tiếp tục nhiệm vụ)
///
/// By an officer of its agency, once nothing stands in the way.
#[utoipa::path(
    tag = "plan tasks",
    params(PathId<PlanTaskId>, IfMatch, IdempotencyKey),
    responses(Changed<TaskView>),
    security(("access_token" = ["plan_task.work"])),
)]
#[post("/v1/plan-tasks/{id}/resume")]
pub(super) async fn resume_plan_task(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanTaskWork>,
    id: PathId<PlanTaskId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let once = submitted.once;
    let work = move |act: &mut Act<'_>| task::step(act, (id.0, &seen), TaskAction::Resume, None);
    act(&service, caller, once, work).await
}

/// Report a task as done (báo cáo hoàn thành nhiệm vụ)
///
/// By an officer of its agency; there must be evidence.
#[utoipa::path(
    tag = "plan tasks",
    params(PathId<PlanTaskId>, IfMatch, IdempotencyKey),
    responses(Changed<TaskView>),
    security(("access_token" = ["plan_task.work"])),
)]
#[post("/v1/plan-tasks/{id}/complete")]
pub(super) async fn complete_plan_task(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanTaskWork>,
    id: PathId<PlanTaskId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let once = submitted.once;
    let work = move |act: &mut Act<'_>| task::step(act, (id.0, &seen), TaskAction::Complete, None);
    act(&service, caller, once, work).await
}

/// Confirm that a task is done (xác nhận hoàn thành)
///
/// By planning, and by nobody who worked on it.
#[utoipa::path(
    tag = "plan tasks",
    params(PathId<PlanTaskId>, IfMatch, IdempotencyKey),
    responses(Changed<TaskView>),
    security(("access_token" = ["plan_task.review"])),
)]
#[post("/v1/plan-tasks/{id}/confirm")]
pub(super) async fn confirm_plan_task(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanTaskReview>,
    id: PathId<PlanTaskId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let once = submitted.once;
    let work = move |act: &mut Act<'_>| task::step(act, (id.0, &seen), TaskAction::Confirm, None);
    act(&service, caller, once, work).await
}

/// Give a task back (trả lại nhiệm vụ)
///
/// By planning, with the reason why it is not done.
#[utoipa::path(
    tag = "plan tasks",
    params(PathId<PlanTaskId>, IfMatch, IdempotencyKey),
    request_body = PlanTaskReason,
    responses(Changed<TaskView>),
    security(("access_token" = ["plan_task.review"])),
)]
#[post("/v1/plan-tasks/{id}/return")]
pub(super) async fn return_plan_task(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanTaskReview>,
    id: PathId<PlanTaskId>,
    seen: IfMatch,
    submitted: Keyed<PlanTaskReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| {
        task::step(act, (id.0, &seen), TaskAction::Return, Some(&body.reason))
    };
    act(&service, caller, once, work).await
}
