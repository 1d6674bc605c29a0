//! `POST /v1/dissolutions/{id}/blockers`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Created, IdempotencyKey, Keyed, PathId, Reply},
};
use htx_model::{
    date::Date,
    dissolution::answers::BlockerKind,
    id::{DissolutionId, DocumentId},
    permission::permit,
};
use serde::Deserialize;

use super::blocker_view::{BlockerView, Looking};
use crate::{
    Dissolutions,
    store::blocker::Reach,
    usecase::{
        blocker::{self as usecase, Asking},
        hold::Caller,
    },
};

/// A blocker as it is raised (vướng mắc).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewBlocker {
    /// What stops the case (loại vướng mắc).
    kind: BlockerKind,
    /// The duty by which it is answered, for the kind `other` only: a letter of section III.4 of the
    /// plan (nhiệm vụ).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 4, examples("g"))]
    duty: Option<String>,
    /// What the agency is asked (nội dung đề nghị).
    #[schema(
        min_length = 1,
        max_length = 10_000,
        examples("Đề nghị xác định nguồn gốc thửa đất số 12.")
    )]
    question: String,
    /// Whether the case cannot be settled before it is out of the way (chặn thanh lý); a dispute
    /// always does.
    #[serde(default = "yes")]
    blocking: bool,
    /// By when it is to answer (hạn trả lời); the usual number of working days where it is not said.
    #[serde(default)]
    due_on: Option<Date>,
    /// Documents of the case that go with it (tài liệu kèm theo).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

const fn yes() -> bool {
    true
}

/// Raise a blocker (gửi vướng mắc đến cơ quan có thẩm quyền)
///
/// The agency that is competent today, by duty, place and date, is asked: since 2025-03-01 the
/// department that took the duty over, since 2025-07-01 the commune in place of the district.
#[utoipa::path(
    tag = "blockers",
    params(PathId<DissolutionId>, IdempotencyKey),
    request_body = NewBlocker,
    responses(Created<BlockerView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/blockers")]
pub(super) async fn ask_blocker(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    submitted: Keyed<NewBlocker>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let asking = Asking {
        kind: body.kind,
        duty: body.duty,
        question: body.question,
        blocking: body.blocking,
        due_on: body.due_on,
        documents: body.document_ids,
    };
    let own = service.clone();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let asked = usecase::ask(connection, context, &own, &who, id.0, asking)?;
        let found = usecase::read(connection, &Reach::everything(), asked.blocker.id)?;
        let looking = Looking { agencies: &own.agencies, today: context.today() };
        let view = BlockerView::whole(found, caller.principal(), &looking);
        Reply::created(view.path(), view.version(), &view)?.keeping(&view.without_words())
    })
    .await
}
