//! `POST /v1/webhooks/{id}/test|replay`, `POST /v1/deliveries/{id}/replay`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    failure::Failure,
    http::{Done, IdempotencyKey, Keyed, Made, Nothing, PathId, Reply},
};
use htx_model::{
    date::Instant,
    id::{DeliveryId, WebhookId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::delivery_view::DeliveryView;
use crate::{Notifications, usecase::replay};

/// Try a webhook (gửi thử)
///
/// Sends it a message of type `webhook.test` within a second or so; the delivery tells what came of it.
#[utoipa::path(
    tag = "webhooks",
    params(PathId<WebhookId>, IdempotencyKey),
    responses(Made<DeliveryView>),
    security(("access_token" = ["webhook.manage"])),
)]
#[post("/v1/webhooks/{id}/test")]
pub(super) async fn test_webhook(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookManage>,
    id: PathId<WebhookId>,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    write(&service.runtime, caller, submitted.once, move |act| {
        let made = replay::test(act, id.0)?;
        Reply::made(format!("/v1/deliveries/{}", made.0.id), &DeliveryView::of(made, None))
    })
    .await
}

/// Send a delivery again (gửi lại một lượt)
///
/// With the same `webhook-id`: whoever keeps ids knows it again.
#[utoipa::path(
    tag = "deliveries",
    params(PathId<DeliveryId>, IdempotencyKey),
    responses(Done<DeliveryView>),
    security(("access_token" = ["webhook.manage"])),
)]
#[post("/v1/deliveries/{id}/replay")]
pub(super) async fn replay_delivery(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookManage>,
    id: PathId<DeliveryId>,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    write(&service.runtime, caller, submitted.once, move |act| {
        Reply::done(&DeliveryView::of(replay::one(act, id.0)?, None))
    })
    .await
}

/// From when on what failed is sent again (gửi lại từ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WebhookReplay {
    /// What was made from then on (từ thời điểm).
    since: Instant,
}

/// What is sent again (kết quả).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct WebhookReplayed {
    /// How many deliveries (số lượt gửi).
    #[schema(minimum = 0, maximum = 5000)]
    replayed: usize,
    /// Whether there may be more: ask again.
    more: bool,
}

/// Send again what failed (gửi lại các lượt lỗi)
///
/// The oldest first, up to 5,000 at once; ask again while there are more.
#[utoipa::path(
    tag = "webhooks",
    params(PathId<WebhookId>, IdempotencyKey),
    request_body = WebhookReplay,
    responses(Done<WebhookReplayed>),
    security(("access_token" = ["webhook.manage"])),
)]
#[post("/v1/webhooks/{id}/replay")]
pub(super) async fn replay_webhook(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookManage>,
    id: PathId<WebhookId>,
    submitted: Keyed<WebhookReplay>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    write(&service.runtime, caller, once, move |act| {
        let replayed = replay::failed_since(act, id.0, body.since)?;
        let more = i64::try_from(replayed).is_ok_and(|count| count >= replay::REPLAYED_MAX);
        Reply::done(&WebhookReplayed { replayed, more })
    })
    .await
}
