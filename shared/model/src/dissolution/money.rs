//! The code lists of a dissolution's claims, receivables, assets, cash and payment order.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// Towards whom a debt stands (loại nợ).
    pub enum DebtKind: "debt_kinds" {
        /// The state: taxes, land rent, social insurance.
        State => "state", "Nợ nhà nước", "The state";
        /// A credit institution.
        CreditInstitution => "credit_institution", "Nợ tổ chức tín dụng", "A credit institution";
        /// Another economic organisation.
        EconomicOrganisation => "economic_organisation", "Nợ tổ chức kinh tế khác", "Another economic organisation";
        /// A member.
        Member => "member", "Nợ thành viên", "A member";
        /// A worker.
        Worker => "worker", "Nợ người lao động", "A worker";
        /// Somebody else.
        Other => "other", "Nợ khác", "Somebody else";
    }
}

code_list! {
    /// The class in which a claim is paid (hạng ưu tiên thanh toán). Their order is dated
    /// configuration.
    pub enum PaymentClass: "payment_classes" {
        /// What the dissolution itself costs.
        DissolutionCosts => "dissolution_costs", "Chi phí giải thể, chi phí thu hồi và thanh lý tài sản", "Costs of dissolving, recovering and selling assets";
        /// Wages, severance pay, social insurance.
        Workers => "workers", "Nợ lương, trợ cấp, bảo hiểm xã hội của người lao động", "Wages, severance pay and social insurance of workers";
        /// Debts secured by an asset.
        Secured => "secured", "Nợ có bảo đảm", "Secured debts";
        /// Other debts.
        Unsecured => "unsecured", "Nợ không có bảo đảm", "Unsecured debts";
        /// What members contributed: they share the rest by it.
        Members => "members", "Hoàn trả thành viên theo phần vốn góp", "Members, by their contribution";
    }
}

code_list! {
    /// Where a claim stands (trạng thái khoản nợ phải trả).
    pub enum ClaimState: "claim_states" {
        /// Entered, not yet decided.
        Registered => "registered", "Đã đăng ký", "Registered";
        /// Admitted in full or in part.
        Admitted => "admitted", "Được công nhận", "Admitted";
        /// Rejected.
        Rejected => "rejected", "Bị từ chối", "Rejected";
        /// The creditor contests the decision.
        Contested => "contested", "Đang khiếu nại", "Contested";
        /// Paid.
        Paid => "paid", "Đã thanh toán", "Paid";
        /// The creditor gave it up.
        Waived => "waived", "Chủ nợ từ bỏ", "Waived";
        /// Written off by the competent agency.
        WrittenOff => "written_off", "Được xóa nợ", "Written off";
        /// Taken over by somebody else.
        Transferred => "transferred", "Đã chuyển giao nghĩa vụ", "Taken over by another";
    }
}

code_list! {
    /// What can be done with a claim (thao tác với khoản nợ).
    pub enum ClaimAction: "claim_actions" {
        /// Admit it, in full or in part.
        Admit => "admit", "Công nhận", "Admit";
        /// Reject it.
        Reject => "reject", "Từ chối", "Reject";
        /// Contest the decision.
        Contest => "contest", "Khiếu nại", "Contest";
        /// Pay it, by the cash book.
        Pay => "pay", "Thanh toán", "Pay";
        /// Take back a payment, by a counter-entry in the cash book.
        Unpay => "unpay", "Hủy thanh toán", "Take a payment back";
        /// Give it up.
        Waive => "waive", "Từ bỏ", "Waive";
        /// Write it off.
        WriteOff => "write_off", "Xóa nợ", "Write off";
        /// Pass it to whoever takes it over.
        Transfer => "transfer", "Chuyển giao nghĩa vụ", "Transfer";
        /// Decide it anew.
        Reopen => "reopen", "Xem xét lại", "Reopen";
    }
}

code_list! {
    /// How a claim ends other than by its last payment (cách tất toán).
    pub enum SettlementOutcome: "claim_settlements" {
        /// Whatever falls to it was paid.
        Paid => "paid", "Đã thanh toán phần được hưởng", "Paid what falls to it";
        /// The creditor gave it up.
        Waived => "waived", "Chủ nợ từ bỏ", "Waived";
        /// Written off by the competent agency.
        WrittenOff => "written_off", "Được xóa nợ", "Written off";
        /// Taken over by somebody else.
        Transferred => "transferred", "Đã chuyển giao nghĩa vụ", "Taken over by another";
    }
}

code_list! {
    /// Where a receivable stands (trạng thái khoản phải thu).
    pub enum ReceivableState: "receivable_states" {
        /// To be collected.
        Open => "open", "Chưa thu đủ", "To be collected";
        /// Collected.
        Collected => "collected", "Đã thu đủ", "Collected";
        /// Proved to be uncollectable, in whole or for its rest.
        Uncollectable => "uncollectable", "Không có khả năng thu hồi", "Uncollectable";
    }
}

