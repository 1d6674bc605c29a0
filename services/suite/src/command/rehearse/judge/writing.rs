//! Whether what a client writes happens once, and over nobody else's change.

use super::{Finding, Scene};
use crate::command::rehearse::exchange::Exchange;

/// The answer was lost: the same write comes again under the same key.
pub(in super::super) fn lost_answer(scene: &Scene<'_>) -> Finding {
    let Some(struck) = scene.first() else { return Finding::not_seen() };
    if struck.key.is_none() {
        return Finding::failed(
            "Lần ghi không có Idempotency-Key, nên không thể gửi lại an toàn.",
            "The write carries no Idempotency-Key, so it cannot be sent again safely.",
            &[struck],
        );
    }
    let again = scene.knowing(struck).find(|later| {
        later.method == struck.method
            && later.path == struck.path
            && (later.body == struck.body || later.key == struck.key)
    });
    let Some(again) = again else {
        return Finding::pending(
            "Chưa gửi lại lần ghi không có câu trả lời.",
            "The write whose answer was lost has not come again.",
            &[struck],
        );
    };
    if again.key != struck.key {
        return Finding::failed(
            "Lần ghi được gửi lại với Idempotency-Key khác: việc có thể xảy ra hai lần.",
            "The write came again under another Idempotency-Key: it may happen twice.",
            &[struck, again],
        );
    }
    if !again.repeats(struck) {
        return Finding::failed(
            "Cùng Idempotency-Key nhưng nội dung khác.",
            "The same Idempotency-Key came with another body.",
            &[struck, again],
        );
    }
    Finding::passed(&[struck, again])
}

/// Somebody else changed it: the client reads again before it sends its change with the new tag.
pub(in super::super) fn conflict(scene: &Scene<'_>) -> Finding {
    let Some(struck) = scene.first() else { return Finding::not_seen() };
    let here: Vec<&Exchange> =
        scene.knowing(struck).filter(|later| later.path == struck.path).collect();
    let Some(again) = here.iter().find(|later| later.method == struck.method) else {
        return Finding::pending(
            "Chưa đọc lại và gửi lại thay đổi bị từ chối 412.",
            "The change that was refused with 412 has not been read anew and sent again.",
            &[struck],
        );
    };
    let tag = again.if_match.as_deref().unwrap_or_default();
    if tag.is_empty() || tag.contains('*') {
        return Finding::failed(
            "Gửi lại không nêu đúng một phiên bản trong If-Match: đè lên thay đổi của người khác.",
            "It came again with no version in If-Match: that overwrites somebody else's change.",
            &[struck, again],
        );
    }
    if again.if_match == struck.if_match {
        return Finding::failed(
            "Gửi lại với đúng ETag cũ.",
            "It came again with the same stale ETag.",
            &[struck, again],
        );
    }
    let read = here.iter().find(|later| {
        let before = later.method == "GET" && later.succeeded() && later.number < again.number;
        before && later.told.tag == again.if_match
    });
    match read {
        Some(read) if again.succeeded() => Finding::passed(&[struck, read, again]),
        Some(read) => Finding::pending(
            "Thay đổi gửi lại chưa được nhận.",
            "The change that was sent again has not been taken.",
            &[struck, read, again],
        ),
        None => Finding::failed(
            "Gửi lại với ETag khác mà không đọc lại tài nguyên có ETag đó.",
            "It came again with another ETag, which no reading of the resource in between had told.",
            &[struck, again],
        ),
    }
}
