//! A class is planned: what it says, its sessions and its trainers.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    administrative::AdministrativeUnits,
    agency::AgencyCode,
    date::Date,
    id::TrainingClassId,
    refusal::{Refusal, Text},
    support::training::{TrainingAction, TrainingState},
};
use serde_json::json;

use super::{Act, hold, not_yet, save, tell};
use crate::{
    domain::training::{Class, Content, Session, Trainer, check},
    store,
    usecase::programme_terms,
};

/// A session on its way.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// On which day.
    pub held_on: Date,
    /// How long, in minutes.
    pub minutes: u32,
    /// What it is about.
    pub topic: String,
}

/// Plans a class.
///
/// # Errors
/// A programme that there is none of; every fault of what was sent.
pub fn plan(act: &mut Act<'_>, content: Content) -> Result<Class, Failure> {
    let content = checked(act, content)?;
    let organiser = organiser(act)?;
    let class = Class {
        id: act.context.ids.make(),
        content,
        organiser,
        organiser_name: act.agency_name().unwrap_or_default(),
        registered: 0,
        state: TrainingState::Planned,
        cancelled_reason: None,
        completed_on: None,
        prepared_by: vec![act.who],
        version: 1,
        recorded_at: act.context.now,
    };
    store::training::insert(act.connection, &class)?;
    tell(act, "training_class.planned", (None, &class), json!({}))?;
    Ok(class)
}

/// The agency that the caller organises for.
fn organiser(act: &Act<'_>) -> Result<AgencyCode, Failure> {
    let agency = act.context.actor.agency.clone();
    agency.ok_or_else(|| Failure::unexpected("who organises a class acts for an agency"))
}

fn checked(act: &mut Act<'_>, content: Content) -> Result<Content, Failure> {
    let units = AdministrativeUnits::embedded();
    let units = units.map_err(|error| Failure::unexpected(error.clone()))?;
    let today = act.today();
    let content = check::content(content, units, today).map_err(Refusal::rules)?;
    programme_terms::of_programme(act.connection, &content.programme, today)?;
    Ok(content)
}

/// Changes what a class says. Its sessions stay within its days, its seats are enough for those who are
/// registered.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; every fault of what was sent.
pub fn change(
    act: &mut Act<'_>,
    (id, seen): (TrainingClassId, &IfMatch),
    content: Content,
) -> Result<Class, Failure> {
    let (before, after) = hold(act, (id, Some(seen)), TrainingAction::Change)?;
    let content = checked(act, content)?;
    if content.capacity < before.registered {
        let registered = before.registered;
        let detail = Text::made(
            format!("Đã có {registered} học viên đăng ký nên số chỗ không thể ít hơn."),
            format!("{registered} are registered already, so there cannot be fewer seats."),
        );
        let fault = htx_model::refusal::Fault::new("/capacity", "below_the_registered", detail);
        return Err(Refusal::rules(vec![fault]).into());
    }
    let sessions = store::training::sessions(act.connection, id)?;
    check::sessions(sessions, &content).map_err(Refusal::rules)?;
    let after = Class { content, ..after };
    save(act, &before, after, ("training_class.changed", json!({})))
}

/// Sets the sessions and the trainers of a class, in the place of what there was.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; attendance that is recorded already;
/// every fault of what was sent.
pub fn schedule(
    act: &mut Act<'_>,
    (id, seen): (TrainingClassId, &IfMatch),
    sessions: Vec<NewSession>,
    trainers: Vec<(String, Option<String>)>,
) -> Result<Class, Failure> {
    let (before, after) = hold(act, (id, Some(seen)), TrainingAction::Schedule)?;
    let earlier = store::training::sessions(act.connection, id)?;
    if earlier.iter().any(|one| one.attendance_recorded_on.is_some()) {
        return Err(not_yet(
            Text::fixed(
                "Đã điểm danh ít nhất một buổi nên không thể lập lại lịch.",
                "Attendance of a session was recorded, so the timetable cannot be set anew.",
            ),
            Text::fixed(
                "Nếu lịch sai, hãy hủy lớp và lập lớp mới.",
                "Where the timetable is wrong, cancel the class and plan a new one.",
            ),
        )
        .into());
    }
    let ids = &act.context.ids;
    let session = |(at, one): (usize, NewSession)| Session {
        id: ids.make(),
        number: number(at),
        held_on: one.held_on,
        minutes: one.minutes,
        topic: one.topic,
        attendance_recorded_on: None,
    };
    let sessions = sessions.into_iter().enumerate().map(session).collect();
    let sessions = check::sessions(sessions, &before.content).map_err(Refusal::rules)?;
    let trainers = check::trainers(trainers).map_err(Refusal::rules)?;
    let trainer =
        |(at, person)| Trainer { id: ids.make(), number: number(at), person: Some(person) };
    let trainers: Vec<Trainer> = trainers.into_iter().enumerate().map(trainer).collect();
    store::training::schedule(act.connection, id, &sessions, &trainers)?;
    let told: Vec<_> = sessions
        .iter()
        .map(|one| json!({ "id": one.id, "held_on": one.held_on, "minutes": one.minutes }))
        .collect();
    let more = json!({ "sessions": told, "trainers": trainers.len() });
    save(act, &before, after, ("training_class.scheduled", more))
}

fn number(at: usize) -> u32 {
    u32::try_from(at).map_or(u32::MAX, |at| at.saturating_add(1))
}
