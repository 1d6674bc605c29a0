//! What was done with an event or with an application for it, and by whom. It is never changed.

use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{EventId, TradeApplicationId, TradeEventId, TradeEventStepId},
};
use uuid::Uuid;

use super::exhibit::Exhibit;

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
    /// Documents that it rests on.
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
    pub logged: EventId,
    /// When it was written down.
    pub recorded_at: Instant,
}
