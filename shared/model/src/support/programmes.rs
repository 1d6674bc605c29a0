//! The code lists of programmes, their versions, rules and eligibility.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// What a programme is for (loại chương trình).
    pub enum ProgrammeKind: "programme_kinds" {
        /// The city's action programme on the collective economy.
        ActionProgramme => "action_programme", "Chương trình hành động", "Action programme";
        /// Consolidating agricultural cooperatives.
        Consolidation => "consolidation", "Củng cố, kiện toàn HTX nông nghiệp", "Consolidation of agricultural cooperatives";
        /// Production along value chains.
        ValueChain => "value_chain", "Phát triển theo chuỗi", "Value chains";
        /// Supporting agricultural cooperatives under annex 08.
        AgriculturalCooperativeSupport => "agricultural_cooperative_support", "Hỗ trợ HTX nông nghiệp", "Support of agricultural cooperatives";
        /// Developing the collective economy.
        DevelopmentPlan => "development_plan", "Kế hoạch phát triển", "Development plan";
        /// Making cooperatives more effective.
        EfficiencyScheme => "efficiency_scheme", "Đề án nâng cao hiệu quả", "Efficiency scheme";
        /// Loans of the fund for the development of cooperatives.
        LoanFund => "loan_fund", "Quỹ hỗ trợ phát triển HTX", "Cooperative development fund";
        /// Industrial extension.
        IndustrialExtension => "industrial_extension", "Khuyến công", "Industrial extension";
        /// Trade promotion.
        TradePromotion => "trade_promotion", "Xúc tiến thương mại", "Trade promotion";
        /// Intellectual property, collective marks, technology transfer.
        IntellectualProperty => "intellectual_property", "Sở hữu trí tuệ, chuyển giao công nghệ", "Intellectual property and technology";
        /// Credit.
        Credit => "credit", "Tín dụng", "Credit";
        /// Exemption, reduction or deferral of taxes and fees.
        TaxRelief => "tax_relief", "Miễn, giảm, gia hạn thuế, phí", "Tax relief";
        /// Land.
        Land => "land", "Đất đai", "Land";
        /// Sorting, collecting and treating waste.
        WasteServices => "waste_services", "Phân loại, thu gom, xử lý chất thải", "Waste services";
        /// Training.
        Training => "training", "Đào tạo, tập huấn, bồi dưỡng", "Training";
        /// Young workers placed at cooperatives.
        YoungLabour => "young_labour", "Lao động trẻ về làm việc tại HTX", "Young workers";
        /// Consolidation in advanced and model new-rural communes.
        NewRuralConsolidation => "new_rural_consolidation", "Củng cố HTX tại xã nông thôn mới nâng cao, kiểu mẫu", "Consolidation in new-rural communes";
        /// Points where products are shown and sold.
        ShowcasePoint => "showcase_point", "Điểm giới thiệu, bán sản phẩm", "Showcase points";
    }
}

code_list! {
    /// The grade of a commune in the new-rural programme (danh hiệu nông thôn mới).
    pub enum CommuneGradeKind: "commune_grades" {
        /// Advanced.
        AdvancedNewRural => "advanced_new_rural", "Nông thôn mới nâng cao", "Advanced new-rural";
        /// Model.
        ModelNewRural => "model_new_rural", "Nông thôn mới kiểu mẫu", "Model new-rural";
    }
}

