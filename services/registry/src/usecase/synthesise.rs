//! Fills an empty registry with a synthetic city, the same for the same seed.

use htx_kit::{
    context::Context,
    db::Database,
    failure::Failure,
    log::{self, Entry, SaltSource, personal::SALT_LENGTH},
};
use htx_model::{
    administrative::AdministrativeUnits,
    event::Event,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use serde_json::Value;
use std::sync::Mutex;

use super::{assess_rating, file_annual_report, record};
use crate::{
    domain::{
        annual_report::{AnnualReport, Figures, ReportOrigin},
        member::Member,
        organisation::{Organisation, Representative},
        outlier::{self, ReportFlag},
        rating::YearlyRating,
        synthetic::{SyntheticCity, SyntheticOrganisation, SyntheticReport},
    },
    store::{
        self,
        organisation::{Filter, Order},
    },
};

/// Organisations of one transaction.
const BATCH: usize = 1_000;

/// How large a synthetic city to make, and out of which seed.
#[derive(Debug, Clone, Copy)]
pub struct Synthesis {
    /// The seed.
    pub seed: u64,
    /// How many organisations.
    pub organisations: usize,
}

/// Salts that are the same for the same seed. The people of a synthetic city are nobody, so their
/// commitments hide nothing.
struct SeededSalts(Mutex<ChaCha8Rng>);

impl SaltSource for SeededSalts {
    fn salt(&self) -> Result<[u8; SALT_LENGTH], Failure> {
        let mut salt = [0; SALT_LENGTH];
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(&mut salt);
        Ok(salt)
    }
}

/// What belongs together in one transaction.
#[derive(Default)]
struct Batch {
    organisations: Vec<(Organisation, Representative)>,
    members: Vec<Member>,
    reports: Vec<(AnnualReport, Vec<ReportFlag>)>,
    ratings: Vec<YearlyRating>,
    events: Vec<(Event, Option<Value>)>,
}

/// Enters a synthetic city; `progress` is told how many organisations are in. Call it on a thread
/// that may wait. The context's ids and clock must be seeded for the city to be reproducible.
///
/// # Errors
/// [`ErrorCode::StateConflict`] where the registry holds organisations already; what the database
/// reports.
pub fn synthesise(
    database: &Database,
    units: &AdministrativeUnits,
    context: &Context,
    synthesis: Synthesis,
    mut progress: impl FnMut(usize),
) -> Result<(), Failure> {
    require_empty(database)?;
    let salts =
        std::sync::Arc::new(SeededSalts(Mutex::new(ChaCha8Rng::seed_from_u64(synthesis.seed))));
    let mut city = SyntheticCity::new(units, synthesis.seed);
    let mut made = 0;
    while made < synthesis.organisations {
        let count = BATCH.min(synthesis.organisations - made);
        let mut batch = Batch::default();
        for _ in 0..count {
            let Some(one) = city.next(context.ids.make()) else { continue };
            batch.add(context, one)?;
        }
        let (salts, now) = (salts.clone(), context.now);
        database.write_now(move |connection| {
            let entries: Vec<_> =
                batch.organisations.iter().map(|(one, person)| (one, person)).collect();
            store::organisation::insert_many(connection, &entries, now)?;
            store::member::insert_many(connection, &batch.members)?;
            store::annual_report::save_many(connection, &batch.reports, now)?;
            store::yearly_rating::save_many(connection, &batch.ratings, now)?;
            let events: Vec<_> = batch
                .events
                .iter()
                .map(|(event, personal)| Entry { event, personal: personal.as_ref() })
                .collect();
            log::append_many(connection, &events, &*salts)
        })?;
        made += count;
        progress(made);
    }
    Ok(())
}

fn require_empty(database: &Database) -> Result<(), Failure> {
    let any = database.read_now(|connection| {
        let everything = Scope::everything();
        store::organisation::list(connection, &everything, &Filter::default(), Order::Id, None, 1)
    })?;
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

impl Batch {
    fn add(&mut self, context: &Context, one: SyntheticOrganisation) -> Result<(), Failure> {
        let SyntheticOrganisation { organisation, representative, members, reports } = one;
        let id = organisation.id;
        let event = record::event(context, "organisation.imported", None, &organisation)?;
        self.events.push((event, record::personal(&representative)?));
        self.members.extend(members.into_iter().map(|(kind, name, share)| {
            Member::named(context.ids.make(), id, kind, name, share, organisation.registered_on)
        }));
        let mut year_before = None;
        for made in reports {
            let figures = figures(&made, &organisation);
            let flags = outlier::flags(&figures, year_before.as_ref());
            year_before = Some(figures.clone());
            let report = AnnualReport {
                id: context.ids.make(),
                organisation: id,
                year: made.year,
                origin: ReportOrigin::Imported,
                figures,
                restatement_reason: None,
            };
            let kind = "annual_report.recorded";
            let event = file_annual_report::event(context, kind, &organisation, None, &report)?;
            self.events.push((event, None));
            self.reports.push((report, flags));
            let rating = YearlyRating::imported(context.ids.make(), id, made.year, made.rating);
            let kind = "rating.imported";
            let event = assess_rating::event(context, kind, &organisation, None, &rating)?;
            self.events.push((event, None));
            self.ratings.push(rating);
        }
        self.organisations.push((organisation, representative));
        Ok(())
    }
}

fn figures(made: &SyntheticReport, organisation: &Organisation) -> Figures {
    let workers = i64::from(organisation.worker_count.unwrap_or_default());
    Figures {
        revenue_vnd: Some(made.revenue.0),
        profit_vnd: Some(made.profit.0),
        official_member_count: organisation.member_count,
        worker_count: organisation.worker_count,
        worker_pay_vnd: made.average_worker_income.0.checked_mul(workers),
        ..Figures::default()
    }
}
