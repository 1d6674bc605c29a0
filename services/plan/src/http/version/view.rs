//! A version as this service answers with it, and the list of versions as a table.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    date::{Date, Instant},
    id::{PlanId, PlanVersionId},
    plan::{PaperAction, PaperState, Receivers},
    principal::Principal,
};
use serde::Serialize;

use crate::{
    domain::{
        allocation, plan,
        version::{Said, Subject},
    },
    usecase::version::{Found, available},
};

/// A version of a plan, or of the allocation of a target (bản kế hoạch, bản phân bổ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PlanVersion)]
pub(super) struct VersionView {
    /// Its id.
    id: PlanVersionId,
    /// Of which plan.
    plan_id: PlanId,
    /// The code of that (mã kế hoạch).
    #[schema(max_length = 40, examples("hn-2025"))]
    plan_code: String,
    /// The year of that (năm).
    #[schema(minimum = 2000, maximum = 2200, examples(2025))]
    year: i16,
    /// Of an allocation, of which target (chỉ tiêu); null of a version of the plan itself.
    #[schema(required, max_length = 60, examples("training_classes"))]
    target: Option<String>,
    /// Of an allocation, among whom (phân bổ cho).
    #[schema(required)]
    receivers: Option<Receivers>,
    /// Its number, from 1 (số phiên bản).
    #[schema(minimum = 1)]
    number: u32,
    /// Where it stands (trạng thái).
    state: PaperState,
    /// The day of its adoption (ngày ban hành); null before it, and where it holds since before the
    /// register.
    #[schema(required)]
    valid_from: Option<Date>,
    /// What the plan says (nội dung kế hoạch); null of an allocation.
    #[schema(required)]
    plan: Option<plan::Content>,
    /// How the target is allocated (nội dung phân bổ); null of a version of the plan itself.
    #[schema(required)]
    allocation: Option<allocation::Content>,
    /// The login name of whoever wrote in it last (người soạn).
    #[schema(max_length = 200, examples("so-tc.officer"))]
    prepared_by: String,
    /// The login name of whoever adopted, returned or discarded it last (người quyết định).
    #[schema(required, max_length = 200, examples("ubnd-tp.approver"))]
    decided_by: Option<String>,
    /// On which day (ngày quyết định).
    #[schema(required)]
    decided_on: Option<Date>,
    /// Why it was returned or discarded (lý do). Absent in tables.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// Its version as a resource, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now.
    #[schema(max_items = 5)]
    available_actions: Vec<PaperAction>,
}

impl VersionView {
    /// A version as somebody sees it.
    pub(super) fn of((plan, version): Found, principal: &Principal) -> Self {
        let available_actions = available(&version, principal);
        let (target, receivers) = match version.subject {
            Subject::Plan => (None, None),
            Subject::Allocation { target, receivers } => (Some(target), Some(receivers)),
        };
        let (content, allocation) = match version.content {
            Said::Plan(content) => (Some(content), None),
            Said::Allocation(content) => (None, Some(content)),
        };
        Self {
            id: version.id,
            plan_id: plan.id,
            plan_code: plan.code,
            year: plan.year,
            target,
            receivers,
            number: version.number,
            state: version.state,
            valid_from: version.valid_from,
            plan: content,
            allocation,
            prepared_by: version.prepared_by_name,
            decided_by: version.decided_by_name,
            decided_on: version.decided_on,
            reason: version.reason,
            version: version.version,
            recorded_at: version.recorded_at,
            available_actions,
        }
    }

    /// The same without what people wrote beside the plan: what is kept for a repetition of the request.
    pub(super) fn without_words(&self) -> Self {
        Self { reason: None, ..self.clone() }
    }
}

/// Versions as a table. What people wrote beside the plan is no part of it.
pub(super) static VERSIONS: Table = Table {
    name: "plan-versions",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("plan", "Mã kế hoạch", "Plan", "/plan_code"),
        column("year", "Năm", "Year", "/year"),
        column("target", "Chỉ tiêu", "Target", "/target"),
        column("receivers", "Phân bổ cho", "Receivers", "/receivers"),
        column("number", "Số phiên bản", "Number", "/number"),
        column("state", "Trạng thái", "State", "/state"),
        column("valid_from", "Có hiệu lực từ", "Valid from", "/valid_from"),
        column("prepared_by", "Người soạn", "Prepared by", "/prepared_by"),
        column("decided_by", "Người quyết định", "Decided by", "/decided_by"),
        column("decided_on", "Ngày quyết định", "Decided on", "/decided_on"),
        column("version", "Phiên bản tài nguyên", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
