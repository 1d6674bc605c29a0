//! Where a plan stands: each target with its figure as the service that computes it tells it, beside what
//! is declared and allocated.

pub mod allocated;
mod beside;

use std::collections::{BTreeMap, BTreeSet};

use htx_kit::{db::Connection, failure::Failure, indicator::Asked, service::Runtime};
use htx_model::{
    administrative::{AdministrativeUnits, UnitLevel},
    agency::AgencyCode,
    date::{Date, Instant},
    indicator::{Breakdown, Figure},
    plan::{FigureGap, FigureState, Receivers},
    refusal::{ErrorCode, Refusal, Text},
};

use self::{allocated::allocations_of, beside::Then};
use super::{
    figures::{Figures, Known, question},
    version::unknown_plan,
};
use crate::{
    domain::{
        allocation,
        declaration::Declaration,
        pace::{Pace, pace},
        plan::{Plan, Target},
        question::{Kept, Question},
        version::Version,
    },
    store::{self, plan::InForce},
};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The plan's code.
    pub code: String,
    /// As of which day; as it is known now, where it is not said.
    pub as_of: Option<Date>,
    /// How figures are broken down.
    pub by: Option<Breakdown>,
    /// Whether what is declared of an earlier day is compared with what is computed of that day, which is
    /// asked for as well then.
    pub compares: bool,
}

/// Where a plan stands.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The plan as it holds on the day.
    pub plan: InForce,
    /// The day: the one that was asked for, or today.
    pub day: Date,
    /// As of which day it was asked.
    pub as_of: Option<Date>,
    /// How it is broken down.
    pub by: Option<Breakdown>,
    /// When it was put together.
    pub at: Instant,
    /// Each target, in the order of the plan.
    pub targets: Vec<TargetProgress>,
}

impl Progress {
    /// What is signed holds for ever, so it is signed with figures that are known now.
    ///
    /// # Errors
    /// [`ErrorCode::UpstreamTimeout`], with who is silent.
    pub fn require_known(&self) -> Result<(), Refusal> {
        let silent = |one: &&TargetProgress| one.reading.told().1 == Some(FigureGap::ServiceSilent);
        let services = self.targets.iter().filter(silent);
        let services: BTreeSet<&str> =
            services.filter_map(|one| one.target.measured()).map(|one| one.service).collect();
        if services.is_empty() {
            return Ok(());
        }
        let names = services.into_iter().collect::<Vec<_>>().join(", ");
        Err(Refusal::new(
            ErrorCode::UpstreamTimeout,
            Text::made(
                format!("Chưa lấy được số liệu mới nhất của {names} nên chưa ký được."),
                format!("The newest figures of {names} are not known, so nothing is signed now."),
            ),
        )
        .advising(Text::fixed("Hãy thử lại sau ít phút.", "Try again in a few minutes.")))
    }
}

/// Where a target stands.
#[derive(Debug, Clone)]
pub struct TargetProgress {
    /// The target.
    pub target: Target,
    /// Its figure.
    pub reading: Reading,
    /// What it will reach.
    pub pace: Option<Pace>,
    /// What agencies declare for the whole city.
    pub declared: Vec<Beside>,
    /// Among whom it is allocated.
    pub allocated: Vec<Receivers>,
    /// How among the city's agencies.
    pub among_agencies: Option<allocation::Content>,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// What is known of a target's figure.
#[derive(Debug, Clone)]
pub enum Reading {
    /// As new as it needs to be.
    Fresh(Kept),
    /// The last that is known.
    Stale(Kept),
    /// There is none, and why.
    None(FigureGap),
}

/// A declaration beside what is computed.
#[derive(Debug, Clone)]
pub struct Beside {
    /// What is declared.
    pub declaration: Declaration,
    /// What was allocated to the agency that declares.
    pub allocated: Option<i64>,
    /// What is computed as of the day that is declared of.
    pub computed_then: Option<i64>,
    /// What is declared, less that.
    pub difference: Option<i64>,
    /// Why nothing is known to be computed as of that day.
    pub gap: Option<FigureGap>,
}

/// A part of a target's figure.
#[derive(Debug, Clone)]
pub struct Part {
    /// The code of the district, commune or agency; nothing for what has none.
    pub key: Option<String>,
    /// Its figure; nothing where the target has none.
    pub figure: Option<Figure>,
    /// What was allocated to it.
    pub allocated: Option<i64>,
    /// What it will reach.
    pub pace: Option<Pace>,
    /// What is declared for it.
    pub declared: Option<Beside>,
}

impl TargetProgress {
    /// What was allocated to an agency of the city.
    #[must_use]
    pub fn allocated_to(&self, agency: &AgencyCode) -> Option<i64> {
        self.among_agencies.as_ref()?.of(agency.as_str())
    }
}

impl Reading {
    /// How well the figure is known, and why it is not the newest.
    #[must_use]
    pub const fn told(&self) -> (FigureState, Option<FigureGap>) {
        match self {
            Self::Fresh(_) => (FigureState::Fresh, None),
            Self::Stale(_) => (FigureState::Stale, Some(FigureGap::ServiceSilent)),
            Self::None(gap) => (FigureState::NotAvailable, Some(*gap)),
        }
    }

