//! Objections (phản đối): what may be done with one in which state, and when one may be filed. One
//! table for enforcement, for `available_actions` and for the golden file.

use htx_model::{
    agency::AgencyKind,
    date::{Date, Instant},
    dissolution::answers::{ObjectionAction, ObjectionState, ObjectorKind},
    id::{DissolutionId, ObjectionId},
    money::Dong,
    refusal::{ErrorCode, LegalBasis, Refusal, Text},
};
use serde::Serialize;
use uuid::Uuid;

use super::blocker::Signatory;

/// Who objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Objector {
    /// What they are.
    #[serde(rename = "objector")]
    pub kind: ObjectorKind,
    /// The name of an agency, a bank or a company; nothing for a natural person, whose name stands
    /// in an erasable row.
    #[serde(rename = "objector_name")]
    pub name: Option<String>,
}

/// The natural person who objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// Where to be reached.
    pub contact: Option<String>,
}

/// How an objection was decided or taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// When.
    pub on: Date,
    /// Why, in words. They may name persons, and are no part of the log.
    #[serde(skip)]
    pub reason: String,
    /// By which agency; none where an organisation took its own back.
    pub by: Option<Signatory>,
}

/// An objection to a dissolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Objection {
    /// Its id.
    pub id: ObjectionId,
    /// In which case.
    #[serde(skip)]
    pub case: DissolutionId,
    /// Who objects.
    #[serde(flatten)]
    pub objector: Objector,
    /// What is owed to them, as they say.
    pub amount_vnd: Option<Dong>,
    /// Why. It may name persons, and is no part of the log.
    #[serde(skip)]
    pub grounds: String,
    /// Where it stands.
    pub state: ObjectionState,
    /// When it was filed.
    pub filed_on: Date,
    /// The agency through which it was filed; none for an organisation's own account.
    pub filed_through: Option<Signatory>,
    /// Who filed it.
    #[serde(skip)]
    pub filed_by: Uuid,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Its version.
    #[serde(skip)]
    pub version: i64,
    /// When this version was written.
    #[serde(skip)]
    pub recorded_at: Instant,
}

/// Who files an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filer<'a> {
    /// An agency of these kinds, by origin or by succession.
    Agency(&'a [AgencyKind]),
    /// The organisation's own account: for its members.
    Organisation,
}

/// The table of who files for whom (DOMAIN section 3): the tax department and the State Bank
/// themselves, creditors, banks and members through the authority of the territory, members by their
/// organisation's account as well.
#[must_use]
pub fn may_file(filer: Filer<'_>, objector: ObjectorKind) -> bool {
    let of = |wanted: &[AgencyKind]| match filer {
        Filer::Agency(kinds) => kinds.iter().any(|kind| wanted.contains(kind)),
        Filer::Organisation => false,
    };
    let through_authority = || of(&[AgencyKind::District, AgencyKind::Commune]);
    match objector {
        ObjectorKind::TaxDepartment => of(&[AgencyKind::Tax]),
        ObjectorKind::Bank => of(&[AgencyKind::StateBank]) || through_authority(),
        ObjectorKind::Creditor => through_authority(),
        ObjectorKind::Member => through_authority() || filer == Filer::Organisation,
    }
}

/// The table: the state after an action, or nothing where the state does not allow it.
#[must_use]
pub const fn after(state: ObjectionState, action: ObjectionAction) -> Option<ObjectionState> {
    match (state, action) {
        (ObjectionState::Filed, ObjectionAction::Accept) => Some(ObjectionState::Accepted),
        (ObjectionState::Filed, ObjectionAction::Reject) => Some(ObjectionState::Rejected),
        (ObjectionState::Filed, ObjectionAction::Withdraw) => Some(ObjectionState::Withdrawn),
        // What was decided stays decided: whoever has new grounds objects anew.
        (ObjectionState::Accepted | ObjectionState::Rejected | ObjectionState::Withdrawn, _) => {
            None
        }
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require(state: ObjectionState, action: ObjectionAction) -> Result<ObjectionState, Refusal> {
    after(state, action)
        .ok_or_else(|| Refusal::wrong_state(Text::fixed("Phản đối", "objection"), state, action))
}

/// Whether an objection may be filed on a day: from the publication of the notice to the last day
/// of its window.
///
/// # Errors
/// [`ErrorCode::StateConflict`] outside the window, with the article that sets it.
pub fn require_window(
    window: Option<(Date, Date)>,
    basis: &LegalBasis,
    today: Date,
) -> Result<(), Refusal> {
    let detail = match window {
        Some((first, last)) if (first..=last).contains(&today) => return Ok(()),
        None => Text::fixed(
            "Chưa có thông báo giải thể nên chưa nhận phản đối.",
            "There is no notice of the dissolution yet, so no objection is taken.",
        ),
        Some((first, last)) => Text::made(
            format!("Phản đối chỉ được nhận từ {first} đến hết {last}."),
            format!("Objections are taken from {first} up to and with {last}."),
        ),
    };
    Err(Refusal::new(ErrorCode::StateConflict, detail).under(basis.clone()).advising(Text::fixed(
        "Cơ quan biết khoản nợ hoặc tranh chấp mới thì ghi vướng mắc hoặc khoản nợ vào hồ sơ giải thể.",
        "An agency that learns of a new debt or dispute records a blocker or a claim in the case.",
    )))
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from("| state | action | then |\n|---|---|---|\n");
        for state in ObjectionState::all() {
            for action in ObjectionAction::all() {
                let then = after(*state, *action);
                let word = then.map_or("refused", |state| state.code());
                table.push_str(&format!("| {state} | {action} | {word} |\n"));
                assert_eq!(require(*state, *action).ok(), then);
            }
        }
        insta::assert_snapshot!("objection_states", table);
    }

    #[test]
    fn who_files_for_whom_is_the_golden_table() {
        let mut table = String::from("| filed by | for |\n|---|---|\n");
        fn of(filer: Filer<'_>) -> String {
            let all = ObjectorKind::all().iter().filter(|kind| may_file(filer, **kind));
            all.map(|kind| kind.code()).collect::<Vec<_>>().join(", ")
        }
        for kind in AgencyKind::all() {
            table.push_str(&format!("| {kind} | {} |\n", of(Filer::Agency(&[*kind]))));
        }
        table.push_str(&format!("| (organisation) | {} |\n", of(Filer::Organisation)));
        insta::assert_snapshot!("objection_filers", table);
    }

    #[test]
    fn an_objection_is_taken_from_the_first_to_the_last_day_of_the_window() {
        let basis = LegalBasis::unverified("17/2023/QH15", "99");
        let window = Some((date("2025-05-02"), date("2025-07-01")));
        for (today, taken) in [
            ("2025-05-01", false),
            ("2025-05-02", true),
            ("2025-06-30", true),
            ("2025-07-01", true),
            ("2025-07-02", false),
        ] {
            let found = require_window(window, &basis, date(today));
            assert_eq!(found.is_ok(), taken, "{today}");
            if let Err(refusal) = found {
                assert_eq!(refusal.legal_basis.as_ref(), Some(&basis));
                assert!(refusal.detail.vi.contains("2025-07-01"));
            }
        }
        assert!(require_window(None, &basis, date("2025-05-02")).is_err());
    }
}
