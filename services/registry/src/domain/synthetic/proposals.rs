//! What synthetic organisations apply for.

use htx_model::{
    application::BranchKind,
    code_list::CodeList as _,
    date::Date,
    id::{ApplicationId, OrganisationId},
    organisation::{MemberKind, OrganisationKind},
};

use super::{SyntheticCity, founding::proposed, people::management_of, words::ACTIVITIES};
use crate::domain::{
    application::{
        Proposal,
        proposal::{
            Correction, EntryChange, Establishment, NewBranch, Pause, ProposedEntry,
            ProposedPerson, Reissue, Resumption,
        },
        restructuring::{
            ByWeight, Consolidation, Conversion, Division, PartialSuccessor, Separation, Sharing,
        },
    },
    organisation::Organisation,
};

/// How many join when a group becomes a cooperative: so that there are enough, however few it had.
const JOINING: usize = 4;

/// A proposal with the numbers of the organisations that it makes.
pub type Numbered = (Proposal, Vec<String>);

impl SyntheticCity<'_> {
    /// Another business line, more workers, another representative.
    pub fn change(&mut self) -> Proposal {
        let line = ACTIVITIES[self.below(ACTIVITIES.len())].business_line;
        Proposal::Change(EntryChange {
            representative: Some(self.proposed_person()),
            main_business_line: Some(line.to_owned()),
            worker_count: u32::try_from(1_000 + self.below(500)).ok(),
            ..EntryChange::default()
        })
    }

    /// A branch, an office or a business place near the seat.
    pub fn branch(&mut self, of: &Organisation) -> Proposal {
        let kinds = BranchKind::all();
        let kind = kinds[self.below(kinds.len())];
        Proposal::Branch(NewBranch {
            kind,
            name: format!("Cơ sở {} {}", 1 + self.below(3), of.name),
            address: proposed(&of.address),
            business_line: of.main_business_line.clone(),
            head: self.proposed_person(),
        })
    }

    /// A correction of what an approved application said.
    pub fn correction(&mut self, of: ApplicationId) -> Proposal {
        let worker_count = u32::try_from(100 + self.below(500)).ok();
        Proposal::Correction(Correction {
            application_id: Some(of),
            certificate_id: None,
            right: EntryChange { worker_count, ..EntryChange::default() },
            registration_number: None,
            registered_on: None,
            reason: "Ghi sai số lao động so với hồ sơ".to_owned(),
        })
    }

    /// A group becomes a cooperative, with further members.
    pub fn conversion(&mut self, group: &Establishment) -> Option<Numbered> {
        let (entry, number) = self.successor(group)?;
        let joining = (0..JOINING).map(|_| self.joining(MemberKind::Official)).collect();
        let management = management_of(&group.people, 0);
        Some((Proposal::Conversion(Conversion { entry, joining, management }), vec![number]))
    }

    /// Two cooperatives become a new one, chaired by a member of the first.
    pub fn consolidation(
        &mut self,
        first: &Establishment,
        with: OrganisationId,
    ) -> Option<Numbered> {
        let (entry, number) = self.successor(first)?;
        let management = management_of(&first.people, 0);
        let with = vec![with];
        Some((Proposal::Consolidation(Consolidation { with, entry, management }), vec![number]))
    }

    /// A cooperative becomes two, one of them twice as large.
    pub fn division(&mut self, old: &Establishment) -> Option<Numbered> {
        let (one, first) = self.part(old, 0, 1)?;
        let (other, second) = self.part(old, 1, 2)?;
        let (into, sharing) = (vec![one, other], Sharing::ByWeight(ByWeight {}));
        Some((Proposal::Division(Division { into, sharing }), vec![first, second]))
    }

    /// A third of a cooperative becomes another.
    pub fn separation(&mut self, old: &Establishment) -> Option<Numbered> {
        let (part, number) = self.part(old, 1, 1)?;
        let (into, sharing) = (vec![part], Sharing::ByWeight(ByWeight {}));
        let separation = Separation { into, sharing, weight_kept: 2 };
        Some((Proposal::Separation(separation), vec![number]))
    }

    fn part(
        &mut self,
        old: &Establishment,
        chair: usize,
        weight: u32,
    ) -> Option<(PartialSuccessor, String)> {
        let (entry, number) = self.successor(old)?;
        let management = management_of(&old.people, chair);
        Some((PartialSuccessor { entry, management, weight }, number))
    }

    /// The entry of a cooperative that comes of another organisation, at the same seat.
    fn successor(&mut self, old: &Establishment) -> Option<(ProposedEntry, String)> {
        let name = self.seat(OrganisationKind::Cooperative)?.name;
        let number = self.number()?.to_string();
        let entry = ProposedEntry {
            name,
            registration_number: None,
            charter_capital_vnd: None,
            ..old.entry.clone()
        };
        Some((entry, number))
    }

    fn proposed_person(&mut self) -> ProposedPerson {
        ProposedPerson { name: self.person(), phone: Some(self.phone()) }
    }
}

/// A pause between two days.
#[must_use]
pub fn suspension(from: Date, to: Date) -> Proposal {
    Proposal::Suspension(Pause { from, to, reason: "Sửa chữa nhà xưởng".to_owned() })
}

/// The end of a pause or a standstill.
#[must_use]
pub fn resumption() -> Proposal {
    Proposal::Resumption(Resumption { reason: Some("Đã sửa xong nhà xưởng".to_owned()) })
}

/// Another certificate.
#[must_use]
pub fn reissue() -> Proposal {
    Proposal::Reissue(Reissue { reason: "Giấy chứng nhận bị mất".to_owned() })
}
