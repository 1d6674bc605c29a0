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

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![CodeListEntry::of::<ProgrammeKind>(), CodeListEntry::of::<CommuneGradeKind>()]
}
