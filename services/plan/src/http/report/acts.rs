//! `PATCH /v1/plan-reports/{id}`, `POST /v1/plan-reports/{id}/sign|accept|return|correct|discard`

use actix_web::{patch, post, web::Data};
use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Changed, Created, IdempotencyKey, IfMatch, Keyed, KeyedOnce, Nothing, PathId, Reply},
};
use htx_model::{
    id::PlanReportId,
    permission::{Permit, permit},
};
use serde::Deserialize;

use super::view::ReportView;
use crate::{
    PlanService,
    domain::report::{Content, Report, Window},
    store,
    usecase::{
        progress::{self, Wanted},
        report::{self, figures::part_of},
    },
};

/// Why a report is given back (lý do).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanReportReason {
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Chưa nêu số lớp tập huấn"))]
    reason: String,
}

/// How a write answers.
#[derive(Clone, Copy)]
enum Answer {
    Created,
    Changed,
}

/// Does something to a report, once, and answers with the report as it is then.
async fn act<P, F>(
    service: &PlanService,
    caller: Authorized<P>,
    (once, answer): (KeyedOnce, Answer),
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>) -> Result<(Window, Report), Failure> + Send + 'static,
{
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let (window, report) = work(act)?;
        let (id, version) = (report.id, report.version);
        let of = (&principal, act.agencies, act.today());
        let view = ReportView::of(report, Some(&window), of);
        let reply = match answer {
            Answer::Created => Reply::created(format!("/v1/plan-reports/{id}"), version, &view)?,
            Answer::Changed => Reply::changed(version, &view)?,
        };
        reply.keeping(&view.without_words())
    })
    .await
}

/// Write in a report (soạn báo cáo)
///
/// All of it, until it is signed. By an officer of the agency, or of whoever took its work over.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<PlanReportId>, IfMatch, IdempotencyKey),
    request_body = Content,
    responses(Changed<ReportView>),
    security(("access_token" = ["plan_report.write"])),
)]
#[patch("/v1/plan-reports/{id}")]
pub(super) async fn write_plan_report(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportWrite>,
    id: PathId<PlanReportId>,
    seen: IfMatch,
    submitted: Keyed<Content>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| report::write(act, (id.0, &seen), body);
    act(&service, caller, (once, Answer::Changed), work).await
}

/// Sign a report, and send it to planning (ký gửi báo cáo)
///
/// By an approver of the agency who wrote nothing in it. The figures of the plan as they stand now, of the
/// agency's territory, are kept with it for ever.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<PlanReportId>, IfMatch, IdempotencyKey),
    responses(
        Changed<ReportView>,
        (status = 504, description = "`upstream_timeout`: a service does not tell its figure now.", content_type = "application/problem+json", body = htx_kit::http::Problem),
    ),
    security(("access_token" = ["plan_report.sign"])),
)]
#[post("/v1/plan-reports/{id}/sign")]
pub(super) async fn sign_plan_report(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportSign>,
    id: PathId<PlanReportId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let wanted = wanted(&service, id.0).await?;
    let progress = progress::read(&service.runtime, &service.figures.for_record(), wanted).await?;
    let work = move |act: &mut Act<'_>| report::sign(act, (id.0, &seen), &progress);
    act(&service, caller, (submitted.once, Answer::Changed), work).await
}

/// Which figures a report is signed with.
async fn wanted(service: &PlanService, id: PlanReportId) -> Result<Wanted, Failure> {
    let agencies = service.agencies.clone();
    let work = move |connection: &mut Connection| {
        let found = store::report::find(connection, &None, id)?.ok_or_else(report::unknown)?;
        let window = store::report_window::find(connection, found.window)?;
        let plan = window.map(|window| store::plan::with_id(connection, window.plan));
        let plan = plan.transpose()?.flatten().ok_or_else(report::unknown)?;
        let agency = agencies.get(&found.agency);
        let by = agency.and_then(|agency| part_of(&agency.territory).0);
        Ok(Wanted { code: plan.code, as_of: None, by, compares: false })
    };
    service.runtime.database.read(work).await
}

/// Accept a report (tiếp nhận báo cáo)
///
/// By planning, and by nobody who wrote or signed it.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<PlanReportId>, IfMatch, IdempotencyKey),
    responses(Changed<ReportView>),
    security(("access_token" = ["plan_report.collect"])),
)]
#[post("/v1/plan-reports/{id}/accept")]
pub(super) async fn accept_plan_report(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportCollect>,
    id: PathId<PlanReportId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let work = move |act: &mut Act<'_>| report::accept(act, (id.0, &seen));
    act(&service, caller, (submitted.once, Answer::Changed), work).await
}

/// Give a report back (trả lại báo cáo)
///
/// By planning, with reasons. What was signed stays as it is: the agency begins a correction.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<PlanReportId>, IfMatch, IdempotencyKey),
    request_body = PlanReportReason,
    responses(Changed<ReportView>),
    security(("access_token" = ["plan_report.collect"])),
)]
#[post("/v1/plan-reports/{id}/return")]
pub(super) async fn return_plan_report(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportCollect>,
    id: PathId<PlanReportId>,
    seen: IfMatch,
    submitted: Keyed<PlanReportReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| report::give_back(act, (id.0, &seen), &body.reason);
    act(&service, caller, (once, Answer::Changed), work).await
}

/// Begin the correction of a report (lập bản đính chính)
///
/// A new version with what the old one says, which names it. By an officer of the agency, or of whoever
/// took its work over.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<PlanReportId>, IfMatch, IdempotencyKey),
    responses(Created<ReportView>),
    security(("access_token" = ["plan_report.write"])),
)]
#[post("/v1/plan-reports/{id}/correct")]
pub(super) async fn correct_plan_report(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportWrite>,
    id: PathId<PlanReportId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let work = move |act: &mut Act<'_>| report::correct(act, (id.0, &seen));
    act(&service, caller, (submitted.once, Answer::Created), work).await
}

/// Give up a correction that nobody has signed (bỏ bản đính chính)
///
/// What it would have corrected stands as the last, and is answered with. The log keeps that the correction
/// was begun and given up. By an officer of the agency, or of whoever took its work over.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<PlanReportId>, IfMatch, IdempotencyKey),
    responses(Changed<ReportView>),
    security(("access_token" = ["plan_report.write"])),
)]
#[post("/v1/plan-reports/{id}/discard")]
pub(super) async fn discard_plan_report(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportWrite>,
    id: PathId<PlanReportId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let work = move |act: &mut Act<'_>| report::discard(act, (id.0, &seen));
    act(&service, caller, (submitted.once, Answer::Changed), work).await
}
