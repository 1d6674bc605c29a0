//! The code lists of budgets, their ledger, payments and loans.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// From where a budget comes (nguồn kinh phí).
    pub enum BudgetSource: "budget_sources" {
        /// The city's budget.
        CityBudget => "city_budget", "Ngân sách Thành phố", "City budget";
        /// The budget of a district, since 2025-07-01 of a commune.
        LocalBudget => "local_budget", "Ngân sách cấp huyện, cấp xã", "District or commune budget";
        /// The central budget.
        CentralBudget => "central_budget", "Ngân sách Trung ương", "Central budget";
        /// The fund for the development of cooperatives.
        CooperativeFund => "cooperative_fund", "Quỹ hỗ trợ phát triển HTX", "Cooperative development fund";
        /// Another lawful source.
        Other => "other", "Nguồn hợp pháp khác", "Another lawful source";
    }
}

code_list! {
    /// A posting in the ledger of a budget (nghiệp vụ sổ kinh phí).
    pub enum LedgerOperation: "ledger_operations" {
        /// Money is allotted to the budget.
        Allocate => "allocate", "Giao kinh phí", "Allocate";
        /// Money that is still available is taken out of the budget.
        Cut => "cut", "Giảm kinh phí", "Cut";
        /// Money is held for an application that is being approved.
        Reserve => "reserve", "Giữ kinh phí", "Reserve";
        /// What was held is promised.
        Commit => "commit", "Cam kết chi", "Commit";
        /// A promise that is not paid out is taken back.
        Release => "release", "Hủy cam kết", "Release";
        /// What was promised is paid out.
        Disburse => "disburse", "Giải ngân", "Disburse";
        /// What was paid out comes back, and is available again.
        Return => "return", "Thu hồi", "Return";
        /// A payment that was entered wrongly is taken back: what it was of is promised again.
        ReverseDisbursement => "reverse_disbursement", "Hủy bút toán giải ngân ghi nhầm", "Reverse a disbursement";
        /// A return that was entered wrongly is taken back: it never came.
        ReverseReturn => "reverse_return", "Hủy bút toán thu hồi ghi nhầm", "Reverse a return";
    }
}

code_list! {
    /// An account of a budget's ledger (tài khoản sổ kinh phí). Each posting takes from one and gives
    /// to another.
    pub enum LedgerAccount: "ledger_accounts" {
        /// All that was allotted; the counterpart of everything below.
        Allotted => "allotted", "Kinh phí được giao", "Allotted";
        /// What can still be promised.
        Available => "available", "Còn được sử dụng", "Available";
        /// What is held.
        Reserved => "reserved", "Đang giữ", "Reserved";
        /// What is promised and not paid out.
        Committed => "committed", "Đã cam kết", "Committed";
        /// What was paid out.
        Disbursed => "disbursed", "Đã giải ngân", "Disbursed";
        /// What came back of it.
        Returned => "returned", "Đã thu hồi", "Returned";
    }
}

code_list! {
    /// What is proposed for a budget (loại đề xuất kinh phí).
    pub enum AllocationKind: "allocation_kinds" {
        /// More money.
        Allocate => "allocate", "Giao kinh phí", "Allocate";
        /// Less money.
        Cut => "cut", "Giảm kinh phí", "Cut";
    }
}

code_list! {
    /// Where a proposal for a budget stands (trạng thái đề xuất kinh phí).
    pub enum AllocationState: "allocation_states" {
        /// Drafted by the lead agency; nothing has moved yet.
        Drafted => "drafted", "Đã lập", "Drafted";
        /// Confirmed by finance: the ledger holds it.
        Confirmed => "confirmed", "Đã xác nhận", "Confirmed";
        /// Refused by finance.
        Refused => "refused", "Bị từ chối", "Refused";
    }
}

