//! Grievances: filed by an organisation, taken note of and answered by the agency, passed on where it is
//! late or its answer does not satisfy, closed by the organisation.

use htx_kit::{act::Act, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    agency::AgencyCode,
    dated::Dated,
    event::Subject,
    faults::Faults,
    id::{GrievanceId, OrganisationId, SupportApplicationId},
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
    support::grievances::{GrievanceAction, GrievanceState, GrievanceSubject},
    working_days::Holidays,
};
use serde_json::json;

use super::application;
use crate::{
    domain::{
        grievance::{
            self as rule, CONTENT_LENGTH_MAX, Grievance, GrievanceRule, GrievanceRules, Step,
        },
        lead,
    },
    store::{self, grievance::StoredGrievance},
};

/// What the subject of every event of a grievance is called.
pub const SUBJECT: &str = "grievance";

/// A grievance that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("phản ánh", "grievance")
}

/// A grievance as it is shown whole.
#[derive(Debug, Clone)]
pub struct Found {
    /// The grievance with its organisation.
    pub stored: StoredGrievance,
    /// What it says.
    pub content: Option<String>,
    /// Its steps, each with what was said.
    pub steps: Vec<(Step, Option<String>)>,
}

/// A grievance within a scope.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    reach: (&Scope, &[AgencyCode]),
    id: GrievanceId,
) -> Result<Found, Failure> {
    let stored = store::grievance::find(connection, reach, id)?.ok_or_else(unknown)?;
    found(connection, stored)
}

/// A grievance that was just read or written, with what belongs to it.
///
/// # Errors
/// What the database reports.
pub fn found(connection: &mut Connection, stored: StoredGrievance) -> Result<Found, Failure> {
    let id = stored.0.id;
    let content = store::grievance::content(connection, id)?;
    let steps = store::grievance::steps(connection, id)?;
    Ok(Found { stored, content, steps })
}

/// A grievance on its way.
#[derive(Debug, Clone)]
pub struct Filing {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// About which application.
    pub application: Option<SupportApplicationId>,
    /// To which agency, where it is about no application.
    pub agency: Option<AgencyCode>,
    /// What it is about.
    pub subject: GrievanceSubject,
    /// What it says.
    pub content: String,
}

/// Files a grievance: with the lead agency of the application that it is about, or with an agency.
///
/// # Errors
/// An organisation or an application that is not the caller's; no agency; every fault of what was sent.
pub fn file(
    act: &mut Act<'_>,
    holidays: &Holidays,
    new: Filing,
) -> Result<StoredGrievance, Failure> {
    let found = store::organisation::find(act.connection, act.scope, new.organisation)?;
    let organisation = found.ok_or_else(|| Refusal::not_found("tổ chức", "organisation"))?;
    let agency = addressee(act, &new)?;
    let mut faults = Faults::default();
    let content = faults.words("/content", &new.content, CONTENT_LENGTH_MAX);
    faults.refuse()?;
    let (today, state) = (act.today(), GrievanceState::Filed);
    let grievance = Grievance {
        id: act.context.ids.make(),
        organisation: organisation.id,
        application: new.application,
        subject: new.subject,
        state,
        agency,
        level: 0,
        filed_on: today,
        received_on: today,
        acknowledged_on: None,
        answered_on: None,
        due_on: on(act)?.due(state, today, holidays),
        closed_on: None,
        version: 1,
        recorded_at: act.context.now,
    };
    store::grievance::insert(act.connection, &grievance, &content)?;
    step(act, (&grievance, None), (None, false))?;
    let stored = (grievance, organisation);
    tell(act, "grievance.filed", (None, &stored), &content)?;
    Ok(stored)
}

/// The agency that has to act first: of today, by its name of today.
fn addressee(act: &mut Act<'_>, new: &Filing) -> Result<AgencyCode, Failure> {
    let fault = |pointer: &'static str, code, detail| {
        Refusal::rules(vec![Fault::new(pointer, code, detail)])
    };
    let named = match (new.application, &new.agency) {
        (Some(id), None) => {
            let found = store::application::find(act.connection, act.scope, &[], id)?;
            let found = found.ok_or_else(application::unknown)?.application;
            if found.organisation != new.organisation {
                return Err(application::unknown().into());
            }
            found.lead_agency
        }
        (None, Some(code)) => code.clone(),
        (Some(_), Some(_)) => {
            let detail = Text::fixed(
                "Phản ánh về hồ sơ được gửi đến cơ quan chủ trì của hồ sơ; không nêu cơ quan khác.",
                "A grievance about an application goes to its lead agency; name no other.",
            );
            return Err(fault("/agency", "follows_from_the_application", detail).into());
        }
        (None, None) => {
            let detail = Text::fixed(
                "Phải nêu hồ sơ (application_id) hoặc cơ quan (agency).",
                "Either the application or the agency is named.",
            );
            return Err(fault("/agency", "missing", detail).into());
        }
    };
    let today = act.today();
    let holder = act.agencies.successor(&named, today);
    let holder = holder.or_else(|| act.agencies.get(&named).filter(|one| one.in_force(today)));
    let holder = holder.map(|one| one.code.clone()).ok_or_else(|| {
        let detail = Text::fixed("Không có cơ quan này.", "There is no such agency.");
        fault("/agency", "unknown_agency", detail)
    })?;
    if !rule::answers(act.agencies, &holder, today) {
        let detail = Text::fixed(
            "Cơ quan này không xét hỗ trợ nên không trả lời phản ánh: hãy gửi cơ quan chủ trì hoặc địa phương.",
            "This agency has no part in support, so it answers no grievance: file it with the lead agency, the district or the commune.",
        );
        return Err(fault("/agency", "answers_no_grievances", detail).into());
    }
    Ok(holder)
}

