//! `POST /v1/dormancy-proposals/{id}/confirm` and `…/dismiss`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, PathId, Reply, Submitted},
};
use htx_model::{id::DormancyProposalId, permission::permit};
use serde::Deserialize;

use super::view::{ProposalView, Viewer};
use crate::{
    Registry,
    domain::dormancy::DormancyAction,
    usecase::{decide_dormancy as usecase, decide_rating::Decider},
};

/// Why a proposal is decided so.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DormancyDecision {
    /// The reason (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Biên bản xác minh ngày 12/5/2025"))]
    reason: String,
}

/// Confirm dormancy (xác nhận ngừng hoạt động)
///
/// The organisation is recorded as dormant from today. By an approver who did not propose it.
#[utoipa::path(
    tag = "dormancy",
    params(PathId<DormancyProposalId>, IfMatch),
    request_body = DormancyDecision,
    responses(Changed<ProposalView>),
    security(("access_token" = ["dormancy.decide"])),
)]
#[post("/v1/dormancy-proposals/{id}/confirm")]
pub(super) async fn confirm_dormancy(
    registry: Data<Registry>,
    caller: Authorized<permit::DormancyDecide>,
    id: PathId<DormancyProposalId>,
    seen: IfMatch,
    submitted: Submitted<DormancyDecision>,
) -> Result<Reply, Failure> {
    decide(&registry, caller, id.0, seen, submitted, DormancyAction::Confirm).await
}

/// Dismiss a proposal of dormancy (bác đề xuất)
///
/// The organisation goes on; detection does not propose it again for a year.
#[utoipa::path(
    tag = "dormancy",
    params(PathId<DormancyProposalId>, IfMatch),
    request_body = DormancyDecision,
    responses(Changed<ProposalView>),
    security(("access_token" = ["dormancy.decide"])),
)]
#[post("/v1/dormancy-proposals/{id}/dismiss")]
pub(super) async fn dismiss_dormancy(
    registry: Data<Registry>,
    caller: Authorized<permit::DormancyDecide>,
    id: PathId<DormancyProposalId>,
    seen: IfMatch,
    submitted: Submitted<DormancyDecision>,
) -> Result<Reply, Failure> {
    decide(&registry, caller, id.0, seen, submitted, DormancyAction::Dismiss).await
}

async fn decide(
    registry: &Registry,
    caller: Authorized<permit::DormancyDecide>,
    id: DormancyProposalId,
    seen: IfMatch,
    submitted: Submitted<DormancyDecision>,
    action: DormancyAction,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let decider = Decider { scope: caller.scope.clone(), person: caller.principal().id, seen };
        let reason = &body.reason;
        let found = usecase::decide_dormancy(connection, context, &decider, id, action, reason)?;
        let (version, view) = (found.1.version, Viewer::of(caller).view(found));
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}
