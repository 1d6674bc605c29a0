//! Yearly dissolution plans: begun, written, submitted, approved, amended.

mod act;
mod open;
mod write;

use std::collections::HashMap;

pub use act::{Acting, act};
pub use open::open;
pub use write::write;

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    dissolution::PlanAction,
    event::Subject,
    id::{DissolutionPlanId, EventId, OrganisationId},
    principal::Principal,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use serde_json::json;

use super::hold::Caller;
use crate::{
    domain::{
        organisation::Organisation,
        plan::{self, Approval, Entry, Plan, Planned},
    },
    store::{self, case::StoredCase, plan::PlannedCase},
};

/// What the subject of every event of a plan is called.
pub const SUBJECT: &str = "dissolution_plan";

/// A plan whole.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The plan as it stands.
    pub plan: Plan,
    /// What its newest revision names, each with the organisation today.
    pub entries: Vec<(Entry, Organisation)>,
    /// The newest case of each of the organisations.
    pub cases: HashMap<OrganisationId, PlannedCase>,
    /// The approvals of its revisions.
    pub approvals: Vec<Approval>,
}

/// A plan that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("kế hoạch giải thể", "dissolution plan")
}

/// A plan within a scope; one of its approved revisions where a number is given.
///
/// # Errors
/// Not found, or outside the scope; also where the revision was never approved.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionPlanId,
    revision: Option<u32>,
) -> Result<Whole, Failure> {
    let plan = store::plan::find(connection, scope, id)?.ok_or_else(unknown)?;
    let mut found = whole(connection, plan, revision)?;
    if let Some(wanted) = revision {
        found.approvals.retain(|approval| approval.revision == wanted);
        if found.approvals.is_empty() {
            return Err(Refusal::not_found("bản kế hoạch đã duyệt", "approved revision").into());
        }
    }
    Ok(found)
}

/// A plan with what belongs to it.
fn whole(connection: &mut Connection, plan: Plan, revision: Option<u32>) -> Result<Whole, Failure> {
    let entries = store::plan::entries(connection, plan.id, revision.unwrap_or(plan.revision))?;
    let ids: Vec<OrganisationId> = entries.iter().map(|(entry, _)| entry.organisation).collect();
    let cases = store::plan::cases_of(connection, &ids)?;
    let approvals = store::plan::approvals(connection, plan.id)?;
    Ok(Whole { plan, entries, cases, approvals })
}

/// What the plan in force says of the organisation of a case: of the year in which the case was
/// opened, or a later one.
///
/// # Errors
/// What the database reports.
pub fn of_case(
    connection: &mut Connection,
    stored: &StoredCase,
) -> Result<Option<Planned>, Failure> {
    store::plan::in_force(connection, stored.organisation.id, stored.case.opened_on.year())
}

/// Takes a plan's turn, until the transaction ends.
fn held(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionPlanId,
) -> Result<Plan, Failure> {
    connection.lock(&format!("dissolution plan {id}"))?;
    Ok(store::plan::find(connection, scope, id)?.ok_or_else(unknown)?)
}

/// Whether a plan is the caller's agency's.
fn require_own(scope: &Scope, plan: &Plan) -> Result<(), Refusal> {
    if plan.territory.is_of(scope) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Kế hoạch này thuộc cơ quan của địa bàn khác.",
            "This plan is another territory's.",
        ),
    )
    .advising(Text::fixed(
        "Mỗi Ủy ban nhân dân lập và duyệt kế hoạch của địa bàn mình; kế hoạch của liên hiệp do cơ quan kế hoạch lập.",
        "Each people's committee makes and approves its own plan; that of unions is the planning agency's.",
    )))
}

/// Whether whoever approves has prepared the revision.
fn require_other_person(plan: &Plan, caller: &Caller) -> Result<(), Refusal> {
    if !plan.prepared_by.contains(&caller.id) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người đã lập kế hoạch không được phê duyệt kế hoạch đó.",
            "Whoever prepared a plan cannot approve it.",
        ),
    )
    .advising(Text::fixed(
        "Hãy chuyển cho người phê duyệt khác của cơ quan.",
        "Pass it to another approver of the agency.",
    )))
}

/// What somebody may do with a plan now, as far as state, place and person go.
#[must_use]
pub fn available(plan: &Plan, principal: &Principal) -> Vec<PlanAction> {
    let may = |action: &PlanAction| {
        let needs = plan::needs(*action);
        let prepared = *action == PlanAction::Approve && plan.prepared_by.contains(&principal.id);
        plan.territory.is_of(&principal.scope(needs)) && !prepared
    };
    plan::open_actions(plan.state).filter(may).collect()
}

/// What is said with a change to a plan.
#[derive(Debug, Clone, Copy, Default)]
struct Said<'a> {
    /// Why, in people's own words.
    reason: Option<&'a str>,
    /// The document relied on.
    legal_basis: Option<&'a str>,
}

/// Tells of a plan in the log: the plan with what its revision names.
fn tell(
    connection: &mut Connection,
    context: &Context,
    kind: &str,
    before: Option<(&Plan, &[Entry])>,
    after: (&Plan, &[Entry]),
    said: Said<'_>,
) -> Result<EventId, Failure> {
    let state = |(plan, entries): (&Plan, &[Entry])| json!({ "plan": plan, "entries": entries });
    let (plan, _) = after;
    let subject = Subject { kind: SUBJECT.to_owned(), id: plan.id.uuid() };
    let before = before.map(state);
    let place = plan.territory.place();
    let mut event = context.event(kind, subject, place, before.as_ref(), state(after));
    event.legal_basis = said.legal_basis.map(str::to_owned);
    let words = said.reason.map(|reason| json!({ "reason": reason }));
    log::append(connection, &event, words.as_ref(), &context.ids)?;
    Ok(event.id)
}
