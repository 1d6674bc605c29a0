//! Whether an organisation may get a programme's support, with the rule and the fact that decide.

pub mod granted;
pub mod record;
pub mod tally;

use htx_model::{
    date::Date,
    refusal::{Fault, LegalBasis},
    support::programmes::{Eligibility, Fact, RuleResult},
};

use self::granted::Standing;
use super::{
    programme::Content,
    rule::{
        Basis, Condition, Rule, Test,
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
    /// What the organisation had of the programme before, by kind of support. Empty where nobody asked.
    pub supports: Vec<Standing>,
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

    /// The same in the light of what the organisation had before: where it breaks no rule, but had every
    /// support as often as its norm allows, it is funded already.
    #[must_use]
    pub fn in_the_light_of(mut self, supports: Vec<Standing>) -> Self {
        let used_up = !supports.is_empty() && supports.iter().all(Standing::is_used_up);
        if used_up && self.eligibility != Eligibility::NotEligible {
            self.eligibility = Eligibility::AlreadyFunded;
        }
        self.supports = supports;
        self
    }
}

/// A rule that stands in an adopted version and cannot be understood: nobody is told anything by a
/// programme of which a part would be passed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the stored rule {rule} cannot be understood: {faults:?}")]
pub struct UnreadableRule {
    /// Its code.
    pub rule: String,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// A programme's rules on a day, checked: what is held against every organisation.
#[derive(Debug, Clone)]
pub struct Rules {
    rules: Vec<(RuleFinding, Condition)>,
    set: bool,
    runs: bool,
}

impl Rules {
    /// The rules that hold on a day, after the one of the law that holds for all.
    ///
    /// # Errors
    /// A rule that was stored unchecked and cannot be understood.
    pub fn on(content: &Content, day: Date) -> Result<Self, UnreadableRule> {
        Self::of(content.rules_on(day), content.runs_on(day))
    }

    /// The same of rules that stand by themselves.
    ///
    /// # Errors
    /// One that was not checked and cannot be understood.
    pub fn of<'a>(
        given: impl Iterator<Item = &'a Rule>,
        runs: bool,
    ) -> Result<Self, UnreadableRule> {
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
        for rule in given {
            let unreadable = |faults| UnreadableRule { rule: rule.code.clone(), faults };
            let condition = rule.condition.check("").map_err(unreadable)?;
            let finding = RuleFinding {
                code: rule.code.clone(),
                title: rule.title.clone(),
                basis: rule.basis.clone(),
                verified: rule.verified,
                finding: unsaid(),
            };
            rules.push((finding, condition));
        }
        Ok(Self { set: rules.len() > 1, rules, runs })
    }

    /// Each rule, before it is held against anybody.
    pub fn each(&self) -> impl Iterator<Item = &RuleFinding> {
        self.rules.iter().map(|(rule, _)| rule)
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
        Outcome { eligibility, runs: self.runs, rules, supports: Vec::new() }
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
