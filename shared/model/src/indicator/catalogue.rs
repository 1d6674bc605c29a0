//! Every indicator that the suite computes: what a target of any year's plan can refer to.

use super::{DissolutionIndicator, Indicator, SupportIndicator, TradeIndicator, Unit};
use crate::{code_list::CodeList, language::Language, plan::Aggregate};

/// An indicator that a service of the suite computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// Its stable code.
    pub code: &'static str,
    /// Its name in both languages.
    pub name: (&'static str, &'static str),
    /// The service that computes it, as in commands and addresses.
    pub service: &'static str,
    /// In what it is measured.
    pub unit: Unit,
    /// How its figure comes of what is counted.
    pub aggregate: Aggregate,
}

/// The indicator with this code.
#[must_use]
pub fn measured(code: &str) -> Option<Measured> {
    all().find(|one| one.code == code)
}

/// Every indicator that is computed.
fn all() -> impl Iterator<Item = Measured> {
    let registry = of("registry", |one: Indicator| match one {
        Indicator::NewCooperatives | Indicator::NewAllianceMembers => {
            (Unit::Cooperative, Aggregate::Count)
        }
        Indicator::NewCooperativeUnions => (Unit::CooperativeUnion, Aggregate::Count),
        Indicator::RatedGoodOrFairShare => (Unit::BasisPoints, Aggregate::Share),
        Indicator::AverageRevenue | Indicator::AverageProfit => (Unit::VndPerYear, Aggregate::Mean),
        Indicator::AverageWorkerIncome => (Unit::VndPerYear, Aggregate::WeightedMean),
    });
    let support = of("support-programs", |one: SupportIndicator| match one {
        SupportIndicator::TrainingClasses => (Unit::TrainingClass, Aggregate::Count),
        SupportIndicator::ConsolidatedInNewRuralCommunes
        | SupportIndicator::YoungLabourCooperatives
        | SupportIndicator::ShowcasePointFunding => (Unit::Cooperative, Aggregate::CountDistinct),
    });
    let trade =
        of("trade-promotion", |_: TradeIndicator| (Unit::Cooperative, Aggregate::CountDistinct));
    let dissolution =
        of("dissolution", |_: DissolutionIndicator| (Unit::Cooperative, Aggregate::Count));
    registry.chain(support).chain(trade).chain(dissolution)
}

fn of<I: CodeList>(
    service: &'static str,
    measure: fn(I) -> (Unit, Aggregate),
) -> impl Iterator<Item = Measured> {
    I::all().iter().map(move |one| {
        let (unit, aggregate) = measure(*one);
        let name = (one.label(Language::Vi), one.label(Language::En));
        Measured { code: one.code(), name, service, unit, aggregate }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{indicator::service_of, reference};

    #[test]
    fn every_target_of_the_plan_is_computed_as_the_plan_says() {
        let plan = reference::plan_2025().unwrap();
        for target in &plan.targets {
            let measured = measured(&target.code).unwrap();
            assert_eq!(measured.aggregate.code(), target.aggregate, "{}", target.code);
            assert_eq!(
                Some(measured.service),
                service_of(&target.code).unwrap(),
                "{}",
                target.code
            );
            // The plan speaks of per cents, services of hundredths of one.
            let unit = if target.unit == "percent" { "basis_points" } else { &target.unit };
            assert_eq!(measured.unit.code(), unit, "{}", target.code);
        }
    }

    #[test]
    fn no_two_services_compute_one_code() {
        let codes: BTreeSet<&str> = all().map(|one| one.code).collect();
        assert_eq!(codes.len(), all().count());
    }
}
