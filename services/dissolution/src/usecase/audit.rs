//! Reads a case as an auditor does: out of its events, as of a day, as known at an instant, with the
//! proof of each step in the log.

use htx_kit::{
    db::Connection,
    failure::Failure,
    log::{
        SubjectId,
        history::{self, LoggedBody, Recorded},
        proof::{self, Paths},
    },
};
use htx_model::{id::DissolutionId, scope::Scope};

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
    let bodies = history::bodies(connection, subject, at.known_at, EVENTS_MAX + 1)?;
    if bodies.len() > EVENTS_MAX as usize {
        return Err(Failure::unexpected("a case with more events than are folded"));
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
