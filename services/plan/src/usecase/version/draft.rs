//! Begins a plan, its next version, or the allocation of a target.

use htx_kit::failure::Failure;
use htx_model::{
    plan::{PaperState, Receivers},
    refusal::{ErrorCode, Refusal, Text},
};

use super::{Found, checked, in_force, target_of, tell, turn, unknown_plan};
use crate::{
    domain::{
        allocation,
        plan::{self, Plan, check},
        version::{Said, Subject, Version},
    },
    store,
    usecase::act::Act,
};

/// A plan on its way.
#[derive(Debug, Clone)]
pub struct NewPlan {
    /// Its code, for ever.
    pub code: String,
    /// The year.
    pub year: i16,
    /// The years that it belongs to.
    pub period: String,
    /// What it says.
    pub content: plan::Content,
}

/// Begins a plan with its first version. Nobody else knows of it before that is adopted.
///
/// # Errors
/// A code or a year that is taken; every fault of what was sent.
pub fn begin(act: &mut Act<'_>, new: NewPlan) -> Result<Found, Failure> {
    let NewPlan { code, year, period, content } = new;
    check::check_head(&code, year, &period)?;
    act.connection.lock("plans")?;
    if store::plan::is_taken(act.connection, &code, year)? {
        return Err(taken(&code, year).into());
    }
    let plan = Plan { id: act.context.ids.make(), code, year, period };
    let content = checked(act, &plan, &Subject::Plan, Said::Plan(content))?;
    let version = version(act, &plan, Subject::Plan, (1, content));
    store::plan::insert(act.connection, &plan, act.context.now)?;
    store::version::insert(act.connection, &version)?;
    tell(act, "drafted", &plan, (None, &version))?;
    Ok((plan, version))
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
        None => in_force(act, &plan)?,
    };
    enter(act, plan, Subject::Plan, Said::Plan(content))
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
    tell(act, "drafted", &plan, (None, &version))?;
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

fn taken(code: &str, year: i16) -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::made(
            format!("Đã có kế hoạch mang mã “{code}” hoặc của năm {year}."),
            format!("There is a plan with the code “{code}” or of {year} already."),
        ),
    )
    .advising(Text::fixed(
        "Hãy lập phiên bản mới của kế hoạch đó.",
        "Begin the next version of that plan.",
    ))
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
