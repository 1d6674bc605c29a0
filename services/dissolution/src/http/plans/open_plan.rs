//! `POST /v1/dissolution-plans`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{Created, IdempotencyKey, Keyed, Reply, write_once},
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
    let context = Context::new(caller.actor(), &service.runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let (runtime, own) = (service.runtime.clone(), service.clone());
    write_once(&runtime.database, &runtime.running, principal, now, once, move |connection| {
        let who = Caller { id: principal, scope: caller.scope.clone() };
        let opened = usecase::open(connection, &context, &own, &who, body.year)?;
        let view = PlanView::whole(opened, caller.principal());
        let location = format!("/v1/dissolution-plans/{}", view.id());
        Reply::created(location, view.version(), &view)?.keeping(&view.without_words())
    })
    .await
}
