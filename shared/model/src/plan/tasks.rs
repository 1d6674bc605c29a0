//! The duties that the plan gives to agencies.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// Where a task stands (trạng thái nhiệm vụ).
    pub enum TaskState: "plan_task_states" {
        /// Nobody has begun.
        NotStarted => "not_started", "Chưa thực hiện", "Not started";
        /// Is being done.
        InProgress => "in_progress", "Đang thực hiện", "In progress";
        /// Something stands in the way.
        Hindered => "hindered", "Gặp vướng mắc", "Hindered";
        /// The agency says that it is done.
        Completed => "completed", "Báo cáo hoàn thành", "Reported as done";
        /// Planning agrees.
        Confirmed => "confirmed", "Đã xác nhận hoàn thành", "Confirmed";
    }
}

code_list! {
    /// What can be done with a task (thao tác trên nhiệm vụ).
    pub enum TaskAction: "plan_task_actions" {
        /// Begin it.
        Start => "start", "Bắt đầu", "Start";
        /// Enter evidence of what was done.
        AddEvidence => "add_evidence", "Ghi minh chứng", "Add evidence";
        /// Say what stands in the way.
        Hinder => "hinder", "Báo vướng mắc", "Report a hindrance";
        /// Go on.
        Resume => "resume", "Tiếp tục", "Resume";
        /// Say that it is done.
        Complete => "complete", "Báo cáo hoàn thành", "Report as done";
        /// Agree that it is done.
        Confirm => "confirm", "Xác nhận hoàn thành", "Confirm";
        /// Give it back: it is not done.
        Return => "return", "Trả lại", "Return";
    }
}

code_list! {
    /// What shows that something was done (loại minh chứng).
    pub enum EvidenceKind: "task_evidence_kinds" {
        /// A document, by its number.
        Document => "document", "Văn bản", "Document";
        /// An address at which it can be read.
        Link => "link", "Liên kết", "Link";
        /// A note.
        Note => "note", "Ghi chú", "Note";
    }
}

/// The lists of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<TaskState>(),
        CodeListEntry::of::<TaskAction>(),
        CodeListEntry::of::<EvidenceKind>(),
    ]
}
