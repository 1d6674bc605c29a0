//! What stands around applications: credit, training classes, grievances.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    directory::Organisation,
    id::{GrievanceId, TrainingClassId},
    policy::Reach,
    principal::Role,
    support::{
        grievances::{GrievanceAction, GrievanceState, GrievanceSubject},
        training::{ParticipantKind, TrainingState},
    },
    working_days::Holidays,
};

use super::{
    lending,
    stage::{Desk, Stage},
};
use crate::{
    domain::training::{Content, Origin, Person},
    store,
    usecase::{
        grievance::{self, Filing},
        record_credit::{self, Recording},
        training::{
            attend, complete, follow as class,
            plan::{self, NewSession},
            register::{self, Registering},
        },
    },
};

const fn day(month: i8, day: i8) -> Date {
    Date(jiff::civil::date(2025, month, day))
}

pub(super) const ALLIANCE: &str = "lmhtx";

pub(super) fn agency(code: &str) -> Result<AgencyCode, Failure> {
    AgencyCode::parse(code).map_err(Failure::unexpected)
}

/// One round of everything.
pub(super) fn run(
    connection: &mut Connection,
    stage: &Stage,
    holidays: &Holidays,
    round: usize,
    of: &[Organisation],
) -> Result<(), Failure> {
    lending::run(connection, stage, round, of)?;
    for (at, one) in of.iter().take(6).enumerate() {
        record_debts(connection, stage, one, at)?;
    }
    for (at, goal) in [
        TrainingState::Planned,
        TrainingState::Open,
        TrainingState::Held,
        TrainingState::Completed,
        TrainingState::Completed,
        TrainingState::Cancelled,
    ]
    .into_iter()
    .enumerate()
    {
        teach(connection, stage, of, (at + round * 6, goal))?;
    }
    for (one, goal) in of.iter().zip([
        GrievanceState::Filed,
        GrievanceState::Acknowledged,
        GrievanceState::Answered,
        GrievanceState::Escalated,
        GrievanceState::Closed,
    ]) {
        complain(connection, stage, holidays, (one, goal))?;
    }
    Ok(())
}

fn record_debts(
    connection: &mut Connection,
    stage: &Stage,
    one: &Organisation,
    at: usize,
) -> Result<(), Failure> {
    stage.turn_to(day(10, 2));
    let bank = stage.of_agency(&agency("nhnn-hn")?, Role::Officer, Reach::City);
    let overdue = at.is_multiple_of(3);
    let recording = Recording {
        organisation: one.id,
        credit_institution: "Ngân hàng giả lập".to_owned(),
        as_of: day(9, 30),
        outstanding_vnd: 500_000_000,
        overdue_vnd: if overdue { 80_000_000 } else { 0 },
        overdue_since: overdue.then_some(day(6, 30)),
    };
    stage.act(connection, &bank, |act| record_credit::record(act, recording))?;
    Ok(())
}

/// A class, to where it is to stand.
fn teach(
    connection: &mut Connection,
    stage: &Stage,
    of: &[Organisation],
    (number, goal): (usize, TrainingState),
) -> Result<(), Failure> {
    let alliance = agency(ALLIANCE)?;
    stage.turn_to(day(7, 8));
    let officer = stage.of_agency(&alliance, Role::Officer, Reach::City);
    let Some(host) = of.get(number % of.len().max(1)) else { return Ok(()) };
    let content = Content {
        title: format!("Bồi dưỡng nghiệp vụ quản trị hợp tác xã, lớp {} (giả lập)", number + 1),
        subject: "Luật Hợp tác xã 2023, kế toán, quản trị".to_owned(),
        sector: None,
        programme: "tap-huan".to_owned(),
        place: "Hội trường xã".to_owned(),
        commune: host.seat.current_commune.clone(),
        district: host.seat.district.clone(),
        starts_on: day(8, 20),
        ends_on: day(8, 21),
        capacity: 30,
    };
    let planned = stage.act(connection, &officer, |act| plan::plan(act, content))?;
    let (id, version) = (planned.id, planned.version);
    if goal == TrainingState::Planned {
        return Ok(());
    }
    let session = |held_on| NewSession { held_on, minutes: 240, topic: "Quản trị".to_owned() };
    let sessions = vec![session(day(8, 20)), session(day(8, 21))];
    let trainers = vec![("Lê Giảng Viên Giả Lập".to_owned(), Some("Trường Bồi dưỡng".to_owned()))];
    let scheduled = stage.act(connection, &officer, |act| {
        plan::schedule(act, (id, &IfMatch::version(version)), sessions, trainers)
    })?;
    let seen = IfMatch::version(scheduled.version);
    if goal == TrainingState::Cancelled {
        stage.act(connection, &officer, |act| {
            class::cancel(act, (id, &seen), "Không đủ học viên (giả lập)")
        })?;
        return Ok(());
    }
    stage.act(connection, &officer, |act| class::open(act, (id, &seen)))?;
    register_people(connection, stage, of, (id, &officer))?;
    if goal == TrainingState::Open {
        return Ok(());
    }
    hold_class(connection, stage, (id, &officer), goal)
}

