//! The plan that the suite is delivered with.

use htx_model::{
    indicator::Unit,
    reference::{self, PlanReference, ReferenceError},
};

use super::{Content, Target};

const FILE: &str = "plan-2025.json";

/// A plan with what its first version says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initial {
    /// Its code.
    pub code: String,
    /// The year.
    pub year: i16,
    /// The years that it belongs to.
    pub period: String,
    /// What it says.
    pub content: Content,
}

/// The plans that the suite is delivered with.
///
/// # Errors
/// None in practice: a test reads them.
pub fn plans() -> Result<Vec<Initial>, ReferenceError> {
    let plan = reference::plan_2025().map_err(Clone::clone)?;
    Ok(vec![read(plan)?])
}

fn read(given: &PlanReference) -> Result<Initial, ReferenceError> {
    let plan = &given.plan;
    let targets = given.targets.iter().map(target).collect::<Result<_, _>>()?;
    Ok(Initial {
        code: plan.code.clone(),
        year: plan.year,
        period: plan.period.clone(),
        content: Content {
            name: plan.name_vi.clone(),
            // The file names no number.
            document: None,
            issuer: plan.issuer.clone(),
            standing_agency: plan.standing_agency.clone(),
            report_due: Some(plan.report_due),
            targets,
            // They are a file of their own.
            duties: Vec::new(),
        },
    })
}

fn target(given: &reference::Target) -> Result<Target, ReferenceError> {
    let measured = htx_model::indicator::measured(&given.code).ok_or_else(|| ReferenceError {
        file: FILE,
        reason: format!("no service computes {}", given.code),
    })?;
    // The plan speaks of per cents, services of hundredths of one.
    let scale = if measured.unit == Unit::BasisPoints { 100 } else { 1 };
    Ok(Target {
        number: given.no.clone(),
        code: given.code.clone(),
        name: given.name_vi.clone(),
        unit: measured.unit,
        aggregate: measured.aggregate,
        minimum: given.min * scale,
        maximum: given.max.map(|most| most * scale),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_of_2025_has_its_thirteen_targets_in_the_units_of_the_indicators() {
        let plans = plans().unwrap();
        let [plan] = &plans[..] else { panic!("one plan: {plans:?}") };
        assert_eq!((plan.code.as_str(), plan.year), ("hn-2025", 2025));
        assert_eq!(plan.content.targets.len(), 13);
        let share = plan.content.target("2").unwrap();
        assert_eq!((share.minimum, share.maximum), (6_500, Some(7_000)));
        let revenue = plan.content.target("average_revenue").unwrap();
        assert_eq!((revenue.minimum, revenue.maximum), (3_000_000_000, None));
    }
}
