//! An approver of the lead agency decides an application. An approval promises its money in the same
//! transaction: of approvers who act at once, only as many succeed as the budget can pay for.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    date::Date, id::SupportApplicationId, money::Dong, refusal::Refusal,
    support::applications::SupportAction,
};

use super::{
    Act, Faults, Needs, Said, Taken, funded_elsewhere, heard, hold, hold_costs, norms, plain, save,
};
use crate::{
    domain::{
        application::{Application, Decision, Proposal, decide as rule, norm},
        ledger::Operation,
    },
    store::{self, application::StoredApplication},
    usecase::budget::{self, post, propose::NUMBER_LENGTH_MAX},
};

/// What a decision is signed with.
#[derive(Debug, Clone)]
pub struct Signed {
    /// Its number.
    pub number: String,
    /// Its day: today where it is not said.
    pub on: Option<Date>,
    /// Why, and with which documents.
    pub said: Said,
}

/// Approves an application as an officer proposed it.
///
/// # Errors
/// Not found outside the scope; a stale version; a state that does not allow it; whoever prepared it;
/// nothing proposed; a cost that is supported already; a norm that is exceeded; a budget that has not so
/// much left.
pub fn approve(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    signed: Signed,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, SupportAction::Approve)?;
    let proposal = before.application.proposal.clone().ok_or_else(rule::not_appraised)?;
    hold_costs(act, before.application.organisation)?;
    let mut faults = funded_elsewhere(act, &before.application)?;
    let today = act.today();
    let findings = norms::findings(act, &before.application, proposal.amount, today)?;
    faults.extend(norm::faults(&findings));
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    let decided = (before.application.submitted_on, Some(proposal.amount));
    let needs = Needs { document: true, ..Needs::default() };
    let (decision, taken) = sign(act, of.0, signed, decided, needs)?;
    promise(act, of.0, &proposal)?;
    let after = Application {
        state: plain(next)?,
        norms: findings,
        decision: Some(decision),
        ..before.application.clone()
    };
    store::funded_cost::fund(act.connection, &after, today)?;
    save(act, before, after, SupportAction::Approve, taken)
}

/// Refuses an application.
///
/// # Errors
/// As [`approve`]; no reason.
pub fn reject(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    signed: Signed,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, SupportAction::Reject)?;
    let needs = Needs { reason: true, ..Needs::default() };
    let decided = (before.application.submitted_on, None);
    let (decision, taken) = sign(act, of.0, signed, decided, needs)?;
    let after =
        Application { state: plain(next)?, decision: Some(decision), ..before.application.clone() };
    save(act, before, after, SupportAction::Reject, taken)
}

/// Holds the money and promises it, where the support is paid out of a budget.
fn promise(
    act: &mut Act<'_>,
    application: SupportApplicationId,
    proposal: &Proposal,
) -> Result<(), Failure> {
    let Some(id) = proposal.budget else { return Ok(()) };
    let mut budget = budget::hold(act, id)?;
    let purpose = post::Purpose { application: Some(application), payment: None };
    for operation in [Operation::Reserve, Operation::Commit] {
        post::post(act, &mut budget, (operation, proposal.amount), purpose)?;
    }
    Ok(())
}

fn sign(
    act: &mut Act<'_>,
    id: SupportApplicationId,
    signed: Signed,
    (submitted_on, approved): (Option<Date>, Option<Dong>),
    needs: Needs,
) -> Result<(Decision, Taken), Failure> {
    let mut faults = Faults::default();
    let number = faults.words("/decision_number", &signed.number, NUMBER_LENGTH_MAX);
    let on = signed.on.unwrap_or(act.today());
    faults.past("/decided_on", on, act.today());
    if submitted_on.is_some_and(|submitted| on < submitted) {
        let detail = htx_model::refusal::Text::fixed(
            "Ngày quyết định sớm hơn ngày nộp hồ sơ.",
            "The decision lies before the day on which the application was handed in.",
        );
        faults.add("/decided_on", "before_submission", detail);
    }
    faults.refuse()?;
    let taken = heard(act, id, signed.said, needs)?;
    let agency = act.context.actor.agency.clone();
    let decision = Decision { number, on, agency, agency_name: act.agency_name(), approved };
    Ok((decision, Taken { amount: approved, ..taken }))
}