fn register_people(
    connection: &mut Connection,
    stage: &Stage,
    of: &[Organisation],
    (id, officer): (TrainingClassId, &Desk),
) -> Result<(), Failure> {
    stage.turn_to(day(7, 28));
    let person = |name: &str| Person {
        name: format!("{name} Giả Lập"),
        phone: None,
        position: Some("Giám đốc".to_owned()),
    };
    for one in of.iter().take(10) {
        let own = stage.of_organisation(one);
        let (kind, origin) = (ParticipantKind::Manager, Origin::Organisation(one.id));
        let new = Registering { kind, origin, person: person("Nguyễn Văn") };
        stage.act(connection, &own, |act| register::register(act, id, new))?;
    }
    let (kind, origin) = (ParticipantKind::Official, Origin::Agency(agency("so-nnmt")?));
    let new = Registering { kind, origin, person: person("Vũ Thị") };
    stage.act(connection, officer, |act| register::register(act, id, new))?;
    Ok(())
}

/// Nine of eleven were there all the time, one half of it, one never.
fn hold_class(
    connection: &mut Connection,
    stage: &Stage,
    (id, officer): (TrainingClassId, &Desk),
    goal: TrainingState,
) -> Result<(), Failure> {
    stage.turn_to(day(8, 22));
    let people = store::training::participant::taking_part(connection, id)?;
    let sessions = store::training::sessions(connection, id)?;
    for (at, session) in sessions.iter().enumerate() {
        let present: Vec<_> = people.iter().copied().skip(1 + at).collect();
        let version = store::training::find(connection, id)?.map_or(0, |one| one.version);
        let seen = IfMatch::version(version);
        stage.act(connection, officer, |act| {
            attend::attend(act, (id, &seen), (session.id, present))
        })?;
    }
    let found = store::training::find(connection, id)?;
    let version = found.map_or(0, |one| one.version);
    let held = stage
        .act(connection, officer, |act| class::hold_class(act, (id, &IfMatch::version(version))))?;
    if goal == TrainingState::Completed {
        stage.turn_to(day(8, 25));
        let approver = stage.of_agency(&agency(ALLIANCE)?, Role::Approver, Reach::City);
        let seen = IfMatch::version(held.version);
        stage.act(connection, &approver, |act| complete::complete(act, (id, &seen)))?;
    }
    Ok(())
}

/// A grievance, to where it is to stand.
fn complain(
    connection: &mut Connection,
    stage: &Stage,
    holidays: &Holidays,
    (one, goal): (&Organisation, GrievanceState),
) -> Result<(), Failure> {
    stage.turn_to(day(12, 16));
    let own = stage.of_organisation(one);
    let filing = Filing {
        organisation: one.id,
        application: None,
        agency: Some(agency("so-nnmt")?),
        subject: GrievanceSubject::Delay,
        content: "Hồ sơ nộp đã lâu chưa được trả lời (giả lập)".to_owned(),
    };
    let (filed, _) = stage.act(connection, &own, |act| grievance::file(act, holidays, filing))?;
    let officer = stage.of_agency(&agency("so-nnmt")?, Role::Officer, Reach::OwnAgency);
    let step = |connection: &mut Connection, desk: &Desk, action| -> Result<(), Failure> {
        take(connection, stage, holidays, (filed.id, desk), action)
    };
    match goal {
        GrievanceState::Filed => Ok(()),
        GrievanceState::Acknowledged => step(connection, &officer, GrievanceAction::Acknowledge),
        GrievanceState::Answered => step(connection, &officer, GrievanceAction::Answer),
        GrievanceState::Escalated => {
            step(connection, &officer, GrievanceAction::Answer)?;
            step(connection, &own, GrievanceAction::Escalate)
        }
        GrievanceState::Closed => {
            step(connection, &officer, GrievanceAction::Answer)?;
            step(connection, &own, GrievanceAction::Close)
        }
    }
}

fn take(
    connection: &mut Connection,
    stage: &Stage,
    holidays: &Holidays,
    (id, desk): (GrievanceId, &Desk),
    action: GrievanceAction,
) -> Result<(), Failure> {
    let everything = htx_model::scope::Scope::everything();
    let found = store::grievance::find(connection, (&everything, &[]), id)?;
    let version = found.map_or(0, |(one, _)| one.version);
    let words = Some("Nội dung của thành phố giả lập".to_owned());
    stage.act(connection, desk, |act| {
        grievance::take_step(act, holidays, (id, &IfMatch::version(version)), action, words)
    })?;
    Ok(())
}
