//! An application as this service answers with it, and the list of applications as a table.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::{Date, Instant},
    id::SupportApplicationId,
    principal::Principal,
    support::applications::{SupportAction, SupportKind, SupportState},
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    eligibility::EligibilityView,
    parts::{
        ApplicantView, DecisionView, EntitlementView, FilerView, PaymentView, ProposalView,
        StepView, SupportCost,
    },
};
use crate::{
    domain::{
        application::{cost, details, lifecycle, norm::Finding, on_behalf, payment::Payment},
        counter_entry, lead,
    },
    store::application::StoredApplication,
    usecase::application::read::Found,
};

/// An organisation's application for support (hồ sơ hỗ trợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportApplication)]
pub(super) struct ApplicationView {
    /// Its id.
    id: SupportApplicationId,
    /// The organisation as it is today (tổ chức).
    organisation: ApplicantView,
    /// The code of the programme (chương trình).
    #[schema(max_length = 60, examples("nq-13-pl08"))]
    programme: String,
    /// The agency that leads the programme, as the programme names it (cơ quan chủ trì).
    #[schema(value_type = String, examples("so-nnptnt"))]
    lead_agency: AgencyCode,
    /// What is applied for (loại hỗ trợ).
    kind: SupportKind,
    /// Where it stands (trạng thái).
    state: SupportState,
    /// The fields of its kind, as `GET /v1/support-kinds` lists them (nội dung theo loại hỗ trợ). In
    /// lists without what people wrote.
    #[schema(value_type = Object)]
    details: Map<String, Value>,
    /// What it costs (các khoản chi phí). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    costs: Option<Vec<SupportCost>>,
    /// What its costs come to, in đồng (tổng chi phí).
    #[schema(minimum = 0)]
    total_cost_vnd: i64,
    /// How much of it is asked for, in đồng (số tiền đề nghị).
    #[schema(minimum = 0)]
    requested_vnd: i64,
    /// When it was begun.
    drafted_on: Date,
    /// When it was handed in, the last time (ngày nộp).
    #[schema(required)]
    submitted_on: Option<Date>,
    /// What an officer of the lead agency proposes to grant (đề xuất).
    #[schema(required)]
    proposal: Option<ProposalView>,
    /// What the norms of the programme say of it (đối chiếu định mức): kept, exceeded, or not set by the
    /// lead agency. Empty before the appraisal.
    #[schema(max_items = 10)]
    norms: Vec<Finding>,
    /// The decision (quyết định).
    #[schema(required)]
    decision: Option<DecisionView>,
    /// Who filed it for the organisation; null where that did so itself (địa phương lập thay).
    #[schema(required)]
    on_behalf: Option<FilerView>,
    /// When it ended (ngày kết thúc).
    #[schema(required)]
    ended_on: Option<Date>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the programme said of the applicant when it was handed in and when it was decided (kết quả đối
    /// chiếu điều kiện). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 1000)]
    eligibility: Option<Vec<EligibilityView>>,
    /// What the ledger holds for it. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    entitlement: Option<EntitlementView>,
    /// What was paid or handed over, and what came back (các lần chi, thu hồi). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 500)]
    payments: Option<Vec<PaymentView>>,
    /// Its steps in their order (các bước). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 1000)]
    steps: Option<Vec<StepView>>,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    available_actions: Option<Vec<SupportAction>>,
}

/// Whether somebody may take an action on an application, as far as permission, place and person go.
fn may(
    action: SupportAction,
    (stored, payments): (&StoredApplication, &[Payment]),
    (principal, agencies, today): (&Principal, &Agencies, Date),
) -> bool {
    let scope = principal.scope(lifecycle::needs(action));
    let reached = scope.covers(&stored.organisation.placement())
        || lead::leads(agencies, &scope, &stored.application.lead_agency, today);
    let prepared =
        lifecycle::decides(action) && stored.application.prepared_by.contains(&principal.id);
    let ready = match action {
        SupportAction::Approve => stored.application.proposal.is_some(),
        SupportAction::Reverse => counter_entry::standing(payments).next().is_some(),
        _ => true,
    };
    let rightly = on_behalf::allows(&stored.application, action, (&scope, principal.id));
    reached && !prepared && ready && rightly
}

impl ApplicationView {
    /// An application in a list: without what people wrote.
    pub(super) fn brief(stored: StoredApplication) -> Self {
        let details = details::logged(stored.application.kind, &stored.application.details);
        Self { details, costs: None, ..Self::of(stored) }
    }

