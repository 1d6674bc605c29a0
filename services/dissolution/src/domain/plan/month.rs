//! A month of a plan.

use std::{borrow::Cow, fmt, str::FromStr};

use htx_model::date::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A month, written `YYYY-MM`: its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, utoipa::ToSchema)]
#[schema(value_type = String, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", min_length = 7, max_length = 7, examples("2025-09"))]
pub struct PlanMonth(Date);

/// The text is no month written `YYYY-MM`.
#[derive(Debug, thiserror::Error)]
#[error("not a month written YYYY-MM")]
pub struct NotAMonth;

impl PlanMonth {
    /// Reads `YYYY-MM`, strictly.
    ///
    /// # Errors
    /// [`NotAMonth`] for any other text.
    pub fn parse(text: &str) -> Result<Self, NotAMonth> {
        Date::parse(&format!("{text}-01")).map(Self).map_err(|_| NotAMonth)
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Its last day: by when what is planned for it is to be done.
    #[must_use]
    pub fn last_day(self) -> Date {
        Date(self.0.0.last_of_month())
    }
}

impl fmt::Display for PlanMonth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.0.year(), self.0.0.month())
    }
}
impl FromStr for PlanMonth {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
impl Serialize for PlanMonth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for PlanMonth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_with_its_year_and_ends_on_its_last_day() {
        for (text, last) in
            [("2025-02", "2025-02-28"), ("2028-02", "2028-02-29"), ("2025-12", "2025-12-31")]
        {
            let month = PlanMonth::parse(text).unwrap();
            assert_eq!(month.last_day().to_string(), last);
            assert_eq!(month.to_string(), text);
        }
        for wrong in ["2025-13", "2025-00", "2025-1", "2025", "2025-02-01", ""] {
            assert!(PlanMonth::parse(wrong).is_err(), "{wrong}");
        }
    }
}
