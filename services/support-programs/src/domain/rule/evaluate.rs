//! What a condition says of an organisation, in three values: met, not met, or unknown because a fact
//! is missing; and which comparisons decided it.

use htx_model::support::programmes::{Fact, RuleResult};

use super::{
    condition::{Condition, Test},
    fact::{Facts, Value},
};

/// A comparison that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decisive {
    /// The fact.
    pub fact: Fact,
    /// What it is; nothing where it is missing.
    pub found: Option<Value>,
    /// What it was held against.
    pub test: Test,
    /// Whether it had to be otherwise: the comparison stands under `not`.
    pub negated: bool,
}

/// What a condition says, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it says.
    pub result: RuleResult,
    /// The comparisons that decided it: of what is met, all that had to be; of what is not met, the
    /// first that broke it, or every way out that was closed; of what is unknown, what is missing.
    pub decisive: Vec<Decisive>,
}

/// Holds a condition against the facts of an organisation.
#[must_use]
pub fn evaluate(condition: &Condition, facts: &Facts) -> Finding {
    find(condition, facts, false)
}

fn find(condition: &Condition, facts: &Facts, negated: bool) -> Finding {
    match condition {
        // Not all is: one is not. So the two change places under `not`.
        Condition::All(parts) => together(parts, facts, negated, !negated),
        Condition::Any(parts) => together(parts, facts, negated, negated),
        Condition::Not(inner) => find(inner, facts, !negated),
        Condition::Compare(fact, test) => {
            let found = facts.get(fact).cloned();
            let result = match found.as_ref().map(|value| passes(test, value) != negated) {
                None => RuleResult::Unknown,
                Some(true) => RuleResult::Met,
                Some(false) => RuleResult::NotMet,
            };
            let decisive = Decisive { fact: *fact, found, test: test.clone(), negated };
            Finding { result, decisive: vec![decisive] }
        }
    }
}

/// Parts of which all must be met, or one.
fn together(parts: &[Condition], facts: &Facts, negated: bool, all: bool) -> Finding {
    let (settles, otherwise) = if all {
        (RuleResult::NotMet, RuleResult::Met)
    } else {
        (RuleResult::Met, RuleResult::NotMet)
    };
    let findings: Vec<Finding> = parts.iter().map(|part| find(part, facts, negated)).collect();
    if let Some(settled) = findings.iter().find(|one| one.result == settles) {
        return settled.clone();
    }
    let unknown = findings.iter().any(|one| one.result == RuleResult::Unknown);
    let result = if unknown { RuleResult::Unknown } else { otherwise };
    let of_result = findings.into_iter().filter(|one| one.result == result);
    Finding { result, decisive: of_result.flat_map(|one| one.decisive).collect() }
}

fn passes(test: &Test, value: &Value) -> bool {
    match (test, value) {
        (Test::OneOf(values), Value::Code(code)) => values.contains(code),
        (Test::StartsWith(starts), Value::Code(digits)) => {
            starts.iter().any(|start| digits.starts_with(start.as_str()))
        }
        (Test::Within(least, most), Value::Number(number)) => {
            least.is_none_or(|least| least <= *number) && most.is_none_or(|most| *number <= most)
        }
        (Test::Is(wanted), Value::Flag(flag)) => wanted == flag,
        // A condition that was checked compares no fact with what it cannot be.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FACTS: [Fact; 3] = [Fact::AllianceMember, Fact::PeopleCreditFund, Fact::MemberCount];

    fn conditions() -> impl Strategy<Value = Condition> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(|is| Condition::Compare(Fact::AllianceMember, Test::Is(is))),
            any::<bool>().prop_map(|is| Condition::Compare(Fact::PeopleCreditFund, Test::Is(is))),
            (0..4_i64).prop_map(|least| {
                Condition::Compare(Fact::MemberCount, Test::Within(Some(least), None))
            }),
        ];
        leaf.prop_recursive(4, 20, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::All),
                prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::Any),
                inner.prop_map(|inner| Condition::Not(Box::new(inner))),
            ]
        })
    }

    fn known() -> impl Strategy<Value = Facts> {
        (any::<bool>(), any::<bool>(), 0..4_i64).prop_map(|(member, fund, count)| {
            let values = [Value::Flag(member), Value::Flag(fund), Value::Number(count)];
            FACTS.into_iter().zip(values).collect()
        })
    }

    /// As a logician reads it, with every fact at hand.
    fn plainly(condition: &Condition, facts: &Facts) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| plainly(part, facts)),
            Condition::Any(parts) => parts.iter().any(|part| plainly(part, facts)),
            Condition::Not(inner) => !plainly(inner, facts),
            Condition::Compare(fact, test) => passes(test, &facts[fact]),
        }
    }

    proptest! {
        #[test]
        fn with_every_fact_known_it_is_what_logic_says(
            condition in conditions(), facts in known(),
        ) {
            let finding = evaluate(&condition, &facts);
            prop_assert_ne!(finding.result, RuleResult::Unknown);
            prop_assert_eq!(finding.result == RuleResult::Met, plainly(&condition, &facts));
            prop_assert!(!finding.decisive.is_empty());
        }

        #[test]
        fn a_fact_that_comes_later_never_turns_what_was_decided(
            condition in conditions(), facts in known(), missing in 0..3_usize,
        ) {
            let mut fewer = facts.clone();
            fewer.remove(&FACTS[missing]);
            let (before, after) = (evaluate(&condition, &fewer), evaluate(&condition, &facts));
            if before.result == RuleResult::Unknown {
                prop_assert!(before.decisive.iter().all(|one| one.fact == FACTS[missing]));
            } else {
                prop_assert_eq!(before.result, after.result);
            }
        }

        #[test]
        fn what_decides_says_the_same_as_the_whole(
            condition in conditions(), facts in known(),
        ) {
            let finding = evaluate(&condition, &facts);
            for one in finding.decisive {
                let passes = passes(&one.test, &facts[&one.fact]) != one.negated;
                prop_assert_eq!(passes, finding.result == RuleResult::Met);
            }
        }
    }
}