code_list! {
    /// Where a version of a programme stands (trạng thái phiên bản).
    pub enum VersionState: "programme_version_states" {
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
    /// What can be done with a version of a programme (thao tác trên phiên bản).
    pub enum VersionAction: "programme_version_actions" {
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
    /// A fact of an organisation that rules of eligibility go by (dữ kiện).
    pub enum Fact: "eligibility_facts" {
        /// What it is.
        Kind => "kind", "Loại hình", "Kind";
        /// Where it stands in its life.
        Status => "status", "Tình trạng", "Status";
        /// The main field of activity.
        Sector => "sector", "Lĩnh vực", "Sector";
        /// The main business line.
        BusinessLine => "business_line", "Mã ngành nghề chính", "Business line";
        /// The district as registered.
        District => "district", "Quận, huyện, thị xã", "District";
        /// The commune of today.
        Commune => "commune", "Xã, phường", "Commune";
        /// The new-rural grade of the commune.
        CommuneGrade => "commune_grade", "Danh hiệu nông thôn mới của xã", "Grade of the commune";
        /// The last confirmed rating.
        Rating => "rating", "Xếp loại gần nhất", "Last rating";
        /// How many years ago the year of the last rating was.
        RatingAgeYears => "rating_age_years", "Số năm từ kỳ xếp loại gần nhất", "Years since the last rating";
        /// How many years ago the year of the newest annual report was.
        ReportAgeYears => "report_age_years", "Số năm từ báo cáo năm gần nhất", "Years since the newest report";
        /// Whole months since the registration.
        AgeMonths => "age_months", "Số tháng hoạt động", "Age in months";
        /// How many members it has.
        MemberCount => "member_count", "Số thành viên", "Members";
        /// How many workers it has.
        WorkerCount => "worker_count", "Số lao động", "Workers";
        /// The charter capital.
        CharterCapital => "charter_capital_vnd", "Vốn điều lệ", "Charter capital";
        /// Revenue of the newest report.
        Revenue => "revenue_vnd", "Doanh thu năm gần nhất", "Revenue";
        /// Profit of the newest report.
        Profit => "profit_vnd", "Lợi nhuận năm gần nhất", "Profit";
        /// Total capital of the newest report.
        TotalCapital => "total_capital_vnd", "Tổng nguồn vốn năm gần nhất", "Total capital";
        /// The size class by its newest report.
        SizeClass => "size_class", "Quy mô", "Size class";
        /// Whole months since the last annual general meeting that a report names.
        MeetingAgeMonths => "meeting_age_months", "Số tháng từ đại hội thành viên gần nhất", "Months since the last general meeting";
        /// What it owes credit institutions overdue, as the State Bank recorded it last.
        OverdueDebt => "overdue_debt_vnd", "Nợ quá hạn tại tổ chức tín dụng", "Overdue debt";
        /// Whether support that was cancelled is to be given back.
        OwesSupportBack => "owes_support_back", "Còn phải hoàn trả hỗ trợ", "Support to be given back";
        /// Whether it has a registration number.
        HasRegistrationNumber => "has_registration_number", "Có mã số", "Has a registration number";
        /// Whether it is a people's credit fund.
        PeopleCreditFund => "people_credit_fund", "Là quỹ tín dụng nhân dân", "People's credit fund";
        /// Whether it belongs to the Cooperative Alliance.
        AllianceMember => "alliance_member", "Là thành viên Liên minh HTX", "Member of the Alliance";
    }
}

code_list! {
    /// What a fact is (kiểu dữ kiện).
    pub enum FactType: "eligibility_fact_types" {
        /// A code of a list: `equals`, `one_of`.
        Code => "code", "Mã trong danh mục", "Code of a list";
        /// Digits: `equals`, `one_of`, `starts_with`.
        Digits => "digits", "Dãy chữ số", "Digits";
        /// A whole number: `at_least`, `at_most`.
        Number => "number", "Số nguyên", "Whole number";
        /// Yes or no: `is`.
        Flag => "flag", "Có hoặc không", "Yes or no";
    }
}

code_list! {
    /// What a rule says of an organisation (kết quả đối chiếu).
    pub enum RuleResult: "rule_results" {
        /// It is met.
        Met => "met", "Đạt", "Met";
        /// It is not met.
        NotMet => "not_met", "Không đạt", "Not met";
        /// A fact is missing that would decide it.
        Unknown => "unknown", "Thiếu dữ kiện", "A fact is missing";
    }
}

code_list! {
    /// Whether an organisation may get a programme's support (kết luận).
    pub enum Eligibility: "eligibilities" {
        /// Every rule is met.
        Eligible => "eligible", "Đủ điều kiện", "Eligible";
        /// No rule is broken, but facts are missing.
        Nearly => "nearly", "Gần đủ, còn thiếu dữ kiện", "Nearly: facts are missing";
        /// A rule is broken.
        NotEligible => "not_eligible", "Không đủ điều kiện", "Not eligible";
        /// No rule is broken, but every support was granted as often as its norm allows.
        AlreadyFunded => "already_funded", "Đã được hỗ trợ đủ số lần theo định mức", "Funded as often as the norm allows";
        /// The programme has no rules in force, so nobody can tell.
        NotDetermined => "not_determined", "Cơ quan chủ trì chưa quy định điều kiện", "No rules set by the lead agency";
    }
}

code_list! {
    /// What a programme leaves for its lead agency to fill in (nội dung cơ quan chủ trì chưa quy định).
    pub enum OpenTerm: "programme_open_terms" {
        /// The document that made it.
        Document => "document", "Văn bản ban hành", "Document";
        /// The date of that document.
        IssuedOn => "issued_on", "Ngày ban hành", "Date of the document";
        /// The lead agency, which is assumed.
        Lead => "lead", "Cơ quan chủ trì (đang tạm xác định)", "Lead agency (assumed)";
        /// The years it runs.
        Period => "period", "Thời gian thực hiện", "Period";
        /// What it gives.
        Supports => "supports", "Nội dung hỗ trợ", "Kinds of support";
        /// A norm of what it gives.
        Norms => "norms", "Định mức hỗ trợ", "Norms";
        /// Who may get it.
        Rules => "rules", "Điều kiện hỗ trợ", "Rules of eligibility";
        /// The money of each year and source.
        Budgets => "budgets", "Kinh phí từng năm, từng nguồn", "Budgets by year and source";
    }
}

code_list! {
    /// How far a kind of support was used up by an organisation (tình trạng đã hỗ trợ).
    pub enum SupportUse: "support_uses" {
        /// It may be granted again.
        Available => "available", "Còn được hỗ trợ", "May be granted";
        /// It was granted as often as a year allows.
        UsedUpThisYear => "used_up_this_year", "Đã đủ số lần trong năm", "Used up this year";
        /// It was granted as often as it ever may be.
        UsedUp => "used_up", "Đã đủ số lần", "Used up";
        /// The lead agency has not set how often.
        Open => "open", "Chưa quy định số lần", "How often is not set";
    }
}

code_list! {
    /// When the eligibility of an application was recorded (thời điểm đối chiếu).
    pub enum EligibilityMoment: "eligibility_moments" {
        /// When it was handed in.
        Submission => "submission", "Khi nộp hồ sơ", "At submission";
        /// When it was decided.
        Decision => "decision", "Khi quyết định", "At the decision";
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<ProgrammeKind>(),
        CodeListEntry::of::<CommuneGradeKind>(),
        CodeListEntry::of::<VersionState>(),
        CodeListEntry::of::<VersionAction>(),
        CodeListEntry::of::<Fact>(),
        CodeListEntry::of::<FactType>(),
        CodeListEntry::of::<RuleResult>(),
        CodeListEntry::of::<Eligibility>(),
        CodeListEntry::of::<OpenTerm>(),
        CodeListEntry::of::<SupportUse>(),
        CodeListEntry::of::<EligibilityMoment>(),
    ]
}
