//! Who is calling, and by virtue of which assignments.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    administrative::Territory,
    agency::{Agencies, AgencyCode, AgencyKind},
    code_list::code_list,
    date::Date,
    id::OrganisationId,
    permission::Permission,
    policy,
    scope::Scope,
};

code_list! {
    /// What a person or system may do within its agency.
    pub enum Role: "roles" {
        /// Reads.
        Viewer => "viewer", "Người xem", "Viewer";
        /// Prepares.
        Officer => "officer", "Chuyên viên", "Officer";
        /// Decides; never on a file that the same person prepared.
        Approver => "approver", "Người phê duyệt", "Approver";
        /// Manages the agency's own users and clients.
        Administrator => "administrator", "Quản trị viên", "Administrator";
    }
}

code_list! {
    /// What kind of caller a principal is.
    pub enum PrincipalKind: "principal_kinds" {
        /// A person.
        User => "user", "Người dùng", "User";
        /// A department's system.
        Client => "client", "Hệ thống kết nối", "Client system";
    }
}

/// Whom a principal acts for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// An agency of the city.
    Agency {
        /// Its code.
        code: AgencyCode,
        /// Its own kind, then those whose duties passed to it by succession.
        kinds: Vec<AgencyKind>,
        /// Where it is competent.
        territory: Territory,
        /// Whether it has ended: it keeps reading what it held, its acts passed to its successor.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        ended: bool,
    },
    /// One cooperative group, cooperative or union.
    Organisation {
        /// Its id in the registry.
        id: OrganisationId,
    },
}

impl Holder {
    /// An agency as it stands on a date, after all that happened to it. One that has ended keeps the
    /// kinds of its last day, marked as ended, so that the policy lets it read what it held; one that
    /// is unknown or has not yet begun is nobody.
    #[must_use]
    pub fn of_agency(agencies: &Agencies, code: &AgencyCode, today: Date) -> Option<Self> {
        let agency = agencies.get(code)?;
        let ended = agency.has_ended(today);
        let kinds = agencies.kinds_on(code, agency.valid_to.filter(|_| ended).unwrap_or(today));
        (!kinds.is_empty()).then(|| Self::Agency {
            code: code.clone(),
            kinds,
            territory: agency.territory.clone(),
            ended,
        })
    }
}

/// A role held for someone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Assignment {
    /// What may be done.
    pub role: Role,
    /// For whom.
    pub holder: Holder,
}

impl Assignment {
    /// All that this assignment reaches with a permission.
    #[must_use]
    pub fn scope(&self, permission: Permission) -> Scope {
        self.widen(Scope::nothing(), permission)
    }

    fn widen(&self, scope: Scope, permission: Permission) -> Scope {
        policy::reaches(permission, self)
            .fold(scope, |scope, reach| scope.with(reach, &self.holder))
    }
}

/// An authenticated caller, as its token describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The user's or the client's id.
    pub id: Uuid,
    /// Person or system.
    pub kind: PrincipalKind,
    /// The login name, as the log shows it.
    pub name: String,
    /// What the caller is entrusted with.
    pub assignments: Vec<Assignment>,
}

impl Principal {
    /// All that this caller may reach with a permission: the union over its assignments, never the
    /// widest of one with the reach of another. Empty where no assignment grants it.
    #[must_use]
    pub fn scope(&self, permission: Permission) -> Scope {
        self.assignments
            .iter()
            .fold(Scope::nothing(), |scope, assignment| assignment.widen(scope, permission))
    }

    /// Whether the caller acts for an agency that has ended.
    #[must_use]
    pub fn has_ended_agency(&self) -> bool {
        self.assignments
            .iter()
            .any(|assignment| matches!(&assignment.holder, Holder::Agency { ended: true, .. }))
    }

    /// The agencies that the caller may act for with a permission, and in which role: those of the
    /// assignments which grant it, in their order. None where an organisation's own account does.
    pub fn offices_for(&self, permission: Permission) -> impl Iterator<Item = (&AgencyCode, Role)> {
        self.assignments.iter().filter_map(move |assignment| match &assignment.holder {
            Holder::Agency { code, .. } if !assignment.scope(permission).is_nothing() => {
                Some((code, assignment.role))
            }
            _ => None,
        })
    }

    /// The agency that the caller acts for with a permission where they name none: the first of
    /// [`Principal::offices_for`].
    #[must_use]
    pub fn agency_for(&self, permission: Permission) -> Option<&AgencyCode> {
        self.offices_for(permission).next().map(|(code, _)| code)
    }

    /// The agency the caller is of where no permission is in play: the first of its assignments
    /// that names one.
    #[must_use]
    pub fn agency(&self) -> Option<&AgencyCode> {
        self.assignments.iter().find_map(|assignment| match &assignment.holder {
            Holder::Agency { code, .. } => Some(code),
            Holder::Organisation { .. } => None,
        })
    }
}
