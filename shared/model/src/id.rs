//! Identifiers: UUID version 7, so that they sort by the time of their making, typed by what they
//! name, so that a user's id cannot be passed where an organisation's is wanted.

use std::{cmp::Ordering, fmt, hash::Hash, hash::Hasher, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// The id of a `T`. Made only by the kit's `IdSource`, parsed anywhere.
pub struct Id<T> {
    uuid: Uuid,
    names: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Wraps a UUID that is already known to name a `T`: read from a row, a path or an id source.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, names: PhantomData }
    }

    /// The sixteen bytes, as a database keeps them.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.uuid.as_bytes()
    }

    /// The bare UUID.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.uuid, formatter)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.uuid, formatter)
    }
}
impl<T> FromStr for Id<T> {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(text).map(Self::from_uuid)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.uuid.serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}
impl<T> utoipa::PartialSchema for Id<T> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let uuid = utoipa::openapi::KnownFormat::Uuid;
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(uuid)))
            .examples([serde_json::json!("01980f2e-5c00-7a30-9c40-0123456789ab")])
            .into()
    }
}
impl<T> utoipa::ToSchema for Id<T> {}

/// What an [`Id`] can name. Uninhabited: these types exist only to tell ids apart.
pub mod named {
    /// A cooperative group, cooperative or cooperative union in the registry.
    pub enum Organisation {}
    /// A member of an organisation.
    pub enum Member {}
    /// A movement of a member's capital.
    pub enum Contribution {}
    /// Somebody who holds an office in an organisation.
    pub enum Manager {}
    /// A version of the rule by which an organisation is signed for.
    pub enum SigningRule {}
    /// A time for which an organisation belongs to the Cooperative Alliance.
    pub enum AllianceMembership {}
    /// A petition of an organisation, or of the alliance.
    pub enum Petition {}
    /// One reading of personal data unmasked.
    pub enum PersonalDataRead {}
    /// An organisation's report for a year.
    pub enum AnnualReport {}
    /// A person who logs in.
    pub enum User {}
    /// A department's system that logs in with client credentials.
    pub enum Client {}
    /// An event in a service's log.
    pub enum Event {}
    /// An uploaded document.
    pub enum Document {}
    /// A numbered certificate of registration.
    pub enum Certificate {}
    /// Advice given to founders.
    pub enum Advice {}
    /// One run of an import.
    pub enum Import {}
    /// A comparison of the register with the national system.
    pub enum Reconciliation {}
    /// One difference that a reconciliation found.
    pub enum Difference {}
    /// A branch, representative office or business place of an organisation.
    pub enum Branch {}
    /// A notice of suspension.
    pub enum Suspension {}
    /// A set of changes made as one, such as an import or a mass correction.
    pub enum Batch {}
    /// A request with documents, decided by an authority.
    pub enum Application {}
    /// An organisation's rating for a year, from its own assessment to the confirmation.
    pub enum YearlyRating {}
    /// A version of the rating criteria with their maximum points.
    pub enum RatingCriteria {}
    /// A proposal to record that an organisation has stopped.
    pub enum DormancyProposal {}
    /// A sign of life that the tax department recorded.
    pub enum TaxActivity {}
    /// A dissolution case.
    pub enum Dissolution {}
    /// A step of a dissolution case.
    pub enum DissolutionStep {}
    /// A district's dissolution plan for a year.
    pub enum DissolutionPlan {}
    /// An organisation in a dissolution plan.
    pub enum PlanEntry {}
    /// An organisation that a rule proposes for dissolution.
    pub enum DissolutionCandidate {}
    /// A run of a bulk survey.
    pub enum SurveyImport {}
    /// A claim against an organisation that dissolves.
    pub enum Claim {}
    /// What an organisation that dissolves is owed.
    pub enum Receivable {}
    /// An asset of an organisation that dissolves.
    pub enum Asset {}
    /// A valuation of an asset.
    pub enum Valuation {}
    /// An entry in a dissolution's cash book.
    pub enum CashEntry {}
    /// Something that stops a dissolution.
    pub enum Blocker {}
    /// The public notice of a dissolution.
    pub enum DissolutionNotice {}
    /// An objection to a dissolution.
    pub enum Objection {}
    /// What the tax department recorded on a dissolution.
    pub enum TaxClearance {}
    /// A support programme.
    pub enum Programme {}
    /// A version of a support programme: what holds from a day on.
    pub enum ProgrammeVersion {}
    /// What an agency that leads a programme with others says of a version of it.
    pub enum ProgrammeOpinion {}
    /// A grade that a commune has held since a day.
    pub enum CommuneGrade {}
    /// A training class.
    pub enum TrainingClass {}
    /// Somebody who takes part in a training class.
    pub enum TrainingParticipant {}
    /// A session of a training class.
    pub enum TrainingSession {}
    /// Somebody who teaches in a training class.
    pub enum TrainingTrainer {}
    /// A young worker placed at a cooperative.
    pub enum YoungWorker {}
    /// A grievance about a support.
    pub enum Grievance {}
    /// A step of a grievance.
    pub enum GrievanceStep {}
    /// A programme's budget for a year and a source.
    pub enum Budget {}
    /// A proposal to allot money to a budget, or to take it back.
    pub enum Allocation {}
    /// A posting in the ledger of a budget.
    pub enum LedgerEntry {}
    /// An organisation's application for support.
    pub enum SupportApplication {}
    /// A step of a support application.
    pub enum SupportStep {}
    /// What a programme said of the applicant, as it was recorded with the application.
    pub enum EligibilityRecord {}
    /// A payment or a handing over of a support, or a recovery.
    pub enum SupportPayment {}
    /// A loan of the cooperative fund.
    pub enum Loan {}
    /// A repayment of a loan.
    pub enum Repayment {}
    /// What the State Bank recorded on an organisation's credit.
    pub enum CreditRecord {}
    /// An event of trade promotion: a fair, a conference, a delegation, a showcase week.
    pub enum TradeEvent {}
    /// A step of an event of trade promotion, or of an application for it.
    pub enum TradeEventStep {}
    /// An organisation's application to take part in an event.
    pub enum TradeApplication {}
    /// A contract or another result of taking part in an event.
    pub enum TradeResult {}
    /// A follow-up of taking part in an event.
    pub enum TradeFollowUp {}
    /// A product of an organisation.
    pub enum Product {}
    /// A certificate of a standard that a product meets.
    pub enum ProductStandard {}
    /// A picture of a product.
    pub enum ProductPicture {}
    /// A point where products are shown and sold.
    pub enum ShowcasePoint {}
    /// A period for which a showcase point is funded.
    pub enum ShowcaseFunding {}
    /// A sales report of a showcase point.
    pub enum SalesReport {}
    /// An offer of an organisation.
    pub enum Offer {}
    /// A demand of a buyer.
    pub enum Demand {}
    /// An offer and a demand that fit.
    pub enum SupplyMatch {}
    /// An expression of interest in an offer or a demand.
    pub enum Interest {}
    /// A bulletin of market information.
    pub enum MarketBulletin {}
    /// A price on a market on a day.
    pub enum MarketPrice {}
    /// A product or project that calls for investment.
    pub enum InvestmentItem {}
}

