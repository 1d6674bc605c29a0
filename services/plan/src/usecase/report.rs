//! Agencies' reports: an officer writes, another person of the agency signs, planning accepts or gives
//! back; what was signed is corrected by a new version.

pub mod figures;

use htx_kit::{act::Act, failure::Failure, http::IfMatch, log};
use htx_model::{
    agency::Agencies,
    competence,
    date::Date,
    event::{Place, Subject},
    faults::Faults,
    id::PlanReportId,
    plan::{ReportAction, ReportState},
    principal::Principal,
    refusal::Refusal,
    words::REASON_LENGTH_MAX,
};
use serde_json::json;
use uuid::Uuid;

use self::figures::{Whose, figures};
use super::{progress::Progress, report_window};
use crate::{
    domain::{
        declaration::territory,
        plan,
        report::{Content, Report, Window, check, lifecycle},
    },
    store,
};

const SUBJECT: &str = "plan_report";

/// A report that does not exist, or is not of the caller's agency.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("báo cáo", "report")
}

/// The actions that somebody may take now on a report.
#[must_use]
pub fn available(
    report: &Report,
    principal: &Principal,
    agencies: &Agencies,
    today: Date,
) -> Vec<ReportAction> {
    let may = |action: &ReportAction| {
        let scope = principal.scope(lifecycle::needs(*action));
        lifecycle::require_other_person(report, *action, principal.id).is_ok()
            && (*action != ReportAction::Discard || lifecycle::require_correction(report).is_ok())
            && competence::holds(agencies, &scope, &report.agency, today)
    };
    lifecycle::open_actions(report.state).filter(may).collect()
}

/// Writes in a report: all of it, as it was sent.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; every fault of what was sent.
pub fn write(
    act: &mut Act<'_>,
    of: (PlanReportId, &IfMatch),
    content: Content,
) -> Result<(Window, Report), Failure> {
    let (window, before, state) = hold(act, of, ReportAction::Write)?;
    check::require_open(&window, act.today())?;
    let content = check::check(content, &plan_of(act, &window)?)?;
    let mut after = Report { state, content, ..before.clone() };
    if !after.written_by.contains(&act.who) {
        after.written_by.push(act.who);
    }
    after.written_by_name = Some(act.context.actor.name.clone());
    save(act, window, &before, after, "written")
}

/// Signs a report with the figures as they stand, and sends it to planning.
///
/// # Errors
/// As [`write`]; whoever wrote in it; a report that does not say what was done; a figure that is not
/// known now.
pub fn sign(
    act: &mut Act<'_>,
    of: (PlanReportId, &IfMatch),
    progress: &Progress,
) -> Result<(Window, Report), Failure> {
    let (window, before, state) = hold(act, of, ReportAction::Sign)?;
    progress.require_known()?;
    lifecycle::require_other_person(&before, ReportAction::Sign, act.who)?;
    // The plan may have lost a target since it was written.
    check::check(before.content.clone(), &plan_of(act, &window)?)?;
    check::require_results(&before.content)?;
    let whose = Whose::agency(act.agencies, &before.agency);
    let today = act.today();
    let after = Report {
        state,
        figures: Some(figures(progress, &whose, &before.content.declared)),
        signed_by: Some(act.who),
        signed_by_name: Some(act.context.actor.name.clone()),
        signed_by_agency: act.agency_name(),
        signed_on: Some(today),
        first_signed_on: before.first_signed_on.or(Some(today)),
        ..before.clone()
    };
    save(act, window, &before, after, "signed")
}

/// Takes a report.
///
/// # Errors
/// As [`write`]; whoever wrote or signed it.
pub fn accept(
    act: &mut Act<'_>,
    of: (PlanReportId, &IfMatch),
) -> Result<(Window, Report), Failure> {
    let (window, before, state) = hold(act, of, ReportAction::Accept)?;
    lifecycle::require_other_person(&before, ReportAction::Accept, act.who)?;
    let after = decided(act, Report { state, ..before.clone() }, None);
    save(act, window, &before, after, "accepted")
}

