//! Readings of personal data unmasked: who did, of whose people, and why.

use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{OrganisationId, PersonalDataReadId},
    support::training::SupportPersonalData,
};
use uuid::Uuid;

/// One reading of the personal data of an organisation's people. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its id.
    pub id: PersonalDataReadId,
    /// Whose people; nothing where state officials were shown.
    pub organisation: Option<OrganisationId>,
    /// What it was.
    pub what: SupportPersonalData,
    /// Of which class, or of which application.
    pub subject: Uuid,
    /// Of how many people.
    pub records: u32,
    /// Why, in the reader's words.
    pub purpose: String,
    /// `user` or `client`.
    pub actor_kind: String,
    /// The login name.
    pub actor_name: String,
    /// The agency.
    pub agency: Option<AgencyCode>,
    /// When.
    pub recorded_at: Instant,
}
