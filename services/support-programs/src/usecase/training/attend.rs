//! Who was at a session.

use std::collections::BTreeSet;

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    id::{TrainingClassId, TrainingParticipantId, TrainingSessionId},
    refusal::{Fault, Refusal, Text},
    support::training::TrainingAction,
};
use serde_json::json;

use super::{Act, hold, not_yet, save};
use crate::{domain::training::Class, store};

/// Records who was at a session; whoever takes part and is not named was absent. It may be recorded
/// anew until the class is confirmed.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; a session to come; somebody who takes no part.
pub fn attend(
    act: &mut Act<'_>,
    (id, seen): (TrainingClassId, &IfMatch),
    (session, present): (TrainingSessionId, Vec<TrainingParticipantId>),
) -> Result<Class, Failure> {
    let (before, after) = hold(act, (id, Some(seen)), TrainingAction::RecordAttendance)?;
    let sessions = store::training::sessions(act.connection, id)?;
    let found = sessions.iter().find(|one| one.id == session);
    let found = found.ok_or_else(|| Refusal::not_found("buổi học", "session"))?;
    let today = act.today();
    if found.held_on > today {
        let on = found.held_on;
        return Err(not_yet(
            Text::made(
                format!("Buổi học diễn ra ngày {on}, chưa đến."),
                format!("The session takes place on {on}, which is still to come."),
            ),
            Text::fixed("Hãy điểm danh sau buổi học.", "Record it after the session."),
        )
        .into());
    }
    let taking_part: BTreeSet<_> =
        store::training::participant::taking_part(act.connection, id)?.into_iter().collect();
    let strangers: Vec<Fault> = present
        .iter()
        .enumerate()
        .filter(|(_, one)| !taking_part.contains(one))
        .map(|(at, _)| {
            Fault::new(
                format!("/present/{at}"),
                "not_a_participant",
                Text::fixed(
                    "Không phải học viên của lớp này.",
                    "This is nobody who takes part in the class.",
                ),
            )
        })
        .collect();
    if !strangers.is_empty() {
        return Err(Refusal::rules(strangers).into());
    }
    let present: Vec<_> = present.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    store::training::attendance::record(act.connection, session, &present, today)?;
    let absent = taking_part.len() - present.len();
    let more =
        json!({ "attendance": { "session_id": session, "present": present, "absent": absent } });
    save(act, &before, after, ("training_class.attended", more))
}