code_list! {
    /// What can be done with a receivable (thao tác với khoản phải thu).
    pub enum ReceivableAction: "receivable_actions" {
        /// Collect it, by the cash book.
        Collect => "collect", "Thu tiền", "Collect";
        /// Take back a collection, by a counter-entry in the cash book.
        Uncollect => "uncollect", "Hủy khoản thu", "Take a collection back";
        /// Find that it cannot be collected.
        GiveUp => "give_up", "Xác định không thu hồi được", "Find it uncollectable";
        /// Go on collecting.
        Reopen => "reopen", "Tiếp tục thu", "Go on collecting";
    }
}

code_list! {
    /// What an asset is (loại tài sản).
    pub enum AssetKind: "asset_kinds" {
        /// A fixed asset.
        Fixed => "fixed", "Tài sản cố định", "Fixed asset";
        /// The right to use land.
        LandUseRight => "land_use_right", "Quyền sử dụng đất", "Land-use right";
        /// Cash.
        Cash => "cash", "Tiền", "Cash";
        /// What the organisation is owed: kept among the receivables.
        Receivable => "receivable", "Khoản phải thu", "Receivable";
        /// Goods and materials.
        Stock => "stock", "Hàng tồn kho, vật tư", "Stock";
        /// Made with the state's money.
        StateFunded => "state_funded", "Tài sản hình thành từ vốn nhà nước", "State-funded asset";
    }
}

code_list! {
    /// Whether papers show where an asset comes from (nguồn gốc).
    pub enum AssetOrigin: "asset_origins" {
        /// They do.
        Documented => "documented", "Có giấy tờ", "Documented";
        /// They do not.
        Undocumented => "undocumented", "Không có giấy tờ", "Undocumented";
    }
}

code_list! {
    /// Whether an asset may be shared out (tài sản chia, không chia).
    pub enum AssetDivision: "asset_divisions" {
        /// It may be sold for creditors and members.
        Divisible => "divisible", "Tài sản được chia", "Divisible";
        /// It may never be: it is handed over.
        Undivided => "undivided", "Tài sản không chia", "Undivided";
    }
}

code_list! {
    /// Where an asset stands (trạng thái tài sản).
    pub enum AssetState: "asset_states" {
        /// On the inventory.
        Listed => "listed", "Đã kiểm kê", "Listed";
        /// What to do with it is proposed.
        Proposed => "proposed", "Đã có phương án", "Proposed";
        /// The competent agency has decided.
        Decided => "decided", "Đã có quyết định xử lý", "Decided";
        /// Disposed of.
        Disposed => "disposed", "Đã xử lý", "Disposed of";
        /// Handed over, as undivided assets are.
        HandedOver => "handed_over", "Đã bàn giao", "Handed over";
    }
}

code_list! {
    /// What can be done with an asset (thao tác với tài sản).
    pub enum AssetAction: "asset_actions" {
        /// Correct what the inventory says.
        Correct => "correct", "Đính chính", "Correct";
        /// Add a valuation.
        Value => "value", "Định giá", "Value";
        /// Propose what to do with it.
        Propose => "propose", "Đề xuất phương án", "Propose";
        /// Record the competent agency's decision.
        Decide => "decide", "Quyết định xử lý", "Decide";
        /// Dispose of it.
        Dispose => "dispose", "Xử lý", "Dispose";
        /// Hand it over to whoever receives it.
        HandOver => "hand_over", "Bàn giao", "Hand over";
        /// Take the disposal back, with its counter-entry in the cash book.
        Undispose => "undispose", "Hủy việc xử lý", "Take the disposal back";
    }
}

code_list! {
    /// What is done with an asset (phương án xử lý tài sản).
    pub enum DisposalKind: "asset_disposals" {
        /// Sold by auction.
        Auction => "auction", "Bán đấu giá", "Sold by auction";
        /// Sold without an auction.
        DirectSale => "direct_sale", "Bán trực tiếp, chỉ định", "Sold directly";
        /// Cash that goes into the cash book.
        Deposit => "deposit", "Nhập quỹ", "Entered in the cash book";
        /// Worth nothing.
        Scrap => "scrap", "Tiêu hủy, loại bỏ", "Scrapped";
        /// It belonged to somebody else.
        ReturnToOwner => "return_to_owner", "Trả lại chủ sở hữu", "Returned to its owner";
        /// Returned to the state, such as land.
        ReturnToState => "return_to_state", "Trả lại Nhà nước", "Returned to the state";
        /// Handed over to a body that keeps it for the community.
        HandOver => "hand_over", "Bàn giao cho đơn vị tiếp nhận", "Handed over to a receiving body";
    }
}

