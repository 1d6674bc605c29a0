//! Who is not rated for a year: an organisation under twelve months old, or one that stopped for
//! over three months.

use std::borrow::Cow;

pub use htx_model::duty::Exemption;
use htx_model::{
    date::Date,
    refusal::{Fault, Text},
};
use jiff::Span;
use serde::{Deserialize, Serialize};

use super::CIRCULAR;

/// The months that an organisation must have existed at the end of the year.
const AGE_MONTHS: i32 = 12;
/// The months that it may have stopped in the year.
const STOP_MONTHS: i32 = 3;

/// When an organisation stopped, and when it went on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The first day without work.
    pub stopped_on: Option<Date>,
    /// The first day of work after that.
    pub resumed_on: Option<Date>,
}

/// Why no rating is due for a year, if none is.
///
/// Twelve months are over when the year is, for what was registered on its first of January. A stop
/// counts as far as it lies in the year; exactly three months are not over three.
#[must_use]
pub fn exemption(registered_on: Option<Date>, stop: Stop, year: i16) -> Option<Exemption> {
    let (begin, end) = (first_of(year)?, first_of(year.checked_add(1)?)?);
    if registered_on.is_some_and(|day| months_later(day, AGE_MONTHS) > end) {
        return Some(Exemption::TooYoung);
    }
    let stopped = stop.stopped_on?.max(begin);
    let resumed = stop.resumed_on.unwrap_or(end).min(end);
    (months_later(stopped, STOP_MONTHS) < resumed).then_some(Exemption::Stopped)
}

/// Checks when an organisation is said to have stopped.
///
/// # Errors
/// What cannot be.
pub fn check(stop: Stop, today: Date) -> Result<(), Vec<Fault>> {
    let fault = |pointer: &'static str, code, detail| Fault {
        pointer: Cow::Borrowed(pointer),
        code,
        detail,
        legal_basis: Some(CIRCULAR),
    };
    let mut faults = Vec::new();
    if stop.stopped_on.is_some_and(|day| day > today) {
        let detail = Text::fixed(
            "Ngày ngừng hoạt động không được sau hôm nay.",
            "The day of the stop cannot lie in the future.",
        );
        faults.push(fault("/stopped_on", "date_in_future", detail));
    }
    if stop.resumed_on.is_some_and(|day| stop.stopped_on.is_none_or(|stopped| day <= stopped)) {
        let detail = Text::fixed(
            "Ngày hoạt động trở lại phải sau ngày ngừng hoạt động.",
            "The day of the resumption lies after that of the stop.",
        );
        faults.push(fault("/resumed_on", "resumed_before_stop", detail));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn first_of(year: i16) -> Option<Date> {
    Date::new(year, 1, 1)
}

fn months_later(day: Date, months: i32) -> Date {
    let span = Span::new().try_months(months).unwrap_or_default();
    Date(day.0.saturating_add(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<Date> {
        Some(Date::parse(text).unwrap())
    }

    fn stopped(from: &str, to: Option<&str>) -> Stop {
        Stop { stopped_on: day(from), resumed_on: to.and_then(day) }
    }

    #[test]
    fn twelve_months_are_complete_at_the_end_of_the_year() {
        let young = |registered| exemption(day(registered), Stop::default(), 2024);
        assert_eq!(young("2024-01-01"), None);
        assert_eq!(young("2024-01-02"), Some(Exemption::TooYoung));
        assert_eq!(young("2023-12-31"), None);
        assert_eq!(young("2025-03-01"), Some(Exemption::TooYoung));
        assert_eq!(exemption(None, Stop::default(), 2024), None);
    }

    #[test]
    fn only_a_stop_of_over_three_months_within_the_year_counts() {
        let exempt = |stop| exemption(day("2010-05-01"), stop, 2024);
        assert_eq!(exempt(stopped("2024-02-01", Some("2024-05-01"))), None);
        assert_eq!(exempt(stopped("2024-02-01", Some("2024-05-02"))), Some(Exemption::Stopped));
        // The part in the year before does not count.
        assert_eq!(exempt(stopped("2023-06-01", Some("2024-04-01"))), None);
        assert_eq!(exempt(stopped("2023-06-01", Some("2024-04-02"))), Some(Exemption::Stopped));
        // Nor the part in the year after.
        assert_eq!(exempt(stopped("2024-10-01", None)), None);
        assert_eq!(exempt(stopped("2024-09-30", None)), Some(Exemption::Stopped));
        assert_eq!(exempt(stopped("2025-01-01", None)), None);
    }

    #[test]
    fn a_resumption_follows_a_stop() {
        let today = Date::parse("2025-05-12").unwrap();
        assert!(check(stopped("2025-05-12", None), today).is_ok());
        assert!(check(stopped("2025-05-13", None), today).is_err());
        assert!(check(stopped("2025-02-01", Some("2025-02-01")), today).is_err());
        let alone = Stop { stopped_on: None, resumed_on: day("2025-02-01") };
        assert!(check(alone, today).is_err());
    }
}
