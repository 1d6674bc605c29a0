//! Fills an empty registry with a synthetic city, the same for the same seed: a register as it was
//! imported, in bulk; and beside it, in a number that grows with the city up to a bound, everything
//! else that the registry does, done by the use cases that do it.

mod alliance;
mod bulk;
mod cases;
mod duties;
mod filing;
mod founders;
mod people;
mod pool;
mod stage;

use std::{collections::BTreeMap, sync::Arc};

use htx_kit::{
    clock::{FixedClock, IdSource},
    db::Database,
    documents::{Documents, Received},
    failure::Failure,
};
use htx_model::{
    administrative::AdministrativeUnits,
    date::Date,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
    working_days::Holidays,
};

use crate::{
    domain::synthetic::{SyntheticCity, papers},
    store::{
        self,
        organisation::{Filter, Order},
    },
};
use pool::Pool;
use stage::Stage;

/// From so many organisations on a city has one round of everything, and one more for each so many.
const ORGANISATIONS_TO_A_ROUND: usize = 800;
/// Below so many, a city is a register and nothing else.
const ORGANISATIONS_LEAST: usize = 200;
/// The most rounds, however large the city.
const ROUNDS_MAX: usize = 12;
/// The day on which the communes began.
const COMMUNES_BEGAN: Date = Date(jiff::civil::date(2025, 7, 1));
/// The day on which pauses begin.
const PAUSES_BEGIN: Date = Date(jiff::civil::date(2026, 2, 2));

/// How large a synthetic city to make, and out of which seed.
#[derive(Debug, Clone, Copy)]
pub struct Synthesis {
    /// The seed.
    pub seed: u64,
    /// How many organisations.
    pub organisations: usize,
}

impl Synthesis {
    /// How often everything is done.
    fn rounds(self) -> usize {
        if self.organisations < ORGANISATIONS_LEAST {
            return 0;
        }
        (self.organisations / ORGANISATIONS_TO_A_ROUND).clamp(1, ROUNDS_MAX)
    }
}

/// What a synthetic city is made in.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The registry's database.
    pub database: Database,
    /// The map.
    pub units: Arc<AdministrativeUnits>,
    /// The public holidays.
    pub holidays: Arc<Holidays>,
    /// Where documents stand.
    pub documents: Documents,
    /// The clock by which the ids are made.
    pub clock: Arc<FixedClock>,
    /// Makes ids out of the seed.
    pub ids: IdSource,
}

/// Enters a synthetic city; `progress` is told how many organisations are in.
///
/// # Errors
/// [`ErrorCode::StateConflict`] where the registry holds organisations already; what the database
/// reports.
pub async fn synthesise(
    setting: &Setting,
    synthesis: Synthesis,
    mut progress: impl FnMut(usize),
) -> Result<(), Failure> {
    require_empty(&setting.database).await?;
    let stage = Stage::set(setting, papers(&setting.documents).await?)?;
    let mut city = SyntheticCity::new(&setting.units, synthesis.seed);
    let mut founded = Vec::new();
    for _ in 0..synthesis.rounds() {
        founded.push(founders::found_with_districts(setting, &stage, &mut city).await?);
    }
    follow_the_reform(setting, &stage).await?;
    for founded in &mut founded {
        founders::found_with_communes(setting, &stage, &mut city, founded).await?;
    }
    let special = founders::ORGANISATIONS_OF_A_ROUND + cases::ORGANISATIONS_OF_A_ROUND;
    let ordinary = synthesis.organisations - synthesis.rounds() * special;
    let mut pool = Pool::of_rounds(synthesis.rounds());
    bulk::enter(setting, &stage, &mut city, ordinary, &mut pool, &mut progress).await?;
    for (at, founded) in founded.iter().enumerate() {
        cases::file(setting, &stage, &mut city, &mut pool, founded, at).await?;
        duties::attend(setting, &stage, &mut city, &mut pool, founded).await?;
        people::change(setting, &stage, &mut city, &mut pool, founded).await?;
        alliance::act(setting, &stage, &mut pool).await?;
        progress(ordinary + (at + 1) * special);
    }
    duties::detect(setting, &stage, pool.silent.take(synthesis.rounds())).await?;
    let context = stage.operator(PAUSES_BEGIN);
    super::application::begin_due_suspensions(&setting.database, &context).await?;
    Ok(())
}

/// Entries, open files and advice pass to the communes of 2025-07-01.
async fn follow_the_reform(setting: &Setting, stage: &Stage) -> Result<(), Failure> {
    let context = stage.operator(COMMUNES_BEGAN);
    super::follow_succession::follow_succession(&setting.database, &context, &setting.units)
        .await?;
    Ok(())
}

/// The documents of a city, kept once: each application has its own entry for one of them.
async fn papers(documents: &Documents) -> Result<BTreeMap<&'static str, Received>, Failure> {
    let mut kept = BTreeMap::new();
    for (code, name, content) in papers::all() {
        let mut received = Received::written(&name, content.as_bytes())?;
        documents.keep(&mut received).await?;
        kept.insert(code, received);
    }
    Ok(kept)
}

async fn require_empty(database: &Database) -> Result<(), Failure> {
    let any = database
        .read(|connection| {
            let (everything, filter) = (Scope::everything(), Filter::default());
            store::organisation::list(connection, &everything, &filter, Order::Id, None, 1)
        })
        .await?;
    if any.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Sổ đăng ký đã có dữ liệu; thành phố giả lập chỉ được tạo trong thư mục dữ liệu trống.",
            "The registry holds data already; a synthetic city is made in an empty data folder only.",
        ),
    )
    .into())
}