/// Gives a report back, with reasons.
///
/// # Errors
/// As [`write`]; no reason.
pub fn give_back(
    act: &mut Act<'_>,
    of: (PlanReportId, &IfMatch),
    reason: &str,
) -> Result<(Window, Report), Failure> {
    let (window, before, state) = hold(act, of, ReportAction::Return)?;
    let mut faults = Faults::default();
    let reason = faults.words("/reason", reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    let after = decided(act, Report { state, ..before.clone() }, Some(reason));
    save(act, window, &before, after, "returned")
}

/// Begins the correction of a report: a new version, which names the one that it corrects.
///
/// # Errors
/// As [`write`]; one that was corrected already.
pub fn correct(
    act: &mut Act<'_>,
    of: (PlanReportId, &IfMatch),
) -> Result<(Window, Report), Failure> {
    let (window, old, _) = hold(act, of, ReportAction::Correct)?;
    let last = store::report::last_number(act.connection, window.id, &old.agency)?;
    if last != old.number {
        return Err(corrected_already(last).into());
    }
    let new = Report {
        id: act.context.ids.make(),
        number: store::report::next_number(act.connection, window.id, &old.agency)?,
        corrects: Some(old.id),
        state: ReportState::InProgress,
        figures: None,
        // What it says is theirs, word for word: none of them signs it.
        written_by: writers(&old, act.who),
        written_by_name: Some(act.context.actor.name.clone()),
        signed_by: None,
        signed_by_name: None,
        signed_by_agency: None,
        signed_on: None,
        decided_by_name: None,
        decided_on: None,
        reason: None,
        version: 1,
        recorded_at: act.context.now,
        ..old
    };
    store::report::insert(act.connection, &new)?;
    tell(act, "correction_begun", (None, &new))?;
    Ok((window, new))
}

/// Gives up a correction that nobody has signed: what it would have corrected stands as the last. The log
/// keeps that it was begun, and by whom it was given up.
///
/// # Errors
/// As [`write`]; a first version, which is owed.
pub fn discard(
    act: &mut Act<'_>,
    of: (PlanReportId, &IfMatch),
) -> Result<(Window, Report), Failure> {
    let (window, begun, _) = hold(act, of, ReportAction::Discard)?;
    lifecycle::require_correction(&begun)?;
    let old = begun.corrects.map(|old| store::report::find(act.connection, &None, old));
    let old = old.transpose()?.flatten().ok_or_else(unknown)?;
    store::report::delete(act.connection, &begun)?;
    tell(act, "correction_discarded", (None, &begun))?;
    Ok((window, old))
}

/// Who wrote what a correction of a report begins with.
fn writers(old: &Report, who: Uuid) -> Vec<Uuid> {
    let mut writers = old.written_by.clone();
    if !writers.contains(&who) {
        writers.push(who);
    }
    writers
}

fn decided(act: &Act<'_>, after: Report, reason: Option<String>) -> Report {
    Report {
        reason,
        decided_by_name: Some(act.context.actor.name.clone()),
        decided_on: Some(act.today()),
        ..after
    }
}

/// What the plan of a window says today.
fn plan_of(act: &mut Act<'_>, window: &Window) -> Result<plan::Content, Failure> {
    let of_plan = crate::domain::version::Subject::Plan;
    let version = store::version::adopted_last(act.connection, window.plan, &of_plan)?;
    let content = version.and_then(|version| version.content.plan().cloned());
    content.ok_or_else(|| super::version::unknown_plan().into())
}

/// Takes the turn of an agency's reports in a window, for an action on one that the caller reaches.
fn hold(
    act: &mut Act<'_>,
    (id, seen): (PlanReportId, &IfMatch),
    action: ReportAction,
) -> Result<(Window, Report, ReportState), Failure> {
    let found = store::report::find(act.connection, &None, id)?.ok_or_else(unknown)?;
    act.connection.lock(&format!("plan report {} {}", found.window, found.agency))?;
    let report = store::report::find(act.connection, &None, id)?.ok_or_else(unknown)?;
    if !act.holds(&report.agency) {
        return Err(unknown().into());
    }
    seen.check(report.version)?;
    let next = lifecycle::next(report.state, action)?;
    store::report::require_whole(act.connection, id)?;
    let window = store::report_window::find(act.connection, report.window)?;
    let window = window.ok_or_else(report_window::unknown)?;
    Ok((window, report, next))
}

fn save(
    act: &mut Act<'_>,
    window: Window,
    before: &Report,
    after: Report,
    word: &str,
) -> Result<(Window, Report), Failure> {
    let after = Report { version: before.version + 1, recorded_at: act.context.now, ..after };
    // Of what was signed, what planning decided is written, and nothing else again.
    match before.signed_on {
        None => store::report::save(act.connection, &after)?,
        Some(_) => store::report::decide(act.connection, &after)?,
    }
    tell(act, word, (Some(before), &after))?;
    Ok((window, after))
}

/// Appends the event. What people wrote is only committed to.
fn tell(
    act: &mut Act<'_>,
    word: &str,
    (before, after): (Option<&Report>, &Report),
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let (district, commune) = act.agencies.get(&after.agency).map(territory).unwrap_or_default();
    let place = Place { district, commune, ..Place::default() };
    let before = before.map(serde_json::to_value).transpose().map_err(Failure::unexpected)?;
    let state = serde_json::to_value(after).map_err(Failure::unexpected)?;
    let kind = format!("{SUBJECT}.{word}");
    let event = act.context.event(&kind, subject, place, before.as_ref(), state);
    let words = json!({ "content": after.content, "reason": after.reason });
    log::append(act.connection, &event, Some(&words), &act.context.ids)
}

fn corrected_already(last: u32) -> Refusal {
    use htx_model::refusal::{ErrorCode, Text};
    Refusal::new(
        ErrorCode::StateConflict,
        Text::made(
            format!("Báo cáo đã có bản đính chính: hãy làm việc với bản số {last}."),
            format!("The report was corrected already: go on with version {last}."),
        ),
    )
}
