//! `POST /v1/dissolution-plans`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Created, IdempotencyKey, Keyed, Reply},
};
use htx_model::permission::permit;
use serde::Deserialize;

use super::plan_view::PlanView;
use crate::{
    Dissolutions,
    usecase::{hold::Caller, plan as usecase},
};

/// A plan as it is begun.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionPlan {
    /// For which year (năm): from 2025 to the next.
    #[schema(minimum = 2025, maximum = 2200, examples(2025))]
    year: i16,
}

/// Begin a dissolution plan (lập kế hoạch giải thể)
///
/// For the territory of the caller's agency: a district, since 2025-07-01 a commune; for unions, by
/// the planning agency. One for each agency and year. A commune begins with what the plans in force
/// of the districts that ended say of its organisations.
#[utoipa::path(
    tag = "dissolution plans",
    params(IdempotencyKey),
    request_body = NewDissolutionPlan,
    responses(Created<PlanView>),
    security(("access_token" = ["dissolution_plan.prepare"])),
)]
#[post("/v1/dissolution-plans")]
pub(super) async fn open_dissolution_plan(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPlanPrepare>,
    submitted: Keyed<NewDissolutionPlan>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let own = service.clone();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let opened = usecase::open(connection, context, &own, &who, body.year)?;
        let view = PlanView::whole(opened, caller.principal());
        let location = format!("/v1/dissolution-plans/{}", view.id());
        Reply::created(location, view.version(), &view)?.keeping(&view.without_words())
    })
    .await
}
