//! `GET /v1/dissolution-plans`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Page, Paged, StrictQuery, listed::Listed, table::Representation, within_range},
};
use htx_model::{
    agency::AgencyCode, dissolution::PlanState, id::DissolutionPlanId, permission::permit,
};
use serde::Deserialize;

use super::plan_view::{PLANS, PlanView};
use crate::{
    Dissolutions,
    domain::plan::{FIRST_YEAR, Plan},
    store::plan::{self as store, Filter},
};

/// Which plans.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlanQuery {
    /// For this year (năm).
    #[param(minimum = 2025, maximum = 2200, example = 2025)]
    year: Option<i16>,
    /// In this state (trạng thái).
    state: Option<PlanState>,
    /// Of this agency (cơ quan lập).
    #[param(value_type = Option<String>, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, example = "district-277")]
    agency: Option<AgencyCode>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List dissolution plans (danh sách kế hoạch giải thể)
///
/// Within the caller's reach, in the order in which they were begun. `Accept` chooses JSON by pages,
/// or the whole list as CSV, XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "dissolution plans",
    params(PlanQuery),
    responses(Paged<Page<PlanView>>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolution-plans")]
pub(super) async fn list_dissolution_plans(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    query: StrictQuery<PlanQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(PlanQuery { year, state, agency, limit, cursor }) = query;
    within_range("year", year.unwrap_or(FIRST_YEAR), FIRST_YEAR..=2_200)?;
    let filter = Filter { id: None, year, state, agency };
    let name = format!("dissolution plans {filter:?}");
    let (request, runtime, table) = (&request, &service.runtime, &PLANS);
    let wanted = Listed { request, runtime, representation, table, name, limit, cursor };
    let rows = move |connection: &mut Connection, after: Option<&DissolutionPlanId>, limit| {
        store::list(connection, &caller.scope, &filter, after, limit)
    };
    wanted.answer(rows, |plan: &Plan| plan.id, PlanView::brief).await
}
