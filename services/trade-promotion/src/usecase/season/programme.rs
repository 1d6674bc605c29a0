//! The events of a synthetic season. Nobody and nothing in it is real.

use htx_model::{
    date::Date,
    trade::events::{Allotment, TradeEventKind, TradeEventReach},
};

/// Who organises.
pub(super) const ORGANISERS: &[&str] = &["hpa", "so-ct", "lmhtx"];
/// The last day of the season: what is due after it is not reported.
pub(super) const LAST_DAY: Date = day(2026, 2, 20);

/// How far an event comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// It is not announced.
    Planned,
    /// It takes applications.
    Open,
    /// It takes no more.
    Closed,
    /// It has taken place.
    Held,
    /// What it cost is shared out.
    Settled,
    /// It does not take place.
    Cancelled,
}

/// An event of the season.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planned {
    pub(super) title: &'static str,
    pub(super) kind: TradeEventKind,
    pub(super) country: Option<&'static str>,
    pub(super) venue: &'static str,
    pub(super) organiser: &'static str,
    pub(super) entered_on: Date,
    pub(super) apply_until: Date,
    pub(super) starts_on: Date,
    pub(super) ends_on: Date,
    pub(super) allotment: Allotment,
    /// What the state bears, and what the participants do.
    pub(super) cost: (i64, i64),
    pub(super) ending: Ending,
}

impl Planned {
    /// At home or abroad.
    pub(super) fn reach(&self) -> TradeEventReach {
        match self.country {
            Some(_) => TradeEventReach::Abroad,
            None => TradeEventReach::Home,
        }
    }
}

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date(jiff::civil::date(year, month, day))
}

/// What most events have.
const FAIR: Planned = Planned {
    title: "",
    kind: TradeEventKind::Fair,
    country: None,
    venue: "",
    organiser: "hpa",
    entered_on: day(2025, 1, 6),
    apply_until: day(2025, 1, 6),
    starts_on: day(2025, 1, 6),
    ends_on: day(2025, 1, 6),
    allotment: Allotment::Selection,
    cost: (900_000_000, 180_000_000),
    ending: Ending::Settled,
};

