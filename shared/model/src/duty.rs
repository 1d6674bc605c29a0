//! Yearly duties: the code lists of reports, ratings, sizes, reminders and dormancy.

use crate::{code_list::code_list, organisation::Sector};

code_list! {
    /// Where a report comes from (nguồn số liệu).
    pub enum ReportOrigin: "report_origins" {
        /// Filed by the organisation, or by its registrar on its behalf.
        Filed => "filed", "Báo cáo đã nộp", "Filed";
        /// Read off a register that was imported; a filed report replaces it.
        Imported => "imported", "Nhập từ sổ đăng ký", "Imported";
    }
}

code_list! {
    /// What is unusual about a report (dấu hiệu bất thường).
    pub enum ReportFlag: "report_flags" {
        /// Revenue ten times that of the year before, or a tenth.
        RevenueJump => "revenue_jump", "Doanh thu biến động bất thường", "Revenue far from the year before";
        /// Total capital ten times that of the year before, or a tenth.
        CapitalJump => "capital_jump", "Nguồn vốn biến động bất thường", "Capital far from the year before";
        /// Pay to workers ten times that of the year before, or a tenth.
        PayJump => "pay_jump", "Tiền trả người lao động biến động bất thường", "Pay far from the year before";
        /// Official members ten times those of the year before, or a tenth.
        MemberJump => "member_jump", "Số thành viên biến động bất thường", "Members far from the year before";
        /// Workers ten times those of the year before, or a tenth.
        WorkerJump => "worker_jump", "Số lao động biến động bất thường", "Workers far from the year before";
        /// A profit above the revenue.
        ProfitAboveRevenue => "profit_above_revenue", "Lãi lớn hơn doanh thu", "Profit above the revenue";
        /// An undivided fund above the total capital.
        FundAboveCapital => "fund_above_capital", "Quỹ không chia lớn hơn tổng nguồn vốn", "Undivided fund above the capital";
        /// An amount so small that it was likely given in million đồng.
        LikelyInMillions => "likely_in_millions", "Có thể nhập theo triệu đồng", "Likely given in million đồng";
        /// Workers without any pay.
        WorkersWithoutPay => "workers_without_pay", "Có lao động nhưng không có tiền trả", "Workers without pay";
    }
}

code_list! {
    /// Where a rating stands (trạng thái xếp loại).
    pub enum RatingState: "rating_states" {
        /// Assessed by the organisation, or by its registrar on its behalf; not yet confirmed.
        Assessed => "assessed", "Đã tự chấm điểm", "Assessed";
        /// Returned to be assessed again.
        Returned => "returned", "Trả lại", "Returned";
        /// Confirmed: final.
        Confirmed => "confirmed", "Đã xác nhận", "Confirmed";
    }
}

code_list! {
    /// What can be done with a rating (thao tác xếp loại).
    pub enum RatingAction: "rating_actions" {
        /// Assess it again.
        Reassess => "reassess", "Chấm điểm lại", "Assess again";
        /// Return it to be assessed again.
        Return => "return", "Trả lại", "Return";
        /// Confirm it.
        Confirm => "confirm", "Xác nhận", "Confirm";
    }
}

code_list! {
    /// The criteria of Circular 01/2020/TT-BKHĐT, in their order (tiêu chí đánh giá).
    pub enum Criterion: "rating_criteria" {
        /// Capital.
        Capital => "capital", "Vốn của hợp tác xã", "Capital";
        /// Assets.
        Assets => "assets", "Tài sản của hợp tác xã", "Assets";
        /// Results.
        Results => "results", "Kết quả sản xuất kinh doanh trong năm", "Results of the year";
        /// Funds.
        Funds => "funds", "Trích lập các quỹ", "Funds set aside";
        /// Law compliance.
        LawCompliance => "law_compliance", "Chấp hành pháp luật", "Compliance with the law";
        /// Disputes.
        Disputes => "disputes", "Giải quyết tranh chấp, khiếu nại", "Disputes and complaints";
        /// Management level.
        ManagementLevel => "management_level", "Trình độ cán bộ quản lý, điều hành", "Level of the management";
        /// Policy for members and workers.
        MemberAndWorkerPolicy => "member_and_worker_policy", "Chế độ, chính sách cho thành viên và người lao động", "Policy for members and workers";
        /// Technology, brand, chain.
        TechnologyBrandChain => "technology_brand_chain", "Khoa học kỹ thuật, thương hiệu, chuỗi giá trị", "Technology, brand, value chain";
        /// Member participation.
        MemberParticipation => "member_participation", "Mức độ tham gia của thành viên", "Participation of members";
        /// Member benefit.
        MemberBenefit => "member_benefit", "Lợi ích thành viên", "Benefit of members";
        /// Services to members.
        MemberServices => "member_services", "Sản phẩm, dịch vụ cung ứng cho thành viên", "Products and services to members";
        /// Information and training.
        InformationAndTraining => "information_and_training", "Thông tin, truyền thông, đào tạo, bồi dưỡng", "Information and training";
        /// Effect on the community.
        CommunityEffect => "community_effect", "Ảnh hưởng tích cực đến cộng đồng", "Effect on the community";
        /// Awards.
        Awards => "awards", "Khen thưởng trong năm", "Awards of the year";
    }
}

