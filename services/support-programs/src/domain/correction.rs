//! Records that are corrected by another one that names them: of those for one thing and day the last in
//! number holds, unless it only withdraws what was recorded.

use htx_model::refusal::{ErrorCode, Refusal, Text};
use serde::Serialize;

/// Where a record stands among those for one thing and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place<Id> {
    /// Its number, from 1.
    pub sequence: u32,
    /// Which one it corrects.
    pub corrects: Option<Id>,
    /// Whether it says only that there is no such record.
    pub withdrawn: bool,
}

impl<Id> Place<Id> {
    /// The place of the first.
    #[must_use]
    pub const fn first() -> Self {
        Self { sequence: 1, corrects: None, withdrawn: false }
    }

    /// The place of what corrects, or withdraws, a record.
    #[must_use]
    pub const fn after(&self, id: Id, withdrawn: bool) -> Self {
        Self { sequence: self.sequence + 1, corrects: Some(id), withdrawn }
    }
}

/// The refusal of correcting a record that was corrected already.
#[must_use]
pub fn corrected_already() -> Refusal {
    let detail = Text::fixed(
        "Bản ghi này đã được đính chính bằng bản ghi khác.",
        "This record was corrected by another one already.",
    );
    let advice = Text::fixed(
        "Hãy đính chính bản ghi sau cùng (history=true cho thấy tất cả).",
        "Correct the last one (history=true shows all of them).",
    );
    Refusal::new(ErrorCode::StateConflict, detail).advising(advice)
}

/// The refusal of withdrawing what is withdrawn.
#[must_use]
pub fn withdrawn_already() -> Refusal {
    let detail = Text::fixed("Bản ghi này đã được rút.", "This record was withdrawn already.");
    Refusal::new(ErrorCode::StateConflict, detail)
}
