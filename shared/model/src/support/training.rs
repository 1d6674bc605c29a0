//! The code lists of training classes and of young workers placed at cooperatives.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// Where a training class stands (trạng thái lớp tập huấn).
    pub enum TrainingState: "training_states" {
        /// Is being planned; nobody can be registered yet.
        Planned => "planned", "Dự kiến", "Planned";
        /// People can be registered.
        Open => "open", "Đang mở đăng ký", "Open";
        /// All sessions are over; attendance is being recorded.
        Held => "held", "Đã tổ chức", "Held";
        /// Confirmed: it counts, and certificates are issued.
        Completed => "completed", "Hoàn thành", "Completed";
        /// Called off.
        Cancelled => "cancelled", "Đã hủy", "Cancelled";
    }
}

code_list! {
    /// What can be done with a training class (thao tác lớp tập huấn).
    pub enum TrainingAction: "training_actions" {
        /// Change what it says.
        Change => "change", "Sửa thông tin lớp", "Change";
        /// Set its sessions and trainers.
        Schedule => "schedule", "Lập lịch, giảng viên", "Schedule";
        /// Open it for registration.
        Open => "open", "Mở đăng ký", "Open";
        /// Register somebody.
        Register => "register", "Đăng ký học viên", "Register";
        /// Take a registration back.
        Withdraw => "withdraw", "Rút học viên", "Take a registration back";
        /// Record who was at a session.
        RecordAttendance => "record_attendance", "Điểm danh", "Record attendance";
        /// State that all sessions are over.
        Hold => "hold", "Kết thúc giảng dạy", "State that it was held";
        /// Confirm it and issue the certificates.
        Complete => "complete", "Xác nhận hoàn thành", "Complete";
        /// Call it off.
        Cancel => "cancel", "Hủy lớp", "Cancel";
    }
}

code_list! {
    /// Whom a participant comes from (thành phần học viên).
    pub enum ParticipantKind: "training_participant_kinds" {
        /// A member of an organisation.
        Member => "member", "Thành viên", "Member";
        /// Somebody who holds an office in an organisation.
        Manager => "manager", "Cán bộ quản lý HTX", "Manager";
        /// A worker of an organisation.
        Worker => "worker", "Người lao động", "Worker";
        /// A state official.
        Official => "official", "Cán bộ nhà nước", "State official";
    }
}

code_list! {
    /// Where a young worker's placement stands (trạng thái lao động trẻ).
    pub enum PlacementState: "young_worker_states" {
        /// Works at the cooperative.
        Working => "working", "Đang làm việc", "Working";
        /// The placement ended.
        Ended => "ended", "Đã kết thúc", "Ended";
    }
}

code_list! {
    /// What can be done with a young worker's placement (thao tác lao động trẻ).
    pub enum PlacementAction: "young_worker_actions" {
        /// Record a month.
        RecordMonth => "record_month", "Ghi tháng làm việc", "Record a month";
        /// End the placement.
        End => "end", "Kết thúc", "End";
    }
}

code_list! {
    /// Whose personal data was read unmasked (dữ liệu cá nhân đã đọc).
    pub enum SupportPersonalData: "support_personal_data" {
        /// Of those who take part in a training class.
        TrainingParticipants => "training_participants", "Học viên lớp tập huấn", "Participants of a training class";
        /// Of young workers placed by an application.
        YoungWorkers => "young_workers", "Lao động trẻ", "Young workers";
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<TrainingState>(),
        CodeListEntry::of::<TrainingAction>(),
        CodeListEntry::of::<ParticipantKind>(),
        CodeListEntry::of::<PlacementState>(),
        CodeListEntry::of::<PlacementAction>(),
        CodeListEntry::of::<SupportPersonalData>(),
    ]
}
