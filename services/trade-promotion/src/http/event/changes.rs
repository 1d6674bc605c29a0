//! `PATCH /v1/trade-events/{id}`, `POST /v1/trade-events/{id}/amend`, `GET|POST /v1/trade-events/{id}/booths`

use actix_web::{
    get, patch, post,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply},
};
use htx_model::{
    administrative::CommuneCode,
    date::Date,
    id::{DocumentId, TradeApplicationId, TradeEventId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::{
    events::{NewTradeBooth, NewTradeEvent},
    step,
    view::EventView,
};
use crate::{
    TradePromotion, store,
    usecase::event::{
        Said,
        change::{self, Amendment},
        unknown,
    },
};

/// Change a planned trade event (sửa sự kiện)
///
/// All of it, as it is sent; until it is announced. By an officer of the organiser.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, IfMatch, IdempotencyKey),
    request_body = NewTradeEvent,
    responses(Changed<EventView>),
    security(("access_token" = ["trade_event.prepare"])),
)]
#[patch("/v1/trade-events/{id}")]
pub(super) async fn change_trade_event(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventPrepare>,
    id: PathId<TradeEventId>,
    seen: IfMatch,
    submitted: Keyed<NewTradeEvent>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        change::change(act, of, body.planning())
    })
    .await
}

/// When and where an event takes place after all (điều chỉnh sự kiện).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeEventAmendment {
    /// Where (địa điểm).
    #[schema(min_length = 1, max_length = 300, examples("Trung tâm Triển lãm Giảng Võ"))]
    venue: String,
    /// The commune of today, at home (xã, phường).
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{5}$", examples("00070"))]
    commune: Option<CommuneCode>,
    /// The first day, after today (ngày bắt đầu).
    starts_on: Date,
    /// The last day (ngày kết thúc).
    ends_on: Date,
    /// The last day on which applications are taken (hạn đăng ký).
    apply_until: Date,
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Tránh bão số 3"))]
    reason: String,
    /// The number of the document that it rests on (số văn bản).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    document_number: Option<String>,
    /// Documents of the event that it rests on (tài liệu căn cứ).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Move a trade event (điều chỉnh thời gian, địa điểm)
///
/// Of an event that was announced, with a reason; the calendar tells everybody. By an officer of the organiser.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, IfMatch, IdempotencyKey),
    request_body = TradeEventAmendment,
    responses(Changed<EventView>),
    security(("access_token" = ["trade_event.prepare"])),
)]
#[post("/v1/trade-events/{id}/amend")]
pub(super) async fn amend_trade_event(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventPrepare>,
    id: PathId<TradeEventId>,
    seen: IfMatch,
    submitted: Keyed<TradeEventAmendment>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let said = Said {
        reason: Some(body.reason),
        document_number: body.document_number,
        document_ids: body.document_ids,
    };
    let amendment = Amendment {
        venue: body.venue,
        commune: body.commune,
        starts_on: body.starts_on,
        ends_on: body.ends_on,
        apply_until: body.apply_until,
    };
    step(&service, caller, once, (id.0, seen), move |act, of| {
        change::amend(act, of, amendment, said)
    })
    .await
}

/// Add a booth (thêm gian hàng)
///
/// With the next number, to an event that was announced. Whoever has waited longest gets it. By an officer of
/// the organiser.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, IfMatch, IdempotencyKey),
    request_body = NewTradeBooth,
    responses(Changed<EventView>),
    security(("access_token" = ["trade_event.prepare"])),
)]
#[post("/v1/trade-events/{id}/booths")]
pub(super) async fn add_trade_booth(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventPrepare>,
    id: PathId<TradeEventId>,
    seen: IfMatch,
    submitted: Keyed<NewTradeBooth>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| {
        change::add_booth(act, of, (body.label, body.area_m2))
    })
    .await
}

/// A place of an event (gian hàng, chỗ).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct TradeBooth {
    /// Its number, from 1 (số).
    #[schema(minimum = 1, maximum = 1000)]
    number: u32,
    /// What stands above it (ký hiệu).
    #[schema(required, max_length = 20, examples("A12"))]
    label: Option<String>,
    /// How large it is, in square metres (diện tích).
    #[schema(required, minimum = 1, maximum = 10_000)]
    area_m2: Option<u32>,
    /// The application that has it; null while it is free (đăng ký).
    #[schema(required)]
    application_id: Option<TradeApplicationId>,
}

/// The places of an event (danh sách gian hàng).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct TradeBooths {
    /// By their numbers.
    #[schema(max_items = 1000)]
    items: Vec<TradeBooth>,
}

/// List the booths of a trade event (danh sách gian hàng)
///
/// Each with the application that has it.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>),
    responses((status = 200, description = "All booths.", body = TradeBooths)),
    security(("access_token" = ["trade_event.read"])),
)]
#[get("/v1/trade-events/{id}/booths")]
pub(super) async fn list_trade_booths(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventRead>,
    id: PathId<TradeEventId>,
) -> Result<Json<TradeBooths>, Failure> {
    let work = move |connection: &mut Connection| {
        store::event::find(connection, &caller.scope, id.0)?.ok_or_else(unknown)?;
        store::booth::of_event(connection, id.0)
    };
    let booths = service.runtime.database.read(work).await?;
    let items = booths.into_iter().map(|(booth, holder)| TradeBooth {
        number: booth.number,
        label: booth.label,
        area_m2: booth.area_m2,
        application_id: holder,
    });
    Ok(Json(TradeBooths { items: items.collect() }))
}
