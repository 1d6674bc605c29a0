//! Reads a case as an auditor does: out of its events, as of a day, as known at an instant, with the
//! proof of each step in the log.

use htx_kit::{
    db::Connection,
    failure::Failure,
    log::{
        SubjectId, checkpoint,
        history::{self, LoggedBody, Recorded},
        proof::{self, Paths},
    },
};
use htx_model::{
    date::Instant,
    id::DissolutionId,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use super::{hold, standing};
use crate::{
    Dissolutions,
    domain::dossier::{self, Dossier, Moment, Tables},
    store::{self, case::StoredCase},
};

/// The most events of a case that are folded: far more than one ever has.
pub const EVENTS_MAX: u32 = 20_000;

/// A case as an auditor reads it.
#[derive(Debug, Clone)]
pub struct Audited {
    /// The case today: whose it is.
    pub stored: StoredCase,
    /// What its events say.
    pub dossier: Dossier,
    /// Those events, byte for byte, in the order of the log.
    pub bodies: Vec<LoggedBody>,
}

/// A case within a scope, of a moment.
///
/// # Errors
/// Not found, outside the scope, or not open yet then.
pub fn read(
    connection: &mut Connection,
    service: &Dissolutions,
    scope: &Scope,
    id: DissolutionId,
    at: Moment,
) -> Result<Audited, Failure> {
    let stored = store::case::find(connection, scope, id)?.ok_or_else(hold::unknown)?;
    let subject = SubjectId::from_uuid(id.uuid());
    let mut bodies = history::bodies(connection, subject, EVENTS_MAX + 1)?;
    if bodies.len() > EVENTS_MAX as usize {
        return Err(too_many().into());
    }
    if let Some(instant) = at.known_at {
        bodies = known_by(connection, bodies, instant)?;
    }
    let events: Vec<Recorded> = bodies.iter().map(LoggedBody::read).collect::<Result<_, _>>()?;
    let tables = Tables {
        agencies: &service.agencies,
        periods: standing::rules()?,
        holidays: &service.holidays,
    };
    let dossier = dossier::fold(&events, at, &tables).map_err(Failure::unexpected)?;
    Ok(Audited { stored, dossier: dossier.ok_or_else(hold::unknown)?, bodies })
}

/// Those of a case's events that were known by an instant.
fn known_by(
    connection: &mut Connection,
    bodies: Vec<LoggedBody>,
    instant: Instant,
) -> Result<Vec<LoggedBody>, Failure> {
    let known = checkpoint::known_by(connection, instant)?;
    let (before, after): (Vec<_>, Vec<_>) = bodies
        .into_iter()
        .partition(|body| body.position.is_some_and(|position| position <= known.size));
    // A checkpoint that is being signed may yet cover them, and be dated before the instant.
    if !after.is_empty() && !known.settled {
        return Err(not_signed_yet().into());
    }
    Ok(before)
}

fn not_signed_yet() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Nhật ký chưa ký xong đến thời điểm này nên chưa thể nói chắc lúc đó đã biết gì.",
            "The log is not signed up to that moment yet, so what was known then is not certain.",
        ),
    )
    .advising(Text::fixed(
        "Hãy thử lại sau mười giây, hoặc bỏ known_at để xem mọi điều đã ghi.",
        "Try again in ten seconds, or leave known_at out to read all that is recorded.",
    ))
    .retrying_after(10)
}

fn too_many() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::made(
            format!("Hồ sơ có hơn {EVENTS_MAX} sự kiện nên không dựng lại một lần được."),
            format!("The case has more than {EVENTS_MAX} events, too many for one answer."),
        ),
    )
    .advising(Text::fixed(
        "Hãy đọc từng sự kiện của hồ sơ trong nhật ký /v1/dissolution/events.",
        "Read the events of the case one by one in the log, /v1/dissolution/events.",
    ))
}

/// The proofs of the steps of a case under the newest checkpoint; nothing before the first one.
///
/// # Errors
/// What the database reports.
pub fn prove_steps(
    connection: &mut Connection,
    audited: &Audited,
) -> Result<Option<Paths>, Failure> {
    proof::paths(connection, audited.steps().filter_map(|body| body.position))
}

impl Audited {
    /// The events of the steps, in the order of the log.
    pub fn steps(&self) -> impl Iterator<Item = &LoggedBody> {
        let steps = &self.dossier.steps;
        self.bodies.iter().filter(|body| steps.iter().any(|step| step.event_id == body.id))
    }
}
