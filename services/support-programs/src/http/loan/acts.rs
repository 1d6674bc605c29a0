//! `POST /v1/loans/{id}/{appraise,approve,reject,withdraw,pay-out,repay}`

use actix_web::{post, web::Data};
use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, KeyedOnce, Nothing, PathId, Reply},
};
use htx_model::{
    date::Date,
    id::{BudgetId, LoanId},
    money::Dong,
    permission::{Permit, permit},
    support::money::{LoanAction, RepaymentMethod},
};
use serde::Deserialize;

use super::view::{LoanView, answered};
use crate::{
    SupportPrograms,
    domain::loan::schedule::Terms,
    store::loan::StoredLoan,
    usecase::loan::{
        follow::{self, Moved},
        grant,
    },
};

/// Takes an action on a loan as it was last seen.
pub(super) async fn step<P, F>(
    service: &SupportPrograms,
    caller: Authorized<P>,
    once: KeyedOnce,
    (id, seen): (LoanId, IfMatch),
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>, (LoanId, &IfMatch)) -> Result<StoredLoan, Failure> + Send + 'static,
{
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let stored = work(act, (id, &seen))?;
        answered(act, stored, (&principal, false))
    })
    .await
}

/// The terms that an officer of the alliance proposes (thẩm định khoản vay).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLoanTerms {
    /// How much is lent, in đồng (số tiền vay).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64, examples(400_000_000))]
    principal_vnd: i64,
    /// Interest of a year, in hundredths of a per cent, as the fund sets it (lãi suất năm).
    #[schema(minimum = 0, maximum = 3000, examples(360))]
    annual_rate_bps: u32,
    /// In how many monthly instalments it is paid back (số kỳ).
    #[schema(minimum = 1, maximum = 240, examples(24))]
    months: u32,
    /// How (phương thức trả).
    method: RepaymentMethod,
    /// Out of which capital of the fund, a budget of its programme (nguồn vốn).
    budget_id: BudgetId,
    /// What the appraisal found (ý kiến thẩm định).
    #[schema(min_length = 1, max_length = 1000, examples("Phương án khả thi, có tài sản bảo đảm"))]
    reason: String,
}

impl NewLoanTerms {
    fn terms(&self) -> Terms {
        Terms {
            principal: Dong(self.principal_vnd),
            rate: self.annual_rate_bps,
            months: self.months,
            method: self.method,
        }
    }
}

/// Propose the terms of a loan (thẩm định khoản vay)
///
/// No more, and for no longer, than was asked for; out of a capital of the fund that has as much. They may be
/// proposed anew until the loan is decided. By an officer of the alliance.
#[utoipa::path(
    tag = "loans",
    params(PathId<LoanId>, IfMatch, IdempotencyKey),
    request_body = NewLoanTerms,
    responses(Changed<LoanView>),
    security(("access_token" = ["loan.manage"])),
)]
#[post("/v1/loans/{id}/appraise")]
pub(super) async fn appraise_loan(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanManage>,
    id: PathId<LoanId>,
    seen: IfMatch,
    submitted: Keyed<NewLoanTerms>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        grant::appraise(act, of, (body.terms(), body.budget_id), &body.reason)
    })
    .await
}

/// What a decision on a loan is signed with (quyết định cho vay).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLoanDecision {
    /// Its number (số quyết định).
    #[schema(min_length = 1, max_length = 100, examples("32/QĐ-QHT"))]
    decision_number: String,
    /// Why (lý do); needed for a refusal.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Không đủ tài sản bảo đảm"))]
    reason: Option<String>,
}

/// Approve a loan (duyệt khoản vay)
///
/// As its terms were proposed: the money is promised, so of approvals at once only as many pass as the fund
/// has money for. By an approver of the alliance who prepared nothing of it.
#[utoipa::path(
    tag = "loans",
    params(PathId<LoanId>, IfMatch, IdempotencyKey),
    request_body = NewLoanDecision,
    responses(Changed<LoanView>),
    security(("access_token" = ["loan.decide"])),
)]
#[post("/v1/loans/{id}/approve")]
pub(super) async fn approve_loan(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanDecide>,
    id: PathId<LoanId>,
    seen: IfMatch,
    submitted: Keyed<NewLoanDecision>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        let said = (body.decision_number.as_str(), body.reason.as_deref());
        grant::decide(act, of, LoanAction::Approve, said)
    })
    .await
}

