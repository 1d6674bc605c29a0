//! A case as an auditor reads it (hồ sơ kiểm toán), made out of its events in the log alone: what was
//! recorded by an instant, as it held on a day. The same function makes it in the service and in
//! `htx verify`, so that a pack's data can be recomputed by whoever holds its events.
//!
//! Events are folded in the order in which they were recorded, as patches: so the view of today is what
//! the tables hold, and a correction, which is a later event, never changes what was known before it.

mod facts;
mod fold;
mod money;
mod records;
mod shown;

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    dissolution::{
        DissolutionAction, DissolutionState, GuardOwner, Route, SyncState, UnreadReason,
        answers::{
            BlockerKind, BlockerOutcome, BlockerState, DayCount, DeadlineKind, NoticeState,
            ObjectionState, ObjectorKind,
        },
    },
    id::{DissolutionId, DocumentId, EventId, OrganisationId},
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus},
    refusal::LegalBasis,
    registration_number::RegistrationNumber,
};
use serde::Serialize;
use uuid::Uuid;

pub use fold::{Foreign, Moment, Tables, fold};
pub use money::{AssetSum, CashSum, ClaimSum, MoneySummary, ReceivableSum};

use super::step::Exhibit;

/// The form of the data: another form is another number.
pub const FORMAT: u32 = 2;
/// The rules by which it is computed what is due and what is missing: the guards with their words, the
/// periods, the holidays, the names of agencies. Other rules are another number, which a test demands
/// (`what_views_are_judged_by_has_a_number`): a view that was handed out stays true by those of its day.
pub const RULES: u32 = 1;

/// A case as an auditor reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionAudit)]
pub struct Dossier {
    /// The form of this data.
    #[schema(minimum = 1, examples(1))]
    pub format: u32,
    /// The number of the rules by which deadlines and what is missing are computed.
    #[schema(minimum = 1, examples(1))]
    pub rules: u32,
    /// The day as of which everything held in law (ngày xem).
    pub as_of: Date,
    /// The instant up to which the record is looked at: what the newest checkpoint signed by then
    /// covers; null for all that is recorded.
    #[schema(required)]
    pub known_at: Option<Instant>,
    /// The case.
    pub id: DissolutionId,
    /// The organisation, as it was when the case was opened (tổ chức).
    pub organisation: AuditedOrganisation,
    /// By which way it is dissolved (hình thức giải thể).
    pub route: Route,
    /// Where the case stood (trạng thái).
    pub state: DissolutionState,
    /// Where it stood when it was suspended.
    #[schema(required)]
    pub resume_state: Option<DissolutionState>,
    /// The day of its opening (ngày mở hồ sơ).
    pub opened_on: Date,
    /// The login name of the officer who is responsible (cán bộ phụ trách).
    #[schema(max_length = 200)]
    pub responsible_officer: String,
    /// The day of the decision (ngày quyết định).
    #[schema(required)]
    pub decided_on: Option<Date>,
    /// The day on which it ended (ngày kết thúc).
    #[schema(required)]
    pub ended_on: Option<Date>,
    /// Whether the register has followed; null where it does not have to.
    #[schema(required)]
    pub registry_sync: Option<SyncState>,
    /// Its steps, as they were recorded (các bước).
    #[schema(max_items = 1000)]
    pub steps: Vec<AuditedStep>,
    /// The money (tiền).
    pub money: MoneySummary,
    /// What stopped it, and what the agencies answered (vướng mắc).
    #[schema(max_items = 10_000)]
    pub blockers: Vec<AuditedBlocker>,
    /// Its public notices (thông báo).
    #[schema(max_items = 200)]
    pub notices: Vec<AuditedNotice>,
    /// When the tax department was told of the decision.
    #[schema(required)]
    pub tax_informed_on: Option<Date>,
    /// Objections (phản đối).
    #[schema(max_items = 10_000)]
    pub objections: Vec<AuditedObjection>,
    /// Its deadlines (thời hạn).
    #[schema(max_items = 20_000)]
    pub deadlines: Vec<AuditedDeadline>,
    /// What is missing before it can be closed (việc còn thiếu); nothing where it has ended.
    #[schema(max_items = 20_000)]
    pub missing: Vec<AuditedMissing>,
    /// The documents of the case (tài liệu).
    #[schema(max_items = 10_000)]
    pub documents: Vec<AuditedDocument>,
    /// Events of the case that are no part of this view, since they tell of something that it does not
    /// know (sự kiện không đọc được). Nothing, unless the log was written by another program.
    #[schema(max_items = 20_000)]
    pub unread: Vec<AuditedUnread>,
}

