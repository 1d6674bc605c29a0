//! Plans and their allocations on their way: planning writes, the city committee adopts. What was
//! adopted is never rewritten.

pub mod change;
pub mod decide;
pub mod draft;
mod head;

use htx_kit::{act::Act, failure::Failure, http::IfMatch, log};
use htx_model::{
    administrative::AdministrativeUnits,
    event::{Place, Subject as EventSubject},
    faults::Faults,
    id::PlanVersionId,
    permission::Permission,
    plan::{PaperAction, PaperState},
    principal::Principal,
    refusal::{ErrorCode, Refusal, Text},
    words::REASON_LENGTH_MAX,
};
use serde_json::{Value, json};

use super::load_plans::SUBJECT;
use crate::{
    domain::{
        allocation,
        plan::{self, Plan, Target},
        version::{Said, Subject, Version, lifecycle},
    },
    store::{self, version::Drafts},
};

/// A version with its plan.
pub type Found = (Plan, Version);

/// A version that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("phiên bản kế hoạch", "plan version")
}

/// A plan that does not exist, or is not adopted yet.
#[must_use]
pub fn unknown_plan() -> Refusal {
    Refusal::not_found("kế hoạch", "plan")
}

/// A target that the plan does not have.
#[must_use]
pub fn unknown_target() -> Refusal {
    Refusal::not_found("chỉ tiêu", "target")
}

/// Whether somebody reads drafts.
#[must_use]
pub fn drafts(principal: &Principal) -> Drafts {
    if principal.scope(Permission::PlanDraftRead).is_nothing() {
        Drafts::Hidden
    } else {
        Drafts::Shown
    }
}

/// The actions that somebody may take now, as far as permission and person go.
#[must_use]
pub fn available(version: &Version, principal: &Principal) -> Vec<PaperAction> {
    let may = |action: &PaperAction| {
        let adopts_own = *action == PaperAction::Adopt
            && lifecycle::require_other_person(version, principal.id).is_err();
        !adopts_own && !principal.scope(lifecycle::needs(*action)).is_nothing()
    };
    lifecycle::open_actions(version.state).filter(may).collect()
}

/// Takes the turn of a version's plan, until the transaction ends, for an action on the version.
fn hold(
    act: &mut Act<'_>,
    (id, seen): (PlanVersionId, &IfMatch),
    action: PaperAction,
) -> Result<(Plan, Version, PaperState), Failure> {
    let found = store::version::find(act.connection, Drafts::Shown, id)?;
    let (plan, _) = found.ok_or_else(unknown)?;
    act.connection.lock(&turn(&plan.code))?;
    let found = store::version::find(act.connection, Drafts::Shown, id)?;
    let (plan, version) = found.ok_or_else(unknown)?;
    seen.check(version.version)?;
    let next = lifecycle::next(version.state, action)?;
    store::version::require_whole(act.connection, id)?;
    Ok((plan, version, next))
}

