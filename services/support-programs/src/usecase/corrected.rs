//! Which event recorded what is corrected: a correction is a new event that names the old one.

use htx_kit::{
    db::Connection,
    failure::Failure,
    log::{SubjectId, history},
};
use htx_model::{event::Event, id::EventId};
use uuid::Uuid;

/// The most events of a subject that are looked through.
const EVENTS_MAX: u32 = 10_000;

/// The last event of a subject that tells of it; nothing where none does.
///
/// # Errors
/// What the database reports.
pub(super) fn event_of(
    connection: &mut Connection,
    subject: Uuid,
    tells: impl Fn(&Event) -> bool,
) -> Result<Option<EventId>, Failure> {
    let bodies = history::bodies(connection, SubjectId::from_uuid(subject), EVENTS_MAX)?;
    for body in bodies.iter().rev() {
        if tells(&body.read()?.event) {
            return Ok(Some(body.id));
        }
    }
    Ok(None)
}
