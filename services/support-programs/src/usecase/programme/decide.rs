//! What an approver of the lead agency does with a version: adopts it, or gives it back.

use htx_kit::{act::Act, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date, faults::Faults, id::ProgrammeVersionId, refusal::Text,
    support::programmes::VersionAction,
};

use super::{Found, hold, put_aside, save};
use crate::{
    domain::programme::{Programme, Version, lifecycle},
    store,
    usecase::{application, budget},
};

/// Gives a version back to be mended.
///
/// # Errors
/// Not found; not led by the caller; a stale version; a state that does not allow it; no reason.
pub fn give_back(
    act: &mut Act<'_>,
    of: (ProgrammeVersionId, &IfMatch),
    reason: &str,
) -> Result<Found, Failure> {
    put_aside(act, of, (VersionAction::Return, "programme.version_returned"), reason)
}

/// Adopts a version: from its first day on, decisions go by it, and it is never changed. Where it names
/// another lead agency, what is in work passes to that.
///
/// # Errors
/// As [`give_back`]; whoever wrote in it; a first day that would rewrite what was decided by the version
/// before.
pub fn adopt(act: &mut Act<'_>, of: (ProgrammeVersionId, &IfMatch)) -> Result<Found, Failure> {
    let (programme, before, state) = hold(act, of, VersionAction::Adopt)?;
    lifecycle::require_other_person(&before, act.who)?;
    let today = act.today();
    let is_first = store::programme_version::adopted_last(act.connection, programme.id)?.is_none();
    let valid_from = before.valid_from.unwrap_or(today);
    check_first_day(&programme, &before, (valid_from, today), is_first).refuse()?;
    let after = Version {
        state,
        valid_from: Some(valid_from),
        reason: None,
        decided_by_name: Some(act.context.actor.name.clone()),
        decided_on: Some(today),
        ..before.clone()
    };
    store::programme::name_leads(act.connection, programme.id, &after.content)?;
    let programme = pass_on(act, programme, &after)?;
    save(act, programme, &before, after, "programme.version_adopted")
}

/// What is in work passes to the agency that leads from now on: budgets, and applications with which
/// something can still be done, each with an event of its own. What was signed keeps the name under which it
/// was.
fn pass_on(
    act: &mut Act<'_>,
    programme: Programme,
    version: &Version,
) -> Result<Programme, Failure> {
    let lead = &version.content.lead;
    if *lead != programme.lead_agency {
        budget::pass_on(act, &programme.code, lead)?;
        application::pass_on::pass_on(act, &programme.code, lead)?;
    }
    Ok(Programme { lead_agency: lead.clone(), ..programme })
}

/// A later version begins no earlier than it is adopted, and one that names another lead agency at once.
fn check_first_day(
    programme: &Programme,
    version: &Version,
    (first, today): (Date, Date),
    is_first: bool,
) -> Faults {
    let mut faults = Faults::default();
    if !is_first && first < today {
        faults.add(
            "/valid_from",
            "rewrites_the_past",
            Text::fixed(
                "Phiên bản sau không thể có hiệu lực trước ngày ban hành: các quyết định đã theo phiên bản trước. Định mức và điều kiện có ngày hiệu lực riêng.",
                "A later version cannot hold before the day of its adoption: decisions went by the one before. Norms and rules have days of their own.",
            ),
        );
    }
    if version.content.lead != programme.lead_agency && first > today {
        faults.add(
            "/valid_from",
            "lead_changes_at_once",
            Text::fixed(
                "Phiên bản đổi cơ quan chủ trì phải có hiệu lực ngay khi ban hành.",
                "A version that names another lead agency must hold from the day of its adoption.",
            ),
        );
    }
    faults
}
