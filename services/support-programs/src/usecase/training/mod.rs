//! Training classes: planned, opened, held and confirmed by the alliance; people are registered by their
//! organisations, their territory or the alliance. Each step is taken while the class is held.

pub mod attend;
pub mod complete;
pub mod follow;
pub mod plan;
pub mod register;

use htx_kit::{act::Act, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    event::Subject,
    id::TrainingClassId,
    refusal::{ErrorCode, Refusal, Text},
    support::training::TrainingAction,
};
use serde_json::Value;

use crate::{
    domain::training::{Class, Session, Trainer, lifecycle},
    store,
};

/// What the subject of every event of a class is called.
pub const SUBJECT: &str = "training_class";

/// A class that does not exist.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("lớp tập huấn", "training class")
}

/// A class as it is shown whole.
#[derive(Debug, Clone)]
pub struct Found {
    /// The class.
    pub class: Class,
    /// Its sessions.
    pub sessions: Vec<Session>,
    /// Its trainers.
    pub trainers: Vec<Trainer>,
}

/// A class with its timetable.
///
/// # Errors
/// Not found.
pub fn read(connection: &mut Connection, id: TrainingClassId) -> Result<Found, Failure> {
    let class = store::training::find(connection, id)?.ok_or_else(unknown)?;
    found(connection, class)
}

/// A class that was just read or written, with its timetable.
///
/// # Errors
/// What the database reports.
pub fn found(connection: &mut Connection, class: Class) -> Result<Found, Failure> {
    let sessions = store::training::sessions(connection, class.id)?;
    let trainers = store::training::trainers(connection, class.id)?;
    Ok(Found { class, sessions, trainers })
}

/// Takes a class's turn, until the transaction ends, for an action, and tells the class as it is after
/// it. Where the caller has seen a version, that must be the last.
fn hold(
    act: &mut Act<'_>,
    (id, seen): (TrainingClassId, Option<&IfMatch>),
    action: TrainingAction,
) -> Result<(Class, Class), Failure> {
    act.connection.lock(&format!("training class {id}"))?;
    let before = store::training::find(act.connection, id)?.ok_or_else(unknown)?;
    if let Some(seen) = seen {
        seen.check(before.version)?;
    }
    let state = lifecycle::require(before.state, action)?;
    if lifecycle::decides(action) {
        before.require_other_person(act.who)?;
    }
    let mut after = Class { state, ..before.clone() };
    // Whoever registers people does not prepare the class.
    let prepares = !lifecycle::decides(action)
        && !matches!(action, TrainingAction::Register | TrainingAction::Withdraw);
    if prepares {
        after.note_preparer(act.who);
    }
    Ok((before, after))
}

/// Saves a class after an action, with its event.
fn save(
    act: &mut Act<'_>,
    before: &Class,
    mut after: Class,
    (kind, more): (&str, Value),
) -> Result<Class, Failure> {
    (after.version, after.recorded_at) = (before.version + 1, act.context.now);
    store::training::save(act.connection, &after)?;
    tell(act, kind, (Some(before), &after), more)?;
    Ok(after)
}

/// Appends the event of a class: its state, and what more belongs to it.
fn tell(
    act: &mut Act<'_>,
    kind: &str,
    (before, after): (Option<&Class>, &Class),
    more: Value,
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let mut state = after.logged();
    if let (Some(state), Value::Object(more)) = (state.as_object_mut(), more) {
        state.extend(more);
    }
    let before = before.map(Class::logged);
    let event = act.context.event(kind, subject, after.event_place(), before.as_ref(), state);
    log::append(act.connection, &event, Some(&after.personal()), &act.context.ids)
}

/// The refusal of a step that something is still missing for.
fn not_yet(detail: Text, advice: Text) -> Refusal {
    Refusal::new(ErrorCode::StateConflict, detail).advising(advice)
}
