//! What a service is asked for, and how old its answer may be.

use std::{fmt, time::Duration};

use htx_kit::indicator::{Asked, Computed};
use htx_model::date::{Date, Instant};

/// What a service is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The indicator's code.
    pub indicator: &'static str,
    /// The service that computes it.
    pub service: &'static str,
    /// Of which period, and how broken down.
    pub asked: Asked,
}

/// An answer that is kept, with what it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The answer.
    pub computed: Computed,
    /// Whether it is as new as it needs to be.
    pub is_fresh: bool,
    /// How old it is, in whole seconds.
    pub age_seconds: i64,
}

/// How long figures are waited for, and how long they stay fresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How long a figure is given out as it is kept before the service is asked anew; where it is none, it is
    /// always asked.
    pub fresh: Duration,
    /// How long whoever reads progress waits for a service; its last figure stands in after that.
    pub deadline: Duration,
}

impl Default for Patience {
    /// Thirty seconds is what a figure of a whole year may lag behind; within eight tenths of a second a
    /// service has answered, or whoever looks at the page has turned away.
    fn default() -> Self {
        Self { fresh: Duration::from_secs(30), deadline: Duration::from_millis(800) }
    }
}

impl fmt::Display for Question {
    /// The key under which the answer is kept.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Asked { period, as_of, by } = &self.asked;
        write!(formatter, "{}/{period}/", self.indicator)?;
        match as_of {
            Some(day) => write!(formatter, "{day}/")?,
            None => formatter.write_str("-/")?,
        }
        match by {
            Some(by) => write!(formatter, "{by}"),
            None => formatter.write_str("-"),
        }
    }
}

/// How much longer a figure of a time that has passed stays fresh: little is recorded late.
const PASSED: u32 = 20;

impl Question {
    /// Whether it is about a time that has passed, on a day.
    #[must_use]
    pub fn has_passed(&self, today: Date) -> bool {
        self.asked.period < today.year() || self.asked.as_of.is_some_and(|day| day < today)
    }

    /// Its answer as it stands at an instant.
    #[must_use]
    pub fn kept(&self, now: Instant, computed: Computed, patience: Patience) -> Kept {
        // Clocks of machines differ: nothing is younger than now.
        let age_seconds = (now.seconds() - computed.computed_at.seconds()).max(0);
        let passed = self.has_passed(now.date());
        let fresh = if passed { patience.fresh * PASSED } else { patience.fresh };
        let seconds = i64::try_from(fresh.as_secs()).unwrap_or(i64::MAX);
        let is_fresh = !fresh.is_zero() && age_seconds <= seconds;
        Kept { is_fresh, age_seconds, computed }
    }
}

#[cfg(test)]
mod tests {
    use htx_model::indicator::Breakdown;

    use super::*;

    #[test]
    fn each_question_has_a_key_of_its_own() {
        let of = |as_of: Option<&str>, by| {
            let as_of = as_of.map(|day| Date::parse(day).unwrap());
            let asked = Asked { period: 2025, as_of, by };
            Question { indicator: "training_classes", service: "support-programs", asked }
                .to_string()
        };
        assert_eq!(of(None, None), "training_classes/2025/-/-");
        assert_eq!(of(Some("2025-06-30"), None), "training_classes/2025/2025-06-30/-");
        assert_eq!(of(None, Some(Breakdown::District)), "training_classes/2025/-/district");
    }
    #[test]
    fn what_has_passed_stays_fresh_for_longer() {
        let now: Instant = "2025-05-12T02:30:00Z".parse().unwrap();
        let told = |period, as_of: Option<&str>, seconds: i64, patience| {
            let as_of = as_of.map(|day| Date::parse(day).unwrap());
            let asked = Asked { period, as_of, by: None };
            let question = Question { indicator: "training_classes", service: "registry", asked };
            let computed = Computed {
                rule: htx_kit::indicator::Rule {
                    unit: htx_model::indicator::Unit::TrainingClass,
                    version: 1,
                    text_vi: String::new(),
                    text_en: String::new(),
                    denominator_vi: String::new(),
                    denominator_en: String::new(),
                    verified: false,
                },
                from: now.date(),
                to: now.date(),
                whole: htx_model::indicator::Figure::default(),
                parts: Vec::new(),
                computed_at: now.plus_seconds(-seconds),
                log_position: 0,
            };
            question.kept(now, computed, patience).is_fresh
        };
        let of = |period, as_of, seconds| told(period, as_of, seconds, Patience::default());
        assert!(of(2025, None, 30) && !of(2025, None, 31));
        assert!(of(2025, Some("2025-05-12"), 30) && !of(2025, Some("2025-05-12"), 31));
        assert!(of(2024, None, 600) && !of(2024, None, 601));
        assert!(of(2025, Some("2025-05-11"), 600));
        assert!(of(2025, None, -5), "a clock that goes ahead");
        let eager = Patience { fresh: Duration::ZERO, ..Patience::default() };
        assert!(!told(2025, None, 0, eager) && !told(2024, None, 0, eager), "it is always asked");
    }
}