/// Moves a version on by an action that ends or returns it, for a reason.
fn put_aside(
    act: &mut Act<'_>,
    of: (PlanVersionId, &IfMatch),
    action: PaperAction,
    reason: &str,
) -> Result<Found, Failure> {
    let (plan, before, state) = hold(act, of, action)?;
    let mut faults = Faults::default();
    let reason = faults.words("/reason", reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    let after = Version {
        state,
        reason: Some(reason),
        decided_by_name: Some(act.context.actor.name.clone()),
        decided_on: Some(act.today()),
        ..before.clone()
    };
    save(act, plan, &before, after, action)
}

/// What is locked while something is written in a plan.
fn turn(code: &str) -> String {
    format!("plan {code}")
}

/// What the last adopted version of a plan says.
fn in_force(act: &mut Act<'_>, plan: &Plan) -> Result<plan::Content, Failure> {
    let adopted = store::version::adopted_last(act.connection, plan.id, &Subject::Plan)?;
    let content = adopted.and_then(|version| version.content.plan().cloned());
    content.ok_or_else(|| unknown_plan().into())
}

/// The target that an allocation is of, as the plan in force has it.
fn target_of(act: &mut Act<'_>, plan: &Plan, code: &str) -> Result<Target, Failure> {
    let content = in_force(act, plan)?;
    Ok(content.target(code).ok_or_else(unknown_target)?.clone())
}

/// What is said, in order, for what it is said of.
fn checked(act: &mut Act<'_>, plan: &Plan, subject: &Subject, said: Said) -> Result<Said, Failure> {
    match (subject, said) {
        (Subject::Plan, Said::Plan(content)) => {
            Ok(Said::Plan(plan::check::check(content, plan.year, act.agencies)?))
        }
        (Subject::Allocation { target, receivers }, Said::Allocation(content)) => {
            let target = target_of(act, plan, target)?;
            let units = AdministrativeUnits::embedded();
            let units = units.map_err(|error| Failure::unexpected(error.clone()))?;
            let of = (*receivers, plan.year);
            let content = allocation::check(content, &target, of, (units, act.agencies))?;
            Ok(Said::Allocation(content))
        }
        (Subject::Plan | Subject::Allocation { .. }, _) => Err(other_content().into()),
    }
}

/// What is handed in or adopted adds up to the target as it holds today.
fn require_sum(act: &mut Act<'_>, plan: &Plan, version: &Version) -> Result<(), Failure> {
    if let (Subject::Allocation { target, receivers }, Said::Allocation(content)) =
        (&version.subject, &version.content)
    {
        let target = target_of(act, plan, target)?;
        allocation::check_sum(content, &target, *receivers)?;
    }
    Ok(())
}

fn other_content() -> Refusal {
    Refusal::new(
        ErrorCode::RuleViolated,
        Text::fixed(
            "Nội dung không phải của loại bản này: kế hoạch có “plan”, phân bổ có “allocation”.",
            "What is said is not of this kind: a plan has “plan”, an allocation “allocation”.",
        ),
    )
}

/// Saves a version as it is after an action, and tells of it.
fn save(
    act: &mut Act<'_>,
    plan: Plan,
    before: &Version,
    after: Version,
    action: PaperAction,
) -> Result<Found, Failure> {
    save_under(act, (plan.clone(), before), (plan, after), action)
}

/// Saves a version as it is after an action that may have put right what its plan is called.
fn save_under(
    act: &mut Act<'_>,
    (plan_before, before): (Plan, &Version),
    (plan, after): Found,
    action: PaperAction,
) -> Result<Found, Failure> {
    let version = Version { version: before.version + 1, recorded_at: act.context.now, ..after };
    store::version::save(act.connection, &version)?;
    tell(act, word(action), Some((&plan_before, before)), (&plan, &version))?;
    Ok((plan, version))
}

/// The word of an action in the kinds of events.
const fn word(action: PaperAction) -> &'static str {
    match action {
        PaperAction::Change => "changed",
        PaperAction::Submit => "submitted",
        PaperAction::Return => "returned",
        PaperAction::Adopt => "adopted",
        PaperAction::Discard => "discarded",
    }
}

/// Appends the event of something that was written in a plan. What people wrote beside the plan itself
/// is only committed to.
fn tell(
    act: &mut Act<'_>,
    word: &str,
    before: Option<(&Plan, &Version)>,
    (plan, after): (&Plan, &Version),
) -> Result<(), Failure> {
    let of = match after.subject {
        Subject::Plan => "plan_version",
        Subject::Allocation { .. } => "plan_allocation",
    };
    let subject = EventSubject { kind: SUBJECT.to_owned(), id: plan.id.uuid() };
    let before = before.map(|(plan, version)| told(plan, version)).transpose()?;
    let state = told(plan, after)?;
    // A plan is the city's: it stands at no organisation and in no district.
    let kind = format!("{of}.{word}");
    let event = act.context.event(&kind, subject, Place::default(), before.as_ref(), state);
    let content = (after.state != PaperState::Adopted).then_some(&after.content);
    let personal = json!({ "reason": after.reason, "content": content });
    log::append(act.connection, &event, Some(&personal), &act.context.ids)
}

/// A version as the log tells of it: what a draft says is only committed to, because the log has more
/// readers than drafts have.
fn told(plan: &Plan, version: &Version) -> Result<Value, Failure> {
    let mut told = serde_json::to_value(version).map_err(Failure::unexpected)?;
    if version.state != PaperState::Adopted
        && let Some(fields) = told.as_object_mut()
    {
        fields.remove("content");
    }
    Ok(json!({ "plan": plan, "version": told }))
}

/// Notes down that the caller wrote in a version.
fn note_preparer(act: &Act<'_>, version: &mut Version) {
    if !version.prepared_by.contains(&act.who) {
        version.prepared_by.push(act.who);
    }
    version.prepared_by_name.clone_from(&act.context.actor.name);
}
