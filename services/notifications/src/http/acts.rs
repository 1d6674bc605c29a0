//! `POST /v1/webhooks/{id}/pause|resume|rotate-secret|end`

use actix_web::{post, web::Data};
use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    failure::Failure,
    http::{
        Changed, IdempotencyKey, IfMatch, Keyed, KeyedOnce, Nothing, PathId, Reply, within_range,
    },
};
use htx_model::{id::WebhookId, permission::permit};
use serde::Deserialize;

use super::view::{WebhookView, WebhookWithSecret};
use crate::{
    Notifications,
    domain::webhook::{OVERLAP_HOURS_MAX, Webhook},
    usecase::manage,
};

/// Does something to a webhook, once, and answers with it as it is then.
async fn act<F>(
    service: &Notifications,
    caller: Authorized<permit::WebhookManage>,
    once: KeyedOnce,
    work: F,
) -> Result<Reply, Failure>
where
    F: FnOnce(&mut Act<'_>) -> Result<Webhook, Failure> + Send + 'static,
{
    let (shown, principal) = (service.clone(), caller.principal().clone());
    write(&service.runtime, caller, once, move |act| {
        let webhook = work(act)?;
        Reply::changed(webhook.version, &WebhookView::of(webhook, &shown, &principal)?)
    })
    .await
}

/// Pause a webhook (tạm dừng webhook)
///
/// Nothing is sent to it. What happens meanwhile is kept for it, ninety days at the most.
#[utoipa::path(
    tag = "webhooks",
    params(PathId<WebhookId>, IfMatch, IdempotencyKey),
    responses(Changed<WebhookView>),
    security(("access_token" = ["webhook.manage"])),
)]
#[post("/v1/webhooks/{id}/pause")]
pub(super) async fn pause_webhook(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookManage>,
    id: PathId<WebhookId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    act(&service, caller, submitted.once, move |act| manage::pause(act, (id.0, &seen))).await
}

/// Resume a webhook (tiếp tục webhook)
///
/// One that was paused is sent what was kept for it. One that was disabled is told what happens from now
/// on: what failed is sent again by `replay`, what happened meanwhile stands in the feeds.
#[utoipa::path(
    tag = "webhooks",
    params(PathId<WebhookId>, IfMatch, IdempotencyKey),
    responses(Changed<WebhookView>),
    security(("access_token" = ["webhook.manage"])),
)]
#[post("/v1/webhooks/{id}/resume")]
pub(super) async fn resume_webhook(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookManage>,
    id: PathId<WebhookId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    act(&service, caller, submitted.once, move |act| manage::resume(act, (id.0, &seen))).await
}

/// End a webhook (kết thúc webhook)
///
/// For good: what is on its way is not sent any more. What was sent stays to be read for ninety days.
#[utoipa::path(
    tag = "webhooks",
    params(PathId<WebhookId>, IfMatch, IdempotencyKey),
    responses(Changed<WebhookView>),
    security(("access_token" = ["webhook.manage"])),
)]
#[post("/v1/webhooks/{id}/end")]
pub(super) async fn end_webhook(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookManage>,
    id: PathId<WebhookId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    act(&service, caller, submitted.once, move |act| manage::end(act, (id.0, &seen))).await
}

/// How a secret is replaced (thay khóa ký).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SecretRotation {
    /// For how many hours the secret before signs as well; 0 where it is known to others.
    #[schema(minimum = 0, maximum = 168, examples(24))]
    overlap_hours: u16,
}

/// Replace the secret of a webhook (thay khóa ký)
///
/// Messages are signed with the new one from now on, and for some hours with the one before as well, so
/// that the receiver can follow; with one older than that never. The answer holds the new secret of HMAC,
/// once.
#[utoipa::path(
    tag = "webhooks",
    params(PathId<WebhookId>, IfMatch, IdempotencyKey),
    request_body = SecretRotation,
    responses(Changed<WebhookWithSecret>),
    security(("access_token" = ["webhook.manage"])),
)]
#[post("/v1/webhooks/{id}/rotate-secret")]
pub(super) async fn rotate_webhook_secret(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookManage>,
    id: PathId<WebhookId>,
    seen: IfMatch,
    submitted: Keyed<SecretRotation>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    within_range("overlap_hours", body.overlap_hours, 0..=OVERLAP_HOURS_MAX)?;
    let (shown, principal) = (service.get_ref().clone(), caller.principal().clone());
    write(&service.runtime, caller, once, move |act| {
        let webhook = manage::rotate_secret(act, (id.0, &seen), body.overlap_hours)?;
        let version = webhook.version;
        let (answered, kept) = WebhookWithSecret::of(webhook, &shown, &principal)?;
        Reply::changed(version, &answered)?.keeping(&kept)
    })
    .await
}
