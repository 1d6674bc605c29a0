//! The loans that are being paid back, by how long they are overdue.

use std::collections::BTreeMap;

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    date::Date,
    money::Dong,
    scope::Scope,
    support::money::{LoanState, OverdueBucket},
};

use crate::{
    domain::loan::standing,
    store::loan::{self as store, Filter},
};

/// Loans that are read at once.
const BATCH: i64 = 500;

/// The loans of one bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Line {
    /// How many.
    pub loans: u32,
    /// What is left of what was lent.
    pub principal_left: Dong,
    /// What should have been paid and was not.
    pub overdue: Dong,
}

/// The portfolio on a day, within a scope.
///
/// # Errors
/// What the database reports.
pub fn portfolio(
    connection: &mut Connection,
    scope: &Scope,
    today: Date,
) -> Result<BTreeMap<OverdueBucket, Line>, Failure> {
    let filter = Filter { state: Some(LoanState::Active), ..Filter::default() };
    let (mut lines, mut after) = (BTreeMap::<OverdueBucket, Line>::new(), None);
    loop {
        let batch = store::list(connection, scope, &filter, after.as_ref(), BATCH)?;
        for (loan, _) in &batch {
            let covered = standing::cover(&loan.schedule(), loan.repaid);
            let stands = standing::on(&covered, today);
            let line = lines.entry(stands.bucket).or_default();
            line.loans += 1;
            line.principal_left.0 = line.principal_left.0.saturating_add(stands.principal_left.0);
            line.overdue.0 = line.overdue.0.saturating_add(stands.overdue.0);
        }
        after = batch.last().map(|(loan, _)| loan.id);
        if i64::try_from(batch.len()).unwrap_or(BATCH) < BATCH {
            return Ok(lines);
        }
    }
}
