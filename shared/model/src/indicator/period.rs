//! The time for which an indicator is computed.

use crate::date::Date;

/// The first year of which anything is asked.
pub const FIRST_YEAR: i16 = 2000;

/// A year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Which.
    pub year: i16,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
}

impl Period {
    /// The year, if it has begun.
    #[must_use]
    pub fn of(year: i16, today: Date) -> Option<Self> {
        let (from, to) = Date::new(year, 1, 1).zip(Date::new(year, 12, 31))?;
        ((FIRST_YEAR..=today.year()).contains(&year)).then_some(Self { year, from, to })
    }
}
