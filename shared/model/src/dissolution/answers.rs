//! The code lists of a dissolution's blockers, notices, objections and deadlines.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// What stops a dissolution (loại vướng mắc).
    pub enum BlockerKind: "blocker_kinds" {
        /// No dissolution council can be formed.
        NoCouncil => "no_council", "Không lập được hội đồng giải thể", "No dissolution council";
        /// The books and papers are gone.
        NoRecords => "no_records", "Không còn hồ sơ, sổ sách", "No records";
        /// Those who led it died, left or cannot be found.
        LeadersUnreachable => "leaders_unreachable", "Không liên lạc được người quản lý", "Leaders unreachable";
        /// The seal is lost.
        LostSeal => "lost_seal", "Mất con dấu", "Lost seal";
        /// The certificate of registration is lost.
        LostCertificate => "lost_certificate", "Mất giấy chứng nhận đăng ký", "Lost certificate";
        /// Nobody can tell where the land came from.
        LandOrigin => "land_origin", "Nguồn gốc đất không rõ", "Unclear origin of land";
        /// The right to use the land, or what stands on it, is not settled.
        LandRights => "land_rights", "Quyền sử dụng đất, tài sản trên đất", "Rights to land and what stands on it";
        /// Taxes are owed.
        TaxDebt => "tax_debt", "Nợ thuế", "Tax debt";
        /// It never had a tax code.
        NoTaxCode => "no_tax_code", "Chưa có mã số thuế", "No tax code";
        /// A bank is owed.
        BankDebt => "bank_debt", "Nợ tổ chức tín dụng", "Bank debt";
        /// Members are owed, or owe.
        MemberDebt => "member_debt", "Công nợ với thành viên", "Debts with members";
        /// What it is owed cannot be collected.
        UncollectableReceivable => "uncollectable_receivable", "Nợ phải thu không thu được", "Uncollectable receivable";
        /// Common assets that members may never share out.
        UndividedAssets => "undivided_assets", "Tài sản không chia", "Undivided assets";
        /// A quarrel that is not settled.
        Dispute => "dispute", "Tranh chấp", "Dispute";
        /// Something else; whoever asks says by which duty it is answered.
        Other => "other", "Vướng mắc khác", "Other";
    }
}

code_list! {
    /// Where a blocker stands (tình trạng vướng mắc).
    pub enum BlockerState: "blocker_states" {
        /// The competent agency is asked.
        Asked => "asked", "Đã gửi cơ quan có thẩm quyền", "Asked";
        /// It has answered.
        Answered => "answered", "Đã trả lời", "Answered";
        /// It stops nothing any more.
        Resolved => "resolved", "Đã tháo gỡ", "Resolved";
        /// Whoever asked took the question back.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
        /// Asked again.
        Reopened => "reopened", "Mở lại", "Reopened";
    }
}

impl BlockerState {
    /// Those in which it still stops the case.
    pub const OPEN: &'static [Self] = &[Self::Asked, Self::Answered, Self::Reopened];

    /// Whether it still stops the case.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Answered | Self::Reopened)
    }

    /// Whether an answer is awaited.
    #[must_use]
    pub const fn awaits_answer(self) -> bool {
        matches!(self, Self::Asked | Self::Reopened)
    }
}

code_list! {
    /// What can be done with a blocker (thao tác với vướng mắc).
    pub enum BlockerAction: "blocker_actions" {
        /// Answer it.
        Answer => "answer", "Trả lời", "Answer";
        /// Record that it stops nothing any more.
        Resolve => "resolve", "Ghi nhận đã tháo gỡ", "Resolve";
        /// Take the question back.
        Withdraw => "withdraw", "Rút", "Withdraw";
        /// Ask again.
        Reopen => "reopen", "Mở lại", "Reopen";
    }
}

code_list! {
    /// What an agency answers (nội dung trả lời).
    pub enum BlockerOutcome: "blocker_outcomes" {
        /// Nothing stands in the way on its part.
        Cleared => "cleared", "Không còn vướng mắc", "Cleared";
        /// It proposes how the asset or debt is to be handled.
        Proposal => "proposal", "Đề xuất phương án xử lý", "Proposal";
        /// The case cannot go on as it is, with the reason.
        Refused => "refused", "Chưa giải quyết được", "Refused";
    }
}

code_list! {
    /// How long ago a question was asked (tuổi vướng mắc).
    pub enum AgeBand: "blocker_age_bands" {
        /// Up to seven days.
        Week => "up_to_7_days", "Đến 7 ngày", "Up to 7 days";
        /// Eight to thirty days.
        Month => "up_to_30_days", "8 đến 30 ngày", "8 to 30 days";
        /// Thirty-one to ninety days.
        Quarter => "up_to_90_days", "31 đến 90 ngày", "31 to 90 days";
        /// Ninety-one to 180 days.
        HalfYear => "up_to_180_days", "91 đến 180 ngày", "91 to 180 days";
        /// More than 180 days.
        Longer => "over_180_days", "Trên 180 ngày", "Over 180 days";
    }
}

