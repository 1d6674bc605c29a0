//! `GET|POST /v1/trade-events`, `GET /v1/trade-events/{id}`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Created, IdempotencyKey, Keyed, Page, Paged, PathId, Reply, StrictQuery, Whole,
        listed::Listed, table::Representation,
    },
};
use htx_model::{
    administrative::CommuneCode,
    agency::AgencyCode,
    competence,
    date::Date,
    id::TradeEventId,
    permission::permit,
    trade::events::{Allotment, TradeEventKind, TradeEventReach, TradeEventState},
};
use serde::Deserialize;

use super::{
    Answer, act,
    view::{EVENTS, EventView, TradeEventCost},
};
use crate::{
    TradePromotion,
    domain::event::Content,
    store::event::{self as store, Filter, StoredEvent},
    usecase::event::{
        plan::{self, Planning},
        read,
    },
};

/// Which events.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TradeEventQuery {
    /// Of this kind (loại sự kiện).
    kind: Option<TradeEventKind>,
    /// At home or abroad (trong nước, nước ngoài).
    reach: Option<TradeEventReach>,
    /// In this state (trạng thái).
    state: Option<TradeEventState>,
    /// Organised by this agency, or by one whose work it took over (cơ quan tổ chức).
    #[param(value_type = Option<String>, max_length = 40, example = "hpa")]
    organiser: Option<AgencyCode>,
    /// Ending on or after this day (từ ngày).
    from: Option<Date>,
    /// Beginning on or before this day (đến ngày).
    to: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List trade events (danh sách sự kiện xúc tiến thương mại)
///
/// By their first day. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "trade events",
    params(TradeEventQuery),
    responses(Paged<Page<EventView>>),
    security(("access_token" = ["trade_event.read"])),
)]
#[get("/v1/trade-events")]
pub(super) async fn list_trade_events(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventRead>,
    query: StrictQuery<TradeEventQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let today = service.runtime.ids.now().date();
    let names = |of: AgencyCode| competence::names_of(&service.agencies, &of, today);
    let filter = Filter {
        kind: query.kind,
        reach: query.reach,
        state: query.state,
        organisers: query.organiser.map(names),
        from: query.from,
        to: query.to,
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &EVENTS,
        name: format!("trade events {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&(Date, TradeEventId)>, limit| {
        store::list(connection, &caller.scope, &filter, after, limit)
    };
    let key = |stored: &StoredEvent| (stored.event.content.starts_on, stored.event.id);
    wanted.answer(rows, key, EventView::brief).await
}

/// A place of an event (gian hàng, chỗ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTradeBooth {
    /// What stands above it (ký hiệu).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 20, examples("A12"))]
    pub(super) label: Option<String>,
    /// How large it is, in square metres (diện tích).
    #[serde(default)]
    #[schema(minimum = 1, maximum = 10_000, examples(9))]
    pub(super) area_m2: Option<u32>,
}

/// An event as its organiser enters it (sự kiện mới).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTradeEvent {
    /// What kind of event (loại sự kiện).
    kind: TradeEventKind,
    /// At home or abroad (trong nước, nước ngoài).
    reach: TradeEventReach,
    /// What it is called (tên sự kiện).
    #[schema(min_length = 1, max_length = 300, examples("Hội chợ OCOP Hà Nội 2025"))]
    title: String,
    /// What it is about (nội dung).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 4000)]
    summary: Option<String>,
    /// Where it takes place (địa điểm).
    #[schema(min_length = 1, max_length = 300, examples("Hoàng thành Thăng Long, Hà Nội"))]
    venue: String,
    /// The commune of today, at home (xã, phường).
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{5}$", examples("00070"))]
    commune: Option<CommuneCode>,
    /// The country by its two letters, abroad (mã nước, ISO 3166-1).
    #[serde(default)]
    #[schema(pattern = "^[A-Z]{2}$", max_length = 2, examples("JP"))]
    country: Option<String>,
    /// The first day, after today (ngày bắt đầu).
    starts_on: Date,
    /// The last day (ngày kết thúc).
    ends_on: Date,
    /// The last day on which applications are taken (hạn đăng ký).
    apply_until: Date,
    /// How its places are given out (cách bố trí chỗ).
    allotment: Allotment,
    /// What it is to cost (kinh phí dự kiến).
    planned_cost: TradeEventCost,
    /// Its places, numbered from 1 in this order; of a delegation or a conference: seats (gian hàng, chỗ).
    #[schema(min_items = 1, max_items = 1000)]
    booths: Vec<NewTradeBooth>,
}

impl NewTradeEvent {
    pub(super) fn planning(self) -> Planning {
        let booths = self.booths.into_iter().map(|booth| (booth.label, booth.area_m2)).collect();
        let content = Content {
            kind: self.kind,
            reach: self.reach,
            title: self.title,
            summary: self.summary,
            venue: self.venue,
            commune: self.commune,
            country: self.country,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            apply_until: self.apply_until,
            allotment: self.allotment,
            planned_cost: self.planned_cost.into(),
        };
        Planning { content, booths }
    }
}

/// Enter a trade event (lập sự kiện xúc tiến thương mại)
///
/// By an officer of the agency that organises it. It is planned until an approver announces it.
#[utoipa::path(
    tag = "trade events",
    params(IdempotencyKey),
    request_body = NewTradeEvent,
    responses(Created<EventView>),
    security(("access_token" = ["trade_event.prepare"])),
)]
#[post("/v1/trade-events")]
pub(super) async fn plan_trade_event(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventPrepare>,
    submitted: Keyed<NewTradeEvent>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    act(&service, caller, once, Answer::Created, move |act| plan::plan(act, body.planning())).await
}

/// Read a trade event (xem sự kiện xúc tiến thương mại)
///
/// With its steps, what came of it so far, and what the caller may do with it now.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>),
    responses(Whole<EventView>),
    security(("access_token" = ["trade_event.read"])),
)]
#[get("/v1/trade-events/{id}")]
pub(super) async fn read_trade_event(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeEventRead>,
    id: PathId<TradeEventId>,
) -> Result<Whole<EventView>, Failure> {
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let work = move |connection: &mut Connection| {
        let found = read::read(connection, &caller.scope, id.0)?;
        let version = found.stored.version;
        let view = EventView::whole(found, (caller.principal(), &agencies, today));
        Ok(Whole { version, resource: view })
    };
    service.runtime.database.read(work).await
}
