//! `GET /v1/plan-versions`, `GET /v1/plan-versions/{id}`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, StrictQuery, Whole, listed::Listed, table::Representation,
        within_range,
    },
};
use htx_model::{
    id::PlanVersionId,
    permission::permit,
    plan::{PaperState, Receivers},
    refusal::{Refusal, Text},
};
use serde::Deserialize;

use super::view::{VERSIONS, VersionView};
use crate::{
    PlanService,
    domain::{
        plan::check::{CODE_LENGTH_MAX, TARGET_CODE_LENGTH_MAX},
        version::Subject,
    },
    store::version::{self as store, Filter},
    usecase::version::{Found, drafts, unknown},
};

/// Which versions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlanVersionQuery {
    /// Of the plan with this code (mã kế hoạch).
    #[param(min_length = 1, max_length = 40, example = "hn-2025")]
    plan: Option<String>,
    /// Allocations of this target (chỉ tiêu), by its code; with `receivers`.
    #[param(min_length = 1, max_length = 60, example = "training_classes")]
    target: Option<String>,
    /// Allocations among these (phân bổ cho); with `target`.
    receivers: Option<Receivers>,
    /// Where it stands (trạng thái).
    state: Option<PaperState>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl PlanVersionQuery {
    fn filter(&self) -> Result<Filter, Refusal> {
        for (name, text, most) in [
            ("plan", &self.plan, CODE_LENGTH_MAX),
            ("target", &self.target, TARGET_CODE_LENGTH_MAX),
        ] {
            let length = text.as_ref().map_or(1, |text| text.chars().count());
            within_range(name, length, 1..=most)?;
        }
        let subject = match (&self.target, self.receivers) {
            (Some(target), Some(receivers)) => {
                Some(Subject::Allocation { target: target.clone(), receivers })
            }
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                let lacking = if self.target.is_some() { "receivers" } else { "target" };
                return Err(Refusal::parameter(
                    lacking,
                    Text::fixed(
                        "target và receivers đi cùng nhau.",
                        "target and receivers go together.",
                    ),
                ));
            }
        };
        Ok(Filter { plan: self.plan.clone(), subject, state: self.state })
    }
}

/// List the versions of plans and allocations (danh sách bản kế hoạch, bản phân bổ)
///
/// What was adopted, to everybody; what is being written or was discarded, to those who write, decide or
/// oversee it. In the order in which they were begun. `Accept` chooses JSON by pages, or the whole list
/// as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "plans",
    params(PlanVersionQuery),
    responses(Paged<Page<VersionView>>),
    security(("access_token" = ["plan.read"])),
)]
#[get("/v1/plan-versions")]
pub(super) async fn list_plan_versions(
    request: HttpRequest,
    service: Data<PlanService>,
    caller: Authorized<permit::PlanRead>,
    query: StrictQuery<PlanVersionQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter = query.filter()?;
    let principal = caller.principal().clone();
    let drafts = drafts(&principal);
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &VERSIONS,
        name: format!("plan versions {drafts:?} {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&PlanVersionId>, limit| {
        store::list(connection, drafts, &filter, after, limit)
    };
    let view = move |one| VersionView::of(one, &principal);
    wanted.answer(rows, |(_, version): &Found| version.id, view).await
}

/// Read a version of a plan or allocation (xem bản kế hoạch, bản phân bổ)
///
/// With what the caller may do with it now. A draft is not found by whoever neither writes, decides nor
/// oversees it.
#[utoipa::path(
    tag = "plans",
    params(PathId<PlanVersionId>),
    responses(Whole<VersionView>),
    security(("access_token" = ["plan.read"])),
)]
#[get("/v1/plan-versions/{id}")]
pub(super) async fn read_plan_version(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanRead>,
    id: PathId<PlanVersionId>,
) -> Result<Whole<VersionView>, Failure> {
    let work = move |connection: &mut Connection| {
        let principal = caller.principal();
        let found = store::find(connection, drafts(principal), id.0)?.ok_or_else(unknown)?;
        Ok(Whole { version: found.1.version, resource: VersionView::of(found, principal) })
    };
    service.runtime.database.read(work).await
}