code_list! {
    /// How an asset was valued (phương pháp định giá).
    pub enum ValuationMethod: "valuation_methods" {
        /// By the books.
        BookValue => "book_value", "Theo giá trị sổ sách", "Book value";
        /// By comparison with the market.
        Market => "market", "So sánh với giá thị trường", "Market comparison";
        /// By what it would cost to make again.
        Cost => "cost", "Theo chi phí thay thế", "Replacement cost";
        /// By what it brings in.
        Income => "income", "Theo thu nhập", "Income";
        /// By the state's price list, as for land.
        StatePriceList => "state_price_list", "Theo bảng giá Nhà nước", "The state's price list";
        /// By a licensed appraiser.
        Appraiser => "appraiser", "Tổ chức thẩm định giá", "Licensed appraiser";
        /// By the dissolution council.
        Council => "council", "Hội đồng giải thể xác định", "The dissolution council";
    }
}

code_list! {
    /// What an entry in the cash book is (loại bút toán).
    pub enum CashEntryKind: "cash_entry_kinds" {
        /// What there was when the case began.
        OpeningBalance => "opening_balance", "Số dư đầu kỳ", "Opening balance";
        /// What an asset brought.
        AssetSale => "asset_sale", "Thu từ xử lý tài sản", "Proceeds of an asset";
        /// What a debtor paid.
        ReceivableCollected => "receivable_collected", "Thu hồi nợ phải thu", "Receivable collected";
        /// Another receipt.
        OtherReceipt => "other_receipt", "Thu khác", "Other receipt";
        /// Paid to a creditor or a member.
        ClaimPayment => "claim_payment", "Thanh toán khoản nợ", "Payment of a claim";
        /// What the dissolution costs, as it was entered before costs were claims of their class.
        Cost => "cost", "Chi phí giải thể", "Cost of the dissolution";
        /// Takes another entry back.
        Reversal => "reversal", "Bút toán đảo", "Reversal";
    }
}

impl CashEntryKind {
    /// Whether money comes in; none for a reversal, which does the opposite of what it takes back.
    #[must_use]
    pub const fn comes_in(self) -> Option<bool> {
        match self {
            Self::OpeningBalance
            | Self::AssetSale
            | Self::ReceivableCollected
            | Self::OtherReceipt => Some(true),
            Self::ClaimPayment | Self::Cost => Some(false),
            Self::Reversal => None,
        }
    }
}

code_list! {
    /// Why a creditor gets what it gets (quy tắc phân chia).
    pub enum WaterfallRule: "waterfall_rules" {
        /// There is enough for the whole class.
        Whole => "whole", "Trả đủ", "Paid in full";
        /// There is not enough: shared by the amounts admitted, by largest remainder.
        ProRata => "pro_rata", "Chia theo tỷ lệ trong hạng", "Pro rata within the class";
        /// Nothing is left for the class.
        Exhausted => "exhausted", "Không còn tiền cho hạng này", "Nothing is left for the class";
        /// The rest, shared by contribution.
        MemberShare => "member_share", "Phần còn lại, chia theo vốn góp", "The rest, by contribution";
        /// More was paid before than falls to it now; it keeps that.
        PaidBefore => "paid_before", "Đã trả trước đó", "Paid before";
    }
}

code_list! {
    /// Whose personal data in a case was read unmasked (loại dữ liệu cá nhân).
    pub enum CasePersonalData: "dissolution_personal_data" {
        /// Its creditors'.
        Creditors => "creditors", "Chủ nợ", "Creditors";
        /// Its debtors'.
        Debtors => "debtors", "Người nợ", "Debtors";
        /// Of those who object.
        Objectors => "objectors", "Người phản đối", "Objectors";
        /// Of the members of its council.
        Council => "council", "Hội đồng giải thể", "Dissolution council";
        /// Everything that people wrote or are in it.
        WholeCase => "whole_case", "Toàn bộ hồ sơ", "The whole case";
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<DebtKind>(),
        CodeListEntry::of::<PaymentClass>(),
        CodeListEntry::of::<ClaimState>(),
        CodeListEntry::of::<ClaimAction>(),
        CodeListEntry::of::<SettlementOutcome>(),
        CodeListEntry::of::<ReceivableState>(),
        CodeListEntry::of::<ReceivableAction>(),
        CodeListEntry::of::<AssetKind>(),
        CodeListEntry::of::<AssetOrigin>(),
        CodeListEntry::of::<AssetDivision>(),
        CodeListEntry::of::<AssetState>(),
        CodeListEntry::of::<AssetAction>(),
        CodeListEntry::of::<DisposalKind>(),
        CodeListEntry::of::<ValuationMethod>(),
        CodeListEntry::of::<CashEntryKind>(),
        CodeListEntry::of::<WaterfallRule>(),
        CodeListEntry::of::<CasePersonalData>(),
    ]
}
