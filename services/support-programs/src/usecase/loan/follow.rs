//! A loan from the paying out to the last đồng.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    faults::Faults,
    id::LoanId,
    money::Dong,
    refusal::{ErrorCode, Refusal, Text},
    support::money::{LoanAction, LoanState},
    text,
};

use super::{Act, Told, amount, hold, save};
use crate::{
    domain::{
        counter_entry, living,
        loan::{Loan, REPAYMENTS_MAX, Repayment, standing},
    },
    store::{self, loan::StoredLoan},
    usecase::budget::propose::NUMBER_LENGTH_MAX,
};

/// The kind of the event of a paying out.
pub(super) const PAID_OUT: &str = "loan.paid_out";

/// Money on its way, out or back.
#[derive(Debug, Clone)]
pub struct Moved {
    /// On which day: today where it is not said.
    pub on: Option<Date>,
    /// The number of the payment order or receipt.
    pub reference: String,
}

/// Pays a loan out: its schedule begins.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; an organisation that dissolves or has
/// ended; a day to come, or before the decision.
pub fn pay_out(
    act: &mut Act<'_>,
    of: (LoanId, &IfMatch),
    moved: Moved,
) -> Result<StoredLoan, Failure> {
    let (before, state) = hold(act, of, LoanAction::PayOut)?;
    living::require(before.1.status)?;
    let (on, reference) = check(act, &moved, before.0.decided_on)?;
    let after = Loan {
        state,
        paid_out_on: Some(on),
        paid_out_reference: Some(reference),
        ..before.0.clone()
    };
    save(act, before, after, (LoanAction::PayOut, PAID_OUT), Told::default())
}

/// Enters a repayment. With the last đồng of the schedule the loan is settled.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; more than is owed; a receipt that was
/// entered already.
pub fn repay(
    act: &mut Act<'_>,
    of: (LoanId, &IfMatch),
    (amount_vnd, moved): (i64, Moved),
) -> Result<StoredLoan, Failure> {
    let (before, state) = hold(act, of, LoanAction::Repay)?;
    let (paid_on, reference) = check(act, &moved, before.0.paid_out_on)?;
    let paid = amount("/amount_vnd", amount_vnd).map_err(|fault| Refusal::rules(vec![fault]))?;
    let total = standing::total(&before.0.schedule());
    let open = Dong(total.0 - before.0.repaid.0);
    if paid > open {
        let mut faults = Faults::default();
        let detail = Text::made(
            format!("Theo lịch trả nợ chỉ còn phải trả {open}."),
            format!("By the schedule only {open} is still owed."),
        );
        faults.add("/amount_vnd", "beyond_what_is_owed", detail);
        faults.refuse()?;
    }
    let entered = store::loan::repayments(act.connection, of.0)?;
    let repayment = Repayment {
        id: act.context.ids.make(),
        loan: of.0,
        sequence: next_number(&entered)?,
        amount: paid,
        paid_on,
        reference,
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
        reverses: None,
    };
    if counter_entry::is_entered(&repayment, &entered) {
        let detail = Text::fixed(
            "Chứng từ trả nợ (số tham chiếu) này đã được ghi.",
            "A repayment under this number (reference) was entered already.",
        );
        return Err(Refusal::new(ErrorCode::AlreadyExists, detail).into());
    }
    let key = counter_entry::reference_key(&repayment, &entered);
    store::loan::insert_repayment(act.connection, &repayment, &key)?;
    let settled = paid == open;
    let after = Loan {
        state: if settled { LoanState::Settled } else { state },
        repaid: Dong(before.0.repaid.0 + paid.0),
        ..before.0.clone()
    };
    let kind = if settled { "loan.settled" } else { "loan.repaid" };
    let told = Told { repayment: Some(&repayment), ..Told::default() };
    save(act, before, after, (LoanAction::Repay, kind), told)
}

/// The number of the next repayment.
pub(super) fn next_number(earlier: &[Repayment]) -> Result<i64, Refusal> {
    let last = earlier.last().map_or(0, |one| one.sequence);
    if last < REPAYMENTS_MAX {
        return Ok(last + 1);
    }
    let detail = Text::made(
        format!("Khoản vay có tối đa {REPAYMENTS_MAX} lần trả."),
        format!("A loan has at most {REPAYMENTS_MAX} repayments."),
    );
    Err(Refusal::new(ErrorCode::StateConflict, detail))
}

/// The day and the number of money that moved: not to come, and not before what it follows.
fn check(
    act: &Act<'_>,
    moved: &Moved,
    not_before: Option<Date>,
) -> Result<(Date, String), Refusal> {
    let mut faults = Faults::default();
    let on = moved.on.unwrap_or(act.today());
    faults.past("/paid_on", on, act.today());
    if not_before.is_some_and(|first| on < first) {
        let detail = Text::fixed(
            "Ngày này sớm hơn bước trước của khoản vay.",
            "This day lies before the step before it.",
        );
        faults.add("/paid_on", "before_the_last_step", detail);
    }
    let reference = faults.words("/reference", &moved.reference, NUMBER_LENGTH_MAX);
    if !reference.is_empty() && text::words(&reference).is_empty() {
        let detail = Text::fixed("Phải có chữ hoặc số.", "It must have letters or digits.");
        faults.add("/reference", "no_words", detail);
    }
    faults.refuse()?;
    Ok((on, reference))
}
