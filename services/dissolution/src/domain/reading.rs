//! One reading of personal data of a case unmasked.

pub use htx_model::dissolution::money::CasePersonalData;
use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{DissolutionId, PersonalDataReadId},
};

/// One reading: who, for which agency, why, what; not the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its id.
    pub id: PersonalDataReadId,
    /// Of which case.
    pub case: DissolutionId,
    /// Which data.
    pub what: CasePersonalData,
    /// Of how many records.
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
