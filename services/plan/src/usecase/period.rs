//! The years of a period beside each other: the same target, year by year, for the years that have figures.

use std::collections::BTreeMap;

use htx_kit::{db::Connection, failure::Failure, indicator::Asked, service::Runtime};
use htx_model::{
    date::{Date, Instant},
    plan::FigureGap,
    refusal::Refusal,
};

use super::{
    figures::{Figures, Known, question},
    progress::Reading,
};
use crate::{
    domain::plan::{Plan, Target, check::period_of},
    store::{self, plan::Filter},
};
/// The most plans of a period.
const YEARS_MAX: i64 = 20;

/// A period, year by year.
#[derive(Debug, Clone)]
pub struct Period {
    /// The years, with the plan of each that has one.
    pub years: Vec<(i16, Option<Plan>)>,
    /// Each target that any of the plans has, as the last of them has it.
    pub targets: Vec<PeriodTarget>,
    /// When it was put together.
    pub at: Instant,
}

/// A target, year by year.
#[derive(Debug, Clone)]
pub struct PeriodTarget {
    /// The target as the last plan that has it says it.
    pub target: Target,
    /// Each year that has begun.
    pub years: Vec<TargetYear>,
}

/// A target in a year.
#[derive(Debug, Clone)]
pub struct TargetYear {
    /// Which year.
    pub year: i16,
    /// What that year's plan asked for; nothing where it had no plan, or not this target.
    pub minimum: Option<i64>,
    /// Its figure.
    pub reading: Reading,
}

/// A period such as `2021-2025`.
///
/// # Errors
/// Not found: no period, or one without a plan; what the own database reports.
pub async fn read(runtime: &Runtime, figures: &Figures, text: &str) -> Result<Period, Failure> {
    let unknown = || Refusal::not_found("giai đoạn", "period");
    let (from, to) = period_of(text).ok_or_else(unknown)?;
    let at = runtime.ids.now();
    let (name, today) = (text.to_owned(), at.date());
    let work = move |connection: &mut Connection| plans(connection, name, today);
    let plans = runtime.database.read_briefly(work).await?;
    if plans.is_empty() {
        return Err(unknown().into());
    }
    let mut targets: BTreeMap<String, Target> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for found in &plans {
        for target in &found.content.targets {
            if targets.insert(target.code.clone(), target.clone()).is_none() {
                order.push(target.code.clone());
            }
        }
    }
    let begun: Vec<i16> = (from..=to).filter(|year| *year <= today.year()).collect();
    let asked = |target: &Target, year| {
        let asked = Asked { period: year, as_of: None, by: None };
        target.measured().map(|measured| question(measured, &asked))
    };
    let wanted = targets.values().flat_map(|target| begun.iter().map(move |year| (target, *year)));
    let questions: Vec<_> = wanted.filter_map(|(target, year)| asked(target, year)).collect();
    let known = figures.ask(&questions).await?;
    let minimum = |target: &Target, year| {
        let plan = plans.iter().find(|found| found.plan.year == year)?;
        plan.content.target(&target.code).map(|target| target.minimum)
    };
    let in_year = |target: &Target, year| TargetYear {
        year,
        minimum: minimum(target, year),
        reading: match asked(target, year).map(|question| known.get(&question.to_string())) {
            None => Reading::None(FigureGap::NotComputed),
            Some(Some(Known::Fresh(kept))) => Reading::Fresh(kept.clone()),
            Some(Some(Known::Stale(kept))) => Reading::Stale(kept.clone()),
            Some(Some(Known::Missing) | None) => Reading::None(FigureGap::ServiceSilent),
        },
    };
    let whole = |target: Target| PeriodTarget {
        years: begun.iter().map(|year| in_year(&target, *year)).collect(),
        target,
    };
    let targets: Vec<PeriodTarget> =
        order.iter().filter_map(|code| targets.remove(code)).map(whole).collect();
    let plan_of = |year| plans.iter().find(|found| found.plan.year == year);
    let years = (from..=to).map(|year| (year, plan_of(year).map(|found| found.plan.clone())));
    Ok(Period { years: years.collect(), targets, at })
}

fn plans(
    connection: &mut Connection,
    period: String,
    today: Date,
) -> Result<Vec<store::plan::InForce>, Failure> {
    let filter = Filter { period: Some(period), ..Filter::default() };
    store::plan::list(connection, &filter, today, None, YEARS_MAX)
}
