//! The lines of the policy on trade promotion (DOMAIN section 3; the plan's section III.4, duties đ, k,
//! l and m): the promotion agency, industry and trade, and the alliance each run their own events,
//! market information and investment list; showcase points are industry and trade's; a cooperative
//! applies, enters its products and offers, and reports, its district or commune helps it in its
//! territory. "Own agency" means here what the caller's agency organises or publishes.

use super::{Held, OFFICIALS, READERS, Reach, Rule, TERRITORIAL, rule};
use crate::{agency::AgencyKind, permission::Permission, principal::Role};

/// Whoever promotes trade.
const PROMOTERS: Held =
    Held::By(&[AgencyKind::TradeCenter, AgencyKind::IndustryTrade, AgencyKind::Alliance]);
/// Whoever knows whether a product is what it says: OCOP and the standards of farming as well.
const REVIEWERS: Held = Held::By(&[
    AgencyKind::TradeCenter,
    AgencyKind::IndustryTrade,
    AgencyKind::Alliance,
    AgencyKind::Agriculture,
]);
const SHOWCASE: Held = Held::By(&[AgencyKind::IndustryTrade]);
/// Whoever sees every application, and what it costs.
const OVERSEERS: Held = Held::By(&[
    AgencyKind::Planning,
    AgencyKind::Finance,
    AgencyKind::Audit,
    AgencyKind::CityCommittee,
]);
const TERRITORY: Held = Held::By(TERRITORIAL);
const OFFICER: &[Role] = &[Role::Officer];
const APPROVER: &[Role] = &[Role::Approver];

/// The policy on trade promotion.
pub(super) const RULES: &[Rule] = &[
    // Events are everybody's to know; an officer of the organiser prepares, its approver decides.
    rule(Permission::TradeEventRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::TradeEventRead, TERRITORY, READERS, Reach::City),
    rule(Permission::TradeEventRead, Held::ByOrganisations, READERS, Reach::City),
    rule(Permission::TradeEventPrepare, PROMOTERS, OFFICER, Reach::OwnAgency),
    rule(Permission::TradeEventDecide, PROMOTERS, APPROVER, Reach::OwnAgency),
    // Applications: by the organisation, or for it by an officer of its territory.
    rule(Permission::TradeApplicationRead, OVERSEERS, READERS, Reach::City),
    rule(Permission::TradeApplicationRead, PROMOTERS, READERS, Reach::OwnAgency),
    rule(Permission::TradeApplicationRead, TERRITORY, READERS, Reach::OwnTerritory),
    rule(Permission::TradeApplicationRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    rule(Permission::TradeApplicationPrepare, TERRITORY, OFFICER, Reach::OwnTerritory),
    rule(
        Permission::TradeApplicationPrepare,
        Held::ByOrganisations,
        OFFICIALS,
        Reach::OwnOrganisation,
    ),
    rule(Permission::TradeApplicationDecide, PROMOTERS, APPROVER, Reach::OwnAgency),
    rule(Permission::TradeResultReport, PROMOTERS, OFFICER, Reach::OwnAgency),
    rule(Permission::TradeResultReport, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    // Products.
    rule(Permission::ProductRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::ProductRead, TERRITORY, READERS, Reach::City),
    rule(Permission::ProductRead, Held::ByOrganisations, READERS, Reach::City),
    rule(Permission::ProductPrepare, TERRITORY, OFFICER, Reach::OwnTerritory),
    rule(Permission::ProductPrepare, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(Permission::ProductReview, REVIEWERS, OFFICIALS, Reach::City),
    // Showcase points and what they cost.
    rule(Permission::ShowcaseRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::ShowcaseRead, TERRITORY, READERS, Reach::OwnTerritory),
    rule(Permission::ShowcaseRead, Held::ByOrganisations, READERS, Reach::OwnOrganisation),
    rule(Permission::ShowcasePrepare, SHOWCASE, OFFICER, Reach::City),
    rule(Permission::ShowcaseDecide, SHOWCASE, APPROVER, Reach::City),
    rule(Permission::ShowcaseReport, SHOWCASE, OFFICER, Reach::City),
    rule(Permission::ShowcaseReport, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    // Offers by cooperatives; demands of buyers, who are not in the register, by a promoter.
    rule(Permission::SupplyDemandRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::SupplyDemandRead, TERRITORY, READERS, Reach::City),
    rule(Permission::SupplyDemandRead, Held::ByOrganisations, READERS, Reach::City),
    rule(Permission::SupplyDemandPrepare, PROMOTERS, OFFICER, Reach::OwnAgency),
    rule(Permission::SupplyDemandPrepare, TERRITORY, OFFICER, Reach::OwnTerritory),
    rule(Permission::SupplyDemandPrepare, Held::ByOrganisations, OFFICIALS, Reach::OwnOrganisation),
    rule(Permission::SupplyDemandReview, PROMOTERS, APPROVER, Reach::City),
    rule(Permission::SupplyDemandMatch, PROMOTERS, OFFICIALS, Reach::City),
    // Market information and the investment list: written by an officer, published by an approver.
    rule(Permission::BulletinRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::BulletinRead, TERRITORY, READERS, Reach::City),
    rule(Permission::BulletinRead, Held::ByOrganisations, READERS, Reach::City),
    rule(Permission::BulletinPrepare, PROMOTERS, OFFICER, Reach::OwnAgency),
    rule(Permission::BulletinPublish, PROMOTERS, APPROVER, Reach::OwnAgency),
    rule(Permission::InvestmentRead, Held::ByCityAgencies, READERS, Reach::City),
    rule(Permission::InvestmentRead, TERRITORY, READERS, Reach::City),
    rule(Permission::InvestmentRead, Held::ByOrganisations, READERS, Reach::City),
    rule(Permission::InvestmentPrepare, PROMOTERS, OFFICER, Reach::OwnAgency),
    rule(Permission::InvestmentPublish, PROMOTERS, APPROVER, Reach::OwnAgency),
    // The feed holds applications and drafts of every organiser.
    rule(Permission::TradeFeedRead, OVERSEERS, READERS, Reach::City),
];
