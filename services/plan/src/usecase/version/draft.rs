//! Begins a plan, its next version, or the allocation of a target.

use htx_kit::{act::Act, failure::Failure};
use htx_model::{
    plan::{PaperState, Receivers},
    refusal::{ErrorCode, Refusal, Text},
};

use super::{Found, checked, head, target_of, tell, turn, unknown_plan};
use crate::{
    domain::{
        allocation,
        plan::{self, Head, Plan, check},
        version::{Said, Subject, Version},
    },
    store,
};

/// Begins a plan with its first version. Nobody else knows of it before that is adopted. One with this code
/// or year that was given up before anything of it was adopted is begun anew.
///
/// # Errors
/// A code or a year that is taken; every fault of what was sent.
pub fn begin(act: &mut Act<'_>, new: Head, content: plan::Content) -> Result<Found, Failure> {
    check::check_head(&new, "")?;
    act.connection.lock(head::TURN)?;
    let taken = store::plan::taken(act.connection, &new.code, new.year)?;
    let plan = match &taken[..] {
        [] => {
            let Head { code, year, period } = new;
            let plan = Plan { id: act.context.ids.make(), code, year, period };
            store::plan::insert(act.connection, &plan, act.context.now)?;
            plan
        }
        [one] => {
            act.connection.lock(&turn(&one.code))?;
            if !head::is_given_up(act.connection, one)? {
                return Err(head::taken(&new).into());
            }
            head::renamed(act.connection, one, new)?
        }
        _ => return Err(head::taken(&new).into()),
    };
    enter(act, plan, Subject::Plan, Said::Plan(content))
}

/// Begins the next version of a plan: with what the last adopted one says, where nothing is given.
///
/// # Errors
/// Not found; a version that is being written already; every fault of what was sent.
pub fn next(
    act: &mut Act<'_>,
    code: &str,
    content: Option<plan::Content>,
) -> Result<Found, Failure> {
    let plan = held(act, code)?;
    let content = match content {
        Some(content) => content,
        None => carried_on(act, &plan)?,
    };
    enter(act, plan, Subject::Plan, Said::Plan(content))
}

/// What the last adopted version of a plan says, to be written again: all of it.
fn carried_on(act: &mut Act<'_>, plan: &Plan) -> Result<plan::Content, Failure> {
    let adopted = store::version::adopted_last(act.connection, plan.id, &Subject::Plan)?;
    let adopted = adopted.ok_or_else(unknown_plan)?;
    store::version::require_whole(act.connection, adopted.id)?;
    adopted.content.plan().cloned().ok_or_else(|| unknown_plan().into())
}

/// Begins the allocation of a target, or its next version.
///
/// # Errors
/// As [`next`]; a target that the plan does not have.
pub fn allocate(
    act: &mut Act<'_>,
    (code, target): (&str, &str),
    receivers: Receivers,
    content: allocation::Content,
) -> Result<Found, Failure> {
    let plan = held(act, code)?;
    let target = target_of(act, &plan, target)?.code;
    enter(act, plan, Subject::Allocation { target, receivers }, Said::Allocation(content))
}

/// The plan, in its turn.
fn held(act: &mut Act<'_>, code: &str) -> Result<Plan, Failure> {
    let plan = store::plan::any(act.connection, code)?.ok_or_else(unknown_plan)?;
    act.connection.lock(&turn(&plan.code))?;
    Ok(plan)
}

fn enter(act: &mut Act<'_>, plan: Plan, of: Subject, said: Said) -> Result<Found, Failure> {
    let (number, is_written) = store::version::last(act.connection, plan.id, &of)?;
    if is_written {
        return Err(in_work().into());
    }
    let content = checked(act, &plan, &of, said)?;
    let version = version(act, &plan, of, (number + 1, content));
    store::version::insert(act.connection, &version)?;
    tell(act, "drafted", None, (&plan, &version))?;
    Ok((plan, version))
}

fn version(act: &Act<'_>, plan: &Plan, of: Subject, (number, content): (u32, Said)) -> Version {
    Version {
        id: act.context.ids.make(),
        plan: plan.id,
        subject: of,
        number,
        state: PaperState::Draft,
        valid_from: None,
        content,
        prepared_by: vec![act.who],
        prepared_by_name: act.context.actor.name.clone(),
        decided_by_name: None,
        decided_on: None,
        reason: None,
        version: 1,
        recorded_at: act.context.now,
    }
}

fn in_work() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Đang có một bản được soạn hoặc trình duyệt.",
            "A version is being written or waits for the approver.",
        ),
    )
    .advising(Text::fixed(
        "Hãy sửa bản đó, hoặc bỏ nó rồi lập bản mới.",
        "Change that one, or discard it and begin anew.",
    ))
}
