//! The code lists of what a dissolution's steps rest on: the survey, the custody of seal and
//! certificate, the council, tax clearance.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// What is left of the records (tình trạng sổ sách, hồ sơ).
    pub enum RecordsFinding: "survey_records_findings" {
        /// All of them.
        Complete => "complete", "Còn đầy đủ", "Complete";
        /// Some of them.
        Partial => "partial", "Còn một phần", "In part";
        /// None of them.
        Gone => "none", "Không còn", "None left";
    }
}

code_list! {
    /// Who can be reached (tình trạng người quản lý, người liên hệ).
    pub enum PeopleFinding: "survey_people_findings" {
        /// A board that acts.
        Board => "board", "Còn bộ máy quản lý", "A board";
        /// No board, but somebody.
        Reachable => "reachable", "Không còn bộ máy, còn người liên hệ được", "No board, but somebody";
        /// Nobody: they died, left or cannot be found.
        Nobody => "nobody", "Không còn ai liên hệ được", "Nobody";
    }
}

code_list! {
    /// What an inventory found (kết quả kiểm kê).
    pub enum InventoryFinding: "survey_inventory_findings" {
        /// What there is, is listed.
        Listed => "listed", "Đã liệt kê", "Listed";
        /// It is confirmed that there is nothing.
        NoneConfirmed => "none_confirmed", "Xác nhận không có", "None, confirmed";
    }
}

code_list! {
    /// What is kept track of (đối tượng quản lý).
    pub enum CustodyItem: "dissolution_custody_items" {
        /// The seal.
        Seal => "seal", "Con dấu", "Seal";
        /// The certificate of registration.
        Certificate => "certificate", "Giấy chứng nhận đăng ký", "Certificate of registration";
    }
}

code_list! {
    /// What somebody is in a dissolution council (chức danh trong hội đồng giải thể).
    pub enum CouncilRole: "dissolution_council_roles" {
        /// Chairs it.
        Chair => "chair", "Chủ tịch hội đồng", "Chair";
        /// Keeps its papers.
        Secretary => "secretary", "Thư ký", "Secretary";
        /// A member.
        Member => "member", "Thành viên", "Member";
    }
}

code_list! {
    /// What the tax department records (kết quả xác nhận nghĩa vụ thuế).
    pub enum TaxOutcome: "tax_clearance_outcomes" {
        /// Nothing is owed.
        Cleared => "cleared", "Đã hoàn thành nghĩa vụ thuế", "Cleared";
        /// It proposes what to do about tax that cannot be collected (guidance 17).
        Proposal => "proposal", "Đề xuất xử lý nợ thuế không thu được", "Proposal on uncollectable tax";
        /// Tax is owed.
        Owed => "owed", "Còn nợ thuế", "Tax owed";
    }
}

impl TaxOutcome {
    /// Whether the case can be settled with it.
    #[must_use]
    pub const fn clears(self) -> bool {
        match self {
            Self::Cleared | Self::Proposal => true,
            Self::Owed => false,
        }
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<RecordsFinding>(),
        CodeListEntry::of::<PeopleFinding>(),
        CodeListEntry::of::<InventoryFinding>(),
        CodeListEntry::of::<CustodyItem>(),
        CodeListEntry::of::<CouncilRole>(),
        CodeListEntry::of::<TaxOutcome>(),
    ]
}
