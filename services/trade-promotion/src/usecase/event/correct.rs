//! What an officer of the organiser corrects: who came, until the event is settled.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    id::{TradeApplicationId, TradeEventId},
    money::Dong,
    refusal::{ErrorCode, Refusal, Text},
    trade::events::{Attendance, TradeEventAction as Action},
};
use serde_json::json;

use super::{Act, Said, Taken, heard, hold, hold::those, save};
use crate::{
    domain::{
        event::{
            Event,
            attendance::{Came, corrected},
        },
        outcome::FollowUp,
    },
    store::{self, event::StoredEvent},
};

/// Corrects who came, with a reason. Whoever did after all is asked what came of it; whoever did not is asked
/// nothing, unless it has reported already.
///
/// # Errors
/// As [`hold`](super::hold); nothing that was otherwise; whoever has reported what came of it.
pub fn correct_attendance(
    act: &mut Act<'_>,
    (id, seen): (TradeEventId, &IfMatch),
    given: &[Came],
    said: Said,
) -> Result<StoredEvent, Failure> {
    let (before, next) = hold(act, (id, seen), Action::CorrectAttendance)?;
    let said = heard(said, true)?;
    let participants = store::application::participants(act.connection, id)?;
    let changed = corrected(&participants, given)?;
    let (came, absent) = (those(&changed, true), those(&changed, false));
    silent(act, &absent)?;
    let now = act.context.now;
    let supported = before.event.content.planned_cost.state > Dong::ZERO;
    let attended = (Attendance::Attended, supported);
    store::application::record_attendance(act.connection, &came, attended, now)?;
    let stayed_away = (Attendance::Absent, false);
    store::application::record_attendance(act.connection, &absent, stayed_away, now)?;
    store::follow_up::remove(act.connection, &absent)?;
    let last = before.event.content.ends_on;
    let asked: Vec<FollowUp> = came.iter().flat_map(|one| FollowUp::after(*one, last)).collect();
    store::follow_up::insert(act.connection, &asked)?;
    let after = Event { state: next, ..before.event.clone() };
    let more = Some(json!({ "attended": came, "absent": absent }));
    save(act, before, after, Action::CorrectAttendance, Taken { said, more })
}

/// Refuses where one of those who are to be absent has reported what came of its coming.
fn silent(act: &mut Act<'_>, absent: &[TradeApplicationId]) -> Result<(), Failure> {
    let told = store::result::any_of(act.connection, absent)?
        || store::follow_up::any_done(act.connection, absent)?;
    if !told {
        return Ok(());
    }
    let detail = Text::fixed(
        "Có đơn vị đã báo cáo kết quả tham gia nên không thể ghi là vắng mặt.",
        "One of them has reported what came of it, so it cannot be absent.",
    );
    let advice =
        Text::fixed("Hãy hủy bỏ kết quả ghi sai trước.", "Strike out what was reported first.");
    Err(Refusal::new(ErrorCode::StateConflict, detail).advising(advice).into())
}
