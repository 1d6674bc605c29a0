//! What an officer of the lead agency does with a version: writes in it, hands it to the approver, gives
//! it up.

use htx_kit::{act::Act, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date, id::ProgrammeVersionId, refusal::Refusal, support::programmes::VersionAction,
};

use super::{Found, hold, note_preparer, put_aside, save};
use crate::{
    domain::programme::{Content, Version, check},
    store,
};

/// Writes in a version: all of it, as it was sent.
///
/// # Errors
/// Not found; not led by the caller; a stale version; a state that does not allow it; every fault of what
/// was sent.
pub fn change(
    act: &mut Act<'_>,
    of: (ProgrammeVersionId, &IfMatch),
    valid_from: Option<Date>,
    content: Content,
) -> Result<Found, Failure> {
    let (programme, before, state) = hold(act, of, VersionAction::Change)?;
    let content = check::check(content).map_err(Refusal::rules)?;
    let mut after = Version { state, valid_from, content, ..before.clone() };
    note_preparer(act, &mut after);
    if store::programme_version::adopted_last(act.connection, programme.id)?.is_none() {
        // Before the first adoption the draft names who leads with it.
        let named = Content { lead: programme.lead_agency.clone(), ..after.content.clone() };
        store::programme::name_leads(act.connection, programme.id, &named)?;
    }
    save(act, programme, &before, after, "programme.version_changed")
}

/// Hands a version to the approver.
///
/// # Errors
/// As [`change`].
pub fn submit(act: &mut Act<'_>, of: (ProgrammeVersionId, &IfMatch)) -> Result<Found, Failure> {
    let (programme, before, state) = hold(act, of, VersionAction::Submit)?;
    let mut after = Version { state, reason: None, ..before.clone() };
    note_preparer(act, &mut after);
    save(act, programme, &before, after, "programme.version_submitted")
}

/// Gives a version up.
///
/// # Errors
/// As [`change`]; no reason.
pub fn discard(
    act: &mut Act<'_>,
    of: (ProgrammeVersionId, &IfMatch),
    reason: &str,
) -> Result<Found, Failure> {
    put_aside(act, of, (VersionAction::Discard, "programme.version_discarded"), reason)
}
