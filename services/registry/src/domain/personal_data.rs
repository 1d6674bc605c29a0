//! Reading personal data unmasked: for a purpose, and seen by those whose data it is.

use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{OrganisationId, PersonalDataReadId},
};

pub use htx_model::purpose::{PersonalDataKind, Purpose};

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its id.
    pub id: PersonalDataReadId,
    /// Whose data.
    pub organisation: OrganisationId,
    /// Which.
    pub what: PersonalDataKind,
    /// Of how many persons.
    pub records: u32,
    /// Why.
    pub purpose: String,
    /// A user or a client.
    pub actor_kind: String,
    /// The login name.
    pub actor_name: String,
    /// For which agency; none for the organisation's own account.
    pub agency: Option<AgencyCode>,
    /// When.
    pub recorded_at: Instant,
}
