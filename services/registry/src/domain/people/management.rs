//! What must hold of the managers of a new organisation.

use std::collections::HashSet;

use htx_model::{
    date::Date,
    organisation::OrganisationKind,
    people::SigningKind,
    refusal::{Fault, Text},
};

use super::{
    check::{CheckedManager, CheckedMember, LAW, MANAGERS_MAX, too_many},
    identity::Faults,
    wire::{FoundingManager, NewPeople},
};
use crate::domain::member::{Identity, Member};

/// The most who sign together.
pub(super) const SIGNERS_MAX: u8 = 20;

pub(super) fn management(
    found: &mut Vec<Fault>,
    people: &NewPeople,
    members: &[CheckedMember],
    kind: OrganisationKind,
) -> Vec<CheckedManager> {
    too_many(found, "/managers", people.managers.len(), MANAGERS_MAX);
    let managers = each_manager(found, people, members);
    if !people.managers.iter().any(|manager| manager.legal_representative) {
        let detail = Text::fixed(
            "Phải có ít nhất một người đại diện theo pháp luật.",
            "There must be a legal representative.",
        );
        let mut faults = Faults { prefix: String::new(), found };
        faults.add("/managers", "missing_representative", detail, Some(LAW));
    }
    for (at, manager) in people.managers.iter().enumerate() {
        let mut faults = Faults { prefix: format!("/managers/{at}"), found };
        if manager.legal_representative && manager.member.is_none() {
            faults.add("/member", "representative_not_a_member", not_a_member(kind), Some(LAW));
        }
    }
    managers
}

/// What is said of a representative who is no member.
pub(crate) const fn not_a_member(kind: OrganisationKind) -> Text {
    match kind {
        OrganisationKind::CooperativeUnion => Text::fixed(
            "Người đại diện của liên hiệp phải thuộc một hợp tác xã thành viên.",
            "A union's representative must come from a member cooperative.",
        ),
        OrganisationKind::CooperativeGroup | OrganisationKind::Cooperative => Text::fixed(
            "Người đại diện theo pháp luật phải là thành viên.",
            "A legal representative must be a member.",
        ),
    }
}

pub(super) fn each_manager(
    found: &mut Vec<Fault>,
    people: &NewPeople,
    members: &[CheckedMember],
) -> Vec<CheckedManager> {
    let mut held = HashSet::new();
    let mut managers = Vec::with_capacity(people.managers.len());
    for (at, manager) in people.managers.iter().enumerate().take(MANAGERS_MAX) {
        let mut faults = Faults { prefix: format!("/managers/{at}"), found };
        if manager.position.is_single() && !held.insert(manager.position) {
            faults.add("/position", "position_taken", taken(), None);
        }
        managers.push(one_manager(&mut faults, manager, members));
    }
    managers
}

/// What is said of an office that somebody else holds.
pub(crate) const fn taken() -> Text {
    Text::fixed("Chức vụ này đã có người giữ.", "Somebody holds this office already.")
}

/// Who is appointed, as it was sent.
#[derive(Debug, Clone, Copy)]
pub struct NewManager<'a> {
    /// The full name, where it is not the member's.
    pub name: Option<&'a str>,
    /// The citizen id.
    pub citizen_id: Option<&'a str>,
    /// The telephone number.
    pub phone: Option<&'a str>,
    /// The first day.
    pub from: Date,
}

/// Checks who is appointed: a natural person who is a member has name and numbers from there.
///
/// # Errors
/// One fault for each rule that is broken.
pub fn check_manager(
    new: NewManager<'_>,
    member: Option<&Member>,
    today: Date,
) -> Result<Identity, Vec<Fault>> {
    let mut found = Vec::new();
    let mut faults = Faults { prefix: String::new(), found: &mut found };
    faults.past("/from", Some(new.from), today);
    let person = member.filter(|one| one.holder.is_personal()).map(|one| &one.identity);
    let identity = identity(&mut faults, new.name, new.citizen_id, new.phone, person);
    if found.is_empty() { Ok(identity) } else { Err(found) }
}

fn identity(
    faults: &mut Faults<'_>,
    name: Option<&str>,
    citizen_id: Option<&str>,
    phone: Option<&str>,
    person: Option<&Identity>,
) -> Identity {
    let of_member = person.filter(|_| name.is_none()).map(|person| person.name.clone());
    let phone = faults.phone(phone);
    let citizen_id = faults.citizen_id(citizen_id);
    Identity {
        name: of_member.or_else(|| faults.name(name)).unwrap_or_default(),
        citizen_id: citizen_id.or_else(|| person.and_then(|person| person.citizen_id.clone())),
        phone: phone.or_else(|| person.and_then(|person| person.phone.clone())),
        ..Identity::default()
    }
}

fn one_manager(
    faults: &mut Faults<'_>,
    manager: &FoundingManager,
    members: &[CheckedMember],
) -> CheckedManager {
    let member = manager.member.map(usize::from);
    let linked = member.and_then(|at| members.get(at));
    if member.is_some() && linked.is_none() {
        let detail =
            Text::fixed("Không có thành viên thứ này.", "There is no member with this number.");
        faults.add("/member", "unknown_member", detail, None);
    }
    let person = linked.filter(|member| member.holder.is_personal()).map(|one| &one.identity);
    let identity = identity(
        faults,
        manager.name.as_deref(),
        manager.citizen_id.as_deref(),
        manager.phone.as_deref(),
        person,
    );
    let legal_representative = manager.legal_representative;
    CheckedManager { position: manager.position, member, identity, legal_representative }
}

pub(super) fn signers(found: &mut Vec<Fault>, people: &NewPeople) -> Option<u8> {
    let rule = people.signing.as_ref()?;
    let representatives = people.managers.iter().filter(|one| one.legal_representative).count();
    let mut faults = Faults { prefix: "/signing".to_owned(), found };
    match (rule.kind, rule.signers) {
        (SigningKind::AnyOne, None) => None,
        (SigningKind::Jointly, Some(signers))
            if (2..=SIGNERS_MAX).contains(&signers) && usize::from(signers) <= representatives =>
        {
            Some(signers)
        }
        (SigningKind::AnyOne | SigningKind::Jointly, _) => {
            let detail = Text::fixed(
                "Số người cùng ký phải từ 2 đến số người đại diện theo pháp luật; với any_one thì không nêu.",
                "The number who sign jointly is from 2 to the number of legal representatives; with any_one it is left out.",
            );
            faults.add("/signers", "signers_out_of_range", detail, None);
            None
        }
        (SigningKind::Combination, _) => {
            let detail = Text::fixed(
                "Tổ hợp người ký được đặt sau khi ghi người quản lý.",
                "Combinations are set once the managers are entered.",
            );
            faults.add("/kind", "combination_too_early", detail, None);
            None
        }
    }
}
