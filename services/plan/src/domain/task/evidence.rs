//! What shows that something was done for a task. It is added to, never changed.

use htx_model::{
    date::{Date, Instant},
    faults::Faults,
    id::{PlanTaskId, TaskEvidenceId},
    plan::EvidenceKind,
    refusal::{ErrorCode, Refusal, Text},
};
use serde::Serialize;
use uuid::Uuid;

/// The most characters of what a piece of evidence says.
pub const TEXT_LENGTH_MAX: usize = 1_000;

/// The most pieces of evidence of a task.
pub const COUNT_MAX: u32 = 500;

/// A task has room for one more piece.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require_room(count: u32) -> Result<(), Refusal> {
    if count < COUNT_MAX {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::StateConflict,
        Text::made(
            format!("Nhiệm vụ đã có {COUNT_MAX} minh chứng."),
            format!("The task has {COUNT_MAX} pieces of evidence already."),
        ),
    ))
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Its id.
    pub id: TaskEvidenceId,
    /// Of which task.
    pub task: PlanTaskId,
    /// What it is.
    pub kind: EvidenceKind,
    /// The document's number, the address, or the note; unless that was erased.
    #[serde(skip)]
    pub text: Option<String>,
    /// Of which day it is.
    pub dated: Date,
    /// The user's id.
    pub entered_by: Uuid,
    /// Their login name.
    pub entered_by_name: String,
    /// The name of their agency then.
    pub entered_by_agency: String,
    /// When it was entered.
    pub recorded_at: Instant,
}

/// What is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// What it is.
    pub kind: EvidenceKind,
    /// The document's number, the address, or the note.
    pub text: String,
    /// Of which day it is.
    pub dated: Date,
}

/// What is entered, in order.
///
/// # Errors
/// Every fault of it.
pub fn check(entered: Entered, today: Date) -> Result<Entered, Refusal> {
    let mut faults = Faults::default();
    let text = faults.words("/text", &entered.text, TEXT_LENGTH_MAX);
    let is_address = text.strip_prefix("https://").is_some_and(|rest| !rest.contains(' '));
    if entered.kind == EvidenceKind::Link && !text.is_empty() && !is_address {
        let detail = Text::fixed(
            "Liên kết phải bắt đầu bằng https:// và không có dấu cách.",
            "A link begins with https:// and has no spaces.",
        );
        faults.add("/text", "invalid_link", detail);
    }
    if entered.dated > today {
        let detail = Text::fixed(
            "Ngày của minh chứng không được sau hôm nay.",
            "No evidence is of a day to come.",
        );
        faults.add("/dated", "date_in_future", detail);
    }
    faults.refuse()?;
    Ok(Entered { text, ..entered })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_says_something_and_is_of_a_day_that_has_passed() {
        let today = Date::parse("2025-05-12").unwrap();
        let faults = |kind, text: &str, dated: &str| {
            let entered =
                Entered { kind, text: text.to_owned(), dated: Date::parse(dated).unwrap() };
            check(entered, today).map_or_else(|refusal| refusal.faults.len(), |_| 0)
        };
        assert_eq!(faults(EvidenceKind::Document, "12/KH-SCT", "2025-05-12"), 0);
        assert_eq!(faults(EvidenceKind::Link, "https://example.vn/a", "2025-05-12"), 0);
        assert_eq!(faults(EvidenceKind::Link, "javascript:alert(1)", "2025-05-12"), 1);
        assert_eq!(faults(EvidenceKind::Note, " ", "2025-05-13"), 2);
    }
}
