//! Writing programmes: an officer of the lead agency writes versions, its approver adopts them, the
//! agencies that lead with it read and give their opinion. What was adopted is never rewritten.

pub mod change;
pub mod decide;
pub mod draft;
pub mod opinion;

use htx_kit::{act::Act, failure::Failure, http::IfMatch, log};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::Date,
    event::{Place, Subject},
    faults::Faults,
    id::ProgrammeVersionId,
    permission::Permission,
    principal::Principal,
    refusal::Refusal,
    support::programmes::{VersionAction, VersionState},
    words::REASON_LENGTH_MAX,
};
use serde_json::{Value, json};

use super::{load_programmes::SUBJECT, programme_terms};
use crate::{
    domain::{
        lead,
        programme::{Opinion, Programme, Version, lifecycle},
    },
    store::{self, programme_version::Drafts},
};

/// A version with its programme and what co-lead agencies say of it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The programme.
    pub programme: Programme,
    /// The version.
    pub version: Version,
    /// What was said of it, in its order. Empty in lists.
    pub opinions: Vec<Opinion>,
}

/// A version that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("phiên bản chương trình", "programme version")
}

/// Whose drafts somebody reads: of programmes that their agency leads today, alone or with others.
#[must_use]
pub fn drafts(principal: &Principal, agencies: &Agencies, today: Date) -> Drafts {
    let scope = principal.scope(Permission::ProgrammeDraftRead);
    if scope.is_everything() {
        return Drafts::All;
    }
    Drafts::LedBy(lead::led(agencies, &scope, today))
}

/// Takes the turn of a version's programme, until the transaction ends, for an action on the version.
///
/// # Errors
/// Not found; not led by the caller; a stale version; a state that does not allow the action.
fn hold(
    act: &mut Act<'_>,
    (id, seen): (ProgrammeVersionId, &IfMatch),
    action: VersionAction,
) -> Result<(Programme, Version, VersionState), Failure> {
    let drafts = Drafts::LedBy(act.held_names());
    let found = store::programme_version::find(act.connection, &drafts, id)?;
    let (programme, _) = found.ok_or_else(unknown)?;
    act.connection.lock(&turn(&programme))?;
    let found = store::programme_version::find(act.connection, &drafts, id)?;
    let (programme, version) = found.ok_or_else(unknown)?;
    lead::require(act.agencies, act.scope, &programme.lead_agency, act.today())?;
    seen.check(version.version)?;
    let next = lifecycle::next(version.state, action)?;
    Ok((programme, version, next))
}

/// Moves a version on by an action that ends or returns it, for a reason; its event is of a kind.
fn put_aside(
    act: &mut Act<'_>,
    of: (ProgrammeVersionId, &IfMatch),
    (action, kind): (VersionAction, &str),
    reason: &str,
) -> Result<Found, Failure> {
    let (programme, before, state) = hold(act, of, action)?;
    let mut faults = Faults::default();
    let reason = faults.words("/reason", reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    let after = Version {
        state,
        reason: Some(reason),
        decided_by_name: Some(act.context.actor.name.clone()),
        decided_on: Some(act.today()),
        ..before.clone()
    };
    save(act, programme, &before, after, kind)
}

/// What is locked while a programme is written in.
fn turn(programme: &Programme) -> String {
    programme_terms::turn(programme.id)
}

/// Saves a version as it is after an action, and tells of it.
fn save(
    act: &mut Act<'_>,
    programme: Programme,
    before: &Version,
    after: Version,
    kind: &str,
) -> Result<Found, Failure> {
    let version = Version { version: before.version + 1, recorded_at: act.context.now, ..after };
    store::programme_version::save(act.connection, &version)?;
    tell(act, kind, &programme, (Some(before), &version))?;
    let opinions = store::programme_opinion::of_version(act.connection, version.id)?;
    Ok(Found { programme, version, opinions })
}

/// Appends the event of something that was written in a programme. What people wrote beside the
/// programme itself is only committed to.
fn tell(
    act: &mut Act<'_>,
    kind: &str,
    programme: &Programme,
    (before, after): (Option<&Version>, &Version),
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: programme.id.uuid() };
    let before = before.map(|version| told(programme, version)).transpose()?;
    let state = told(programme, after)?;
    // A programme is the city's: it stands at no organisation and in no district.
    let place = Place::default();
    let event = act.context.event(kind, subject, place, before.as_ref(), state);
    let content = (after.state != VersionState::Adopted).then_some(&after.content);
    let personal = json!({ "reason": after.reason, "content": content });
    log::append(act.connection, &event, Some(&personal), &act.context.ids)
}

/// A version as the log tells of it: what a draft says is only committed to, because the log has more
/// readers than drafts have.
fn told(programme: &Programme, version: &Version) -> Result<Value, Failure> {
    let mut told = serde_json::to_value(version).map_err(Failure::unexpected)?;
    if version.state != VersionState::Adopted
        && let Some(fields) = told.as_object_mut()
    {
        fields.remove("content");
    }
    Ok(json!({ "programme": programme, "version": told }))
}

/// Notes down that the caller wrote in a version.
fn note_preparer(act: &Act<'_>, version: &mut Version) {
    if !version.prepared_by.contains(&act.who) {
        version.prepared_by.push(act.who);
    }
    version.prepared_by_name.clone_from(&act.context.actor.name);
}

/// The agency for which the caller acts, among those that hold today the work of one of these.
fn holder_among(act: &Act<'_>, named: &[AgencyCode]) -> Option<AgencyCode> {
    let today = act.today();
    let holders = named.iter().flat_map(|code| act.agencies.successors(code, today));
    let mut held = holders.filter(|holder| act.scope.agencies().any(|own| *own == holder.code));
    held.next().map(|holder| holder.code.clone())
}
