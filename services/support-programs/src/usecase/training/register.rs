//! People are registered for a class, and registrations are taken back. The last seat is taken once,
//! however many reach for it.

use htx_kit::{failure::Failure, log};
use htx_model::{
    event::Subject,
    id::{TrainingClassId, TrainingParticipantId},
    refusal::{ErrorCode, Fault, Refusal, Text},
    support::training::{ParticipantKind, TrainingAction},
};
use serde_json::json;

use super::{Act, SUBJECT, hold};
use crate::{
    domain::training::{Class, Origin, Participant, Person, check},
    store::{self, training::participant::StoredParticipant},
};

/// Somebody on their way into a class.
#[derive(Debug, Clone)]
pub struct Registering {
    /// Whom they come from.
    pub kind: ParticipantKind,
    /// From where.
    pub origin: Origin,
    /// Who they are.
    pub person: Person,
}

/// Registers somebody.
///
/// # Errors
/// Not found; a state that does not allow it; an organisation outside the scope, or that has ended;
/// somebody who is registered already; no seat left; every fault of what was sent.
pub fn register(
    act: &mut Act<'_>,
    id: TrainingClassId,
    new: Registering,
) -> Result<StoredParticipant, Failure> {
    let (before, mut after) = hold(act, (id, None), TrainingAction::Register)?;
    require_origin(act, &new)?;
    let person = check::person(new.person).map_err(Refusal::rules)?;
    if store::training::participant::is_registered(act.connection, id, &person.key(&new.origin))? {
        return Err(registered_already().into());
    }
    after.take_seat()?;
    let participant = Participant {
        id: act.context.ids.make(),
        class: id,
        kind: new.kind,
        origin: new.origin,
        person: Some(person),
        registered_by: act.context.actor.name.clone(),
        registered_on: act.today(),
        withdrawn_on: None,
        recorded_at: act.context.now,
    };
    store::training::participant::insert(act.connection, &participant)?;
    write_down(act, (&before, after), ("training_class.registered", &participant))?;
    read(act, id, participant.id)
}

/// Takes a registration back: the seat is free again.
///
/// # Errors
/// Not found, or outside the scope; a state that does not allow it; one that was taken back already.
pub fn withdraw(
    act: &mut Act<'_>,
    id: TrainingClassId,
    participant: TrainingParticipantId,
) -> Result<StoredParticipant, Failure> {
    let (before, mut after) = hold(act, (id, None), TrainingAction::Withdraw)?;
    let mut participant = read(act, id, participant)?.participant;
    if participant.withdrawn_on.is_some() {
        let detail =
            Text::fixed("Đăng ký này đã được rút.", "This registration was taken back already.");
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    }
    after.give_seat_back();
    let today = act.today();
    participant.withdrawn_on = Some(today);
    store::training::participant::withdraw(act.connection, participant.id, today)?;
    write_down(act, (&before, after), ("training_class.withdrawn", &participant))?;
    read(act, id, participant.id)
}

fn read(
    act: &mut Act<'_>,
    class: TrainingClassId,
    id: TrainingParticipantId,
) -> Result<StoredParticipant, Failure> {
    let found = store::training::participant::find(act.connection, act.scope, class, id)?;
    found.ok_or_else(|| Refusal::not_found("học viên", "participant").into())
}

/// Saves the class, and appends the event with the participant, whose name the log only commits to.
fn write_down(
    act: &mut Act<'_>,
    (before, mut after): (&Class, Class),
    (kind, participant): (&str, &Participant),
) -> Result<(), Failure> {
    (after.version, after.recorded_at) = (before.version + 1, act.context.now);
    store::training::save(act.connection, &after)?;
    let mut state = after.logged();
    state["participant"] = participant.logged();
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let before = before.logged();
    let event = act.context.event(kind, subject, after.event_place(), Some(&before), state);
    let personal = json!({ "class": after.personal(), "participant": participant.personal() });
    log::append(act.connection, &event, Some(&personal), &act.context.ids)
}

/// The organisation is one of the caller's, and lives; a state official's agency is one of the suite's,
/// and registered by the alliance.
fn require_origin(act: &mut Act<'_>, new: &Registering) -> Result<(), Failure> {
    let fault = |pointer: &'static str, code, detail| {
        Refusal::rules(vec![Fault::new(pointer, code, detail)])
    };
    match &new.origin {
        Origin::Organisation(id) => {
            if new.kind == ParticipantKind::Official {
                let detail = Text::fixed(
                    "Cán bộ nhà nước phải nêu cơ quan (agency), không nêu tổ chức.",
                    "A state official comes from an agency, not from an organisation.",
                );
                return Err(fault("/organisation_id", "not_for_this_kind", detail).into());
            }
            let found = store::organisation::find(act.connection, act.scope, *id)?;
            let organisation =
                found.ok_or_else(|| Refusal::not_found("tổ chức", "organisation"))?;
            if organisation.status.has_ended() {
                let detail = Text::fixed(
                    "Tổ chức đã chấm dứt tồn tại nên không cử được học viên.",
                    "The organisation is no more, so nobody comes from it.",
                );
                return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
            }
            Ok(())
        }
        Origin::Agency(code) => {
            if new.kind != ParticipantKind::Official {
                let detail = Text::fixed(
                    "Chỉ cán bộ nhà nước mới thuộc cơ quan.",
                    "Only a state official comes from an agency.",
                );
                return Err(fault("/agency", "not_for_this_kind", detail).into());
            }
            if !act.scope.is_everything() {
                let detail = Text::fixed(
                    "Cán bộ nhà nước do đơn vị tổ chức lớp đăng ký.",
                    "State officials are registered by whoever organises the class.",
                );
                return Err(Refusal::new(ErrorCode::PermissionDenied, detail).into());
            }
            if act.agencies.get(code).is_none() {
                let detail = Text::fixed("Không có cơ quan này.", "There is no such agency.");
                return Err(fault("/agency", "unknown_agency", detail).into());
            }
            Ok(())
        }
    }
}

fn registered_already() -> Refusal {
    let detail = Text::fixed(
        "Người này đã đăng ký lớp này.",
        "This person is registered for the class already.",
    );
    let advice = Text::fixed(
        "Nếu là hai người trùng tên, hãy ghi số điện thoại để phân biệt.",
        "Where two people have the same name, give the telephone number to tell them apart.",
    );
    Refusal::new(ErrorCode::AlreadyExists, detail).advising(advice)
}
