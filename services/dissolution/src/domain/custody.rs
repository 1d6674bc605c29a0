//! Where seal and certificate are (quản lý con dấu, giấy chứng nhận), over time: what was said before
//! stays.

pub use htx_model::dissolution::{Custody, grounds::CustodyItem};
use htx_model::{
    date::{Date, Instant},
    faults::Faults,
    id::DissolutionId,
    refusal::{Fault, Text},
    words::REASON_LENGTH_MAX,
};
use serde_json::{Value, json};

use super::{facts::CustodyFacts, step::Exhibit};

/// What is said of a seal or a certificate on a day. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyEntry {
    /// In which case.
    pub case: DissolutionId,
    /// From 1, within the case.
    pub sequence: i64,
    /// Of which of the two.
    pub item: CustodyItem,
    /// Where it is.
    pub custody: Custody,
    /// Since when.
    pub since: Date,
    /// Who holds it, how it was lost, why it cannot be got back, in words: may name persons, so it is
    /// no part of the log.
    pub reason: Option<String>,
    /// What proves it.
    pub documents: Vec<Exhibit>,
    /// The login name of whoever said it.
    pub recorded_by: String,
    /// When it was written down.
    pub recorded_at: Instant,
}

impl CustodyEntry {
    /// The entry as the log has it, without what people wrote.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "sequence": self.sequence,
            "item": self.item,
            "custody": self.custody,
            "since": self.since,
            "documents": self.documents,
        })
    }
}

/// The last word on one of the two, out of all entries in their order.
#[must_use]
pub fn last(entries: &[CustodyEntry], item: CustodyItem) -> Option<&CustodyEntry> {
    entries.iter().rev().find(|entry| entry.item == item)
}

/// What the guards look at.
#[must_use]
pub fn facts(entries: &[CustodyEntry]) -> CustodyFacts {
    let of = |item| last(entries, item).map(|entry| entry.custody);
    CustodyFacts { seal: of(CustodyItem::Seal), certificate: of(CustodyItem::Certificate) }
}

/// A reason, put right: a loss has a reason or a document that proves it; what cannot be got back has
/// a reason.
///
/// # Errors
/// A fault below `pointer`.
pub fn reason(
    pointer: &str,
    custody: Custody,
    given: Option<&str>,
    documented: bool,
) -> Result<Option<String>, Vec<Fault>> {
    let mut faults = Faults::default();
    let missing = match custody {
        Custody::Lost => given.is_none() && !documented,
        Custody::Unrecoverable => given.is_none(),
        Custody::Returned | Custody::Held | Custody::InUse | Custody::NeverIssued => false,
    };
    if missing {
        faults.add(format!("{pointer}/reason"), "missing_reason", LOSS);
    }
    let reason = faults.given(format!("{pointer}/reason"), given, REASON_LENGTH_MAX);
    faults.unless_any(reason)
}

const LOSS: Text = Text::fixed(
    "Bị mất phải có lý do hoặc văn bản chứng minh; không thu hồi được phải có lý do.",
    "A loss has its reason or a document that proves it; what cannot be got back has its reason.",
);

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn a_loss_is_proved_or_explained_and_the_rest_need_not_be() {
        for custody in Custody::all() {
            let codes = |given, documented| {
                let checked = reason("/seal", *custody, given, documented);
                checked.err().map(|faults| faults[0].code)
            };
            let alone = match custody {
                Custody::Lost | Custody::Unrecoverable => Some("missing_reason"),
                _ => None,
            };
            assert_eq!(codes(None, false), alone, "{custody}");
            let documented = (*custody == Custody::Unrecoverable).then_some("missing_reason");
            assert_eq!(codes(None, true), documented, "{custody}");
            assert_eq!(codes(Some("Trưởng ban đã mất"), false), None);
            assert_eq!(codes(Some(" "), true), Some("text_length"));
        }
    }
}
