//! A step of a case: what was done, from when it holds, on which ground, by whom.

use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::{DissolutionAction, DissolutionState},
    faults::Faults,
    id::{DissolutionId, DissolutionStepId, DocumentId, EventId},
    refusal::{Fault, Text},
    words::{BASIS_LENGTH_MAX, REASON_LENGTH_MAX},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{day::require_not_absurd, lifecycle};

/// A document with the digest that it had when it was relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Exhibit {
    /// The document.
    pub document_id: DocumentId,
    /// The digest of its content, in hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
}

/// A step. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: DissolutionStepId,
    /// Of which case.
    pub case: DissolutionId,
    /// What was done; nothing for the opening.
    pub action: Option<DissolutionAction>,
    /// Where the case stood.
    pub from: Option<DissolutionState>,
    /// Where it stands since.
    pub to: DissolutionState,
    /// The day from which it holds.
    pub effective_on: Date,
    /// The legal document and article relied on.
    pub legal_basis: String,
    /// The documents that prove it.
    pub documents: Vec<Exhibit>,
    /// Who did it.
    pub actor: Option<Uuid>,
    /// The login name.
    pub actor_name: String,
    /// The agency that it was done for.
    pub agency: Option<AgencyCode>,
    /// The name that the agency had then.
    pub agency_name: Option<String>,
    /// The event of it in the log.
    pub event: EventId,
    /// When it was written down.
    pub recorded_at: Instant,
}

/// What the event of the opening is called, which is no action.
pub const OPENED: &str = "dissolution.opened";

/// What the event of a step is called.
#[must_use]
pub const fn event(action: DissolutionAction) -> &'static str {
    match action {
        DissolutionAction::Survey => "dissolution.surveyed",
        DissolutionAction::Decide => "dissolution.decided",
        DissolutionAction::StartSettling => "dissolution.settling_started",
        DissolutionAction::Settle => "dissolution.settled",
        DissolutionAction::Close => "dissolution.closed",
        DissolutionAction::Suspend => "dissolution.suspended",
        DissolutionAction::Resume => "dissolution.resumed",
        DissolutionAction::Withdraw => "dissolution.withdrawn",
        DissolutionAction::DeclareBankruptcy => "dissolution.bankruptcy_declared",
    }
}

/// The action that an event of the case itself tells of: nothing within for the opening, nothing at
/// all for what is no step.
#[must_use]
pub fn action_of(kind: &str) -> Option<Option<DissolutionAction>> {
    if kind == OPENED {
        return Some(None);
    }
    let told = DissolutionAction::all().iter().copied().find(|action| event(*action) == kind);
    told.map(Some)
}

/// What is said of a step by whoever takes it.
#[derive(Debug, Clone)]
pub struct Said {
    /// The day from which it holds.
    pub effective_on: Option<Date>,
    /// The legal document and article relied on.
    pub legal_basis: String,
    /// Why, in words: may name persons, so it is no part of the log.
    pub reason: Option<String>,
}

/// What a step rests on: what was said of it, put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footing {
    /// The day from which it holds.
    pub on: Date,
    /// The legal document and article relied on.
    pub legal_basis: String,
    /// Why.
    pub reason: Option<String>,
}

impl Footing {
    /// What was said, put right, with its faults noted down. `before` is the day of the step before.
    pub fn check(said: &Said, before: Option<Date>, today: Date, faults: &mut Faults) -> Self {
        let on = effective_on(said.effective_on, before, today);
        let on = on.map_err(|fault| faults.push(fault)).unwrap_or(today);
        let legal_basis = faults.words("/legal_basis", &said.legal_basis, BASIS_LENGTH_MAX);
        let reason = faults.given("/reason", said.reason.as_deref(), REASON_LENGTH_MAX);
        Self { on, legal_basis, reason }
    }
}

/// Whether a step says why, in words: what leaves the way to the end is explained.
#[must_use]
pub const fn needs_reason(action: DissolutionAction) -> bool {
    match action {
        DissolutionAction::Suspend
        | DissolutionAction::Withdraw
        | DissolutionAction::DeclareBankruptcy => true,
        DissolutionAction::Survey
        | DissolutionAction::Decide
        | DissolutionAction::StartSettling
        | DissolutionAction::Settle
        | DissolutionAction::Close
        | DissolutionAction::Resume => false,
    }
}

/// Whether a step is proved by a document of its own: what changes the register.
#[must_use]
pub const fn needs_document(action: DissolutionAction) -> bool {
    lifecycle::registry_follows(action).is_some()
}

/// The day from which a step holds: today where it is not said, never a day to come, never before
/// the step before it.
///
/// # Errors
/// A fault at `/effective_on`.
pub fn effective_on(given: Option<Date>, before: Option<Date>, today: Date) -> Result<Date, Fault> {
    let on = given.unwrap_or(today);
    let fault = |code, vi: &str, en: &str| {
        Fault::new("/effective_on", code, Text::made(vi.to_owned(), en.to_owned()))
    };
    if on > today {
        return Err(fault("future", "Ngày có hiệu lực chưa đến.", "That day has not come yet."));
    }
    require_not_absurd("/effective_on", on)?;
    match before {
        Some(before) if on < before => Err(fault(
            "before_the_last_step",
            "Ngày có hiệu lực sớm hơn bước trước.",
            "That day lies before the last step.",
        )),
        _ => Ok(on),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_known_by_its_event_and_no_other_event_is_a_step() {
        for action in DissolutionAction::all() {
            assert_eq!(action_of(event(*action)), Some(Some(*action)), "{action}");
        }
        assert_eq!(action_of(OPENED), Some(None));
        assert_eq!(action_of("dissolution.registry_followed"), None);
    }

    #[test]
    fn a_step_holds_from_no_day_to_come_and_from_none_before_the_last() {
        let date = |text: &str| Date::parse(text).unwrap();
        let (last, today) = (date("2025-05-05"), date("2025-05-12"));
        let on = |given: Option<&str>| effective_on(given.map(date), Some(last), today);
        assert_eq!(on(None), Ok(today));
        assert_eq!(on(Some("2025-05-05")), Ok(last));
        assert_eq!(on(Some("2025-05-13")).unwrap_err().code, "future");
        assert_eq!(on(Some("2025-05-04")).unwrap_err().code, "before_the_last_step");
        assert_eq!(effective_on(Some(date("2010-01-04")), None, today), Ok(date("2010-01-04")));
        let absurd = effective_on(Some(date("0205-05-12")), None, today);
        assert_eq!(absurd.unwrap_err().code, "date_too_old");
    }
}
