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

#[cfg(test)]
mod tests {
    use htx_model::{administrative::AdministrativeUnits, date::Date, id::OrganisationId};

    use super::*;
    use crate::domain::application::establish;

    #[test]
    fn what_founders_file_keeps_every_rule_of_an_establishment() {
        let units = AdministrativeUnits::embedded().unwrap();
        let mut city = SyntheticCity::new(units, 7);
        let id = |number| OrganisationId::from_uuid(uuid::Uuid::from_u128(number));
        let mut foundings: Vec<Founding> = (0..60)
            .flat_map(|_| [OrganisationKind::Cooperative, OrganisationKind::CooperativeGroup])
            .filter_map(|kind| city.founding(kind))
            .collect();
        foundings.extend(city.founding_union(&[id(1), id(2), id(3)]));
        assert_eq!(foundings.len(), 121);
        for (founding, number) in foundings.iter().zip(10..) {
            let Founding { establishment, number: given, .. } = founding;
            for day in ["2025-02-10", "2025-08-04"] {
                let day = Date::parse(day).unwrap();
                let checked =
                    establish::check(establishment, given.as_deref(), id(number), units, day);
                assert!(checked.is_ok(), "{founding:#?} {checked:#?}");
            }
        }
    }
}
