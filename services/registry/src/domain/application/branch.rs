//! Branches, representative offices and business places.

use std::borrow::Cow;

use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode, DistrictCode},
    application::BranchKind,
    date::Date,
    id::{ApplicationId, BranchId, OrganisationId},
    refusal::{Fault, LegalBasis, Text},
    text,
};
use serde::Serialize;

use super::proposal::NewBranch;
use crate::domain::{
    entry::{self, TEXT_LENGTH_MAX},
    organisation::{Address, Representative},
};

/// The last suffix of a registration number (DOMAIN section 2).
pub const SEQUENCE_MAX: u16 = 999;
/// The articles were not read.
const BRANCHES: LegalBasis = LegalBasis::unverified("92/2024/NĐ-CP", "-");

/// A place of an organisation beside its seat. Who heads it is personal data and stands apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// Its id.
    pub id: BranchId,
    /// Whose.
    pub organisation: OrganisationId,
    /// What it is.
    pub kind: BranchKind,
    /// The suffix of the organisation's registration number: 1 to 999.
    pub sequence: u16,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub address: Address,
    /// What is done there.
    pub business_line: Option<String>,
    /// The application.
    pub application: ApplicationId,
    /// Since when.
    pub registered_on: Date,
    /// The first day on which it is no more.
    pub closed_on: Option<Date>,
}

/// A branch that may be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedBranch {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub address: Address,
    /// Who heads it.
    pub head: Representative,
}

/// The branch's number: the organisation's with the suffix, where the organisation has one.
#[must_use]
pub fn number(organisation_number: Option<&str>, sequence: u16) -> Option<String> {
    organisation_number.map(|number| {
        let base = number.split('-').next().unwrap_or(number);
        format!("{base}-{sequence:03}")
    })
}

/// The least suffix that is free.
#[must_use]
pub fn next_free(taken: &[u16]) -> Option<u16> {
    (1..=SEQUENCE_MAX).find(|sequence| !taken.contains(sequence))
}

/// The branch that is to be closed: one of the organisation, which is still there.
///
/// # Errors
/// The fault.
pub fn closing(found: Option<&Branch>) -> Result<&Branch, Fault> {
    let fault = |code, detail| Fault {
        pointer: "/branch_id".into(),
        code,
        detail,
        legal_basis: Some(BRANCHES),
    };
    let Some(branch) = found else {
        let detail = Text::fixed(
            "Tổ chức không có đơn vị phụ thuộc này.",
            "The organisation has no such branch.",
        );
        return Err(fault("unknown_branch", detail));
    };
    match branch.closed_on {
        None => Ok(branch),
        Some(on) => Err(fault(
            "branch_closed",
            Text::made(
                format!("Đơn vị phụ thuộc này đã chấm dứt hoạt động từ {on}."),
                format!("This branch is no more since {on}."),
            ),
        )),
    }
}

/// Checks a branch against the map of a day.
///
/// # Errors
/// Every fault.
pub fn check(
    new: &NewBranch,
    units: &AdministrativeUnits,
    today: Date,
) -> Result<CheckedBranch, Vec<Fault>> {
    let mut faults = Vec::new();
    let name = tidy(&mut faults, "/name", &new.name);
    let head = tidy(&mut faults, "/head/name", &new.head.name);
    let phone = new.head.phone.as_deref().map(text::normalise).filter(|phone| !phone.is_empty());
    if phone.as_deref().is_some_and(|phone| !entry::is_phone(phone)) {
        let detail = Text::fixed(
            "Số điện thoại gồm 8 đến 15 chữ số.",
            "A telephone number has 8 to 15 digits.",
        );
        add(&mut faults, "/head/phone", "not_a_phone", detail);
    }
    let four = |line: &str| line.len() == 4 && line.bytes().all(|byte| byte.is_ascii_digit());
    if new.business_line.as_deref().is_some_and(|line| !four(line)) {
        let detail = Text::fixed(
            "Mã ngành gồm 4 chữ số theo Hệ thống ngành kinh tế Việt Nam.",
            "A business line is four digits of the national classification.",
        );
        add(&mut faults, "/business_line", "bad_business_line", detail);
    }
    let address = address(&mut faults, new, units, today);
    match (name, head, address) {
        (Some(name), Some(head), Some(address)) if faults.is_empty() => {
            Ok(CheckedBranch { name, address, head: Representative { name: Some(head), phone } })
        }
        _ => Err(faults),
    }
}

fn address(
    faults: &mut Vec<Fault>,
    new: &NewBranch,
    units: &AdministrativeUnits,
    today: Date,
) -> Option<Address> {
    let line = new.address.line.as_deref().map(text::normalise).filter(|line| !line.is_empty());
    if line.as_deref().is_some_and(|line| line.chars().count() > TEXT_LENGTH_MAX) {
        let detail = Text::fixed("Dài quá 300 ký tự.", "Longer than 300 characters.");
        add(faults, "/address/line", "text_too_long", detail);
    }
    let commune = CommuneCode::parse(&new.address.commune).ok();
    let district = new.address.district.as_deref().map(DistrictCode::parse).transpose().ok();
    let resolved = commune
        .zip(district)
        .and_then(|(commune, district)| Address::resolve(units, line, commune, district, today));
    if resolved.is_none() {
        let detail = Text::fixed(
            "Không có xã, phường này; trước ngày 01/7/2025 phải kèm quận, huyện của nó.",
            "There is no such commune; one of before 2025-07-01 needs its district.",
        );
        add(faults, "/address/commune", "unknown_commune", detail);
    }
    resolved
}

fn tidy(faults: &mut Vec<Fault>, pointer: &'static str, given: &str) -> Option<String> {
    let tidy = text::normalise(given);
    if (1..=TEXT_LENGTH_MAX).contains(&tidy.chars().count()) {
        return Some(tidy);
    }
    let detail =
        Text::fixed("Phải có, dài nhất 300 ký tự.", "Needed, of 300 characters at the most.");
    add(faults, pointer, "missing_name", detail);
    None
}

fn add(faults: &mut Vec<Fault>, pointer: &'static str, code: &'static str, detail: Text) {
    let pointer = Cow::Borrowed(pointer);
    faults.push(Fault { pointer, code, detail, legal_basis: Some(BRANCHES) });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_takes_the_least_free_suffix_of_the_number() {
        assert_eq!(next_free(&[]), Some(1));
        assert_eq!(next_free(&[1, 2, 4]), Some(3));
        let all: Vec<u16> = (1..=999).collect();
        assert_eq!(next_free(&all), None);
        assert_eq!(number(Some("0101248141"), 7).as_deref(), Some("0101248141-007"));
        assert_eq!(number(None, 7), None);
    }
}
