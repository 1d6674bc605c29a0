//! What people write in their own words: something, and not too much.

use htx_model::refusal::{Fault, Text};
pub use htx_model::words::{BASIS_LENGTH_MAX, REASON_LENGTH_MAX, tidy};

use super::{Finding, Proposal};

/// The most characters of what is to be mended.
pub const FINDING_LENGTH_MAX: usize = 2_000;
/// The most characters of a pointer.
pub const POINTER_LENGTH_MAX: usize = 200;
/// The most findings of one return.
pub const FINDINGS_MAX: usize = 100;

/// Findings that say something.
///
/// # Errors
/// Every fault.
pub fn findings(given: &[Finding]) -> Result<Vec<Finding>, Vec<Fault>> {
    if !(1..=FINDINGS_MAX).contains(&given.len()) {
        let detail = Text::made(
            format!("Phải nêu từ 1 đến {FINDINGS_MAX} nội dung cần bổ sung."),
            format!("1 to {FINDINGS_MAX} things to be mended must be named."),
        );
        let (pointer, code) = ("/findings", "number_of_findings");
        return Err(vec![Fault::new(pointer, code, detail)]);
    }
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for (at, one) in given.iter().enumerate() {
        let place = |field: &str| format!("/findings/{at}/{field}");
        let pointer = tidy(place("pointer"), &one.pointer, POINTER_LENGTH_MAX);
        let reason = tidy(place("reason"), &one.reason, FINDING_LENGTH_MAX);
        match (pointer, reason) {
            (Ok(pointer), Ok(reason)) => found.push(Finding { pointer, reason }),
            (pointer, reason) => faults.extend(pointer.err().into_iter().chain(reason.err())),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// What is wrong with the reason that a proposal gives.
#[must_use]
pub fn reason(proposal: &Proposal) -> Option<Fault> {
    let given = match proposal {
        Proposal::BranchClosing(one) => one.reason.as_str(),
        Proposal::Suspension(one) => one.reason.as_str(),
        Proposal::Reissue(one) => one.reason.as_str(),
        Proposal::Correction(one) => one.reason.as_str(),
        Proposal::Resumption(one) => one.reason.as_deref()?,
        Proposal::Establishment(_)
        | Proposal::Change(_)
        | Proposal::Branch(_)
        | Proposal::Conversion(_)
        | Proposal::Merger(_)
        | Proposal::Consolidation(_)
        | Proposal::Division(_)
        | Proposal::Separation(_) => return None,
    };
    tidy("/reason", given, REASON_LENGTH_MAX).err()
}
