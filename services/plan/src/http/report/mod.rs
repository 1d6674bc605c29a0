//! `/v1/plan-report-windows`, `/v1/plan-reports`: what agencies report of a plan.

mod acts;
mod view;
mod windows;

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, Routes, StrictQuery, Whole, listed::Listed, table::Representation,
    },
};
use htx_model::{
    agency::AgencyCode,
    competence,
    id::{PlanReportId, ReportWindowId},
    permission::permit,
    plan::ReportState,
};
use serde::Deserialize;

use self::view::{REPORTS, ReportView};
use crate::{
    PlanService,
    domain::report::{Report, Window},
    store::{
        report::{self as store, Filter},
        report_window,
    },
    usecase::{report::unknown, task::names},
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(windows::list_plan_report_windows)
        .service(windows::open_plan_report_window)
        .service(windows::read_plan_report_window)
        .service(list_plan_reports)
        .service(read_plan_report)
        .service(acts::write_plan_report)
        .service(acts::sign_plan_report)
        .service(acts::accept_plan_report)
        .service(acts::return_plan_report)
        .service(acts::correct_plan_report)
        .service(acts::discard_plan_report);
}

/// Which reports.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlanReportQuery {
    /// In this window (đợt báo cáo).
    window: Option<ReportWindowId>,
    /// Of this agency (cơ quan), with those whose work it took over.
    #[param(value_type = Option<String>, max_length = 40, example = "so-ct")]
    agency: Option<AgencyCode>,
    /// Where it stands (trạng thái).
    state: Option<ReportState>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the agencies' reports (danh sách báo cáo)
///
/// All versions, in the order in which they were begun. An agency sees its own and those of whose work it
/// took over; planning, the city committee and audit see all. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "plan reports",
    params(PlanReportQuery),
    responses(Paged<Page<ReportView>>),
    security(("access_token" = ["plan_report.read"])),
)]
#[get("/v1/plan-reports")]
pub(super) async fn list_plan_reports(
    request: HttpRequest,
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportRead>,
    query: StrictQuery<PlanReportQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(PlanReportQuery { window, agency, state, limit, cursor }) = query;
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let seen = names(&agencies, &caller.scope, today);
    let under = agency.map(|code| competence::names_of(&agencies, &code, today));
    let filter = Filter { window, agencies: under, state };
    let principal = caller.principal().clone();
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &REPORTS,
        name: format!("plan reports {seen:?} {filter:?}"),
        limit,
        cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&PlanReportId>, limit| {
        let reports = store::list(connection, &seen, &filter, after, limit)?;
        let windows: BTreeSet<ReportWindowId> = reports.iter().map(|one| one.window).collect();
        let windows = report_window::with_ids(connection, &windows)?;
        let with = |one: Report| (windows.get(&one.window).cloned(), one);
        Ok(reports.into_iter().map(with).collect())
    };
    let view = move |(window, one): (Option<Window>, Report)| {
        ReportView::of(one, window.as_ref(), (&principal, &agencies, today)).in_list()
    };
    wanted.answer(rows, |(_, one): &(Option<Window>, Report)| one.id, view).await
}

/// Read an agency's report (xem báo cáo)
///
/// One version of it, with the figures as they stood when it was signed, and what the caller may do with
/// it now.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<PlanReportId>),
    responses(Whole<ReportView>),
    security(("access_token" = ["plan_report.read"])),
)]
#[get("/v1/plan-reports/{id}")]
pub(super) async fn read_plan_report(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportRead>,
    id: PathId<PlanReportId>,
) -> Result<Whole<ReportView>, Failure> {
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let work = move |connection: &mut Connection| {
        let seen = names(&agencies, &caller.scope, today);
        let found = store::find(connection, &seen, id.0)?.ok_or_else(unknown)?;
        let window = report_window::find(connection, found.window)?;
        let of = (caller.principal(), &*agencies, today);
        let version = found.version;
        Ok(Whole { version, resource: ReportView::of(found, window.as_ref(), of) })
    };
    service.runtime.database.read(work).await
}
