//! The event envelope: what the log keeps of every write.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::{Date, Instant},
    id::{BatchId, DocumentId, EventId, OrganisationId},
};

/// Who did it, under the name that was valid then: signed history keeps its names.
///
/// The members of this and of the next two are in the order of their names: so the log writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Actor {
    /// The agency that it acted for.
    #[schema(value_type = Option<String>, examples("so-tc"))]
    pub agency: Option<AgencyCode>,
    /// The user's or client's id; absent for the operator.
    pub id: Option<Uuid>,
    /// `user`, `client`, or `operator` for the suite's own commands.
    #[schema(examples("user"))]
    pub kind: String,
    /// The login name.
    #[schema(examples("so-tc.officer"))]
    pub name: String,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Subject {
    /// Its id.
    pub id: Uuid,
    /// The kind of resource, such as `organisation`.
    #[schema(examples("organisation"))]
    pub kind: String,
}

/// Where the subject stands, so that a feed can keep each reader to its own scope.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Place {
    /// Its commune of today.
    #[schema(value_type = Option<String>, examples("10045"))]
    pub commune: Option<CommuneCode>,
    /// Its district as registered.
    #[schema(value_type = Option<String>, examples("277"))]
    pub district: Option<DistrictCode>,
    /// The organisation concerned.
    pub organisation: Option<OrganisationId>,
}

/// Everything that a use case says about a change; the log adds id, position and proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// What happened, such as `organisation.changed`.
    #[serde(rename = "type")]
    #[schema(examples("organisation.changed"))]
    pub kind: String,
    /// To what.
    pub subject: Subject,
    /// Where.
    pub place: Place,
    /// By whom.
    pub actor: Actor,
    /// Why, in the caller's words (the `Purpose` header), where it was said.
    pub purpose: Option<String>,
    /// The legal document and article relied on.
    pub legal_basis: Option<String>,
    /// Documents that prove it.
    #[schema(max_items = 100)]
    pub documents: Vec<DocumentId>,
    /// The date from which it holds in law.
    pub effective_on: Date,
    /// When it was written down.
    pub recorded_at: Instant,
    /// The event that this one corrects; nothing is overwritten.
    pub corrects: Option<EventId>,
    /// The set of changes that it was made in.
    pub batch: Option<BatchId>,
    /// JSON merge patch (RFC 7396) from the state before to the state after, personal data left out.
    #[schema(value_type = Object)]
    pub changed: Value,
    /// The state after, personal data left out.
    #[schema(value_type = Object)]
    pub state: Value,
    /// Commitment to the personal data of the state after, which stands in an erasable table.
    pub personal_commitment: Option<String>,
}
