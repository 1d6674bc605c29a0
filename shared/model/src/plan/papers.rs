//! What is prepared by one and decided by another: versions of a plan, and of its allocations.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// Where a version of a plan or of an allocation stands (trạng thái bản kế hoạch).
    pub enum PaperState: "plan_version_states" {
        /// Is being written.
        Draft => "draft", "Đang soạn", "Draft";
        /// Waits for the approver.
        Submitted => "submitted", "Trình duyệt", "Submitted";
        /// Adopted: it is never changed.
        Adopted => "adopted", "Đã ban hành", "Adopted";
        /// Given up.
        Discarded => "discarded", "Đã bỏ", "Discarded";
    }
}

code_list! {
    /// What can be done with a version of a plan or of an allocation (thao tác trên bản kế hoạch).
    pub enum PaperAction: "plan_version_actions" {
        /// Write in it.
        Change => "change", "Sửa", "Change";
        /// Hand it to the approver.
        Submit => "submit", "Trình", "Submit";
        /// Give it back to be mended.
        Return => "return", "Trả lại", "Return";
        /// Adopt it.
        Adopt => "adopt", "Ban hành", "Adopt";
        /// Give it up.
        Discard => "discard", "Bỏ", "Discard";
    }
}

code_list! {
    /// Among whom a target is allocated (phân bổ cho).
    pub enum Receivers: "allocation_receivers" {
        /// Among the city's agencies.
        Agency => "agency", "Sở, ban, ngành", "Agencies";
        /// Among the districts as registered.
        District => "district", "Quận, huyện, thị xã", "Districts";
        /// Among the communes of today.
        Commune => "commune", "Xã, phường", "Communes";
    }
}

/// The lists of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<PaperState>(),
        CodeListEntry::of::<PaperAction>(),
        CodeListEntry::of::<Receivers>(),
    ]
}
