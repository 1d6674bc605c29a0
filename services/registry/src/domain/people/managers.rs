//! Who holds which office in an organisation, from when to when.

use htx_model::{
    date::Date,
    id::{ManagerId, MemberId, OrganisationId},
    people::Position,
    text,
};
use serde::Serialize;

use crate::domain::member::Identity;

/// Somebody who holds, or held, an office. Names and numbers are personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manager {
    /// Its id.
    pub id: ManagerId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// The office.
    pub position: Position,
    /// Which member it is; of a union, from which member cooperative.
    pub member: Option<MemberId>,
    /// Whether it is a legal representative.
    pub legal_representative: bool,
    /// Who it is.
    pub identity: Identity,
    /// The first day.
    pub from: Date,
    /// The last day; absent while the office is held.
    pub to: Option<Date>,
    /// Its version.
    pub version: i64,
}

impl Manager {
    /// Whether the office is held on a day.
    #[must_use]
    pub fn in_office(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|last| on <= last)
    }

    /// What tells persons apart: the citizen id, or the name where that is not known.
    #[must_use]
    pub fn person(&self) -> String {
        self.identity.citizen_id.clone().unwrap_or_else(|| name_key(&self.identity.name))
    }

    /// Whether this is the name of the manager, read without case.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        name_key(&self.identity.name) == name_key(name)
    }

    /// The manager as its events say it: without personal data.
    #[must_use]
    pub fn state(&self) -> ManagerState {
        ManagerState {
            organisation_id: self.organisation,
            position: self.position,
            member_id: self.member,
            legal_representative: self.legal_representative,
            from: self.from,
            to: self.to,
        }
    }
}

fn name_key(name: &str) -> String {
    text::normalise(name).to_lowercase()
}

/// A manager in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ManagerState {
    organisation_id: OrganisationId,
    position: Position,
    member_id: Option<MemberId>,
    legal_representative: bool,
    from: Date,
    to: Option<Date>,
}
