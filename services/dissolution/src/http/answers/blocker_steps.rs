//! `POST /v1/blockers/{id}/answer`, `/resolve`, `/withdraw` and `/reopen`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, KeyedOnce, PathId, Reply},
};
use htx_model::{
    date::Date,
    dissolution::answers::BlockerOutcome,
    id::{BlockerId, DocumentId},
    permission::{Permit, permit},
};
use serde::Deserialize;

use super::blocker_view::{BlockerView, Looking};
use crate::{
    Dissolutions,
    store::blocker::Reach,
    usecase::{
        blocker::{self as usecase, Doing},
        hold::Caller,
    },
};

/// What an agency answers (trả lời vướng mắc).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockerAnswer {
    /// In one word (kết quả).
    outcome: BlockerOutcome,
    /// The answer (nội dung trả lời).
    #[schema(
        min_length = 1,
        max_length = 10_000,
        examples("Thửa đất do UBND xã giao năm 1994, đề nghị thu hồi.")
    )]
    answer: String,
    /// Documents of the case that prove it (tài liệu); a proposal needs one.
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// How a blocker came to stop nothing any more (tháo gỡ vướng mắc).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockerResolution {
    /// In words (kết quả xử lý).
    #[schema(min_length = 1, max_length = 10_000)]
    resolution: String,
    /// Documents of the case that prove it (tài liệu); needed where the agency answered that it
    /// cannot go on.
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Why a question is taken back (rút vướng mắc).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockerWithdrawal {
    /// The reason (lý do).
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// What is asked again (mở lại vướng mắc).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockerReopening {
    /// What the agency is asked now (nội dung đề nghị).
    #[schema(min_length = 1, max_length = 10_000)]
    question: String,
    /// By when it is to answer (hạn trả lời); the usual number of working days where it is not said.
    #[serde(default)]
    due_on: Option<Date>,
}

/// Answer a blocker (trả lời vướng mắc)
///
/// The agency that was asked, or the one that has taken over its work.
#[utoipa::path(
    tag = "blockers",
    params(PathId<BlockerId>, IfMatch, IdempotencyKey),
    request_body = BlockerAnswer,
    responses(Changed<BlockerView>),
    security(("access_token" = ["blocker.answer"])),
)]
#[post("/v1/blockers/{id}/answer")]
pub(super) async fn answer_blocker(
    service: Data<Dissolutions>,
    caller: Authorized<permit::BlockerAnswer>,
    id: PathId<BlockerId>,
    seen: IfMatch,
    submitted: Keyed<BlockerAnswer>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let BlockerAnswer { outcome, answer: text, document_ids: documents } = body;
    take(&service, caller, id, seen, once, Doing::Answer { outcome, text, documents }).await
}

/// Resolve a blocker (ghi nhận đã tháo gỡ)
///
/// The authority that runs the case, on the agency's answer.
#[utoipa::path(
    tag = "blockers",
    params(PathId<BlockerId>, IfMatch, IdempotencyKey),
    request_body = BlockerResolution,
    responses(Changed<BlockerView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/blockers/{id}/resolve")]
pub(super) async fn resolve_blocker(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<BlockerId>,
    seen: IfMatch,
    submitted: Keyed<BlockerResolution>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let BlockerResolution { resolution, document_ids: documents } = body;
    take(&service, caller, id, seen, once, Doing::Resolve { resolution, documents }).await
}

/// Withdraw a blocker (rút vướng mắc)
///
/// The authority that runs the case takes the question back, with the reason.
#[utoipa::path(
    tag = "blockers",
    params(PathId<BlockerId>, IfMatch, IdempotencyKey),
    request_body = BlockerWithdrawal,
    responses(Changed<BlockerView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/blockers/{id}/withdraw")]
pub(super) async fn withdraw_blocker(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<BlockerId>,
    seen: IfMatch,
    submitted: Keyed<BlockerWithdrawal>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    take(&service, caller, id, seen, once, Doing::Withdraw { reason: body.reason }).await
}

/// Reopen a blocker (mở lại vướng mắc)
///
/// Asked again of the agency that is competent today; what was asked and answered before stays as an
/// earlier round.
#[utoipa::path(
    tag = "blockers",
    params(PathId<BlockerId>, IfMatch, IdempotencyKey),
    request_body = BlockerReopening,
    responses(Changed<BlockerView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/blockers/{id}/reopen")]
pub(super) async fn reopen_blocker(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<BlockerId>,
    seen: IfMatch,
    submitted: Keyed<BlockerReopening>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let BlockerReopening { question, due_on } = body;
    take(&service, caller, id, seen, once, Doing::Reopen { question, due_on }).await
}

async fn take<P: Permit>(
    service: &Data<Dissolutions>,
    caller: Authorized<P>,
    id: PathId<BlockerId>,
    seen: IfMatch,
    once: KeyedOnce,
    doing: Doing,
) -> Result<Reply, Failure> {
    let PathId(id) = id;
    let own = service.clone();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let today = context.today();
        let readable = caller.scope_of::<permit::DissolutionRead>();
        let reach = usecase::reach(&own.agencies, &readable, today);
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let done = usecase::act(connection, context, &own, &who, (&reach, id), &seen, doing)?;
        let found = usecase::read(connection, &Reach::everything(), done.blocker.id)?;
        let looking = Looking { agencies: &own.agencies, today };
        let view = BlockerView::whole(found, caller.principal(), &looking);
        Reply::changed(view.version(), &view)?.keeping(&view.without_words())
    })
    .await
}