/// Refuse a loan (từ chối khoản vay)
///
/// With a reason; one that was approved too, while it is not paid out: what was promised may be lent to others. By
/// an approver of the alliance who prepared nothing of it.
#[utoipa::path(
    tag = "loans",
    params(PathId<LoanId>, IfMatch, IdempotencyKey),
    request_body = NewLoanDecision,
    responses(Changed<LoanView>),
    security(("access_token" = ["loan.decide"])),
)]
#[post("/v1/loans/{id}/reject")]
pub(super) async fn reject_loan(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanDecide>,
    id: PathId<LoanId>,
    seen: IfMatch,
    submitted: Keyed<NewLoanDecision>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        let said = (body.decision_number.as_str(), body.reason.as_deref());
        grant::decide(act, of, LoanAction::Reject, said)
    })
    .await
}

/// Take a loan back (rút đề nghị vay)
///
/// Before it is paid out. By the organisation itself.
#[utoipa::path(
    tag = "loans",
    params(PathId<LoanId>, IfMatch, IdempotencyKey),
    responses(Changed<LoanView>),
    security(("access_token" = ["loan.apply"])),
)]
#[post("/v1/loans/{id}/withdraw")]
pub(super) async fn withdraw_loan(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanApply>,
    id: PathId<LoanId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let Keyed { once, .. } = submitted;
    step(&service, caller, once, (id.0, seen), grant::withdraw).await
}

/// Money that is paid out (giải ngân khoản vay).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLoanPayout {
    /// On which day (ngày): today where it is not said; not in the future.
    #[serde(default)]
    paid_on: Option<Date>,
    /// The payment order's number (số ủy nhiệm chi).
    #[schema(min_length = 1, max_length = 100, examples("UNC 0032"))]
    reference: String,
}

/// Pay a loan out (giải ngân khoản vay)
///
/// Its schedule begins: the first instalment is due a month later. By an officer of the alliance.
#[utoipa::path(
    tag = "loans",
    params(PathId<LoanId>, IfMatch, IdempotencyKey),
    request_body = NewLoanPayout,
    responses(Changed<LoanView>),
    security(("access_token" = ["loan.manage"])),
)]
#[post("/v1/loans/{id}/pay-out")]
pub(super) async fn pay_out_loan(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanManage>,
    id: PathId<LoanId>,
    seen: IfMatch,
    submitted: Keyed<NewLoanPayout>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        follow::pay_out(act, of, Moved { on: body.paid_on, reference: body.reference })
    })
    .await
}

/// Money that is paid back (trả nợ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLoanRepayment {
    /// How much, in đồng (số tiền).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64, examples(17_866_000))]
    amount_vnd: i64,
    /// On which day (ngày): today where it is not said; not in the future.
    #[serde(default)]
    paid_on: Option<Date>,
    /// The receipt's number (số chứng từ). The same one is entered once, under whatever key it is sent.
    #[schema(min_length = 1, max_length = 100, examples("GBC 0118"))]
    reference: String,
}

/// Enter a repayment (ghi trả nợ)
///
/// It is laid upon the oldest instalment first, in each on its interest before its principal; never more
/// than is owed by the schedule. With the last đồng the loan is settled; the principal of it may be lent
/// again. By an officer of the alliance.
#[utoipa::path(
    tag = "loans",
    params(PathId<LoanId>, IfMatch, IdempotencyKey),
    request_body = NewLoanRepayment,
    responses(Changed<LoanView>),
    security(("access_token" = ["loan.manage"])),
)]
#[post("/v1/loans/{id}/repay")]
pub(super) async fn repay_loan(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanManage>,
    id: PathId<LoanId>,
    seen: IfMatch,
    submitted: Keyed<NewLoanRepayment>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        let moved = Moved { on: body.paid_on, reference: body.reference };
        follow::repay(act, of, (body.amount_vnd, moved))
    })
    .await
}