    /// The figure, how new it may be.
    #[must_use]
    pub const fn kept(&self) -> Option<&Kept> {
        match self {
            Self::Fresh(kept) | Self::Stale(kept) => Some(kept),
            Self::None(_) => None,
        }
    }
}

/// What the own tables tell beside the figures.
struct Beneath {
    plan: InForce,
    allocations: Vec<Version>,
    declarations: Vec<Declaration>,
}

/// Where a plan stands.
///
/// # Errors
/// Not found; a day out of range; what the own database reports. A service that is silent is no error.
pub async fn read(
    runtime: &Runtime,
    figures: &Figures,
    wanted: Wanted,
) -> Result<Progress, Failure> {
    let at = runtime.ids.now();
    let day = wanted.as_of.unwrap_or_else(|| at.date());
    let code = wanted.code;
    let work = move |connection: &mut Connection| beneath(connection, &code, day);
    let beneath = runtime.database.read_briefly(work).await?;
    check_day(&beneath.plan.plan, wanted.as_of, at.date())?;
    let year = beneath.plan.plan.year;
    let asked = Asked { period: year, as_of: wanted.as_of, by: wanted.by };
    let begun = day.year() >= year;
    let measured = beneath.plan.content.targets.iter().filter_map(Target::measured);
    let questions: Vec<_> =
        measured.filter(|_| begun).map(|measured| question(measured, &asked)).collect();
    let declared = if wanted.compares { &beneath.declarations[..] } else { &[] };
    let asked_then = beside::questions(declared, &beneath.plan, (&asked, day));
    let all: Vec<Question> = questions.iter().chain(&asked_then).cloned().collect();
    let known = figures.ask(&all).await?;
    let then = Then { known: &known, asked: &asked, day };
    let keys: BTreeMap<&str, String> =
        questions.iter().map(|question| (question.indicator, question.to_string())).collect();
    let reading = |target: &Target| match keys.get(target.code.as_str()) {
        None if target.measured().is_none() => Reading::None(FigureGap::NotComputed),
        None => Reading::None(FigureGap::YearNotBegun),
        Some(key) => match known.get(key) {
            Some(Known::Fresh(kept)) => Reading::Fresh(kept.clone()),
            Some(Known::Stale(kept)) => Reading::Stale(kept.clone()),
            Some(Known::Missing) | None => Reading::None(FigureGap::ServiceSilent),
        },
    };
    let units =
        AdministrativeUnits::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let setting = Setting {
        wanted_by: wanted.by,
        as_of: wanted.as_of,
        year,
        today: at.date(),
        units,
        then: &then,
    };
    let targets = beneath
        .plan
        .content
        .targets
        .iter()
        .map(|target| setting.target(target, reading(target), &beneath))
        .collect();
    let plan = beneath.plan;
    Ok(Progress { plan, day, as_of: wanted.as_of, by: wanted.by, at, targets })
}

fn beneath(connection: &mut Connection, code: &str, day: Date) -> Result<Beneath, Failure> {
    let plan = of_day(connection, code, day)?;
    let allocations = store::version::allocations(connection, plan.plan.id, day)?;
    let declarations = store::declaration::newest(connection, plan.plan.id, day)?;
    Ok(Beneath { plan, allocations, declarations })
}

/// A plan as it holds on a day; before its adoption, as it was adopted first.
pub(super) fn of_day(
    connection: &mut Connection,
    code: &str,
    day: Date,
) -> Result<InForce, Failure> {
    if let Some(found) = store::plan::with_code(connection, code, day)? {
        return Ok(found);
    }
    let first = store::plan::first_adopted(connection, code)?.ok_or_else(unknown_plan)?;
    Ok(store::plan::with_code(connection, code, first)?.ok_or_else(unknown_plan)?)
}

/// Nothing is known of days to come, and a plan says nothing of those before its year.
pub(super) fn check_day(plan: &Plan, as_of: Option<Date>, today: Date) -> Result<(), Refusal> {
    let year = plan.year;
    if as_of.is_none_or(|day| day <= today && day.year() >= year) {
        return Ok(());
    }
    Err(Refusal::parameter(
        "as_of",
        Text::made(
            format!("as_of phải từ {year}-01-01 đến hôm nay ({today})."),
            format!("as_of must be from {year}-01-01 to today ({today})."),
        ),
    ))
}

struct Setting<'a> {
    wanted_by: Option<Breakdown>,
    as_of: Option<Date>,
    year: i16,
    /// The day on which it is put together: places are those that there are today.
    today: Date,
    units: &'a AdministrativeUnits,
    /// What is computed as of the days that are declared of.
    then: &'a Then<'a>,
}

