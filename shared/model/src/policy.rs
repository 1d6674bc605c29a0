//! The policy table: which role of which kind of agency holds which permission, and how far.
//!
//! One table for enforcement, for `/v1/authorization/rules` and for the golden matrix that an
//! auditor reads (DOMAIN section 3).

mod dissolution;
mod notification;
mod plan;
mod rules;
mod support;
mod trade;

use std::sync::LazyLock;

use crate::{
    agency::AgencyKind,
    code_list::{CodeList as _, code_list},
    permission::Permission,
    principal::{Assignment, Holder, Role},
};

code_list! {
    /// How far a permission goes.
    pub enum Reach: "reaches" {
        /// The whole city.
        City => "city", "Toàn thành phố", "Whole city";
        /// The territory of the holder's agency.
        OwnTerritory => "own_territory", "Địa bàn của cơ quan", "Own territory";
        /// The holder's agency itself.
        OwnAgency => "own_agency", "Cơ quan của mình", "Own agency";
        /// The organisation that the holder acts for.
        OwnOrganisation => "own_organisation", "Tổ chức của mình", "Own organisation";
    }
}

/// Who holds a rule's permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Every agency whose territory is the whole city.
    ByCityAgencies,
    /// Agencies of these kinds, by origin or by succession.
    By(&'static [AgencyKind]),
    /// An organisation's own accounts.
    ByOrganisations,
}

/// One line of the policy: `held` by these `roles`, as far as `reach`.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What is allowed.
    pub permission: Permission,
    /// Which agencies or organisations.
    pub held: Held,
    /// Which of their roles.
    pub roles: &'static [Role],
    /// How far.
    pub reach: Reach,
}

/// Districts until 2025-06-30, communes since: the kinds bound to a territory.
const TERRITORIAL: &[AgencyKind] = &[AgencyKind::District, AgencyKind::Commune];

impl Held {
    /// The kinds of agency that are meant, spelt out; none where organisations are.
    #[must_use]
    pub fn agency_kinds(self) -> Vec<AgencyKind> {
        match self {
            Self::ByCityAgencies => {
                let city = |kind: &&AgencyKind| !TERRITORIAL.contains(*kind);
                AgencyKind::all().iter().filter(city).copied().collect()
            }
            Self::By(kinds) => kinds.to_vec(),
            Self::ByOrganisations => Vec::new(),
        }
    }
}

/// The whole policy, line by line.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        rules::RULES,
        dissolution::RULES,
        support::RULES,
        trade::RULES,
        plan::RULES,
        notification::RULES,
    ]
    .into_iter()
    .flatten()
}

/// The lines of one permission: every request asks for some, so they are not looked for among all.
fn rules_of(permission: Permission) -> impl Iterator<Item = &'static Rule> {
    static SORTED: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let mut sorted: Vec<_> = rules().collect();
        sorted.sort_by_key(|rule| rule.permission);
        sorted
    });
    let first = SORTED.partition_point(|rule| rule.permission < permission);
    SORTED[first..].iter().copied().take_while(move |rule| rule.permission == permission)
}

const fn rule(permission: Permission, held: Held, roles: &'static [Role], reach: Reach) -> Rule {
    Rule { permission, held, roles, reach }
}

const READERS: &[Role] = &[Role::Viewer, Role::Officer, Role::Approver, Role::Administrator];
const OFFICIALS: &[Role] = &[Role::Officer, Role::Approver];

impl Rule {
    fn grants(&self, assignment: &Assignment) -> bool {
        let held = match (self.held, &assignment.holder) {
            (Held::ByOrganisations, Holder::Organisation { .. }) => true,
            (Held::ByCityAgencies, Holder::Agency { kinds, .. }) => {
                // An agency of no known kind is no agency of the city.
                !kinds.is_empty() && !kinds.iter().any(|kind| TERRITORIAL.contains(kind))
            }
            (Held::By(wanted), Holder::Agency { kinds, .. }) => {
                kinds.iter().any(|kind| wanted.contains(kind))
            }
            _ => false,
        };
        held && self.roles.contains(&assignment.role)
    }
}

/// The reaches that one assignment has for a permission. An agency that has ended keeps only
/// permissions to read, without personal data: what it decided stays visible to it, what is to be decided has passed on.
pub fn reaches(
    permission: Permission,
    assignment: &Assignment,
) -> impl Iterator<Item = Reach> + '_ {
    let ended = matches!(&assignment.holder, Holder::Agency { ended: true, .. });
    let lost = ended && !permission.kept_by_ended_agencies();
    rules_of(permission).filter(move |rule| !lost && rule.grants(assignment)).map(|rule| rule.reach)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{administrative::Territory, agency::AgencyCode};

    #[test]
    fn an_agency_of_no_known_kind_may_do_nothing() {
        for role in Role::all() {
            let code = AgencyCode::parse("so-tc").unwrap();
            let holder = Holder::Agency {
                code,
                kinds: Vec::new(),
                territory: Territory::City,
                ended: false,
            };
            let assignment = Assignment { role: *role, holder };
            assert!(rules().all(|rule| !rule.grants(&assignment)), "{role}");
        }
    }
}
