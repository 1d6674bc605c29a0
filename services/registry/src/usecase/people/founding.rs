//! Enters the people of a new organisation, within the transaction that enters the organisation.

use std::collections::HashMap;

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    id::{MemberId, OrganisationId},
    refusal::{Fault, Refusal},
};

use super::{
    appoint::enter_managers,
    entering::enter_members,
    sign::{NewRule, enter_rule},
};
use crate::{
    domain::{
        member::Member,
        organisation::Organisation,
        people::{
            CheckedManager, CheckedPeople, LAW, managers::Manager, not_a_member,
            signing::SigningForm,
        },
    },
    store,
};

/// Enters the members with their capital, the managers and the signing rule of an organisation that
/// the caller has just entered, in the same transaction. The entry's charter capital and number of
/// members are those of `people` ([`CheckedPeople::capital`], [`CheckedPeople::officials`]), its
/// representative is [`CheckedPeople::representative`].
///
/// # Errors
/// The rules that only the register can tell: a union's members must be cooperatives at work.
pub fn enter_founding(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    people: &CheckedPeople,
) -> Result<(), Failure> {
    let members = enter_members(connection, context, organisation, &people.members)?;
    let link = |manager: &CheckedManager| {
        let member = manager.member.and_then(|at| members.get(at));
        member.map(|member: &Member| member.id)
    };
    enter(connection, context, organisation, people, &link)
}

/// Enters the managers and the signing rule of an organisation whose members were
/// [moved](super::move_all) to it: a manager is the member with the same citizen id.
///
/// # Errors
/// Where a legal representative is no member.
pub fn enter_management(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    people: &CheckedPeople,
) -> Result<(), Failure> {
    let by_citizen_id: HashMap<String, MemberId> =
        store::member::current(connection, organisation.id)?
            .into_iter()
            .filter_map(|member| Some((member.identity.citizen_id?, member.id)))
            .collect();
    let link = |manager: &CheckedManager| {
        let citizen_id = manager.identity.citizen_id.as_ref();
        citizen_id.and_then(|id| by_citizen_id.get(id)).copied()
    };
    let is_union = organisation.kind == htx_model::organisation::OrganisationKind::CooperativeUnion;
    let stranger =
        |one: &CheckedManager| one.legal_representative && !is_union && link(one).is_none();
    let faults: Vec<Fault> = people
        .managers
        .iter()
        .enumerate()
        .filter(|(_, manager)| stranger(manager))
        .map(|(at, _)| Fault {
            pointer: format!("/managers/{at}/citizen_id").into(),
            code: "representative_not_a_member",
            detail: not_a_member(organisation.kind),
            legal_basis: Some(LAW),
        })
        .collect();
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    enter(connection, context, organisation, people, &link)
}

fn enter(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    people: &CheckedPeople,
    link: &dyn Fn(&CheckedManager) -> Option<MemberId>,
) -> Result<(), Failure> {
    let managers: Vec<Manager> = people
        .managers
        .iter()
        .map(|manager| new_manager(context, organisation.id, manager, link(manager)))
        .collect();
    enter_managers(connection, context, organisation, &managers)?;
    let Some(signers) = people.signers else { return Ok(()) };
    let form = SigningForm::Jointly { signers };
    let rule = NewRule { form, valid_from: context.today(), version: 1 };
    enter_rule(connection, context, organisation, rule)?;
    Ok(())
}

fn new_manager(
    context: &Context,
    organisation: OrganisationId,
    manager: &CheckedManager,
    member: Option<MemberId>,
) -> Manager {
    Manager {
        id: context.ids.make(),
        organisation,
        position: manager.position,
        member,
        legal_representative: manager.legal_representative,
        identity: manager.identity.clone(),
        from: context.today(),
        to: None,
        version: 1,
    }
}
