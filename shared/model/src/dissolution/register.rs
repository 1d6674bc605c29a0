//! The code lists of how the register follows the dissolution cases.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// The steps of a case that the register follows, named as their events end (bước mà sổ đăng ký
    /// theo).
    pub enum FollowedStep: "followed_dissolution_steps" {
        /// The dissolution is decided: the entry is frozen (article 100).
        Decided => "decided", "Quyết định giải thể", "Decided";
        /// It is closed: the organisation is no more.
        Closed => "closed", "Hoàn tất giải thể", "Closed";
        /// It was handed to the court.
        BankruptcyDeclared => "bankruptcy_declared", "Chuyển thủ tục phá sản", "Handed to the court";
        /// It was withdrawn: the organisation goes on.
        Withdrawn => "withdrawn", "Rút hồ sơ giải thể", "Withdrawn";
    }
}

code_list! {
    /// Why the register cannot follow a step (lý do sổ đăng ký không theo được).
    pub enum DissolutionObstacle: "dissolution_obstacles" {
        /// The register has no such organisation.
        Unknown => "unknown_organisation", "Sổ đăng ký không có tổ chức này", "The register has no such organisation";
        /// It has ended in another way meanwhile.
        Ended => "organisation_has_ended", "Tổ chức đã chấm dứt theo cách khác", "The organisation has ended in another way";
        /// The entry is not frozen, so it was never decided here.
        NotFrozen => "entry_not_frozen", "Sổ chưa ghi nhận quyết định giải thể", "The register has not recorded the decision";
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![CodeListEntry::of::<FollowedStep>(), CodeListEntry::of::<DissolutionObstacle>()]
}
