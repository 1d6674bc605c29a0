//! An approver of the alliance confirms that a class was held: it counts from then on, and whoever
//! attended enough gets a certificate, numbered in the same transaction.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    id::{TrainingClassId, TrainingParticipantId},
    refusal::Text,
    support::training::TrainingAction,
};
use serde_json::json;

use super::{Act, hold, not_yet, save};
use crate::{
    domain::training::{Certificate, Class, Session, certificate_number, rule::AttendanceRules},
    store,
};

/// Confirms a class.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; whoever organised it; a session without
/// recorded attendance; nobody who was there.
pub fn complete(
    act: &mut Act<'_>,
    (id, seen): (TrainingClassId, &IfMatch),
) -> Result<Class, Failure> {
    let (before, after) = hold(act, (id, Some(seen)), TrainingAction::Complete)?;
    let sessions = store::training::sessions(act.connection, id)?;
    if let Some(open) = sessions.iter().find(|one| one.attendance_recorded_on.is_none()) {
        let number = open.number;
        return Err(not_yet(
            Text::made(
                format!("Buổi {number} chưa điểm danh."),
                format!("The attendance of session {number} is not recorded."),
            ),
            Text::fixed(
                "Hãy điểm danh mọi buổi học trước.",
                "Record the attendance of every session first.",
            ),
        )
        .into());
    }
    let certificates = certificates(act, &before, &sessions)?;
    store::training::certificate::insert(act.connection, (id, &before.organiser), &certificates)?;
    let after = Class { completed_on: Some(act.today()), ..after };
    let more = json!({ "certificates": certificates });
    save(act, &before, after, ("training_class.completed", more))
}

/// The certificates that were earned, in the order of registration.
fn certificates(
    act: &mut Act<'_>,
    class: &Class,
    sessions: &[Session],
) -> Result<Vec<Certificate>, Failure> {
    let rules = AttendanceRules::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let rule = rules.on(class.content.ends_on);
    let rule = rule.ok_or_else(|| Failure::unexpected("there is no attendance rule"))?;
    let all: u32 = sessions.iter().map(|one| one.minutes).sum();
    let taking_part = store::training::participant::taking_part(act.connection, class.id)?;
    let attended = store::training::attendance::of_class(act.connection, class.id)?;
    let minutes = |id: &TrainingParticipantId| attended.get(id).map_or(0, |one| one.minutes);
    if taking_part.iter().all(|id| minutes(id) == 0) {
        return Err(not_yet(
            Text::fixed(
                "Không học viên nào có mặt ở bất kỳ buổi học nào.",
                "Nobody was at any session.",
            ),
            Text::fixed(
                "Hãy điểm danh lại, hoặc hủy lớp.",
                "Record the attendance anew, or cancel the class.",
            ),
        )
        .into());
    }
    let (today, organiser) = (act.today(), &class.organiser);
    let year = today.year();
    act.connection.lock(&format!("training certificates of {organiser} {year}"))?;
    let mut sequence = store::training::certificate::last(act.connection, organiser, year)?;
    let mut certificates = Vec::new();
    for participant in taking_part.into_iter().filter(|id| rule.earned(minutes(id), all)) {
        sequence += 1;
        certificates.push(Certificate {
            participant,
            year,
            sequence,
            number: certificate_number(organiser, year, sequence),
            attended_minutes: minutes(&participant),
            issued_on: today,
        });
    }
    Ok(certificates)
}
