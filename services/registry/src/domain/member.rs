//! Members and what they contributed.

use htx_model::{
    date::Date,
    id::{ContributionId, DocumentId, MemberId, OrganisationId},
    money::Dong,
    organisation::MemberKind,
    people::{ContributionKind, HolderType, LeaveReason},
};
use serde::{Deserialize, Serialize};

/// A member. What the register held before members were recorded in full has a name, a kind and a
/// contribution only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Official, or associated.
    pub kind: MemberKind,
    /// Who holds the membership.
    pub holder: HolderType,
    /// The cooperative, where a union's member is one.
    pub member_organisation: Option<OrganisationId>,
    /// Who it is: personal data, where the holder is a natural person.
    pub identity: Identity,
    /// What it has contributed to the capital, in đồng.
    pub contribution_vnd: i64,
    /// Since when.
    pub joined_on: Option<Date>,
    /// When and why it left.
    pub left: Option<Departure>,
    /// Its version.
    pub version: i64,
}

/// Who a member or manager is. Of natural persons this is personal data: it never goes into the
/// state of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The full name.
    pub name: String,
    /// The citizen id: 9 or 12 digits.
    pub citizen_id: Option<String>,
    /// The day of birth.
    pub birth_date: Option<Date>,
    /// The telephone number.
    pub phone: Option<String>,
    /// Where the person lives.
    pub address: Option<String>,
}

/// When and why a member left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departure {
    /// The day.
    pub on: Date,
    /// The reason.
    pub reason: LeaveReason,
}

impl Member {
    /// A member of whom the name alone is known, as an old list has it.
    #[must_use]
    pub fn named(
        id: MemberId,
        organisation: OrganisationId,
        kind: MemberKind,
        name: String,
        contribution: Dong,
        joined_on: Option<Date>,
    ) -> Self {
        Self {
            id,
            organisation,
            kind,
            holder: HolderType::NaturalPerson,
            member_organisation: None,
            identity: Identity { name, ..Identity::default() },
            contribution_vnd: contribution.0,
            joined_on,
            left: None,
            version: 1,
        }
    }

    /// The member as its events say it: without personal data.
    #[must_use]
    pub fn state(&self) -> MemberState {
        MemberState {
            organisation_id: self.organisation,
            kind: self.kind,
            holder: self.holder,
            member_organisation_id: self.member_organisation,
            contribution_vnd: self.contribution_vnd,
            joined_on: self.joined_on,
            left_on: self.left.map(|left| left.on),
            leave_reason: self.left.map(|left| left.reason),
        }
    }
}

/// A member in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberState {
    organisation_id: OrganisationId,
    kind: MemberKind,
    holder: HolderType,
    member_organisation_id: Option<OrganisationId>,
    contribution_vnd: i64,
    joined_on: Option<Date>,
    left_on: Option<Date>,
    leave_reason: Option<LeaveReason>,
}

/// A movement of a member's capital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contribution {
    /// Its id.
    pub id: ContributionId,
    /// Of which organisation's capital.
    pub organisation: OrganisationId,
    /// Whose.
    pub member: MemberId,
    /// What it was.
    pub kind: ContributionKind,
    /// Signed: what came is positive, what went is negative.
    pub amount: Dong,
    /// From which day it holds.
    pub effective_on: Date,
    /// The document that proves it.
    pub document: Option<DocumentId>,
}

/// What an organisation's recorded members add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Their capital.
    pub capital: Dong,
    /// How many of them are official.
    pub officials: u32,
}
