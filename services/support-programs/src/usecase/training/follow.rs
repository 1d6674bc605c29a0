//! A class is opened, stated to be held, called off.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults, id::TrainingClassId, refusal::Text, support::training::TrainingAction,
    words::REASON_LENGTH_MAX,
};
use serde_json::json;

use super::{Act, hold, not_yet, save};
use crate::{domain::training::Class, store};

/// Opens a class for registration.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; no session.
pub fn open(act: &mut Act<'_>, (id, seen): (TrainingClassId, &IfMatch)) -> Result<Class, Failure> {
    let (before, after) = hold(act, (id, Some(seen)), TrainingAction::Open)?;
    if store::training::sessions(act.connection, id)?.is_empty() {
        return Err(not_yet(
            Text::fixed("Lớp chưa có buổi học nào.", "The class has no session yet."),
            Text::fixed(
                "Hãy lập lịch trước (PUT …/schedule).",
                "Set the timetable first (PUT …/schedule).",
            ),
        )
        .into());
    }
    save(act, &before, after, ("training_class.opened", json!({})))
}

/// States that all sessions are over.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; nobody who takes part; a session to come.
pub fn hold_class(
    act: &mut Act<'_>,
    (id, seen): (TrainingClassId, &IfMatch),
) -> Result<Class, Failure> {
    let (before, after) = hold(act, (id, Some(seen)), TrainingAction::Hold)?;
    if before.registered == 0 {
        return Err(not_yet(
            Text::fixed("Lớp chưa có học viên nào.", "Nobody takes part in the class."),
            Text::fixed(
                "Hãy đăng ký học viên, hoặc hủy lớp.",
                "Register people, or cancel the class.",
            ),
        )
        .into());
    }
    let sessions = store::training::sessions(act.connection, id)?;
    let today = act.today();
    if let Some(next) = sessions.iter().find(|one| one.held_on > today) {
        let (number, on) = (next.number, next.held_on);
        return Err(not_yet(
            Text::made(
                format!("Buổi {number} diễn ra ngày {on}, chưa đến."),
                format!("Session {number} takes place on {on}, which is still to come."),
            ),
            Text::fixed("Hãy ghi sau buổi học cuối cùng.", "State it after the last session."),
        )
        .into());
    }
    save(act, &before, after, ("training_class.held", json!({})))
}

/// Calls a class off.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; no reason.
pub fn cancel(
    act: &mut Act<'_>,
    (id, seen): (TrainingClassId, &IfMatch),
    reason: &str,
) -> Result<Class, Failure> {
    let (before, after) = hold(act, (id, Some(seen)), TrainingAction::Cancel)?;
    let mut faults = Faults::default();
    let reason = faults.words("/reason", reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    let after = Class { cancelled_reason: Some(reason), ..after };
    save(act, &before, after, ("training_class.cancelled", json!({})))
}
