//! Working days: every day but Saturday, Sunday and the public holidays of a dated table.

use std::collections::BTreeMap;

use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

use crate::{date::Date, reference::ReferenceError};

/// A public holiday: one row of the table that an administrator edits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What is kept on it.
    #[schema(examples("Quốc khánh"))]
    pub name_vi: String,
    /// Whether the law itself fixes the day (Labour Code 45/2019/QH14 article 112); the others
    /// follow the moon or a decision of the year, and are to be confirmed.
    #[serde(default)]
    pub verified: bool,
}

/// The public holidays by date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    by_date: BTreeMap<Date, Holiday>,
}

impl FromIterator<Holiday> for Holidays {
    /// Of two rows for one day the later stands.
    fn from_iter<I: IntoIterator<Item = Holiday>>(rows: I) -> Self {
        Self { by_date: rows.into_iter().map(|row| (row.date, row)).collect() }
    }
}

impl Holidays {
    /// Reads a JSON list of holidays.
    ///
    /// # Errors
    /// [`ReferenceError`] where the text is something else.
    pub fn from_json(text: &str) -> Result<Self, ReferenceError> {
        let rows: Vec<Holiday> =
            serde_json::from_str(text).map_err(ReferenceError::parsing("public-holidays.json"))?;
        Ok(rows.into_iter().collect())
    }

    /// The table that the suite is delivered with: 2024 to 2026.
    ///
    /// # Errors
    /// None in practice: a test reads it.
    pub fn embedded() -> Result<Self, ReferenceError> {
        Self::from_json(include_str!("../../../reference/public-holidays.json"))
    }

    /// The holiday on a day.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<&Holiday> {
        self.by_date.get(&date)
    }

    /// Every row, by date.
    pub fn iter(&self) -> impl Iterator<Item = &Holiday> {
        self.by_date.values()
    }

    /// Whether offices work on a day.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        !matches!(date.0.weekday(), Weekday::Saturday | Weekday::Sunday) && self.on(date).is_none()
    }
}

/// The `days`-th working day after `start`. The first day does not count (Civil Code 91/2015/QH13
/// article 147), so zero days after is `start` itself, whatever day it is.
#[must_use]
pub fn add_working_days(start: Date, days: u32, holidays: &Holidays) -> Date {
    let mut date = start;
    for _ in 0..days {
        date = date.plus_days(1);
        while !holidays.is_working_day(date) && date.0 < jiff::civil::Date::MAX {
            date = date.plus_days(1);
        }
    }
    date
}

/// How many working days lie after `start`, up to and with `end`; none where `end` is not later.
#[must_use]
pub fn working_days_between(start: Date, end: Date, holidays: &Holidays) -> u32 {
    let mut count = 0;
    let mut date = start;
    while date < end {
        date = date.plus_days(1);
        count += u32::from(holidays.is_working_day(date));
    }
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_table_holds_three_years_and_claims_only_the_fixed_days() {
        let holidays = Holidays::embedded().unwrap();
        for year in 2024..=2026 {
            let rows: Vec<_> = holidays.iter().filter(|row| row.date.year() == year).collect();
            // Article 112: eleven days a year; swapped and compensating days come on top.
            assert!(rows.len() >= 11, "{year}");
            let fixed: Vec<String> = rows
                .iter()
                .filter(|row| row.verified)
                .map(|row| row.date.to_string()[5..].to_owned())
                .collect();
            assert_eq!(fixed, ["01-01", "04-30", "05-01", "09-02"], "{year}");
        }
    }

    #[test]
    fn weekends_and_holidays_do_not_count() {
        let holidays = Holidays::embedded().unwrap();
        for (start, days, end) in [
            ("2025-03-03", 0, "2025-03-03"),
            ("2025-03-03", 3, "2025-03-06"),
            ("2025-03-07", 1, "2025-03-10"),
            ("2025-03-08", 1, "2025-03-10"),
            ("2025-01-24", 1, "2025-02-03"),
            ("2025-08-29", 1, "2025-09-03"),
            ("2024-12-31", 1, "2025-01-02"),
        ] {
            assert_eq!(
                add_working_days(date(start), days, &holidays),
                date(end),
                "{start} + {days}"
            );
        }
        assert_eq!(working_days_between(date("2025-03-10"), date("2025-03-03"), &holidays), 0);
        assert_eq!(add_working_days(date("9999-12-30"), 3, &holidays), date("9999-12-31"));
    }

    proptest! {
        #[test]
        fn counting_undoes_adding(offset in 0_i64..1000, days in 1_u32..300) {
            let holidays = Holidays::embedded().unwrap();
            let start = date("2024-01-01").plus_days(offset);
            let end = add_working_days(start, days, &holidays);
            prop_assert!(holidays.is_working_day(end));
            prop_assert_eq!(working_days_between(start, end, &holidays), days);
        }
    }
}
