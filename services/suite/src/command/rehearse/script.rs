//! The script: which fault strikes which request, and what a client is expected to do then. One table;
//! it is printed by `htx rehearse --list`, and a golden file shows it to whoever reviews a change.

use std::{fmt::Write as _, time::Duration};

use htx_model::refusal::Text;

use super::judge::{self, Judge};

/// The lists that are given out by small pages until the acts on reads are over.
pub(super) const LIST: &str = "/v1/organisations";
/// How many organisations are then on a page.
pub(super) const LIST_PAGE: u32 = 5;
/// How many events are on a page until the acts on the feed are over.
pub(super) const FEED_PAGE: u32 = 10;
/// The name of what the suite does not know yet: a field, a code.
pub(super) const UNKNOWN: &str = "x_rehearsal";

/// Which requests an act waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `GET /v1/…` in JSON, but for feeds and snapshots.
    Read,
    /// `POST /v1/…`.
    Post,
    /// `PATCH /v1/organisations/{id}` with `If-Match`.
    Change,
    /// `GET /v1/<service>/events` in JSON.
    Feed,
}

impl Kind {
    const fn words(self) -> &'static str {
        match self {
            Self::Read => "a GET under /v1 that is neither a feed nor a snapshot",
            Self::Post => "a POST under /v1",
            Self::Change => "a PATCH of /v1/organisations/{id} with If-Match",
            Self::Feed => "a GET of /v1/<service>/events in JSON",
        }
    }
}

/// What happens to the request that is struck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Answered 429 with `Retry-After`.
    TooMany { retry_after: u64 },
    /// Answered 401, as where its token has ended.
    TokenEnded,
    /// Its answer holds a field and a code that no document names.
    UnknownWords,
    /// Its answer comes late.
    Slow { seconds: u64 },
    /// It and whatever else is asked under its first two segments is answered 503 with `Retry-After`,
    /// until the client has waited so often, or so many were refused.
    Down { retry_after: u64, waits: u32, refusals: u32 },
    /// It takes effect, and its answer is lost: 504.
    LostAnswer,
    /// Another officer changes the same entry just before.
    Conflict,
    /// Its answer begins with the events of the page before.
    Repeated,
    /// Answered 410: the position is no longer kept.
    Gone,
    /// Nothing: whoever reads a list is watched all the time.
    None,
}

impl Fault {
    /// Whether it strikes a request as it arrives. Others show in an answer only, which must be one that
    /// they can be shown in.
    pub(super) const fn is_immediate(self) -> bool {
        !matches!(
            self,
            Self::UnknownWords | Self::LostAnswer | Self::Repeated | Self::Conflict | Self::None
        )
    }

    fn words(self) -> String {
        match self {
            Self::TooMany { retry_after } => format!("429 with Retry-After: {retry_after}"),
            Self::TokenEnded => "401, as where the access token has ended".to_owned(),
            Self::UnknownWords => format!("a field and a code “{UNKNOWN}” are put into the answer"),
            Self::Slow { seconds } => format!("the answer comes {seconds} seconds late"),
            Self::Down { retry_after, waits, refusals } => format!(
                "503 with Retry-After: {retry_after} for everything under the same first two \
                 segments, until the client has waited {waits} times, or {refusals} were refused"
            ),
            Self::LostAnswer => "it takes effect, and is answered 504".to_owned(),
            Self::Conflict => "another officer changes the entry just before: 412".to_owned(),
            Self::Repeated => "the events of the page before come again at its head".to_owned(),
            Self::Gone => "410 position_gone".to_owned(),
            Self::None => format!(
                "none: {LIST} has pages of {LIST_PAGE}, feeds of {FEED_PAGE}, until their acts are over"
            ),
        }
    }
}

/// An act of the script.
#[derive(Debug)]
pub(super) struct Act {
    /// Its stable name.
    pub(super) code: &'static str,
    /// Which requests it waits for.
    pub(super) on: Kind,
    /// How many of them must have been answered well before. Acts that wait for the same requests come one
    /// after the other, in the order of the table.
    pub(super) after: u32,
    /// What happens.
    pub(super) fault: Fault,
    /// Who says from what the client did whether it did well.
    pub(super) judge: Judge,
    /// The behaviour that is rehearsed.
    pub(super) title: Text,
    /// What to do to do well.
    pub(super) advice: Text,
}