/// See [`named::Organisation`].
pub type OrganisationId = Id<named::Organisation>;
/// See [`named::Member`].
pub type MemberId = Id<named::Member>;
/// See [`named::Contribution`].
pub type ContributionId = Id<named::Contribution>;
/// See [`named::Manager`].
pub type ManagerId = Id<named::Manager>;
/// See [`named::SigningRule`].
pub type SigningRuleId = Id<named::SigningRule>;
/// See [`named::AllianceMembership`].
pub type AllianceMembershipId = Id<named::AllianceMembership>;
/// See [`named::Petition`].
pub type PetitionId = Id<named::Petition>;
/// See [`named::PersonalDataRead`].
pub type PersonalDataReadId = Id<named::PersonalDataRead>;
/// See [`named::AnnualReport`].
pub type AnnualReportId = Id<named::AnnualReport>;
/// See [`named::User`].
pub type UserId = Id<named::User>;
/// See [`named::Client`].
pub type ClientId = Id<named::Client>;
/// See [`named::Event`].
pub type EventId = Id<named::Event>;
/// See [`named::Document`].
pub type DocumentId = Id<named::Document>;
/// See [`named::Certificate`].
pub type CertificateId = Id<named::Certificate>;
/// See [`named::Advice`].
pub type AdviceId = Id<named::Advice>;
/// See [`named::Import`].
pub type ImportId = Id<named::Import>;
/// See [`named::Reconciliation`].
pub type ReconciliationId = Id<named::Reconciliation>;
/// See [`named::Difference`].
pub type DifferenceId = Id<named::Difference>;
/// See [`named::Batch`].
pub type BatchId = Id<named::Batch>;
/// See [`named::Application`].
pub type ApplicationId = Id<named::Application>;
/// See [`named::Branch`].
pub type BranchId = Id<named::Branch>;
/// See [`named::Suspension`].
pub type SuspensionId = Id<named::Suspension>;
/// See [`named::YearlyRating`].
pub type YearlyRatingId = Id<named::YearlyRating>;
/// See [`named::RatingCriteria`].
pub type RatingCriteriaId = Id<named::RatingCriteria>;
/// See [`named::DormancyProposal`].
pub type DormancyProposalId = Id<named::DormancyProposal>;
/// See [`named::TaxActivity`].
pub type TaxActivityId = Id<named::TaxActivity>;
/// See [`named::Dissolution`].
pub type DissolutionId = Id<named::Dissolution>;
/// See [`named::DissolutionStep`].
pub type DissolutionStepId = Id<named::DissolutionStep>;
/// See [`named::DissolutionPlan`].
pub type DissolutionPlanId = Id<named::DissolutionPlan>;
/// See [`named::PlanEntry`].
pub type PlanEntryId = Id<named::PlanEntry>;
/// See [`named::DissolutionCandidate`].
pub type DissolutionCandidateId = Id<named::DissolutionCandidate>;
/// See [`named::SurveyImport`].
pub type SurveyImportId = Id<named::SurveyImport>;
/// See [`named::Claim`].
pub type ClaimId = Id<named::Claim>;
/// See [`named::Receivable`].
pub type ReceivableId = Id<named::Receivable>;
/// See [`named::Asset`].
pub type AssetId = Id<named::Asset>;
/// See [`named::Valuation`].
pub type ValuationId = Id<named::Valuation>;
/// See [`named::CashEntry`].
pub type CashEntryId = Id<named::CashEntry>;
/// See [`named::Blocker`].
pub type BlockerId = Id<named::Blocker>;
/// See [`named::DissolutionNotice`].
pub type DissolutionNoticeId = Id<named::DissolutionNotice>;
/// See [`named::Objection`].
pub type ObjectionId = Id<named::Objection>;
/// See [`named::TaxClearance`].
pub type TaxClearanceId = Id<named::TaxClearance>;
/// See [`named::Programme`].
pub type ProgrammeId = Id<named::Programme>;
/// See [`named::ProgrammeVersion`].
pub type ProgrammeVersionId = Id<named::ProgrammeVersion>;
/// See [`named::ProgrammeOpinion`].
pub type ProgrammeOpinionId = Id<named::ProgrammeOpinion>;
/// See [`named::CommuneGrade`].
pub type CommuneGradeId = Id<named::CommuneGrade>;
/// See [`named::TrainingClass`].
pub type TrainingClassId = Id<named::TrainingClass>;
/// See [`named::TrainingParticipant`].
pub type TrainingParticipantId = Id<named::TrainingParticipant>;
/// See [`named::TrainingSession`].
pub type TrainingSessionId = Id<named::TrainingSession>;
/// See [`named::TrainingTrainer`].
pub type TrainingTrainerId = Id<named::TrainingTrainer>;
/// See [`named::YoungWorker`].
pub type YoungWorkerId = Id<named::YoungWorker>;
/// See [`named::GrievanceStep`].
pub type GrievanceStepId = Id<named::GrievanceStep>;
/// See [`named::Grievance`].
pub type GrievanceId = Id<named::Grievance>;
/// See [`named::Budget`].
pub type BudgetId = Id<named::Budget>;
/// See [`named::Allocation`].
pub type AllocationId = Id<named::Allocation>;
/// See [`named::LedgerEntry`].
pub type LedgerEntryId = Id<named::LedgerEntry>;
/// See [`named::SupportApplication`].
pub type SupportApplicationId = Id<named::SupportApplication>;
/// See [`named::SupportStep`].
pub type SupportStepId = Id<named::SupportStep>;
/// See [`named::EligibilityRecord`].
pub type EligibilityRecordId = Id<named::EligibilityRecord>;
/// See [`named::SupportPayment`].
pub type SupportPaymentId = Id<named::SupportPayment>;
/// See [`named::Loan`].
pub type LoanId = Id<named::Loan>;
/// See [`named::Repayment`].
pub type RepaymentId = Id<named::Repayment>;
/// See [`named::CreditRecord`].
pub type CreditRecordId = Id<named::CreditRecord>;
/// See [`named::TradeEvent`].
pub type TradeEventId = Id<named::TradeEvent>;
/// See [`named::TradeEventStep`].
pub type TradeEventStepId = Id<named::TradeEventStep>;
/// See [`named::TradeApplication`].
pub type TradeApplicationId = Id<named::TradeApplication>;
/// See [`named::TradeResult`].
pub type TradeResultId = Id<named::TradeResult>;
/// See [`named::TradeFollowUp`].
pub type TradeFollowUpId = Id<named::TradeFollowUp>;
/// See [`named::Product`].
pub type ProductId = Id<named::Product>;
/// See [`named::ProductStandard`].
pub type ProductStandardId = Id<named::ProductStandard>;
/// See [`named::ProductPicture`].
pub type ProductPictureId = Id<named::ProductPicture>;
/// See [`named::ShowcasePoint`].
pub type ShowcasePointId = Id<named::ShowcasePoint>;
/// See [`named::ShowcaseFunding`].
pub type ShowcaseFundingId = Id<named::ShowcaseFunding>;
/// See [`named::SalesReport`].
pub type SalesReportId = Id<named::SalesReport>;
/// See [`named::Offer`].
pub type OfferId = Id<named::Offer>;
/// See [`named::Demand`].
pub type DemandId = Id<named::Demand>;
/// See [`named::SupplyMatch`].
pub type SupplyMatchId = Id<named::SupplyMatch>;
/// See [`named::Interest`].
pub type InterestId = Id<named::Interest>;
/// See [`named::MarketBulletin`].
pub type MarketBulletinId = Id<named::MarketBulletin>;
/// See [`named::MarketPrice`].
pub type MarketPriceId = Id<named::MarketPrice>;
/// See [`named::InvestmentItem`].
pub type InvestmentItemId = Id<named::InvestmentItem>;
