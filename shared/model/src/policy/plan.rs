//! The lines of the policy on the plan (DOMAIN section 3): planning drafts targets and allocations, the
//! city committee adopts them; everybody may know where the plan stands.

use super::{Held, OFFICIALS, READERS, Reach, Rule, TERRITORIAL, rule};
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
/// Whoever collects what agencies report, and audits it: they see all.
const COLLECTORS: Held =
    Held::By(&[AgencyKind::Planning, AgencyKind::CityCommittee, AgencyKind::Audit]);
const TERRITORIES: Held = Held::By(TERRITORIAL);
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
    rule(Permission::PlanDeclare, TERRITORIES, OFFICER, Reach::OwnAgency),
    // An agency sees and does its own tasks, writes and signs its own reports.
    rule(Permission::PlanTaskRead, COLLECTORS, READERS, Reach::City),
    rule(Permission::PlanTaskRead, Held::ByCityAgencies, READERS, Reach::OwnAgency),
    rule(Permission::PlanTaskRead, TERRITORIES, READERS, Reach::OwnAgency),
    rule(Permission::PlanTaskWork, Held::ByCityAgencies, OFFICER, Reach::OwnAgency),
    rule(Permission::PlanTaskWork, TERRITORIES, OFFICER, Reach::OwnAgency),
    rule(Permission::PlanTaskReview, PLANNING, OFFICIALS, Reach::City),
    rule(Permission::PlanReportRead, COLLECTORS, READERS, Reach::City),
    rule(Permission::PlanReportRead, Held::ByCityAgencies, READERS, Reach::OwnAgency),
    rule(Permission::PlanReportRead, TERRITORIES, READERS, Reach::OwnAgency),
    rule(Permission::PlanReportWrite, Held::ByCityAgencies, OFFICER, Reach::OwnAgency),
    rule(Permission::PlanReportWrite, TERRITORIES, OFFICER, Reach::OwnAgency),
    rule(Permission::PlanReportSign, Held::ByCityAgencies, APPROVER, Reach::OwnAgency),
    rule(Permission::PlanReportSign, TERRITORIES, APPROVER, Reach::OwnAgency),
    rule(Permission::PlanReportCollect, PLANNING, OFFICIALS, Reach::City),
    rule(Permission::CityReportSign, PLANNING, APPROVER, Reach::City),
    // The feed holds drafts and their steps.
    rule(Permission::PlanFeedRead, OVERSEERS, READERS, Reach::City),
];