/// A script by its name.
pub(super) fn named(name: &str) -> Option<&'static [Act]> {
    (name == "standard").then_some(STANDARD)
}

/// Seconds of `Retry-After`.
const PAUSE: u64 = 2;
/// What the slow answer takes.
pub(super) const SLOW: Duration = Duration::from_secs(8);

/// The script for every department's client.
pub(super) const STANDARD: &[Act] = &[
    Act {
        code: "pages",
        on: Kind::Read,
        after: 0,
        fault: Fault::None,
        judge: judge::pages,
        title: Text::fixed(
            "Đọc danh sách theo trang: dùng nguyên next, đến khi next là null",
            "Lists by pages: next as it was given, until next is null",
        ),
        advice: Text::fixed(
            "Gửi lại nguyên giá trị next làm cursor, giữ nguyên bộ lọc; không tự tạo cursor, offset hay page; dừng khi next là null, không phải khi trang ít dòng.",
            "Send next back as cursor, unread and with the same filters; no cursor, offset or page of your own; stop where next is null, not where a page is short.",
        ),
    },
    Act {
        code: "too_many_requests",
        on: Kind::Read,
        after: 1,
        fault: Fault::TooMany { retry_after: PAUSE },
        judge: judge::too_many_requests,
        title: Text::fixed(
            "429: chờ hết Retry-After rồi hỏi lại",
            "429: waits as long as Retry-After says, then asks again",
        ),
        advice: Text::fixed(
            "Đọc số giây trong Retry-After, chờ ít nhất chừng ấy rồi gửi lại chính yêu cầu đó.",
            "Read the seconds in Retry-After, wait that long at least, then send the same request again.",
        ),
    },
    Act {
        code: "token_ended",
        on: Kind::Read,
        after: 2,
        fault: Fault::TokenEnded,
        judge: judge::token_ended,
        title: Text::fixed(
            "401: lấy mã truy cập mới rồi gửi lại",
            "401: gets a new access token and sends again",
        ),
        advice: Text::fixed(
            "Khi gặp 401, gọi /oauth/token một lần, gửi lại yêu cầu với mã mới; không gửi lại mã cũ, không gọi /oauth/token liên tục.",
            "On 401 ask /oauth/token once and send the request again with the new token; never the old token again, no storm on /oauth/token.",
        ),
    },
    Act {
        code: "unknown_words",
        on: Kind::Read,
        after: 3,
        fault: Fault::UnknownWords,
        judge: judge::unknown_words,
        title: Text::fixed(
            "Trường và mã chưa biết: vẫn chạy tiếp",
            "Fields and codes it does not know: goes on",
        ),
        advice: Text::fixed(
            "Bỏ qua trường không biết; mã không có trong danh mục thì giữ nguyên và hiển thị như mã. Phiên bản mới của bộ dịch vụ chỉ thêm, không bỏ.",
            "Ignore fields that you do not know; keep a code that is in no list as it is. New versions of the suite add.",
        ),
    },
    Act {
        code: "slow_answer",
        on: Kind::Read,
        after: 4,
        fault: Fault::Slow { seconds: SLOW.as_secs() },
        judge: judge::slow_answer,
        title: Text::fixed(
            "Trả lời chậm: kiên nhẫn, không hỏi dồn",
            "A slow answer: patience, and no crowd of repetitions",
        ),
        advice: Text::fixed(
            "Đặt thời gian chờ từ 30 giây; nếu bỏ cuộc sớm hơn thì phải hỏi lại sau, và không mở nhiều yêu cầu giống nhau cùng lúc.",
            "Wait 30 seconds or more; whoever gives up earlier asks again later, and never has the same request open several times at once.",
        ),
    },
    Act {
        code: "service_down",
        on: Kind::Read,
        after: 5,
        fault: Fault::Down { retry_after: PAUSE, waits: 2, refusals: 8 },
        judge: judge::service_down,
        title: Text::fixed(
            "503: một dịch vụ ngừng; giãn ra, chạy tiếp sau đó, không mất lần ghi nào",
            "503: a service is down; backs off, goes on afterwards, loses no write",
        ),
        advice: Text::fixed(
            "Ngừng hỏi dịch vụ đó cho đến hết Retry-After, rồi thử lại; giữ mọi lần ghi bị từ chối và gửi lại với cùng Idempotency-Key.",
            "Leave that service alone until Retry-After is over, then try again; keep each write that was refused and send it again under the same Idempotency-Key.",
        ),
    },
    Act {
        code: "conflict",
        on: Kind::Change,
        after: 0,
        fault: Fault::Conflict,
        judge: judge::conflict,
        title: Text::fixed(
            "412: đọc lại bản mới rồi mới gửi thay đổi",
            "412: reads the new version before it sends its change again",
        ),
        advice: Text::fixed(
            "Đọc lại tài nguyên, xem người khác đã thay đổi gì, rồi gửi với ETag mới trong If-Match; không dùng lại ETag cũ, không dùng *.",
            "Read the resource again, see what somebody else changed, then send with the new ETag in If-Match; never the old ETag, never *.",
        ),
    },
    Act {
        code: "lost_answer",
        on: Kind::Post,
        after: 0,
        fault: Fault::LostAnswer,
        judge: judge::lost_answer,
        title: Text::fixed(
            "Mất câu trả lời của một lần ghi: gửi lại với cùng Idempotency-Key",
            "The answer to a write is lost: sends it again under the same Idempotency-Key",
        ),
        advice: Text::fixed(
            "Tạo Idempotency-Key trước khi gửi, lưu cùng nội dung; khi không có trả lời, gửi lại đúng nội dung với đúng khóa đó: việc chỉ xảy ra một lần.",
            "Make the Idempotency-Key before you send, keep it with the body; where no answer comes, send that body under that key again: it happens once.",
        ),
    },
    Act {
        code: "repeated_events",
        on: Kind::Feed,
        after: 1,
        fault: Fault::Repeated,
        judge: judge::repeated_events,
        title: Text::fixed(
            "Sự kiện lặp lại: đi tiếp từ next_after, không ghi hai lần",
            "Events that come again: goes on from next_after, writes nothing twice",
        ),
        advice: Text::fixed(
            "Dòng sự kiện giao ít nhất một lần: bỏ qua sự kiện có position đã xử lý, lưu next_after trong cùng giao dịch với kết quả, không bao giờ lùi lại.",
            "The feed delivers at least once: pass over an event whose position you have dealt with, keep next_after in the transaction of its effect, never go back.",
        ),
    },
    Act {
        code: "position_gone",
        on: Kind::Feed,
        after: 2,
        fault: Fault::Gone,
        judge: judge::position_gone,
        title: Text::fixed(
            "410: tải bản chụp rồi đọc tiếp từ next_after của nó",
            "410: loads the snapshot and goes on from its next_after",
        ),
        advice: Text::fixed(
            "Tải /v1/<dịch vụ>/snapshot, thay dữ liệu đã có, rồi đọc tiếp với after = next_after ở dòng đầu.",
            "Load /v1/<service>/snapshot, put it in place of what you hold, then go on with after = the next_after in its first line.",
        ),
    },
];

