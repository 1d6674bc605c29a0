//! Members, capital, managers and signatures change at the beginning of 2026.

use htx_kit::{db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    id::{ManagerId, MemberId},
    organisation::{MemberKind, OrganisationKind},
    people::{LeaveReason, Movement, Position},
};

use super::{
    Setting,
    founders::{Founded, Round},
    pool::Pool,
    stage::{Desk, Stage},
};
use crate::{
    domain::{
        organisation::Organisation,
        people::{NewMember, signing::SigningForm},
        synthetic::SyntheticCity,
    },
    store,
    usecase::people::{
        Appointment, CapitalMovement, Leave, admit, appoint, contribute, end_office, leave,
        set_signing_rule,
    },
};

/// When each change is made.
const PAID_IN: Date = Date(jiff::civil::date(2026, 1, 13));
const PASSED_ON: Date = Date(jiff::civil::date(2026, 1, 16));
const PAID_BACK: Date = Date(jiff::civil::date(2026, 1, 23));
const JOINED: Date = Date(jiff::civil::date(2026, 1, 20));
const APPOINTED: Date = Date(jiff::civil::date(2026, 1, 21));
const LEFT: Date = Date(jiff::civil::date(2026, 2, 4));
/// What is paid in, passed on, and paid back, in đồng.
const AMOUNTS: [i64; 3] = [50_000_000, 20_000_000, 10_000_000];
/// Which of those who were founded joins the round's union.
const JOINING_UNION: usize = 3;

/// An organisation with what is to change in it.
struct Changing {
    organisation: Organisation,
    joining: NewMember,
    /// Citizen ids of those who are appointed.
    citizen_ids: [String; 3],
    /// Whether two sign together, or as a named combination.
    jointly: bool,
}

/// Changes the people of a round, in one transaction.
pub(super) async fn change(
    setting: &Setting,
    stage: &Stage,
    city: &mut SyntheticCity<'_>,
    pool: &mut Pool,
    round: &Round,
) -> Result<(), Failure> {
    let changing: Vec<Changing> = pool
        .active
        .take(2)
        .into_iter()
        .enumerate()
        .map(|(at, organisation)| Changing {
            organisation,
            joining: city.joining(MemberKind::Official),
            citizen_ids: [(); 3].map(|()| city.citizen_id()),
            jointly: at == 0,
        })
        .collect();
    let union = round.unions.first().cloned();
    let joining = round.cooperatives.get(JOINING_UNION);
    let joining = joining.map(|founded| city.joining_union(founded.id));
    let stage = stage.clone();
    let work = move |connection: &mut Connection| {
        for one in &changing {
            let desk = stage.registrar_of(&one.organisation)?;
            move_capital(connection, &stage, &desk, one)?;
            come_and_go(connection, &stage, &desk, one)?;
            manage(connection, &stage, &desk, one)?;
        }
        match (union, joining) {
            (Some(union), Some(joining)) => join_union(connection, &stage, &union, &joining),
            _ => Ok(()),
        }
    };
    setting.database.write(work).await
}

/// The first member pays in and passes some of it to the second, who has some paid back.
fn move_capital(
    connection: &mut Connection,
    stage: &Stage,
    desk: &Desk,
    one: &Changing,
) -> Result<(), Failure> {
    let id = one.organisation.id;
    let members = store::member::current(connection, id)?;
    let [first, second, ..] = members.as_slice() else { return Ok(()) };
    let [paid_in, passed_on, paid_back] = AMOUNTS;
    let moved = |movement, amount_vnd, to| CapitalMovement {
        movement,
        amount_vnd,
        effective_on: None,
        to,
        document: None,
    };
    let to_second: Option<MemberId> = Some(second.id);
    let movements = [
        (PAID_IN, first.id, first.version, moved(Movement::Contribution, paid_in, None)),
        (PASSED_ON, first.id, first.version + 1, moved(Movement::Transfer, passed_on, to_second)),
        (PAID_BACK, second.id, second.version + 1, moved(Movement::Withdrawal, paid_back, None)),
    ];
    for (day, member, version, capital) in movements {
        let (context, seen) = (stage.officer(desk, day), IfMatch::version(version));
        contribute(connection, &context, &desk.scope, id, member, &seen, capital)?;
    }
    Ok(())
}

/// Somebody joins, and leaves again.
fn come_and_go(
    connection: &mut Connection,
    stage: &Stage,
    desk: &Desk,
    one: &Changing,
) -> Result<(), Failure> {
    let id = one.organisation.id;
    let context = stage.officer(desk, JOINED);
    let admitted = admit(connection, &context, &desk.scope, id, &one.joining)?.member;
    let context = stage.officer(desk, LEFT);
    let seen = IfMatch::version(admitted.version);
    let reason = LeaveReason::Voluntary;
    let how = Leave { left_on: None, reason, to: None, document: None };
    leave(connection, &context, &desk.scope, id, admitted.id, &seen, how)?;
    Ok(())
}

/// A chair, a director and an accountant take office; the accountant of one leaves it again.
fn manage(
    connection: &mut Connection,
    stage: &Stage,
    desk: &Desk,
    one: &Changing,
) -> Result<(), Failure> {
    let id = one.organisation.id;
    let members = store::member::current(connection, id)?;
    let positions = [Position::ChairOfBoard, Position::Director, Position::ChiefAccountant];
    let context = stage.officer(desk, APPOINTED);
    let mut appointed: Vec<ManagerId> = Vec::new();
    let each = positions.into_iter().zip(&members).zip(&one.citizen_ids);
    for ((position, member), citizen_id) in each {
        let appointment = Appointment {
            position,
            member: Some(member.id),
            name: None,
            citizen_id: Some(citizen_id.clone()),
            phone: None,
            legal_representative: position != Position::ChiefAccountant,
            from: None,
        };
        let (manager, _) = appoint(connection, &context, &desk.scope, id, &appointment)?;
        appointed.push(manager.id);
    }
    let [chair, director, accountant] = appointed.as_slice() else { return Ok(()) };
    let form = if one.jointly {
        SigningForm::Jointly { signers: 2 }
    } else {
        let combinations = vec![vec![*chair, *accountant], vec![*director, *accountant]];
        SigningForm::Combination { combinations }
    };
    let seen = IfMatch::version(0);
    set_signing_rule(connection, &context, &desk.scope, id, &seen, form, None)?;
    if one.jointly {
        let (context, seen) = (stage.officer(desk, LEFT), IfMatch::version(1));
        end_office(connection, &context, &desk.scope, id, *accountant, &seen, None)?;
    }
    Ok(())
}

/// A cooperative joins a union.
fn join_union(
    connection: &mut Connection,
    stage: &Stage,
    union: &Founded,
    joining: &NewMember,
) -> Result<(), Failure> {
    let desk = stage.registrar(OrganisationKind::CooperativeUnion, &union.address, JOINED)?;
    let context = stage.officer(&desk, JOINED);
    admit(connection, &context, &desk.scope, union.id, joining)?;
    Ok(())
}