/// Takes a step: acknowledges, answers, passes on, closes.
///
/// # Errors
/// Not found outside the scope; a stale version; a state that does not allow it; another agency's; one that
/// cannot be passed on yet, or not any further; no words where they are needed.
pub fn take_step(
    act: &mut Act<'_>,
    holidays: &Holidays,
    (id, seen): (GrievanceId, &IfMatch),
    action: GrievanceAction,
    words: Option<String>,
) -> Result<StoredGrievance, Failure> {
    act.connection.lock(&format!("grievance {id}"))?;
    let led = act.held_names();
    let before = store::grievance::find(act.connection, (act.scope, &led), id)?;
    let before = before.ok_or_else(unknown)?;
    seen.check(before.0.version)?;
    let state = rule::require(before.0.state, action)?;
    let today = act.today();
    let is_agency_s = matches!(action, GrievanceAction::Acknowledge | GrievanceAction::Answer);
    if is_agency_s {
        lead::require(act.agencies, act.scope, &before.0.agency, today)?;
    }
    let mut faults = Faults::default();
    let words = words.map(|words| faults.words("/words", &words, CONTENT_LENGTH_MAX));
    let needs_words = matches!(action, GrievanceAction::Answer | GrievanceAction::Escalate);
    if needs_words && words.is_none() {
        let detail = Text::fixed("Phải nêu nội dung.", "It must be said in words.");
        faults.add("/words", "missing", detail);
    }
    faults.refuse()?;
    let late = is_agency_s && before.0.is_overdue(today);
    let mut after = Grievance { state, ..before.0.clone() };
    match action {
        GrievanceAction::Acknowledge => after.acknowledged_on = Some(today),
        GrievanceAction::Answer => after.answered_on = Some(today),
        GrievanceAction::Escalate => pass_on(act, &before.0, &mut after)?,
        GrievanceAction::Close => after.closed_on = Some(today),
    }
    after.due_on = on(act)?.due(state, after.received_on, holidays);
    (after.version, after.recorded_at) = (before.0.version + 1, act.context.now);
    store::grievance::save(act.connection, &after)?;
    step(act, (&after, Some(action)), (words.as_deref(), late))?;
    let stored = (after, before.1.clone());
    tell(act, kind(action), (Some(&before.0), &stored), words.as_deref().unwrap_or_default())?;
    Ok(stored)
}

/// Gives it to the next agency, which has its own time.
pub(super) fn pass_on(
    act: &mut Act<'_>,
    before: &Grievance,
    after: &mut Grievance,
) -> Result<(), Failure> {
    let today = act.today();
    before.require_escalable(today)?;
    let rule = on(act)?;
    let Some(next) = rule.next(act.agencies, &before.agency, today) else {
        let detail = Text::fixed(
            "Phản ánh đã ở cấp cao nhất nên không chuyển tiếp được nữa.",
            "The grievance is with the highest agency, so it cannot be passed on any further.",
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    };
    after.agency = next.code.clone();
    after.level += 1;
    after.received_on = today;
    (after.acknowledged_on, after.answered_on) = (None, None);
    Ok(())
}

/// The rule of today.
pub(super) fn on(act: &Act<'_>) -> Result<&'static Dated<GrievanceRule>, Failure> {
    let rules = GrievanceRules::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    rules.on(act.today()).ok_or_else(|| Failure::unexpected("there is no rule for grievances"))
}

const fn kind(action: GrievanceAction) -> &'static str {
    match action {
        GrievanceAction::Acknowledge => "grievance.acknowledged",
        GrievanceAction::Answer => "grievance.answered",
        GrievanceAction::Escalate => "grievance.escalated",
        GrievanceAction::Close => "grievance.closed",
    }
}

pub(super) fn step(
    act: &mut Act<'_>,
    (after, action): (&Grievance, Option<GrievanceAction>),
    (words, late): (Option<&str>, bool),
) -> Result<(), Failure> {
    let step = Step {
        id: act.context.ids.make(),
        grievance: after.id,
        action,
        to: after.state,
        agency: after.agency.clone(),
        due_on: after.due_on,
        late,
        actor_name: act.context.actor.name.clone(),
        actor_agency: act.context.actor.agency.clone(),
        actor_agency_name: act.agency_name(),
        recorded_at: act.context.now,
    };
    store::grievance::insert_step(act.connection, &step, words)
}

pub(super) fn tell(
    act: &mut Act<'_>,
    kind: &str,
    (before, (after, organisation)): (Option<&Grievance>, &StoredGrievance),
    words: &str,
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let (before, place) = (before.map(Grievance::logged), organisation.place());
    let event = act.context.event(kind, subject, place, before.as_ref(), after.logged());
    log::append(act.connection, &event, Some(&json!({ "words": words })), &act.context.ids)
}
