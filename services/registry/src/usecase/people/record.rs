//! The events of members and managers: their states without personal data.

use htx_kit::{context::Context, failure::Failure};
use htx_model::event::{Event, Place, Subject};
use serde::Serialize;
use serde_json::Value;

use crate::domain::{
    member::{Identity, Member},
    people::managers::Manager,
};

/// An event with what the log only commits to.
pub(super) type Told = (Event, Option<Value>);

/// The event of a member. Who it is goes along where it is new.
pub(super) fn of_member(
    context: &Context,
    kind: &str,
    place: &Place,
    before: Option<&Member>,
    after: &Member,
) -> Result<Told, Failure> {
    let subject = Subject { kind: "member".to_owned(), id: after.id.uuid() };
    let before_state = before.map(|member| value(&member.state())).transpose()?;
    let state = value(&after.state())?;
    let event = context.event(kind, subject, place.clone(), before_state.as_ref(), state);
    let effective_on = after.left.map(|left| left.on).or(after.joined_on);
    let effective_on = effective_on.unwrap_or(event.effective_on);
    let personal = before.is_none().then(|| personal(&after.identity)).transpose()?;
    Ok((Event { effective_on, ..event }, personal))
}

/// The event of a manager.
pub(super) fn of_manager(
    context: &Context,
    kind: &str,
    place: &Place,
    before: Option<&Manager>,
    after: &Manager,
) -> Result<Told, Failure> {
    let subject = Subject { kind: "manager".to_owned(), id: after.id.uuid() };
    let before_state = before.map(|manager| value(&manager.state())).transpose()?;
    let state = value(&after.state())?;
    let event = context.event(kind, subject, place.clone(), before_state.as_ref(), state);
    let effective_on = if before.is_none() { after.from } else { event.effective_on };
    let personal = before.is_none().then(|| personal(&after.identity)).transpose()?;
    Ok((Event { effective_on, ..event }, personal))
}

pub(super) fn value(state: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(state).map_err(Failure::unexpected)
}

fn personal(identity: &Identity) -> Result<Value, Failure> {
    value(identity)
}
