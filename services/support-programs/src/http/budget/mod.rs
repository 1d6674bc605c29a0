//! Budgets, what is proposed for them, and their ledger.

mod allocations;
mod budgets;
mod entries;

use htx_kit::{db::Connection, failure::Failure, http::Routes};
use htx_model::{agency::AgencyCode, id::BudgetId, scope::Scope};

use crate::{domain::budget::Budget, store, usecase::budget as usecase};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(budgets::list_support_budgets)
        .service(budgets::open_support_budget)
        .service(budgets::read_support_budget)
        .service(allocations::list_allocations)
        .service(allocations::propose_allocation)
        .service(allocations::confirm_allocation)
        .service(allocations::refuse_allocation)
        .service(entries::list_ledger_entries);
}

/// A budget within a scope.
fn found(
    connection: &mut Connection,
    (scope, led): (&Scope, &[AgencyCode]),
    id: BudgetId,
) -> Result<Budget, Failure> {
    Ok(store::budget::find(connection, scope, led, id)?.ok_or_else(usecase::unknown)?)
}
