//! What rules would say of many organisations: counted, with a few examples of each conclusion. What is
//! counted does not depend on how the organisations come in batches; the examples are the first of each.

use std::collections::BTreeMap;

use htx_model::{
    administrative::DistrictCode,
    directory::Organisation,
    id::OrganisationId,
    support::programmes::{Eligibility, Fact, RuleResult},
};

use super::{Outcome, Rules};
use crate::domain::rule::Basis;

/// How many there are of each conclusion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Every rule is met.
    pub eligible: u64,
    /// No rule is broken, facts are missing.
    pub nearly: u64,
    /// A rule is broken.
    pub not_eligible: u64,
    /// There are no rules.
    pub not_determined: u64,
}

impl Counts {
    /// How many there are in all.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.eligible + self.nearly + self.not_eligible + self.not_determined
    }

    const fn add(&mut self, eligibility: Eligibility) {
        let count = match eligibility {
            Eligibility::Eligible => &mut self.eligible,
            Eligibility::Nearly => &mut self.nearly,
            Eligibility::NotEligible => &mut self.not_eligible,
            // Rules alone say nothing of what was had before.
            Eligibility::NotDetermined | Eligibility::AlreadyFunded => &mut self.not_determined,
        };
        *count += 1;
    }
}

/// What one rule said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTally {
    /// Its code.
    pub code: String,
    /// What it demands, in words.
    pub title: String,
    /// Where it stands.
    pub basis: Basis,
    /// Whether that was read.
    pub verified: bool,
    /// Of how many it is met.
    pub met: u64,
    /// Of how many it is not.
    pub not_met: u64,
    /// Of how many a fact is missing that would decide it.
    pub unknown: u64,
    /// How many it alone keeps out: without it no rule would be broken.
    pub keeps_out_alone: u64,
}

/// An organisation of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Which.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its district as registered.
    pub district: Option<DistrictCode>,
    /// The conclusion.
    pub eligibility: Eligibility,
    /// The rules that decided: those that are broken; else those that cannot be told.
    pub decided_by: Vec<String>,
    /// The facts that are missing.
    pub missing: Vec<Fact>,
}

/// What rules said of the organisations so far.
#[derive(Debug, Clone)]
pub struct Tally {
    /// In all.
    pub counts: Counts,
    /// By rule, in the order of the rules.
    pub rules: Vec<RuleTally>,
    /// By district as registered; nothing is a district of its own.
    pub districts: BTreeMap<Option<String>, Counts>,
    /// Of how many each fact is missing.
    pub missing: BTreeMap<Fact, u64>,
    /// The first few of each conclusion.
    pub examples: BTreeMap<Eligibility, Vec<Example>>,
    most: usize,
}

impl Tally {
    /// Nobody yet; of each conclusion so many examples at the most.
    #[must_use]
    pub fn of(rules: &Rules, most: usize) -> Self {
        let rules = rules.each().map(|rule| RuleTally {
            code: rule.code.clone(),
            title: rule.title.clone(),
            basis: rule.basis.clone(),
            verified: rule.verified,
            met: 0,
            not_met: 0,
            unknown: 0,
            keeps_out_alone: 0,
        });
        Self {
            counts: Counts::default(),
            rules: rules.collect(),
            districts: BTreeMap::new(),
            missing: BTreeMap::new(),
            examples: BTreeMap::new(),
            most,
        }
    }

    /// Counts one.
    pub fn count(&mut self, organisation: &Organisation, outcome: &Outcome) {
        let eligibility = outcome.eligibility;
        self.counts.add(eligibility);
        let district = organisation.seat.district.as_ref();
        let key = district.map(|code| code.as_str().to_owned());
        self.districts.entry(key).or_default().add(eligibility);
        let results = outcome.rules.iter().map(|rule| rule.finding.result);
        let broken = results.clone().filter(|result| *result == RuleResult::NotMet).count();
        for (tally, result) in self.rules.iter_mut().zip(results) {
            match result {
                RuleResult::Met => tally.met += 1,
                RuleResult::Unknown => tally.unknown += 1,
                RuleResult::NotMet => {
                    tally.not_met += 1;
                    tally.keeps_out_alone += u64::from(broken == 1 && outcome.runs);
                }
            }
        }
        let missing = outcome.missing();
        for fact in &missing {
            *self.missing.entry(*fact).or_default() += 1;
        }
        let examples = self.examples.entry(eligibility).or_default();
        if examples.len() < self.most {
            examples.push(Example {
                organisation: organisation.id,
                name: organisation.name.clone(),
                district: district.cloned(),
                eligibility,
                decided_by: deciding(outcome, broken > 0),
                missing,
            });
        }
    }
}

fn deciding(outcome: &Outcome, is_broken: bool) -> Vec<String> {
    let wanted = if is_broken { RuleResult::NotMet } else { RuleResult::Unknown };
    let decided = outcome.rules.iter().filter(|rule| rule.finding.result == wanted);
    decided.map(|rule| rule.code.clone()).collect()
}
