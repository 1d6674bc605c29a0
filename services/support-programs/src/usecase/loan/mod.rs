//! Loans of the cooperative fund: applied for by the organisation, appraised, decided and followed by
//! the alliance, out of the fund's capital. What a loan does to that is posted as it is saved.

pub mod follow;
pub mod grant;
pub mod portfolio;
pub mod reverse;

use htx_kit::{act::Act, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    directory::Organisation,
    event::Subject,
    id::{BudgetId, EventId, LoanId},
    money::Dong,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
    support::money::{LoanAction, LoanState},
};

use super::budget::{self, post};
use crate::{
    domain::loan::{Loan, Repayment, fund, lifecycle, schedule::PRINCIPAL_MAX},
    store::{self, loan::StoredLoan},
};

/// What the subject of every event of a loan is called.
pub const SUBJECT: &str = "loan";

/// A loan that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("khoản vay", "loan")
}

/// A loan as it is shown whole.
#[derive(Debug, Clone)]
pub struct Found {
    /// The loan.
    pub loan: Loan,
    /// Its organisation today.
    pub organisation: Organisation,
    /// What was paid back.
    pub repayments: Vec<Repayment>,
}

/// A loan within a scope.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(connection: &mut Connection, scope: &Scope, id: LoanId) -> Result<Found, Failure> {
    let stored = store::loan::find(connection, scope, id)?.ok_or_else(unknown)?;
    found(connection, stored)
}

/// A loan that was just read or written, with what belongs to it.
///
/// # Errors
/// What the database reports.
pub fn found(
    connection: &mut Connection,
    (loan, organisation): StoredLoan,
) -> Result<Found, Failure> {
    let repayments = store::loan::repayments(connection, loan.id)?;
    Ok(Found { loan, organisation, repayments })
}

/// Takes a loan's turn, until the transaction ends, for an action, and tells where it leads.
fn hold(
    act: &mut Act<'_>,
    (id, seen): (LoanId, &IfMatch),
    action: LoanAction,
) -> Result<(StoredLoan, LoanState), Failure> {
    act.connection.lock(&format!("loan {id}"))?;
    let stored = store::loan::find(act.connection, act.scope, id)?.ok_or_else(unknown)?;
    seen.check(stored.0.version)?;
    let state = lifecycle::require(stored.0.state, action)?;
    if lifecycle::decides(action) {
        stored.0.require_other_person(act.who)?;
    }
    Ok((stored, state))
}

/// What the event of an action tells beside the loan.
#[derive(Debug, Clone, Copy, Default)]
struct Told<'a> {
    /// What was paid back, or the counter-entry that takes it back.
    repayment: Option<&'a Repayment>,
    /// The number of a document that no other field holds.
    reference: Option<&'a str>,
    /// The event of what is corrected.
    corrects: Option<EventId>,
    /// Why, which the log only commits to.
    reason: Option<&'a str>,
}

/// Saves a loan after an action, with its event, and posts what it does to the fund's capital.
fn save(
    act: &mut Act<'_>,
    (before, organisation): StoredLoan,
    mut after: Loan,
    (action, kind): (LoanAction, &str),
    told: Told<'_>,
) -> Result<StoredLoan, Failure> {
    if !lifecycle::decides(action) {
        after.note_preparer(act.who);
    }
    let ended =
        matches!(after.state, LoanState::Settled | LoanState::Rejected | LoanState::Withdrawn);
    after.ended_on = ended.then(|| act.today());
    (after.version, after.recorded_at) = (before.version + 1, act.context.now);
    store::loan::save(act.connection, &after)?;
    if let Some(budget) = after.budget {
        post_in(act, budget, (&before, &after), told.repayment)?;
    }
    tell(act, kind, &organisation, (Some(&before), &after), told)?;
    Ok((after, organisation))
}

/// Posts what a loan does to the capital that it is lent out of, while that is held: of approvers at once
/// only as many pass as the fund has money for.
fn post_in(
    act: &mut Act<'_>,
    budget: BudgetId,
    (before, after): (&Loan, &Loan),
    repayment: Option<&Repayment>,
) -> Result<(), Failure> {
    let postings = fund::postings(Some(before), after);
    if postings.is_empty() {
        return Ok(());
    }
    let mut held = budget::hold_whoever_asks(act, budget)?;
    for (operation, amount) in postings {
        let by = repayment.map(|one| one.id);
        post::post(act, &mut held, (operation, amount), post::Purpose::Loan(after.id, by))?;
    }
    Ok(())
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    organisation: &Organisation,
    (before, after): (Option<&Loan>, &Loan),
    told: Told<'_>,
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let (before, place) = (before.map(Loan::logged), organisation.place());
    let mut state = after.logged();
    if let Some(repayment) = told.repayment {
        state["repayment"] = serde_json::to_value(repayment).map_err(Failure::unexpected)?;
    }
    if let Some(reference) = told.reference {
        state["reference"] = reference.into();
    }
    let mut event = act.context.event(kind, subject, place, before.as_ref(), state);
    event.corrects = told.corrects;
    let personal = after.personal(told.reason);
    log::append(act.connection, &event, Some(&personal), &act.context.ids)
}

/// The fault of an amount that is none.
fn amount(pointer: &'static str, given: i64) -> Result<Dong, Fault> {
    if (1..=PRINCIPAL_MAX).contains(&given) {
        return Ok(Dong(given));
    }
    Err(Fault::new(
        pointer,
        "amount_out_of_range",
        Text::made(
            format!("Số tiền phải từ {} đến {}.", Dong(1), Dong(PRINCIPAL_MAX)),
            format!("The amount must be from {} to {}.", Dong(1), Dong(PRINCIPAL_MAX)),
        ),
    ))
}
