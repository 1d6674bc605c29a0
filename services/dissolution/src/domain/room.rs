//! What may be written in a case in which state: one table for every kind of record.

pub use htx_model::dissolution::{CaseRecord, DissolutionState as State};
use htx_model::refusal::{Refusal, Text};

/// The table: whether a kind of record may be written in a state.
#[must_use]
pub const fn allows(state: State, record: CaseRecord) -> bool {
    use CaseRecord as R;
    match state {
        State::Identified => matches!(
            record,
            R::Survey
                | R::Custody
                | R::Document
                | R::Responsibility
                | R::Blocker
                | R::BlockerAnswer
        ),
        State::Surveyed => matches!(
            record,
            R::Survey
                | R::Custody
                | R::Decision
                | R::Document
                | R::Responsibility
                | R::Claim
                | R::Receivable
                | R::Asset
                | R::Blocker
                | R::BlockerAnswer
        ),
        State::Decided | State::Settling => matches!(
            record,
            R::Custody
                | R::Document
                | R::Responsibility
                | R::Claim
                | R::Receivable
                | R::Asset
                | R::CashEntry
                | R::Blocker
                | R::BlockerAnswer
                | R::Notice
                | R::Objection
                | R::ObjectionDecision
                | R::TaxClearance
        ),
        // Nothing is left to settle; seal, certificate and papers are, and what others said since.
        State::Settled => matches!(
            record,
            R::Custody
                | R::Document
                | R::Responsibility
                | R::BlockerAnswer
                | R::ObjectionDecision
                | R::TaxClearance
        ),
        // Others may still speak while the authority stands still.
        State::Suspended => matches!(
            record,
            R::Document
                | R::Responsibility
                | R::BlockerAnswer
                | R::Objection
                | R::ObjectionDecision
                | R::TaxClearance
        ),
        State::Closed | State::Withdrawn | State::Bankruptcy => false,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict).
pub fn require(state: State, record: CaseRecord) -> Result<(), Refusal> {
    if allows(state, record) {
        return Ok(());
    }
    let refusal = Refusal::wrong_state(Text::fixed("Hồ sơ giải thể", "case"), state, record);
    Err(match state {
        State::Suspended => refusal.advising(Text::fixed(
            "Hãy tiếp tục hồ sơ trước (bước resume).",
            "Resume the case first.",
        )),
        _ => refusal,
    })
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;
    use crate::domain::lifecycle;

    #[test]
    fn the_table_of_states_and_records_is_the_golden_one() {
        let mut table = String::from("| state | record | may be written |\n|---|---|---|\n");
        for state in State::all() {
            for record in CaseRecord::all() {
                let allowed = allows(*state, *record);
                let word = if allowed { "yes" } else { "no" };
                table.push_str(&format!("| {state} | {record} | {word} |\n"));
                assert_eq!(require(*state, *record).is_ok(), allowed);
                assert!(!allowed || lifecycle::is_open(*state));
            }
        }
        insta::assert_snapshot!("dissolution_records", table);
    }
}
