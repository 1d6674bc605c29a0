//! Whether a client has patience.

use std::time::Duration;

use super::{Finding, Scene, TOLERANCE, seconds, waited};
use crate::command::rehearse::{
    exchange::{Exchange, Next},
    script::Fault,
    stage::prefix_of,
};

/// The most requests to a service that is down while its `Retry-After` runs: what was on its way already.
const TRIES: usize = 4;
/// The most repetitions of a request whose answer has not come yet.
const PARALLEL: usize = 2;

/// 429: the same is asked again, and not before `Retry-After` is over.
pub(in super::super) fn too_many_requests(scene: &Scene<'_>) -> Finding {
    let Some(struck) = scene.first() else { return Finding::not_seen() };
    let Some(again) = scene.knowing(struck).find(|later| later.repeats(struck)) else {
        return Finding::pending(
            "Chưa gửi lại yêu cầu bị từ chối 429.",
            "The request that was refused with 429 has not come again.",
            &[struck],
        );
    };
    match too_early(scene, struck, again) {
        Some(failed) => failed,
        None => Finding::passed(&[struck, again]),
    }
}

/// Fails a repetition that came before `Retry-After` was over.
fn too_early(scene: &Scene<'_>, refused: &Exchange, again: &Exchange) -> Option<Finding> {
    let wanted = match scene.act.fault {
        Fault::TooMany { retry_after } | Fault::Down { retry_after, .. } => retry_after,
        _ => return None,
    };
    let waited = waited(refused, again);
    (waited + TOLERANCE < Duration::from_secs(wanted)).then(|| {
        let waited = seconds(waited);
        Finding::failed(
            format!("Retry-After là {wanted} giây, nhưng yêu cầu đó đến lại sau {waited} giây."),
            format!("Retry-After was {wanted} seconds, and the same came again after {waited}."),
            &[refused, again],
        )
    })
}

/// 503: nobody hammers, every write comes again, and the client goes on.
pub(in super::super) fn service_down(scene: &Scene<'_>) -> Finding {
    let refused: Vec<&Exchange> = scene.struck().collect();
    let (Some(first), Some(last)) = (refused.first(), refused.last()) else {
        return Finding::not_seen();
    };
    let early = refused.iter().find_map(|one| {
        let again = scene.knowing(one).find(|later| later.repeats(one))?;
        too_early(scene, one, again)
    });
    if let Some(failed) = early.or_else(|| crowd(scene, &refused)) {
        return failed;
    }
    let lost = refused.iter().filter(|one| one.is_write()).find_map(|one| write_again(scene, one));
    if let Some(finding) = lost {
        return finding;
    }
    let service = prefix_of(&first.path);
    let on = scene.knowing(last).find(|later| {
        prefix_of(&later.path) == service && later.status != 0 && later.status != 503
    });
    match on {
        Some(on) => Finding::passed(&[first, last, on]),
        None => Finding::pending(
            "Chưa hỏi lại dịch vụ đã ngừng sau khi hết Retry-After.",
            "The service that was down has not been asked again after Retry-After.",
            &[first, last],
        ),
    }
}

/// Fails a client that asks much of a service while its `Retry-After` runs.
fn crowd(scene: &Scene<'_>, refused: &[&Exchange]) -> Option<Finding> {
    let Fault::Down { retry_after, .. } = scene.act.fault else { return None };
    refused.iter().find_map(|one| {
        let service = prefix_of(&one.path);
        let soon: Vec<&Exchange> = scene
            .knowing(one)
            .take_while(|later| waited(one, later) + TOLERANCE < Duration::from_secs(retry_after))
            .filter(|later| prefix_of(&later.path) == service)
            .collect();
        (soon.len() > TRIES).then(|| {
            let count = soon.len();
            Finding::failed(
                format!("{count} yêu cầu đến dịch vụ đã ngừng trong thời gian Retry-After."),
                format!("{count} requests came to the service while its Retry-After ran."),
                &[&[*one][..], &soon[..TRIES]].concat(),
            )
        })
    })
}

/// What is not right, or not yet, with a write that was refused.
fn write_again(scene: &Scene<'_>, refused: &Exchange) -> Option<Finding> {
    let again: Vec<&Exchange> = scene.knowing(refused).filter(|one| one.repeats(refused)).collect();
    if again.iter().any(|one| one.key == refused.key && one.status != 0 && one.status < 500) {
        return None;
    }
    match again.iter().find(|one| one.key != refused.key) {
        Some(other) => Some(Finding::failed(
            "Lần ghi bị từ chối 503 được gửi lại với Idempotency-Key khác.",
            "A write that was refused with 503 came again under another Idempotency-Key.",
            &[refused, other],
        )),
        None => Some(Finding::pending(
            "Chưa gửi lại lần ghi bị từ chối 503: thay đổi đó bị mất.",
            "A write that was refused with 503 has not come again: it is lost.",
            &[refused],
        )),
    }
}

/// A slow answer: the client waits for it, or asks again later, and never several times at once.
pub(in super::super) fn slow_answer(scene: &Scene<'_>) -> Finding {
    let Some(struck) = scene.first() else { return Finding::not_seen() };
    let Some(answered) = struck.answered else {
        return Finding::pending("Câu trả lời chậm đang đến.", "The answer is coming.", &[struck]);
    };
    let repeated = || scene.after(struck).iter().filter(|later| later.repeats(struck));
    let due = match scene.act.fault {
        Fault::Slow { seconds } => struck.arrived + Duration::from_secs(seconds),
        _ => answered,
    };
    // Of a client that hung up, no answer was waiting any more; it would still have come.
    let until = if struck.broken_off { due } else { answered };
    let at_once: Vec<&Exchange> = repeated().filter(|later| later.arrived < until).collect();
    if at_once.len() > PARALLEL {
        let count = at_once.len();
        return Finding::failed(
            format!("Trong khi chờ, cùng yêu cầu đó được gửi thêm {count} lần."),
            format!("While its answer was on its way the same request came {count} times more."),
            &[&[struck][..], &at_once[..=PARALLEL]].concat(),
        );
    }
    if let Some(again) = repeated().find(|later| later.succeeded()) {
        return Finding::passed(&[struck, again]);
    }
    // Whoever gives the cursor back has read the answer.
    let on = scene.knowing(struck).find(|later| match &struck.told.next {
        Some(Next::Cursor(cursor)) => later.parameter("cursor").as_ref() == Some(cursor),
        Some(Next::End) | None => !struck.broken_off,
    });
    match on {
        Some(on) => Finding::passed(&[struck, on]),
        None => Finding::pending(
            "Câu trả lời chậm không được dùng, và yêu cầu đó chưa được gửi lại.",
            "The slow answer was not used, and the request has not come again.",
            &[struck],
        ),
    }
}
