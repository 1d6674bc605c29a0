//! Decides differences that a reconciliation found: the register takes them over or keeps its own.

mod batch;

use std::sync::Arc;

use htx_kit::{
    context::Context,
    db::{Connection, Database},
    failure::Failure,
};
use htx_model::{
    administrative::AdministrativeUnits,
    id::{BatchId, DifferenceId, ReconciliationId},
    refusal::Text,
};

use super::reconcile::unknown;
use crate::{
    domain::national_system::{DifferenceState, NationalField, Take},
    store::national_system::{self, DifferenceFilter},
};

/// Differences decided in one transaction.
const BATCH: usize = 200;
/// The most refusals that are told one by one.
const REFUSED_MAX: usize = 1_000;

/// Which differences.
#[derive(Debug, Clone)]
pub enum Selection {
    /// These.
    Ids(Vec<DifferenceId>),
    /// All open ones of a list.
    Filter(DifferenceFilter),
}

/// What is to be done with them.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// Whose statement holds.
    pub take: Take,
    /// Which fields are taken over; all that differ where none are named.
    pub fields: Option<Vec<NationalField>>,
    /// Why.
    pub reason: Option<String>,
}

/// A difference that stays open, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The difference.
    pub id: DifferenceId,
    /// A stable code.
    pub code: &'static str,
    /// What is wrong.
    pub detail: Text,
}

/// What came of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many the register took over.
    pub taken: usize,
    /// How many it keeps its own of.
    pub kept: usize,
    /// How many had been decided so before.
    pub unchanged: usize,
    /// How many stay open.
    pub refused_count: usize,
    /// The first of those, with the reason.
    pub refused: Vec<Refused>,
}

impl Outcome {
    fn add(&mut self, mut other: Self) {
        self.taken += other.taken;
        self.kept += other.kept;
        self.unchanged += other.unchanged;
        self.refused_count += other.refused_count;
        let room = REFUSED_MAX.saturating_sub(self.refused.len());
        other.refused.truncate(room);
        self.refused.append(&mut other.refused);
    }

    fn refuse(&mut self, id: DifferenceId, code: &'static str, detail: Text) {
        self.refused_count += 1;
        self.refused.push(Refused { id, code, detail });
    }
}

/// What decides differences.
#[derive(Clone)]
pub struct Acceptor {
    /// The registry's database.
    pub database: Database,
    /// The map.
    pub units: Arc<AdministrativeUnits>,
    /// Who decides, and when.
    pub context: Context,
    /// Of which reconciliation.
    pub reconciliation: ReconciliationId,
    /// The batch that the events bear.
    pub batch: BatchId,
    /// What to do.
    pub acceptance: Acceptance,
}

impl Acceptor {
    /// Decides the selected differences, a batch in each transaction; those that cannot be taken
    /// over stay open and are told. Again is harmless. Call it on a thread that may wait.
    ///
    /// # Errors
    /// No such reconciliation; what the database reports, after which the batches before stay
    /// decided.
    pub fn run(&self, selection: &Selection) -> Result<Outcome, Failure> {
        let id = self.reconciliation;
        self.database.read_now(move |connection| {
            national_system::find(connection, id)?.ok_or_else(unknown)?;
            Ok(())
        })?;
        let mut outcome = Outcome::default();
        match selection {
            Selection::Ids(ids) => {
                let mut ids = ids.clone();
                ids.sort_unstable();
                ids.dedup();
                for chunk in ids.chunks(BATCH) {
                    outcome.add(self.decide(chunk.to_vec())?);
                }
            }
            Selection::Filter(filter) => self.decide_all(filter, &mut outcome)?,
        }
        Ok(outcome)
    }

    fn decide_all(&self, filter: &DifferenceFilter, outcome: &mut Outcome) -> Result<(), Failure> {
        let filter = DifferenceFilter { state: Some(DifferenceState::Open), ..filter.clone() };
        let mut after = None;
        loop {
            let (id, narrowed) = (self.reconciliation, filter.clone());
            let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
            let found: Vec<DifferenceId> = self.database.read_now(move |connection| {
                let found = national_system::differences(connection, id, &narrowed, after, limit)?;
                Ok(found.into_iter().map(|one| one.id).collect())
            })?;
            let Some(last) = found.last() else { return Ok(()) };
            after = Some(*last);
            outcome.add(self.decide(found)?);
        }
    }

    fn decide(&self, ids: Vec<DifferenceId>) -> Result<Outcome, Failure> {
        let mut acceptor = self.clone();
        // A long run lasts: what it writes bears the instant at which it is written.
        acceptor.context.now = acceptor.context.ids.now();
        self.database.write_now(move |connection: &mut Connection| {
            batch::decide(connection, &acceptor, &ids)
        })
    }
}
