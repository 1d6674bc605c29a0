//! Tasks: their agency does them and enters evidence; planning confirms them or gives them back.

use htx_kit::{act::Act, context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    agency::Agencies,
    competence,
    date::Date,
    event::{Place, Subject},
    faults::Faults,
    id::PlanTaskId,
    permission::Permission,
    plan::{TaskAction, TaskState},
    principal::Principal,
    refusal::Refusal,
    scope::Scope,
    words::REASON_LENGTH_MAX,
};
use serde_json::json;

use crate::{
    domain::{
        declaration::territory,
        plan::{Content, Plan},
        task::{
            Task,
            evidence::{Entered, Evidence, check, require_room},
            initial, lifecycle,
        },
    },
    store::{self, task::Names},
};

/// What the subject of the events is called.
const SUBJECT: &str = "plan_task";

/// A task that does not exist, or is not of the caller's agency.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("nhiệm vụ", "task")
}

/// Under which names somebody who reaches so far sees what stands.
#[must_use]
pub fn names(agencies: &Agencies, scope: &Scope, today: Date) -> Names {
    (!scope.is_everything()).then(|| competence::held_names(agencies, scope, today))
}

/// The actions that somebody may take now on a task.
#[must_use]
pub fn available(
    task: &Task,
    principal: &Principal,
    agencies: &Agencies,
    today: Date,
) -> Vec<TaskAction> {
    let may = |action: &TaskAction| {
        let confirms_own = *action == TaskAction::Confirm
            && lifecycle::require_other_person(task, principal.id).is_err();
        let scope = principal.scope(lifecycle::needs(*action));
        !confirms_own && competence::holds(agencies, &scope, &task.agency, today)
    };
    lifecycle::open_actions(task.state).filter(may).collect()
}

/// Enters the tasks of a plan that the suite is delivered with.
///
/// # Errors
/// What the database reports.
pub fn load(
    connection: &mut Connection,
    context: &Context,
    plan: &Plan,
    content: &Content,
) -> Result<(), Failure> {
    let agencies = Agencies::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let tasks = initial::tasks(&plan.code, plan.year, (content, agencies));
    enter(connection, context, (plan, agencies), tasks.map_err(Failure::unexpected)?)
}

/// Enters the tasks of what an adopted version of a plan says: those that the plan did not have.
///
/// # Errors
/// What the database reports.
pub fn give(act: &mut Act<'_>, plan: &Plan, content: &Content) -> Result<(), Failure> {
    let mut tasks = initial::of_content(content, plan.year, act.agencies);
    if tasks.is_empty() {
        return Ok(());
    }
    let there = store::task::given(act.connection, plan.id)?;
    tasks.retain(|one| !there.contains(&(one.duty.clone(), one.agency.to_string())));
    enter(act.connection, act.context, (plan, act.agencies), tasks)
}

fn enter(
    connection: &mut Connection,
    context: &Context,
    (plan, agencies): (&Plan, &Agencies),
    tasks: Vec<initial::Initial>,
) -> Result<(), Failure> {
    for one in tasks {
        let task = Task {
            id: context.ids.make(),
            plan: plan.id,
            duty: one.duty,
            section: one.section,
            text: one.text,
            agency: one.agency,
            agency_name: one.agency_name,
            agency_assumed: one.agency_assumed,
            due_on: one.due_on,
            state: TaskState::NotStarted,
            reason: None,
            evidence_count: 0,
            worked_by: Vec::new(),
            moved_by_name: None,
            moved_by_agency: None,
            moved_on: None,
            version: 1,
            recorded_at: context.now,
        };
        store::task::insert(connection, &task)?;
        append(connection, context, agencies, "loaded", (None, &task), None)?;
    }
    Ok(())
}

