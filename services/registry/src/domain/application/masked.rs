//! A proposal without what tells who a natural person is.

use super::{
    proposal::{Correction, EntryChange, NewBranch, Proposal, ProposedPerson},
    restructuring::{Consolidation, Conversion, Division, PartialSuccessor, Separation},
};
use crate::domain::{
    masking,
    people::{FoundingManager, NewMember, NewPeople},
};

impl Proposal {
    /// The same with the personal data of natural persons masked.
    #[must_use]
    pub fn masked(self) -> Self {
        match self {
            Self::Establishment(mut one) => {
                one.people = people(one.people);
                Self::Establishment(one)
            }
            Self::Change(one) => Self::Change(change(one)),
            Self::Branch(one) => Self::Branch(NewBranch { head: person(one.head), ..one }),
            Self::Conversion(one) => Self::Conversion(Conversion {
                joining: one.joining.into_iter().map(member).collect(),
                management: people(one.management),
                ..one
            }),
            Self::Consolidation(one) => {
                Self::Consolidation(Consolidation { management: people(one.management), ..one })
            }
            Self::Division(one) => Self::Division(Division { into: successors(one.into), ..one }),
            Self::Separation(one) => {
                Self::Separation(Separation { into: successors(one.into), ..one })
            }
            Self::Correction(one) => {
                Self::Correction(Correction { right: change(one.right), ..one })
            }
            Self::BranchClosing(_)
            | Self::Suspension(_)
            | Self::Resumption(_)
            | Self::Merger(_)
            | Self::Reissue(_) => self,
        }
    }
}

fn successors(all: Vec<PartialSuccessor>) -> Vec<PartialSuccessor> {
    all.into_iter()
        .map(|one| PartialSuccessor { management: people(one.management), ..one })
        .collect()
}

fn change(change: EntryChange) -> EntryChange {
    EntryChange { representative: change.representative.map(person), ..change }
}

fn person(person: ProposedPerson) -> ProposedPerson {
    ProposedPerson {
        name: masking::name(&person.name),
        phone: person.phone.as_deref().map(masking::phone),
    }
}

fn people(people: NewPeople) -> NewPeople {
    NewPeople {
        members: people.members.into_iter().map(member).collect(),
        managers: people.managers.into_iter().map(manager).collect(),
        ..people
    }
}

/// Names of legal entities are no personal data; the rest of what is said of whoever it is, is left
/// out whole.
fn member(member: NewMember) -> NewMember {
    let personal = member.holder.is_none_or(htx_model::people::HolderType::is_personal)
        && member.member_organisation_id.is_none();
    NewMember {
        name: if personal { member.name.as_deref().map(masking::name) } else { member.name },
        citizen_id: None,
        birth_date: None,
        phone: member.phone.as_deref().map(masking::phone),
        address: None,
        ..member
    }
}

fn manager(manager: FoundingManager) -> FoundingManager {
    FoundingManager {
        name: manager.name.as_deref().map(masking::name),
        citizen_id: None,
        phone: manager.phone.as_deref().map(masking::phone),
        ..manager
    }
}
