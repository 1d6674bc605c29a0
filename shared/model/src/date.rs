//! Civil dates in Asia/Ho_Chi_Minh, and instants in UTC.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A civil date as the law means it: a day in Việt Nam. Written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
#[schema(value_type = String, format = Date, examples("2025-03-01"))]
pub struct Date(pub jiff::civil::Date);

/// The text is not a date written `YYYY-MM-DD`.
#[derive(Debug, thiserror::Error)]
#[error("not a date written YYYY-MM-DD")]
pub struct NotADate;

impl Date {
    /// The day, or nothing where the calendar has no such day.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Reads `YYYY-MM-DD`, strictly: four, two and two digits.
    ///
    /// # Errors
    /// [`NotADate`] for any other text.
    pub fn parse(text: &str) -> Result<Self, NotADate> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return Err(NotADate);
        }
        jiff::civil::Date::from_str(text).map(Self).map_err(|_| NotADate)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The instant at which the day begins in the city.
    #[must_use]
    pub fn first_instant(self) -> Instant {
        CITY_OFFSET
            .to_timestamp(self.0.at(0, 0, 0, 0))
            .map_or(Instant::from_microseconds(0), Instant::new)
    }

    /// The date that many days later (earlier if negative); the calendar's end bounds it.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let span = jiff::Span::new().try_days(days).unwrap_or_default();
        Self(self.0.saturating_add(span))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}
impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

/// An instant, in UTC, to the microsecond: what both databases keep. Written in RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
#[schema(value_type = String, format = DateTime, examples("2025-03-01T02:30:00.123456Z"))]
pub struct Instant(jiff::Timestamp);

/// The city's clock: civil dates are read off it. Việt Nam keeps UTC+7 without summer time.
const CITY_OFFSET: jiff::tz::Offset = jiff::tz::Offset::constant(7);

impl Instant {
    /// Takes a timestamp, cut to the microsecond.
    #[must_use]
    pub fn new(timestamp: jiff::Timestamp) -> Self {
        Self::from_microseconds(timestamp.as_microsecond())
    }

    /// The instant that many microseconds after 1970-01-01T00:00:00Z, bounded by the calendar.
    #[must_use]
    pub fn from_microseconds(microseconds: i64) -> Self {
        let bounded = microseconds
            .clamp(jiff::Timestamp::MIN.as_microsecond(), jiff::Timestamp::MAX.as_microsecond());
        Self(jiff::Timestamp::from_microsecond(bounded).unwrap_or(jiff::Timestamp::UNIX_EPOCH))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn microseconds(self) -> i64 {
        self.0.as_microsecond()
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, as tokens count them.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.as_second()
    }

    /// The instant that many seconds later (earlier if negative).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_microseconds(
            self.microseconds().saturating_add(seconds.saturating_mul(1_000_000)),
        )
    }

    /// The day that it is in the city at this instant.
    #[must_use]
    pub fn date(self) -> Date {
        Date(CITY_OFFSET.to_datetime(self.0).date())
    }

    /// The bare timestamp.
    #[must_use]
    pub fn timestamp(self) -> jiff::Timestamp {
        self.0
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}
impl FromStr for Instant {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        jiff::Timestamp::from_str(text).map(Self::new)
    }
}
impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_the_city() {
        let late: Instant = "2025-06-30T16:59:59Z".parse().unwrap();
        let midnight: Instant = "2025-06-30T17:00:00Z".parse().unwrap();
        assert_eq!(late.date(), Date::parse("2025-06-30").unwrap());
        assert_eq!(midnight.date(), Date::parse("2025-07-01").unwrap());
        assert_eq!(midnight.date().first_instant(), midnight);
    }

    #[test]
    fn only_full_dates_are_read() {
        assert!(Date::parse("2025-3-1").is_err());
        assert!(Date::parse("2025-02-29").is_err());
        assert!(Date::parse("2025-03-01T00:00").is_err());
        assert_eq!(Date::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
    }

    #[test]
    fn instants_are_cut_to_the_microsecond() {
        let instant: Instant = "2025-03-01T02:30:00.123456789Z".parse().unwrap();
        assert_eq!(instant.to_string(), "2025-03-01T02:30:00.123456Z");
        assert_eq!(Instant::from_microseconds(instant.microseconds()), instant);
    }
}
