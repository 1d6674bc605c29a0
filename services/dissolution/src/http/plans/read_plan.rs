//! `GET /v1/dissolution-plans/{id}` and `GET /v1/dissolution-plans/{id}/revisions/{revision}`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, PathIds, Whole},
};
use htx_model::{id::DissolutionPlanId, permission::permit};

use super::plan_view::PlanView;
use crate::{Dissolutions, usecase::plan as usecase};

/// Read a dissolution plan (xem kế hoạch giải thể)
///
/// As it stands: its newest revision, with the organisations that it names, the newest case of each,
/// the approvals of its revisions and what the caller may do.
#[utoipa::path(
    tag = "dissolution plans",
    params(PathId<DissolutionPlanId>),
    responses(Whole<PlanView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolution-plans/{id}")]
pub(super) async fn read_dissolution_plan(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionPlanId>,
) -> Result<Whole<PlanView>, Failure> {
    service
        .runtime
        .database
        .read(move |connection| {
            let found = usecase::read(connection, &caller.scope, id.0, None)?;
            let version = found.plan.version;
            Ok(Whole { version, resource: PlanView::whole(found, caller.principal()) })
        })
        .await
}

/// Read an approved revision of a plan (xem bản kế hoạch đã duyệt)
///
/// What it named and who approved it. It never changes; the organisations and their cases are shown
/// as they are today.
#[utoipa::path(
    tag = "dissolution plans",
    params(
        ("id" = DissolutionPlanId, Path, description = "The plan's id."),
        ("revision" = u32, Path, description = "The number of a revision that was approved.", minimum = 1, maximum = 2_147_483_647),
    ),
    responses((status = 200, description = "The revision.", body = PlanView)),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolution-plans/{id}/revisions/{revision}")]
pub(super) async fn read_dissolution_plan_revision(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    path: PathIds<DissolutionPlanId, u32>,
) -> Result<Json<PlanView>, Failure> {
    let PathIds(id, revision) = path;
    service
        .runtime
        .database
        .read(move |connection| {
            let found = usecase::read(connection, &caller.scope, id, Some(revision))?;
            Ok(PlanView::as_approved(found, revision))
        })
        .await
        .map(Json)
}
