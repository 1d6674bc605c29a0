//! Which organisation of the register a row of a file speaks of, and what it would change.

use std::collections::{HashMap, HashSet};

use htx_model::{
    administrative::AdministrativeUnits,
    date::Date,
    id::OrganisationId,
    organisation::{OrganisationStatus, Sector},
    text,
};

use super::{
    organisation::{Address, Organisation, Representative},
    register_sheet::RegisterRecord,
};

/// The organisations of the register that rows of a file may speak of.
#[derive(Debug, Default)]
pub struct Candidates<'a> {
    by_number: HashMap<&'a str, &'a Organisation>,
    by_name: HashMap<String, Vec<&'a Organisation>>,
}

/// What rows of the file have been found to speak of so far.
#[derive(Debug, Default)]
pub struct Claimed {
    organisations: HashSet<OrganisationId>,
    /// By the keys of the names that they brought into the register, who bears them now.
    names: HashMap<String, OrganisationId>,
    /// Who bears a name that a row brought, and no longer the one that the register may still show.
    named: HashSet<OrganisationId>,
}

impl Claimed {
    /// Notes that a row speaks of an organisation.
    pub fn note(&mut self, organisation: OrganisationId) {
        self.organisations.insert(organisation);
    }

    /// Notes a name that a row brings into the register, and whose it is.
    pub fn note_name(&mut self, key: String, bearer: OrganisationId) {
        self.names.insert(key, bearer);
        self.named.insert(bearer);
    }
}

impl<'a> Candidates<'a> {
    /// The candidates among what the register holds.
    #[must_use]
    pub fn new(register: impl IntoIterator<Item = &'a Organisation>) -> Self {
        let mut candidates = Self::default();
        for organisation in register {
            if let Some(number) = &organisation.registration_number {
                candidates.by_number.insert(number.as_str(), organisation);
            }
            let same_name =
                candidates.by_name.entry(text::name_key(&organisation.name)).or_default();
            if same_name.iter().all(|other| other.id != organisation.id) {
                same_name.push(organisation);
            }
        }
        candidates
    }

    /// The organisation that a row speaks of: by its number; else by its name, kind and commune,
    /// one that agrees in day and address before one that does not, and none that another row of
    /// the file speaks of. Two numbers are two organisations.
    #[must_use]
    pub fn find(
        &self,
        record: &RegisterRecord,
        name_key: &str,
        claimed: &Claimed,
    ) -> Option<&'a Organisation> {
        if let Some(number) = &record.number
            && let Some(found) = self.by_number.get(number.as_str())
        {
            return Some(found);
        }
        let same: Vec<&Organisation> = self
            .by_name
            .get(name_key)?
            .iter()
            .copied()
            .filter(|other| other.kind == record.kind && other.address.commune == record.commune)
            .filter(|other| record.number.is_none() || other.registration_number.is_none())
            .filter(|other| !claimed.organisations.contains(&other.id))
            .collect();
        let agrees = |other: &&Organisation| {
            other.registered_on == record.registered_on && other.address.line == record.address
        };
        same.iter().copied().find(agrees).or(match same.as_slice() {
            [only] => Some(*only),
            _ => None,
        })
    }

    /// Whether another organisation that has not ended bears the name that a row gives one: by the register,
    /// or by a row before it.
    #[must_use]
    pub fn name_is_taken(&self, of: OrganisationId, name_key: &str, claimed: &Claimed) -> bool {
        let bears = |other: &&Organisation| {
            other.id != of && !other.status.has_ended() && !claimed.named.contains(&other.id)
        };
        claimed.names.get(name_key).is_some_and(|bearer| *bearer != of)
            || self.by_name.get(name_key).is_some_and(|same| same.iter().any(bears))
    }
}

/// The organisation that a row describes, over what the register holds of it: what the row leaves
/// blank stays, and the status stays, since only its own procedures change it. Nothing where the
/// map does not know the commune.
#[must_use]
pub fn described(
    record: &RegisterRecord,
    id: OrganisationId,
    known: Option<&Organisation>,
    units: &AdministrativeUnits,
    today: Date,
) -> Option<Organisation> {
    let resolved = units.resolve(&record.commune, record.commune_as_of, today)?;
    let known_line = known.and_then(|known| known.address.line.clone());
    let address = Address {
        line: record.address.clone().or(known_line),
        commune: record.commune.clone(),
        district: record.district.clone(),
        current_commune: resolved.code,
        needs_review: resolved.needs_address_review,
    };
    let sector = record.sector.or(known.and_then(|known| known.sector));
    Some(Organisation {
        id,
        kind: known.map_or(record.kind, |known| known.kind),
        name: record.name.clone(),
        registration_number: record
            .number
            .clone()
            .or_else(|| known.and_then(|known| known.registration_number.clone())),
        registered_on: record.registered_on.or(known.and_then(|known| known.registered_on)),
        status: known
            .map(|known| known.status)
            .or(record.status)
            .unwrap_or(OrganisationStatus::Active),
        address: match known {
            Some(known) => address.reviewed_as(&known.address, units),
            None => address,
        },
        main_business_line: record
            .main_business_line
            .clone()
            .or_else(|| known.and_then(|known| known.main_business_line.clone())),
        sector,
        people_credit_fund: sector == Some(Sector::PeopleCreditFund),
        charter_capital_vnd: record
            .charter_capital
            .or(known.and_then(|known| known.charter_capital_vnd)),
        member_count: record.members.or(known.and_then(|known| known.member_count)),
        worker_count: record.workers.or(known.and_then(|known| known.worker_count)),
        alliance_member: record
            .alliance_member
            .or(known.map(|known| known.alliance_member))
            .unwrap_or_default(),
    })
}

/// The representative that a row names, over the one that the register has.
#[must_use]
pub fn described_representative(
    record: &RegisterRecord,
    known: Option<&Representative>,
) -> Representative {
    Representative {
        name: record.representative.clone().or_else(|| known.and_then(|known| known.name.clone())),
        phone: record.phone.clone().or_else(|| known.and_then(|known| known.phone.clone())),
    }
}
