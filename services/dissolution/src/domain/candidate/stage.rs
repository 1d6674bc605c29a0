//! How long a candidate waits between two stages.

use std::sync::LazyLock;

use htx_model::{
    date::Date,
    dated::{Dated, DatedRules},
    dissolution::{answers::DayCount, planning::CandidateAction},
    reference::{self, Embedded, ReferenceError},
    refusal::{ErrorCode, Refusal, Text},
    working_days::Holidays,
};
use serde::Deserialize;

use crate::domain::clock;

const FILE: &str = "candidate-stages.json";

/// How long a candidate waits before an action, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageRule {
    /// The action.
    pub action: CandidateAction,
    /// How many days must have passed since the stage before.
    pub days: u32,
    /// How they are counted.
    pub count: DayCount,
}

impl StageRule {
    /// The first day on which the action may be taken, where the stage before was on a day.
    #[must_use]
    pub fn earliest(&self, before: Date, holidays: &Holidays) -> Date {
        if self.days == 0 {
            return before;
        }
        let last = clock::read(before, self.days, self.count, &[], before, holidays).due_on;
        last.unwrap_or(before).plus_days(1)
    }
}

/// The dated table of waiting periods.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StageRules(DatedRules<StageRule>);

impl StageRules {
    /// The table that the service is built with.
    ///
    /// # Errors
    /// None in practice: a test reads it.
    pub fn embedded() -> Embedded<Self> {
        static RULES: LazyLock<Result<StageRules, ReferenceError>> = LazyLock::new(|| {
            reference::read(FILE, include_str!("../../../data/candidate-stages.json"))
        });
        RULES.as_ref()
    }

    /// The rule for an action after a stage of a day; none for what may be done at any time.
    #[must_use]
    pub fn on(&self, action: CandidateAction, before: Date) -> Option<&Dated<StageRule>> {
        self.0.on(before, |rule| rule.action == action)
    }
}

/// Whether a candidate has waited long enough for an action.
///
/// # Errors
/// [`ErrorCode::StateConflict`], with the first day on which it may be taken.
pub fn require_waited(
    rules: &StageRules,
    action: CandidateAction,
    (before, today): (Date, Date),
    holidays: &Holidays,
) -> Result<(), Refusal> {
    let Some(rule) = rules.on(action, before) else { return Ok(()) };
    let earliest = rule.earliest(before, holidays);
    if earliest <= today {
        return Ok(());
    }
    let days = rule.days;
    Err(Refusal::new(
        ErrorCode::StateConflict,
        Text::made(
            format!("Phải chờ {days} ngày kể từ {before}; sớm nhất là {earliest}."),
            format!("{days} days must pass since {before}; the first day is {earliest}."),
        ),
    )
    .under(rule.basis.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn a_stage_waits_its_days_out_and_the_refusal_names_the_first_day() {
        let (rules, holidays) = (StageRules::embedded().unwrap(), Holidays::embedded().unwrap());
        let waited = |action, before, today| {
            require_waited(rules, action, (date(before), date(today)), &holidays)
        };
        assert!(waited(CandidateAction::Warn, "2025-05-12", "2025-05-12").is_ok());
        assert!(waited(CandidateAction::Withdraw, "2025-05-12", "2025-05-12").is_ok());
        // Thirty days after the 2nd of June end on Wednesday the 2nd of July.
        let early = waited(CandidateAction::WarnAgain, "2025-06-02", "2025-07-02").unwrap_err();
        assert!(early.detail.vi.contains("2025-07-03"));
        assert_eq!(early.legal_basis.map(|basis| basis.verified), Some(false));
        assert!(waited(CandidateAction::WarnAgain, "2025-06-02", "2025-07-03").is_ok());
    }
}
