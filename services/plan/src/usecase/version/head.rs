//! What a plan is called, and of which years it is: put right until a version is adopted.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::refusal::{ErrorCode, Refusal, Text};

use crate::{
    domain::{
        plan::{Head, Plan, check},
        version::Subject,
    },
    store,
};

/// What is locked while a plan is given a code or a year; before the plan itself is.
pub(super) const TURN: &str = "plans";

/// A plan under the head that was sent to put its own right.
///
/// # Errors
/// As [`renamed`]; every fault of it.
pub(super) fn corrected(
    connection: &mut Connection,
    plan: &Plan,
    head: Head,
) -> Result<Plan, Failure> {
    check::check_head(&head, "/head")?;
    renamed(connection, plan, head)
}

/// A plan under another head, which is in order.
///
/// # Errors
/// A plan of which a version was adopted; a code or a year that is taken.
pub(super) fn renamed(
    connection: &mut Connection,
    plan: &Plan,
    head: Head,
) -> Result<Plan, Failure> {
    if store::version::adopted_last(connection, plan.id, &Subject::Plan)?.is_some() {
        return Err(stands().into());
    }
    let others = store::plan::taken(connection, &head.code, head.year)?;
    if others.iter().any(|other| other.id != plan.id) {
        return Err(taken(&head).into());
    }
    let Head { code, year, period } = head;
    let plan = Plan { id: plan.id, code, year, period };
    store::plan::save(connection, &plan)?;
    Ok(plan)
}

/// Whether a plan is given up: no version of it was adopted or is being written.
pub(super) fn is_given_up(connection: &mut Connection, plan: &Plan) -> Result<bool, Failure> {
    let adopted = store::version::adopted_last(connection, plan.id, &Subject::Plan)?;
    let (_, is_written) = store::version::last(connection, plan.id, &Subject::Plan)?;
    Ok(adopted.is_none() && !is_written)
}

pub(super) fn taken(head: &Head) -> Refusal {
    let Head { code, year, .. } = head;
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::made(
            format!("Đã có kế hoạch mang mã “{code}” hoặc của năm {year}."),
            format!("There is a plan with the code “{code}” or of {year} already."),
        ),
    )
    .advising(Text::fixed(
        "Hãy lập phiên bản mới của kế hoạch đó, hoặc sửa mã, năm của nó khi chưa ban hành.",
        "Begin the next version of that plan, or correct its code or year while it is not adopted.",
    ))
}

fn stands() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Kế hoạch đã ban hành giữ nguyên mã, năm và giai đoạn.",
            "An adopted plan keeps its code, year and period.",
        ),
    )
}
