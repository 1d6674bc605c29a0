//! Whether an organisation may get a programme's support, with the rule and the fact that decide.

use htx_model::{
    date::Date,
    refusal::LegalBasis,
    support::programmes::{Eligibility, Fact, RuleResult},
};

use super::{
    programme::Content,
    rule::{
        Basis, Condition, Test,
        evaluate::{Decisive, Finding, evaluate},
        fact::Facts,
    },
};

/// The law that freezes an organisation that dissolves.
const FROZEN: LegalBasis = LegalBasis::verified("17/2023/QH15", "Điều 100");

/// What one rule says of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFinding {
    /// The rule's code.
    pub code: String,
    /// What it demands, in words.
    pub title: String,
    /// Where it stands.
    pub basis: Basis,
    /// Whether that was read.
    pub verified: bool,
    /// What it says, and why.
    pub finding: Finding,
}

/// What a programme says of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The conclusion.
    pub eligibility: Eligibility,
    /// Whether the programme runs on the day; one that does not gives nothing.
    pub runs: bool,
    /// Every rule that holds on the day, with what it says.
    pub rules: Vec<RuleFinding>,
}

impl Outcome {
    /// The facts that are missing, each once.
    #[must_use]
    pub fn missing(&self) -> Vec<Fact> {
        let unknown = self.rules.iter().filter(|one| one.finding.result == RuleResult::Unknown);
        let mut facts: Vec<Fact> = unknown
            .flat_map(|one| &one.finding.decisive)
            .filter(|one: &&Decisive| one.found.is_none())
            .map(|one| one.fact)
            .collect();
        facts.sort_unstable();
        facts.dedup();
        facts
    }
}

/// A programme's rules on a day, checked: what is held against every organisation.
#[derive(Debug, Clone)]
pub struct Rules {
    rules: Vec<(RuleFinding, Condition)>,
    set: bool,
    runs: bool,
}

impl Rules {
    /// The rules that hold on a day, after the one of the law that holds for all. One that was stored
    /// unchecked says nothing.
    #[must_use]
    pub fn on(content: &Content, day: Date) -> Self {
        let unsaid = || Finding { result: RuleResult::Unknown, decisive: Vec::new() };
        let mut rules = vec![(
            RuleFinding {
                code: "not_frozen".to_owned(),
                title: "Không đang giải thể, chưa chấm dứt hoạt động".to_owned(),
                basis: Basis {
                    document: FROZEN.document.into_owned(),
                    article: FROZEN.article.into_owned(),
                },
                verified: FROZEN.verified,
                finding: unsaid(),
            },
            living(),
        )];
        for rule in content.rules_on(day) {
            let Ok(condition) = rule.condition.check("") else { continue };
            let finding = RuleFinding {
                code: rule.code.clone(),
                title: rule.title.clone(),
                basis: rule.basis.clone(),
                verified: rule.verified,
                finding: unsaid(),
            };
            rules.push((finding, condition));
        }
        Self { set: rules.len() > 1, rules, runs: content.runs_on(day) }
    }

    /// What they say of an organisation.
    #[must_use]
    pub fn test(&self, facts: &Facts) -> Outcome {
        let told = |(rule, condition): &(RuleFinding, Condition)| RuleFinding {
            finding: evaluate(condition, facts),
            ..rule.clone()
        };
        let rules: Vec<RuleFinding> = self.rules.iter().map(told).collect();
        let any = |result| rules.iter().any(|one: &RuleFinding| one.finding.result == result);
        let eligibility = if !self.runs || any(RuleResult::NotMet) {
            Eligibility::NotEligible
        } else if !self.set {
            Eligibility::NotDetermined
        } else if any(RuleResult::Unknown) {
            Eligibility::Nearly
        } else {
            Eligibility::Eligible
        };
        Outcome { eligibility, runs: self.runs, rules }
    }
}

/// Not dissolving, and not ended.
fn living() -> Condition {
    let ended = ["dissolving", "dissolved", "bankrupt", "merged", "divided", "converted"];
    let ended = Test::OneOf(ended.map(str::to_owned).to_vec());
    Condition::Not(Box::new(Condition::Compare(Fact::Status, ended)))
}

#[cfg(test)]
mod tests;
