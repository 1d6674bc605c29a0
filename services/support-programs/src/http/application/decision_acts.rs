//! `POST /v1/support-applications/{id}/{return-from-appraisal,propose,approve,reject}`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{
    date::Date,
    id::{BudgetId, DocumentId, SupportApplicationId},
    permission::permit,
    support::applications::{EntitlementForm, SupportAction},
};
use serde::Deserialize;

use super::{SupportRemark, step, view::ApplicationView};
use crate::{
    SupportPrograms,
    usecase::application::{
        Said,
        decide::{self, Signed},
        propose::{self, Proposed},
        review,
    },
};

/// Give an application back from the appraisal (yêu cầu bổ sung khi thẩm định)
///
/// With a reason, while the lead agency appraises it. By an officer of the lead agency.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = SupportRemark,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.appraise"])),
)]
#[post("/v1/support-applications/{id}/return-from-appraisal")]
pub(super) async fn return_support_application_from_appraisal(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationAppraise>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<SupportRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let action = SupportAction::ReturnFromAppraisal;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        review::give_back(act, of, action, body.into())
    })
    .await
}

/// What an officer of the lead agency proposes to grant (đề xuất hỗ trợ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSupportProposal {
    /// In which form (hình thức).
    form: EntitlementForm,
    /// How much, in đồng (mức hỗ trợ); 0 where no budget is needed.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(60_000_000))]
    amount_vnd: i64,
    /// Out of which budget of the programme (kinh phí).
    #[serde(default)]
    budget_id: Option<BudgetId>,
    /// What the appraisal found (ý kiến thẩm định).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Đủ điều kiện theo Phụ lục 08"))]
    reason: Option<String>,
    /// Documents of the application that prove it (tài liệu).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Propose what to grant (thẩm định, đề xuất mức hỗ trợ)
///
/// The norms of the programme are checked where they are set, and said to be open where not. Nothing is
/// promised yet. By an officer of the agency that leads the programme today.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = NewSupportProposal,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.appraise"])),
)]
#[post("/v1/support-applications/{id}/propose")]
pub(super) async fn propose_support(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationAppraise>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<NewSupportProposal>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let (form, amount_vnd, budget) = (body.form, body.amount_vnd, body.budget_id);
    let proposed = Proposed { form, amount_vnd, budget };
    let said = Said { reason: body.reason, documents: body.document_ids };
    step(&service, caller, once, (id.0, seen), move |act, of| {
        propose::propose(act, of, proposed, said)
    })
    .await
}

/// What a decision is signed with (quyết định).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSupportDecision {
    /// Its number (số quyết định).
    #[schema(min_length = 1, max_length = 100, examples("215/QĐ-SNNMT"))]
    decision_number: String,
    /// Its day (ngày quyết định): today where it is not said; not in the future.
    #[serde(default)]
    decided_on: Option<Date>,
    /// Why (lý do); needed for a refusal, and for an approval where it is not shown that the applicant is
    /// eligible.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Không thuộc đối tượng hỗ trợ"))]
    reason: Option<String>,
    /// Documents of the application that prove it (tài liệu); at least one for an approval.
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

impl From<NewSupportDecision> for Signed {
    fn from(body: NewSupportDecision) -> Self {
        let said = Said { reason: body.reason, documents: body.document_ids };
        Self { number: body.decision_number, on: body.decided_on, said }
    }
}

/// Approve an application (phê duyệt hồ sơ hỗ trợ)
///
/// As an officer proposed it, by the version of the programme that holds on the day of the decision: a rule
/// that is broken stops it under its article, one that is not shown to be met needs a reason.
/// Its money is promised in the same transaction: of approvers who act at
/// once, only as many succeed as the budget can pay for. A cost that is supported already is refused, with
/// the programme, agency and application that support it. By an approver of the lead agency who prepared
/// nothing of it.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = NewSupportDecision,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.decide"])),
)]
#[post("/v1/support-applications/{id}/approve")]
pub(super) async fn approve_support_application(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationDecide>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<NewSupportDecision>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| decide::approve(act, of, body.into()))
        .await
}

/// Refuse an application (từ chối hồ sơ hỗ trợ)
///
/// With a reason. By an approver of the lead agency who prepared nothing of it.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = NewSupportDecision,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.decide"])),
)]
#[post("/v1/support-applications/{id}/reject")]
pub(super) async fn reject_support_application(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationDecide>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<NewSupportDecision>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| decide::reject(act, of, body.into()))
        .await
}
