//! Founders with what they file.

use htx_model::{id::OrganisationId, organisation::OrganisationKind};

use super::{Seat, SyntheticCity};
use crate::domain::{
    advice::Founder,
    application::proposal::{Establishment, ProposedAddress, ProposedEntry},
    organisation::Address,
    people::NewPeople,
};

/// An organisation that is to be, with the number that the tax system gives it.
#[derive(Debug, Clone)]
pub struct Founding {
    /// What its founders ask for.
    pub establishment: Establishment,
    /// The registration number; groups have none.
    pub number: Option<String>,
    /// Where its seat is to be.
    pub address: Address,
}

impl Founding {
    /// The founders as an entry of advice names them.
    #[must_use]
    pub fn founders(&self) -> Vec<Founder> {
        let members = self.establishment.people.members.iter().take(3);
        let named = members.filter_map(|member| {
            Some(Founder { name: member.name.clone()?, phone: member.phone.clone() })
        });
        named.collect()
    }
}

impl SyntheticCity<'_> {
    /// Founders of a group or cooperative.
    pub fn founding(&mut self, kind: OrganisationKind) -> Option<Founding> {
        let people = self.founders(kind);
        self.founding_of(kind, people)
    }

    /// Cooperatives that found a union.
    pub fn founding_union(&mut self, cooperatives: &[OrganisationId]) -> Option<Founding> {
        let people = self.founding_cooperatives(cooperatives);
        self.founding_of(OrganisationKind::CooperativeUnion, people)
    }

    fn founding_of(&mut self, kind: OrganisationKind, people: NewPeople) -> Option<Founding> {
        let Seat { name, address, sector, business_line } = self.seat(kind)?;
        let capital = people.members.iter().map(|member| member.contribution_vnd).sum();
        let entry = ProposedEntry {
            name,
            registration_number: None,
            address: proposed(&address),
            main_business_line: Some(business_line.to_owned()),
            sector: Some(sector),
            charter_capital_vnd: Some(capital),
            worker_count: u32::try_from(3 + self.below(40)).ok(),
        };
        let numbered = kind != OrganisationKind::CooperativeGroup;
        let number = self.number().filter(|_| numbered).map(|number| number.to_string());
        Some(Founding { establishment: Establishment { kind, entry, people }, number, address })
    }
}

/// An address as founders write it: the commune as it was, with its district.
pub(super) fn proposed(address: &Address) -> ProposedAddress {
    ProposedAddress {
        line: address.line.clone(),
        commune: address.commune.to_string(),
        district: address.district.as_ref().map(ToString::to_string),
    }
}
