//! `PUT /v1/dissolution-plans/{id}/entries`

use actix_web::{put, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{
    id::{DissolutionPlanId, OrganisationId},
    permission::permit,
};
use serde::Deserialize;

use super::plan_view::PlanView;
use crate::{
    Dissolutions,
    domain::plan::{Entry, PlanMonth},
    usecase::{hold::Caller, plan as usecase},
};

/// An organisation that is to be dissolved (tổ chức cần giải thể).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionPlanEntry {
    /// Which (tổ chức).
    organisation_id: OrganisationId,
    /// The login name of whoever is responsible (cán bộ phụ trách).
    #[schema(min_length = 1, max_length = 200, examples("district-277.officer"))]
    responsible_officer: String,
    /// In which month of the year the case is to be closed (tháng dự kiến).
    expected_month: PlanMonth,
}

/// What a plan names (danh sách của kế hoạch).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DissolutionPlanEntries {
    /// All of it: what is not sent is taken out.
    #[schema(max_items = 500)]
    entries: Vec<NewDissolutionPlanEntry>,
}

/// Write what a plan names (ghi danh sách của kế hoạch)
///
/// In place of what the draft named: each organisation of the territory once, with the responsible
/// officer and the expected month.
#[utoipa::path(
    tag = "dissolution plans",
    params(PathId<DissolutionPlanId>, IfMatch, IdempotencyKey),
    request_body = DissolutionPlanEntries,
    responses(Changed<PlanView>),
    security(("access_token" = ["dissolution_plan.prepare"])),
)]
#[put("/v1/dissolution-plans/{id}/entries")]
pub(super) async fn change_dissolution_plan(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPlanPrepare>,
    id: PathId<DissolutionPlanId>,
    seen: IfMatch,
    submitted: Keyed<DissolutionPlanEntries>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let PathId(id) = id;
    let entry = |one: NewDissolutionPlanEntry| Entry {
        organisation: one.organisation_id,
        responsible_officer: one.responsible_officer,
        expected_month: one.expected_month,
    };
    let written: Vec<Entry> = body.entries.into_iter().map(entry).collect();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let changed = usecase::write(connection, context, &who, id, &seen, written)?;
        let view = PlanView::whole(changed, caller.principal());
        Reply::changed(view.version(), &view)?.keeping(&view.without_words())
    })
    .await
}
