//! An approver of the lead agency decides an application. An approval promises its money in the same
//! transaction: of approvers who act at once, only as many succeed as the budget can pay for.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    id::SupportApplicationId,
    money::Dong,
    refusal::{Refusal, Text},
    support::{applications::SupportAction, programmes::EligibilityMoment},
};

use super::{
    Act, Faults, Needs, Said, Taken, eligible, funded_elsewhere, grade, heard, hold, hold_costs,
    norms, plain, propose, save,
};
use crate::{
    domain::{
        application::{Application, Decision, Proposal, decide as rule, norm},
        ledger::Operation,
        living,
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
/// nothing proposed; a cost that is supported already; a norm that is exceeded; a rule that is broken, or
/// one that cannot be told and no reason; a budget that has not so much left.
pub fn approve(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    signed: Signed,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, SupportAction::Approve)?;
    if before.organisation.status.has_ended() {
        // The rule that holds for all says the same of one that dissolves, under its article.
        living::require(before.organisation.status)?;
    }
    let proposal = before.application.proposal.clone().ok_or_else(rule::not_appraised)?;
    hold_costs(act, before.application.organisation)?;
    let needs = Needs { document: true, ..Needs::default() };
    let (decision, taken) = sign(act, &before, signed, Some(proposal.amount), needs)?;
    let mut faults = funded_elsewhere(act, &before.application)?;
    faults.extend(grade::contradicts(act, &before.application, decision.on)?);
    let findings = norms::findings(act, &before.application, proposal.amount, decision.on)?;
    faults.extend(norm::faults(&findings));
    let told = taken.eligibility.as_ref();
    let against = told.map(|told| told.grounds.against_an_approval(taken.reason.is_some()));
    faults.extend(against.unwrap_or_default());
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    promise(act, of.0, &proposal, decision.on)?;
    let after = Application {
        state: plain(next)?,
        norms: findings,
        decision: Some(decision),
        ..before.application.clone()
    };
    let today = act.today();
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
    let (decision, taken) = sign(act, &before, signed, None, needs)?;
    let after =
        Application { state: plain(next)?, decision: Some(decision), ..before.application.clone() };
    save(act, before, after, SupportAction::Reject, taken)
}

/// Holds the money and promises it, where the support is paid out of a budget.
fn promise(
    act: &mut Act<'_>,
    application: SupportApplicationId,
    proposal: &Proposal,
    on: Date,
) -> Result<(), Failure> {
    let Some(id) = proposal.budget else { return Ok(()) };
    let mut budget = budget::hold(act, id)?;
    let wrong = propose::check_year(&budget, on).map_or_else(Vec::new, |fault| vec![fault]);
    if !wrong.is_empty() {
        return Err(Refusal::rules(wrong).into());
    }
    let purpose = post::Purpose::Application(application, None);
    for operation in [Operation::Reserve, Operation::Commit] {
        post::post(act, &mut budget, (operation, proposal.amount), purpose)?;
    }
    Ok(())
}

/// Signs a decision, by the version of the programme that holds on its day: what that says of the
/// applicant is written down with it.
fn sign(
    act: &mut Act<'_>,
    before: &StoredApplication,
    signed: Signed,
    approved: Option<Dong>,
    needs: Needs,
) -> Result<(Decision, Taken), Failure> {
    let mut faults = Faults::default();
    let number = faults.words("/decision_number", &signed.number, NUMBER_LENGTH_MAX);
    let on = signed.on.unwrap_or(act.today());
    faults.past("/decided_on", on, act.today());
    if before.application.submitted_on.is_some_and(|submitted| on < submitted) {
        let detail = Text::fixed(
            "Ngày quyết định sớm hơn ngày nộp hồ sơ.",
            "The decision lies before the day on which the application was handed in.",
        );
        faults.add("/decided_on", "before_submission", detail);
    }
    let steps = store::step::of_application(act.connection, before.application.id)?;
    if steps.last().is_some_and(|(last, _)| on < last.recorded_at.date()) {
        let detail = Text::fixed(
            "Ngày quyết định sớm hơn bước gần nhất của hồ sơ (ý kiến, đề xuất): không được ghi lùi ngày.",
            "The decision lies before the last step of the application (opinion, proposal): it is not dated back.",
        );
        faults.add("/decided_on", "before_last_step", detail);
    }
    faults.refuse()?;
    let taken = heard(act, before.application.id, signed.said, needs)?;
    let told = eligible::told(act, before, EligibilityMoment::Decision, on)?;
    let decision = Decision {
        number,
        on,
        agency: act.context.actor.agency.clone(),
        agency_name: act.agency_name(),
        approved,
        programme_version: Some(told.grounds.version_number),
    };
    Ok((decision, Taken { amount: approved, eligibility: Some(told), ..taken }))
}
