//! The lines of the policy on dissolution (DOMAIN section 3): the district, since 2025-07-01 the
//! commune, opens, runs and closes in its territory; planning does so for unions and supervises;
//! every department answers what is asked of it.

use super::{Held, OFFICIALS, READERS, Reach, Rule, TERRITORIAL, rule};
use crate::{agency::AgencyKind, permission::Permission, principal::Role};

const PLANNING: Held = Held::By(&[AgencyKind::Planning]);
const OFFICER: &[Role] = &[Role::Officer];
const APPROVER: &[Role] = &[Role::Approver];

/// The policy on dissolution.
pub(super) const RULES: &[Rule] = &[
    // Supervision, audit, and whoever may have to object see every case; another department those
    // in which it was asked.
    rule(
        Permission::DissolutionRead,
        Held::By(&[
            AgencyKind::Planning,
            AgencyKind::Audit,
            AgencyKind::CityCommittee,
            AgencyKind::Tax,
            AgencyKind::StateBank,
        ]),
        READERS,
        Reach::City,
    ),
    rule(Permission::DissolutionRead, Held::ByCityAgencies, READERS, Reach::OwnAgency),
    rule(Permission::DissolutionRead, Held::By(TERRITORIAL), READERS, Reach::OwnTerritory),
    rule(Permission::DissolutionRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    // An officer prepares, an approver decides; that they are two people each case sees to.
    rule(Permission::DissolutionPrepare, Held::By(TERRITORIAL), OFFICER, Reach::OwnTerritory),
    rule(Permission::DissolutionPrepare, PLANNING, OFFICER, Reach::City),
    rule(Permission::DissolutionDecide, Held::By(TERRITORIAL), APPROVER, Reach::OwnTerritory),
    rule(Permission::DissolutionDecide, PLANNING, APPROVER, Reach::City),
    rule(Permission::DissolutionPlanPrepare, Held::By(TERRITORIAL), OFFICER, Reach::OwnTerritory),
    rule(Permission::DissolutionPlanPrepare, PLANNING, OFFICER, Reach::City),
    rule(Permission::DissolutionPlanApprove, Held::By(TERRITORIAL), APPROVER, Reach::OwnTerritory),
    rule(Permission::DissolutionPlanApprove, PLANNING, APPROVER, Reach::City),
    // Whoever is asked answers: a department for itself, a district in its territory.
    rule(Permission::BlockerAnswer, Held::ByCityAgencies, OFFICIALS, Reach::OwnAgency),
    rule(Permission::BlockerAnswer, Held::By(TERRITORIAL), OFFICIALS, Reach::OwnTerritory),
    // Tax and the State Bank object themselves, creditors and members through the district, the
    // organisation by its own account.
    rule(
        Permission::ObjectionFile,
        Held::By(&[AgencyKind::Tax, AgencyKind::StateBank]),
        OFFICIALS,
        Reach::City,
    ),
    rule(Permission::ObjectionFile, Held::By(TERRITORIAL), OFFICER, Reach::OwnTerritory),
    rule(Permission::ObjectionFile, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(Permission::TaxClearanceRecord, Held::By(&[AgencyKind::Tax]), OFFICIALS, Reach::City),
    rule(
        Permission::DissolutionAuditRead,
        Held::By(&[AgencyKind::Audit, AgencyKind::Planning, AgencyKind::CityCommittee]),
        READERS,
        Reach::City,
    ),
    // Whoever reads the feed reads every event of a case, what others said in it and drafts of plans
    // too: those who see all of it anyway.
    rule(
        Permission::DissolutionFeedRead,
        Held::By(&[AgencyKind::Audit, AgencyKind::Planning, AgencyKind::CityCommittee]),
        READERS,
        Reach::City,
    ),
    rule(Permission::DissolutionFeedRead, Held::By(TERRITORIAL), READERS, Reach::OwnTerritory),
];
