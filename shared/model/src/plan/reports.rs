//! What agencies report of a plan.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// Where an agency's report stands (trạng thái báo cáo).
    pub enum ReportState: "plan_report_states" {
        /// Nobody has begun.
        NotStarted => "not_started", "Chưa bắt đầu", "Not started";
        /// Is being written.
        InProgress => "in_progress", "Đang soạn", "In progress";
        /// Signed and sent to planning: it is never changed.
        Submitted => "submitted", "Đã ký gửi", "Submitted";
        /// Planning took it.
        Accepted => "accepted", "Đã tiếp nhận", "Accepted";
        /// Planning gave it back: its correction is a new version.
        Returned => "returned", "Bị trả lại", "Returned";
    }
}

code_list! {
    /// What can be done with an agency's report (thao tác trên báo cáo).
    pub enum ReportAction: "plan_report_actions" {
        /// Write in it.
        Write => "write", "Soạn", "Write";
        /// Sign it, and send it to planning.
        Sign => "sign", "Ký gửi", "Sign";
        /// Take it.
        Accept => "accept", "Tiếp nhận", "Accept";
        /// Give it back, with reasons.
        Return => "return", "Trả lại", "Return";
        /// Begin a new version, which names this one.
        Correct => "correct", "Lập bản đính chính", "Correct";
        /// Give up a correction that nobody has signed.
        Discard => "discard", "Bỏ bản đính chính", "Discard";
    }
}

/// The lists of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![CodeListEntry::of::<ReportState>(), CodeListEntry::of::<ReportAction>()]
}
