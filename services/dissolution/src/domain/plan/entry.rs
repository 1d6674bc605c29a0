//! What a plan says of an organisation, and what is wrong with what was sent.

use std::collections::{HashMap, HashSet};

use htx_model::{
    id::OrganisationId,
    refusal::{Fault, LegalBasis, Text},
    words,
};
use serde::Serialize;

use super::{ENTRIES_MAX, PlanMonth, PlanTerritory};
use crate::domain::{case::OFFICER_LENGTH_MAX, organisation::Organisation};

/// What an organisation that has ended cannot be again.
const DISSOLUTION: LegalBasis = LegalBasis::verified("17/2023/QH15", "97");

/// An organisation that is to be dissolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Which.
    pub organisation: OrganisationId,
    /// The login name of whoever is responsible.
    pub responsible_officer: String,
    /// In which month the case is to be closed.
    pub expected_month: PlanMonth,
}

/// Something that is wrong with the entry at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntryFault {
    /// There is no such organisation, or not for the caller.
    Unknown,
    /// It is named twice.
    Twice,
    /// It belongs to another territory's plan.
    Elsewhere,
    /// It has ended already.
    Ended,
    /// The month is of another year.
    OtherYear,
}

impl EntryFault {
    fn at(self, index: usize) -> Fault {
        let (field, code, detail, basis) = match self {
            Self::Unknown => (
                "organisation_id",
                "unknown_organisation",
                Text::fixed(
                    "Không có tổ chức này trong sổ đăng ký, hoặc nằm ngoài phạm vi của bạn.",
                    "The register has no such organisation, or it is out of your scope.",
                ),
                None,
            ),
            Self::Twice => (
                "organisation_id",
                "named_twice",
                Text::fixed("Tổ chức được nêu hai lần.", "The organisation is named twice."),
                None,
            ),
            Self::Elsewhere => (
                "organisation_id",
                "other_territory",
                Text::fixed(
                    "Tổ chức thuộc kế hoạch của cơ quan khác.",
                    "The organisation belongs to the plan of another agency.",
                ),
                None,
            ),
            Self::Ended => (
                "organisation_id",
                "ended",
                Text::fixed(
                    "Tổ chức đã chấm dứt tồn tại nên không đưa vào kế hoạch.",
                    "The organisation is no more, so it cannot be planned.",
                ),
                Some(DISSOLUTION),
            ),
            Self::OtherYear => (
                "expected_month",
                "other_year",
                Text::fixed(
                    "Tháng dự kiến phải thuộc năm của kế hoạch.",
                    "The month must lie in the year of the plan.",
                ),
                None,
            ),
        };
        Fault {
            pointer: format!("/entries/{index}/{field}").into(),
            code,
            detail,
            legal_basis: basis,
        }
    }
}