impl AgeBand {
    /// The most days of the band; none for the last.
    #[must_use]
    pub const fn most_days(self) -> Option<i64> {
        match self {
            Self::Week => Some(7),
            Self::Month => Some(30),
            Self::Quarter => Some(90),
            Self::HalfYear => Some(180),
            Self::Longer => None,
        }
    }
}

code_list! {
    /// By what a figure is told apart (phân theo).
    pub enum AnswerBreakdown: "answer_breakdowns" {
        /// By the agency that must act today.
        Agency => "agency", "Theo cơ quan", "By agency";
        /// By the district as registered.
        District => "district", "Theo địa bàn", "By district";
    }
}

code_list! {
    /// Where a notice stands (tình trạng thông báo).
    pub enum NoticeState: "dissolution_notice_states" {
        /// It holds.
        Published => "published", "Đã công bố", "Published";
        /// A later one took its place.
        Replaced => "replaced", "Đã được thay thế", "Replaced";
    }
}

code_list! {
    /// Who objects to a dissolution (bên phản đối).
    pub enum ObjectorKind: "objector_kinds" {
        /// Somebody who is owed.
        Creditor => "creditor", "Chủ nợ", "Creditor";
        /// The tax department.
        TaxDepartment => "tax_department", "Cơ quan thuế", "Tax department";
        /// A bank or another credit institution.
        Bank => "bank", "Tổ chức tín dụng", "Bank";
        /// A member of the organisation.
        Member => "member", "Thành viên", "Member";
    }
}

impl ObjectorKind {
    /// Whether a natural person may stand behind it, whose name is personal data.
    #[must_use]
    pub const fn may_be_person(self) -> bool {
        matches!(self, Self::Creditor | Self::Member)
    }
}

code_list! {
    /// Where an objection stands (tình trạng phản đối).
    pub enum ObjectionState: "objection_states" {
        /// Filed: the clock stands still.
        Filed => "filed", "Đã nhận", "Filed";
        /// Found right.
        Accepted => "accepted", "Được chấp nhận", "Accepted";
        /// Found wrong.
        Rejected => "rejected", "Bị bác", "Rejected";
        /// Taken back.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
    }
}

code_list! {
    /// What can be done with an objection (thao tác với phản đối).
    pub enum ObjectionAction: "objection_actions" {
        /// Find it right.
        Accept => "accept", "Chấp nhận", "Accept";
        /// Find it wrong.
        Reject => "reject", "Bác", "Reject";
        /// Take it back.
        Withdraw => "withdraw", "Rút", "Withdraw";
    }
}

code_list! {
    /// What is due (loại thời hạn).
    pub enum DeadlineKind: "dissolution_deadline_kinds" {
        /// The notice of dissolution is published.
        PublishNotice => "publish_notice", "Công bố thông báo giải thể", "Publish the notice";
        /// The register shows that the organisation is dissolving.
        MarkRegister => "mark_register", "Ghi sổ đăng ký đang giải thể", "Mark the register";
        /// The tax department is told.
        InformTax => "inform_tax", "Thông báo cơ quan thuế", "Tell the tax department";
        /// Creditors file claims and objections: a window that closes.
        ClaimWindow => "claim_window", "Thời hạn khai báo nợ và phản đối", "Claims and objections";
        /// The competent agency answers a blocker.
        AnswerBlocker => "answer_blocker", "Trả lời vướng mắc", "Answer a blocker";
        /// The authority decides an objection.
        DecideObjection => "decide_objection", "Giải quyết phản đối", "Decide an objection";
        /// The case is closed, as the year's plan has it.
        PlannedClosing => "planned_closing", "Kết thúc theo kế hoạch giải thể", "Closing as planned";
        /// The authority closes a case that is settled.
        Close => "close", "Kết thúc vụ việc đã thanh lý xong", "Close a settled case";
    }
}

code_list! {
    /// How days are counted (cách tính ngày).
    pub enum DayCount: "day_counts" {
        /// Without Saturdays, Sundays and public holidays.
        Working => "working", "Ngày làm việc", "Working days";
        /// Every day; a last day on which offices are shut moves on to the next working day.
        Calendar => "calendar", "Ngày liên tục", "Calendar days";
        /// A day that was set.
        Fixed => "fixed", "Ngày ấn định", "A day that was set";
    }
}

code_list! {
    /// Why a clock stands still (lý do tạm dừng).
    pub enum StopReason: "clock_stop_reasons" {
        /// An objection is open.
        Objection => "objection", "Đang giải quyết phản đối", "An objection is open";
        /// The case is suspended.
        Suspension => "suspension", "Vụ việc tạm đình chỉ", "The case is suspended";
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<BlockerKind>(),
        CodeListEntry::of::<BlockerState>(),
        CodeListEntry::of::<BlockerAction>(),
        CodeListEntry::of::<BlockerOutcome>(),
        CodeListEntry::of::<AgeBand>(),
        CodeListEntry::of::<AnswerBreakdown>(),
        CodeListEntry::of::<NoticeState>(),
        CodeListEntry::of::<ObjectorKind>(),
        CodeListEntry::of::<ObjectionState>(),
        CodeListEntry::of::<ObjectionAction>(),
        CodeListEntry::of::<DeadlineKind>(),
        CodeListEntry::of::<DayCount>(),
        CodeListEntry::of::<StopReason>(),
    ]
}
