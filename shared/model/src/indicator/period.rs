//! The time for which an indicator is computed.

use crate::date::{Date, Instant};

/// The first year of which anything is asked.
pub const FIRST_YEAR: i16 = 2000;

/// A year, or as much of it as had passed on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Which year.
    pub year: i16,
    /// Its first day.
    pub from: Date,
    /// Its last day; where it is asked as of an earlier day, that.
    pub to: Date,
    /// As of which day it is asked; as it is known today, where it is not said.
    pub as_of: Option<Date>,
}

impl Period {
    /// The year, if it has begun; as of a day of it, or of a later year.
    #[must_use]
    pub fn of(year: i16, as_of: Option<Date>, today: Date) -> Option<Self> {
        let (from, last) = Date::new(year, 1, 1).zip(Date::new(year, 12, 31))?;
        let in_range = as_of.is_none_or(|day| (from..=today).contains(&day));
        let to = as_of.map_or(last, |day| day.min(last));
        ((FIRST_YEAR..=today.year()).contains(&year) && in_range).then_some(Self {
            year,
            from,
            to,
            as_of,
        })
    }

    /// The instant by which something was recorded to be known on the day as of which it is asked: of
    /// what belongs to a year and not to a day of it, such as annual reports.
    #[must_use]
    pub fn known_before(&self) -> Option<Instant> {
        self.as_of.map(|day| day.plus_days(1).first_instant())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn a_year_is_whole_unless_it_is_asked_as_of_a_day_of_it() {
        let today = day("2025-05-12");
        let of = |year, as_of: Option<&str>| {
            Period::of(year, as_of.map(day), today).map(|period| period.to.to_string())
        };
        for (year, as_of, to) in [
            (2025, None, Some("2025-12-31")),
            (2025, Some("2025-03-31"), Some("2025-03-31")),
            (2025, Some("2025-05-12"), Some("2025-05-12")),
            // Not begun, or not come yet.
            (2025, Some("2025-05-13"), None),
            (2025, Some("2024-12-31"), None),
            (2026, None, None),
            (1999, None, None),
            // A year that was over by then.
            (2024, Some("2025-03-31"), Some("2024-12-31")),
        ] {
            assert_eq!(of(year, as_of).as_deref(), to, "{year} as of {as_of:?}");
        }
    }
}
