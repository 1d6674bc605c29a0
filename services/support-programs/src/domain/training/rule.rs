//! The dated rule by which attendance earns a certificate.

use std::sync::LazyLock;

use htx_model::{
    date::Date,
    reference::{self, Embedded, ReferenceError},
    refusal::LegalBasis,
};
use serde::Deserialize;

const FILE: &str = "training-rules.json";

/// Which share of a class's minutes earns its certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceRule {
    /// In hundredths.
    pub percent: u32,
    /// The first day on which a class ends under it.
    pub valid_from: Date,
    /// The last.
    pub valid_to: Option<Date>,
    /// The article behind it, and whether it was read.
    pub basis: LegalBasis,
}

impl AttendanceRule {
    /// Whether somebody who was there for so many of all minutes has earned the certificate.
    #[must_use]
    pub fn earned(&self, attended: u32, all: u32) -> bool {
        all > 0 && u64::from(attended) * 100 >= u64::from(all) * u64::from(self.percent)
    }
}

#[derive(Deserialize)]
struct File {
    rules: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    attendance_percent: u32,
    valid_from: Date,
    valid_to: Option<Date>,
    document: String,
    article: String,
    verified: bool,
}

/// Every rule of every time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceRules(Vec<AttendanceRule>);

impl AttendanceRules {
    /// Reads the form of `training-rules.json`.
    ///
    /// # Errors
    /// [`ReferenceError`] where the text is something else.
    pub fn from_json(text: &str) -> Result<Self, ReferenceError> {
        let file: File = reference::read(FILE, text)?;
        let rule = |row: Row| AttendanceRule {
            percent: row.attendance_percent,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            basis: LegalBasis {
                document: row.document.into(),
                article: row.article.into(),
                verified: row.verified,
            },
        };
        Ok(Self(file.rules.into_iter().map(rule).collect()))
    }

    /// The rules that the service is built with.
    ///
    /// # Errors
    /// None in practice: a test reads them.
    pub fn embedded() -> Embedded<Self> {
        static RULES: LazyLock<Result<AttendanceRules, ReferenceError>> = LazyLock::new(|| {
            AttendanceRules::from_json(include_str!("../../../data/training-rules.json"))
        });
        RULES.as_ref()
    }

    /// The rule of a class that ends on a day. Days before the first rule take the first.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&AttendanceRule> {
        let holds = |rule: &&AttendanceRule| {
            rule.valid_from <= day && rule.valid_to.is_none_or(|last| day <= last)
        };
        self.0.iter().find(holds).or_else(|| self.0.iter().min_by_key(|rule| rule.valid_from))
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
