//! Finance confirms or refuses a proposal for a budget. Only what is confirmed is in the ledger.

use htx_kit::{act::Act, failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults,
    id::{AllocationId, BudgetId},
    words::REASON_LENGTH_MAX,
};
use serde_json::json;

use super::{hold, post, tell, unknown_allocation};
use crate::{
    domain::budget::{Allocation, AllocationAction, AllocationState, Budget, posting, require},
    store,
};

/// Confirms a proposal: the money is in the budget, or out of it, at once.
///
/// # Errors
/// Not found; a stale version; a proposal that was decided; whoever drafted it; a cut of what is not
/// available any more.
pub fn confirm(
    act: &mut Act<'_>,
    ids: (BudgetId, AllocationId),
    seen: &IfMatch,
) -> Result<Allocation, Failure> {
    let (mut budget, before) = found(act, ids, seen)?;
    let state = require(&before, AllocationAction::Confirm, act.who)?;
    let moved = (posting(before.kind), before.amount);
    post::post(act, &mut budget, moved, post::Purpose::default())?;
    save(act, "support_budget.confirmed", before, state, None)
}

/// Refuses a proposal.
///
/// # Errors
/// Not found; a stale version; a proposal that was decided; whoever drafted it; no reason.
pub fn refuse(
    act: &mut Act<'_>,
    ids: (BudgetId, AllocationId),
    seen: &IfMatch,
    reason: &str,
) -> Result<Allocation, Failure> {
    let (_, before) = found(act, ids, seen)?;
    let state = require(&before, AllocationAction::Refuse, act.who)?;
    let mut faults = Faults::default();
    let reason = faults.words("/reason", reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    save(act, "support_budget.refused", before, state, Some(reason))
}

fn found(
    act: &mut Act<'_>,
    (budget, id): (BudgetId, AllocationId),
    seen: &IfMatch,
) -> Result<(Budget, Allocation), Failure> {
    let held = hold(act, budget)?;
    let found = store::allocation::find(act.connection, budget, id)?;
    let allocation = found.ok_or_else(unknown_allocation)?;
    seen.check(allocation.version)?;
    Ok((held, allocation))
}

fn save(
    act: &mut Act<'_>,
    kind: &str,
    before: Allocation,
    state: AllocationState,
    refusal_reason: Option<String>,
) -> Result<Allocation, Failure> {
    let after = Allocation {
        state,
        decided_by_name: Some(act.context.actor.name.clone()),
        decided_on: Some(act.today()),
        refusal_reason,
        version: before.version + 1,
        recorded_at: act.context.now,
        ..before.clone()
    };
    store::allocation::save(act.connection, &after)?;
    let personal = json!({ "note": after.note, "refusal_reason": after.refusal_reason });
    let (of, states) = ((after.budget, "allocation"), (Some(&before), &after));
    tell(act.connection, act.context, kind, of, states, Some(&personal))?;
    Ok(after)
}
