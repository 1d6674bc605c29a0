//! An event as this service answers with it, and the list of events as a table.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    administrative::CommuneCode,
    agency::{Agencies, AgencyCode},
    competence,
    date::{Date, Instant},
    id::TradeEventId,
    money::Dong,
    principal::Principal,
    trade::events::{
        Allotment, TradeEventAction, TradeEventKind, TradeEventReach, TradeEventState,
        TradeResultKind,
    },
};
use serde::{Deserialize, Serialize};

use crate::{
    domain::event::{Cost, Event, lifecycle},
    http::step_view::StepView,
    store::{event::StoredEvent, result::Total},
    usecase::event::read::Found,
};

/// What an event costs, in đồng, and who bears it (kinh phí).
#[derive(Debug, Clone, Copy, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeEventCost {
    /// What the state bears (ngân sách hỗ trợ).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(600_000_000))]
    state_vnd: i64,
    /// What those who take part bear, together (đơn vị tham gia đóng góp).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(150_000_000))]
    participants_vnd: i64,
}

impl From<TradeEventCost> for Cost {
    fn from(cost: TradeEventCost) -> Self {
        Self { state: Dong(cost.state_vnd), participants: Dong(cost.participants_vnd) }
    }
}

impl From<Cost> for TradeEventCost {
    fn from(cost: Cost) -> Self {
        Self { state_vnd: cost.state.0, participants_vnd: cost.participants.0 }
    }
}

/// An event of trade promotion (sự kiện xúc tiến thương mại).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TradeEvent)]
pub(super) struct EventView {
    /// Its id.
    id: TradeEventId,
    /// What kind of event (loại sự kiện).
    kind: TradeEventKind,
    /// At home or abroad (trong nước, nước ngoài).
    reach: TradeEventReach,
    /// What it is called (tên sự kiện).
    #[schema(max_length = 300, examples("Hội chợ OCOP Hà Nội 2025"))]
    title: String,
    /// What it is about (nội dung).
    #[schema(required, max_length = 4000)]
    summary: Option<String>,
    /// Where it takes place (địa điểm).
    #[schema(max_length = 300, examples("Hoàng thành Thăng Long, Hà Nội"))]
    venue: String,
    /// The commune of today, at home and where it is known (xã, phường).
    #[schema(required, value_type = Option<String>, examples("00070"))]
    commune: Option<CommuneCode>,
    /// The country, abroad (mã nước).
    #[schema(required, pattern = "^[A-Z]{2}$", examples("JP"))]
    country: Option<String>,
    /// The first day (ngày bắt đầu).
    starts_on: Date,
    /// The last day (ngày kết thúc).
    ends_on: Date,
    /// The last day on which applications are taken (hạn đăng ký).
    apply_until: Date,
    /// How its places are given out (cách bố trí chỗ).
    allotment: Allotment,
    /// What it is to cost (kinh phí dự kiến).
    planned_cost: TradeEventCost,
    /// The agency that organises it (cơ quan tổ chức).
    #[schema(value_type = String, examples("hpa"))]
    organiser: AgencyCode,
    /// The name that it had when it entered the event.
    #[schema(
        max_length = 300,
        examples("Trung tâm Xúc tiến Đầu tư, Thương mại, Du lịch Thành phố")
    )]
    organiser_name: String,
    /// How many places it has, numbered from 1 (số gian hàng, số chỗ).
    #[schema(minimum = 1, maximum = 1000)]
    booth_count: u32,
    /// Where it stands (trạng thái).
    state: TradeEventState,
    /// When it was announced (ngày mở đăng ký).
    #[schema(required)]
    opened_on: Option<Date>,
    /// When it was recorded as held, or cancelled.
    #[schema(required)]
    ended_on: Option<Date>,
    /// Why it does not take place (lý do hủy).
    #[schema(required, max_length = 1000)]
    cancel_reason: Option<String>,
    /// What it did cost (kinh phí quyết toán); null until it is settled.
    #[schema(required)]
    actual_cost: Option<TradeEventCost>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// How many of its places are free (số chỗ còn trống). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1000)]
    booths_free: Option<u32>,
    /// What came of it so far, by kind (kết quả). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10)]
    results: Option<Vec<TotalView>>,
    /// What was done with it (các bước). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 1000)]
    steps: Option<Vec<StepView>>,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10)]
    available_actions: Option<Vec<TradeEventAction>>,
}

