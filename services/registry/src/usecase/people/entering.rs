//! Enters members: rows, their first contributions, their events.

use std::collections::HashMap;

use htx_kit::{
    context::Context,
    db::Connection,
    failure::Failure,
    log::{self, Entry},
};
use htx_model::{
    id::OrganisationId,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus},
    people::ContributionKind,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
};

use super::record::{self, Told};
use crate::{
    domain::{
        member::{Contribution, Member},
        organisation::Organisation,
        people::{CheckedMember, LAW},
    },
    store::{self, organisation::Filter},
};

/// Enters members of an organisation that the caller holds.
pub(super) fn enter_members(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    members: &[CheckedMember],
) -> Result<Vec<Member>, Failure> {
    let names = names_of_cooperatives(connection, organisation.id, members)?;
    let members: Vec<Member> = members
        .iter()
        .map(|member| {
            let mut identity = member.identity.clone();
            if let Some(name) = member.member_organisation.and_then(|id| names.get(&id)) {
                identity.name.clone_from(name);
            }
            Member {
                id: context.ids.make(),
                organisation: organisation.id,
                kind: member.kind,
                holder: member.holder,
                member_organisation: member.member_organisation,
                identity,
                contribution_vnd: member.contribution.0,
                joined_on: Some(member.joined_on.unwrap_or_else(|| context.today())),
                left: None,
                version: 1,
            }
        })
        .collect();
    let contributions: Vec<Contribution> = members
        .iter()
        .filter(|member| member.contribution_vnd > 0)
        .map(|member| first(context, member, ContributionKind::Contribution))
        .collect();
    store::member::insert_many(connection, &members)?;
    store::contribution::insert_many(connection, &contributions, context.now)?;
    let place = organisation.place();
    let told = members
        .iter()
        .map(|member| record::of_member(context, "member.admitted", &place, None, member))
        .collect::<Result<Vec<_>, _>>()?;
    append(connection, context, &told)?;
    Ok(members)
}

/// The first movement of a member's capital: all that it has.
pub(super) fn first(context: &Context, member: &Member, kind: ContributionKind) -> Contribution {
    Contribution {
        id: context.ids.make(),
        organisation: member.organisation,
        member: member.id,
        kind,
        amount: Dong(member.contribution_vnd),
        effective_on: member.joined_on.unwrap_or_else(|| context.today()),
        document: None,
    }
}

/// Appends events with what the log only commits to.
pub(super) fn append(
    connection: &mut Connection,
    context: &Context,
    told: &[Told],
) -> Result<(), Failure> {
    let entries: Vec<_> =
        told.iter().map(|(event, personal)| Entry { event, personal: personal.as_ref() }).collect();
    log::append_many(connection, &entries, &context.ids)
}

/// The names of a union's member cooperatives, which must be cooperatives that have not ended.
fn names_of_cooperatives(
    connection: &mut Connection,
    union: OrganisationId,
    members: &[CheckedMember],
) -> Result<HashMap<OrganisationId, String>, Failure> {
    let wanted: Vec<OrganisationId> =
        members.iter().filter_map(|member| member.member_organisation).collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let (everything, filter) = (Scope::everything(), Filter::default());
    let found = store::organisation::with_ids(connection, &everything, &filter, &wanted)?;
    let names: HashMap<_, _> = found
        .into_iter()
        .map(|stored| stored.organisation)
        .filter(|one| one.kind == OrganisationKind::Cooperative && one.id != union)
        .filter(|one| {
            matches!(one.status, OrganisationStatus::Active | OrganisationStatus::Suspended)
        })
        .map(|one| (one.id, one.name))
        .collect();
    let many = members.len() > 1;
    let unknown = |(at, member): (usize, &CheckedMember)| {
        let id = member.member_organisation?;
        let prefix = if many { format!("/members/{at}") } else { String::new() };
        (!names.contains_key(&id)).then(|| no_cooperative(&prefix))
    };
    let faults: Vec<Fault> = members.iter().enumerate().filter_map(unknown).collect();
    if faults.is_empty() { Ok(names) } else { Err(Refusal::rules(faults).into()) }
}

fn no_cooperative(prefix: &str) -> Fault {
    Fault {
        pointer: format!("{prefix}/member_organisation_id").into(),
        code: "not_a_cooperative",
        detail: Text::fixed(
            "Thành viên của liên hiệp phải là hợp tác xã đang hoạt động có trong sổ đăng ký.",
            "A member of a union must be a cooperative of the register that is at work.",
        ),
        legal_basis: Some(LAW),
    }
}
