//! Appoints managers, and ends their offices.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    date::Date,
    id::{ManagerId, MemberId, OrganisationId},
    organisation::OrganisationKind,
    people::Position,
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
};

use super::{entering, hold, record, require_current};
use crate::{
    domain::{
        lifecycle::Action,
        member::Member,
        organisation::{Organisation, Representative},
        people::{self, LAW, NewManager, managers::Manager},
    },
    store::{self, organisation::Stored},
    usecase::record as organisation_record,
};

/// Who is appointed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// To which office.
    pub position: Position,
    /// Which member it is; of a union, from which member cooperative.
    pub member: Option<MemberId>,
    /// The full name, where it is not the member's.
    pub name: Option<String>,
    /// The citizen id.
    pub citizen_id: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// Whether it is a legal representative.
    pub legal_representative: bool,
    /// The first day: today where it is not said.
    pub from: Option<Date>,
}

/// Appoints somebody to an office of an organisation within the scope. The first legal
/// representative becomes who acts for it in its entry.
///
/// # Errors
/// Not found outside the scope; a frozen entry; the rules that it breaks.
pub fn appoint(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    organisation: OrganisationId,
    appointment: &Appointment,
) -> Result<(Manager, Organisation), Failure> {
    let stored = hold(connection, scope, organisation, Action::ChangeManagers)?;
    let entry = stored.organisation.clone();
    let member = linked(connection, organisation, appointment.member)?;
    let from = appointment.from.unwrap_or_else(|| context.today());
    let new = NewManager {
        name: appointment.name.as_deref(),
        citizen_id: appointment.citizen_id.as_deref(),
        phone: appointment.phone.as_deref(),
        from,
    };
    let identity = people::check_manager(new, member.as_ref(), context.today());
    let identity = identity.map_err(Refusal::rules)?;
    require_member(connection, &entry, appointment, member.as_ref())?;
    let serving = store::managers::list(connection, organisation, None, None, i64::MAX)?;
    require_free_office(&serving, appointment.position, from)?;
    let manager = Manager {
        id: context.ids.make(),
        organisation,
        position: appointment.position,
        member: appointment.member,
        legal_representative: appointment.legal_representative,
        identity,
        from,
        to: None,
        version: 1,
    };
    enter_managers(connection, context, &entry, std::slice::from_ref(&manager))?;
    let represented = serving.iter().any(|one| one.legal_representative && one.to.is_none());
    if manager.legal_representative && !represented {
        name_representative(connection, context, stored, &manager)?;
    }
    Ok((manager, entry))
}

