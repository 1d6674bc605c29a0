//! The lines of the policy on support programmes (DOMAIN section 3): the lead agency of a programme
//! prepares, appraises and decides, finance confirms the budget and sees all, the organisation files,
//! its district reviews.
//!
//! "Own agency" means here the programmes that the caller's agency leads today, by itself or by
//! succession: credit is the State Bank's, tax relief the tax department's, land and waste the
//! environment's, intellectual property science's, and so on, because they lead those programmes.

use super::{Held, OFFICIALS, READERS, Reach, Rule, TERRITORIAL, rule};
use crate::{agency::AgencyKind, permission::Permission, principal::Role};

/// Whoever may lead a programme, by itself or with others.
const LEADS: Held = Held::By(&[
    AgencyKind::CityCommittee,
    AgencyKind::Planning,
    AgencyKind::Agriculture,
    AgencyKind::Environment,
    AgencyKind::AgricultureEnvironment,
    AgencyKind::IndustryTrade,
    AgencyKind::Science,
    AgencyKind::StateBank,
    AgencyKind::Tax,
    AgencyKind::TradeCenter,
    AgencyKind::Alliance,
]);
const FINANCE: Held = Held::By(&[AgencyKind::Finance]);
const ALLIANCE: Held = Held::By(&[AgencyKind::Alliance]);
const STATE_BANK: Held = Held::By(&[AgencyKind::StateBank]);
/// Whoever sees every application, budget and loan.
const OVERSEERS: Held = Held::By(&[
    AgencyKind::Finance,
    AgencyKind::Planning,
    AgencyKind::Audit,
    AgencyKind::CityCommittee,
]);
const TERRITORY: Held = Held::By(TERRITORIAL);
const OFFICER: &[Role] = &[Role::Officer];
const APPROVER: &[Role] = &[Role::Approver];

/// The policy on support programmes.
pub(super) const RULES: &[Rule] = &[
    // Programmes are public; an officer of the lead agency prepares, its approver adopts.
    rule(Permission::ProgrammeRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::ProgrammeRead, TERRITORY, READERS, Reach::City),
    rule(Permission::ProgrammeRead, Held::ByOrganisations, READERS, Reach::City),
    rule(Permission::ProgrammePrepare, LEADS, OFFICER, Reach::OwnAgency),
    rule(Permission::ProgrammeDraftRead, OVERSEERS, READERS, Reach::City),
    rule(Permission::ProgrammeDraftRead, LEADS, READERS, Reach::OwnAgency),
    rule(Permission::ProgrammeAdopt, LEADS, APPROVER, Reach::OwnAgency),
    rule(
        Permission::CommuneGradeRecord,
        Held::By(&[AgencyKind::Agriculture]),
        OFFICER,
        Reach::City,
    ),
    rule(Permission::EligibilityTest, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::EligibilityTest, TERRITORY, READERS, Reach::OwnTerritory),
    rule(Permission::EligibilityTest, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    // Budgets: proposed by the lead agency, confirmed by finance.
    rule(Permission::BudgetRead, OVERSEERS, READERS, Reach::City),
    rule(Permission::BudgetRead, LEADS, READERS, Reach::OwnAgency),
    rule(Permission::BudgetPrepare, LEADS, OFFICER, Reach::OwnAgency),
    rule(Permission::BudgetConfirm, FINANCE, APPROVER, Reach::City),
    // Applications.
    rule(Permission::SupportApplicationRead, OVERSEERS, READERS, Reach::City),
    rule(Permission::SupportApplicationRead, LEADS, READERS, Reach::OwnAgency),
    rule(Permission::SupportApplicationRead, TERRITORY, READERS, Reach::OwnTerritory),
    rule(
        Permission::SupportApplicationRead,
        Held::ByOrganisations,
        READERS,
        Reach::OwnOrganisation,
    ),
    rule(
        Permission::SupportApplicationPrepare,
        Held::ByOrganisations,
        OFFICIALS,
        Reach::OwnOrganisation,
    ),
    // For an organisation that has no account.
    rule(Permission::SupportApplicationPrepare, TERRITORY, OFFICER, Reach::OwnTerritory),
    rule(Permission::SupportApplicationReview, TERRITORY, OFFICER, Reach::OwnTerritory),
    rule(Permission::SupportApplicationAppraise, LEADS, OFFICER, Reach::OwnAgency),
    rule(Permission::SupportApplicationDecide, LEADS, APPROVER, Reach::OwnAgency),
    rule(Permission::SupportDisburse, LEADS, OFFICER, Reach::OwnAgency),
    // The loan fund is the alliance's, credit and overdue debts the State Bank's.
    rule(Permission::LoanRead, OVERSEERS, READERS, Reach::City),
    rule(Permission::LoanRead, ALLIANCE, READERS, Reach::City),
    rule(Permission::LoanRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    rule(Permission::LoanApply, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(Permission::LoanManage, ALLIANCE, OFFICER, Reach::City),
    rule(Permission::LoanDecide, ALLIANCE, APPROVER, Reach::City),
    rule(Permission::CreditRead, OVERSEERS, READERS, Reach::City),
    rule(Permission::CreditRead, STATE_BANK, READERS, Reach::City),
    rule(Permission::CreditRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    rule(Permission::CreditRecord, STATE_BANK, OFFICER, Reach::City),
    // Training is the alliance's; organisations register their people, territories those of theirs.
    rule(Permission::TrainingRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::TrainingRead, TERRITORY, READERS, Reach::City),
    rule(Permission::TrainingRead, Held::ByOrganisations, READERS, Reach::City),
    rule(Permission::TrainingManage, ALLIANCE, OFFICER, Reach::City),
    rule(Permission::TrainingParticipantRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::TrainingParticipantRead, TERRITORY, READERS, Reach::OwnTerritory),
    rule(
        Permission::TrainingParticipantRead,
        Held::ByOrganisations,
        READERS,
        Reach::OwnOrganisation,
    ),
    rule(Permission::TrainingRegister, ALLIANCE, OFFICER, Reach::City),
    rule(Permission::TrainingRegister, TERRITORY, OFFICER, Reach::OwnTerritory),
    rule(Permission::TrainingRegister, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(Permission::TrainingConfirm, ALLIANCE, APPROVER, Reach::City),
    // Grievances: filed by the organisation, answered by the agency asked, seen by who oversees it.
    rule(Permission::GrievanceRead, OVERSEERS, READERS, Reach::City),
    rule(Permission::GrievanceRead, LEADS, READERS, Reach::OwnAgency),
    rule(Permission::GrievanceRead, TERRITORY, READERS, Reach::OwnAgency),
    rule(Permission::GrievanceRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    rule(Permission::GrievanceFile, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(Permission::GrievanceAnswer, LEADS, OFFICIALS, Reach::OwnAgency),
    // A district or commune answers for its review.
    rule(Permission::GrievanceAnswer, TERRITORY, OFFICIALS, Reach::OwnAgency),
    // Who got what under which document is public, without personal data.
    rule(Permission::SupportRecordRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::SupportRecordRead, TERRITORY, READERS, Reach::City),
    rule(Permission::SupportRecordRead, Held::ByOrganisations, READERS, Reach::City),
    // The feed holds loans, credit records and drafts: for who sees all of them anyway.
    rule(Permission::SupportFeedRead, OVERSEERS, READERS, Reach::City),
];
