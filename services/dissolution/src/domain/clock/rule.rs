//! The dated table of periods.

use std::sync::LazyLock;

use htx_model::{
    date::Date,
    dissolution::answers::{DayCount, DeadlineKind},
    reference::{self, Embedded, ReferenceError},
    refusal::LegalBasis,
};
use serde::Deserialize;

const FILE: &str = "deadlines.json";

/// How long a kind of deadline runs, from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodRule {
    /// The kind.
    pub kind: DeadlineKind,
    /// How many days.
    pub days: u32,
    /// How they are counted.
    pub count: DayCount,
    /// Whether an open objection or a suspension of the case stops the count.
    pub stops: bool,
    /// The first day on which a deadline begins under it.
    pub valid_from: Date,
    /// The last.
    pub valid_to: Option<Date>,
    /// The article behind it.
    pub basis: LegalBasis,
}

#[derive(Deserialize)]
struct File {
    rules: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kind: DeadlineKind,
    days: u32,
    count: DayCount,
    stops: bool,
    valid_from: Date,
    valid_to: Option<Date>,
    document: String,
    article: String,
    verified: bool,
}

/// Every period of every time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodRules(Vec<PeriodRule>);

impl PeriodRules {
    /// Reads the form of `deadlines.json`.
    ///
    /// # Errors
    /// [`ReferenceError`] where the text is something else.
    pub fn from_json(text: &str) -> Result<Self, ReferenceError> {
        let file: File = reference::read(FILE, text)?;
        let rule = |row: Row| PeriodRule {
            kind: row.kind,
            days: row.days,
            count: row.count,
            stops: row.stops,
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

    /// The table that the service is built with.
    ///
    /// # Errors
    /// None in practice: a test reads it.
    pub fn embedded() -> Embedded<Self> {
        static RULES: LazyLock<Result<PeriodRules, ReferenceError>> =
            LazyLock::new(|| PeriodRules::from_json(include_str!("../../../data/deadlines.json")));
        RULES.as_ref()
    }

    /// Every rule.
    #[must_use]
    pub fn all(&self) -> &[PeriodRule] {
        &self.0
    }

    /// The rule under which a deadline begins on a day. Days before the first rule take the first.
    /// None for a kind whose day is always set by somebody.
    #[must_use]
    pub fn on(&self, kind: DeadlineKind, day: Date) -> Option<&PeriodRule> {
        let of_kind = || self.0.iter().filter(|rule| rule.kind == kind);
        of_kind()
            .find(|rule| rule.valid_from <= day && rule.valid_to.is_none_or(|last| day <= last))
            .or_else(|| of_kind().min_by_key(|rule| rule.valid_from).filter(|r| day < r.valid_from))
    }
}