/// The script as text.
pub(super) fn told(name: &str, acts: &[Act]) -> String {
    let mut text = format!("{name}\n");
    for Act { code, on, after, fault, title, advice, .. } in acts {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n{code}\n  {vi}\n  {en}\n  strikes: {on}, once {after} were answered well\n  fault: {fault}\n  {advice_vi}\n  {advice_en}\n",
            vi = title.vi,
            en = title.en,
            on = on.words(),
            fault = fault.words(),
            advice_vi = advice.vi,
            advice_en = advice.en,
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_as_it_was_reviewed() {
        // htx rehearse --list > services/suite/src/command/rehearse/standard.txt
        assert_eq!(told("standard", STANDARD), include_str!("standard.txt"));
    }

    #[test]
    fn acts_have_names_of_their_own_and_come_in_their_order() {
        let codes: std::collections::HashSet<_> = STANDARD.iter().map(|act| act.code).collect();
        assert_eq!(codes.len(), STANDARD.len());
        for kind in [Kind::Read, Kind::Post, Kind::Change, Kind::Feed] {
            let after: Vec<_> =
                STANDARD.iter().filter(|act| act.on == kind).map(|act| act.after).collect();
            assert!(after.is_sorted(), "{kind:?}: {after:?}");
        }
    }
}
