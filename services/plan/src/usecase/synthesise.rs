//! Fills the plan of a synthetic city: allocations, declarations, tasks and reports of its year, made by
//! the use cases that make them. Nothing in it is real; each paper says so.

mod reports;
mod tasks;

use std::sync::Arc;

use htx_kit::{
    act::Act,
    clock::{Clock as _, FixedClock},
    context::Context,
    db::Connection,
    failure::Failure,
    http::IfMatch,
};
use htx_model::{
    administrative::{AdministrativeUnits, UnitLevel},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Date,
    event::Actor,
    id::Id,
    plan::Receivers,
    principal::PrincipalKind,
    scope::Scope,
};

use super::{declare, load_plans, version};
use crate::{
    PlanService,
    domain::{
        allocation::{Content, Line, evenly},
        declaration::Declared,
    },
};

/// The plan that is filled.
const PLAN: &str = "hn-2025";
/// Seconds from midnight to the hour at which things are done.
const NINE: i64 = 9 * 3_600;
/// What every paper says of itself.
const SYNTHETIC: &str = "Dữ liệu tổng hợp để trình diễn (htx demo)";
/// The day on which the plan is entered.
const LOADED_ON: (i16, i8, i8) = (2025, 1, 2);
/// The day on which the allocations are written; they are adopted a week later.
const ALLOCATED_ON: (i16, i8, i8) = (2025, 2, 10);

/// The targets that are split among the districts, each with all that it asks for.
const AMONG_DISTRICTS: &[(&str, i64)] =
    &[("1a", 100), ("3", 47), ("4", 250), ("5", 80), ("6", 30), ("12", 30)];
/// The targets that one agency answers for.
const AMONG_AGENCIES: &[(&str, &str, i64)] = &[("11", "lmhtx", 50), ("7", "so-ct", 10)];
/// A target's number, an agency, what it declares, as of which day.
type Declaring = (&'static str, &'static str, i64, (i16, i8, i8));
/// Who declares what, as of which day.
const DECLARED: &[Declaring] = &[
    ("11", "lmhtx", 12, (2025, 3, 31)),
    ("11", "lmhtx", 29, (2025, 6, 30)),
    ("11", "lmhtx", 46, (2025, 9, 30)),
    ("7", "so-ct", 4, (2025, 9, 30)),
    ("3", "lmhtx", 31, (2025, 9, 30)),
    ("12", "district-277", 1, (2025, 6, 30)),
    ("1a", "district-276", 3, (2025, 6, 30)),
];

/// What it is made in.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The plan, whose ids are made out of the seed and by the clock, as are those of whom it asks.
    pub service: PlanService,
    /// The clock.
    pub clock: Arc<FixedClock>,
}

/// Enters the plan, its allocations and declarations, has its tasks done and its reports written; how many
/// papers there are.
///
/// # Errors
/// What the database reports.
pub async fn make(setting: &Setting) -> Result<usize, Failure> {
    let end = setting.clock.now();
    let made = setting.write(papers_of_the_year).await?;
    setting.write(tasks::make).await?;
    let reports = reports::make(setting).await?;
    setting.clock.set(end);
    Ok(made + reports)
}

fn papers_of_the_year(stage: &Setting, connection: &mut Connection) -> Result<usize, Failure> {
    stage.clock.set(day(LOADED_ON)?.first_instant());
    load_plans::load(connection, &stage.service.runtime.ids)?;
    let mut made = 0;
    for (target, minimum) in AMONG_DISTRICTS {
        let content = among_districts(*minimum)?;
        stage.allocate(connection, (target, Receivers::District), content)?;
        made += 1;
    }
    for (target, agency, minimum) in AMONG_AGENCIES {
        let content = papers(vec![((*agency).to_owned(), *minimum)]);
        stage.allocate(connection, (target, Receivers::Agency), content)?;
        made += 1;
    }
    for declared in DECLARED {
        stage.declare(connection, *declared)?;
        made += 1;
    }
    Ok(made)
}

fn papers(lines: Vec<(String, i64)>) -> Content {
    let line = |(receiver, amount)| Line { receiver, amount };
    let lines = lines.into_iter().map(line).collect();
    Content { lines, kept: 0, basis: Some(SYNTHETIC.to_owned()) }
}

fn among_districts(minimum: i64) -> Result<Content, Failure> {
    let units = AdministrativeUnits::embedded();
    let units = units.map_err(|error| Failure::unexpected(error.clone()))?;
    let began = day((2025, 1, 1))?;
    let districts: Vec<String> = units
        .existing_on(began)
        .filter(|unit| unit.level == UnitLevel::District)
        .map(|unit| unit.code.clone())
        .collect();
    let amounts = evenly(minimum, districts.len());
    Ok(papers(districts.into_iter().zip(amounts).collect()))
}

fn day((year, month, day): (i16, i8, i8)) -> Result<Date, Failure> {
    Date::new(year, month, day).ok_or_else(|| Failure::unexpected("no such day"))
}

impl Setting {
    /// Does a part of it in a transaction.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self, &mut Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let stage = self.clone();
        self.service.runtime.database.write(move |connection| work(&stage, connection)).await
    }

    /// Who holds today what an agency was entrusted with: the first, where there are several.
    fn holder(&self, agency: &AgencyCode, day: Date) -> AgencyCode {
        let held = self.service.agencies.successors(agency, day);
        held.first().map_or_else(|| agency.clone(), |holder| holder.code.clone())
    }

    fn allocate(
        &self,
        connection: &mut Connection,
        (target, receivers): (&str, Receivers),
        content: Content,
    ) -> Result<(), Failure> {
        let written = day(ALLOCATED_ON)?;
        let (_, drafted) = self.act(connection, ("so-khdt", "officer"), written, |act| {
            version::draft::allocate(act, (PLAN, target), receivers, content)
        })?;
        let (_, submitted) = self.act(connection, ("so-khdt", "officer"), written, |act| {
            version::change::submit(act, (drafted.id, &IfMatch::version(drafted.version)))
        })?;
        self.act(connection, ("ubnd-tp", "approver"), written.plus_days(7), |act| {
            version::decide::adopt(act, (submitted.id, &IfMatch::version(submitted.version)))
        })?;
        Ok(())
    }

    fn declare(
        &self,
        connection: &mut Connection,
        (target, agency, value, as_of): (&str, &str, i64, (i16, i8, i8)),
    ) -> Result<(), Failure> {
        let as_of = day(as_of)?;
        let declared = Declared {
            value,
            as_of,
            document_number: format!("{value}/BC-TH"),
            document_issued_on: Some(as_of),
            note: Some(SYNTHETIC.to_owned()),
        };
        self.act(connection, (agency, "officer"), as_of.plus_days(5), |act| {
            declare::declare(act, (PLAN, target), declared)
        })?;
        Ok(())
    }

    /// Somebody of an agency does something on a day.
    fn act<T>(
        &self,
        connection: &mut Connection,
        (agency, role): (&str, &str),
        day: Date,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.clock.set(day.first_instant().plus_seconds(NINE));
        let ids = &self.service.runtime.ids;
        let who: Id<()> = ids.make();
        let actor = Actor {
            kind: PrincipalKind::User.code().to_owned(),
            id: Some(who.uuid()),
            name: format!("{agency}.{role}"),
            agency: Some(AgencyCode::parse(agency).map_err(Failure::unexpected)?),
        };
        work(&mut Act {
            connection,
            context: &Context::new(actor, ids),
            who: who.uuid(),
            scope: &Scope::everything(),
            agencies: &self.service.agencies,
        })
    }
}