/// What came of an event, of one kind (tổng hợp kết quả).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TradeResultTotal)]
pub(super) struct TotalView {
    /// Of which kind (loại kết quả).
    kind: TradeResultKind,
    /// How many (số lượng).
    #[schema(minimum = 0)]
    count: i64,
    /// What they are worth, in đồng (giá trị).
    #[schema(minimum = 0)]
    value_vnd: i64,
}

impl From<Total> for TotalView {
    fn from(total: Total) -> Self {
        Self { kind: total.kind, count: total.count, value_vnd: total.value.0 }
    }
}

/// Whether somebody may take an action on an event, as far as permission, organiser and person go.
fn may(
    action: TradeEventAction,
    event: &Event,
    (principal, agencies, today): (&Principal, &Agencies, Date),
) -> bool {
    let scope = principal.scope(lifecycle::needs(action));
    let prepared = lifecycle::decides(action) && event.prepared_by.contains(principal.id);
    competence::holds(agencies, &scope, &event.organiser, today) && !prepared
}

impl EventView {
    /// An event in a list.
    pub(super) fn brief(stored: StoredEvent) -> Self {
        let StoredEvent { event, version, recorded_at } = stored;
        let content = event.content;
        Self {
            id: event.id,
            kind: content.kind,
            reach: content.reach,
            title: content.title,
            summary: content.summary,
            venue: content.venue,
            commune: content.commune,
            country: content.country,
            starts_on: content.starts_on,
            ends_on: content.ends_on,
            apply_until: content.apply_until,
            allotment: content.allotment,
            planned_cost: content.planned_cost.into(),
            organiser: event.organiser,
            organiser_name: event.organiser_name,
            booth_count: event.booth_count,
            state: event.state,
            opened_on: event.opened_on,
            ended_on: event.ended_on,
            cancel_reason: event.cancel_reason,
            actual_cost: event.actual_cost.map(TradeEventCost::from),
            version,
            recorded_at,
            booths_free: None,
            results: None,
            steps: None,
            available_actions: None,
        }
    }

    /// An event as somebody sees it.
    pub(super) fn whole(found: Found, onlooker: (&Principal, &Agencies, Date)) -> Self {
        let Found { stored, given, steps, totals } = found;
        let open = lifecycle::open_actions(stored.event.state);
        let actions = open.filter(|action| may(*action, &stored.event, onlooker)).collect();
        let given = u32::try_from(given).unwrap_or(u32::MAX);
        Self {
            booths_free: Some(stored.event.booth_count.saturating_sub(given)),
            results: Some(totals.into_iter().map(TotalView::from).collect()),
            steps: Some(steps.into_iter().map(StepView::from).collect()),
            available_actions: Some(actions),
            ..Self::brief(stored)
        }
    }

    /// The same without why a step was taken: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    pub(super) fn without_words(&self) -> Self {
        let mut kept = self.clone();
        kept.steps.iter_mut().flatten().for_each(StepView::forget_words);
        kept
    }
}

/// Events as a table.
pub(super) static EVENTS: Table = Table {
    name: "trade-events",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("kind", "Loại sự kiện", "Kind", "/kind"),
        column("reach", "Trong nước, nước ngoài", "Reach", "/reach"),
        column("title", "Tên sự kiện", "Title", "/title"),
        column("venue", "Địa điểm", "Venue", "/venue"),
        column("country", "Mã nước", "Country", "/country"),
        column("starts_on", "Ngày bắt đầu", "Starts on", "/starts_on"),
        column("ends_on", "Ngày kết thúc", "Ends on", "/ends_on"),
        column("apply_until", "Hạn đăng ký", "Apply until", "/apply_until"),
        column("organiser", "Cơ quan tổ chức", "Organiser", "/organiser"),
        column("booth_count", "Số gian hàng", "Booths", "/booth_count"),
        column("state", "Trạng thái", "State", "/state"),
        column(
            "planned_state_vnd",
            "Ngân sách dự kiến",
            "Planned from the state",
            "/planned_cost/state_vnd",
        ),
        column(
            "planned_participants_vnd",
            "Đóng góp dự kiến",
            "Planned from participants",
            "/planned_cost/participants_vnd",
        ),
        column(
            "actual_state_vnd",
            "Ngân sách quyết toán",
            "Actual from the state",
            "/actual_cost/state_vnd",
        ),
        column(
            "actual_participants_vnd",
            "Đóng góp quyết toán",
            "Actual from participants",
            "/actual_cost/participants_vnd",
        ),
    ],
};
