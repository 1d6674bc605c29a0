//! `POST /v1/dissolutions/{id}/claims/{claim_id}/{admit,reject,contest,settle,reopen}`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, KeyedOnce, PathIds, Reply},
};
use htx_model::{
    date::Date,
    dissolution::money::SettlementOutcome,
    id::{ClaimId, DissolutionId, DocumentId},
    permission::{Permit, permit},
};
use serde::Deserialize;

use super::{GroundsBody, claim_view::ClaimView, write};
use crate::{
    Dissolutions,
    usecase::money::claims::{self as usecase, Act, Grounds},
};

/// How a claim is admitted (công nhận).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimAdmission {
    /// How much of it, in đồng; all where it is not said.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(200_000_000))]
    amount_vnd: Option<i64>,
    /// Until when a part may be contested (hạn khiếu nại); of a part, unless it was contested before.
    #[serde(default)]
    contest_until: Option<Date>,
    /// Why no more (lý do); of a part.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Thiếu chứng từ gốc"))]
    reason: Option<String>,
    /// Documents of the case that prove it (tài liệu).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Admit a claim (công nhận khoản nợ)
///
/// In full, or in part with a reason and the date until which that may be contested. By an approver
/// who did not prepare the case.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, ClaimId>, IfMatch, IdempotencyKey),
    request_body = ClaimAdmission,
    responses(Changed<ClaimView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/claims/{claim_id}/admit")]
pub(super) async fn admit_claim(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    ids: PathIds<DissolutionId, ClaimId>,
    seen: IfMatch,
    submitted: Keyed<ClaimAdmission>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let act = Act::Admit { amount_vnd: body.amount_vnd, contest_until: body.contest_until };
    let grounds = Grounds { reason: body.reason, documents: body.document_ids };
    take(&service, caller, ids, seen, once, (act, grounds)).await
}

/// How a claim is rejected (từ chối).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimRejection {
    /// Until when that may be contested (hạn khiếu nại), unless it was contested before.
    #[serde(default)]
    contest_until: Option<Date>,
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Đã hết thời hiệu"))]
    reason: String,
    /// Documents of the case that prove it (tài liệu).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Reject a claim (từ chối khoản nợ)
///
/// With a reason and the date until which that may be contested. By an approver who did not prepare
/// the case.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, ClaimId>, IfMatch, IdempotencyKey),
    request_body = ClaimRejection,
    responses(Changed<ClaimView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/claims/{claim_id}/reject")]
pub(super) async fn reject_claim(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    ids: PathIds<DissolutionId, ClaimId>,
    seen: IfMatch,
    submitted: Keyed<ClaimRejection>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let act = Act::Reject { contest_until: body.contest_until };
    let grounds = Grounds { reason: Some(body.reason), documents: body.document_ids };
    take(&service, caller, ids, seen, once, (act, grounds)).await
}

/// Contest the decision on a claim (khiếu nại quyết định về khoản nợ)
///
/// Recorded by an officer for the creditor, until the date that the decision names; once.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, ClaimId>, IfMatch, IdempotencyKey),
    request_body = GroundsBody,
    responses(Changed<ClaimView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/claims/{claim_id}/contest")]
pub(super) async fn contest_claim(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    ids: PathIds<DissolutionId, ClaimId>,
    seen: IfMatch,
    submitted: Keyed<GroundsBody>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    take(&service, caller, ids, seen, once, (Act::Contest, body.into())).await
}

/// How a claim ends other than by its last payment (tất toán).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimSettlement {
    /// How. `paid` is said of a member's claim alone, once whatever falls to it was paid.
    outcome: SettlementOutcome,
    /// Why (lý do).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Chủ nợ có văn bản từ bỏ"))]
    reason: Option<String>,
    /// Documents of the case that prove it, at least one (tài liệu).
    #[schema(min_items = 1, max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Settle a claim otherwise than by payment (tất toán khoản nợ)
///
/// Waived by the creditor, written off, taken over by another; each with its document. By an approver
/// who did not prepare the case.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, ClaimId>, IfMatch, IdempotencyKey),
    request_body = ClaimSettlement,
    responses(Changed<ClaimView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/claims/{claim_id}/settle")]
pub(super) async fn settle_claim(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    ids: PathIds<DissolutionId, ClaimId>,
    seen: IfMatch,
    submitted: Keyed<ClaimSettlement>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let grounds = Grounds { reason: body.reason, documents: body.document_ids };
    take(&service, caller, ids, seen, once, (Act::Settle(body.outcome), grounds)).await
}

/// Decide a claim anew (xem xét lại khoản nợ)
///
/// What was decided before stays in the log; what was paid stays paid. By an approver who did not
/// prepare the case.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, ClaimId>, IfMatch, IdempotencyKey),
    request_body = GroundsBody,
    responses(Changed<ClaimView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/claims/{claim_id}/reopen")]
pub(super) async fn reopen_claim(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    ids: PathIds<DissolutionId, ClaimId>,
    seen: IfMatch,
    submitted: Keyed<GroundsBody>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    take(&service, caller, ids, seen, once, (Act::Reopen, body.into())).await
}

async fn take<P: Permit>(
    service: &Dissolutions,
    caller: Authorized<P>,
    PathIds(id, claim_id): PathIds<DissolutionId, ClaimId>,
    seen: IfMatch,
    once: KeyedOnce,
    (act, grounds): (Act, Grounds),
) -> Result<Reply, Failure> {
    write(service, caller, once, move |connection, context, caller| {
        let at = (id, claim_id);
        let claim = usecase::act(connection, context, caller, at, &seen, act, grounds)?;
        let kept = ClaimView::listed(claim.clone(), false);
        Reply::changed(claim.version, &ClaimView::whole(claim, false))?.keeping(&kept)
    })
    .await
}
