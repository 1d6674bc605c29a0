//! Posts to the ledger of a budget that is held.

use htx_kit::{act::Act, failure::Failure};
use htx_model::{
    id::{LoanId, RepaymentId, SupportApplicationId, SupportPaymentId},
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
};

/// What a posting is for, beside its operation and amount.
#[derive(Debug, Clone, Copy, Default)]
pub enum Purpose {
    /// The budget's own: money is allotted, or cut.
    #[default]
    Budget,
    /// For an application, by which payment of it.
    Application(SupportApplicationId, Option<SupportPaymentId>),
    /// For a loan, by which repayment of it.
    Loan(LoanId, Option<RepaymentId>),
}

impl Purpose {
    const fn application(self) -> Option<(SupportApplicationId, Option<SupportPaymentId>)> {
        match self {
            Self::Application(id, payment) => Some((id, payment)),
            Self::Budget | Self::Loan(..) => None,
        }
    }

    const fn loan(self) -> Option<(LoanId, Option<RepaymentId>)> {
        match self {
            Self::Loan(id, repayment) => Some((id, repayment)),
            Self::Budget | Self::Application(..) => None,
        }
    }
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
    let (application, loan) = (purpose.application(), purpose.loan());
    let entry = Entry {
        id: act.context.ids.make(),
        budget: budget.id,
        sequence: ledger.entries,
        operation,
        amount,
        application: application.map(|(id, _)| id),
        payment: application.and_then(|(_, payment)| payment),
        loan: loan.map(|(id, _)| id),
        repayment: loan.and_then(|(_, repayment)| repayment),
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