/// The season, by the days on which its events are entered.
pub(super) const PROGRAMME: &[Planned] = &[
    Planned {
        title: "Hội chợ Xuân nông sản, OCOP Hà Nội 2025",
        venue: "Hoàng thành Thăng Long, Hà Nội",
        apply_until: day(2025, 2, 14),
        starts_on: day(2025, 2, 27),
        ends_on: day(2025, 3, 3),
        ..FAIR
    },
    Planned {
        title: "Hội nghị kết nối cung cầu hàng hóa vùng đồng bằng sông Hồng",
        kind: TradeEventKind::ConnectionConference,
        venue: "Trung tâm Hội nghị Quốc gia, Hà Nội",
        organiser: "so-ct",
        entered_on: day(2025, 2, 3),
        apply_until: day(2025, 3, 20),
        starts_on: day(2025, 4, 3),
        ends_on: day(2025, 4, 4),
        allotment: Allotment::FirstCome,
        cost: (240_000_000, 0),
        ..FAIR
    },
    Planned {
        title: "Đoàn khảo sát thị trường nông sản Nhật Bản",
        kind: TradeEventKind::Delegation,
        country: Some("JP"),
        venue: "Tokyo, Osaka",
        entered_on: day(2025, 3, 3),
        apply_until: day(2025, 4, 18),
        starts_on: day(2025, 5, 19),
        ends_on: day(2025, 5, 25),
        cost: (1_200_000_000, 800_000_000),
        ..FAIR
    },
    Planned {
        title: "Tuần hàng giới thiệu sản phẩm hợp tác xã Thủ đô",
        kind: TradeEventKind::ShowcaseWeek,
        venue: "Phố đi bộ hồ Hoàn Kiếm, Hà Nội",
        organiser: "lmhtx",
        entered_on: day(2025, 4, 7),
        apply_until: day(2025, 6, 6),
        starts_on: day(2025, 6, 23),
        ends_on: day(2025, 6, 29),
        cost: (350_000_000, 70_000_003),
        ..FAIR
    },
    Planned {
        title: "Hội chợ làng nghề và sản phẩm OCOP",
        venue: "Công viên Thống Nhất, Hà Nội",
        organiser: "so-ct",
        entered_on: day(2025, 5, 12),
        apply_until: day(2025, 9, 5),
        starts_on: day(2025, 9, 24),
        ends_on: day(2025, 9, 28),
        ..FAIR
    },
    Planned {
        title: "Hội chợ nông sản an toàn tại các khu đô thị",
        venue: "Khu đô thị Linh Đàm, Hà Nội",
        organiser: "lmhtx",
        entered_on: day(2025, 6, 9),
        apply_until: day(2025, 8, 15),
        starts_on: day(2025, 9, 3),
        ends_on: day(2025, 9, 7),
        // Those who come pay for themselves: it does not count as supported.
        cost: (0, 60_000_000),
        ending: Ending::Held,
        ..FAIR
    },
    Planned {
        title: "Hội chợ quốc tế thực phẩm và đồ uống Băng Cốc",
        country: Some("TH"),
        venue: "Băng Cốc",
        entered_on: day(2025, 7, 7),
        apply_until: day(2025, 8, 29),
        starts_on: day(2025, 10, 8),
        ends_on: day(2025, 10, 12),
        ending: Ending::Cancelled,
        ..FAIR
    },
    Planned {
        title: "Tuần hàng Việt Nam, nông sản cuối năm",
        kind: TradeEventKind::ShowcaseWeek,
        venue: "Trung tâm thương mại Mê Linh, Hà Nội",
        entered_on: day(2025, 9, 8),
        apply_until: day(2025, 11, 14),
        starts_on: day(2025, 12, 8),
        ends_on: day(2025, 12, 14),
        allotment: Allotment::FirstCome,
        cost: (420_000_000, 90_000_000),
        ending: Ending::Held,
        ..FAIR
    },
    Planned {
        title: "Hội nghị kết nối hợp tác xã với hệ thống phân phối hiện đại",
        kind: TradeEventKind::ConnectionConference,
        venue: "Trung tâm Triển lãm Giảng Võ, Hà Nội",
        organiser: "so-ct",
        entered_on: day(2025, 12, 1),
        apply_until: day(2026, 2, 13),
        starts_on: day(2027, 3, 18),
        ends_on: day(2027, 3, 19),
        ending: Ending::Closed,
        ..FAIR
    },
    Planned {
        title: "Hội chợ Xuân nông sản, OCOP Hà Nội 2027",
        venue: "Hoàng thành Thăng Long, Hà Nội",
        entered_on: day(2026, 1, 12),
        apply_until: day(2027, 3, 31),
        starts_on: day(2027, 4, 21),
        ends_on: day(2027, 4, 25),
        ending: Ending::Open,
        ..FAIR
    },
    Planned {
        title: "Đoàn giao thương Thành phố Hồ Chí Minh",
        kind: TradeEventKind::Delegation,
        venue: "Thành phố Hồ Chí Minh",
        organiser: "lmhtx",
        entered_on: day(2026, 2, 9),
        apply_until: day(2027, 5, 14),
        starts_on: day(2027, 6, 7),
        ends_on: day(2027, 6, 10),
        cost: (300_000_000, 100_000_000),
        ending: Ending::Planned,
        ..FAIR
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_the_season_follow_one_another() {
        for one in PROGRAMME {
            let days = [one.entered_on, one.apply_until, one.starts_on, one.ends_on];
            assert!(days.is_sorted(), "{}", one.title);
            assert!(one.entered_on < LAST_DAY, "{}", one.title);
            assert!(ORGANISERS.contains(&one.organiser), "{}", one.title);
            let over = matches!(one.ending, Ending::Held | Ending::Settled);
            assert!(!over || one.ends_on < LAST_DAY, "{}", one.title);
        }
    }
}
