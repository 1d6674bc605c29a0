//! `POST /v1/support-applications/{id}/{disburse,accept,complete,cancel,recover}`,
//! `POST /v1/support-applications/{id}/payments/{payment_id}/reverse`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, PathIds, Reply},
};
use htx_model::{
    date::Date,
    id::{DocumentId, SupportApplicationId, SupportPaymentId},
    permission::permit,
};
use serde::Deserialize;

use super::{SupportRemark, step, view::ApplicationView};
use crate::{
    SupportPrograms,
    usecase::application::{
        Said, close,
        pay::{self, NewPayment},
        reverse::{self as reversal, Reversing},
    },
};

/// A payment, a handing over in kind, or a recovery as it is entered (lần chi, thu hồi).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSupportPayment {
    /// How much, in đồng (số tiền); 0 where no budget is needed.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(30_000_000))]
    amount_vnd: i64,
    /// Months of work that are paid for, over all workers (số tháng làm việc): of young workers, and of
    /// nothing else.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 60_000, examples(6))]
    worker_months: Option<u32>,
    /// On which day (ngày): today where it is not said; not in the future.
    #[serde(default)]
    paid_on: Option<Date>,
    /// The number of the payment order, delivery note or decision (số chứng từ). The same one is entered
    /// once, under whatever key it is sent.
    #[schema(min_length = 1, max_length = 100, examples("UNC 0457"))]
    reference: String,
    /// What there is to say of it (ghi chú).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    reason: Option<String>,
    /// Documents of the application that prove it (tài liệu); at least one.
    #[schema(min_items = 1, max_items = 50)]
    document_ids: Vec<DocumentId>,
}

impl From<NewSupportPayment> for NewPayment {
    fn from(body: NewSupportPayment) -> Self {
        Self {
            amount_vnd: body.amount_vnd,
            worker_months: body.worker_months,
            paid_on: body.paid_on,
            reference: body.reference,
            said: Said { reason: body.reason, documents: body.document_ids },
        }
    }
}

/// Pay out, or hand over (giải ngân, bàn giao)
///
/// Never beyond what was granted; for young workers, never beyond the months that they worked. By an
/// officer of the lead agency.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = NewSupportPayment,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support.disburse"])),
)]
#[post("/v1/support-applications/{id}/disburse")]
pub(super) async fn disburse_support(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportDisburse>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<NewSupportPayment>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| pay::disburse(act, of, body.into()))
        .await
}

/// Accept what was supported (nghiệm thu)
///
/// With the record of the inspection. By an officer of the lead agency.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = SupportRemark,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support.disburse"])),
)]
#[post("/v1/support-applications/{id}/accept")]
pub(super) async fn accept_support(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportDisburse>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<SupportRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| close::accept(act, of, body.into()))
        .await
}

/// Complete a support (hoàn thành hồ sơ hỗ trợ)
///
/// Everything is done; what was promised and not paid out is available again in the budget. By an
/// approver of the lead agency who prepared nothing of it.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = SupportRemark,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.decide"])),
)]
#[post("/v1/support-applications/{id}/complete")]
pub(super) async fn complete_support(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationDecide>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<SupportRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| close::complete(act, of, body.into()))
        .await
}

/// Cancel a support (hủy hỗ trợ)
///
/// With a reason; of a support that was completed, with a document that shows why. What was promised and not
/// paid out is available again, what was paid out is to come back. By an approver of the lead agency who
/// prepared nothing of it.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = SupportRemark,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.decide"])),
)]
#[post("/v1/support-applications/{id}/cancel")]
pub(super) async fn cancel_support(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationDecide>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<SupportRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| close::cancel(act, of, body.into()))
        .await
}

/// Enter money that came back (ghi thu hồi)
///
/// Of a support that was cancelled; it is available again in the budget. With the last đồng the
/// application has ended. By an officer of the lead agency.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = NewSupportPayment,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support.disburse"])),
)]
#[post("/v1/support-applications/{id}/recover")]
pub(super) async fn recover_support(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportDisburse>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<NewSupportPayment>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| pay::recover(act, of, body.into()))
        .await
}

/// Why a payment or recovery that was entered wrongly is taken back (hủy lần chi, thu hồi ghi nhầm).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupportPaymentReversal {
    /// The number of the document by which it is taken back (số văn bản đính chính).
    #[schema(min_length = 1, max_length = 100, examples("BB 12/2025"))]
    reference: String,
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Ghi nhầm số tiền của ủy nhiệm chi"))]
    reason: String,
    /// Documents of the application that show it (tài liệu); at least one.
    #[schema(min_items = 1, max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Take back a payment or recovery that was entered wrongly (hủy lần chi, thu hồi ghi nhầm)
///
/// By a counter-entry that names it; what was entered stays. The money stands as before it, the months of
/// young workers are not paid for, and the same document may be entered again, rightly. A completed support is
/// to be completed anew. By an approver of the lead agency who prepared nothing of it.
#[utoipa::path(
    tag = "support applications",
    params(PathIds<SupportApplicationId, SupportPaymentId>, IfMatch, IdempotencyKey),
    request_body = SupportPaymentReversal,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.decide"])),
)]
#[post("/v1/support-applications/{id}/payments/{payment_id}/reverse")]
pub(super) async fn reverse_support_payment(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationDecide>,
    ids: PathIds<SupportApplicationId, SupportPaymentId>,
    seen: IfMatch,
    submitted: Keyed<SupportPaymentReversal>,
) -> Result<Reply, Failure> {
    let (PathIds(id, payment), Keyed { body, once }) = (ids, submitted);
    let said = Said { reason: Some(body.reason), documents: body.document_ids };
    let reversing = Reversing { payment, reference: body.reference, said };
    step(&service, caller, once, (id, seen), move |act, of| reversal::reverse(act, of, reversing))
        .await
}
