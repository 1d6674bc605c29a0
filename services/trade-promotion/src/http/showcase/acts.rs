//! What is decided of a showcase point.

use actix_web::{patch, post, web::Data};
use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, KeyedOnce, PathId, Reply},
};
use htx_model::{
    id::ShowcasePointId,
    permission::{Permit, permit},
    trade::products::ShowcaseAction,
};
use serde::Deserialize;

use super::view::{NewShowcasePoint, PointView};
use crate::{
    TradePromotion,
    usecase::showcase::{
        self as usecase, Found,
        decide::{self, Decision},
    },
};

/// Takes an action on a point as it was last seen, and answers with it as it is then.
pub(super) async fn step<P, F>(
    service: &TradePromotion,
    caller: Authorized<P>,
    once: KeyedOnce,
    (id, seen): (ShowcasePointId, IfMatch),
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>, (ShowcasePointId, &IfMatch)) -> Result<Found, Failure> + Send + 'static,
{
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let found = work(act, (id, &seen))?;
        let (version, view) = (found.point.version, PointView::whole(found, &principal));
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}

/// What is said with a decision (quyết định).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShowcaseDecision {
    /// The number of the decision (số quyết định).
    #[schema(min_length = 1, max_length = 100, examples("88/QĐ-SCT"))]
    decision_number: String,
    /// Why; must be said where it is refused or closed (lý do).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    reason: Option<String>,
}

impl From<ShowcaseDecision> for Decision {
    fn from(said: ShowcaseDecision) -> Self {
        Self { number: said.decision_number, reason: said.reason }
    }
}

/// Change a proposed showcase point (sửa đề xuất điểm giới thiệu)
///
/// All of it, as it is sent, while it is proposed.
#[utoipa::path(
    tag = "showcase points",
    params(PathId<ShowcasePointId>, IfMatch, IdempotencyKey),
    request_body = NewShowcasePoint,
    responses(Changed<PointView>),
    security(("access_token" = ["showcase.prepare"])),
)]
#[patch("/v1/showcase-points/{id}")]
pub(super) async fn change_showcase_point(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ShowcasePrepare>,
    id: PathId<ShowcasePointId>,
    seen: IfMatch,
    submitted: Keyed<NewShowcasePoint>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| usecase::change(act, of, body.into()))
        .await
}

/// Approve a showcase point (chấp thuận điểm giới thiệu)
///
/// By an approver of industry and trade who prepared nothing of it.
#[utoipa::path(
    tag = "showcase points",
    params(PathId<ShowcasePointId>, IfMatch, IdempotencyKey),
    request_body = ShowcaseDecision,
    responses(Changed<PointView>),
    security(("access_token" = ["showcase.decide"])),
)]
#[post("/v1/showcase-points/{id}/approve")]
pub(super) async fn approve_showcase_point(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ShowcaseDecide>,
    id: PathId<ShowcasePointId>,
    seen: IfMatch,
    submitted: Keyed<ShowcaseDecision>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let decide = move |act: &mut Act<'_>, of: (ShowcasePointId, &IfMatch)| {
        decide::decide(act, of, ShowcaseAction::Approve, body.into())
    };
    step(&service, caller, once, (id.0, seen), decide).await
}

/// Refuse a showcase point (không chấp thuận điểm giới thiệu)
///
/// By an approver of industry and trade who prepared nothing of it. With a reason.
#[utoipa::path(
    tag = "showcase points",
    params(PathId<ShowcasePointId>, IfMatch, IdempotencyKey),
    request_body = ShowcaseDecision,
    responses(Changed<PointView>),
    security(("access_token" = ["showcase.decide"])),
)]
#[post("/v1/showcase-points/{id}/reject")]
pub(super) async fn reject_showcase_point(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ShowcaseDecide>,
    id: PathId<ShowcasePointId>,
    seen: IfMatch,
    submitted: Keyed<ShowcaseDecision>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let decide = move |act: &mut Act<'_>, of: (ShowcasePointId, &IfMatch)| {
        decide::decide(act, of, ShowcaseAction::Reject, body.into())
    };
    step(&service, caller, once, (id.0, seen), decide).await
}

/// Close a showcase point (đóng điểm giới thiệu)
///
/// By an approver of industry and trade who prepared nothing of it. With a reason.
#[utoipa::path(
    tag = "showcase points",
    params(PathId<ShowcasePointId>, IfMatch, IdempotencyKey),
    request_body = ShowcaseDecision,
    responses(Changed<PointView>),
    security(("access_token" = ["showcase.decide"])),
)]
#[post("/v1/showcase-points/{id}/close")]
pub(super) async fn close_showcase_point(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ShowcaseDecide>,
    id: PathId<ShowcasePointId>,
    seen: IfMatch,
    submitted: Keyed<ShowcaseDecision>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let decide = move |act: &mut Act<'_>, of: (ShowcasePointId, &IfMatch)| {
        decide::decide(act, of, ShowcaseAction::Close, body.into())
    };
    step(&service, caller, once, (id.0, seen), decide).await
}
