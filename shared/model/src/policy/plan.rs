//! The lines of the policy on the plan (DOMAIN section 3): planning drafts targets and allocations, the
//! city committee adopts them; everybody may know where the plan stands.

use super::{Held, READERS, Reach, Rule, TERRITORIAL, rule};
use crate::{agency::AgencyKind, permission::Permission, principal::Role};

const PLANNING: Held = Held::By(&[AgencyKind::Planning]);
const CITY_COMMITTEE: Held = Held::By(&[AgencyKind::CityCommittee]);
/// Whoever writes drafts, decides them, or audits what became of them.
const OVERSEERS: Held = Held::By(&[
    AgencyKind::Planning,
    AgencyKind::Finance,
    AgencyKind::CityCommittee,
    AgencyKind::Audit,
]);
const OFFICER: &[Role] = &[Role::Officer];
const APPROVER: &[Role] = &[Role::Approver];

/// The policy on the plan.
pub(super) const RULES: &[Rule] = &[
    rule(Permission::PlanRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::PlanRead, Held::By(TERRITORIAL), READERS, Reach::OwnTerritory),
    rule(Permission::PlanDraftRead, OVERSEERS, READERS, Reach::City),
    rule(Permission::PlanPrepare, PLANNING, OFFICER, Reach::City),
    rule(Permission::PlanApprove, CITY_COMMITTEE, APPROVER, Reach::City),
    // Each agency declares for itself, a district or commune for its territory.
    rule(Permission::PlanDeclare, Held::ByCityAgencies, OFFICER, Reach::OwnAgency),
    rule(Permission::PlanDeclare, Held::By(TERRITORIAL), OFFICER, Reach::OwnTerritory),
    // The feed holds drafts and their steps.
    rule(Permission::PlanFeedRead, OVERSEERS, READERS, Reach::City),
];
