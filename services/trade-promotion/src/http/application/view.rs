//! An application for an event as this service answers with it, and the list of them as a table.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    agency::{Agencies, AgencyCode},
    competence,
    date::{Date, Instant},
    directory::Organisation,
    id::{OrganisationId, ProductId, TradeApplicationId, TradeEventId},
    organisation::OrganisationKind,
    principal::Principal,
    registration_number::RegistrationNumber,
    trade::events::{
        Attendance, FollowUpState, TradeApplicationAction, TradeApplicationState, TradeEventState,
    },
};
use serde::Serialize;

use crate::{
    domain::{
        application::{Shares, lifecycle},
        outcome::FollowUp,
    },
    http::step_view::StepView,
    store::application::StoredApplication,
    usecase::application::read::Found,
};

/// An organisation that takes part in trade promotion, as it is today (tổ chức).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(in crate::http) struct TradeParticipant {
    /// Its id.
    id: OrganisationId,
    /// Its name with the legal form (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// What it is (loại hình).
    kind: OrganisationKind,
    /// Its registration number (mã số).
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// Its district as registered (quận, huyện, thị xã).
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// Its commune of today (xã, phường).
    #[schema(pattern = "^[0-9]{5}$", examples("10045"))]
    current_commune: String,
}

impl From<Organisation> for TradeParticipant {
    fn from(organisation: Organisation) -> Self {
        let seat = organisation.seat;
        Self {
            id: organisation.id,
            name: organisation.name,
            kind: organisation.kind,
            registration_number: organisation.registration_number,
            district: seat.district.map(|code| code.as_str().to_owned()),
            current_commune: seat.current_commune.as_str().to_owned(),
        }
    }
}

/// Who bears how much of a participation, in đồng (phân bổ kinh phí).
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
pub(in crate::http) struct TradeShares {
    /// What the state bears (ngân sách hỗ trợ).
    #[schema(minimum = 0)]
    state_vnd: i64,
    /// What the organisation bears (đơn vị đóng góp).
    #[schema(minimum = 0)]
    participant_vnd: i64,
}

impl From<Shares> for TradeShares {
    fn from(shares: Shares) -> Self {
        Self { state_vnd: shares.state.0, participant_vnd: shares.participant.0 }
    }
}

/// What is asked some months after an event (kỳ theo dõi).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TradeFollowUp)]
pub(in crate::http) struct FollowUpView {
    /// How many months after the last day of the event (số tháng).
    #[schema(minimum = 3, maximum = 12)]
    months: u8,
    /// On which day it is due (ngày đến hạn).
    due_on: Date,
    /// Where it stands (tình trạng).
    state: FollowUpState,
    /// When it was reported (ngày báo cáo).
    #[schema(required)]
    done_on: Option<Date>,
    /// Whether the organisation still trades with whom it met (còn giao dịch).
    #[schema(required)]
    still_trading: Option<bool>,
}

impl FollowUpView {
    pub(in crate::http) fn of(follow_up: FollowUp, today: Date) -> Self {
        Self {
            months: follow_up.months,
            due_on: follow_up.due_on,
            state: follow_up.state(today),
            done_on: follow_up.done_on,
            still_trading: follow_up.still_trading,
        }
    }
}

/// An organisation's application to take part in an event (đăng ký tham gia sự kiện).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TradeApplication)]
pub(in crate::http) struct ApplicationView {
    /// Its id.
    id: TradeApplicationId,
    /// For which event (sự kiện).
    event_id: TradeEventId,
    /// What the event is called.
    #[schema(max_length = 300, examples("Hội chợ OCOP Hà Nội 2025"))]
    event_title: String,
    /// Where the event stands.
    event_state: TradeEventState,
    /// The agency that organises it (cơ quan tổ chức).
    #[schema(value_type = String, examples("hpa"))]
    organiser: AgencyCode,
    /// Who applied (đơn vị đăng ký).
    organisation: TradeParticipant,
    /// Where it stands (trạng thái).
    state: TradeApplicationState,
    /// Products of the catalogue that it brings (sản phẩm trong danh mục).
    #[schema(max_items = 50)]
    product_ids: Vec<ProductId>,
    /// What else it brings, in words; absent in lists (sản phẩm khác).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    products: Option<String>,
    /// When it was handed in (ngày đăng ký).
    applied_on: Date,
    /// The place that it has (số gian hàng).
    #[schema(required, minimum = 1, maximum = 1000)]
    booth_number: Option<u32>,
    /// Its number on the waiting list, which it keeps (số thứ tự chờ).
    #[schema(required, minimum = 1)]
    waiting_number: Option<u32>,
    /// Whether it came (tham dự).
    #[schema(required)]
    attendance: Option<Attendance>,
    /// Whether the state bears a part of what its participation costs (được hỗ trợ).
    supported: bool,
    /// Who bears how much of its participation; null until the event is settled.
    #[schema(required)]
    shares: Option<TradeShares>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What is asked of it after the event. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 3)]
    follow_ups: Option<Vec<FollowUpView>>,
    /// What was done with it. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 1000)]
    steps: Option<Vec<StepView>>,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10)]
    available_actions: Option<Vec<TradeApplicationAction>>,
}

