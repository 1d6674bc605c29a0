//! What an officer of the organiser records: that an event takes no more applications, and who came.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    id::{TradeApplicationId, TradeEventId},
    money::Dong,
    refusal::{ErrorCode, Refusal, Text},
    trade::events::{Attendance, TradeEventAction as Action},
};
use serde_json::json;

use super::{Act, Said, Taken, heard, hold, save};
use crate::{
    domain::{
        event::{
            Event,
            attendance::{Came, complete},
        },
        outcome::FollowUp,
    },
    store::{self, event::StoredEvent},
};

/// Takes no more applications.
///
/// # Errors
/// As [`hold`].
pub fn close(
    act: &mut Act<'_>,
    (id, seen): (TradeEventId, &IfMatch),
    said: Said,
) -> Result<StoredEvent, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Close)?;
    let said = heard(said, false)?;
    let after = Event { state: next, ..before.event.clone() };
    save(act, before, after, Action::Close, Taken { said, more: None })
}

/// Records that an event has taken place and who of those with a place came. Each of them is asked after
/// three, six and twelve months what came of it.
///
/// # Errors
/// As [`hold`]; an event that is not over; applications that nobody decided; attendance that is not that
/// of everybody with a place.
pub fn record_held(
    act: &mut Act<'_>,
    (id, seen): (TradeEventId, &IfMatch),
    given: &[Came],
    said: Said,
) -> Result<StoredEvent, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Hold)?;
    let said = heard(said, false)?;
    let last = before.event.content.ends_on;
    if act.today() < last {
        return Err(not_over().into());
    }
    let undecided = store::application::undecided(act.connection, id)?;
    if undecided > 0 {
        return Err(some_undecided(undecided).into());
    }
    let participants = store::application::participants(act.connection, id)?;
    complete(&participants, given)?;
    let (came, absent) = (those(given, true), those(given, false));
    let now = act.context.now;
    let supported = before.event.content.planned_cost.state > Dong::ZERO;
    let attended = (Attendance::Attended, supported);
    store::application::record_attendance(act.connection, &came, attended, now)?;
    store::application::record_attendance(
        act.connection,
        &absent,
        (Attendance::Absent, false),
        now,
    )?;
    let asked: Vec<FollowUp> = came.iter().flat_map(|one| FollowUp::after(*one, last)).collect();
    store::follow_up::insert(act.connection, &asked)?;
    let after = Event { state: next, ended_on: Some(act.today()), ..before.event.clone() };
    let more = Some(json!({ "attended": came, "absent": absent }));
    save(act, before, after, Action::Hold, Taken { said, more })
}

/// Those who came, or who did not.
pub(super) fn those(given: &[Came], attended: bool) -> Vec<TradeApplicationId> {
    given.iter().filter(|(_, came)| *came == attended).map(|(id, _)| *id).collect()
}

fn not_over() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Sự kiện chưa kết thúc nên chưa thể ghi nhận đã tổ chức.",
            "The event is not over, so it cannot be recorded as held.",
        ),
    )
    .advising(Text::fixed(
        "Hãy ghi nhận từ ngày cuối của sự kiện.",
        "Record it from its last day on.",
    ))
}

fn some_undecided(count: i64) -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::made(
            format!("Còn {count} đăng ký chưa được quyết định."),
            format!("There are {count} applications that nobody decided."),
        ),
    )
    .advising(Text::fixed(
        "Hãy chọn hoặc không chọn từng đăng ký, kèm lý do.",
        "Select or refuse each of them, with a reason.",
    ))
}