/// An event of the case that is no part of the view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditedUnread {
    /// The event.
    pub event_id: EventId,
    /// What it is called.
    #[schema(max_length = 100, examples("claim.revalued"))]
    pub event_type: String,
    /// The name of the record that it tells of.
    #[schema(max_length = 100, examples("revaluation"))]
    pub record: String,
    /// When it was written down.
    pub recorded_at: Instant,
    /// Why it is no part of it.
    pub reason: UnreadReason,
}

/// The organisation of a case, as it was at the opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditedOrganisation {
    /// Its id in the register.
    pub id: OrganisationId,
    /// Its name (tên).
    #[schema(max_length = 300)]
    pub name: String,
    /// What it was (loại hình).
    pub kind: OrganisationKind,
    /// Its registration number (mã số).
    #[schema(required)]
    pub registration_number: Option<RegistrationNumber>,
    /// Its status then (tình trạng).
    pub status: OrganisationStatus,
    /// Its district as registered.
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    pub district: Option<String>,
    /// Its commune.
    #[schema(pattern = "^[0-9]{5}$", examples("10045"))]
    pub commune: String,
}

/// A step of a case, as it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditedStep {
    /// What was done; null for the opening (bước).
    #[schema(required)]
    pub action: Option<DissolutionAction>,
    /// Where the case stood.
    #[schema(required)]
    pub from: Option<DissolutionState>,
    /// Where it stood after it.
    pub to: DissolutionState,
    /// The day from which it holds (ngày hiệu lực).
    pub effective_on: Date,
    /// When it was written down (thời điểm ghi).
    pub recorded_at: Instant,
    /// The login name of whoever did it (người thực hiện).
    #[schema(max_length = 200, examples("district-277.approver"))]
    pub actor_name: String,
    /// The agency that it was done for (cơ quan).
    #[schema(required, value_type = Option<String>, examples("so-khdt"))]
    pub agency: Option<AgencyCode>,
    /// The name of that agency, as it signed.
    #[schema(required, max_length = 300, examples("Sở Kế hoạch và Đầu tư"))]
    pub agency_name: Option<String>,
    /// The legal document and article relied on (căn cứ).
    #[schema(required, max_length = 300)]
    pub legal_basis: Option<String>,
    /// The documents that prove it, each with its digest (tài liệu).
    #[schema(max_items = 100)]
    pub documents: Vec<Exhibit>,
    /// Its event in the log.
    pub event_id: EventId,
}

/// A question to an agency, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditedBlocker {
    /// The blocker.
    pub id: Uuid,
    /// What it is (loại vướng mắc).
    pub kind: BlockerKind,
    /// Whether the case cannot be settled before it is out of the way.
    pub blocking: bool,
    /// Where it stood (tình trạng).
    pub state: BlockerState,
    /// The agency that was asked last (cơ quan được hỏi).
    #[schema(value_type = String, examples("so-tnmt"))]
    pub agency: AgencyCode,
    /// The name that it had then.
    #[schema(max_length = 300)]
    pub agency_name: String,
    /// When the matter was raised (ngày nêu).
    pub raised_on: Date,
    /// By when it was to answer (hạn trả lời).
    pub due_on: Date,
    /// When it answered (ngày trả lời).
    #[schema(required)]
    pub answered_on: Option<Date>,
    /// The name under which it answered.
    #[schema(required, max_length = 300)]
    pub answered_by: Option<String>,
    /// What it answered, in one word (kết quả).
    #[schema(required)]
    pub outcome: Option<BlockerOutcome>,
    /// When it was resolved or withdrawn.
    #[schema(required)]
    pub closed_on: Option<Date>,
}

