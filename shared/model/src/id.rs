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

/// What an [`Id`] can name, in the words of the interface's description.
pub trait Named {
    /// One of them in English, and its term in Vietnamese.
    const WORDS: (&str, &str);
}

/// Kinds of things, each with its alias of [`Id`] and its [`Named::WORDS`].
macro_rules! named {
    ($($(#[$doc:meta])* $kind:ident, $alias:ident = $english:literal, $vietnamese:literal;)*) => {
        /// What an [`Id`] can name. Uninhabited: these types exist only to tell ids apart.
        pub mod named {
            $($(#[$doc])* pub enum $kind {})*
        }
        $(
            impl Named for named::$kind {
                const WORDS: (&str, &str) = ($english, $vietnamese);
            }
            #[doc = concat!("See [`named::", stringify!($kind), "`].")]
            pub type $alias = Id<named::$kind>;
        )*
    };
}

named! {
    /// A cooperative group, cooperative or cooperative union in the registry.
    Organisation, OrganisationId = "organisation", "tổ chức";
    /// A member of an organisation.
    Member, MemberId = "member", "thành viên";
    /// A movement of a member's capital.
    Contribution, ContributionId = "movement", "biến động vốn góp";
    /// Somebody who holds an office in an organisation.
    Manager, ManagerId = "manager", "người quản lý";
    /// A version of the rule by which an organisation is signed for.
    SigningRule, SigningRuleId = "signing rule", "quy định ký";
    /// A time for which an organisation belongs to the Cooperative Alliance.
    AllianceMembership, AllianceMembershipId = "membership", "tư cách thành viên Liên minh";
    /// A petition of an organisation, or of the alliance.
    Petition, PetitionId = "petition", "kiến nghị";
    /// One reading of personal data unmasked.
    PersonalDataRead, PersonalDataReadId = "reading", "lượt đọc dữ liệu cá nhân";
    /// An organisation's report for a year.
    AnnualReport, AnnualReportId = "report", "báo cáo năm";
    /// A person who logs in.
    User, UserId = "user", "người dùng";
    /// A department's system that logs in with client credentials.
    Client, ClientId = "client", "hệ thống kết nối";
    /// An event in a service's log.
    Event, EventId = "event", "sự kiện";
    /// An uploaded document.
    Document, DocumentId = "document", "tài liệu";
    /// A numbered certificate of registration.
    Certificate, CertificateId = "certificate", "giấy chứng nhận";
    /// Advice given to founders.
    Advice, AdviceId = "advice", "lượt tư vấn";
    /// One run of an import.
    Import, ImportId = "import", "lượt nhập dữ liệu";
    /// A comparison of the register with the national system.
    Reconciliation, ReconciliationId = "reconciliation", "lần đối soát";
    /// One difference that a reconciliation found.
    Difference, DifferenceId = "difference", "điểm khác biệt";
    /// A branch, representative office or business place of an organisation.
    Branch, BranchId = "branch", "chi nhánh";
    /// A notice of suspension.
    Suspension, SuspensionId = "suspension", "lần tạm ngừng";
    /// A set of changes made as one, such as an import or a mass correction.
    Batch, BatchId = "batch", "lô thay đổi";
    /// A request with documents, decided by an authority.
    Application, ApplicationId = "application", "hồ sơ đăng ký";
    /// An organisation's rating for a year, from its own assessment to the confirmation.
    YearlyRating, YearlyRatingId = "rating", "đánh giá xếp loại";
    /// A version of the rating criteria with their maximum points.
    RatingCriteria, RatingCriteriaId = "criteria", "bộ tiêu chí";
    /// A proposal to record that an organisation has stopped.
    DormancyProposal, DormancyProposalId = "proposal", "đề xuất ngừng hoạt động";
    /// A sign of life that the tax department recorded.
    TaxActivity, TaxActivityId = "record", "ghi nhận của cơ quan thuế";
    /// A dissolution case.
    Dissolution, DissolutionId = "case", "hồ sơ giải thể";
    /// A step of a dissolution case.
    DissolutionStep, DissolutionStepId = "step", "bước giải thể";
    /// A district's dissolution plan for a year.
    DissolutionPlan, DissolutionPlanId = "plan", "kế hoạch giải thể";
    /// An organisation in a dissolution plan.
    PlanEntry, PlanEntryId = "entry", "dòng kế hoạch";
    /// An organisation that a rule proposes for dissolution.
    DissolutionCandidate, DissolutionCandidateId = "candidate", "tổ chức thuộc diện giải thể";
    /// A run of a bulk survey.
    SurveyImport, SurveyImportId = "import", "lượt nhập khảo sát";
    /// A claim against an organisation that dissolves.
    Claim, ClaimId = "claim", "khoản nợ phải trả";
    /// What an organisation that dissolves is owed.
    Receivable, ReceivableId = "receivable", "khoản phải thu";
    /// An asset of an organisation that dissolves.
    Asset, AssetId = "asset", "tài sản";
    /// A valuation of an asset.
    Valuation, ValuationId = "valuation", "lần định giá";
    /// An entry in a dissolution's cash book.
    CashEntry, CashEntryId = "entry", "dòng sổ quỹ";
    /// Something that stops a dissolution.
    Blocker, BlockerId = "blocker", "vướng mắc";
    /// The public notice of a dissolution.
    DissolutionNotice, DissolutionNoticeId = "notice", "thông báo giải thể";
    /// An objection to a dissolution.
    Objection, ObjectionId = "objection", "khiếu nại";
    /// What the tax department recorded on a dissolution.
    TaxClearance, TaxClearanceId = "clearance", "xác nhận thuế";
    /// A support programme.
    Programme, ProgrammeId = "programme", "chương trình hỗ trợ";
    /// A version of a support programme: what holds from a day on.
    ProgrammeVersion, ProgrammeVersionId = "version", "bản chương trình";
    /// What an agency that leads a programme with others says of a version of it.
    ProgrammeOpinion, ProgrammeOpinionId = "opinion", "ý kiến cơ quan đồng chủ trì";
    /// A grade that a commune has held since a day.
    CommuneGrade, CommuneGradeId = "grade", "cấp độ xã";
    /// A training class.
    TrainingClass, TrainingClassId = "class", "lớp đào tạo";
    /// Somebody who takes part in a training class.
    TrainingParticipant, TrainingParticipantId = "participant", "học viên";
    /// A session of a training class.
    TrainingSession, TrainingSessionId = "session", "buổi học";
    /// Somebody who teaches in a training class.
    TrainingTrainer, TrainingTrainerId = "trainer", "giảng viên";
    /// A young worker placed at a cooperative.
    YoungWorker, YoungWorkerId = "placement", "lao động trẻ";
    /// A grievance about a support.
    Grievance, GrievanceId = "grievance", "phản ánh, khiếu nại về hỗ trợ";
    /// A step of a grievance.
    GrievanceStep, GrievanceStepId = "step", "bước xử lý phản ánh";
    /// A programme's budget for a year and a source.
    Budget, BudgetId = "budget", "dự toán";
    /// A proposal to allot money to a budget, or to take it back.
    Allocation, AllocationId = "allocation", "đề xuất phân bổ";
    /// A posting in the ledger of a budget.
    LedgerEntry, LedgerEntryId = "posting", "bút toán";
    /// An organisation's application for support.
    SupportApplication, SupportApplicationId = "application", "hồ sơ hỗ trợ";
    /// A step of a support application.
    SupportStep, SupportStepId = "step", "bước xử lý hồ sơ";
    /// What a programme said of the applicant, as it was recorded with the application.
    EligibilityRecord, EligibilityRecordId = "record", "kết quả xét điều kiện";
    /// A payment or a handing over of a support, or a recovery.
    SupportPayment, SupportPaymentId = "payment", "lần chi hoặc thu hồi";
    /// A loan of the cooperative fund.
    Loan, LoanId = "loan", "khoản vay";
    /// A repayment of a loan.
    Repayment, RepaymentId = "repayment", "lần trả nợ";
    /// What the State Bank recorded on an organisation's credit.
    CreditRecord, CreditRecordId = "record", "ghi nhận tín dụng";
    /// An event of trade promotion: a fair, a conference, a delegation, a showcase week.
    TradeEvent, TradeEventId = "event", "sự kiện xúc tiến thương mại";
    /// A step of an event of trade promotion, or of an application for it.
    TradeEventStep, TradeEventStepId = "step", "bước của sự kiện";
    /// An organisation's application to take part in an event.
    TradeApplication, TradeApplicationId = "application", "hồ sơ tham gia";
    /// A contract or another result of taking part in an event.
    TradeResult, TradeResultId = "result", "kết quả tham gia";
    /// A follow-up of taking part in an event.
    TradeFollowUp, TradeFollowUpId = "follow-up", "lần theo dõi sau sự kiện";
    /// Who buys, whether one of the register or not.
    Buyer, BuyerId = "buyer", "bên mua";
    /// A round in which offers were matched with demands.
    MatchingRound, MatchingRoundId = "matching round", "đợt ghép nối cung cầu";
    /// A product of an organisation.
    Product, ProductId = "product", "sản phẩm";
    /// A certificate of a standard that a product meets.
    ProductStandard, ProductStandardId = "certificate", "chứng nhận tiêu chuẩn";
    /// A picture of a product.
    ProductPicture, ProductPictureId = "picture", "hình ảnh sản phẩm";
    /// A point where products are shown and sold.
    ShowcasePoint, ShowcasePointId = "showcase point", "điểm giới thiệu và bán sản phẩm";
    /// A period for which a showcase point is funded.
    ShowcaseFunding, ShowcaseFundingId = "funding", "đợt hỗ trợ điểm giới thiệu";
    /// A sales report of a showcase point.
    SalesReport, SalesReportId = "sales report", "báo cáo doanh số";
    /// An offer of an organisation.
    Offer, OfferId = "offer", "chào bán";
    /// A demand of a buyer.
    Demand, DemandId = "demand", "nhu cầu mua";
    /// An offer and a demand that fit.
    SupplyMatch, SupplyMatchId = "match", "kết nối cung cầu";
    /// An expression of interest in an offer or a demand.
    Interest, InterestId = "expression of interest", "đăng ký quan tâm";
    /// A bulletin of market information.
    MarketBulletin, MarketBulletinId = "bulletin", "bản tin thị trường";
    /// A price on a market on a day.
    MarketPrice, MarketPriceId = "price", "giá thị trường";
    /// A product or project that calls for investment.
    InvestmentItem, InvestmentItemId = "item", "danh mục kêu gọi đầu tư";
    /// A yearly plan of the city.
    Plan, PlanId = "plan", "kế hoạch";
    /// A version of a plan.
    PlanVersion, PlanVersionId = "plan version", "phiên bản kế hoạch";
    /// A figure that an agency declares.
    Declaration, DeclarationId = "declaration", "số liệu kê khai";
    /// A duty of the plan, as the task of an agency.
    PlanTask, PlanTaskId = "task", "nhiệm vụ";
    /// What shows that something was done for a task.
    TaskEvidence, TaskEvidenceId = "evidence", "minh chứng";
    /// The time for the reports of a plan.
    ReportWindow, ReportWindowId = "report window", "đợt báo cáo";
    /// A version of an agency's report.
    PlanReport, PlanReportId = "report", "báo cáo";
    /// An address that an agency has events sent to.
    Webhook, WebhookId = "webhook", "webhook";
    /// A message on its way to a webhook.
    Delivery, DeliveryId = "delivery", "lượt gửi";
    /// A version of the city's report.
    CityReport, CityReportId = "city report", "báo cáo của Thành phố";
}