code_list! {
    /// Why an organisation is not rated for a year (lý do chưa xếp loại).
    pub enum Exemption: "rating_exemptions" {
        /// Under twelve months old at the end of the year.
        TooYoung => "too_young", "Thành lập chưa đủ 12 tháng", "Under twelve months old";
        /// Stopped for over three months of the year.
        Stopped => "stopped", "Ngừng hoạt động trên 3 tháng", "Stopped for over three months";
    }
}

code_list! {
    /// The fields by which sizes differ (nhóm lĩnh vực).
    pub enum SizeField: "size_fields" {
        /// Agriculture, forestry, fishery.
        Agriculture => "agriculture", "Nông nghiệp", "Agriculture";
        /// Industry and construction, water and waste.
        IndustryConstruction => "industry_construction", "Công nghiệp - xây dựng", "Industry and construction";
        /// Trade, services and all others.
        TradeService => "trade_service", "Thương mại - dịch vụ và lĩnh vực khác", "Trade, services and others";
    }
}

code_list! {
    /// Where a fact was taken from (nguồn).
    pub enum FactSource: "fact_sources" {
        /// The report on the year.
        AnnualReport => "annual_report", "Báo cáo năm", "Annual report";
        /// The entry in the register.
        Register => "register", "Sổ đăng ký", "Register";
        /// Nothing is known.
        Unknown => "unknown", "Chưa có số liệu", "Unknown";
    }
}

code_list! {
    /// Where a proposal stands (trạng thái đề xuất).
    pub enum DormancyState: "dormancy_states" {
        /// Proposed; nothing has changed yet.
        Proposed => "proposed", "Đã đề xuất", "Proposed";
        /// Confirmed: the organisation is recorded as dormant.
        Confirmed => "confirmed", "Đã xác nhận ngừng hoạt động", "Confirmed";
        /// Dismissed: the organisation goes on.
        Dismissed => "dismissed", "Đã bác", "Dismissed";
    }
}

code_list! {
    /// What can be done with a proposal (thao tác đề xuất).
    pub enum DormancyAction: "dormancy_actions" {
        /// Record the organisation as dormant.
        Confirm => "confirm", "Xác nhận ngừng hoạt động", "Confirm";
        /// Dismiss the proposal.
        Dismiss => "dismiss", "Bác đề xuất", "Dismiss";
    }
}

code_list! {
    /// Which duty was not attended to (việc hằng năm chưa thực hiện).
    pub enum ReminderKind: "reminder_kinds" {
        /// No report on the year.
        NotReported => "not_reported", "Chưa báo cáo", "Not reported";
        /// No general meeting on the year is on record.
        NotMet => "not_met", "Chưa họp đại hội thành viên", "No general meeting";
        /// No confirmed rating for the year.
        NotRated => "not_rated", "Chưa được xếp loại", "Not rated";
    }
}

impl SizeField {
    /// The field of a sector; trade, services and others where the sector is unknown.
    #[must_use]
    pub const fn of(sector: Option<Sector>) -> Self {
        match sector {
            Some(Sector::Agriculture) => Self::Agriculture,
            Some(Sector::IndustryHandicraft | Sector::Construction | Sector::Environment) => {
                Self::IndustryConstruction
            }
            Some(
                Sector::Transport | Sector::TradeService | Sector::PeopleCreditFund | Sector::Other,
            )
            | None => Self::TradeService,
        }
    }
}
