//! A plan as this service answers with it, and the list of plans as a table.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::{Date, Instant},
    dissolution::{DissolutionState, PlanAction, PlanState},
    id::{DissolutionId, DissolutionPlanId, EventId},
    principal::Principal,
};
use serde::Serialize;

use crate::{
    domain::plan::{Approval, Plan, PlanMonth, Planned},
    http::{answers::AgencyView, case_view::OrganisationView},
    usecase::plan::{Whole, available},
};

/// A yearly dissolution plan (kế hoạch giải thể).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionPlan)]
pub(super) struct PlanView {
    /// Its id, the same in every revision.
    id: DissolutionPlanId,
    /// For which year (năm).
    #[schema(minimum = 2025, maximum = 2200)]
    year: i16,
    /// The agency that made it, under its name then (cơ quan lập).
    agency: AgencyView,
    /// Of which district (quận, huyện, thị xã); null for a commune's, and for that of unions.
    #[schema(required, value_type = Option<String>, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<DistrictCode>,
    /// Of which commune (xã, phường); null for a district's, and for that of unions.
    #[schema(required, value_type = Option<String>, pattern = "^[0-9]{5}$", examples("10045"))]
    commune: Option<CommuneCode>,
    /// Which revision this is (lần điều chỉnh): the first is 1.
    #[schema(minimum = 1)]
    revision: u32,
    /// Where that revision stands (trạng thái).
    state: PlanState,
    /// The newest revision that was approved: the one in force (bản đang có hiệu lực).
    #[schema(required, minimum = 1)]
    approved_revision: Option<u32>,
    /// How many organisations it names (số tổ chức).
    #[schema(minimum = 0, maximum = 500)]
    entry_count: u32,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// Why it was returned or is amended (lý do). Absent in lists, and where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    reason: Option<String>,
    /// What it names, by organisation (danh sách tổ chức). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 500)]
    entries: Option<Vec<EntryView>>,
    /// The approvals of its revisions, the first first (các lần phê duyệt). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 200)]
    approvals: Option<Vec<ApprovalView>>,
    /// What the caller may do with it now. Absent in lists and in earlier revisions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 5)]
    available_actions: Option<Vec<PlanAction>>,
}

/// An organisation that is to be dissolved (tổ chức cần giải thể).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionPlanEntry)]
struct EntryView {
    /// The organisation as it is today.
    organisation: OrganisationView,
    /// The login name of whoever is responsible (cán bộ phụ trách).
    #[schema(max_length = 200, examples("district-277.officer"))]
    responsible_officer: String,
    /// In which month the case is to be closed (tháng dự kiến).
    expected_month: PlanMonth,
    /// Its newest case (hồ sơ giải thể); null where there is none.
    #[schema(required)]
    dissolution_id: Option<DissolutionId>,
    /// Where that case stands.
    #[schema(required)]
    dissolution_state: Option<DissolutionState>,
}

/// The approval of a revision (phê duyệt).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionPlanApproval)]
struct ApprovalView {
    /// Of which revision.
    #[schema(minimum = 1)]
    revision: u32,
    /// When (ngày phê duyệt).
    approved_on: Date,
    /// The document that approves it (văn bản phê duyệt).
    #[schema(max_length = 300, examples("Quyết định 512/QĐ-UBND"))]
    legal_basis: String,
    /// The agency, under its name then.
    #[schema(required)]
    by: Option<AgencyView>,
    /// The login name of whoever approved it.
    #[schema(max_length = 200, examples("district-277.approver"))]
    actor_name: String,
    /// Its event in the log, of which `/v1/dissolution/events/{id}/proof` gives the proof.
    event_id: EventId,
}

impl From<Approval> for ApprovalView {
    fn from(approval: Approval) -> Self {
        Self {
            revision: approval.revision,
            approved_on: approval.approved_on,
            legal_basis: approval.legal_basis,
            by: approval.by.map(AgencyView::from),
            actor_name: approval.actor_name,
            event_id: approval.event,
        }
    }
}

