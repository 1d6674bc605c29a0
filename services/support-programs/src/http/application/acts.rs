//! `POST /v1/support-applications/{id}/{submit,withdraw,start-review,endorse,return}`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{
    id::{DocumentId, SupportApplicationId},
    permission::permit,
    support::applications::SupportAction,
};
use serde::Deserialize;

use super::{SupportRemark, step, view::ApplicationView};
use crate::{
    SupportPrograms,
    usecase::application::{Said, file, review},
};

/// Hand a support application in (nộp hồ sơ hỗ trợ)
///
/// It must be whole; no cost of it may be supported already, by whichever programme or agency. By the
/// organisation itself.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = SupportRemark,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.prepare"])),
)]
#[post("/v1/support-applications/{id}/submit")]
pub(super) async fn submit_support_application(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationPrepare>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<SupportRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| file::submit(act, of, body.into()))
        .await
}

/// Take a support application back (rút hồ sơ hỗ trợ)
///
/// Before it is decided. By the organisation itself.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = SupportRemark,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.prepare"])),
)]
#[post("/v1/support-applications/{id}/withdraw")]
pub(super) async fn withdraw_support_application(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationPrepare>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<SupportRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| file::withdraw(act, of, body.into()))
        .await
}

/// Begin the district's review (tiếp nhận xem xét)
///
/// By an officer of the district, since 2025-07-01 of the commune, of the organisation's seat.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = SupportRemark,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.review"])),
)]
#[post("/v1/support-applications/{id}/start-review")]
pub(super) async fn start_support_review(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationReview>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<SupportRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        review::start_review(act, of, body.into())
    })
    .await
}

/// The opinion of a district or commune (ý kiến của địa phương).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupportOpinion {
    /// Whether it is for the support (đồng ý hay không).
    favourable: bool,
    /// Why (lý do); needed where it is against it.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("HTX hoạt động ổn định"))]
    reason: Option<String>,
    /// Documents of the application that prove it (tài liệu).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Give the district's opinion and pass the application on (cho ý kiến và chuyển thẩm định)
///
/// For or against: either way the lead agency appraises it. By an officer of the district or commune.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = SupportOpinion,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.review"])),
)]
#[post("/v1/support-applications/{id}/endorse")]
pub(super) async fn endorse_support_application(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationReview>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<SupportOpinion>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let favourable = body.favourable;
    let said = Said { reason: body.reason, documents: body.document_ids };
    step(&service, caller, once, (id.0, seen), move |act, of| {
        review::endorse(act, of, favourable, said)
    })
    .await
}

/// Give an application back to be mended (yêu cầu bổ sung)
///
/// With a reason, while the district reviews it. By an officer of the district or commune.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = SupportRemark,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.review"])),
)]
#[post("/v1/support-applications/{id}/return")]
pub(super) async fn return_support_application(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationReview>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<SupportRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let action = SupportAction::Return;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        review::give_back(act, of, action, body.into())
    })
    .await
}