/// Moves a task on.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; no reason where one is needed; no evidence
/// where it is reported as done; whoever worked on it, where it is confirmed.
pub fn step(
    act: &mut Act<'_>,
    of: (PlanTaskId, &IfMatch),
    action: TaskAction,
    reason: Option<&str>,
) -> Result<Task, Failure> {
    let (before, state) = hold(act, of, action)?;
    match action {
        TaskAction::Complete => lifecycle::require_evidence(&before)?,
        TaskAction::Confirm => lifecycle::require_other_person(&before, act.who)?,
        _ => {}
    }
    let mut faults = Faults::default();
    let reason = reason.map(|reason| faults.words("/reason", reason, REASON_LENGTH_MAX));
    faults.refuse()?;
    let after = Task { state, reason, ..before.clone() };
    let word = match action {
        TaskAction::Start => "started",
        TaskAction::AddEvidence => "evidenced",
        TaskAction::Hinder => "hindered",
        TaskAction::Resume => "resumed",
        TaskAction::Complete => "completed",
        TaskAction::Confirm => "confirmed",
        TaskAction::Return => "returned",
    };
    save(act, &before, after, (action, word), None)
}

/// Enters a piece of evidence.
///
/// # Errors
/// As [`step`]; every fault of what was sent.
pub fn add_evidence(
    act: &mut Act<'_>,
    of: (PlanTaskId, &IfMatch),
    entered: Entered,
) -> Result<Task, Failure> {
    let (before, state) = hold(act, of, TaskAction::AddEvidence)?;
    require_room(before.evidence_count)?;
    let entered = check(entered, act.today())?;
    let evidence = Evidence {
        id: act.context.ids.make(),
        task: before.id,
        kind: entered.kind,
        text: Some(entered.text),
        dated: entered.dated,
        entered_by: act.who,
        entered_by_name: act.context.actor.name.clone(),
        entered_by_agency: act.agency_name().unwrap_or_default(),
        recorded_at: act.context.now,
    };
    store::task::insert_evidence(act.connection, &evidence)?;
    let after = Task { state, evidence_count: before.evidence_count + 1, ..before.clone() };
    save(act, &before, after, (TaskAction::AddEvidence, "evidenced"), Some(&evidence))
}

/// Takes the turn of a task that the caller reaches.
fn hold(
    act: &mut Act<'_>,
    (id, seen): (PlanTaskId, &IfMatch),
    action: TaskAction,
) -> Result<(Task, TaskState), Failure> {
    act.connection.lock(&format!("plan task {id}"))?;
    let task = store::task::find(act.connection, &None, id)?.ok_or_else(unknown)?;
    if !act.holds(&task.agency) {
        return Err(unknown().into());
    }
    seen.check(task.version)?;
    let next = lifecycle::next(task.state, action)?;
    Ok((task, next))
}

fn save(
    act: &mut Act<'_>,
    before: &Task,
    mut after: Task,
    (action, word): (TaskAction, &str),
    evidence: Option<&Evidence>,
) -> Result<Task, Failure> {
    let works = lifecycle::needs(action) == Permission::PlanTaskWork;
    if works && !after.worked_by.contains(&act.who) {
        after.worked_by.push(act.who);
    }
    let after = Task {
        moved_by_name: Some(act.context.actor.name.clone()),
        moved_by_agency: act.agency_name(),
        moved_on: Some(act.today()),
        version: before.version + 1,
        recorded_at: act.context.now,
        ..after
    };
    store::task::save(act.connection, &after)?;
    let states = (Some(before), &after);
    append(act.connection, act.context, act.agencies, word, states, evidence)?;
    Ok(after)
}

/// Appends the event. What people wrote is only committed to.
fn append(
    connection: &mut Connection,
    context: &Context,
    agencies: &Agencies,
    word: &str,
    (before, after): (Option<&Task>, &Task),
    evidence: Option<&Evidence>,
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let (district, commune) = agencies.get(&after.agency).map(territory).unwrap_or_default();
    let place = Place { district, commune, ..Place::default() };
    let before = before.map(serde_json::to_value).transpose().map_err(Failure::unexpected)?;
    let mut state = serde_json::to_value(after).map_err(Failure::unexpected)?;
    if let (Some(evidence), Some(fields)) = (evidence, state.as_object_mut()) {
        fields.insert("evidence".to_owned(), json!(evidence));
    }
    let kind = format!("{SUBJECT}.{word}");
    let event = context.event(&kind, subject, place, before.as_ref(), state);
    let text = evidence.and_then(|evidence| evidence.text.as_ref());
    let words = json!({ "reason": after.reason, "text": text });
    log::append(connection, &event, Some(&words), &context.ids)
}
