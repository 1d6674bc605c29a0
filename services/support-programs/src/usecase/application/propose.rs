//! An officer of the lead agency appraises an application: proposes what to grant, in which form, out of
//! which budget. Another person decides.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    id::{BudgetId, SupportApplicationId},
    money::Dong,
    refusal::{Fault, Refusal, Text},
    support::applications::{EntitlementForm, SupportAction},
};

use super::{Act, Needs, Said, Taken, funded_elsewhere, grade, heard, hold, norms, plain, save};
use crate::{
    domain::{
        application::{Application, Proposal, decide as rule, norm},
        budget::Budget,
    },
    store::{self, application::StoredApplication},
};

/// What is proposed.
#[derive(Debug, Clone, Copy)]
pub struct Proposed {
    /// In which form.
    pub form: EntitlementForm,
    /// How much: nothing where no budget is needed.
    pub amount_vnd: i64,
    /// Out of which budget.
    pub budget: Option<BudgetId>,
}

/// Proposes what to grant. Nothing is held in the budget yet: that is done by the approval.
///
/// # Errors
/// Not found outside the scope; a stale version; a state that does not allow it; a norm that is
/// exceeded; a cost that is supported already; every fault of what was sent.
pub fn propose(
    act: &mut Act<'_>,
    of: (SupportApplicationId, &IfMatch),
    proposed: Proposed,
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, of, SupportAction::Propose)?;
    let amount = Dong(proposed.amount_vnd);
    let proposal = Proposal { form: proposed.form, amount, budget: proposed.budget };
    let mut faults = rule::check_proposal(&before.application, &proposal).err().unwrap_or_default();
    if let Some(budget) = proposal.budget {
        faults.extend(check_budget(act, &before.application, budget)?);
    }
    let today = act.today();
    let findings = norms::findings(act, &before.application, amount, today)?;
    faults.extend(norm::faults(&findings));
    faults.extend(funded_elsewhere(act, &before.application)?);
    faults.extend(grade::contradicts(act, &before.application, today)?);
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    let taken = Taken { amount: Some(amount), ..heard(act, of.0, said, Needs::default())? };
    let after = Application {
        state: plain(next)?,
        proposal: Some(proposal),
        norms: findings,
        ..before.application.clone()
    };
    save(act, before, after, SupportAction::Propose, taken)
}

/// Whether the budget is one of the application's programme.
fn check_budget(
    act: &mut Act<'_>,
    application: &Application,
    budget: BudgetId,
) -> Result<Option<Fault>, Failure> {
    let led = act.held_names();
    let found = store::budget::find(act.connection, act.scope, &led, budget)?;
    if let Some(found) = found.filter(|found| found.programme_code == application.programme) {
        return Ok(check_year(&found, act.today()));
    }
    let programme = &application.programme;
    Ok(Some(Fault::new(
        "/budget_id",
        "unknown_budget",
        Text::made(
            format!("Không có kinh phí này của chương trình {programme}."),
            format!("The programme {programme} has no such budget."),
        ),
    )))
}

/// The money of a year is promised in that year.
pub(super) fn check_year(budget: &Budget, on: Date) -> Option<Fault> {
    (budget.year != on.year()).then(|| {
        Fault::new(
            "/budget_id",
            "budget_of_another_year",
            Text::made(
                format!(
                    "Kinh phí năm {} không dùng cho quyết định năm {}.",
                    budget.year,
                    on.year()
                ),
                format!(
                    "The budget of {} does not pay for decisions of {}.",
                    budget.year,
                    on.year()
                ),
            ),
        )
    })
}
