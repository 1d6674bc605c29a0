//! Webhooks: the code lists of who is told, how it is signed, and what became of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    agency::AgencyCode,
    code_list::{CodeListEntry, code_list},
    date::Date,
    event::Subject,
};

/// The type of the events by which somebody is reminded of what is due, whichever service tells it.
pub const REMINDER: &str = "reminder.due";

/// The state of such an event: what is due, when, and whose it is to see to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// What is due, as its service calls it.
    pub what: String,
    /// The resource that it is about.
    pub about: Subject,
    /// The part of it that is due, where it has several.
    pub record: Option<Uuid>,
    /// The agency that must see to it.
    pub agency: Option<AgencyCode>,
    /// The last day.
    pub due_on: Date,
    /// How many days before it somebody was to be reminded at the latest.
    pub days_before: u16,
}

code_list! {
    /// Where a webhook stands (trạng thái webhook).
    pub enum WebhookState: "webhook_states" {
        /// Is told.
        Active => "active", "Đang hoạt động", "Active";
        /// Is told nothing for now; what happens meanwhile is kept for it.
        Paused => "paused", "Tạm dừng", "Paused";
        /// Did not take what it was told.
        Disabled => "disabled", "Bị ngắt", "Disabled";
        /// For good.
        Ended => "ended", "Đã kết thúc", "Ended";
    }
}

code_list! {
    /// What can be done with a webhook (thao tác trên webhook).
    pub enum WebhookAction: "webhook_actions" {
        /// Change its address or what it is told.
        Change => "change", "Sửa", "Change";
        /// Tell it nothing for now.
        Pause => "pause", "Tạm dừng", "Pause";
        /// Tell it again.
        Resume => "resume", "Tiếp tục", "Resume";
        /// Sign with a new secret.
        RotateSecret => "rotate_secret", "Thay khóa ký", "Rotate the secret";
        /// Send it something to try.
        Test => "test", "Gửi thử", "Send a test";
        /// Send again what was sent.
        Replay => "replay", "Gửi lại", "Send again";
        /// End it for good.
        End => "end", "Kết thúc", "End";
    }
}

code_list! {
    /// How messages are signed (cách ký), after Standard Webhooks.
    pub enum WebhookSignature: "webhook_signatures" {
        /// By a secret that both sides have.
        Hmac => "hmac", "HMAC-SHA256, khóa chung", "HMAC-SHA256, a shared secret";
        /// By a key of ours, verified with its public half.
        Ed25519 => "ed25519", "Ed25519, khóa công khai", "Ed25519, a public key";
    }
}

code_list! {
    /// Why a webhook was disabled or ended without being asked (lý do).
    pub enum WebhookStop: "webhook_stops" {
        /// It answered 410.
        Gone => "gone", "Máy nhận trả lời 410", "It answered 410";
        /// It took nothing for three days.
        Failing => "failing", "Không nhận được gì trong ba ngày", "It took nothing for three days";
        /// Its agency has ended.
        AgencyEnded => "agency_ended", "Cơ quan đã kết thúc hoạt động", "Its agency has ended";
    }
}

code_list! {
    /// What became of a message (trạng thái gửi).
    pub enum DeliveryState: "delivery_states" {
        /// On its way, or to be tried again.
        Pending => "pending", "Chờ gửi", "Pending";
        /// Taken.
        Delivered => "delivered", "Đã nhận", "Delivered";
        /// Not taken, and not tried any more.
        Failed => "failed", "Không gửi được", "Failed";
        /// Not sent: it was no longer the agency's to know.
        Withheld => "withheld", "Không còn thuộc phạm vi", "Withheld";
    }
}

code_list! {
    /// How one try to deliver a message ended (kết quả lần gửi).
    pub enum AttemptOutcome: "attempt_outcomes" {
        /// Answered 2xx.
        Delivered => "delivered", "Đã nhận", "Delivered";
        /// Answered with another status.
        Refused => "refused", "Máy nhận từ chối", "Refused";
        /// Answered 410: it wants nothing any more.
        Gone => "gone", "Máy nhận không nhận nữa (410)", "Gone (410)";
        /// Did not answer in time.
        TimedOut => "timed_out", "Quá thời gian chờ", "Timed out";
        /// Could not be reached.
        Unreachable => "unreachable", "Không kết nối được", "Unreachable";
        /// Stands at an address to which nothing is sent.
        NotAllowed => "not_allowed", "Địa chỉ không được phép", "The address is not allowed";
    }
}

/// Every list of this page.
pub(crate) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<WebhookState>(),
        CodeListEntry::of::<WebhookAction>(),
        CodeListEntry::of::<WebhookSignature>(),
        CodeListEntry::of::<WebhookStop>(),
        CodeListEntry::of::<DeliveryState>(),
        CodeListEntry::of::<AttemptOutcome>(),
    ]
}
