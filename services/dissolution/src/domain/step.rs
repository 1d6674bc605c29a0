//! A step of a case: what was done, from when it holds, on which ground, by whom.

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    dissolution::{DissolutionAction, DissolutionState},
    id::{DissolutionId, DissolutionStepId, DocumentId, EventId},
    refusal::{Fault, Text},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most documents of one step.
pub const DOCUMENTS_MAX: usize = 50;

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

/// The day from which a step holds: today where it is not said, never a day to come, never before
/// the step before it.
///
/// # Errors
/// A fault at `/effective_on`.
pub fn effective_on(given: Option<Date>, before: Option<Date>, today: Date) -> Result<Date, Fault> {
    let on = given.unwrap_or(today);
    let fault = |code, vi: &str, en: &str| Fault {
        pointer: "/effective_on".into(),
        code,
        detail: Text::made(vi.to_owned(), en.to_owned()),
        legal_basis: None,
    };
    if on > today {
        return Err(fault("future", "Ngày có hiệu lực chưa đến.", "That day has not come yet."));
    }
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
    fn a_step_holds_from_no_day_to_come_and_from_none_before_the_last() {
        let date = |text: &str| Date::parse(text).unwrap();
        let (last, today) = (date("2025-05-05"), date("2025-05-12"));
        let on = |given: Option<&str>| effective_on(given.map(date), Some(last), today);
        assert_eq!(on(None), Ok(today));
        assert_eq!(on(Some("2025-05-05")), Ok(last));
        assert_eq!(on(Some("2025-05-13")).unwrap_err().code, "future");
        assert_eq!(on(Some("2025-05-04")).unwrap_err().code, "before_the_last_step");
        assert_eq!(effective_on(Some(date("2010-01-04")), None, today), Ok(date("2010-01-04")));
    }
}
