//! The event of a change to the register.

use htx_kit::{context::Context, failure::Failure};
use htx_model::{
    event::{Event, Subject},
    id::OrganisationId,
};
use serde_json::Value;

use crate::{
    domain::organisation::{Organisation, Representative},
    store::search::SUBJECT,
};

/// The name of the lock under which an organisation's entry is changed.
pub(super) fn lock_name(id: OrganisationId) -> String {
    format!("organisation {id}")
}

/// The event that an organisation was entered or changed. The state is the entry without personal
/// data.
pub(super) fn event(
    context: &Context,
    kind: &str,
    before: Option<&Organisation>,
    after: &Organisation,
) -> Result<Event, Failure> {
    let before = before.map(serde_json::to_value).transpose().map_err(Failure::unexpected)?;
    let state = serde_json::to_value(after).map_err(Failure::unexpected)?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    Ok(context.event(kind, subject, after.place(), before.as_ref(), state))
}

/// The event that an entry has left a territory, where a change took it out of one: placed there, so
/// that who follows that territory alone learns it. It says nothing that the change did not.
pub(super) fn departure(
    context: &Context,
    before: &Organisation,
    after: &Organisation,
) -> Result<Option<Event>, Failure> {
    let place = before.place();
    if place == after.place() {
        return Ok(None);
    }
    let event = event(context, "organisation.moved_away", Some(after), after)?;
    Ok(Some(Event { place, ..event }))
}

/// The personal part of an event, which the log only commits to.
pub(super) fn personal(representative: &Representative) -> Result<Option<Value>, Failure> {
    if representative.is_unknown() {
        return Ok(None);
    }
    serde_json::to_value(representative).map(Some).map_err(Failure::unexpected)
}