impl PlanView {
    /// A plan in a list.
    pub(super) fn brief(plan: Plan) -> Self {
        let (district, commune) =
            (plan.territory.district().cloned(), plan.territory.commune().cloned());
        Self {
            id: plan.id,
            year: plan.year,
            agency: plan.agency.into(),
            district,
            commune,
            revision: plan.revision,
            state: plan.state,
            approved_revision: plan.approved_revision,
            entry_count: plan.entry_count,
            version: plan.version,
            recorded_at: plan.recorded_at,
            reason: None,
            entries: None,
            approvals: None,
            available_actions: None,
        }
    }

    /// A plan whole, as somebody sees it.
    pub(super) fn whole(found: Whole, principal: &Principal) -> Self {
        let actions = available(&found.plan, principal);
        Self {
            reason: found.plan.reason.clone(),
            available_actions: Some(actions),
            ..Self::with_entries(found)
        }
    }

    /// A revision as it was approved.
    pub(super) fn as_approved(found: Whole, revision: u32) -> Self {
        let view = Self::with_entries(found);
        let entry_count = view.entries.as_ref().map_or(0, Vec::len);
        Self {
            revision,
            state: PlanState::Approved,
            entry_count: u32::try_from(entry_count).unwrap_or(u32::MAX),
            ..view
        }
    }

    fn with_entries(found: Whole) -> Self {
        let Whole { plan, entries, cases, approvals } = found;
        let entries = entries.into_iter().map(|(entry, organisation)| {
            let case = cases.get(&entry.organisation);
            EntryView {
                organisation: organisation.into(),
                responsible_officer: entry.responsible_officer,
                expected_month: entry.expected_month,
                dissolution_id: case.map(|case| case.id),
                dissolution_state: case.map(|case| case.state),
            }
        });
        Self {
            entries: Some(entries.collect()),
            approvals: Some(approvals.into_iter().map(ApprovalView::from).collect()),
            ..Self::brief(plan)
        }
    }

    /// The same without what people wrote: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    pub(super) fn without_words(&self) -> Self {
        Self { reason: None, ..self.clone() }
    }

    /// Its id.
    pub(super) const fn id(&self) -> DissolutionPlanId {
        self.id
    }

    /// Its version.
    pub(super) const fn version(&self) -> i64 {
        self.version
    }
}

/// What the plan in force says of an organisation (nội dung kế hoạch).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PlannedDissolution)]
pub(in crate::http) struct PlannedView {
    /// In which plan (kế hoạch).
    plan_id: DissolutionPlanId,
    /// Its year.
    #[schema(minimum = 2025, maximum = 2200)]
    year: i16,
    /// In which of its revisions.
    #[schema(minimum = 1)]
    revision: u32,
    /// The login name of whoever is responsible, as the plan has it (cán bộ phụ trách).
    #[schema(max_length = 200)]
    responsible_officer: String,
    /// In which month the case is to be closed (tháng dự kiến).
    expected_month: PlanMonth,
}

impl From<Planned> for PlannedView {
    fn from(planned: Planned) -> Self {
        Self {
            plan_id: planned.plan,
            year: planned.year,
            revision: planned.revision,
            responsible_officer: planned.responsible_officer,
            expected_month: planned.expected_month,
        }
    }
}

/// Plans as a table.
pub(super) static PLANS: Table = Table {
    name: "dissolution-plans",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("year", "Năm", "Year", "/year"),
        column("agency", "Mã cơ quan lập", "Agency", "/agency/agency"),
        column("agency_name", "Cơ quan lập", "Agency name", "/agency/name"),
        column("district", "Quận, huyện", "District", "/district"),
        column("commune", "Xã, phường", "Commune", "/commune"),
        column("revision", "Lần điều chỉnh", "Revision", "/revision"),
        column("state", "Trạng thái", "State", "/state"),
        column("approved_revision", "Bản có hiệu lực", "In force", "/approved_revision"),
        column("entry_count", "Số tổ chức", "Organisations", "/entry_count"),
        column("version", "Phiên bản", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
