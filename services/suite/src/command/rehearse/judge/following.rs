//! Whether a client follows a feed as it is meant: at least once, in order, never back.

use super::{Finding, Scene};
use crate::command::rehearse::exchange::Exchange;

/// Events came again: the client goes on from `next_after` all the same, and writes nothing twice.
pub(in super::super) fn repeated_events(scene: &Scene<'_>) -> Finding {
    let Some(struck) = scene.first() else { return Finding::not_seen() };
    let Some(next_after) = struck.told.next_after else { return Finding::not_seen() };
    let follows = |later: &&Exchange| later.method == "GET" && later.reads() == struck.reads();
    let Some(next) = scene.knowing(struck).find(follows) else {
        return Finding::pending(
            "Chưa đọc tiếp dòng sự kiện sau trang có sự kiện lặp lại.",
            "The feed has not been read on after the page with repeated events.",
            &[struck],
        );
    };
    let after = next.after();
    if after != next_after {
        let back = after < next_after;
        let (vi, en) =
            if back { ("lùi lại", "went back") } else { ("nhảy cóc", "leapt ahead") };
        return Finding::failed(
            format!("next_after là {next_after}, nhưng đọc tiếp từ {after}: {vi}."),
            format!("next_after was {next_after}, and it read on from {after}: it {en}."),
            &[struck, next],
        );
    }
    match written_twice(scene, struck, next) {
        Some((first, second)) => Finding::failed(
            "Sự kiện lặp lại làm cùng một lần ghi xảy ra hai lần, với khóa khác nhau.",
            "The repeated events made the same write happen twice, under different keys.",
            &[struck, first, second],
        ),
        None => Finding::passed(&[struck, next]),
    }
}

/// A write after the repetition that repeats one made since the events first came, under another key.
fn written_twice<'a>(
    scene: &Scene<'a>,
    struck: &Exchange,
    next: &Exchange,
) -> Option<(&'a Exchange, &'a Exchange)> {
    let before = scene.all.get(..struck.number)?;
    let first_seen = before
        .iter()
        .rev()
        .find(|one| one.reads() == struck.reads() && one.succeeded())
        .map_or(struck.number, |one| one.number);
    let written = scene.all.get(first_seen..next.number)?;
    let done = |one: &&Exchange| one.is_write() && one.succeeded();
    written.iter().filter(done).filter(|one| one.number > struck.number).find_map(|second| {
        let first = written.iter().filter(done).find(|first| {
            first.number < second.number
                && first.repeats(second)
                && (first.key.is_none() || first.key != second.key)
        })?;
        Some((first, second))
    })
}

/// The position is no longer kept: the client loads the snapshot and goes on from where that ends.
pub(in super::super) fn position_gone(scene: &Scene<'_>) -> Finding {
    let Some(struck) = scene.first() else { return Finding::not_seen() };
    let snapshot = struck.path.replace("/events", "/snapshot");
    let loaded = scene.knowing(struck).find(|later| later.path == snapshot && later.succeeded());
    let asked = |later: &&Exchange| later.method == "GET" && later.reads() == struck.reads();
    let next = scene.knowing(struck).find(asked);
    let Some(loaded) = loaded else {
        return match next {
            Some(next) => Finding::failed(
                "Hỏi tiếp dòng sự kiện mà chưa tải bản chụp: có thay đổi bị bỏ sót.",
                "It asked the feed again and did not load the snapshot: changes are missed.",
                &[struck, next],
            ),
            None => Finding::pending(
                "Chưa tải bản chụp sau 410.",
                "The snapshot has not been loaded after 410.",
                &[struck],
            ),
        };
    };
    if let Some(next) = next.filter(|next| next.number < loaded.number) {
        return Finding::failed(
            "Hỏi tiếp dòng sự kiện trước khi tải bản chụp.",
            "It asked the feed again before it loaded the snapshot.",
            &[struck, next, loaded],
        );
    }
    let Some(next) = scene.knowing(loaded).find(asked) else {
        return Finding::pending(
            "Chưa đọc tiếp dòng sự kiện sau khi tải bản chụp.",
            "The feed has not been read on after the snapshot.",
            &[struck, loaded],
        );
    };
    let (after, wanted) = (next.after(), loaded.told.next_after.unwrap_or_default());
    if after == wanted {
        return Finding::passed(&[struck, loaded, next]);
    }
    Finding::failed(
        format!("Bản chụp cho next_after là {wanted}, nhưng đọc tiếp từ {after}."),
        format!("The snapshot gave next_after {wanted}, and it read on from {after}."),
        &[struck, loaded, next],
    )
}
