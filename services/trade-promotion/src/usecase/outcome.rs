//! What came of taking part: results at the event, and what the follow-ups find.

use htx_kit::{act::Act, failure::Failure, log};
use htx_model::{
    event::Subject,
    id::{DocumentId, TradeApplicationId, TradeResultId},
    refusal::{ErrorCode, Refusal, Text},
    trade::events::{Attendance, TradeEventState},
};
use serde_json::{Value, json};

use super::{application, documents, event};
use crate::{
    domain::outcome::{FollowUp, Reported, TradeResult, checked},
    store::{self, application::StoredApplication, document::Folder},
};

/// Reports results of a participation, beside its follow-ups.
///
/// # Errors
/// Not found, or outside the scope; an event that has not been held, or an organisation that was not
/// there; every fault of what was sent.
pub fn report(
    act: &mut Act<'_>,
    id: TradeApplicationId,
    results: Vec<Reported>,
) -> Result<StoredApplication, Failure> {
    let stored = participation(act, id)?;
    let results = made(act, &stored, None, results)?;
    let state = json!({ "application_id": id, "results": logged(&results) });
    tell(act, "trade_result.reported", &stored, state, &results)?;
    Ok(stored)
}

/// Reports what a follow-up found: whether it still trades with whom it met, and new results.
///
/// # Errors
/// As [`report`]; a follow-up that there is none of, that is not due, or was reported already.
pub fn follow_up(
    act: &mut Act<'_>,
    (id, months): (TradeApplicationId, u8),
    still_trading: bool,
    results: Vec<Reported>,
) -> Result<StoredApplication, Failure> {
    let stored = participation(act, id)?;
    let asked = store::follow_up::find(act.connection, id, months)?;
    let asked = asked.ok_or_else(|| Refusal::not_found("kỳ theo dõi", "follow-up"))?;
    due(&asked, act)?;
    let done = FollowUp { done_on: Some(act.today()), still_trading: Some(still_trading), ..asked };
    store::follow_up::save_done(act.connection, &done)?;
    let results = made(act, &stored, Some(months), results)?;
    let state = json!({
        "application_id": id,
        "months": months,
        "due_on": done.due_on,
        "done_on": done.done_on,
        "still_trading": still_trading,
        "results": logged(&results),
    });
    tell(act, "trade_follow_up.reported", &stored, state, &results)?;
    Ok(stored)
}

/// Strikes a result out that was wrong. It stays in the log.
///
/// # Errors
/// Not found, or outside the scope; one that was struck out already.
pub fn strike(act: &mut Act<'_>, id: TradeResultId) -> Result<store::result::Found, Failure> {
    let held = act.held_names();
    let unknown = || Refusal::not_found("kết quả", "result");
    let found = store::result::find(act.connection, (act.scope, &held), id)?;
    event::lock(act, found.ok_or_else(unknown)?.event)?;
    let found = store::result::find(act.connection, (act.scope, &held), id)?;
    let mut found = found.ok_or_else(unknown)?;
    if found.stored.struck_on.is_some() {
        return Err(Refusal::new(
            ErrorCode::StateConflict,
            Text::fixed("Kết quả này đã bị hủy bỏ.", "The result was struck out already."),
        )
        .into());
    }
    let by = act.context.actor.name.clone();
    store::result::strike(act.connection, id, (&by, act.today()))?;
    found.stored.struck_on = Some(act.today());
    let subject = Subject { kind: "trade_result".to_owned(), id: id.uuid() };
    let before = found.stored.result.logged();
    let mut after = before.clone();
    after["struck_on"] = json!(act.today());
    let place = found.organisation.place();
    let told = act.context.event("trade_result.struck", subject, place, Some(&before), after);
    log::append(act.connection, &told, None, &act.context.ids)?;
    Ok(found)
}

/// The participation with this id, in its event's turn.
fn participation(act: &mut Act<'_>, id: TradeApplicationId) -> Result<StoredApplication, Failure> {
    let held = act.held_names();
    let unknown = application::unknown;
    let found = store::application::find(act.connection, (act.scope, &held), id)?;
    event::lock(act, found.ok_or_else(unknown)?.event.event.id)?;
    let found = store::application::find(act.connection, (act.scope, &held), id)?;
    let stored = found.ok_or_else(unknown)?;
    let was_held =
        matches!(stored.event.event.state, TradeEventState::Held | TradeEventState::Settled);
    if was_held && stored.application.attendance == Some(Attendance::Attended) {
        return Ok(stored);
    }
    Err(Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Chỉ đơn vị đã có mặt tại sự kiện đã tổ chức mới có kết quả.",
            "Results are those of whoever came to an event that was held.",
        ),
    )
    .advising(Text::fixed(
        "Cơ quan tổ chức ghi nhận đơn vị có mặt khi sự kiện kết thúc.",
        "The organiser records who came once the event is over.",
    ))
    .into())
}

fn due(asked: &FollowUp, act: &Act<'_>) -> Result<(), Refusal> {
    let wrong =
        |vi: String, en: String| Err(Refusal::new(ErrorCode::StateConflict, Text::made(vi, en)));
    match asked.done_on {
        Some(on) => wrong(
            format!("Kỳ theo dõi này đã báo cáo ngày {on}."),
            format!("This follow-up was reported on {on}."),
        ),
        None if asked.due_on > act.today() => wrong(
            format!("Kỳ theo dõi này đến hạn ngày {}.", asked.due_on),
            format!("This follow-up is due on {}.", asked.due_on),
        ),
        None => Ok(()),
    }
}

fn made(
    act: &mut Act<'_>,
    stored: &StoredApplication,
    months: Option<u8>,
    results: Vec<Reported>,
) -> Result<Vec<TradeResult>, Failure> {
    let begun = stored.event.event.content.starts_on;
    let results = checked(results, (begun, act.today()))?;
    let application = stored.application.id;
    let proofs: Vec<DocumentId> = results.iter().filter_map(|one| one.document).collect();
    documents::exhibits(act.connection, Folder::Application(application), &proofs, "/results")?;
    let made = |reported| {
        let id = act.context.ids.make();
        TradeResult { id, application, months, reported }
    };
    let results: Vec<TradeResult> = results.into_iter().map(made).collect();
    let by = act.context.actor.name.clone();
    store::result::insert(act.connection, &results, (&by, act.context.now))?;
    Ok(results)
}

fn logged(results: &[TradeResult]) -> Vec<Value> {
    results.iter().map(TradeResult::logged).collect()
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    stored: &StoredApplication,
    state: Value,
    results: &[TradeResult],
) -> Result<(), Failure> {
    let id = stored.application.id.uuid();
    let subject = Subject { kind: application::SUBJECT.to_owned(), id };
    let told = act.context.event(kind, subject, stored.organisation.place(), None, state);
    let buyers: Vec<_> = results.iter().map(|one| (one.id, &one.reported.buyer)).collect();
    log::append(act.connection, &told, Some(&json!({ "buyers": buyers })), &act.context.ids)
}
