//! Members and what they contributed.

use htx_model::{
    date::Date,
    id::{MemberId, OrganisationId},
    organisation::MemberKind,
};

/// A member. The name is personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Official, or associated.
    pub kind: MemberKind,
    /// The member's name.
    pub name: String,
    /// What it contributed to the capital, in đồng.
    pub contribution_vnd: i64,
    /// Since when.
    pub joined_on: Option<Date>,
}
