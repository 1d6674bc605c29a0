//! `POST /v1/trade-events/{id}/{open,close,hold,correct-attendance,settle,cancel}`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{
    id::{DocumentId, TradeApplicationId, TradeEventId},
    permission::permit,
};
use serde::Deserialize;

use super::{
    TradeRemark, step,
    view::{EventView, TradeEventCost},
};
use crate::{
    TradePromotion,
    domain::event::attendance::Came,
    usecase::event::{Said, correct, decide, hold},
};

/// Announce a trade event (mở đăng ký)
///
/// From now on it takes applications, and stands in the public calendar. By an approver of the organiser who
/// did not prepare it.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, IfMatch, IdempotencyKey),
    request_body = TradeRemark,
    responses(Changed<EventView>),
    security(("access_token" = ["trade_event.decide"])),
)]
#[post("/v1/trade-events/{id}/open")]
pub(super) async fn open_trade_event(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventDecide>,
    id: PathId<TradeEventId>,
    seen: IfMatch,
    submitted: Keyed<TradeRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| decide::open(act, of, body.into()))
        .await
}

/// Take no more applications (đóng đăng ký)
///
/// By an officer of the organiser.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, IfMatch, IdempotencyKey),
    request_body = TradeRemark,
    responses(Changed<EventView>),
    security(("access_token" = ["trade_event.prepare"])),
)]
#[post("/v1/trade-events/{id}/close")]
pub(super) async fn close_trade_event(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventPrepare>,
    id: PathId<TradeEventId>,
    seen: IfMatch,
    submitted: Keyed<TradeRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| hold::close(act, of, body.into()))
        .await
}

/// Whether somebody with a place came (tham dự của một đơn vị).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeAttendance {
    /// The application that has the place (đăng ký).
    application_id: TradeApplicationId,
    /// Whether it came (có mặt).
    attended: bool,
}

impl TradeAttendance {
    fn came(self) -> Came {
        (self.application_id, self.attended)
    }
}

/// That an event has taken place, and who came (ghi nhận đã tổ chức).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HeldTradeEvent {
    /// Everybody with a place, each once (danh sách tham dự).
    #[schema(max_items = 1000)]
    attendance: Vec<TradeAttendance>,
    /// What else is to be said (ý kiến).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    reason: Option<String>,
    /// The number of the report (số báo cáo).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100, examples("87/BC-HPA"))]
    document_number: Option<String>,
    /// Documents of the event that it rests on (tài liệu căn cứ).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Record that a trade event was held (ghi nhận đã tổ chức)
///
/// From its last day on, once every application is decided. Whoever came is asked after 3, 6 and 12 months what
/// came of it. By an officer of the organiser.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, IfMatch, IdempotencyKey),
    request_body = HeldTradeEvent,
    responses(Changed<EventView>),
    security(("access_token" = ["trade_event.prepare"])),
)]
#[post("/v1/trade-events/{id}/hold")]
pub(super) async fn hold_trade_event(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventPrepare>,
    id: PathId<TradeEventId>,
    seen: IfMatch,
    submitted: Keyed<HeldTradeEvent>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let attendance: Vec<_> = body.attendance.into_iter().map(TradeAttendance::came).collect();
    let said = Said {
        reason: body.reason,
        document_number: body.document_number,
        document_ids: body.document_ids,
    };
    step(&service, caller, once, (id.0, seen), move |act, of| {
        hold::record_held(act, of, &attendance, said)
    })
    .await
}

/// Who came after all, or did not (đính chính tham dự).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeAttendanceCorrection {
    /// Those of whom something else was recorded, each once (danh sách đính chính).
    #[schema(min_items = 1, max_items = 1000)]
    attendance: Vec<TradeAttendance>,
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Ghi nhầm hai đơn vị cùng tên"))]
    reason: String,
    /// The number of the report (số báo cáo).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100, examples("88/BC-HPA"))]
    document_number: Option<String>,
    /// Documents of the event that it rests on (tài liệu căn cứ).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Correct who came to a trade event (đính chính tham dự)
///
/// With a reason, until the event is settled. Not of whoever has reported what came of it. By an officer of the
/// organiser.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, IfMatch, IdempotencyKey),
    request_body = TradeAttendanceCorrection,
    responses(Changed<EventView>),
    security(("access_token" = ["trade_event.prepare"])),
)]
#[post("/v1/trade-events/{id}/correct-attendance")]
pub(super) async fn correct_trade_attendance(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventPrepare>,
    id: PathId<TradeEventId>,
    seen: IfMatch,
    submitted: Keyed<TradeAttendanceCorrection>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let came: Vec<_> = body.attendance.into_iter().map(TradeAttendance::came).collect();
    let said = Said {
        reason: Some(body.reason),
        document_number: body.document_number,
        document_ids: body.document_ids,
    };
    step(&service, caller, once, (id.0, seen), move |act, of| {
        correct::correct_attendance(act, of, &came, said)
    })
    .await
}

/// What an event did cost (quyết toán).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeEventSettlement {
    /// What it did cost, and who bears it (kinh phí quyết toán).
    actual_cost: TradeEventCost,
    /// What else is to be said (ý kiến).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    reason: Option<String>,
    /// The number of the decision (số quyết định).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100, examples("41/QĐ-HPA"))]
    document_number: Option<String>,
    /// Documents of the event that it rests on (tài liệu căn cứ).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Settle a trade event (quyết toán sự kiện)
///
/// What the state and what the participants bear is shared out by equal parts among those who came, to the đồng;
/// each finds its shares in its application. By an approver of the organiser who did not prepare it.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, IfMatch, IdempotencyKey),
    request_body = TradeEventSettlement,
    responses(Changed<EventView>),
    security(("access_token" = ["trade_event.decide"])),
)]
#[post("/v1/trade-events/{id}/settle")]
pub(super) async fn settle_trade_event(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventDecide>,
    id: PathId<TradeEventId>,
    seen: IfMatch,
    submitted: Keyed<TradeEventSettlement>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let cost = body.actual_cost;
    let said = Said {
        reason: body.reason,
        document_number: body.document_number,
        document_ids: body.document_ids,
    };
    step(&service, caller, once, (id.0, seen), move |act, of| {
        decide::settle(act, of, cost.into(), said)
    })
    .await
}

/// Cancel a trade event (hủy sự kiện)
///
/// With a reason. If it was announced, the calendar shows it as cancelled. By an approver of the organiser who
/// did not prepare it.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, IfMatch, IdempotencyKey),
    request_body = TradeRemark,
    responses(Changed<EventView>),
    security(("access_token" = ["trade_event.decide"])),
)]
#[post("/v1/trade-events/{id}/cancel")]
pub(super) async fn cancel_trade_event(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventDecide>,
    id: PathId<TradeEventId>,
    seen: IfMatch,
    submitted: Keyed<TradeRemark>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| decide::cancel(act, of, body.into()))
        .await
}
