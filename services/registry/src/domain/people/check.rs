//! What must hold of the people of a new organisation, and of a member that is admitted.

use std::collections::HashSet;

use htx_model::{
    date::Date,
    id::OrganisationId,
    money::Dong,
    organisation::{MemberKind, OrganisationKind},
    people::{HolderType, Position},
    refusal::{Fault, LegalBasis, Text},
};

use super::{
    identity::Faults,
    management::{each_manager, management, signers},
    wire::{NewMember, NewPeople},
};
use crate::domain::{
    entry::{CAPITAL_MAX, minimum_members},
    member::Identity,
    organisation::Representative,
};

/// The law of 2023; the articles on members and capital were not read.
pub(crate) const LAW: LegalBasis = LegalBasis::unverified("17/2023/QH15", "-");
/// From this age a person may hold capital (DOMAIN section 4).
const ADULT_YEARS: i16 = 18;
/// The most members that are entered at once.
const MEMBERS_MAX: usize = 2_000;
/// The most managers that are entered at once.
pub(super) const MANAGERS_MAX: usize = 100;
/// A member that may be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedMember {
    /// Official, or associated.
    pub kind: MemberKind,
    /// Who holds the membership.
    pub holder: HolderType,
    /// The cooperative, where a union's member is one: the register has yet to know it.
    pub member_organisation: Option<OrganisationId>,
    /// Who it is.
    pub identity: Identity,
    /// What it contributes.
    pub contribution: Dong,
    /// Since when, where that was said.
    pub joined_on: Option<Date>,
}

/// Somebody who may hold an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedManager {
    /// The office.
    pub position: Position,
    /// Which of the members, counted from 0.
    pub member: Option<usize>,
    /// Who it is.
    pub identity: Identity,
    /// Whether it is a legal representative.
    pub legal_representative: bool,
}

/// The people of a new organisation, all rules kept that need no look at the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckedPeople {
    /// The members.
    pub members: Vec<CheckedMember>,
    /// The managers.
    pub managers: Vec<CheckedManager>,
    /// How many legal representatives sign together; none where any one signs.
    pub signers: Option<u8>,
}

impl CheckedPeople {
    /// What the members contribute together.
    #[must_use]
    pub fn capital(&self) -> Dong {
        // Checked against the charter capital, so it is within bounds.
        Dong::checked_sum(self.members.iter().map(|member| member.contribution)).unwrap_or_default()
    }

    /// How many members are official.
    #[must_use]
    pub fn officials(&self) -> u32 {
        let officials = self.members.iter().filter(|member| member.kind == MemberKind::Official);
        u32::try_from(officials.count()).unwrap_or(u32::MAX)
    }

    /// Who acts for the organisation, as its entry names it: the first legal representative.
    #[must_use]
    pub fn representative(&self) -> Representative {
        let first = self.managers.iter().find(|manager| manager.legal_representative);
        first.map_or_else(Representative::default, |manager| Representative {
            name: Some(manager.identity.name.clone()),
            phone: manager.identity.phone.clone(),
        })
    }
}

/// Checks the people of a new organisation of a kind against its charter capital. Pointers begin at
/// `/members` and `/managers`.
///
/// # Errors
/// One fault for each rule that is broken, all of them at once.
pub fn check(
    people: &NewPeople,
    kind: OrganisationKind,
    charter_capital: Option<Dong>,
    today: Date,
) -> Result<CheckedPeople, Vec<Fault>> {
    let mut found = Vec::new();
    too_many(&mut found, "/members", people.members.len(), MEMBERS_MAX);
    if !found.is_empty() {
        return Err(found);
    }
    let members: Vec<_> = people
        .members
        .iter()
        .enumerate()
        .map(|(at, member)| {
            let prefix = format!("/members/{at}");
            check_member(&mut Faults { prefix, found: &mut found }, member, kind, today)
        })
        .collect();
    nobody_twice(&mut found, &members);
    enough_officials(&mut found, &members, kind);
    capital_adds_up(&mut found, &members, charter_capital);
    let managers = management(&mut found, people, &members, kind);
    let signers = signers(&mut found, people);
    if !found.is_empty() {
        return Err(found);
    }
    Ok(CheckedPeople { members, managers, signers })
}

