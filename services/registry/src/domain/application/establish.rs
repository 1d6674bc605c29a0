//! An organisation that is to be entered on an application.

use htx_model::{
    administrative::AdministrativeUnits,
    date::Date,
    id::OrganisationId,
    money::Dong,
    organisation::{MemberKind, OrganisationKind, OrganisationStatus},
    refusal::{Fault, Text},
};

use super::{
    completeness::under,
    proposal::{Establishment, ProposedEntry},
};
use crate::domain::{
    entry::{self, Entry},
    organisation::{Organisation, Representative},
    people::{self, CheckedPeople},
};

/// An organisation that may be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founded {
    /// The entry.
    pub organisation: Organisation,
    /// Who represents it.
    pub representative: Representative,
    /// Its people.
    pub people: CheckedPeople,
}

/// Checks an establishment against all rules that need no look at the register. `number` is the
/// registration number that the tax system gave, where the file does not hold it yet.
///
/// # Errors
/// Every fault, with pointers from the application.
pub fn check(
    proposal: &Establishment,
    number: Option<&str>,
    id: OrganisationId,
    units: &AdministrativeUnits,
    today: Date,
) -> Result<Founded, Vec<Fault>> {
    let Establishment { kind, entry: proposed, people: new } = proposal;
    let mut faults = Vec::new();
    let capital = proposed.charter_capital_vnd.map(Dong);
    if capital.is_none() {
        faults.push(missing_capital());
    }
    let people = people::check(new, *kind, capital, today);
    let representative = people.as_ref().map(CheckedPeople::representative).unwrap_or_default();
    let officials = new.members.iter().filter(|one| one.kind == MemberKind::Official).count();
    let mut entry = entry_of(proposed, *kind, number, representative, today);
    entry.member_count = u32::try_from(officials).ok();
    let entered = entry::check(entry, None, id, OrganisationStatus::Active, units, today);
    match (entered, people) {
        (Ok((organisation, representative)), Ok(people)) if faults.is_empty() => {
            Ok(Founded { organisation, representative, people })
        }
        (entered, people) => {
            // Too few members is said once, of the list of members.
            let of_entry = entered.err().unwrap_or_default();
            let of_entry = of_entry.into_iter().filter(|fault| fault.pointer != "/member_count");
            faults.extend(under(ENTRY, of_entry.collect()));
            faults.extend(under(PEOPLE, people.err().unwrap_or_default()));
            Err(faults)
        }
    }
}

const ENTRY: &str = "/proposal/establishment/entry";
const PEOPLE: &str = "/proposal/establishment/people";

/// A proposed entry as an officer would enter it, registered today.
#[must_use]
pub fn entry_of(
    proposed: &ProposedEntry,
    kind: OrganisationKind,
    number: Option<&str>,
    representative: Representative,
    today: Date,
) -> Entry {
    Entry {
        kind,
        name: proposed.name.clone(),
        registration_number: number
            .map(str::to_owned)
            .or_else(|| proposed.registration_number.clone()),
        registered_on: Some(today),
        address_line: proposed.address.line.clone(),
        commune: proposed.address.commune.clone(),
        district: proposed.address.district.clone(),
        located: None,
        main_business_line: proposed.main_business_line.clone(),
        sector: proposed.sector,
        charter_capital_vnd: proposed.charter_capital_vnd,
        member_count: None,
        worker_count: proposed.worker_count,
        alliance_member: false,
        representative_name: representative.name,
        representative_phone: representative.phone,
    }
}

fn missing_capital() -> Fault {
    Fault::new(
        "/proposal/establishment/entry/charter_capital_vnd",
        "missing_charter_capital",
        Text::fixed(
            "Phải có vốn điều lệ: tổng vốn góp của các thành viên.",
            "The charter capital is needed: what the members contribute together.",
        ),
    )
}
