//! Whether certain persons may sign for an organisation on a day.

use std::collections::BTreeSet;

use htx_model::{
    date::Date,
    id::{ManagerId, OrganisationId, SigningRuleId},
    people::SigningKind,
    refusal::{Fault, Text},
};
use serde::Serialize;

use super::{management::SIGNERS_MAX, managers::Manager};

/// The most combinations, and the most managers in one.
pub const COMBINATIONS_MAX: usize = 50;

/// How an organisation is signed for, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SigningRule {
    /// The id of this version.
    #[serde(skip)]
    pub id: SigningRuleId,
    /// Whose.
    pub organisation_id: OrganisationId,
    /// The how-manieth rule it is.
    #[serde(skip)]
    pub version: i64,
    /// Who signs.
    #[serde(flatten)]
    pub form: SigningForm,
    /// From which day on.
    pub valid_from: Date,
}

/// Who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SigningForm {
    /// Any one legal representative: what holds where nothing was set.
    #[default]
    AnyOne,
    /// So many legal representatives together.
    Jointly {
        /// How many.
        signers: u8,
    },
    /// All managers of one of these combinations.
    Combination {
        /// The combinations.
        combinations: Vec<Vec<ManagerId>>,
    },
}

impl SigningForm {
    /// Its code.
    #[must_use]
    pub const fn kind(&self) -> SigningKind {
        match self {
            Self::AnyOne => SigningKind::AnyOne,
            Self::Jointly { .. } => SigningKind::Jointly,
            Self::Combination { .. } => SigningKind::Combination,
        }
    }
}

/// Checks a rule against the managers who hold an office today.
#[must_use]
pub fn check(form: &SigningForm, managers: &[Manager], today: Date) -> Vec<Fault> {
    let serving: Vec<&Manager> = managers.iter().filter(|one| one.in_office(today)).collect();
    let fault = |pointer: &'static str, code, detail| Fault::new(pointer, code, detail);
    match form {
        SigningForm::AnyOne => Vec::new(),
        SigningForm::Jointly { signers } => {
            let representatives = serving.iter().filter(|one| one.legal_representative);
            let persons: BTreeSet<String> = representatives.map(|one| one.person()).collect();
            if (2..=SIGNERS_MAX).contains(signers) && usize::from(*signers) <= persons.len() {
                return Vec::new();
            }
            let detail = Text::made(
                format!(
                    "Số người cùng ký phải từ 2 đến số người đại diện hiện có ({}).",
                    persons.len()
                ),
                format!(
                    "From 2 to the number of legal representatives ({}) sign jointly.",
                    persons.len()
                ),
            );
            vec![fault("/signers", "signers_out_of_range", detail)]
        }
        SigningForm::Combination { combinations } => {
            let known = |id: &ManagerId| serving.iter().any(|one| one.id == *id);
            let bounded = |count: usize| (1..=COMBINATIONS_MAX).contains(&count);
            if bounded(combinations.len())
                && combinations.iter().all(|one| bounded(one.len()) && one.iter().all(known))
            {
                return Vec::new();
            }
            let detail = Text::fixed(
                "Mỗi tổ hợp gồm mã của người quản lý đang giữ chức vụ; không để trống.",
                "Each combination holds the ids of managers in office, and is not empty.",
            );
            vec![fault("/combinations", "unknown_manager", detail)]
        }
    }
}

/// Why somebody may or may not sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// A stable code.
    pub code: &'static str,
    /// In words.
    pub text: Text,
}

const fn reason(code: &'static str, vi: &'static str, en: &'static str) -> Reason {
    Reason { code, text: Text::fixed(vi, en) }
}

/// Whether these persons together may sign, and why: all that stands against it, or what allows it.
#[must_use]
pub fn may_sign(form: &SigningForm, signers: &[&Manager], on: Date) -> (bool, Vec<Reason>) {
    let serving: Vec<&&Manager> = signers.iter().filter(|signer| signer.in_office(on)).collect();
    // One person may hold two offices, and still gives one signature.
    let representatives: BTreeSet<String> = serving
        .iter()
        .filter(|signer| signer.legal_representative)
        .map(|signer| signer.person())
        .collect();
    let mut against = Vec::new();
    if serving.len() < signers.len() {
        against.push(reason(
            "not_in_office",
            "Có người không giữ chức vụ vào ngày này.",
            "Somebody does not hold the office on that day.",
        ));
    }
    let (enough, why) = match form {
        SigningForm::AnyOne => any_one(&representatives),
        SigningForm::Jointly { signers } => jointly(&representatives, *signers),
        SigningForm::Combination { combinations } => {
            let present: BTreeSet<ManagerId> = serving.iter().map(|signer| signer.id).collect();
            combination(&present, combinations)
        }
    };
    if enough {
        // Whoever signs beside those who suffice does no harm.
        return (true, vec![why]);
    }
    against.push(why);
    (false, against)
}

