//! The code lists of support applications, what they ask for, and what becomes of them.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// What kind of support is applied for (loại hỗ trợ).
    pub enum SupportKind: "support_kinds" {
        /// Support of agricultural cooperatives under annex 08 of resolution 13/2023.
        AgriculturalSupport => "agricultural_support", "Hỗ trợ HTX nông nghiệp theo Phụ lục 08", "Agricultural support under annex 08";
        /// Consolidation in an advanced or model new-rural commune.
        Consolidation => "consolidation", "Củng cố HTX tại xã nông thôn mới nâng cao, kiểu mẫu", "Consolidation in a new-rural commune";
        /// Young workers placed at a cooperative.
        YoungWorkers => "young_workers", "Hỗ trợ lao động trẻ về làm việc tại HTX", "Young workers";
        /// Industrial extension.
        IndustrialExtension => "industrial_extension", "Khuyến công", "Industrial extension";
        /// Establishing intellectual property.
        IntellectualProperty => "intellectual_property", "Xác lập quyền sở hữu trí tuệ", "Intellectual property";
        /// A collective or certification mark.
        CollectiveMark => "collective_mark", "Nhãn hiệu tập thể, nhãn hiệu chứng nhận", "Collective mark";
        /// Taking over a technology.
        TechnologyTransfer => "technology_transfer", "Chuyển giao công nghệ", "Technology transfer";
        /// Exemption, reduction or deferral of taxes and fees.
        TaxRelief => "tax_relief", "Miễn, giảm, gia hạn thuế, phí", "Tax relief";
        /// Allotment or lease of land, certificate of land use.
        Land => "land", "Giao đất, cho thuê đất, cấp giấy chứng nhận", "Land";
        /// Taking part in sorting, collecting and treating waste.
        WasteServices => "waste_services", "Tham gia thu gom, xử lý chất thải", "Waste services";
        /// Help with a loan file, an overdue debt, interest.
        CreditHelp => "credit_help", "Hỗ trợ tiếp cận tín dụng, xử lý nợ", "Help with credit";
        /// A study tour.
        StudyTour => "study_tour", "Tham quan, học tập mô hình", "Study tour";
        /// Rent and operation of a place where products are shown and sold.
        ShowcasePoint => "showcase_point", "Thuê địa điểm, vận hành điểm giới thiệu sản phẩm", "Showcase point";
    }
}

code_list! {
    /// Where a support application stands (trạng thái hồ sơ hỗ trợ).
    pub enum SupportState: "support_application_states" {
        /// Is being written.
        Draft => "draft", "Đang soạn", "Draft";
        /// Handed in; the district has not begun.
        Submitted => "submitted", "Đã nộp", "Submitted";
        /// The district looks at it.
        DistrictReview => "district_review", "Địa phương đang xem xét", "District review";
        /// The lead agency appraises it.
        Appraisal => "appraisal", "Cơ quan chủ trì đang thẩm định", "Appraisal";
        /// The applicant must mend it.
        Returned => "returned", "Yêu cầu bổ sung", "Returned";
        /// Approved: there is an entitlement.
        Approved => "approved", "Đã phê duyệt", "Approved";
        /// Refused.
        Rejected => "rejected", "Bị từ chối", "Rejected";
        /// Taken back by the applicant.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
        /// What was supported was inspected and accepted.
        Accepted => "accepted", "Đã nghiệm thu", "Accepted";
        /// Everything is done.
        Completed => "completed", "Hoàn thành", "Completed";
        /// Cancelled; money that was paid out is to come back.
        Recovering => "recovering", "Đang thu hồi", "Recovering";
        /// Cancelled; nothing is to come back any more.
        Cancelled => "cancelled", "Đã hủy", "Cancelled";
    }
}

code_list! {
    /// What can be done with a support application (thao tác trên hồ sơ hỗ trợ).
    pub enum SupportAction: "support_application_actions" {
        /// Change what it says.
        Change => "change", "Sửa hồ sơ", "Change";
        /// Hand it in.
        Submit => "submit", "Nộp", "Submit";
        /// Take it back.
        Withdraw => "withdraw", "Rút hồ sơ", "Withdraw";
        /// The district begins to look at it.
        StartReview => "start_review", "Tiếp nhận xem xét", "Start the review";
        /// The district gives its opinion and passes it on.
        Endorse => "endorse", "Cho ý kiến và chuyển thẩm định", "Give the opinion and pass it on";
        /// The district gives it back to be mended.
        Return => "return", "Yêu cầu bổ sung", "Return";
        /// The lead agency gives it back to be mended.
        ReturnFromAppraisal => "return_from_appraisal", "Yêu cầu bổ sung khi thẩm định", "Return from the appraisal";
        /// An officer of the lead agency proposes what to grant.
        Propose => "propose", "Đề xuất mức hỗ trợ", "Propose";
        /// Decide for it.
        Approve => "approve", "Phê duyệt", "Approve";
        /// Decide against it.
        Reject => "reject", "Từ chối", "Reject";
        /// Pay out, or hand over in kind.
        Disburse => "disburse", "Giải ngân, bàn giao", "Disburse";
        /// Inspect and accept what was supported.
        Accept => "accept", "Nghiệm thu", "Accept";
        /// Close it: everything is done.
        Complete => "complete", "Hoàn thành", "Complete";
        /// Cancel the support.
        Cancel => "cancel", "Hủy hỗ trợ", "Cancel";
        /// Enter money that came back.
        Recover => "recover", "Ghi thu hồi", "Enter a recovery";
        /// Take back a payment or recovery that was entered wrongly, by a counter-entry.
        Reverse => "reverse", "Hủy lần chi, thu hồi ghi nhầm", "Reverse a wrong entry";
    }
}

