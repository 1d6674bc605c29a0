//! `POST /v1/trade-applications/{id}/{withdraw,select,refuse,remove}`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{id::TradeApplicationId, permission::permit};
use serde::Deserialize;

use super::{step, view::ApplicationView};
use crate::{
    TradePromotion,
    usecase::{
        application::{apply, select},
        event::Said,
    },
};

/// Why (lý do).
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeReason {
    /// Why (lý do).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Chưa đủ sản lượng"))]
    reason: Option<String>,
}

impl From<TradeReason> for Said {
    fn from(reason: TradeReason) -> Self {
        Self { reason: reason.reason, ..Self::default() }
    }
}

/// Take an application for an event back (rút đăng ký)
///
/// Until the event is held. Its place goes to whoever has waited longest. By the organisation, or by its district
/// or commune for it.
#[utoipa::path(
    tag = "trade applications",
    params(PathId<TradeApplicationId>, IfMatch, IdempotencyKey),
    request_body = TradeReason,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["trade_application.prepare"])),
)]
#[post("/v1/trade-applications/{id}/withdraw")]
pub(super) async fn withdraw_trade_application(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeApplicationPrepare>,
    id: PathId<TradeApplicationId>,
    seen: IfMatch,
    submitted: Keyed<TradeReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| apply::withdraw(act, of, body.into()))
        .await
}

/// That whoever applied is selected (chọn đơn vị tham gia).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeSelection {
    /// Why (lý do chọn).
    #[schema(min_length = 1, max_length = 1000, examples("Sản phẩm đạt OCOP 4 sao, đủ sản lượng"))]
    reason: String,
    /// Which place; where it is not said, the free one with the lowest number (số gian hàng).
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1000)]
    booth_number: Option<u32>,
}

/// Select whoever applied (chọn đơn vị tham gia)
///
/// With a reason. It has a place from now on; where all are given, it waits and moves up in its turn. By an
/// approver of the organiser who prepared neither the event nor the application.
#[utoipa::path(
    tag = "trade applications",
    params(PathId<TradeApplicationId>, IfMatch, IdempotencyKey),
    request_body = TradeSelection,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["trade_application.decide"])),
)]
#[post("/v1/trade-applications/{id}/select")]
pub(super) async fn select_trade_application(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeApplicationDecide>,
    id: PathId<TradeApplicationId>,
    seen: IfMatch,
    submitted: Keyed<TradeSelection>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let said = Said { reason: Some(body.reason), ..Said::default() };
    step(&service, caller, once, (id.0, seen), move |act, of| {
        select::select(act, of, body.booth_number, said)
    })
    .await
}

/// Do not select whoever applied (không chọn)
///
/// With a reason. By an approver of the organiser who prepared neither the event nor the application.
#[utoipa::path(
    tag = "trade applications",
    params(PathId<TradeApplicationId>, IfMatch, IdempotencyKey),
    request_body = TradeReason,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["trade_application.decide"])),
)]
#[post("/v1/trade-applications/{id}/refuse")]
pub(super) async fn refuse_trade_application(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeApplicationDecide>,
    id: PathId<TradeApplicationId>,
    seen: IfMatch,
    submitted: Keyed<TradeReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| select::refuse(act, of, body.into()))
        .await
}

/// Take off whoever was selected (đưa ra khỏi danh sách)
///
/// With a reason; of the waiting list as well. The place goes to whoever has waited longest. By an approver of the
/// organiser who prepared neither the event nor the application.
#[utoipa::path(
    tag = "trade applications",
    params(PathId<TradeApplicationId>, IfMatch, IdempotencyKey),
    request_body = TradeReason,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["trade_application.decide"])),
)]
#[post("/v1/trade-applications/{id}/remove")]
pub(super) async fn remove_trade_application(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeApplicationDecide>,
    id: PathId<TradeApplicationId>,
    seen: IfMatch,
    submitted: Keyed<TradeReason>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| select::remove(act, of, body.into()))
        .await
}
