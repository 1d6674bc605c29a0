//! Where a row of the national system and an entry of the register disagree, field by field.

use htx_model::{code_list::CodeList as _, text};
use serde::{Deserialize, Serialize};

use super::{NationalField, NationalRecord};
use crate::domain::{matching, organisation::Organisation};

/// A field in which the two disagree. Codes, numbers and dates are written as in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FieldDifference {
    /// The field.
    pub field: NationalField,
    /// What the register says.
    #[schema(required, max_length = 500)]
    pub ours: Option<String>,
    /// What the national system says.
    #[schema(required, max_length = 500)]
    pub theirs: Option<String>,
}

/// The fields in which they disagree. What the row leaves blank says nothing; names are compared
/// without case and legal form, addresses also without accents and punctuation, a commune as
/// registered or, where the row has none of the old districts, as it is today.
#[must_use]
pub fn differences(ours: &Organisation, theirs: &NationalRecord) -> Vec<FieldDifference> {
    let mut found = Vec::new();
    let mut say = |field, ours: Option<String>, theirs: Option<String>| {
        found.push(FieldDifference { field, ours, theirs });
    };
    for field in NationalField::all() {
        if !agrees(*field, ours, theirs) {
            say(*field, of_entry(*field, ours), of_row(*field, theirs));
        }
    }
    found
}

fn agrees(field: NationalField, ours: &Organisation, theirs: &NationalRecord) -> bool {
    /// What is not said agrees.
    fn said<T: PartialEq>(theirs: Option<&T>, ours: Option<&T>) -> bool {
        theirs.is_none() || theirs == ours
    }
    let address = &ours.address;
    match field {
        NationalField::RegistrationNumber => {
            said(theirs.registration_number.as_ref(), ours.registration_number.as_ref())
        }
        NationalField::Name => {
            matching::own_spelling(&ours.name) == matching::own_spelling(&theirs.name)
        }
        NationalField::Kind => ours.kind == theirs.kind,
        NationalField::Status => said(theirs.status.as_ref(), Some(&ours.status)),
        NationalField::RegisteredOn => {
            said(theirs.registered_on.as_ref(), ours.registered_on.as_ref())
        }
        NationalField::AddressLine => {
            let words = |line: Option<&String>| line.map(|line| text::words(line));
            let theirs = words(theirs.address_line.as_ref()).filter(|words| !words.is_empty());
            said(theirs.as_ref(), words(address.line.as_ref()).as_ref())
        }
        NationalField::Commune => {
            let as_registered =
                theirs.commune == address.commune && theirs.district == address.district;
            let as_today =
                theirs.district.is_none() && theirs.current_commune == address.current_commune;
            as_registered || as_today
        }
        NationalField::District => {
            agrees(NationalField::Commune, ours, theirs) || theirs.district == address.district
        }
        NationalField::MainBusinessLine => {
            said(theirs.main_business_line.as_ref(), ours.main_business_line.as_ref())
        }
        NationalField::Sector => said(theirs.sector.as_ref(), ours.sector.as_ref()),
        NationalField::CharterCapital => {
            said(theirs.charter_capital_vnd.as_ref(), ours.charter_capital_vnd.as_ref())
        }
        NationalField::MemberCount => {
            said(theirs.member_count.as_ref(), ours.member_count.as_ref())
        }
        NationalField::WorkerCount => {
            said(theirs.worker_count.as_ref(), ours.worker_count.as_ref())
        }
    }
}

fn of_entry(field: NationalField, ours: &Organisation) -> Option<String> {
    let address = &ours.address;
    match field {
        NationalField::RegistrationNumber => ours.registration_number.as_ref().map(text_of),
        NationalField::Name => Some(ours.name.clone()),
        NationalField::Kind => Some(ours.kind.to_string()),
        NationalField::Status => Some(ours.status.to_string()),
        NationalField::RegisteredOn => ours.registered_on.as_ref().map(text_of),
        NationalField::AddressLine => address.line.clone(),
        NationalField::Commune => Some(address.commune.as_str().to_owned()),
        NationalField::District => address.district.as_ref().map(|code| code.as_str().to_owned()),
        NationalField::MainBusinessLine => ours.main_business_line.clone(),
        NationalField::Sector => ours.sector.as_ref().map(text_of),
        NationalField::CharterCapital => ours.charter_capital_vnd.map(|amount| text_of(&amount.0)),
        NationalField::MemberCount => ours.member_count.as_ref().map(text_of),
        NationalField::WorkerCount => ours.worker_count.as_ref().map(text_of),
    }
}

fn of_row(field: NationalField, theirs: &NationalRecord) -> Option<String> {
    match field {
        NationalField::RegistrationNumber => theirs.registration_number.as_ref().map(text_of),
        NationalField::Name => Some(theirs.name.clone()),
        NationalField::Kind => Some(theirs.kind.to_string()),
        NationalField::Status => theirs.status.as_ref().map(text_of),
        NationalField::RegisteredOn => theirs.registered_on.as_ref().map(text_of),
        NationalField::AddressLine => theirs.address_line.clone(),
        NationalField::Commune => Some(theirs.commune.as_str().to_owned()),
        NationalField::District => theirs.district.as_ref().map(|code| code.as_str().to_owned()),
        NationalField::MainBusinessLine => theirs.main_business_line.clone(),
        NationalField::Sector => theirs.sector.as_ref().map(text_of),
        NationalField::CharterCapital => {
            theirs.charter_capital_vnd.map(|amount| text_of(&amount.0))
        }
        NationalField::MemberCount => theirs.member_count.as_ref().map(text_of),
        NationalField::WorkerCount => theirs.worker_count.as_ref().map(text_of),
    }
}

fn text_of(value: &impl ToString) -> String {
    value.to_string()
}
