//! The city's figures of a year's dissolution plans, beside the target of the city's plan.

use std::collections::BTreeMap;

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    code_list::CodeList as _, dissolution::planning::PlanFigure, reference, scope::Scope,
};

use crate::store;

/// The number of the target in the city's plan.
pub const TARGET: &str = "12";

/// The figures of a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Line {
    /// Organisations that the plans in force name.
    pub planned: i64,
    /// Those of them without a case.
    pub not_begun: i64,
    /// Cases opened in the year.
    pub opened: i64,
    /// Cases legally closed in the year.
    pub closed: i64,
    /// Those of them that were of cooperatives.
    pub closed_cooperatives: i64,
}

impl Line {
    const fn add(&mut self, figure: PlanFigure, count: i64) {
        match figure {
            PlanFigure::Planned => self.planned += count,
            PlanFigure::NotBegun => self.not_begun += count,
            PlanFigure::Opened => self.opened += count,
            PlanFigure::Closed => self.closed += count,
            PlanFigure::ClosedCooperatives => self.closed_cooperatives += count,
        }
    }
}

/// The figures of a year.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Within the whole scope.
    pub whole: Line,
    /// By the district as registered.
    pub districts: Vec<(Option<String>, Line)>,
}

/// The figures of a year within a scope: one grouped query for each figure.
///
/// # Errors
/// What the database reports.
pub fn figures(connection: &mut Connection, scope: &Scope, year: i16) -> Result<Figures, Failure> {
    let (mut whole, mut districts) = (Line::default(), BTreeMap::<_, Line>::new());
    for figure in PlanFigure::all() {
        for (district, count) in store::plan::counts(connection, scope, year, *figure)? {
            whole.add(*figure, count);
            districts.entry(district).or_default().add(*figure, count);
        }
    }
    Ok(Figures { whole, districts: districts.into_iter().collect() })
}

/// How many cooperatives the city's plan wants dissolved in a year; nothing for a year of which no
/// plan is known.
///
/// # Errors
/// None in practice: a test of the model reads the plan.
pub fn target(year: i16) -> Result<Option<i64>, Failure> {
    let plan = reference::plan_2025().map_err(|error| Failure::unexpected(error.clone()))?;
    let of_year = (plan.plan.year == year).then_some(&plan.targets);
    let target = of_year.and_then(|targets| targets.iter().find(|target| target.no == TARGET));
    Ok(target.map(|target| target.min))
}
