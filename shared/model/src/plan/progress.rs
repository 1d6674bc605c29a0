//! Where targets stand: figures and how old they are, pace.

use crate::code_list::{CodeListEntry, code_list};

code_list! {
    /// How well a figure is known (tình trạng số liệu).
    pub enum FigureState: "figure_states" {
        /// Computed just now.
        Fresh => "fresh", "Mới tính", "Fresh";
        /// The last that is known: the service that computes it did not answer in time.
        Stale => "stale", "Số liệu cũ", "Stale";
        /// Never computed.
        NotAvailable => "not_available", "Chưa có số liệu", "Not available";
    }
}

code_list! {
    /// Why a figure is not the newest, or is not there (lý do thiếu số liệu mới).
    pub enum FigureGap: "figure_gaps" {
        /// The service did not answer in time, or not at all.
        ServiceSilent => "service_silent", "Dịch vụ tính chỉ tiêu không trả lời kịp", "The service did not answer in time";
        /// No service computes it: its figures are declared.
        NotComputed => "not_computed", "Không có dịch vụ nào tính, chỉ có số kê khai", "No service computes it";
        /// The year has not begun by the day that is asked for.
        YearNotBegun => "year_not_begun", "Năm kế hoạch chưa bắt đầu", "The year has not begun";
        /// So many earlier days are declared of that only the newest of them were asked for.
        TooManyDays => "too_many_days", "Kê khai của quá nhiều ngày, chỉ tính cho các ngày gần nhất", "Declared of too many days: only the newest are computed";
    }
}

code_list! {
    /// How it is foretold what a target will reach by 31 December (cách dự báo).
    pub enum PaceRule: "pace_rules" {
        /// Of counts: value, times the days of the year, over the days that have passed.
        LinearByDays => "linear_by_days", "Giá trị nhân số ngày của năm, chia số ngày đã qua", "Value, times the days of the year, over the days that have passed";
        /// Of shares and means: as it is measured now.
        AsMeasured => "as_measured", "Giữ nguyên giá trị hiện tại (tỷ lệ, bình quân)", "As it is measured now (shares, means)";
        /// The year is over: what was reached.
        YearOver => "year_over", "Năm đã kết thúc: giá trị đạt được", "The year is over: what was reached";
    }
}

/// The lists of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    vec![
        CodeListEntry::of::<FigureState>(),
        CodeListEntry::of::<FigureGap>(),
        CodeListEntry::of::<PaceRule>(),
    ]
}
