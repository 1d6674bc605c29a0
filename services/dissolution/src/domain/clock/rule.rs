//! The dated table of periods.

use std::sync::LazyLock;

use htx_model::{
    date::Date,
    dated::{Dated, DatedRules},
    dissolution::answers::{DayCount, DeadlineKind},
    reference::{self, Embedded, ReferenceError},
};
use serde::Deserialize;

const FILE: &str = "deadlines.json";

/// How long a kind of deadline runs, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRule {
    /// The kind.
    pub kind: DeadlineKind,
    /// How many days.
    pub days: u32,
    /// How they are counted.
    pub count: DayCount,
    /// Whether an open objection or a suspension of the case stops the count.
    pub stops: bool,
}

/// Every period of every time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PeriodRules(DatedRules<PeriodRule>);

impl PeriodRules {
    /// The table that the service is built with.
    ///
    /// # Errors
    /// None in practice: a test reads it.
    pub fn embedded() -> Embedded<Self> {
        static RULES: LazyLock<Result<PeriodRules, ReferenceError>> =
            LazyLock::new(|| reference::read(FILE, include_str!("../../../data/deadlines.json")));
        RULES.as_ref()
    }

    /// Every rule.
    #[must_use]
    pub fn all(&self) -> &[Dated<PeriodRule>] {
        self.0.all()
    }

    /// The rule under which a deadline begins on a day. Days before the first rule take the first.
    /// None for a kind whose day is always set by somebody.
    #[must_use]
    pub fn on(&self, kind: DeadlineKind, day: Date) -> Option<&Dated<PeriodRule>> {
        self.0.on_or_first(day, |rule| rule.kind == kind)
    }
}
