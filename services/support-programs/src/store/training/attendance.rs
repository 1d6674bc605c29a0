//! Who was at which session.

use std::collections::HashMap;

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    date::Date,
    id::{TrainingClassId, TrainingParticipantId, TrainingSessionId},
};

use crate::store::schema::{training_attendance, training_session};

/// Records who was at a session, in the place of what was recorded before.
///
/// # Errors
/// What the database reports.
pub fn record(
    connection: &mut Connection,
    session: TrainingSessionId,
    present: &[TrainingParticipantId],
    on: Date,
) -> Result<(), Failure> {
    diesel::delete(training_attendance::table)
        .filter(training_attendance::session_id.eq(Bind(session)))
        .execute(connection)?;
    let row = |one: &TrainingParticipantId| {
        (
            training_attendance::session_id.eq(Bind(session)),
            training_attendance::participant_id.eq(Bind(*one)),
        )
    };
    let rows: Vec<_> = present.iter().map(row).collect();
    if !rows.is_empty() {
        each!(connection, one => diesel::insert_into(training_attendance::table).values(&rows).execute(one))?;
    }
    diesel::update(training_session::table)
        .filter(training_session::id.eq(Bind(session)))
        .set(training_session::attendance_recorded_on.eq(Bind(on)))
        .execute(connection)?;
    Ok(())
}

/// Of each participant of a class the sessions that they were at, and the minutes of these.
///
/// # Errors
/// What the database reports.
pub fn of_class(
    connection: &mut Connection,
    of: TrainingClassId,
) -> Result<HashMap<TrainingParticipantId, Attended>, Failure> {
    let rows: Vec<(TrainingParticipantId, i32)> = training_attendance::table
        .inner_join(training_session::table)
        .filter(training_session::class_id.eq(Bind(of)))
        .select((training_attendance::participant_id, training_session::minutes))
        .load(connection)?;
    let mut attended: HashMap<TrainingParticipantId, Attended> = HashMap::new();
    for (participant, minutes) in rows {
        let one = attended.entry(participant).or_default();
        one.sessions += 1;
        one.minutes += u32::try_from(minutes).map_err(Failure::unexpected)?;
    }
    Ok(attended)
}

/// What somebody attended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attended {
    /// How many sessions.
    pub sessions: u32,
    /// How many minutes.
    pub minutes: u32,
}
