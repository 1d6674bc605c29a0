//! The code lists of events of trade promotion, and of those who take part in them.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// What kind of event it is (loại sự kiện).
    pub enum TradeEventKind: "trade_event_kinds" {
        /// A fair with booths.
        Fair => "fair", "Hội chợ, triển lãm", "Fair";
        /// Where producers meet buyers.
        ConnectionConference => "connection_conference", "Hội nghị kết nối cung cầu", "Connection conference";
        /// A journey to study a market or to sell there.
        Delegation => "delegation", "Đoàn khảo sát, giao thương", "Study or trade delegation";
        /// A week in which products are shown and sold.
        ShowcaseWeek => "showcase_week", "Tuần hàng giới thiệu sản phẩm", "Showcase week";
    }
}

code_list! {
    /// Whether an event is at home or abroad (trong nước hay nước ngoài).
    pub enum TradeEventReach: "trade_event_reaches" {
        /// In Việt Nam.
        Home => "home", "Trong nước", "At home";
        /// In another country.
        Abroad => "abroad", "Nước ngoài", "Abroad";
    }
}

code_list! {
    /// How the places of an event are given out (cách bố trí chỗ).
    pub enum Allotment: "trade_event_allotments" {
        /// An approver of the organiser selects, with reasons.
        Selection => "selection", "Xét chọn", "By selection";
        /// Whoever applies first, as long as there are places.
        FirstCome => "first_come", "Đăng ký trước được trước", "First come, first served";
    }
}

code_list! {
    /// Where an event stands (trạng thái sự kiện).
    pub enum TradeEventState: "trade_event_states" {
        /// Is being prepared.
        Planned => "planned", "Dự kiến", "Planned";
        /// Announced, and takes applications.
        Open => "open", "Đang nhận đăng ký", "Open";
        /// Takes no more applications.
        Closed => "closed", "Đã đóng đăng ký", "Closed";
        /// Has taken place.
        Held => "held", "Đã tổ chức", "Held";
        /// What it cost is shared out.
        Settled => "settled", "Đã quyết toán", "Settled";
        /// Does not take place.
        Cancelled => "cancelled", "Đã hủy", "Cancelled";
    }
}

code_list! {
    /// What can be done with an event (thao tác trên sự kiện).
    pub enum TradeEventAction: "trade_event_actions" {
        /// Write in it.
        Change => "change", "Sửa", "Change";
        /// Move it, or give it more places.
        Amend => "amend", "Điều chỉnh", "Amend";
        /// Announce it.
        Open => "open", "Mở đăng ký", "Open";
        /// Take no more applications.
        Close => "close", "Đóng đăng ký", "Close";
        /// Record that it has taken place, and who was there.
        Hold => "hold", "Ghi nhận đã tổ chức", "Record as held";
        /// Share out what it cost.
        Settle => "settle", "Quyết toán", "Settle";
        /// Cancel it.
        Cancel => "cancel", "Hủy", "Cancel";
    }
}

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<TradeEventKind>(),
        CodeListEntry::of::<TradeEventReach>(),
        CodeListEntry::of::<Allotment>(),
        CodeListEntry::of::<TradeEventState>(),
        CodeListEntry::of::<TradeEventAction>(),
    ]
}
