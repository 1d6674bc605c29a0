//! A delivery as it is shown.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    date::Instant,
    id::{DeliveryId, EventId, WebhookId},
    notification::{AttemptOutcome, DeliveryState},
};
use serde::Serialize;

use crate::domain::delivery::{Attempt, Delivery, Message};

/// A message on its way to a webhook (lượt gửi).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Delivery)]
pub(super) struct DeliveryView {
    /// Its id: the `webhook-id` of the message, however often it is sent.
    id: DeliveryId,
    /// To which webhook.
    webhook_id: WebhookId,
    /// The type of the message (loại sự kiện).
    #[serde(rename = "type")]
    #[schema(max_length = 100, examples("organisation.changed"))]
    kind: String,
    /// The service whose feed tells it (dịch vụ); null where it was sent to try.
    #[schema(required, max_length = 40, examples("registry"))]
    service: Option<&'static str>,
    /// Its position in that feed.
    #[schema(required, minimum = 1)]
    position: Option<u64>,
    /// The event.
    #[schema(required)]
    event_id: Option<EventId>,
    /// When it happened.
    happened_at: Instant,
    /// What became of it (trạng thái).
    state: DeliveryState,
    /// How often it was tried (số lần gửi).
    #[schema(minimum = 0)]
    attempt_count: u32,
    /// When it is tried next; null where it is not.
    #[schema(required)]
    due_at: Option<Instant>,
    /// When it was made.
    made_at: Instant,
    /// When it came to its end.
    #[schema(required)]
    finished_at: Option<Instant>,
    /// Its tries (các lần gửi), the newest first; null in lists.
    #[schema(required, max_items = 250)]
    attempts: Option<Vec<AttemptView>>,
}

/// One try (lần gửi). What was answered is not kept.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DeliveryAttempt)]
pub(super) struct AttemptView {
    /// Its number, from 1.
    #[schema(minimum = 1)]
    number: u32,
    /// When it began.
    begun_at: Instant,
    /// How long it took, in milliseconds (thời gian).
    #[schema(minimum = 0)]
    milliseconds: u32,
    /// How it ended (kết quả).
    outcome: AttemptOutcome,
    /// The HTTP status that was answered.
    #[schema(required, minimum = 100, maximum = 999)]
    status: Option<u16>,
}

impl From<Attempt> for AttemptView {
    fn from(one: Attempt) -> Self {
        let Attempt { number, begun_at, milliseconds, outcome, status } = one;
        Self { number, begun_at, milliseconds, outcome, status }
    }
}

impl DeliveryView {
    /// A delivery with its message.
    pub(super) fn of((one, message): (Delivery, Message), attempts: Option<Vec<Attempt>>) -> Self {
        let pending = one.state == DeliveryState::Pending;
        Self {
            id: one.id,
            webhook_id: one.webhook,
            kind: message.kind,
            service: message.told.as_ref().map(|told| told.feed),
            position: message.told.as_ref().map(|told| told.position),
            event_id: message.told.map(|_| EventId::from_uuid(message.id.uuid())),
            happened_at: message.recorded_at,
            state: one.state,
            attempt_count: one.attempts,
            due_at: pending.then_some(one.due_at),
            made_at: one.made_at,
            finished_at: one.finished_at,
            attempts: attempts.map(|all| all.into_iter().map(AttemptView::from).collect()),
        }
    }
}

/// Deliveries as a table.
pub(super) static DELIVERIES: Table = Table {
    name: "deliveries",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("type", "Loại sự kiện", "Type", "/type"),
        column("service", "Dịch vụ", "Service", "/service"),
        column("position", "Vị trí", "Position", "/position"),
        column("event_id", "Mã sự kiện", "Event", "/event_id"),
        column("happened_at", "Xảy ra lúc", "Happened at", "/happened_at"),
        column("state", "Trạng thái", "State", "/state"),
        column("attempt_count", "Số lần gửi", "Attempts", "/attempt_count"),
        column("made_at", "Tạo lúc", "Made at", "/made_at"),
        column("finished_at", "Kết thúc lúc", "Finished at", "/finished_at"),
    ],
};
