//! `/v1/plan-tasks`: the duties that the plan gives to agencies.

mod acts;
mod view;

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, Routes, StrictQuery, Whole, listed::Listed, table::Representation,
        within_range,
    },
};
use htx_model::{
    agency::AgencyCode, competence, date::Date, id::PlanTaskId, permission::permit, plan::TaskState,
};
use serde::Deserialize;

use self::view::{TASKS, TaskView};
use crate::{
    PlanService,
    domain::{
        plan::check::CODE_LENGTH_MAX,
        task::{DUTY_LENGTH_MAX, Task, reminded_until},
    },
    store::{
        plan,
        task::{self as store, Filter},
    },
    usecase::{
        task::{names, unknown},
        version::unknown_plan,
    },
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_plan_tasks)
        .service(read_plan_task)
        .service(acts::start_plan_task)
        .service(acts::add_plan_task_evidence)
        .service(acts::hinder_plan_task)
        .service(acts::resume_plan_task)
        .service(acts::complete_plan_task)
        .service(acts::confirm_plan_task)
        .service(acts::return_plan_task);
}

/// Which tasks.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlanTaskQuery {
    /// Of the plan with this code (mã kế hoạch).
    #[param(min_length = 1, max_length = 40, example = "hn-2025")]
    plan: Option<String>,
    /// Of this agency (cơ quan), with those whose work it took over.
    #[param(value_type = Option<String>, max_length = 40, example = "so-ct")]
    agency: Option<AgencyCode>,
    /// Of this duty (mục), by its number and letter in section III.
    #[param(min_length = 1, max_length = 10, example = "4.đ")]
    duty: Option<String>,
    /// Where it stands (trạng thái).
    state: Option<TaskState>,
    /// Only open ones that are due by this day (đến hạn trước hoặc trong ngày).
    due_by: Option<Date>,
    /// Only those that are to be reminded of today (cần nhắc): open, and due within thirty days or before.
    #[serde(default)]
    reminded: bool,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the tasks of the plan (danh sách nhiệm vụ)
///
/// Every duty of section III, as a task of each agency that it is addressed to, in the order of the plan.
/// An agency sees its own and those whose work it took over; planning, the city committee and audit see
/// all. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "plan tasks",
    params(PlanTaskQuery),
    responses(Paged<Page<TaskView>>, (status = 404, description = "`not_found`: there is no such plan.", content_type = "application/problem+json", body = htx_kit::http::Problem)),
    security(("access_token" = ["plan_task.read"])),
)]
#[get("/v1/plan-tasks")]
pub(super) async fn list_plan_tasks(
    request: HttpRequest,
    service: Data<PlanService>,
    caller: Authorized<permit::PlanTaskRead>,
    query: StrictQuery<PlanTaskQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let seen = names(&agencies, &caller.scope, today);
    let PlanTaskQuery { plan, agency, duty, state, due_by, reminded, limit, cursor } = query;
    for (name, text, most) in [("plan", &plan, CODE_LENGTH_MAX), ("duty", &duty, DUTY_LENGTH_MAX)] {
        let length = text.as_ref().map_or(1, |text| text.chars().count());
        within_range(name, length, 1..=most)?;
    }
    let due_by = [due_by, reminded.then(|| reminded_until(today))].into_iter().flatten().min();
    let agency = agency.map(|code| competence::names_of(&agencies, &code, today));
    let find = move |connection: &mut Connection| match plan {
        None => Ok(None),
        Some(code) => {
            let found = plan::with_code(connection, &code, today)?.ok_or_else(unknown_plan)?;
            Ok(Some(found.plan.id))
        }
    };
    let plan = service.runtime.database.read(find).await?;
    let filter = Filter { plan, agencies: agency, duty, state, due_by };
    let principal = caller.principal().clone();
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &TASKS,
        name: format!("plan tasks {seen:?} {filter:?}"),
        limit,
        cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&PlanTaskId>, limit| {
        store::list(connection, &seen, &filter, after, limit)
    };
    let view = move |one| TaskView::of(one, None, (&principal, &agencies, today));
    wanted.answer(rows, |one: &Task| one.id, view).await
}

/// Read a task of the plan (xem nhiệm vụ)
///
/// With its evidence, and what the caller may do with it now.
#[utoipa::path(
    tag = "plan tasks",
    params(PathId<PlanTaskId>),
    responses(Whole<TaskView>),
    security(("access_token" = ["plan_task.read"])),
)]
#[get("/v1/plan-tasks/{id}")]
pub(super) async fn read_plan_task(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanTaskRead>,
    id: PathId<PlanTaskId>,
) -> Result<Whole<TaskView>, Failure> {
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let work = move |connection: &mut Connection| {
        let seen = names(&agencies, &caller.scope, today);
        let found = store::find(connection, &seen, id.0)?.ok_or_else(unknown)?;
        let evidence = store::evidence(connection, found.id)?;
        let of = (caller.principal(), &*agencies, today);
        let version = found.version;
        Ok(Whole { version, resource: TaskView::of(found, Some(evidence), of) })
    };
    service.runtime.database.read(work).await
}
