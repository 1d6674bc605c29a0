//! The code lists of dissolution plans, of candidates and of the figures over all cases.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// A figure of a year's dissolution plans (chỉ số của kế hoạch).
    pub enum PlanFigure: "dissolution_plan_figures" {
        /// Organisations that the plans in force name.
        Planned => "planned", "Theo kế hoạch", "Planned";
        /// Those of them without a case, or whose case was withdrawn.
        NotBegun => "not_begun", "Trong kế hoạch, chưa mở hồ sơ", "Planned, not begun";
        /// Cases that were opened in the year, planned or not.
        Opened => "opened", "Đã mở hồ sơ trong năm", "Opened in the year";
        /// Cases that were legally closed in the year, planned or not.
        Closed => "closed", "Đã giải thể trong năm", "Closed in the year";
        /// Those of them that were of cooperatives: what the city's target counts.
        ClosedCooperatives => "closed_cooperatives", "Hợp tác xã đã giải thể trong năm", "Cooperatives closed in the year";
    }
}

code_list! {
    /// By what an organisation is proposed for dissolution (tiêu chí đề xuất).
    pub enum CandidateRule: "dissolution_candidate_rules" {
        /// The register calls it dormant.
        Dormant => "dormant", "Ngừng hoạt động", "Dormant";
        /// Registered before the law of 2012 was in force, and never again.
        NotReorganised => "not_reorganised", "Chưa tổ chức lại theo Luật Hợp tác xã 2012", "Not reorganised under the 2012 law";
        /// No annual report for some years.
        NoAnnualReport => "no_annual_report", "Không báo cáo nhiều năm", "No annual report for years";
    }
}

code_list! {
    /// Where a candidate for dissolution stands (trạng thái đề xuất).
    pub enum CandidateState: "dissolution_candidate_states" {
        /// Proposed.
        Proposed => "proposed", "Đã đề xuất", "Proposed";
        /// Warned.
        Warned => "warned", "Đã cảnh báo", "Warned";
        /// Warned a second time.
        WarnedAgain => "warned_again", "Đã cảnh báo lần hai", "Warned again";
        /// Decided: a case is open.
        Decided => "decided", "Đã quyết định mở hồ sơ", "Decided";
        /// Taken back.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
    }
}

code_list! {
    /// What can be done with a candidate for dissolution (thao tác đề xuất).
    pub enum CandidateAction: "dissolution_candidate_actions" {
        /// Warn it.
        Warn => "warn", "Cảnh báo", "Warn";
        /// Warn it a second time.
        WarnAgain => "warn_again", "Cảnh báo lần hai", "Warn again";
        /// Decide: open a case.
        Decide => "decide", "Quyết định mở hồ sơ", "Decide";
        /// Take it back, for a reason.
        Withdraw => "withdraw", "Rút", "Withdraw";
    }
}

code_list! {
    /// What came of one of many (kết quả từng mục).
    pub enum BulkOutcome: "bulk_outcomes" {
        /// It was done.
        Done => "done", "Đã thực hiện", "Done";
        /// It was not, for a reason that is told.
        Refused => "refused", "Không thực hiện", "Refused";
    }
}

code_list! {
    /// By what the figures over all cases are told apart (phân theo).
    pub enum StatisticsDimension: "dissolution_statistics_dimensions" {
        /// By the district as registered.
        District => "district", "Theo địa bàn", "By district";
        /// By the way in which it is dissolved.
        Route => "route", "Theo hình thức", "By route";
        /// By where the case stood.
        State => "state", "Theo trạng thái", "By state";
        /// By the month in which it was opened.
        OpenedMonth => "opened_month", "Theo tháng mở hồ sơ", "By month of opening";
        /// By the month in which it was decided.
        DecidedMonth => "decided_month", "Theo tháng quyết định", "By month of decision";
        /// By the month in which it was closed.
        ClosedMonth => "closed_month", "Theo tháng kết thúc", "By month of closing";
        /// By how long it had been open.
        Age => "age", "Theo tuổi hồ sơ", "By age";
    }
}

code_list! {
    /// How long a case has been open (tuổi hồ sơ).
    pub enum CaseAge: "dissolution_ages" {
        /// Up to 90 days.
        Quarter => "up_to_90_days", "Đến 90 ngày", "Up to 90 days";
        /// 91 to 365 days.
        Year => "up_to_1_year", "91 ngày đến 1 năm", "91 days to 1 year";
        /// More than one year, up to two.
        TwoYears => "up_to_2_years", "Trên 1 đến 2 năm", "Over 1 to 2 years";
        /// More than two years, up to five.
        FiveYears => "up_to_5_years", "Trên 2 đến 5 năm", "Over 2 to 5 years";
        /// More than five years.
        Longer => "over_5_years", "Trên 5 năm", "Over 5 years";
    }
}

impl CaseAge {
    /// The most days of the band; none for the last.
    #[must_use]
    pub const fn most_days(self) -> Option<u32> {
        match self {
            Self::Quarter => Some(90),
            Self::Year => Some(365),
            Self::TwoYears => Some(730),
            Self::FiveYears => Some(1_826),
            Self::Longer => None,
        }
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<PlanFigure>(),
        CodeListEntry::of::<CandidateRule>(),
        CodeListEntry::of::<CandidateState>(),
        CodeListEntry::of::<CandidateAction>(),
        CodeListEntry::of::<BulkOutcome>(),
        CodeListEntry::of::<StatisticsDimension>(),
        CodeListEntry::of::<CaseAge>(),
    ]
}
