//! Fills trade promotion with a synthetic season, the same for the same seed: events in every state and
//! what the market holds, done by the use cases that do them, with the cooperatives of the directory.

mod market;
mod play;
mod programme;
mod stage;

use std::sync::Arc;

use htx_kit::{
    clock::{FixedClock, IdSource},
    db::{Connection, Database},
    failure::Failure,
};
use htx_model::{
    agency::Agencies,
    directory::Organisation,
    id::OrganisationId,
    organisation::{OrganisationKind, Sector},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use self::{programme::PROGRAMME, stage::Stage};
use crate::store::{self, event::Filter};

/// The most organisations that a season looks at.
const LOOKED_AT_MAX: usize = 5_000;
/// How many organisations are read at once.
const PAGE: i64 = 1_000;
/// The least cooperatives with which there is a season.
const COOPERATIVES_LEAST: usize = 8;
/// The part of the cooperatives that applies for one event, and how many do at the most.
const APPLY_ONE_IN: usize = 6;
const APPLICANTS_MAX: usize = 60;

/// What a season is made in.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The database of trade promotion, with its directory of organisations.
    pub database: Database,
    /// The agencies.
    pub agencies: Arc<Agencies>,
    /// The clock by which the ids are made.
    pub clock: Arc<FixedClock>,
    /// Makes ids out of the seed.
    pub ids: IdSource,
    /// The seed.
    pub seed: u64,
}

/// Makes a season; how many events it has.
///
/// # Errors
/// [`ErrorCode::StateConflict`] where there are events already; what the database reports.
pub async fn make(setting: &Setting) -> Result<usize, Failure> {
    let cooperatives = setting.database.read(cooperatives).await?;
    if cooperatives.len() < COOPERATIVES_LEAST {
        return Ok(0);
    }
    let stage = Arc::new(Stage::set(setting)?);
    let applicants = (cooperatives.len() / APPLY_ONE_IN).clamp(COOPERATIVES_LEAST, APPLICANTS_MAX);
    for (at, planned) in PROGRAMME.iter().enumerate() {
        let chosen = chosen(&cooperatives, setting.seed, at, applicants);
        let stage = Arc::clone(&stage);
        setting
            .database
            .write(move |connection| play::play(connection, &stage, planned, &chosen))
            .await?;
    }
    let sellers = chosen(&cooperatives, setting.seed, 0, applicants);
    setting.database.write(move |connection| market::play(connection, &stage, &sellers)).await?;
    Ok(PROGRAMME.len())
}

/// The cooperatives that make things to be shown, by their ids; none where there was a season before.
fn cooperatives(connection: &mut Connection) -> Result<Vec<Organisation>, Failure> {
    let everything = Scope::everything();
    if !store::event::list(connection, &everything, &Filter::default(), None, 1)?.is_empty() {
        return Err(Refusal::new(
            ErrorCode::StateConflict,
            Text::fixed(
                "Dữ liệu xúc tiến thương mại không còn trống.",
                "There are events of trade promotion already.",
            ),
        )
        .into());
    }
    let mut found = Vec::new();
    let mut after: Option<OrganisationId> = None;
    let mut seen = 0;
    loop {
        let page = store::organisation::list(connection, &everything, after, PAGE)?;
        let (count, last) = (page.len(), page.last().map(|one| one.id));
        found.extend(page.into_iter().filter(has_something_to_show));
        seen += count;
        if i64::try_from(count).is_ok_and(|count| count < PAGE) || seen >= LOOKED_AT_MAX {
            return Ok(found);
        }
        after = last;
    }
}

fn has_something_to_show(one: &Organisation) -> bool {
    one.kind == OrganisationKind::Cooperative
        && !one.status.has_ended()
        && matches!(one.sector, Some(Sector::Agriculture | Sector::IndustryHandicraft))
}

/// Who applies for the event with this number: another part of all each time, so that most come to one
/// event and some to several.
fn chosen(all: &[Organisation], seed: u64, at: usize, count: usize) -> Vec<Organisation> {
    let length = all.len().max(1);
    let offset = usize::try_from(seed % 1_009).unwrap_or(0) + at * (count * 3 / 4).max(1);
    let count = count.min(length);
    (0..count).filter_map(|step| all.get((offset + step) % length)).cloned().collect()
}
