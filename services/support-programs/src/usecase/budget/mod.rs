//! Budgets: opened and proposed by the lead agency, confirmed by finance, posted to while they are
//! held, so that two who spend at once never spend the same đồng.

pub mod decide;
pub mod open;
pub mod post;
pub mod propose;

use htx_kit::{act::Act, context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    agency::AgencyCode,
    event::{Place, Subject},
    id::BudgetId,
    refusal::Refusal,
    scope::Scope,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{domain::budget::Budget, store};

/// What the subject of every event of a budget is called.
pub const SUBJECT: &str = "support_budget";

/// A budget that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("kinh phí", "budget")
}

/// A proposal that the budget does not have.
#[must_use]
pub fn unknown_allocation() -> Refusal {
    Refusal::not_found("đề xuất kinh phí", "allocation")
}

/// Takes a budget's turn, until the transaction ends.
///
/// # Errors
/// Not found, or outside the scope.
pub fn hold(act: &mut Act<'_>, id: BudgetId) -> Result<Budget, Failure> {
    act.connection.lock(&format!("support budget {id}"))?;
    let led = act.held_names();
    let found = store::budget::find(act.connection, act.scope, &led, id)?;
    Ok(found.ok_or_else(unknown)?)
}

/// Takes a budget's turn for something that the caller reaches by other means: a loan out of it.
///
/// # Errors
/// Not found.
pub fn hold_whoever_asks(act: &mut Act<'_>, id: BudgetId) -> Result<Budget, Failure> {
    act.connection.lock(&format!("support budget {id}"))?;
    let found = store::budget::find(act.connection, &Scope::everything(), &[], id)?;
    Ok(found.ok_or_else(unknown)?)
}

/// How many budgets are passed on at once.
const BATCH: i64 = 200;

/// Passes the budgets of a programme to the agency that leads it from now on, each with its event.
///
/// # Errors
/// What the database reports.
pub fn pass_on(act: &mut Act<'_>, programme: &str, lead: &AgencyCode) -> Result<(), Failure> {
    let filter = store::budget::Filter {
        programme: Some(programme.to_owned()),
        ..store::budget::Filter::default()
    };
    let (everything, mut after) = (Scope::everything(), None);
    loop {
        let last = after.as_ref();
        let batch = store::budget::list(act.connection, &everything, &[], &filter, last, BATCH)?;
        let Some(last) = batch.last() else { break };
        after = Some(last.id);
        for before in &batch {
            let passed = Budget { lead_agency: lead.clone(), ..before.clone() };
            let (of, states) = ((before.id, "budget"), (Some(before), &passed));
            tell(act.connection, act.context, "support_budget.passed_on", of, states, None)?;
        }
    }
    store::budget::pass_on(act.connection, programme, lead)
}

/// Appends the event of something that was written in a budget: its state is `{ "<name>": … }`.
fn tell<T: Serialize>(
    connection: &mut Connection,
    context: &Context,
    kind: &str,
    (id, name): (BudgetId, &str),
    (before, after): (Option<&T>, &T),
    personal: Option<&Value>,
) -> Result<(), Failure> {
    let named = |one: &T| -> Result<Value, Failure> {
        let value = serde_json::to_value(one).map_err(Failure::unexpected)?;
        Ok(json!({ name: value }))
    };
    let before = before.map(named).transpose()?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: id.uuid() };
    // A budget is the city's: it stands at no organisation and in no district.
    let event = context.event(kind, subject, Place::default(), before.as_ref(), named(after)?);
    log::append(connection, &event, personal, &context.ids)
}
