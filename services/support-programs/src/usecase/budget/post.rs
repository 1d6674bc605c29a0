//! Posts to the ledger of a budget that is held.

use htx_kit::failure::Failure;
use htx_model::{
    id::{SupportApplicationId, SupportPaymentId},
    money::Dong,
    refusal::Refusal,
};

use super::tell;
use crate::{
    domain::{
        budget::Budget,
        ledger::{Entry, Operation},
    },
    store,
    usecase::act::Act,
};

/// What a posting is for, beside its operation and amount.
#[derive(Debug, Clone, Copy, Default)]
pub struct Purpose {
    /// For which application.
    pub application: Option<SupportApplicationId>,
    /// By which payment.
    pub payment: Option<SupportPaymentId>,
}

/// Enters a posting, and has the budget stand as it is after it.
///
/// # Errors
/// What the budget has not got.
pub fn post(
    act: &mut Act<'_>,
    budget: &mut Budget,
    (operation, amount): (Operation, Dong),
    purpose: Purpose,
) -> Result<Entry, Failure> {
    let posted = budget.ledger.post(operation, amount);
    let ledger = posted.map_err(|fault| Refusal::rules(vec![fault]))?;
    let entry = Entry {
        id: act.context.ids.make(),
        budget: budget.id,
        sequence: ledger.entries,
        operation,
        amount,
        application: purpose.application,
        payment: purpose.payment,
        after: ledger.balances,
        booked_on: act.today(),
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
    };
    store::ledger::insert(act.connection, &entry)?;
    budget.ledger = ledger;
    let of = (budget.id, "ledger_entry");
    tell(act.connection, act.context, "support_budget.posted", of, (None, &entry), None)?;
    Ok(entry)
}
