//! Whether a client reads lists and answers as they are meant, and keeps its token fresh.

use super::{Finding, Scene};
use crate::command::rehearse::exchange::{Exchange, Next};

/// The most tokens that are asked for to mend one refusal.
const TOKENS: usize = 2;
/// The most times that an answer with unknown words is asked for again.
const AGAIN: usize = 3;

/// Lists are read with the cursors that were given, to their end.
pub(in super::super) fn pages(scene: &Scene<'_>) -> Finding {
    let lists =
        || scene.all.iter().filter(|one| one.method == "GET" && one.path.starts_with("/v1/"));
    let invented =
        lists().find(|one| ["offset", "page"].iter().any(|name| one.parameter(name).is_some()));
    if let Some(one) = invented {
        return Finding::failed(
            "Dùng offset hoặc page, không có trong giao diện.",
            "It used offset or page, which the interface does not have.",
            &[one],
        );
    }
    let forged = lists().find(|one| {
        one.parameter("cursor").is_some_and(|cursor| given_by(scene, one, &cursor).is_none())
    });
    if let Some(one) = forged {
        return Finding::failed(
            "Cursor này không phải là next của một trang trước, hoặc bộ lọc đã bị thay đổi.",
            "This cursor was no next of a page before, or the filters were changed.",
            &[one],
        );
    }
    let ended = lists().find(|one| {
        one.told.next == Some(Next::End) && one.parameter("cursor").is_some() && one.succeeded()
    });
    let Some(open) = lists().find(|one| matches!(one.told.next, Some(Next::Cursor(_)))) else {
        return Finding::not_seen();
    };
    match ended {
        Some(ended) => Finding::passed(&[open, ended]),
        None => Finding::pending(
            "Chưa đọc danh sách nào đến trang cuối (next là null).",
            "No list has been read to its last page (next is null) yet.",
            &[open],
        ),
    }
}

/// The page before whose `next` a cursor is, of the same list with the same filters.
fn given_by<'a>(scene: &Scene<'a>, one: &Exchange, cursor: &str) -> Option<&'a Exchange> {
    let before = scene.all.get(..one.number)?;
    before.iter().rev().find(|page| {
        matches!(&page.told.next, Some(Next::Cursor(next)) if next == cursor)
            && page.reads() == one.reads()
    })
}

/// The token has ended: a new one is fetched, and the request comes again with it.
pub(in super::super) fn token_ended(scene: &Scene<'_>) -> Finding {
    let Some(struck) = scene.first() else { return Finding::not_seen() };
    let Some(again) = scene.knowing(struck).find(|later| later.repeats(struck)) else {
        return Finding::pending(
            "Chưa gửi lại yêu cầu bị từ chối 401.",
            "The request that was refused with 401 has not come again.",
            &[struck],
        );
    };
    if again.token == struck.token {
        return Finding::failed(
            "Gửi lại với chính mã truy cập đã bị từ chối.",
            "It came again with the very token that was refused.",
            &[struck, again],
        );
    }
    let fetched: Vec<&Exchange> = scene
        .knowing(struck)
        .take_while(|later| later.number < again.number)
        .filter(|later| later.method == "POST" && later.path == "/oauth/token")
        .collect();
    match fetched.as_slice() {
        [] => Finding::failed(
            "Mã truy cập mới không được lấy ở /oauth/token sau khi bị từ chối.",
            "The new token was not fetched at /oauth/token after the refusal.",
            &[struck, again],
        ),
        many if many.len() > TOKENS => {
            let count = many.len();
            Finding::failed(
                format!("Gọi /oauth/token {count} lần cho một lần bị từ chối."),
                format!("It asked /oauth/token {count} times to mend one refusal."),
                &[&[struck][..], &many[..=TOKENS], &[again][..]].concat(),
            )
        }
        few => Finding::passed(&[&[struck][..], few, &[again][..]].concat()),
    }
}

/// An answer holds what the client does not know: it goes on all the same.
pub(in super::super) fn unknown_words(scene: &Scene<'_>) -> Finding {
    let Some(struck) = scene.first() else { return Finding::not_seen() };
    let on = scene.knowing(struck).find(|later| match &struck.told.next {
        Some(Next::Cursor(cursor)) => later.parameter("cursor").as_ref() == Some(cursor),
        Some(Next::End) | None => later.path.starts_with("/v1/") && !later.repeats(struck),
    });
    if let Some(on) = on {
        return Finding::passed(&[struck, on]);
    }
    let again: Vec<&Exchange> = scene.knowing(struck).filter(|one| one.repeats(struck)).collect();
    if again.len() >= AGAIN {
        return Finding::failed(
            "Chỉ hỏi đi hỏi lại câu trả lời có trường và mã chưa biết.",
            "It only asks again and again for the answer with unknown fields and codes.",
            &[&[struck][..], &again[..AGAIN]].concat(),
        );
    }
    Finding::pending(
        "Chưa đi tiếp sau câu trả lời có trường và mã chưa biết.",
        "It has not gone on after the answer with unknown fields and codes.",
        &[struck],
    )
}
