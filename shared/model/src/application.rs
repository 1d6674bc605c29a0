//! What is applied for at the registry: the code lists of the glossary.

use crate::code_list::code_list;

code_list! {
    /// What an application asks for (loại hồ sơ).
    pub enum ApplicationKind: "application_kinds" {
        /// A new organisation.
        Establishment => "establishment", "Đăng ký thành lập", "Establishment";
        /// Another content of the entry.
        Change => "change", "Thay đổi nội dung đăng ký", "Change of the entry";
        /// A branch, representative office or business place.
        Branch => "branch", "Đăng ký chi nhánh, văn phòng đại diện, địa điểm kinh doanh", "Branch, representative office or business place";
        /// The end of a branch, representative office or business place.
        BranchClosing => "branch_closing", "Chấm dứt hoạt động chi nhánh, văn phòng đại diện, địa điểm kinh doanh", "Closing of a branch, representative office or business place";
        /// A pause of at most twelve months.
        Suspension => "suspension", "Tạm ngừng kinh doanh", "Suspension";
        /// The end of a pause before its day, or of a standstill.
        Resumption => "resumption", "Tiếp tục kinh doanh trở lại", "Resumption";
        /// A cooperative group becomes a cooperative.
        Conversion => "conversion", "Chuyển đổi tổ hợp tác thành hợp tác xã", "Conversion of a group to a cooperative";
        /// One organisation goes into another.
        Merger => "merger", "Sáp nhập", "Merger";
        /// Several organisations become a new one.
        Consolidation => "consolidation", "Hợp nhất", "Consolidation";
        /// One organisation becomes several new ones.
        Division => "division", "Chia", "Division";
        /// A part of an organisation becomes a new one.
        Separation => "separation", "Tách", "Separation";
        /// A new certificate for one that is lost or damaged.
        Reissue => "reissue", "Cấp lại giấy chứng nhận", "Reissue of the certificate";
        /// What was certified wrongly, put right.
        Correction => "correction", "Hiệu đính thông tin", "Correction";
    }
}

code_list! {
    /// Where an application stands (tình trạng hồ sơ).
    pub enum ApplicationState: "application_states" {
        /// Is being written.
        Draft => "draft", "Đang soạn", "Draft";
        /// Waits for the authority.
        Submitted => "submitted", "Đã nộp", "Submitted";
        /// The authority looks at it.
        UnderReview => "under_review", "Đang thẩm định", "Under review";
        /// The applicant must mend it; the authority's clock stands still.
        Returned => "returned", "Yêu cầu bổ sung", "Returned";
        /// Decided: the register was changed.
        Approved => "approved", "Đã chấp thuận", "Approved";
        /// Decided: refused with a reason.
        Rejected => "rejected", "Bị từ chối", "Rejected";
        /// Taken back by the applicant.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
    }
}

code_list! {
    /// What can be done with an application (thao tác trên hồ sơ).
    pub enum ApplicationAction: "application_actions" {
        /// Change its proposal or its documents.
        Change => "change", "Sửa hồ sơ", "Change the file";
        /// Hand it in.
        Submit => "submit", "Nộp", "Submit";
        /// Begin to look at it.
        StartReview => "start_review", "Tiếp nhận thẩm định", "Start the review";
        /// Give it back to be mended.
        Return => "return", "Yêu cầu bổ sung", "Return";
        /// Hand it in again.
        Resubmit => "resubmit", "Nộp lại", "Resubmit";
        /// Decide for it.
        Approve => "approve", "Chấp thuận", "Approve";
        /// Decide against it.
        Reject => "reject", "Từ chối", "Reject";
        /// Take it back.
        Withdraw => "withdraw", "Rút hồ sơ", "Withdraw";
    }
}

code_list! {
    /// A place of an organisation beside its seat (loại đơn vị phụ thuộc).
    pub enum BranchKind: "branch_kinds" {
        /// Does what the organisation does.
        Branch => "branch", "Chi nhánh", "Branch";
        /// Speaks for the organisation.
        RepresentativeOffice => "representative_office", "Văn phòng đại diện", "Representative office";
        /// Where a business line is carried on.
        BusinessPlace => "business_place", "Địa điểm kinh doanh", "Business place";
    }
}

code_list! {
    /// Who can mend what an application lacks (ai khắc phục).
    pub enum Mender: "menders" {
        /// The founders, or the organisation.
        Applicant => "applicant", "Người nộp hồ sơ", "The applicant";
        /// The registering agency.
        Registrar => "registrar", "Cơ quan đăng ký", "The registering agency";
        /// The tax department, which gives registration numbers.
        Tax => "tax", "Cơ quan thuế", "The tax department";
    }
}

code_list! {
    /// How one organisation follows from another (quan hệ kế thừa).
    pub enum SuccessionKind: "organisation_succession_kinds" {
        /// A group became a cooperative.
        Conversion => "conversion", "Chuyển đổi", "Conversion";
        /// It went into the other.
        Merger => "merger", "Sáp nhập", "Merger";
        /// With others it became a new one.
        Consolidation => "consolidation", "Hợp nhất", "Consolidation";
        /// It became several.
        Division => "division", "Chia", "Division";
        /// A part of it became a new one.
        Separation => "separation", "Tách", "Separation";
    }
}
