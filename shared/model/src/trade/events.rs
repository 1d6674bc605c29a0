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
        /// Move it to other days or another place.
        Amend => "amend", "Điều chỉnh thời gian, địa điểm", "Amend";
        /// Give it one more place.
        AddBooth => "add_booth", "Thêm gian hàng", "Add a booth";
        /// Announce it.
        Open => "open", "Mở đăng ký", "Open";
        /// Take no more applications.
        Close => "close", "Đóng đăng ký", "Close";
        /// Record that it has taken place, and who was there.
        Hold => "hold", "Ghi nhận đã tổ chức", "Record as held";
        /// Correct who was there.
        CorrectAttendance => "correct_attendance", "Đính chính tham dự", "Correct the attendance";
        /// Share out what it cost.
        Settle => "settle", "Quyết toán", "Settle";
        /// Cancel it.
        Cancel => "cancel", "Hủy", "Cancel";
    }
}

code_list! {
    /// Where an application for an event stands (trạng thái đăng ký).
    pub enum TradeApplicationState: "trade_application_states" {
        /// Waits for the selection.
        Submitted => "submitted", "Đã đăng ký", "Submitted";
        /// Has a place.
        Selected => "selected", "Được tham gia", "Selected";
        /// Is selected, and waits until a place is free.
        Waiting => "waiting", "Trong danh sách chờ", "On the waiting list";
        /// Is not selected.
        Refused => "refused", "Không được chọn", "Refused";
        /// Was taken back by whoever applied.
        Withdrawn => "withdrawn", "Đã rút", "Withdrawn";
        /// Was taken off by the organiser.
        Removed => "removed", "Bị đưa ra", "Removed";
    }
}

code_list! {
    /// What can be done with an application for an event (thao tác trên đăng ký).
    pub enum TradeApplicationAction: "trade_application_actions" {
        /// Hand it in.
        Apply => "apply", "Đăng ký", "Apply";
        /// Write in it.
        Change => "change", "Sửa", "Change";
        /// Take it back.
        Withdraw => "withdraw", "Rút", "Withdraw";
        /// Select whoever applied.
        Select => "select", "Chọn", "Select";
        /// Do not select whoever applied.
        Refuse => "refuse", "Không chọn", "Refuse";
        /// Take off whoever was selected.
        Remove => "remove", "Đưa ra", "Remove";
        /// Move up from the waiting list: what the service itself does when a place becomes free.
        MoveUp => "move_up", "Lên từ danh sách chờ", "Move up";
    }
}

code_list! {
    /// Whether whoever was selected came (tham dự).
    pub enum Attendance: "trade_attendances" {
        /// Came.
        Attended => "attended", "Có tham gia", "Attended";
        /// Did not come.
        Absent => "absent", "Vắng", "Absent";
    }
}

code_list! {
    /// What came of taking part in an event (loại kết quả).
    pub enum TradeResultKind: "trade_result_kinds" {
        /// A contract.
        Contract => "contract", "Hợp đồng", "Contract";
        /// A memorandum of understanding.
        Memorandum => "memorandum", "Biên bản ghi nhớ", "Memorandum of understanding";
        /// An order.
        Order => "order", "Đơn đặt hàng", "Order";
        /// Sales on the spot.
        DirectSales => "direct_sales", "Bán hàng tại chỗ", "Direct sales";
    }
}

code_list! {
    /// Where the follow-up of a participation stands (tình trạng theo dõi).
    pub enum FollowUpState: "trade_follow_up_states" {
        /// Its day has not come.
        Upcoming => "upcoming", "Chưa đến hạn", "Upcoming";
        /// Its day has come.
        Due => "due", "Đến hạn", "Due";
        /// Was reported.
        Done => "done", "Đã báo cáo", "Done";
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
        CodeListEntry::of::<TradeApplicationState>(),
        CodeListEntry::of::<TradeApplicationAction>(),
        CodeListEntry::of::<Attendance>(),
        CodeListEntry::of::<TradeResultKind>(),
        CodeListEntry::of::<FollowUpState>(),
    ]
}
