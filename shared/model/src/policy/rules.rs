//! The lines of the policy, as the domain page gives them (DOMAIN section 3).

use super::{Held, OFFICIALS, READERS, Reach, Rule, TERRITORIAL, rule};
use crate::{agency::AgencyKind, permission::Permission, principal::Role};

/// The policy but for dissolution, support and trade promotion, which have pages of their own.
pub(super) const RULES: &[Rule] = &[
    // Everybody may read public data; a district or commune, and an organisation, their own.
    rule(Permission::OrganisationRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::OrganisationRead, Held::By(TERRITORIAL), READERS, Reach::OwnTerritory),
    rule(Permission::OrganisationRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    // Registration: the district in its territory; unions and supervision by planning.
    rule(
        Permission::OrganisationRegister,
        Held::By(TERRITORIAL),
        &[Role::Officer],
        Reach::OwnTerritory,
    ),
    rule(
        Permission::OrganisationRegister,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Officer],
        Reach::City,
    ),
    rule(
        Permission::OrganisationChange,
        Held::By(TERRITORIAL),
        &[Role::Officer],
        Reach::OwnTerritory,
    ),
    rule(
        Permission::OrganisationChange,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Officer],
        Reach::City,
    ),
    rule(
        Permission::OrganisationImport,
        Held::By(TERRITORIAL),
        &[Role::Officer],
        Reach::OwnTerritory,
    ),
    rule(
        Permission::OrganisationImport,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Officer],
        Reach::City,
    ),
    // The national system is the planning agency's to reconcile with; audit sees what came of it.
    rule(Permission::NationalSystemRead, Held::By(&[AgencyKind::Planning]), OFFICIALS, Reach::City),
    rule(Permission::NationalSystemRead, Held::By(&[AgencyKind::Audit]), READERS, Reach::City),
    rule(
        Permission::NationalSystemReconcile,
        Held::By(&[AgencyKind::Planning]),
        OFFICIALS,
        Reach::City,
    ),
    rule(
        Permission::NationalSystemExport,
        Held::By(&[AgencyKind::Planning]),
        OFFICIALS,
        Reach::City,
    ),
    // Applications: prepared by the organisation or for it by an officer, reviewed by an officer and
    // decided by an approver of the registering agency.
    rule(
        Permission::ApplicationRead,
        Held::By(&[
            AgencyKind::Planning,
            AgencyKind::Audit,
            AgencyKind::CityCommittee,
            AgencyKind::Alliance,
        ]),
        READERS,
        Reach::City,
    ),
    rule(Permission::ApplicationRead, Held::By(TERRITORIAL), READERS, Reach::OwnTerritory),
    rule(Permission::ApplicationRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    rule(
        Permission::ApplicationPrepare,
        Held::By(TERRITORIAL),
        &[Role::Officer],
        Reach::OwnTerritory,
    ),
    rule(
        Permission::ApplicationPrepare,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Officer],
        Reach::City,
    ),
    rule(Permission::ApplicationPrepare, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(
        Permission::ApplicationReview,
        Held::By(TERRITORIAL),
        &[Role::Officer],
        Reach::OwnTerritory,
    ),
    rule(
        Permission::ApplicationReview,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Officer],
        Reach::City,
    ),
    rule(
        Permission::ApplicationDecide,
        Held::By(TERRITORIAL),
        &[Role::Approver],
        Reach::OwnTerritory,
    ),
    rule(
        Permission::ApplicationDecide,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Approver],
        Reach::City,
    ),
    // Yearly duties: the organisation reports and assesses itself, or its registrar on its behalf;
    // another officer confirms. What concerns unions is planning's.
    rule(Permission::AnnualReportFile, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(
        Permission::AnnualReportFile,
        Held::By(TERRITORIAL),
        &[Role::Officer],
        Reach::OwnTerritory,
    ),
    rule(
        Permission::AnnualReportFile,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Officer],
        Reach::City,
    ),
    rule(Permission::RatingAssess, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(Permission::RatingAssess, Held::By(TERRITORIAL), &[Role::Officer], Reach::OwnTerritory),
    rule(
        Permission::RatingAssess,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Officer],
        Reach::City,
    ),
    rule(Permission::RatingConfirm, Held::By(TERRITORIAL), OFFICIALS, Reach::OwnTerritory),
    rule(Permission::RatingConfirm, Held::By(&[AgencyKind::Planning]), OFFICIALS, Reach::City),
    rule(
        Permission::RatingCriteriaManage,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Approver],
        Reach::City,
    ),
    // Whoever stopped without saying so: an officer proposes, an approver decides, the tax department
    // records signs of life.
    rule(Permission::DormancyPropose, Held::By(TERRITORIAL), &[Role::Officer], Reach::OwnTerritory),
    rule(
        Permission::DormancyPropose,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Officer],
        Reach::City,
    ),
    rule(Permission::DormancyDecide, Held::By(TERRITORIAL), &[Role::Approver], Reach::OwnTerritory),
    rule(
        Permission::DormancyDecide,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Approver],
        Reach::City,
    ),
    rule(
        Permission::TaxActivityRecord,
        Held::By(&[AgencyKind::Tax]),
        &[Role::Officer],
        Reach::City,
    ),
    // Where the plan stands: the city's agencies see all of it, a district or commune its own part.
    rule(Permission::IndicatorRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::IndicatorRead, Held::By(TERRITORIAL), READERS, Reach::OwnTerritory),
    // Personal data of natural persons is masked unless the task needs it.
    rule(Permission::PersonalDataRead, Held::By(TERRITORIAL), OFFICIALS, Reach::OwnTerritory),
    rule(Permission::PersonalDataRead, Held::By(&[AgencyKind::Planning]), OFFICIALS, Reach::City),
    rule(Permission::PersonalDataRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    // A certificate is withdrawn by whoever could issue it, by decision of an approver.
    rule(
        Permission::CertificateRevoke,
        Held::By(TERRITORIAL),
        &[Role::Approver],
        Reach::OwnTerritory,
    ),
    rule(
        Permission::CertificateRevoke,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Approver],
        Reach::City,
    ),
    // Documents hold personal data: who registers or audits reads those of its territory, any other
    // agency its own, an organisation its own.
    rule(Permission::DocumentUpload, Held::ByCityAgencies, OFFICIALS, Reach::City),
    rule(Permission::DocumentUpload, Held::By(TERRITORIAL), OFFICIALS, Reach::OwnTerritory),
    rule(Permission::DocumentUpload, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(Permission::DocumentRead, Held::ByCityAgencies, OFFICIALS, Reach::OwnAgency),
    rule(Permission::DocumentRead, Held::By(&[AgencyKind::Planning]), OFFICIALS, Reach::City),
    rule(Permission::DocumentRead, Held::By(&[AgencyKind::Audit]), READERS, Reach::City),
    rule(Permission::DocumentRead, Held::By(TERRITORIAL), OFFICIALS, Reach::OwnTerritory),
    rule(Permission::DocumentRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    // Advice to founders: the registrars and the alliance give it, audit reads it.
    rule(Permission::AdviceRead, Held::By(TERRITORIAL), READERS, Reach::OwnTerritory),
    rule(
        Permission::AdviceRead,
        Held::By(&[AgencyKind::Planning, AgencyKind::Alliance, AgencyKind::Audit]),
        READERS,
        Reach::City,
    ),
    rule(Permission::AdviceRecord, Held::By(TERRITORIAL), &[Role::Officer], Reach::OwnTerritory),
    rule(
        Permission::AdviceRecord,
        Held::By(&[AgencyKind::Planning, AgencyKind::Alliance]),
        &[Role::Officer],
        Reach::City,
    ),
    // Who has read it unmasked is seen by the organisation, its registrar and audit.
    rule(Permission::PersonalDataReadRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    rule(Permission::PersonalDataReadRead, Held::By(TERRITORIAL), OFFICIALS, Reach::OwnTerritory),
    rule(
        Permission::PersonalDataReadRead,
        Held::By(&[AgencyKind::Planning]),
        OFFICIALS,
        Reach::City,
    ),
    rule(Permission::PersonalDataReadRead, Held::By(&[AgencyKind::Audit]), READERS, Reach::City),
    // Members, capital and managers: the organisation itself, or its registrar.
    rule(Permission::MemberChange, Held::ByOrganisations, &[Role::Officer], Reach::OwnOrganisation),
    rule(Permission::MemberChange, Held::By(TERRITORIAL), &[Role::Officer], Reach::OwnTerritory),
    rule(
        Permission::MemberChange,
        Held::By(&[AgencyKind::Planning]),
        &[Role::Officer],
        Reach::City,
    ),
    // Membership of the alliance and petitions are the alliance's; an organisation files its own,
    // the agency asked answers.
    rule(Permission::AllianceManage, Held::By(&[AgencyKind::Alliance]), OFFICIALS, Reach::City),
    rule(Permission::PetitionFile, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(
        Permission::PetitionFile,
        Held::By(&[AgencyKind::Alliance]),
        &[Role::Officer],
        Reach::City,
    ),
    rule(Permission::PetitionAnswer, Held::ByCityAgencies, OFFICIALS, Reach::OwnAgency),
    // The feed and the proofs.
    rule(Permission::EventRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::EventRead, Held::By(TERRITORIAL), READERS, Reach::OwnTerritory),
    rule(
        Permission::LogVerify,
        Held::By(&[AgencyKind::Audit, AgencyKind::Planning]),
        READERS,
        Reach::City,
    ),
    // Agencies are public knowledge; accounts are each administrator's own affair. The city
    // committee's administrator, of whom the first is made at the first start, sets up the others.
    rule(Permission::AgencyRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::AgencyRead, Held::By(TERRITORIAL), READERS, Reach::City),
    rule(Permission::AgencyRead, Held::ByOrganisations, READERS, Reach::City),
    rule(Permission::UserRead, Held::ByCityAgencies, &[Role::Administrator], Reach::OwnAgency),
    rule(Permission::UserRead, Held::By(TERRITORIAL), &[Role::Administrator], Reach::OwnAgency),
    rule(
        Permission::UserRead,
        Held::By(&[AgencyKind::CityCommittee]),
        &[Role::Administrator],
        Reach::City,
    ),
    rule(
        Permission::UserRead,
        Held::By(&[AgencyKind::Audit]),
        &[Role::Officer, Role::Approver, Role::Viewer],
        Reach::City,
    ),
    rule(Permission::UserManage, Held::ByCityAgencies, &[Role::Administrator], Reach::OwnAgency),
    rule(Permission::UserManage, Held::By(TERRITORIAL), &[Role::Administrator], Reach::OwnAgency),
    rule(
        Permission::UserManage,
        Held::By(&[AgencyKind::CityCommittee]),
        &[Role::Administrator],
        Reach::City,
    ),
    rule(
        Permission::SigningKeyRotate,
        Held::By(&[AgencyKind::CityCommittee]),
        &[Role::Administrator],
        Reach::City,
    ),
];
