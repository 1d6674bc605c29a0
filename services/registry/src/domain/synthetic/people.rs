//! Synthetic persons: nobody bears these names together with these numbers.

use htx_model::{
    date::Date,
    id::OrganisationId,
    money::{Dong, pro_rata},
    organisation::{MemberKind, OrganisationKind},
    people::{Position, SigningKind},
};

use super::{
    SyntheticCity,
    words::{FAMILY_NAMES, GIVEN_NAMES, MIDDLE_NAMES},
};
use crate::domain::people::{FoundingManager, FoundingSigning, NewMember, NewPeople};

/// What a founder contributes at least, in đồng, and how many times that at the most.
const SHARE: i64 = 10_000_000;
const SHARES_MAX: usize = 20;

impl SyntheticCity<'_> {
    /// A full name.
    pub(super) fn person(&mut self) -> String {
        let family = FAMILY_NAMES[self.below(FAMILY_NAMES.len())];
        let middle = MIDDLE_NAMES[self.below(MIDDLE_NAMES.len())];
        let given = GIVEN_NAMES[self.below(GIVEN_NAMES.len())];
        format!("{family} {middle} {given}")
    }

    /// A mobile telephone number.
    pub(super) fn phone(&mut self) -> String {
        format!("09{:08}", self.below(100_000_000))
    }

    /// A citizen id that no other synthetic person has. The place of birth in it does not exist.
    pub fn citizen_id(&mut self) -> String {
        self.identified += 1;
        format!("099{:09}", self.identified)
    }

    fn birth_date(&mut self) -> Option<Date> {
        let year = 1955 + i16::try_from(self.below(45)).ok()?;
        let month = 1 + i8::try_from(self.below(12)).ok()?;
        Date::new(year, month, 1 + i8::try_from(self.below(28)).ok()?)
    }

    fn amount(&mut self) -> i64 {
        SHARE * (1 + i64::try_from(self.below(SHARES_MAX)).unwrap_or_default())
    }

    /// Members as an old list has them: kind, name and contribution, which add up to the capital.
    pub(super) fn members(
        &mut self,
        kind: OrganisationKind,
        capital: Dong,
    ) -> Vec<(MemberKind, String, Dong)> {
        let least = match kind {
            OrganisationKind::CooperativeGroup => 2,
            OrganisationKind::Cooperative => 5,
            OrganisationKind::CooperativeUnion => 3,
        };
        let count = least + self.below(4);
        let weights: Vec<Dong> = (0..count)
            .map(|_| Dong(1 + i64::try_from(self.below(5)).unwrap_or_default()))
            .collect();
        let shares = pro_rata(capital, &weights).unwrap_or_default();
        shares
            .into_iter()
            .enumerate()
            .map(|(at, share)| {
                let kind = if at < least {
                    MemberKind::Official
                } else {
                    MemberKind::AssociateContributing
                };
                (kind, self.person(), share)
            })
            .collect()
    }

    /// A person who joins an organisation, with everything that the register asks for.
    pub fn joining(&mut self, kind: MemberKind) -> NewMember {
        let contributes = kind != MemberKind::AssociateNonContributing;
        NewMember {
            kind,
            holder: None,
            name: Some(self.person()),
            citizen_id: Some(self.citizen_id()),
            birth_date: self.birth_date(),
            phone: Some(self.phone()),
            address: None,
            member_organisation_id: None,
            contribution_vnd: if contributes { self.amount() } else { 0 },
            joined_on: None,
        }
    }

    /// A cooperative that joins a union.
    pub fn joining_union(&mut self, cooperative: OrganisationId) -> NewMember {
        NewMember {
            kind: MemberKind::Official,
            holder: None,
            name: None,
            citizen_id: None,
            birth_date: None,
            phone: None,
            address: None,
            member_organisation_id: Some(cooperative),
            contribution_vnd: self.amount(),
            joined_on: None,
        }
    }

    /// The founders of a group or cooperative: officials first, then associates of a cooperative.
    pub(super) fn founders(&mut self, kind: OrganisationKind) -> NewPeople {
        let officials = match kind {
            OrganisationKind::CooperativeGroup => 2 + self.below(3),
            _ => 6 + self.below(4),
        };
        let mut members: Vec<NewMember> =
            (0..officials).map(|_| self.joining(MemberKind::Official)).collect();
        if kind == OrganisationKind::Cooperative {
            members.push(self.joining(MemberKind::AssociateContributing));
            members.push(self.joining(MemberKind::AssociateNonContributing));
        }
        let jointly = kind == OrganisationKind::Cooperative && self.below(3) == 0;
        NewPeople {
            members,
            managers: managers(kind, jointly),
            signing: jointly
                .then_some(FoundingSigning { kind: SigningKind::Jointly, signers: Some(2) }),
        }
    }

    /// The member cooperatives of a union, with a chair who comes from the first of them.
    pub(super) fn founding_cooperatives(&mut self, cooperatives: &[OrganisationId]) -> NewPeople {
        let members = cooperatives.iter().map(|id| self.joining_union(*id)).collect();
        let chair = FoundingManager {
            name: Some(self.person()),
            citizen_id: Some(self.citizen_id()),
            phone: Some(self.phone()),
            ..office(Position::ChairOfBoard, 0, true)
        };
        NewPeople { members, managers: vec![chair], signing: None }
    }
}

/// The offices of a new organisation, each held by one of its first members.
fn managers(kind: OrganisationKind, jointly: bool) -> Vec<FoundingManager> {
    match kind {
        OrganisationKind::CooperativeGroup => vec![office(Position::GroupHead, 0, true)],
        OrganisationKind::Cooperative | OrganisationKind::CooperativeUnion => vec![
            office(Position::ChairOfBoard, 0, true),
            office(Position::Director, 1, jointly),
            office(Position::ChiefSupervisor, 2, false),
        ],
    }
}

fn office(position: Position, member: u16, legal_representative: bool) -> FoundingManager {
    FoundingManager {
        position,
        member: Some(member),
        name: None,
        citizen_id: None,
        phone: None,
        legal_representative,
    }
}

/// Management of an organisation to which the members of another pass: one of them chairs it.
#[must_use]
pub(super) fn management_of(people: &NewPeople, at: usize) -> NewPeople {
    let chair = people.members.get(at).map(|member| FoundingManager {
        position: Position::ChairOfBoard,
        member: None,
        name: member.name.clone(),
        citizen_id: member.citizen_id.clone(),
        phone: member.phone.clone(),
        legal_representative: true,
    });
    NewPeople { members: Vec::new(), managers: chair.into_iter().collect(), signing: None }
}