code_list! {
    /// In which form support is given (hình thức hỗ trợ).
    pub enum EntitlementForm: "entitlement_forms" {
        /// Money to the organisation.
        Cash => "cash", "Bằng tiền", "Cash";
        /// Goods or services paid for it.
        InKind => "in_kind", "Bằng hiện vật, dịch vụ", "In kind";
        /// A relief, a right or help that takes no money out of a budget.
        NonMonetary => "non_monetary", "Ưu đãi, thủ tục không dùng kinh phí", "Without a budget";
    }
}

code_list! {
    /// Which way a payment goes (chiều thanh toán).
    pub enum PaymentDirection: "support_payment_directions" {
        /// To the organisation, or for it.
        Paid => "paid", "Chi hỗ trợ, bàn giao", "Paid or handed over";
        /// Back.
        Recovered => "recovered", "Thu hồi", "Recovered";
    }
}

code_list! {
    /// What a cost is for (loại chi phí).
    pub enum CostKind: "cost_kinds" {
        /// Machines and equipment.
        Equipment => "equipment", "Máy móc, thiết bị", "Equipment";
        /// Buildings and other works.
        Infrastructure => "infrastructure", "Hạ tầng, công trình", "Works";
        /// Seeds, breeds, materials.
        Materials => "materials", "Giống, vật tư", "Materials";
        /// Wages.
        Labour => "labour", "Tiền công, lương", "Wages";
        /// Training and study.
        Training => "training", "Đào tạo, tham quan", "Training and study";
        /// Consulting and services.
        Services => "services", "Tư vấn, dịch vụ", "Services";
        /// Certification and registration.
        Certification => "certification", "Chứng nhận, đăng ký bảo hộ", "Certification and registration";
        /// Technology that is taken over.
        Technology => "technology", "Công nghệ chuyển giao", "Technology";
        /// Rent.
        Rent => "rent", "Thuê mặt bằng", "Rent";
        /// Interest on a loan.
        Interest => "interest", "Lãi vay", "Interest";
        /// Anything else.
        Other => "other", "Chi phí khác", "Other";
    }
}

code_list! {
    /// What a field of a support application holds (kiểu dữ liệu).
    pub enum DetailType: "support_detail_types" {
        /// Words.
        Text => "text", "Chữ", "Text";
        /// A whole number.
        Count => "count", "Số nguyên", "Whole number";
        /// An amount in đồng.
        Amount => "amount", "Số tiền (đồng)", "Amount in đồng";
        /// A day.
        Date => "date", "Ngày", "Day";
        /// One of some codes.
        Choice => "choice", "Lựa chọn", "Choice";
        /// A commune's code.
        Commune => "commune", "Mã xã", "Commune";
    }
}

code_list! {
    /// A norm of a programme that an amount is checked by (định mức).
    pub enum NormKind: "norm_kinds" {
        /// The most for one application.
        Ceiling => "ceiling", "Mức trần", "Ceiling";
        /// The largest share of the cost.
        Share => "share", "Tỷ lệ hỗ trợ", "Share of the cost";
        /// How often one organisation may have it.
        Times => "times", "Số lần", "Times";
        /// How often one organisation may have it in a year.
        TimesPerYear => "times_per_year", "Số lần trong năm", "Times in a year";
    }
}

code_list! {
    /// What a norm says of an application (kết quả đối chiếu định mức).
    pub enum NormResult: "norm_results" {
        /// It is kept.
        Kept => "kept", "Đúng định mức", "Kept";
        /// It is exceeded.
        Exceeded => "exceeded", "Vượt định mức", "Exceeded";
        /// The lead agency has not set it.
        Open => "open", "Chưa quy định", "Not set";
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<SupportKind>(),
        CodeListEntry::of::<SupportState>(),
        CodeListEntry::of::<SupportAction>(),
        CodeListEntry::of::<EntitlementForm>(),
        CodeListEntry::of::<PaymentDirection>(),
        CodeListEntry::of::<CostKind>(),
        CodeListEntry::of::<DetailType>(),
        CodeListEntry::of::<NormKind>(),
        CodeListEntry::of::<NormResult>(),
    ]
}
