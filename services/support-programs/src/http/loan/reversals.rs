//! `POST /v1/loans/{id}/reverse-pay-out` and `POST /v1/loans/{id}/repayments/{repayment_id}/reverse`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, PathIds, Reply},
};
use htx_model::{
    id::{LoanId, RepaymentId},
    permission::permit,
};
use serde::Deserialize;

use super::{acts::step, view::LoanView};
use crate::{
    SupportPrograms,
    usecase::loan::reverse::{self as usecase, Ground},
};

/// Why something that was entered wrongly of a loan is taken back (đính chính khoản vay).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LoanReversal {
    /// The number of the document by which it is taken back (số văn bản đính chính).
    #[schema(min_length = 1, max_length = 100, examples("BB 07/2025"))]
    reference: String,
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Ghi nhầm khoản vay của tổ chức khác"))]
    reason: String,
}

impl From<LoanReversal> for Ground {
    fn from(body: LoanReversal) -> Self {
        Self { reference: body.reference, reason: body.reason }
    }
}

/// Take back a repayment that was entered wrongly (hủy lần trả nợ ghi nhầm)
///
/// By a counter-entry that names it; what was entered stays. The loan stands as before it, a settled one is
/// open again, and the same receipt may be entered again, rightly. By an approver of the alliance who prepared
/// and entered nothing of it.
#[utoipa::path(
    tag = "loans",
    params(PathIds<LoanId, RepaymentId>, IfMatch, IdempotencyKey),
    request_body = LoanReversal,
    responses(Changed<LoanView>),
    security(("access_token" = ["loan.decide"])),
)]
#[post("/v1/loans/{id}/repayments/{repayment_id}/reverse")]
pub(super) async fn reverse_loan_repayment(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanDecide>,
    ids: PathIds<LoanId, RepaymentId>,
    seen: IfMatch,
    submitted: Keyed<LoanReversal>,
) -> Result<Reply, Failure> {
    let (PathIds(id, repayment), Keyed { body, once }) = (ids, submitted);
    step(&service, caller, once, (id, seen), move |act, of| {
        usecase::repayment(act, of, (repayment, body.into()))
    })
    .await
}

/// Take back a paying out that was entered wrongly (hủy giải ngân khoản vay ghi nhầm)
///
/// While nothing was paid back: the loan is approved and not paid out. By an approver of the alliance who
/// prepared and entered nothing of it.
#[utoipa::path(
    tag = "loans",
    params(PathId<LoanId>, IfMatch, IdempotencyKey),
    request_body = LoanReversal,
    responses(Changed<LoanView>),
    security(("access_token" = ["loan.decide"])),
)]
#[post("/v1/loans/{id}/reverse-pay-out")]
pub(super) async fn reverse_loan_pay_out(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanDecide>,
    id: PathId<LoanId>,
    seen: IfMatch,
    submitted: Keyed<LoanReversal>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        usecase::pay_out(act, of, &body.into())
    })
    .await
}
