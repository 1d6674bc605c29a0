//! Events: entered and prepared by an officer of the organiser, decided by its approver.

pub mod plan;

use htx_kit::{
    failure::Failure,
    log::{self, RandomSalts},
};
use htx_model::{
    event::{Event as Logged, Place, Subject},
    refusal::Refusal,
};

use super::act::Act;
use crate::domain::event::Event;

/// What the subject of every happening of an event is called.
pub const SUBJECT: &str = "trade_event";

/// An event that does not exist.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("sự kiện", "trade event")
}

/// Writes down in the log what an event is now.
fn tell(
    act: &mut Act<'_>,
    kind: &str,
    before: Option<&Event>,
    after: &Event,
) -> Result<Logged, Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    // In no district: a fair is the city's.
    let place = Place { commune: after.content.commune.clone(), ..Place::default() };
    let before = before.map(Event::logged);
    let told = act.context.event(kind, subject, place, before.as_ref(), after.logged());
    log::append(act.connection, &told, None, &RandomSalts)?;
    Ok(told)
}