/// The entries as they are kept: what an officer wrote, put right.
///
/// # Errors
/// Every fault, with its place.
pub fn check(
    (territory, year): (&PlanTerritory, i16),
    known: &HashMap<OrganisationId, Organisation>,
    written: Vec<Entry>,
) -> Result<Vec<Entry>, Vec<Fault>> {
    if written.len() > ENTRIES_MAX {
        return Err(vec![too_many()]);
    }
    let (mut seen, mut faults, mut entries) = (HashSet::new(), Vec::new(), Vec::new());
    for (index, one) in written.into_iter().enumerate() {
        let found = match known.get(&one.organisation) {
            None => Some(EntryFault::Unknown),
            Some(organisation) if !territory.holds(organisation) => Some(EntryFault::Elsewhere),
            Some(organisation) if organisation.status.has_ended() => Some(EntryFault::Ended),
            Some(_) => None,
        };
        let twice = (!seen.insert(one.organisation)).then_some(EntryFault::Twice);
        let other_year = (one.expected_month.year() != year).then_some(EntryFault::OtherYear);
        faults
            .extend([found, twice, other_year].into_iter().flatten().map(|fault| fault.at(index)));
        let pointer = format!("/entries/{index}/responsible_officer");
        match words::tidy(pointer, &one.responsible_officer, OFFICER_LENGTH_MAX) {
            Ok(responsible_officer) => entries.push(Entry {
                organisation: one.organisation,
                responsible_officer,
                expected_month: one.expected_month,
            }),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(entries) } else { Err(faults) }
}

fn too_many() -> Fault {
    Fault::new(
        "/entries",
        "too_many",
        Text::made(
            format!("Một kế hoạch có nhiều nhất {ENTRIES_MAX} tổ chức."),
            format!("A plan names at most {ENTRIES_MAX} organisations."),
        ),
    )
}

#[cfg(test)]
mod tests {
    use htx_model::{
        administrative::{CommuneCode, DistrictCode},
        organisation::{OrganisationKind, OrganisationStatus},
    };
    use uuid::Uuid;

    use super::*;
    use crate::domain::organisation::Seat;

    fn id(number: u128) -> OrganisationId {
        OrganisationId::from_uuid(Uuid::from_u128(number))
    }

    fn known(number: u128, district: &str, status: OrganisationStatus) -> Organisation {
        let text = serde_json::json!({
            "id": id(number), "kind": "cooperative", "name": "HTX", "registration_number": null,
            "registered_on": null, "status": status, "people_credit_fund": false,
            "charter_capital_vnd": null, "member_count": null,
            "address": { "commune": "10018", "district": district, "current_commune": "10045" },
        });
        let mut read: Organisation = serde_json::from_value(text).unwrap();
        read.seat = Seat {
            commune: CommuneCode::parse("10018").unwrap(),
            district: DistrictCode::parse(district).ok(),
            current_commune: CommuneCode::parse("10045").unwrap(),
        };
        read
    }

    fn written(number: u128, month: &str) -> Entry {
        Entry {
            organisation: id(number),
            responsible_officer: " district-277.officer ".to_owned(),
            expected_month: PlanMonth::parse(month).unwrap(),
        }
    }

    #[test]
    fn each_entry_is_of_the_territory_lives_and_stands_once_in_the_year() {
        let territory = PlanTerritory::District(DistrictCode::parse("277").unwrap());
        let all = [
            known(1, "277", OrganisationStatus::Dormant),
            known(2, "276", OrganisationStatus::Dormant),
            known(3, "277", OrganisationStatus::Dissolved),
        ];
        let known = all.into_iter().map(|one| (one.id, one)).collect();
        let good = check((&territory, 2025), &known, vec![written(1, "2025-09")]).unwrap();
        assert_eq!(good[0].responsible_officer, "district-277.officer");
        let wrong = vec![
            written(1, "2026-01"),
            written(1, "2025-02"),
            written(2, "2025-02"),
            written(3, "2025-02"),
            written(4, "2025-02"),
        ];
        let faults = check((&territory, 2025), &known, wrong).unwrap_err();
        let found: Vec<_> =
            faults.iter().map(|fault| (fault.pointer.to_string(), fault.code)).collect();
        assert_eq!(
            found,
            [
                ("/entries/0/expected_month".to_owned(), "other_year"),
                ("/entries/1/organisation_id".to_owned(), "named_twice"),
                ("/entries/2/organisation_id".to_owned(), "other_territory"),
                ("/entries/3/organisation_id".to_owned(), "ended"),
                ("/entries/4/organisation_id".to_owned(), "unknown_organisation"),
            ]
        );
    }

    #[test]
    fn unions_are_planned_for_the_city_and_nobody_else() {
        let mut union = known(1, "277", OrganisationStatus::Dormant);
        let district = PlanTerritory::District(DistrictCode::parse("277").unwrap());
        assert!(district.holds(&union) && !PlanTerritory::Unions.holds(&union));
        union.kind = OrganisationKind::CooperativeUnion;
        assert!(!district.holds(&union) && PlanTerritory::Unions.holds(&union));
    }
}
