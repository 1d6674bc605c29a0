//! The yearly plan (kế hoạch năm): the code lists of its targets and of what is decided about them.

mod papers;
mod progress;
mod reports;
mod tasks;

pub use papers::{PaperAction, PaperState, Receivers};
pub use progress::{FigureGap, FigureState, PaceRule};
pub use reports::{ReportAction, ReportState};
pub use tasks::{EvidenceKind, TaskAction, TaskState};

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// How a target's figure comes of what is counted (cách tổng hợp).
    pub enum Aggregate: "target_aggregates" {
        /// Each is counted.
        Count => "count", "Đếm", "Count";
        /// Each organisation is counted once, however often it comes up.
        CountDistinct => "count_distinct", "Đếm không trùng", "Distinct count";
        /// A part of a whole.
        Share => "share", "Tỷ lệ", "Share";
        /// The mean over organisations.
        Mean => "mean", "Bình quân", "Mean";
        /// A sum over a sum, such as pay over workers.
        WeightedMean => "weighted_mean", "Bình quân gia quyền", "Weighted mean";
    }
}

impl Aggregate {
    /// Whether parts add up to the whole: of shares and means they do not.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        matches!(self, Self::Count | Self::CountDistinct)
    }
}

/// Every list of this page and those beneath it.
pub(crate) fn code_lists() -> Vec<CodeListEntry> {
    let mut lists = vec![CodeListEntry::of::<Aggregate>()];
    lists.extend(papers::code_lists());
    lists.extend(progress::code_lists());
    lists.extend(tasks::code_lists());
    lists.extend(reports::code_lists());
    lists
}