code_list! {
    /// What can be done with a proposal for a budget (thao tác đề xuất kinh phí).
    pub enum AllocationAction: "allocation_actions" {
        /// Confirm it.
        Confirm => "confirm", "Xác nhận", "Confirm";
        /// Refuse it.
        Refuse => "refuse", "Từ chối", "Refuse";
    }
}

code_list! {
    /// How a loan is paid back (phương thức trả nợ).
    pub enum RepaymentMethod: "repayment_methods" {
        /// The same principal each month, and the interest on what is left.
        EqualPrincipal => "equal_principal", "Gốc đều, lãi theo dư nợ giảm dần", "Equal principal";
        /// The same amount each month.
        Annuity => "annuity", "Trả góp đều (gốc và lãi)", "Annuity";
    }
}

code_list! {
    /// Where a loan of the fund stands (trạng thái khoản vay).
    pub enum LoanState: "loan_states" {
        /// Applied for.
        Applied => "applied", "Đã đề nghị vay", "Applied for";
        /// Terms were proposed by an officer.
        Appraised => "appraised", "Đã thẩm định", "Appraised";
        /// Approved, not yet paid out.
        Approved => "approved", "Đã duyệt", "Approved";
        /// Paid out, and being paid back.
        Active => "active", "Đang vay", "Active";
        /// Paid back in full.
        Settled => "settled", "Đã tất toán", "Settled";
        /// Refused.
        Rejected => "rejected", "Bị từ chối", "Rejected";
        /// Taken back before it was paid out.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
    }
}

code_list! {
    /// What can be done with a loan (thao tác khoản vay).
    pub enum LoanAction: "loan_actions" {
        /// Propose its terms.
        Appraise => "appraise", "Thẩm định", "Appraise";
        /// Approve it.
        Approve => "approve", "Duyệt", "Approve";
        /// Refuse it.
        Reject => "reject", "Từ chối", "Reject";
        /// Take it back.
        Withdraw => "withdraw", "Rút", "Withdraw";
        /// Pay it out: its schedule begins.
        PayOut => "pay_out", "Giải ngân", "Pay out";
        /// Enter a repayment.
        Repay => "repay", "Ghi trả nợ", "Enter a repayment";
        /// Take back a repayment that was entered wrongly, by a counter-entry.
        ReverseRepayment => "reverse_repayment", "Hủy lần trả nợ ghi nhầm", "Reverse a repayment";
        /// Take back a paying out that was entered wrongly.
        ReversePayOut => "reverse_pay_out", "Hủy giải ngân ghi nhầm", "Reverse the paying out";
    }
}

code_list! {
    /// How long the oldest unpaid instalment of a loan is overdue (nhóm quá hạn).
    pub enum OverdueBucket: "overdue_buckets" {
        /// Nothing is overdue.
        Current => "current", "Trong hạn", "Current";
        /// 1 to 30 days.
        UpTo30 => "days_1_30", "Quá hạn 1-30 ngày", "1 to 30 days";
        /// 31 to 90 days.
        UpTo90 => "days_31_90", "Quá hạn 31-90 ngày", "31 to 90 days";
        /// 91 to 180 days.
        UpTo180 => "days_91_180", "Quá hạn 91-180 ngày", "91 to 180 days";
        /// 181 to 360 days.
        UpTo360 => "days_181_360", "Quá hạn 181-360 ngày", "181 to 360 days";
        /// More than 360 days.
        Over360 => "days_over_360", "Quá hạn trên 360 ngày", "Over 360 days";
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<BudgetSource>(),
        CodeListEntry::of::<LedgerOperation>(),
        CodeListEntry::of::<LedgerAccount>(),
        CodeListEntry::of::<AllocationKind>(),
        CodeListEntry::of::<AllocationState>(),
        CodeListEntry::of::<AllocationAction>(),
        CodeListEntry::of::<RepaymentMethod>(),
        CodeListEntry::of::<LoanState>(),
        CodeListEntry::of::<LoanAction>(),
        CodeListEntry::of::<OverdueBucket>(),
    ]
}
