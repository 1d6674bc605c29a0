//! What the tax department records of a case (xác nhận nghĩa vụ thuế): nothing is owed, something is,
//! or what it proposes to do about tax that cannot be collected (guidance 17).

pub use htx_model::dissolution::grounds::TaxOutcome;
use htx_model::{
    date::{Date, Instant},
    faults::Faults,
    id::{DissolutionId, TaxClearanceId},
    money::Dong,
    refusal::{LegalBasis, Text},
};
use serde_json::{Value, json};

use super::{blocker::Signatory, step::Exhibit};

/// The guidance on debts of cooperatives that stopped; it was not read.
pub const GUIDANCE: LegalBasis = LegalBasis::unverified("17/BTC-TCDN", "-");
/// The most records of one case.
pub const RECORDS_MAX: i64 = 200;

/// What the tax department recorded. It is never changed: the last word counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxClearance {
    /// Its id.
    pub id: TaxClearanceId,
    /// In which case.
    pub case: DissolutionId,
    /// What it says.
    pub outcome: TaxOutcome,
    /// The number of the document.
    pub number: String,
    /// When it was issued.
    pub issued_on: Date,
    /// How much is owed; nothing where nothing is.
    pub amount: Option<Dong>,
    /// What is proposed or owed, in words: may name persons, so it is no part of the log.
    pub note: Option<String>,
    /// The document itself.
    pub documents: Vec<Exhibit>,
    /// The tax department, under its name then.
    pub by: Signatory,
    /// The login name of whoever recorded it.
    pub recorded_by: String,
    /// When it was written down.
    pub recorded_at: Instant,
}

impl TaxClearance {
    /// The record as the log has it, without what people wrote.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "outcome": self.outcome,
            "number": self.number,
            "issued_on": self.issued_on,
            "amount_vnd": self.amount,
            "documents": self.documents,
            "by": self.by,
        })
    }
}

/// Checks that amount, words and documents go with the outcome.
pub fn check(faults: &mut Faults, outcome: TaxOutcome, amount: Option<Dong>, note: bool) {
    if (outcome == TaxOutcome::Cleared) == amount.is_some() {
        faults.add("/amount_vnd", "amount_and_outcome_differ", AMOUNT);
    }
    if outcome == TaxOutcome::Proposal && !note {
        faults.add("/note", "missing_proposal", PROPOSAL);
    }
}

const AMOUNT: Text = Text::fixed(
    "Còn nợ hoặc đề xuất xử lý thì nêu số tiền; đã hoàn thành thì không nêu.",
    "What is owed, or to be dealt with, has its amount; where all is paid there is none.",
);
const PROPOSAL: Text = Text::fixed(
    "Phải nêu đề xuất xử lý số thuế không thu được.",
    "Say what is proposed for the tax that cannot be collected.",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_and_a_proposal_go_with_their_outcomes() {
        let codes = |outcome, amount: Option<i64>, note| {
            let mut faults = Faults::default();
            check(&mut faults, outcome, amount.map(Dong), note);
            faults.into_vec().into_iter().map(|fault| fault.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(TaxOutcome::Cleared, None, false), [""; 0]);
        assert_eq!(codes(TaxOutcome::Owed, Some(1), false), [""; 0]);
        assert_eq!(codes(TaxOutcome::Proposal, Some(1), true), [""; 0]);
        assert_eq!(codes(TaxOutcome::Cleared, Some(1), false), ["amount_and_outcome_differ"]);
        assert_eq!(
            codes(TaxOutcome::Proposal, None, false),
            ["amount_and_outcome_differ", "missing_proposal"]
        );
    }
}
