//! The dated rule by which attendance earns a certificate.

use std::sync::LazyLock;

use htx_model::{
    date::Date,
    dated::{Dated, DatedRules},
    reference::{self, Embedded, ReferenceError},
};
use serde::Deserialize;

const FILE: &str = "training-rules.json";

/// Which share of a class's minutes earns its certificate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttendanceRule {
    /// In hundredths.
    #[serde(rename = "attendance_percent")]
    pub percent: u32,
}

impl AttendanceRule {
    /// Whether somebody who was there for so many of all minutes has earned the certificate.
    #[must_use]
    pub fn earned(&self, attended: u32, all: u32) -> bool {
        all > 0 && u64::from(attended) * 100 >= u64::from(all) * u64::from(self.percent)
    }
}

/// Every rule of every time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AttendanceRules(DatedRules<AttendanceRule>);

impl AttendanceRules {
    /// The rules that the service is built with.
    ///
    /// # Errors
    /// None in practice: a test reads them.
    pub fn embedded() -> Embedded<Self> {
        static RULES: LazyLock<Result<AttendanceRules, ReferenceError>> = LazyLock::new(|| {
            reference::read(FILE, include_str!("../../../data/training-rules.json"))
        });
        RULES.as_ref()
    }

    /// The rule of a class that ends on a day. Days before the first rule take the first.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&Dated<AttendanceRule>> {
        self.0.on_or_first(day, |_| true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_fifths_of_the_minutes_earn_the_certificate_and_one_less_does_not() {
        let rules = AttendanceRules::embedded().unwrap();
        let rule = rules.on(Date::new(2025, 5, 12).unwrap()).unwrap();
        assert!(!rule.basis.verified, "no published rule was read");
        assert!(rule.earned(480, 600) && rule.earned(600, 600));
        assert!(!rule.earned(479, 600) && !rule.earned(0, 0));
    }
}
