//! `/v1/plan-report-windows`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Created, IdempotencyKey, Keyed, Page, Paged, PathId, Reply, StrictQuery, Whole,
        listed::Listed, table::Representation,
    },
};
use htx_model::{date::Date, id::ReportWindowId, permission::permit};
use serde::Deserialize;

use super::view::{StandingView, WINDOWS, WindowView};
use crate::{
    PlanService,
    domain::report::Window,
    store::{self, report_window as windows},
    usecase::{
        report_window::{self, NewWindow, unknown},
        task::names,
    },
};

/// How many, and from where.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlanReportWindowQuery {
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the report windows (danh sách đợt báo cáo)
///
/// In the order in which they were opened. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX
/// or NDJSON.
#[utoipa::path(
    tag = "plan reports",
    params(PlanReportWindowQuery),
    responses(Paged<Page<WindowView>>),
    security(("access_token" = ["plan_report.read"])),
)]
#[get("/v1/plan-report-windows")]
pub(super) async fn list_plan_report_windows(
    request: HttpRequest,
    service: Data<PlanService>,
    _caller: Authorized<permit::PlanReportRead>,
    query: StrictQuery<PlanReportWindowQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &WINDOWS,
        name: "plan report windows".to_owned(),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&ReportWindowId>, limit| {
        windows::list(connection, after, limit)
    };
    wanted.answer(rows, |one: &Window| one.id, |one| WindowView::of(one, None)).await
}

/// Read a report window (xem đợt báo cáo)
///
/// With how agencies stand in it: who owes, who signed, who is late, by name, and who is to be reminded.
/// An agency sees itself and those whose work it took over; planning, the city committee and audit see
/// all.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<ReportWindowId>),
    responses(Whole<WindowView>),
    security(("access_token" = ["plan_report.read"])),
)]
#[get("/v1/plan-report-windows/{id}")]
pub(super) async fn read_plan_report_window(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportRead>,
    id: PathId<ReportWindowId>,
) -> Result<Whole<WindowView>, Failure> {
    let today = service.runtime.ids.now().date();
    let seen = names(&service.agencies, &caller.scope, today);
    let work = move |connection: &mut Connection| {
        let found = windows::find(connection, id.0)?.ok_or_else(unknown)?;
        let reports = store::report::standing(connection, &seen, found.id)?;
        let city = match seen {
            None => store::city_report::last(connection, found.id)?.map(|report| report.id),
            Some(_) => None,
        };
        let standing = StandingView::of(&found, (&reports, city), today);
        Ok(Whole { version: 1, resource: WindowView::of(found, Some(standing)) })
    };
    service.runtime.database.read(work).await
}

/// A report window (đợt báo cáo).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPlanReportWindow {
    /// The plan's code (mã kế hoạch).
    #[schema(min_length = 1, max_length = 40, examples("hn-2025"))]
    plan: String,
    /// What is reported (tên đợt báo cáo), once in the plan.
    #[schema(min_length = 1, max_length = 200, examples("Báo cáo 6 tháng đầu năm 2025"))]
    name: String,
    /// From which day on reports are written (ngày mở): who owes one is settled as of this day.
    opens_on: Date,
    /// By which day they are signed (hạn).
    due_on: Date,
    /// From which day on agencies are reminded (ngày nhắc): thirty days before they are due, where it is
    /// not said.
    #[serde(default)]
    remind_on: Option<Date>,
}

/// Open a report window (mở đợt báo cáo)
///
/// Each agency that has tasks of the plan owes a report; where one has ended by the opening, whoever took
/// its work over does. By planning. A window is never changed.
#[utoipa::path(
    tag = "plan reports",
    params(IdempotencyKey),
    request_body = NewPlanReportWindow,
    responses(Created<WindowView>),
    security(("access_token" = ["plan_report.collect"])),
)]
#[post("/v1/plan-report-windows")]
pub(super) async fn open_plan_report_window(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportCollect>,
    submitted: Keyed<NewPlanReportWindow>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let NewPlanReportWindow { plan, name, opens_on, due_on, remind_on } = body;
    let new = NewWindow { plan, name, opens_on, due_on, remind_on };
    write(&service.runtime, caller, once, move |act| {
        let window = report_window::open(act, new)?;
        let path = format!("/v1/plan-report-windows/{}", window.id);
        let reports = store::report::standing(act.connection, &None, window.id)?;
        let standing = StandingView::of(&window, (&reports, None), act.today());
        Reply::created(path, 1, &WindowView::of(window, Some(standing)))
    })
    .await
}
