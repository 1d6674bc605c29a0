//! A task as it is shown.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::{Date, Instant},
    id::{PlanId, PlanTaskId, TaskEvidenceId},
    plan::{EvidenceKind, TaskAction, TaskState},
    principal::Principal,
    refusal::LegalBasis,
};
use serde::Serialize;

use crate::{
    domain::{
        norm,
        task::{Task, evidence::Evidence},
    },
    usecase::task::available,
};

/// A duty of the plan, as the task of an agency (nhiệm vụ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PlanTask)]
pub(super) struct TaskView {
    /// Its id.
    id: PlanTaskId,
    /// Of which plan.
    plan_id: PlanId,
    /// The duty's number and letter in section III of the plan (mục).
    #[schema(max_length = 10, examples("4.đ"))]
    duty: String,
    /// The heading that it stands under (đề mục).
    section: String,
    /// What is to be done, word for word (nội dung).
    text: String,
    /// Whose it is (cơ quan), by the name that the plan gives.
    #[schema(value_type = String, examples("so-ct"))]
    agency: AgencyCode,
    /// That name (tên cơ quan).
    #[schema(max_length = 300)]
    agency_name: String,
    /// Whether the plan does not name the agency, so that it was assumed.
    agency_assumed: bool,
    /// Who does it today (cơ quan thực hiện hiện nay): after a reorganisation whoever took its work over.
    #[schema(value_type = Vec<String>, max_items = 200)]
    held_today_by: Vec<AgencyCode>,
    /// Where it stands (trạng thái).
    state: TaskState,
    /// When it is due (hạn): with the reports of the year.
    #[schema(required)]
    due_on: Option<Date>,
    /// From which day on its agency is reminded (ngày nhắc).
    #[schema(required)]
    remind_on: Option<Date>,
    /// What that day stands on (căn cứ của ngày nhắc).
    reminder_basis: LegalBasis,
    /// Whether it is to be reminded of today (cần nhắc).
    is_reminded: bool,
    /// Whether it is open and its day has passed (quá hạn).
    is_overdue: bool,
    /// What stands in the way, or why it was given back (lý do). Absent in tables.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// How many pieces of evidence there are (số minh chứng).
    evidence_count: u32,
    /// The evidence (minh chứng), in the order in which it was entered; null in lists.
    #[schema(required, max_items = 500)]
    evidence: Option<Vec<EvidenceView>>,
    /// The login name of whoever moved it last.
    #[schema(required, max_length = 200)]
    moved_by: Option<String>,
    /// The name of their agency then.
    #[schema(required, max_length = 300)]
    moved_by_agency: Option<String>,
    /// On which day.
    #[schema(required)]
    moved_on: Option<Date>,
    /// What the caller may do now (thao tác được phép).
    available_actions: Vec<TaskAction>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
}

/// What shows that something was done (minh chứng).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PlanTaskEvidence)]
pub(super) struct EvidenceView {
    /// Its id.
    id: TaskEvidenceId,
    /// What it is (loại).
    kind: EvidenceKind,
    /// The document's number, the address, or the note; null where it was erased.
    #[schema(required, max_length = 1000)]
    text: Option<String>,
    /// Of which day it is (ngày).
    dated: Date,
    /// The login name of whoever entered it (người ghi).
    #[schema(max_length = 200)]
    entered_by: String,
    /// The name of their agency then (cơ quan).
    #[schema(max_length = 300)]
    entered_by_agency: String,
    /// When it was entered.
    recorded_at: Instant,
}

impl From<Evidence> for EvidenceView {
    fn from(one: Evidence) -> Self {
        Self {
            id: one.id,
            kind: one.kind,
            text: one.text,
            dated: one.dated,
            entered_by: one.entered_by_name,
            entered_by_agency: one.entered_by_agency,
            recorded_at: one.recorded_at,
        }
    }
}

impl TaskView {
    /// A task as somebody sees it today.
    pub(super) fn of(
        one: Task,
        evidence: Option<Vec<Evidence>>,
        (principal, agencies, today): (&Principal, &Agencies, Date),
    ) -> Self {
        let timing = one.timing(today);
        let held = agencies.successors(&one.agency, today);
        Self {
            available_actions: available(&one, principal, agencies, today),
            held_today_by: held.into_iter().map(|agency| agency.code.clone()).collect(),
            remind_on: timing.map(|timing| timing.remind_on),
            reminder_basis: norm::REMINDER,
            is_reminded: timing.is_some_and(|timing| timing.is_reminded),
            is_overdue: timing.is_some_and(|timing| timing.is_overdue),
            id: one.id,
            plan_id: one.plan,
            duty: one.duty,
            section: one.section,
            text: one.text,
            agency: one.agency,
            agency_name: one.agency_name,
            agency_assumed: one.agency_assumed,
            state: one.state,
            due_on: one.due_on,
            reason: one.reason,
            evidence_count: one.evidence_count,
            evidence: evidence.map(|all| all.into_iter().map(EvidenceView::from).collect()),
            moved_by: one.moved_by_name,
            moved_by_agency: one.moved_by_agency,
            moved_on: one.moved_on,
            version: one.version,
            recorded_at: one.recorded_at,
        }
    }

    /// Without what people wrote: what is kept for a repetition of the request.
    pub(super) fn without_words(&self) -> Self {
        Self { reason: None, evidence: None, ..self.clone() }
    }
}

/// Tasks as a table.
pub(super) static TASKS: Table = Table {
    name: "plan-tasks",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("duty", "Mục", "Duty", "/duty"),
        column("agency", "Mã cơ quan", "Agency", "/agency"),
        column("agency_name", "Cơ quan", "Agency's name", "/agency_name"),
        column("text", "Nội dung", "Text", "/text"),
        column("state", "Trạng thái", "State", "/state"),
        column("due_on", "Hạn", "Due on", "/due_on"),
        column("is_overdue", "Quá hạn", "Overdue", "/is_overdue"),
        column("evidence_count", "Số minh chứng", "Evidence", "/evidence_count"),
        column("moved_by_agency", "Cơ quan cập nhật", "Moved by", "/moved_by_agency"),
        column("moved_on", "Ngày cập nhật", "Moved on", "/moved_on"),
    ],
};