impl Setting<'_> {
    fn target(&self, target: &Target, reading: Reading, beneath: &Beneath) -> TargetProgress {
        let value = reading.kept().and_then(|kept| kept.computed.whole.value);
        let allocated = allocations_of(target, &beneath.allocations);
        let declared = beneath.declarations.iter().filter(|one| one.target == target.code);
        let (of_city, of_parts): (Vec<_>, Vec<_>) =
            declared.partition(|one| one.district.is_none() && one.commune.is_none());
        let of_agencies =
            |(among, content): &(Receivers, _)| (*among == Receivers::Agency).then_some(*content);
        let among_agencies: Option<&allocation::Content> = allocated.iter().find_map(of_agencies);
        let beside = |one: &&Declaration| {
            let given = among_agencies.and_then(|content| content.of(one.agency.as_str()));
            Beside::of(one, given, self.then.of(target, one, None, (&reading, value)))
        };
        TargetProgress {
            pace: self.pace(value, target, &reading),
            declared: of_city.iter().map(beside).collect(),
            parts: self.parts(target, &reading, (&allocated, &of_parts)),
            allocated: allocated.iter().map(|(receivers, _)| *receivers).collect(),
            among_agencies: among_agencies.cloned(),
            target: target.clone(),
            reading,
        }
    }

    /// A figure that is kept is foretold from the day on which it was computed.
    fn pace(&self, value: Option<i64>, target: &Target, reading: &Reading) -> Option<Pace> {
        let kept = reading.kept()?;
        let day = self.as_of.unwrap_or_else(|| kept.computed.computed_at.date());
        pace(value?, target.aggregate, (self.year, day))
    }

    fn parts(
        &self,
        target: &Target,
        reading: &Reading,
        (allocated, declared): (&[(Receivers, &allocation::Content)], &[&Declaration]),
    ) -> Vec<Part> {
        let Some(by) = self.wanted_by else { return Vec::new() };
        let mut figures: BTreeMap<Option<String>, Option<Figure>> =
            self.known_keys(by).into_iter().map(|key| (Some(key), None)).collect();
        let parts = reading.kept().map_or(&[][..], |kept| &kept.computed.parts);
        figures.extend(parts.iter().map(|(key, figure)| (key.clone(), Some(figure.clone()))));
        let receivers = match by {
            Breakdown::District => Receivers::District,
            Breakdown::Commune => Receivers::Commune,
            Breakdown::Agency => Receivers::Agency,
        };
        let content = allocated.iter().find(|(among, _)| *among == receivers);
        let content = content.map(|(_, content)| *content);
        for line in content.map_or(&[][..], |content| &content.lines) {
            figures.entry(Some(line.receiver.clone())).or_default();
        }
        let part = |(key, figure): (Option<String>, Option<Figure>)| {
            // Where the whole is known, a place of which nothing was counted has none.
            let nothing = Figure {
                value: target.aggregate.adds_up().then_some(0),
                numerator: Some(0),
                ..Figure::default()
            };
            // By agencies it is counted for those of territories; of those of the city nothing is known.
            let known = reading.kept().filter(|_| by != Breakdown::Agency);
            let figure = figure.or_else(|| known.map(|_| nothing));
            let value = figure.as_ref().and_then(|figure| figure.value);
            let given = key.as_deref().and_then(|key| content?.of(key));
            let own = |one: &&&Declaration| key.is_some() && place_of(one, by) == key.as_deref();
            let beside = |one: &&Declaration| {
                let then = self.then.of(target, one, key.as_deref(), (reading, value));
                Beside::of(one, given, then)
            };
            Part {
                pace: self.pace(value, target, reading),
                declared: declared.iter().find(own).map(beside),
                allocated: given,
                figure,
                key,
            }
        };
        figures.into_iter().map(part).collect()
    }

    /// The places that there are, whether anything was counted there or not.
    fn known_keys(&self, by: Breakdown) -> Vec<String> {
        let (level, day) = match by {
            // As registered: the districts that the plan's year began with.
            Breakdown::District => (UnitLevel::District, Date::new(self.year, 1, 1)),
            // Figures are told by the communes of today, whatever day they are of.
            Breakdown::Commune => (UnitLevel::Commune, Some(self.today)),
            Breakdown::Agency => return Vec::new(),
        };
        let units = self.units.all().iter().filter(|unit| unit.level == level);
        let there = units.filter(|unit| day.is_some_and(|day| unit.exists_on(day)));
        there.map(|unit| unit.code.to_string()).collect()
    }
}

fn place_of(declaration: &Declaration, by: Breakdown) -> Option<&str> {
    match by {
        Breakdown::District => declaration.district.as_ref().map(|code| code.as_str()),
        Breakdown::Commune => declaration.commune.as_ref().map(|code| code.as_str()),
        Breakdown::Agency => Some(declaration.agency.as_str()),
    }
}
