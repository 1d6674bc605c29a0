//! What the city committee does with a version: adopts it, or gives it back.

use htx_kit::{act::Act, failure::Failure, http::IfMatch};
use htx_model::{id::PlanVersionId, plan::PaperAction};

use super::{Found, checked, hold, put_aside, require_sum, save};
use crate::{
    domain::version::{Said, Version, lifecycle},
    usecase::task,
};

/// Gives a version back to be mended.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; no reason.
pub fn give_back(
    act: &mut Act<'_>,
    of: (PlanVersionId, &IfMatch),
    reason: &str,
) -> Result<Found, Failure> {
    put_aside(act, of, PaperAction::Return, reason)
}

/// Adopts a version: it holds from today, and is never changed.
///
/// # Errors
/// As [`give_back`]; whoever wrote in it; what no longer fits the plan as it holds today.
pub fn adopt(act: &mut Act<'_>, of: (PlanVersionId, &IfMatch)) -> Result<Found, Failure> {
    let (plan, before, state) = hold(act, of, PaperAction::Adopt)?;
    lifecycle::require_other_person(&before, act.who)?;
    // A target may have been amended since it was handed in.
    checked(act, &plan, &before.subject, before.content.clone())?;
    require_sum(act, &plan, &before)?;
    let today = act.today();
    let after = Version {
        state,
        valid_from: Some(today),
        reason: None,
        decided_by_name: Some(act.context.actor.name.clone()),
        decided_on: Some(today),
        ..before.clone()
    };
    if let Said::Plan(content) = &after.content {
        task::give(act, &plan, content)?;
    }
    save(act, plan, &before, after, PaperAction::Adopt)
}
