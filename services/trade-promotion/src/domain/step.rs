//! What was done with an event or with an application for it, and by whom. It is never changed.

use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{EventId, TradeApplicationId, TradeEventId, TradeEventStepId},
    refusal::{ErrorCode, Refusal, Text},
};
use uuid::Uuid;

/// A step, by the actions and states of what it was taken with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<Action, State> {
    /// Its id.
    pub id: TradeEventStepId,
    /// Of which event.
    pub event: TradeEventId,
    /// Of which application; nothing for a step of the event itself.
    pub application: Option<TradeApplicationId>,
    /// What was done.
    pub action: Action,
    /// Where it stood; nothing for the first.
    pub from: Option<State>,
    /// Where it stands since.
    pub to: State,
    /// The place that was given.
    pub booth: Option<u32>,
    /// Whose leaving made that place free.
    pub caused_by: Option<TradeApplicationId>,
    /// The number of the document that it rests on.
    pub document_number: Option<String>,
    /// Who did it.
    pub actor: Option<Uuid>,
    /// The login name.
    pub actor_name: String,
    /// The agency that it was done for.
    pub agency: Option<AgencyCode>,
    /// The name that the agency had then.
    pub agency_name: Option<String>,
    /// The event of it in the log.
    pub logged: EventId,
    /// When it was written down.
    pub recorded_at: Instant,
}

/// Refuses whoever prepared something to decide it (DOMAIN section 3).
///
/// # Errors
/// [`ErrorCode::PermissionDenied`], with what to do.
pub fn require_other_person(prepared_by: &[Uuid], who: Uuid) -> Result<(), Refusal> {
    if !prepared_by.contains(&who) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người đã lập hoặc sửa hồ sơ không được quyết định hồ sơ đó.",
            "Whoever prepared or changed it cannot decide it.",
        ),
    )
    .advising(Text::fixed(
        "Hãy chuyển cho người phê duyệt khác của cơ quan tổ chức.",
        "Pass it to another approver of the organiser.",
    )))
}
