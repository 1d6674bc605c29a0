//! A loan from the application to the decision.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults,
    id::{BudgetId, LoanId, OrganisationId},
    money::Dong,
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
    support::{
        money::{LoanAction, LoanState},
        programmes::ProgrammeKind,
    },
    words::REASON_LENGTH_MAX,
};

use super::{Act, Told, amount, hold, save, tell};
use crate::{
    domain::{
        ledger::Operation,
        living,
        loan::{
            Loan,
            schedule::{MONTHS_MAX, Terms},
        },
    },
    store::{self, loan::StoredLoan},
    usecase::budget::propose::NUMBER_LENGTH_MAX,
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
    let requested = requested.map_err(|fault| faults.push(fault)).unwrap_or_default();
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
        budget: None,
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
    tell(act, "loan.applied", &organisation, (None, &loan), Told::default())?;
    Ok((loan, organisation))
}

/// Proposes the terms of a loan, and out of which capital of the fund it is lent. Nothing is promised yet:
/// that is done by the approval.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; an organisation that dissolves or has
/// ended; terms that are none, or beyond what was asked for.
pub fn appraise(
    act: &mut Act<'_>,
    of: (LoanId, &IfMatch),
    (terms, budget): (Terms, BudgetId),
    appraisal: &str,
) -> Result<StoredLoan, Failure> {
    let (before, state) = hold(act, of, LoanAction::Appraise)?;
    living::require(before.1.status)?;
    let mut faults = Faults::from(terms.check().err().unwrap_or_default());
    faults.extend(before.0.check_request(&terms).err().unwrap_or_default());
    let appraisal = Some(faults.words("/reason", appraisal, REASON_LENGTH_MAX));
    faults.extend(check_capital(act, budget, terms.principal)?);
    faults.refuse()?;
    let (terms, budget) = (Some(terms), Some(budget));
    let after = Loan { state, terms, budget, appraisal, ..before.0.clone() };
    save(act, before, after, (LoanAction::Appraise, "loan.appraised"), Told::default())
}

/// Whether it is capital of the fund, and there is enough of it today.
fn check_capital(
    act: &mut Act<'_>,
    id: BudgetId,
    principal: Dong,
) -> Result<Option<Fault>, Failure> {
    let found = store::budget::find(act.connection, &Scope::everything(), &[], id)?;
    let fund = match &found {
        Some(one) => store::programme::with_code(act.connection, &one.programme_code, act.today())?,
        None => None,
    };
    let is_fund = fund.is_some_and(|(programme, _)| programme.kind == ProgrammeKind::LoanFund);
    let Some(budget) = found.filter(|_| is_fund) else {
        return Ok(Some(Fault::new(
            "/budget_id",
            "unknown_budget",
            Text::fixed(
                "Không có nguồn vốn này của Quỹ hỗ trợ phát triển HTX.",
                "The cooperative fund has no such capital.",
            ),
        )));
    };
    let posted = budget.ledger.post(Operation::Reserve, principal);
    Ok(posted.err().map(|fault| Fault { pointer: "/principal_vnd".into(), ..fault }))
}

/// Approves or refuses a loan. A refusal says why; an approval promises the money, which the fund must have.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; whoever prepared it; no number, no reason; for
/// an approval, an organisation that dissolves or has ended, terms without capital, more than the fund has.
pub fn decide(
    act: &mut Act<'_>,
    of: (LoanId, &IfMatch),
    action: LoanAction,
    (number, reason): (&str, Option<&str>),
) -> Result<StoredLoan, Failure> {
    let (before, state) = hold(act, of, action)?;
    if action == LoanAction::Approve {
        living::require(before.1.status)?;
        if before.0.budget.is_none() {
            return Err(without_capital().into());
        }
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
    save(act, before, after, (action, kind), Told::default())
}

/// The refusal of terms that were proposed before the fund had a ledger.
fn without_capital() -> Refusal {
    let detail = Text::fixed(
        "Điều kiện vay chưa nêu nguồn vốn của Quỹ nên chưa thể duyệt.",
        "The terms name no capital of the fund, so the loan cannot be approved.",
    );
    let advice = Text::fixed(
        "Chuyên viên thẩm định lại (appraise) và nêu budget_id.",
        "An officer proposes the terms anew (appraise) and names the budget_id.",
    );
    Refusal::new(ErrorCode::StateConflict, detail).advising(advice)
}

/// Takes a loan back before it is paid out: what was promised may be lent to others.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it.
pub fn withdraw(act: &mut Act<'_>, of: (LoanId, &IfMatch)) -> Result<StoredLoan, Failure> {
    let (before, state) = hold(act, of, LoanAction::Withdraw)?;
    let after = Loan { state, ..before.0.clone() };
    save(act, before, after, (LoanAction::Withdraw, "loan.withdrawn"), Told::default())
}
