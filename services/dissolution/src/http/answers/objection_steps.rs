//! `POST /v1/objections/{id}/accept`, `/reject` and `/withdraw`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{
    dissolution::answers::ObjectionAction,
    id::{DocumentId, ObjectionId},
    permission::{Permit, permit},
};
use serde::Deserialize;

use super::objection_view::ObjectionView;
use crate::{
    Dissolutions,
    usecase::{
        hold::Caller,
        objection::{self as usecase, Deciding},
    },
};

/// How an objection ends (giải quyết phản đối).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectionDecision {
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
    /// The documents of the decision: documents of the case (văn bản giải quyết).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Accept an objection (chấp nhận phản đối)
///
/// An approver of the authority that runs the case, who has not filed it. The case's clock goes on.
#[utoipa::path(
    tag = "objections",
    params(PathId<ObjectionId>, IfMatch, IdempotencyKey),
    request_body = ObjectionDecision,
    responses(Changed<ObjectionView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/objections/{id}/accept")]
pub(super) async fn accept_objection(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    id: PathId<ObjectionId>,
    seen: IfMatch,
    submitted: Keyed<ObjectionDecision>,
) -> Result<Reply, Failure> {
    take(&service, caller, id, seen, submitted, ObjectionAction::Accept).await
}

/// Reject an objection (bác phản đối)
///
/// An approver of the authority that runs the case, who has not filed it. The case's clock goes on.
#[utoipa::path(
    tag = "objections",
    params(PathId<ObjectionId>, IfMatch, IdempotencyKey),
    request_body = ObjectionDecision,
    responses(Changed<ObjectionView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/objections/{id}/reject")]
pub(super) async fn reject_objection(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    id: PathId<ObjectionId>,
    seen: IfMatch,
    submitted: Keyed<ObjectionDecision>,
) -> Result<Reply, Failure> {
    take(&service, caller, id, seen, submitted, ObjectionAction::Reject).await
}

/// Withdraw an objection (rút phản đối)
///
/// Whoever filed it: the same agency or its successor, or the organisation's account.
#[utoipa::path(
    tag = "objections",
    params(PathId<ObjectionId>, IfMatch, IdempotencyKey),
    request_body = ObjectionDecision,
    responses(Changed<ObjectionView>),
    security(("access_token" = ["objection.file"])),
)]
#[post("/v1/objections/{id}/withdraw")]
pub(super) async fn withdraw_objection(
    service: Data<Dissolutions>,
    caller: Authorized<permit::ObjectionFile>,
    id: PathId<ObjectionId>,
    seen: IfMatch,
    submitted: Keyed<ObjectionDecision>,
) -> Result<Reply, Failure> {
    take(&service, caller, id, seen, submitted, ObjectionAction::Withdraw).await
}

async fn take<P: Permit>(
    service: &Data<Dissolutions>,
    caller: Authorized<P>,
    id: PathId<ObjectionId>,
    seen: IfMatch,
    submitted: Keyed<ObjectionDecision>,
    action: ObjectionAction,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let PathId(id) = id;
    let deciding = Deciding { action, reason: body.reason, documents: body.document_ids };
    let own = service.clone();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let readable = caller.scope_of::<permit::DissolutionRead>();
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let whom = (&who, &readable);
        let done = usecase::decide(connection, context, &own, whom, id, &seen, deciding)?;
        let (agencies, today) = (&own.agencies, context.today());
        let view = ObjectionView::whole(connection, done, caller.principal(), agencies, today)?;
        Reply::changed(view.version(), &view)?.keeping(&view.without_words())
    })
    .await
}
