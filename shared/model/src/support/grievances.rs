//! The code lists of grievances about support, and of its outcome.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// What a grievance is about (nội dung phản ánh).
    pub enum GrievanceSubject: "grievance_subjects" {
        /// That an application is not dealt with in time.
        Delay => "delay", "Chậm xử lý hồ sơ", "Delay";
        /// A decision on an application.
        Decision => "decision", "Quyết định hỗ trợ", "Decision";
        /// A payment that did not come, or not in full.
        Payment => "payment", "Giải ngân, chi trả", "Payment";
        /// How somebody was treated.
        Conduct => "conduct", "Thái độ, tác phong phục vụ", "Conduct";
        /// Something else about support.
        Other => "other", "Nội dung khác", "Other";
    }
}

code_list! {
    /// Where a grievance stands (trạng thái phản ánh).
    pub enum GrievanceState: "grievance_states" {
        /// Handed in at the agency.
        Filed => "filed", "Đã gửi", "Filed";
        /// The agency has taken note of it.
        Acknowledged => "acknowledged", "Đã tiếp nhận", "Acknowledged";
        /// The agency has answered.
        Answered => "answered", "Đã trả lời", "Answered";
        /// Passed on to the next agency, which has not taken note of it yet.
        Escalated => "escalated", "Đã chuyển cấp trên", "Escalated";
        /// Closed by whoever filed it.
        Closed => "closed", "Đã khép lại", "Closed";
    }
}

code_list! {
    /// What can be done with a grievance (thao tác phản ánh).
    pub enum GrievanceAction: "grievance_actions" {
        /// Take note of it.
        Acknowledge => "acknowledge", "Tiếp nhận", "Acknowledge";
        /// Answer it.
        Answer => "answer", "Trả lời", "Answer";
        /// Pass it on to the next agency.
        Escalate => "escalate", "Chuyển cấp trên", "Escalate";
        /// Close it.
        Close => "close", "Khép lại", "Close";
    }
}

code_list! {
    /// Whether the organisations of a group were supported (nhóm so sánh).
    pub enum OutcomeGroup: "outcome_groups" {
        /// Support was granted to them in the year.
        Supported => "supported", "Được hỗ trợ", "Supported";
        /// Alike, and no support was granted to them in the year.
        Comparable => "comparable", "Tương tự, chưa được hỗ trợ", "Comparable, not supported";
    }
}

code_list! {
    /// Of which type a district is (loại địa bàn).
    pub enum DistrictType: "district_types" {
        /// An urban district.
        Urban => "urban", "Quận, thị xã", "Urban";
        /// A rural district.
        Rural => "rural", "Huyện", "Rural";
        /// Not known: a seat since 2025-07-01 has no district.
        Unknown => "unknown", "Chưa xác định", "Unknown";
    }
}

code_list! {
    /// By what the totals of who got which support are told apart (chia theo).
    pub enum SupportDimension: "support_dimensions" {
        /// By the year of the decision.
        Year => "year", "Theo năm", "By year";
        /// By the agency that decided.
        Agency => "agency", "Theo cơ quan", "By agency";
        /// By the district of the organisation as registered.
        District => "district", "Theo quận, huyện", "By district";
        /// By programme.
        Programme => "programme", "Theo chương trình", "By programme";
        /// By the kind of support.
        Kind => "kind", "Theo loại hỗ trợ", "By kind";
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<GrievanceSubject>(),
        CodeListEntry::of::<GrievanceState>(),
        CodeListEntry::of::<GrievanceAction>(),
        CodeListEntry::of::<OutcomeGroup>(),
        CodeListEntry::of::<DistrictType>(),
        CodeListEntry::of::<SupportDimension>(),
    ]
}
