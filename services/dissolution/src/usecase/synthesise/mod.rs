//! Fills an empty service with cases of a synthetic city, the same for the same seed: by every route,
//! in every state, with what stops them and what becomes of their money. Everything is done by the use
//! cases that do it, on the days on which it would be done. The number of cases grows with the city up
//! to a bound.

mod answers;
mod course;
mod folder;
mod ground;
mod money;
mod planning;
mod stage;

use std::{collections::VecDeque, sync::Arc};

use htx_kit::{clock::FixedClock, failure::Failure};
use htx_model::{date::Date, id::DissolutionId, organisation::OrganisationStatus};

use crate::{Dissolutions, domain::organisation::Organisation, store};
use course::{COURSES, Course};
use folder::Folder;
use planning::Hopefuls;
use stage::Stage;

/// From so many organisations on a city has one round of cases, and one more for each so many.
const ORGANISATIONS_TO_A_ROUND: usize = 800;
/// Below so many, a city has no cases.
const ORGANISATIONS_LEAST: usize = 200;
/// The most rounds, however large the city.
const ROUNDS_MAX: usize = 12;
/// Whoever was registered since then is no case yet.
const REGISTERED_BEFORE: Date = day(2023, 1, 1);

/// The days of the city, in their order. The register follows on [`FOLLOWED`] and [`ENDED`].
const PLANNED: Date = day(2026, 3, 2);
const OPENED: Date = day(2026, 3, 4);
const SURVEYED: Date = day(2026, 3, 10);
const ASKED: Date = day(2026, 3, 11);
const DECIDED: Date = day(2026, 3, 16);
const PUBLISHED: Date = day(2026, 3, 17);
const FOLLOWED: Date = day(2026, 3, 18);
const ANSWERED: Date = day(2026, 3, 24);
const SETTLING: Date = day(2026, 3, 25);
const OBJECTED: Date = day(2026, 4, 10);
const TURNED: Date = day(2026, 4, 22);
const RESUMED: Date = day(2026, 5, 6);
const SETTLED: Date = day(2026, 5, 20);
const CLOSED: Date = day(2026, 5, 26);
const ENDED: Date = day(2026, 5, 27);

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date(jiff::civil::date(year, month, day))
}

/// What cases are made in.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The service, with a source of ids that a seed feeds.
    pub service: Dissolutions,
    /// The clock by which its ids are made.
    pub clock: Arc<FixedClock>,
}

/// The cases of a synthetic city on their way.
pub struct Cases {
    stage: Stage,
    clock: Arc<FixedClock>,
    begun: Vec<(DissolutionId, Course, Organisation)>,
    hopefuls: Hopefuls,
}

/// The organisations that are to be dissolved: those that stopped, and those at work.
struct Pool {
    stopped: VecDeque<Organisation>,
    working: VecDeque<Organisation>,
}

/// Begins the cases of a city of so many organisations, which the directory knows: the yearly plans,
/// the proposals, and every case up to its decision. What follows needs the register to have followed.
///
/// # Errors
/// What the database reports.
pub async fn begin(setting: &Setting, organisations: usize) -> Result<Cases, Failure> {
    let stage = Stage::set(setting).await?;
    let rounds = rounds(organisations);
    let mut pool = Pool::find(&stage, rounds).await?;
    let mut chosen = Vec::new();
    for _ in 0..rounds {
        for course in COURSES {
            if let Some(organisation) = pool.next(course) {
                chosen.push((*course, organisation));
            }
        }
    }
    let hopefuls = Hopefuls::of(pool.stopped, rounds);
    let of_cases = chosen.iter().map(|(_, organisation)| organisation.clone()).collect();
    planning::plan(&stage, of_cases).await?;
    let mut begun = Vec::with_capacity(chosen.len());
    for (course, organisation) in chosen {
        let (at, of) = (stage.clone(), organisation.clone());
        let work = move |connection: &mut htx_kit::db::Connection| {
            Folder::begin(&at, connection, &of, course)
        };
        let id = stage.service.runtime.database.write(work).await?;
        begun.push((id, course, organisation));
    }
    let hopefuls = hopefuls.begin(&stage).await?;
    let clock = Arc::clone(&setting.clock);
    clock.set(stage::at_nine(FOLLOWED));
    Ok(Cases { stage, clock, begun, hopefuls })
}

impl Cases {
    /// Takes the cases on to where they stand at last. The register follows once more then.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn go_on(self) -> Result<usize, Failure> {
        let Self { stage, clock, begun, hopefuls } = self;
        let count = begun.len();
        for (id, course, organisation) in begun {
            let at = stage.clone();
            let work = move |connection: &mut htx_kit::db::Connection| {
                Folder::go_on(&at, connection, (id, &organisation), course)
            };
            stage.service.runtime.database.write(work).await?;
        }
        hopefuls.go_on(&stage).await?;
        clock.set(stage::at_nine(ENDED));
        Ok(count)
    }
}

impl Pool {
    /// The newest entries: the older ones have stories of their own in the register.
    async fn find(stage: &Stage, rounds: usize) -> Result<Self, Failure> {
        let wanted =
            move |of_a_round: usize| i64::try_from(of_a_round * rounds).unwrap_or(i64::MAX);
        let working = COURSES.iter().filter(|course| !course.stopped()).count();
        let stopped = COURSES.len() - working + planning::CANDIDATES;
        let find = move |connection: &mut htx_kit::db::Connection| {
            let mut of = |status, limit| {
                store::organisation::newest(connection, status, REGISTERED_BEFORE, limit)
            };
            Ok::<_, Failure>(Self {
                stopped: of(OrganisationStatus::Dormant, wanted(stopped))?.into(),
                working: of(OrganisationStatus::Active, wanted(working))?.into(),
            })
        };
        stage.service.runtime.database.read(find).await
    }

    /// The next for a course; nobody, where the city lacks them.
    fn next(&mut self, course: &Course) -> Option<Organisation> {
        if course.stopped() { self.stopped.pop_front() } else { self.working.pop_front() }
    }
}

/// How often every course is taken.
fn rounds(organisations: usize) -> usize {
    if organisations < ORGANISATIONS_LEAST {
        return 0;
    }
    (organisations / ORGANISATIONS_TO_A_ROUND).clamp(1, ROUNDS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_cases_grows_with_the_city_up_to_a_bound() {
        let counted = [100, 200, 2_500, 200_000, 1_000_000].map(rounds);
        assert_eq!(counted, [0, 1, 3, 12, 12]);
    }
}
