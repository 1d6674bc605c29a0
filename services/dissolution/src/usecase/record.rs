//! The events of a case: the subject is always the case, so that its whole history is one query; the
//! state after holds what the event is about.

use htx_kit::{context::Context, failure::Failure};
use htx_model::{
    event::{Event, Subject},
    id::DissolutionId,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::{case::Dissolution, organisation::Organisation};

/// What the subject of every event of a case is called.
pub const SUBJECT: &str = "dissolution";

/// The event of a change to the case itself: its state is the case.
///
/// # Errors
/// None in practice.
pub fn of_case(
    context: &Context,
    kind: &str,
    organisation: &Organisation,
    before: Option<&Dissolution>,
    after: &Dissolution,
) -> Result<Event, Failure> {
    let before = before.map(serde_json::to_value).transpose().map_err(Failure::unexpected)?;
    let state = serde_json::to_value(after).map_err(Failure::unexpected)?;
    Ok(context.event(kind, subject(after.id), organisation.place(), before.as_ref(), state))
}

/// The event of something that was written in a case: its state is `{ "<name>": … }`, without
/// personal data.
///
/// # Errors
/// None in practice.
pub fn in_case<T: Serialize>(
    context: &Context,
    kind: &str,
    (id, organisation): (DissolutionId, &Organisation),
    name: &str,
    (before, after): (Option<&T>, &T),
) -> Result<Event, Failure> {
    let named = |one: &T| -> Result<Value, Failure> {
        let value = serde_json::to_value(one).map_err(Failure::unexpected)?;
        Ok(json!({ name: value }))
    };
    let before = before.map(named).transpose()?;
    Ok(context.event(kind, subject(id), organisation.place(), before.as_ref(), named(after)?))
}

fn subject(id: DissolutionId) -> Subject {
    Subject { kind: SUBJECT.to_owned(), id: id.uuid() }
}