    fn of(stored: StoredApplication) -> Self {
        let StoredApplication { application, organisation, version, recorded_at } = stored;
        let total_cost_vnd = cost::total(&application.costs).0;
        Self {
            id: application.id,
            organisation: organisation.into(),
            programme: application.programme,
            lead_agency: application.lead_agency,
            kind: application.kind,
            state: application.state,
            details: application.details,
            costs: Some(application.costs.into_iter().map(SupportCost::from).collect()),
            total_cost_vnd,
            requested_vnd: application.requested.0,
            drafted_on: application.drafted_on,
            submitted_on: application.submitted_on,
            proposal: application.proposal.map(ProposalView::from),
            norms: application.norms,
            decision: application.decision.map(DecisionView::from),
            on_behalf: application.on_behalf.map(FilerView::from),
            ended_on: application.ended_on,
            version,
            recorded_at,
            eligibility: None,
            entitlement: None,
            payments: None,
            steps: None,
            available_actions: None,
        }
    }

    /// An application whole, as somebody sees it.
    pub(super) fn whole(found: Found, onlooker: (&Principal, &Agencies, Date)) -> Self {
        let Found { stored, steps, payments, share, eligibility } = found;
        let open = lifecycle::open_actions(stored.application.state);
        let of = (&stored, &payments[..]);
        let available_actions = open.filter(|action| may(*action, of, onlooker)).collect();
        Self {
            eligibility: Some(eligibility.into_iter().map(EligibilityView::from).collect()),
            entitlement: Some(share.into()),
            payments: Some(PaymentView::all(payments)),
            steps: Some(steps.into_iter().map(StepView::from).collect()),
            available_actions: Some(available_actions),
            ..Self::of(stored)
        }
    }

    /// The same without what people wrote: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    pub(super) fn without_words(&self) -> Self {
        let mut kept = self.clone();
        kept.details = details::logged(kept.kind, &kept.details);
        kept.costs = None;
        for step in kept.steps.iter_mut().flatten() {
            step.reason = None;
        }
        kept
    }
}

/// Applications as a table.
pub(super) static APPLICATIONS: Table = Table {
    name: "support-applications",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation/id"),
        column(
            "registration_number",
            "Mã số",
            "Registration number",
            "/organisation/registration_number",
        ),
        column("name", "Tên", "Name", "/organisation/name"),
        column("district", "Quận, huyện", "District", "/organisation/district"),
        column("current_commune", "Xã, phường", "Commune", "/organisation/current_commune"),
        column("programme", "Chương trình", "Programme", "/programme"),
        column("lead_agency", "Cơ quan chủ trì", "Lead agency", "/lead_agency"),
        column("kind", "Loại hỗ trợ", "Kind", "/kind"),
        column("state", "Trạng thái", "State", "/state"),
        column("total_cost_vnd", "Tổng chi phí (đồng)", "Cost (đồng)", "/total_cost_vnd"),
        column("requested_vnd", "Đề nghị (đồng)", "Requested (đồng)", "/requested_vnd"),
        column("form", "Hình thức", "Form", "/proposal/form"),
        column("budget", "Kinh phí", "Budget", "/proposal/budget_id"),
        column("decision_number", "Số quyết định", "Decision", "/decision/number"),
        column("decided_on", "Ngày quyết định", "Decided on", "/decision/on"),
        column(
            "programme_version",
            "Phiên bản chương trình",
            "Programme version",
            "/decision/programme_version",
        ),
        column("on_behalf", "Lập thay", "Filed by", "/on_behalf/agency"),
        column("approved_vnd", "Được duyệt (đồng)", "Approved (đồng)", "/decision/approved_vnd"),
        column("submitted_on", "Ngày nộp", "Submitted on", "/submitted_on"),
        column("ended_on", "Ngày kết thúc", "Ended on", "/ended_on"),
        column("version", "Phiên bản", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
