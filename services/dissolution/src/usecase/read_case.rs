//! Reads a case with its steps and with what each next step still needs.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    date::Date, dissolution::DissolutionAction, id::DissolutionId, refusal::UnmetGuard,
    scope::Scope,
};

use super::{facts, hold, plan};
use crate::{
    domain::{guard, lifecycle, plan::Planned, step::Step},
    store::{self, case::StoredCase},
};

/// A case as it is shown whole.
#[derive(Debug, Clone)]
pub struct Found {
    /// The case.
    pub stored: StoredCase,
    /// Its steps in their order, each with its reason unless it was erased.
    pub steps: Vec<(Step, Option<String>)>,
    /// What the table opens next, each with what it still needs.
    pub next: Vec<(DissolutionAction, Vec<UnmetGuard>)>,
    /// What the plan in force says of it.
    pub planned: Option<Planned>,
}

/// A case within a scope.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read_case(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
    today: Date,
) -> Result<Found, Failure> {
    let stored = store::case::find(connection, scope, id)?.ok_or_else(hold::unknown)?;
    found(connection, stored, today)
}

/// A case that was just read or written, with what belongs to it.
///
/// # Errors
/// What the database reports.
pub fn found(
    connection: &mut Connection,
    stored: StoredCase,
    today: Date,
) -> Result<Found, Failure> {
    let steps = store::step::of_case(connection, stored.case.id)?;
    let facts = facts::of(connection, &stored, today)?;
    let next = lifecycle::open_actions(stored.case.state)
        .map(|action| (action, guard::unmet(action, &facts)))
        .collect();
    let planned = plan::of_case(connection, &stored)?;
    Ok(Found { stored, steps, next, planned })
}