fn any_one(representatives: &BTreeSet<String>) -> (bool, Reason) {
    if representatives.is_empty() {
        let why = reason(
            "no_representative",
            "Không có người đại diện theo pháp luật trong số người ký.",
            "None of them is a legal representative.",
        );
        return (false, why);
    }
    let why = reason(
        "representative",
        "Có người đại diện theo pháp luật đang giữ chức vụ.",
        "One of them is a legal representative in office.",
    );
    (true, why)
}

fn jointly(representatives: &BTreeSet<String>, signers: u8) -> (bool, Reason) {
    let present = representatives.len();
    let enough = present >= usize::from(signers);
    let text = Text::made(
        format!("Cần {signers} người đại diện theo pháp luật cùng ký; có {present}."),
        format!("{signers} legal representatives must sign together; there are {present}."),
    );
    let code = if enough { "enough_representatives" } else { "too_few_representatives" };
    (enough, Reason { code, text })
}

fn combination(present: &BTreeSet<ManagerId>, combinations: &[Vec<ManagerId>]) -> (bool, Reason) {
    let fits = |combination: &Vec<ManagerId>| combination.iter().all(|id| present.contains(id));
    if combinations.iter().any(fits) {
        let why = reason(
            "combination",
            "Những người ký gồm đủ một tổ hợp đã nêu.",
            "They hold all of a named combination.",
        );
        return (true, why);
    }
    let why = reason(
        "no_combination",
        "Những người ký không gồm đủ tổ hợp nào đã nêu.",
        "They hold all of none of the named combinations.",
    );
    (false, why)
}

#[cfg(test)]
mod tests {
    use htx_model::{id::Id, people::Position};

    use super::*;
    use crate::domain::member::Identity;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn manager(number: u128, legal_representative: bool, to: Option<&str>) -> Manager {
        Manager {
            id: Id::from_uuid(uuid::Uuid::from_u128(number)),
            organisation: Id::from_uuid(uuid::Uuid::from_u128(9)),
            position: Position::BoardMember,
            member: None,
            legal_representative,
            identity: Identity { name: format!("Người {number}"), ..Identity::default() },
            from: day("2024-01-01"),
            to: to.map(day),
            version: 1,
        }
    }

    fn answer(form: &SigningForm, signers: &[&Manager], on: &str) -> (bool, Vec<&'static str>) {
        let (may, why) = may_sign(form, signers, day(on));
        (may, why.into_iter().map(|reason| reason.code).collect())
    }

    #[test]
    fn one_representative_in_office_suffices_where_any_one_signs() {
        let (chair, accountant) = (manager(1, true, None), manager(2, false, None));
        let former = manager(3, true, Some("2024-12-31"));
        let any = SigningForm::AnyOne;
        assert_eq!(answer(&any, &[&chair], "2025-01-01"), (true, vec!["representative"]));
        assert_eq!(
            answer(&any, &[&chair, &accountant], "2025-01-01"),
            (true, vec!["representative"])
        );
        assert_eq!(answer(&any, &[&accountant], "2025-01-01"), (false, vec!["no_representative"]));
        assert_eq!(answer(&any, &[&former], "2024-12-31"), (true, vec!["representative"]));
        assert_eq!(
            answer(&any, &[&former], "2025-01-01"),
            (false, vec!["not_in_office", "no_representative"])
        );
        assert!(!answer(&any, &[&chair], "2023-12-31").0);
        assert_eq!(answer(&any, &[], "2025-01-01"), (false, vec!["no_representative"]));
    }

    #[test]
    fn joint_signatures_are_counted_by_person() {
        let (one, two, other) =
            (manager(1, true, None), manager(2, true, None), manager(3, false, None));
        let both = SigningForm::Jointly { signers: 2 };
        assert!(answer(&both, &[&one, &two], "2025-01-01").0);
        assert!(!answer(&both, &[&one, &one], "2025-01-01").0);
        assert!(!answer(&both, &[&one, &other], "2025-01-01").0);
        let twice = Manager { id: two.id, ..one.clone() };
        assert!(!answer(&both, &[&one, &twice], "2025-01-01").0);
    }

    #[test]
    fn a_combination_is_signed_by_all_of_it() {
        let (one, two) = (manager(1, true, None), manager(2, false, None));
        let form = SigningForm::Combination { combinations: vec![vec![one.id, two.id]] };
        assert_eq!(answer(&form, &[&one, &two], "2025-01-01"), (true, vec!["combination"]));
        assert_eq!(answer(&form, &[&one], "2025-01-01"), (false, vec!["no_combination"]));
    }
}