/// Whether somebody may take an action on an application, as far as permission, place and person go.
fn may(
    action: TradeApplicationAction,
    stored: &StoredApplication,
    (principal, agencies, today): (&Principal, &Agencies, Date),
) -> bool {
    let Some(permission) = lifecycle::needs(action) else { return false };
    let scope = principal.scope(permission);
    let (application, event) = (&stored.application, &stored.event.event);
    let decides = matches!(
        action,
        TradeApplicationAction::Select
            | TradeApplicationAction::Refuse
            | TradeApplicationAction::Remove
    );
    let who = principal.id;
    if decides {
        let prepared = application.prepared_by.contains(who) || event.prepared_by.contains(who);
        return competence::holds(agencies, &scope, &event.organiser, today) && !prepared;
    }
    scope.covers(&stored.organisation.placement())
}

impl ApplicationView {
    /// An application in a list: without what people wrote.
    pub(in crate::http) fn brief(stored: StoredApplication) -> Self {
        Self { products: None, ..Self::of(stored) }
    }

    fn of(stored: StoredApplication) -> Self {
        let StoredApplication { application, organisation, event, version, recorded_at } = stored;
        let event = event.event;
        Self {
            id: application.id,
            event_id: event.id,
            event_title: event.content.title,
            event_state: event.state,
            organiser: event.organiser,
            organisation: organisation.into(),
            state: application.state,
            product_ids: application.brought.product_ids,
            products: application.brought.products,
            applied_on: application.applied_on,
            booth_number: application.booth,
            waiting_number: application.waiting_number,
            attendance: application.attendance,
            supported: application.supported,
            shares: application.shares.map(TradeShares::from),
            version,
            recorded_at,
            follow_ups: None,
            steps: None,
            available_actions: None,
        }
    }

    /// An application whole, as somebody sees it.
    pub(in crate::http) fn whole(found: Found, onlooker: (&Principal, &Agencies, Date)) -> Self {
        let Found { stored, steps, follow_ups } = found;
        let (event, today) = (&stored.event.event, onlooker.2);
        let allotment = event.content.allotment;
        let open = lifecycle::open_actions(event.state, allotment, stored.application.state);
        let actions = open.filter(|action| may(*action, &stored, onlooker)).collect();
        let asked = follow_ups.into_iter().map(|one| FollowUpView::of(one, today)).collect();
        Self {
            follow_ups: Some(asked),
            steps: Some(steps.into_iter().map(StepView::from).collect()),
            available_actions: Some(actions),
            ..Self::of(stored)
        }
    }

    /// The same without what people wrote: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    pub(in crate::http) fn without_words(&self) -> Self {
        let mut kept = Self { products: None, ..self.clone() };
        kept.steps.iter_mut().flatten().for_each(StepView::forget_words);
        kept
    }
}

/// Applications as a table.
pub(super) static APPLICATIONS: Table = Table {
    name: "trade-applications",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("event_id", "Mã sự kiện", "Event id", "/event_id"),
        column("event_title", "Tên sự kiện", "Event", "/event_title"),
        column("organiser", "Cơ quan tổ chức", "Organiser", "/organiser"),
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation/id"),
        column("name", "Tên tổ chức", "Organisation", "/organisation/name"),
        column("district", "Quận, huyện", "District", "/organisation/district"),
        column(
            "commune",
            "Xã, phường hiện nay",
            "Commune of today",
            "/organisation/current_commune",
        ),
        column("state", "Trạng thái", "State", "/state"),
        column("applied_on", "Ngày đăng ký", "Applied on", "/applied_on"),
        column("booth_number", "Số gian hàng", "Booth", "/booth_number"),
        column("waiting_number", "Số thứ tự chờ", "Waiting number", "/waiting_number"),
        column("attendance", "Tham dự", "Attendance", "/attendance"),
        column("supported", "Được hỗ trợ", "Supported", "/supported"),
        column("state_vnd", "Ngân sách hỗ trợ", "State's share", "/shares/state_vnd"),
        column("participant_vnd", "Đơn vị đóng góp", "Own share", "/shares/participant_vnd"),
    ],
};