/// Checks the managers of an organisation whose members are moved to it, and who are named by
/// their citizen ids.
///
/// # Errors
/// One fault for each rule that is broken.
pub fn check_management(people: &NewPeople) -> Result<CheckedPeople, Vec<Fault>> {
    let mut found = Vec::new();
    too_many(&mut found, "/managers", people.managers.len(), MANAGERS_MAX);
    if !people.members.is_empty() {
        let detail = Text::fixed(
            "Thành viên được chuyển từ tổ chức cũ, không khai lại.",
            "The members are moved from the old organisation and not entered again.",
        );
        Faults { prefix: String::new(), found: &mut found }.add(
            "/members",
            "members_are_moved",
            detail,
            None,
        );
    }
    let managers = each_manager(&mut found, people, &[]);
    let signers = signers(&mut found, people);
    if found.is_empty() {
        Ok(CheckedPeople { members: Vec::new(), managers, signers })
    } else {
        Err(found)
    }
}

/// Checks one member that is admitted.
///
/// # Errors
/// One fault for each rule that is broken.
pub fn check_admission(
    member: &NewMember,
    kind: OrganisationKind,
    today: Date,
) -> Result<CheckedMember, Vec<Fault>> {
    let mut found = Vec::new();
    let mut faults = Faults { prefix: String::new(), found: &mut found };
    let checked = check_member(&mut faults, member, kind, today);
    if found.is_empty() { Ok(checked) } else { Err(found) }
}

/// Whether somebody born on a day is of age on another.
#[must_use]
pub fn is_adult(birth_date: Date, on: Date) -> bool {
    let years = jiff::Span::new().years(ADULT_YEARS);
    birth_date.0.saturating_add(years) <= on.0
}

fn check_member(
    faults: &mut Faults<'_>,
    member: &NewMember,
    kind: OrganisationKind,
    today: Date,
) -> CheckedMember {
    let holder = member.holder.unwrap_or(match member.member_organisation_id {
        Some(_) => HolderType::MemberOrganisation,
        None => HolderType::NaturalPerson,
    });
    let name = match holder {
        HolderType::MemberOrganisation => faults.text("/name", member.name.as_deref()),
        HolderType::NaturalPerson | HolderType::Household | HolderType::LegalEntity => {
            faults.name(member.name.as_deref())
        }
    };
    let identity = Identity {
        name: name.unwrap_or_default(),
        citizen_id: faults.citizen_id(member.citizen_id.as_deref()),
        birth_date: faults.birth_date(member.birth_date, today),
        phone: faults.phone(member.phone.as_deref()),
        address: faults.text("/address", member.address.as_deref()),
    };
    faults.past("/joined_on", member.joined_on, today);
    holder_fits(faults, member, holder, kind);
    contribution_fits(faults, member, holder, today);
    CheckedMember {
        kind: member.kind,
        holder,
        member_organisation: member.member_organisation_id,
        identity,
        contribution: Dong(member.contribution_vnd),
        joined_on: member.joined_on,
    }
}

/// A union's official members are cooperatives of the register; nobody else's are.
fn holder_fits(
    faults: &mut Faults<'_>,
    member: &NewMember,
    holder: HolderType,
    kind: OrganisationKind,
) {
    let is_union = kind == OrganisationKind::CooperativeUnion;
    let is_organisation = holder == HolderType::MemberOrganisation;
    if is_organisation != member.member_organisation_id.is_some() {
        let detail = Text::fixed(
            "Hợp tác xã thành viên phải nêu bằng member_organisation_id, chủ thể khác thì không.",
            "A member cooperative is named by member_organisation_id, any other holder is not.",
        );
        faults.add("/member_organisation_id", "holder_mismatch", detail, None);
    } else if is_organisation && !is_union {
        let detail = Text::fixed(
            "Chỉ liên hiệp hợp tác xã mới có hợp tác xã thành viên.",
            "Only a union has member cooperatives.",
        );
        faults.add("/holder", "not_a_union", detail, Some(LAW));
    } else if is_union && member.kind == MemberKind::Official && !is_organisation {
        let detail = Text::fixed(
            "Thành viên chính thức của liên hiệp là hợp tác xã.",
            "The official members of a union are cooperatives.",
        );
        faults.add("/holder", "not_a_cooperative", detail, Some(LAW));
    }
}

