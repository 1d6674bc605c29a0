//! A loan from the application to the decision.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    id::{LoanId, OrganisationId},
    money::Dong,
    refusal::{Refusal, Text},
    support::money::{LoanAction, LoanState},
    words::REASON_LENGTH_MAX,
};

use super::{Act, amount, hold, save, tell};
use crate::{
    domain::{
        living,
        loan::{
            Loan,
            schedule::{MONTHS_MAX, Terms},
        },
    },
    store::{self, loan::StoredLoan},
    usecase::{act::Faults, budget::propose::NUMBER_LENGTH_MAX},
};

/// A loan as it is applied for.
#[derive(Debug, Clone)]
pub struct Applying {
    /// By which organisation.
    pub organisation: OrganisationId,
    /// What it is for.
    pub purpose: String,
    /// How much.
    pub requested_vnd: i64,
    /// For how many months.
    pub months: u32,
}

/// Applies for a loan.
///
/// # Errors
/// An organisation that is not the caller's, dissolves or has ended; every fault of what was sent.
pub fn apply(act: &mut Act<'_>, applying: Applying) -> Result<StoredLoan, Failure> {
    let found = store::organisation::find(act.connection, act.scope, applying.organisation)?;
    let organisation = found.ok_or_else(|| Refusal::not_found("tổ chức", "organisation"))?;
    living::require(organisation.status)?;
    let mut faults = Faults::default();
    let purpose = faults.words("/purpose", &applying.purpose, REASON_LENGTH_MAX);
    let requested = amount("/requested_vnd", applying.requested_vnd);
    let requested = requested.map_err(|fault| faults.0.push(fault)).unwrap_or_default();
    if !(1..=MONTHS_MAX).contains(&applying.months) {
        let detail = Text::made(
            format!("Phải từ 1 đến {MONTHS_MAX} tháng."),
            format!("It must be from 1 to {MONTHS_MAX} months."),
        );
        faults.add("/months", "out_of_range", detail);
    }
    faults.refuse()?;
    let loan = Loan {
        id: act.context.ids.make(),
        organisation: organisation.id,
        state: LoanState::Applied,
        purpose,
        requested,
        requested_months: applying.months,
        applied_on: act.today(),
        terms: None,
        appraisal: None,
        decision_number: None,
        decided_on: None,
        decision_reason: None,
        paid_out_on: None,
        paid_out_reference: None,
        repaid: Dong::ZERO,
        ended_on: None,
        prepared_by: vec![act.who],
        version: 1,
        recorded_at: act.context.now,
    };
    store::loan::insert(act.connection, &loan)?;
    tell(act, "loan.applied", &organisation, (None, &loan), None)?;
    Ok((loan, organisation))
}

/// Proposes the terms of a loan.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; an organisation that dissolves or has
/// ended; terms that are none, or beyond what was asked for.
pub fn appraise(
    act: &mut Act<'_>,
    of: (LoanId, &IfMatch),
    terms: Terms,
    appraisal: &str,
) -> Result<StoredLoan, Failure> {
    let (before, state) = hold(act, of, LoanAction::Appraise)?;
    living::require(before.1.status)?;
    let mut faults = Faults(terms.check().err().unwrap_or_default());
    faults.0.extend(before.0.check_request(&terms).err().unwrap_or_default());
    let appraisal = Some(faults.words("/reason", appraisal, REASON_LENGTH_MAX));
    faults.refuse()?;
    let after = Loan { state, terms: Some(terms), appraisal, ..before.0.clone() };
    save(act, before, after, (LoanAction::Appraise, "loan.appraised", None))
}

/// Approves or refuses a loan. A refusal says why.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; whoever prepared it; no number, no reason.
pub fn decide(
    act: &mut Act<'_>,
    of: (LoanId, &IfMatch),
    action: LoanAction,
    (number, reason): (&str, Option<&str>),
) -> Result<StoredLoan, Failure> {
    let (before, state) = hold(act, of, action)?;
    if action == LoanAction::Approve {
        living::require(before.1.status)?;
    }
    let mut faults = Faults::default();
    let decision_number = Some(faults.words("/decision_number", number, NUMBER_LENGTH_MAX));
    let decision_reason = reason.map(|reason| faults.words("/reason", reason, REASON_LENGTH_MAX));
    if action == LoanAction::Reject && reason.is_none() {
        let detail = Text::fixed("Phải nêu lý do.", "A reason must be given.");
        faults.add("/reason", "missing", detail);
    }
    faults.refuse()?;
    let decided_on = Some(act.today());
    let after = Loan { state, decision_number, decided_on, decision_reason, ..before.0.clone() };
    let approves = action == LoanAction::Approve;
    let kind = if approves { "loan.approved" } else { "loan.rejected" };
    save(act, before, after, (action, kind, None))
}

/// Takes a loan back before it is paid out.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it.
pub fn withdraw(act: &mut Act<'_>, of: (LoanId, &IfMatch)) -> Result<StoredLoan, Failure> {
    let (before, state) = hold(act, of, LoanAction::Withdraw)?;
    let after = Loan { state, ..before.0.clone() };
    save(act, before, after, (LoanAction::Withdraw, "loan.withdrawn", None))
}
