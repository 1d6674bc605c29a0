//! Whether an organisation may get a programme's support, with the rule and the fact that decide.

pub mod granted;
pub mod record;
pub mod tally;

use htx_model::{
    code_list::CodeList as _,
    date::Date,
    organisation::OrganisationStatus,
    refusal::{Fault, LegalBasis},
    support::programmes::{Eligibility, Fact, RuleResult},
};

use self::granted::Standing;
use super::{
    living,
    programme::Content,
    rule::{
        Basis, Condition, Rule, Test,
        evaluate::{Decisive, Finding, evaluate},
        fact::Facts,
    },
};

/// That an organisation which has ended gets nothing follows from its having ended; no article was read
/// that says so, and article 100 does not.
const IN_BEING: LegalBasis = LegalBasis::unverified("hn-2025", "III.4");

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
        let mut rules: Vec<(RuleFinding, Condition)> = rules_for_all().into();
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
        Ok(Self { set: rules.len() > rules_for_all().len(), rules, runs })
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

fn unsaid() -> Finding {
    Finding { result: RuleResult::Unknown, decisive: Vec::new() }
}

/// What holds for every programme: an organisation that does not dissolve, and has not ended.
fn rules_for_all() -> [(RuleFinding, Condition); 2] {
    let rule = |code: &str, title: &str, basis: LegalBasis, statuses: &[OrganisationStatus]| {
        let statuses = statuses.iter().map(|status| status.code().to_owned()).collect();
        let condition = Condition::Compare(Fact::Status, Test::OneOf(statuses));
        let finding = RuleFinding {
            code: code.to_owned(),
            title: title.to_owned(),
            verified: basis.verified,
            basis: Basis {
                document: basis.document.into_owned(),
                article: basis.article.into_owned(),
            },
            finding: unsaid(),
        };
        (finding, Condition::Not(Box::new(condition)))
    };
    let dissolving = [OrganisationStatus::Dissolving];
    [
        rule("not_frozen", "Không đang giải thể", living::FROZEN, &dissolving),
        rule("in_being", "Chưa chấm dứt tồn tại", IN_BEING, &living::ENDED),
    ]
}

#[cfg(test)]
mod tests;
