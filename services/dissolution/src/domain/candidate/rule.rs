//! The dated rules by which organisations are proposed.

use std::sync::LazyLock;

use htx_model::{
    date::Date,
    dated::{Dated, DatedRules},
    dissolution::{Route, planning::CandidateRule},
    reference::{self, Embedded, ReferenceError},
};
use serde::Deserialize;

const FILE: &str = "candidate-rules.json";

/// By what an organisation is proposed, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalRule {
    /// Which rule.
    pub rule: CandidateRule,
    /// By which way the case is opened.
    pub route: Route,
    /// How many full years without a report, where nobody names another number.
    pub years: Option<u32>,
    /// Registered before this day and never again, where that is the rule.
    pub registered_before: Option<Date>,
}

/// What a rule looks for in the directory on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// The register calls it dormant.
    Dormant,
    /// Its newest registration lies before this day.
    RegisteredBefore(Date),
    /// It was registered before this year and has reported for none from it on.
    NoReportSince(i16),
}

impl ProposalRule {
    /// How many full years without a report: those that the caller named, else the rule's; nothing
    /// where that is not the rule.
    #[must_use]
    pub fn years(&self, named: Option<u32>) -> Option<u32> {
        self.years.map(|own| named.unwrap_or(own))
    }

    /// What it looks for on a day.
    #[must_use]
    pub fn criterion(&self, named_years: Option<u32>, today: Date) -> Option<Criterion> {
        match self.rule {
            CandidateRule::Dormant => Some(Criterion::Dormant),
            CandidateRule::NotReorganised => {
                self.registered_before.map(Criterion::RegisteredBefore)
            }
            CandidateRule::NoAnnualReport => {
                let years = i16::try_from(self.years(named_years)?).ok()?;
                Some(Criterion::NoReportSince(today.year().checked_sub(years)?))
            }
        }
    }
}

/// The dated table of rules.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CandidateRules(DatedRules<ProposalRule>);

impl CandidateRules {
    /// The table that the service is built with.
    ///
    /// # Errors
    /// None in practice: a test reads it.
    pub fn embedded() -> Embedded<Self> {
        static RULES: LazyLock<Result<CandidateRules, ReferenceError>> = LazyLock::new(|| {
            reference::read(FILE, include_str!("../../../data/candidate-rules.json"))
        });
        RULES.as_ref()
    }

    /// The rule in force on a day.
    #[must_use]
    pub fn on(&self, rule: CandidateRule, day: Date) -> Option<&Dated<ProposalRule>> {
        self.0.on(day, |row| row.rule == rule)
    }
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn each_rule_is_in_force_and_none_is_called_verified() {
        let rules = CandidateRules::embedded().unwrap();
        let today = Date::parse("2025-07-01").unwrap();
        for rule in CandidateRule::all() {
            let found = rules.on(*rule, today).unwrap();
            assert!(!found.basis.verified, "{rule}");
            assert!(found.criterion(None, today).is_some(), "{rule}");
        }
    }

    #[test]
    fn years_without_a_report_count_back_from_this_year() {
        let rules = CandidateRules::embedded().unwrap();
        let today = Date::parse("2025-07-01").unwrap();
        let rule = rules.on(CandidateRule::NoAnnualReport, today).unwrap();
        assert_eq!(rule.criterion(Some(2), today), Some(Criterion::NoReportSince(2023)));
        assert_eq!(rule.criterion(None, today), Some(Criterion::NoReportSince(2022)));
        let dormant = rules.on(CandidateRule::Dormant, today).unwrap();
        assert_eq!(dormant.years(Some(2)), None);
    }
}
