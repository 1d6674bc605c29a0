//! What an approver of the organiser decides: to announce an event, to cancel it, and what it did cost.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    id::{TradeApplicationId, TradeEventId},
    refusal::{ErrorCode, Refusal, Text},
    trade::events::{Attendance, TradeEventAction as Action},
};
use serde_json::json;

use super::{Act, Said, Taken, heard, hold, save};
use crate::{
    domain::{
        application::Shares,
        event::{Cost, Event, share},
    },
    store::{self, event::StoredEvent},
};

/// Announces an event: from now on it takes applications, and stands in the calendar.
///
/// # Errors
/// As [`hold`]; a day that has passed since it was entered.
pub fn open(
    act: &mut Act<'_>,
    (id, seen): (TradeEventId, &IfMatch),
    said: Said,
) -> Result<StoredEvent, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Open)?;
    let said = heard(said, false)?;
    let today = act.today();
    if before.event.content.apply_until < today || before.event.content.starts_on <= today {
        return Err(Refusal::new(
            ErrorCode::StateConflict,
            Text::fixed(
                "Hạn đăng ký hoặc ngày bắt đầu đã qua nên không thể mở đăng ký.",
                "The deadline for applications or the first day has passed, so it cannot be opened.",
            ),
        )
        .advising(Text::fixed(
            "Hãy sửa ngày của sự kiện trước khi mở đăng ký.",
            "Change the days of the event first.",
        ))
        .into());
    }
    let after = Event { state: next, opened_on: Some(today), ..before.event.clone() };
    save(act, before, after, Action::Open, Taken { said, more: None })
}

/// Cancels an event, with a reason. If it was announced, the calendar shows it as cancelled.
///
/// # Errors
/// As [`hold`].
pub fn cancel(
    act: &mut Act<'_>,
    (id, seen): (TradeEventId, &IfMatch),
    said: Said,
) -> Result<StoredEvent, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Cancel)?;
    let said = heard(said, true)?;
    let after = Event {
        state: next,
        ended_on: Some(act.today()),
        cancel_reason: said.reason.clone(),
        revision: before.event.revision + 1,
        ..before.event.clone()
    };
    save(act, before, after, Action::Cancel, Taken { said, more: None })
}

/// Settles an event: what it did cost is shared out, to the đồng, among those who came.
///
/// # Errors
/// As [`hold`]; amounts that nobody can bear.
pub fn settle(
    act: &mut Act<'_>,
    (id, seen): (TradeEventId, &IfMatch),
    cost: Cost,
    said: Said,
) -> Result<StoredEvent, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Settle)?;
    let said = heard(said, false)?;
    let participants = store::application::participants(act.connection, id)?;
    let came: Vec<TradeApplicationId> = participants
        .iter()
        .filter(|one| one.attendance == Some(Attendance::Attended))
        .map(|one| one.application)
        .collect();
    let shares = share::shares(cost, came.len())?;
    for (shares, of) in alike(&came, &shares) {
        store::application::record_shares(act.connection, &of, shares, act.context.now)?;
    }
    let parts: Vec<_> = came
        .iter()
        .zip(&shares)
        .map(|(application, shares)| json!({ "application_id": application, "shares": shares }))
        .collect();
    let after = Event { state: next, actual_cost: Some(cost), ..before.event.clone() };
    let more = Some(json!({ "shares": parts }));
    save(act, before, after, Action::Settle, Taken { said, more })
}

/// Those who bear the same: shares by equal parts differ by one đồng, so there are three groups at most.
fn alike(came: &[TradeApplicationId], shares: &[Shares]) -> Vec<(Shares, Vec<TradeApplicationId>)> {
    let mut groups: Vec<(Shares, Vec<TradeApplicationId>)> = Vec::new();
    for (application, shares) in came.iter().zip(shares) {
        match groups.last_mut() {
            Some((same, of)) if same == shares => of.push(*application),
            _ => groups.push((*shares, vec![*application])),
        }
    }
    groups
}
