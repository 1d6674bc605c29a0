//! Takes back what was entered wrongly of a loan: a repayment by a counter-entry that names it, the paying
//! out while nothing was paid back. By another person than who entered it; what was entered stays in the log.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults,
    id::{LoanId, RepaymentId},
    money::Dong,
    refusal::{ErrorCode, Refusal, Text},
    support::money::LoanAction,
    words::REASON_LENGTH_MAX,
};

use super::{
    Act, Told,
    follow::{PAID_OUT, next_number},
    hold, save,
};
use crate::{
    domain::{
        counter_entry,
        loan::{Loan, Repayment},
    },
    store::{self, loan::StoredLoan},
    usecase::{budget::propose::NUMBER_LENGTH_MAX, corrected},
};

/// On what ground something is taken back.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The number of the document by which it is taken back.
    pub reference: String,
    /// Why.
    pub reason: String,
}

/// Takes a repayment back: the loan stands as if it had never been entered.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; whoever prepared anything in the loan; a
/// repayment that was taken back already; money that the fund has promised or lent to others since.
pub fn repayment(
    act: &mut Act<'_>,
    of: (LoanId, &IfMatch),
    (wrong, ground): (RepaymentId, Ground),
) -> Result<StoredLoan, Failure> {
    let (before, state) = hold(act, of, LoanAction::ReverseRepayment)?;
    let entered = store::loan::repayments(act.connection, of.0)?;
    let wrong = counter_entry::to_take_back(&entered, wrong)?;
    let (reference, reason) = check(&ground)?;
    let counter = Repayment {
        id: act.context.ids.make(),
        sequence: next_number(&entered)?,
        paid_on: act.today(),
        reference,
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
        reverses: Some(wrong.id),
        ..wrong.clone()
    };
    let key = counter_entry::reference_key(&counter, &entered);
    store::loan::insert_repayment(act.connection, &counter, &key)?;
    let repaid = Dong(before.0.repaid.0 - wrong.amount.0);
    let wrong = wrong.id;
    let corrects = corrected::event_of(act.connection, of.0.uuid(), |event| {
        event.state["repayment"]["id"].as_str().is_some_and(|id| id == wrong.to_string())
    })?;
    let after = Loan { state, repaid, ..before.0.clone() };
    let told =
        Told { repayment: Some(&counter), corrects, reason: Some(&reason), ..Told::default() };
    save(act, before, after, (LoanAction::ReverseRepayment, "loan.repayment_reversed"), told)
}

/// Takes the paying out back: the loan is approved and not paid out.
///
/// # Errors
/// As [`repayment`]; a loan of which something was paid back.
pub fn pay_out(
    act: &mut Act<'_>,
    of: (LoanId, &IfMatch),
    ground: &Ground,
) -> Result<StoredLoan, Failure> {
    let (before, state) = hold(act, of, LoanAction::ReversePayOut)?;
    if before.0.repaid > Dong::ZERO {
        let detail = Text::fixed(
            "Khoản vay đã có lần trả nợ nên không hủy được giải ngân.",
            "Something was paid back, so the paying out cannot be taken back.",
        );
        let advice = Text::fixed(
            "Nếu cả các lần trả nợ cũng ghi nhầm, hãy hủy chúng trước.",
            "Where the repayments were entered wrongly too, take those back first.",
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail).advising(advice).into());
    }
    let (reference, reason) = check(ground)?;
    let corrects =
        corrected::event_of(act.connection, of.0.uuid(), |event| event.kind == PAID_OUT)?;
    let after = Loan { state, paid_out_on: None, paid_out_reference: None, ..before.0.clone() };
    let told =
        Told { reference: Some(&reference), corrects, reason: Some(&reason), ..Told::default() };
    save(act, before, after, (LoanAction::ReversePayOut, "loan.pay_out_reversed"), told)
}

fn check(ground: &Ground) -> Result<(String, String), Refusal> {
    let mut faults = Faults::default();
    let reference = faults.words("/reference", &ground.reference, NUMBER_LENGTH_MAX);
    let reason = faults.words("/reason", &ground.reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    Ok((reference, reason))
}