fn contribution_fits(faults: &mut Faults<'_>, member: &NewMember, holder: HolderType, today: Date) {
    let amount = member.contribution_vnd;
    if !(0..=CAPITAL_MAX).contains(&amount) {
        let detail = Text::made(
            format!("Vốn góp phải là số đồng nguyên, từ 0 đến {CAPITAL_MAX}."),
            format!("A contribution is a whole number of đồng, from 0 to {CAPITAL_MAX}."),
        );
        faults.add("/contribution_vnd", "out_of_range", detail, None);
        return;
    }
    let contributes = member.kind != MemberKind::AssociateNonContributing;
    if contributes && amount == 0 {
        let detail = Text::fixed(
            "Thành viên chính thức và thành viên liên kết góp vốn phải góp vốn.",
            "Official members and contributing associates must contribute.",
        );
        faults.add("/contribution_vnd", "must_contribute", detail, Some(LAW));
    }
    if !contributes && amount > 0 {
        let detail = Text::fixed(
            "Thành viên liên kết không góp vốn thì không góp vốn.",
            "A non-contributing associate does not contribute.",
        );
        faults.add("/contribution_vnd", "must_not_contribute", detail, Some(LAW));
    }
    if contributes {
        who_contributes(faults, member, holder, today);
    }
}

/// Whoever holds capital must be known, and natural persons must be of age.
fn who_contributes(faults: &mut Faults<'_>, member: &NewMember, holder: HolderType, today: Date) {
    if holder.is_personal() && member.citizen_id.is_none() {
        let detail = Text::fixed(
            "Phải có số định danh cá nhân của người góp vốn.",
            "The citizen id of who contributes must be given.",
        );
        faults.add("/citizen_id", "missing_citizen_id", detail, None);
    }
    if holder != HolderType::NaturalPerson {
        return;
    }
    match member.birth_date {
        None => {
            let detail = Text::fixed(
                "Phải có ngày sinh để xác định đủ 18 tuổi.",
                "The day of birth is needed to tell that the member is 18.",
            );
            faults.add("/birth_date", "missing_birth_date", detail, Some(LAW));
        }
        Some(birth_date) if !is_adult(birth_date, today) => {
            let detail = Text::fixed(
                "Người góp vốn phải đủ 18 tuổi.",
                "Who holds capital must be at least 18.",
            );
            faults.add("/birth_date", "under_age", detail, Some(LAW));
        }
        Some(_) => {}
    }
}

pub(super) fn too_many(found: &mut Vec<Fault>, field: &str, count: usize, most: usize) {
    if count > most {
        let detail = Text::made(
            format!("Nhiều nhất {most} mỗi lần."),
            format!("{most} at a time at the most."),
        );
        Faults { prefix: String::new(), found }.add(field, "too_many", detail, None);
    }
}

fn nobody_twice(found: &mut Vec<Fault>, members: &[CheckedMember]) {
    let (mut people, mut organisations) = (HashSet::new(), HashSet::new());
    for (at, member) in members.iter().enumerate() {
        let mut faults = Faults { prefix: format!("/members/{at}"), found };
        let again = member.identity.citizen_id.as_ref().is_some_and(|id| !people.insert(id));
        if again {
            faults.add("/citizen_id", "member_twice", twice(), None);
        }
        if member.member_organisation.is_some_and(|id| !organisations.insert(id)) {
            faults.add("/member_organisation_id", "member_twice", twice(), None);
        }
    }
}

/// What is said of somebody who is a member already.
pub(crate) const fn twice() -> Text {
    Text::fixed("Người này đã là thành viên.", "This is a member already.")
}

fn enough_officials(found: &mut Vec<Fault>, members: &[CheckedMember], kind: OrganisationKind) {
    let (minimum, basis) = minimum_members(kind);
    let officials = members.iter().filter(|member| member.kind == MemberKind::Official).count();
    if usize::try_from(minimum).is_ok_and(|minimum| officials < minimum) {
        let detail = Text::made(
            format!("Loại hình này phải có ít nhất {minimum} thành viên chính thức."),
            format!("This kind needs at least {minimum} official members."),
        );
        let mut faults = Faults { prefix: String::new(), found };
        faults.add("/members", "too_few_members", detail, Some(basis));
    }
}

fn capital_adds_up(
    found: &mut Vec<Fault>,
    members: &[CheckedMember],
    charter_capital: Option<Dong>,
) {
    let sum = Dong::checked_sum(members.iter().map(|member| member.contribution));
    if sum.is_some() && sum == charter_capital.or(sum) {
        return;
    }
    let (given, sum) = (charter_capital.unwrap_or_default(), sum.unwrap_or(Dong(i64::MAX)));
    let detail = Text::made(
        format!("Vốn góp của các thành viên cộng lại là {sum}, vốn điều lệ là {given}."),
        format!("The members contribute {sum}, the charter capital is {given}."),
    );
    let mut faults = Faults { prefix: String::new(), found };
    faults.add("/members", "capital_does_not_add_up", detail, Some(LAW));
}

#[cfg(test)]
mod tests;