/// Ends the office of a manager whom the caller has seen, on a day.
///
/// # Errors
/// Not found outside the scope; a stale version; a frozen entry; an office that has ended, or a day
/// outside of it.
pub fn end_office(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    organisation: OrganisationId,
    manager: ManagerId,
    seen: &IfMatch,
    last_day: Option<Date>,
) -> Result<(Manager, Organisation), Failure> {
    let stored = hold(connection, scope, organisation, Action::ChangeManagers)?;
    let manager = store::managers::find(connection, organisation, manager)?
        .ok_or_else(|| Refusal::not_found("người quản lý", "manager"))?;
    seen.check(manager.version)?;
    if manager.to.is_some() {
        let detail = Text::fixed(
            "Người này đã thôi giữ chức vụ.",
            "This person does not hold the office any more.",
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    }
    let last_day = last_day.unwrap_or_else(|| context.today());
    if !(manager.from..=context.today()).contains(&last_day) {
        let detail = Text::fixed(
            "Ngày thôi giữ chức vụ phải từ ngày bắt đầu đến hôm nay.",
            "The last day is between the first day and today.",
        );
        let fault = Fault::new("/to", "bad_day", detail);
        return Err(Refusal::rules(vec![fault]).into());
    }
    let ended = Manager { to: Some(last_day), version: manager.version + 1, ..manager.clone() };
    end_all(connection, context, &stored.organisation, vec![manager], last_day)?;
    Ok((ended, stored.organisation))
}

/// Ends offices on a day, with their events.
pub(super) fn end_all(
    connection: &mut Connection,
    context: &Context,
    entry: &Organisation,
    managers: Vec<Manager>,
    last_day: Date,
) -> Result<(), Failure> {
    let ids: Vec<ManagerId> = managers.iter().map(|one| one.id).collect();
    store::managers::end_many(connection, &ids, last_day, context.now)?;
    let place = entry.place();
    let told = managers
        .iter()
        .map(|before| {
            let after =
                Manager { to: Some(last_day), version: before.version + 1, ..before.clone() };
            record::of_manager(context, "manager.ended", &place, Some(before), &after)
        })
        .collect::<Result<Vec<_>, _>>()?;
    entering::append(connection, context, &told)
}

/// Enters managers of an organisation that the caller holds.
pub(super) fn enter_managers(
    connection: &mut Connection,
    context: &Context,
    entry: &Organisation,
    managers: &[Manager],
) -> Result<(), Failure> {
    store::managers::insert_many(connection, managers, context.now)?;
    let place = entry.place();
    let told = managers
        .iter()
        .map(|one| record::of_manager(context, "manager.appointed", &place, None, one))
        .collect::<Result<Vec<_>, _>>()?;
    entering::append(connection, context, &told)
}

fn linked(
    connection: &mut Connection,
    organisation: OrganisationId,
    member: Option<MemberId>,
) -> Result<Option<Member>, Failure> {
    let Some(id) = member else { return Ok(None) };
    let Some(member) = store::member::find(connection, organisation, id)? else {
        let detail = Text::fixed(
            "Không có thành viên này trong tổ chức.",
            "The organisation has no such member.",
        );
        return Err(rule("/member_id", "unknown_member", detail));
    };
    require_current(&member)?;
    Ok(Some(member))
}

/// A legal representative is a member, or comes from a member cooperative. Of an old entry whose
/// members were never recorded nobody can tell.
fn require_member(
    connection: &mut Connection,
    entry: &Organisation,
    appointment: &Appointment,
    member: Option<&Member>,
) -> Result<(), Failure> {
    let group_head = appointment.position == Position::GroupHead;
    if group_head != (entry.kind == OrganisationKind::CooperativeGroup) && group_head {
        let detail = Text::fixed("Chỉ tổ hợp tác có tổ trưởng.", "Only a group has a head.");
        return Err(rule("/position", "not_a_group", detail));
    }
    if !appointment.legal_representative || member.is_some() {
        return Ok(());
    }
    if store::member::recorded(connection, entry.id)?.officials == 0 {
        return Ok(());
    }
    let fault = Fault {
        pointer: "/member_id".into(),
        code: "representative_not_a_member",
        detail: people::not_a_member(entry.kind),
        legal_basis: Some(LAW),
    };
    Err(Refusal::rules(vec![fault]).into())
}

fn require_free_office(
    managers: &[Manager],
    position: Position,
    from: Date,
) -> Result<(), Failure> {
    let still = |one: &Manager| one.to.is_none_or(|last| last >= from);
    let held = managers.iter().any(|one| one.position == position && still(one));
    if position.is_single() && held {
        return Err(rule("/position", "position_taken", people::taken()));
    }
    Ok(())
}

fn rule(pointer: &'static str, code: &'static str, detail: Text) -> Failure {
    let fault = Fault::new(pointer, code, detail);
    Refusal::rules(vec![fault]).into()
}

/// Makes a manager who acts for the organisation in its entry.
fn name_representative(
    connection: &mut Connection,
    context: &Context,
    stored: Stored,
    manager: &Manager,
) -> Result<(), Failure> {
    let entry = stored.organisation;
    let known = store::organisation::representative_of(connection, entry.id)?;
    let named = Representative {
        name: Some(manager.identity.name.clone()),
        phone: manager.identity.phone.clone(),
    };
    if known == named {
        return Ok(());
    }
    store::organisation::save(connection, &entry, stored.version, context.now)?;
    store::organisation::save_representatives(connection, &[(entry.id, &named)])?;
    let event = organisation_record::event(context, "organisation.changed", Some(&entry), &entry)?;
    let personal = organisation_record::personal(&named)?;
    log::append(connection, &event, personal.as_ref(), &context.ids)
}