/// A public notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditedNotice {
    /// Its number (số thông báo).
    #[schema(max_length = 50, examples("TBGT-QH277-2025-00012"))]
    pub number: String,
    /// Where it stood.
    pub state: NoticeState,
    /// The agency that published it, under its name then (cơ quan công bố).
    #[schema(max_length = 300)]
    pub authority: String,
    /// When (ngày công bố).
    pub published_on: Date,
    /// The last day on which claims and objections are taken (hạn khai báo nợ).
    pub window_ends_on: Date,
}

/// An objection. What a natural person is called is no part of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditedObjection {
    /// The objection.
    pub id: Uuid,
    /// Who objects, by kind (người phản đối).
    pub objector: ObjectorKind,
    /// The name of an agency, a bank or a company.
    #[schema(required, max_length = 300)]
    pub objector_name: Option<String>,
    /// What is owed, as they say.
    #[schema(required)]
    pub amount_vnd: Option<Dong>,
    /// Where it stood.
    pub state: ObjectionState,
    /// When it was filed.
    pub filed_on: Date,
    /// When it was decided or taken back.
    #[schema(required)]
    pub decided_on: Option<Date>,
}

/// A deadline, as of the day of the view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditedDeadline {
    /// What was due.
    pub kind: DeadlineKind,
    /// The blocker or objection that it is about.
    #[schema(required)]
    pub record_id: Option<Uuid>,
    /// The day on which it began.
    pub started_on: Date,
    /// How many days it has.
    #[schema(required, minimum = 0)]
    pub days: Option<u32>,
    /// How they are counted.
    pub day_count: DayCount,
    /// How many days did not count because the clock stood still.
    #[schema(minimum = 0)]
    pub stopped_days: u32,
    /// The last day; null while the clock stands still.
    #[schema(required)]
    pub due_on: Option<Date>,
    /// When it was seen to.
    #[schema(required)]
    pub done_on: Option<Date>,
    /// Whether it had passed.
    pub overdue: bool,
    /// The article behind it, and whether it was read.
    #[schema(required)]
    pub legal_basis: Option<LegalBasis>,
}

/// Something that the case lacked on the day of the view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditedMissing {
    /// The guard that is not met, or the step that is to be taken.
    #[schema(max_length = 60, examples("blockers_resolved"))]
    pub code: String,
    /// What is missing, in Vietnamese.
    #[schema(max_length = 1000)]
    pub detail_vi: String,
    /// The same in English.
    #[schema(max_length = 1000)]
    pub detail_en: String,
    /// The step that cannot be taken without it.
    pub for_step: DissolutionAction,
    /// The blocker or objection that it is about.
    #[schema(required)]
    pub record_id: Option<Uuid>,
    /// Who must act.
    pub who: GuardOwner,
    /// The agency that was asked, where one was.
    #[schema(required, value_type = Option<String>)]
    pub agency: Option<AgencyCode>,
    /// Since when.
    pub since: Date,
    /// Of how many things, where they are counted.
    #[schema(required, minimum = 0)]
    pub count: Option<u32>,
    /// The article behind it, and whether it was read.
    #[schema(required)]
    pub legal_basis: Option<LegalBasis>,
}

/// A document of the case. Its file's name may name persons, and is no part of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AuditedDocument {
    /// The document.
    pub id: DocumentId,
    /// The digest of its content, in hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// What it is.
    #[schema(max_length = 100, examples("application/pdf"))]
    pub media_type: String,
    /// Bytes.
    #[schema(minimum = 0)]
    pub size: u64,
}

#[cfg(test)]
mod tests;
