//! A case as this service answers with it, and the list of cases as a table.

use htx_kit::http::{GuardView, listed::column, table::Table};
use htx_model::{
    agency::AgencyCode,
    competence,
    date::{Date, Instant},
    dissolution::{DissolutionAction, DissolutionState, Route, SyncState},
    id::{DissolutionId, DissolutionStepId, EventId, OrganisationId},
    language::Language,
    organisation::{OrganisationKind, OrganisationStatus},
    permission::Permission,
    principal::Principal,
    refusal::UnmetGuard,
    registration_number::RegistrationNumber,
};
use serde::Serialize;

use crate::{
    domain::{
        case::RegistrySync,
        lifecycle,
        organisation::Organisation,
        step::{Exhibit, Step},
    },
    http::plans::PlannedView,
    store::case::StoredCase,
    usecase::read_case::Found,
};

/// A dissolution case (hồ sơ giải thể).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Dissolution)]
pub(super) struct CaseView {
    /// Its id.
    id: DissolutionId,
    /// The organisation as it is today (tổ chức).
    organisation: OrganisationView,
    /// Its name when the case was opened (tên khi mở hồ sơ).
    #[schema(max_length = 300)]
    name_at_opening: String,
    /// Its status when the case was opened (tình trạng khi mở hồ sơ).
    status_at_opening: OrganisationStatus,
    /// By which way it is dissolved (hình thức giải thể).
    route: Route,
    /// Where the case stands (trạng thái).
    state: DissolutionState,
    /// Where it stood when it was suspended, and goes on.
    #[schema(required)]
    resume_state: Option<DissolutionState>,
    /// The day of its opening (ngày mở hồ sơ).
    opened_on: Date,
    /// The agency that opened it.
    #[schema(required, value_type = Option<String>, examples("commune-10045"))]
    opened_by: Option<AgencyCode>,
    /// The login name of the officer who is responsible (cán bộ phụ trách).
    #[schema(max_length = 200, examples("commune-10045.officer"))]
    responsible_officer: String,
    /// The day from which its last step holds.
    last_step_on: Date,
    /// The day of the decision (ngày quyết định giải thể).
    #[schema(required)]
    decided_on: Option<Date>,
    /// The day on which it ended (ngày kết thúc).
    #[schema(required)]
    ended_on: Option<Date>,
    /// Whether the register has followed (đồng bộ với sổ đăng ký); null where it does not have to.
    #[schema(required)]
    registry_sync: Option<SyncView>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the dissolution plan in force says of it (kế hoạch giải thể năm). Absent in lists, and
    /// where it is not planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    planned: Option<PlannedView>,
    /// Its steps in their order (các bước đã thực hiện). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 1000)]
    steps: Option<Vec<StepView>>,
    /// What may come next, each with what it still needs (bước tiếp theo). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    next_steps: Option<Vec<NextStepView>>,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    available_actions: Option<Vec<DissolutionAction>>,
}

/// An organisation that is dissolved, as it is today.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolvingOrganisation)]
pub(in crate::http) struct OrganisationView {
    /// Its id in the register.
    id: OrganisationId,
    /// Its name with the legal form (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// What it is (loại hình).
    kind: OrganisationKind,
    /// Its registration number (mã số).
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// Its status in the register (tình trạng).
    status: OrganisationStatus,
    /// Its district as registered (quận, huyện, thị xã).
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// Its commune of today (xã, phường).
    #[schema(pattern = "^[0-9]{5}$", examples("10045"))]
    current_commune: String,
}

impl From<Organisation> for OrganisationView {
    fn from(organisation: Organisation) -> Self {
        let seat = organisation.seat;
        Self {
            id: organisation.id,
            name: organisation.name,
            kind: organisation.kind,
            registration_number: organisation.registration_number,
            status: organisation.status,
            district: seat.district.map(|code| code.as_str().to_owned()),
            current_commune: seat.current_commune.as_str().to_owned(),
        }
    }
}

/// Whether the register has followed a step.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = RegistrySync)]
struct SyncView {
    /// Whether it has.
    state: SyncState,
    /// The status that it is to have; null where that is the one before the dissolution.
    #[schema(required)]
    expected: Option<OrganisationStatus>,
    /// Since when it is to.
    since: Instant,
    /// The position in the register's log at which it had.
    #[schema(required, minimum = 1)]
    position: Option<u64>,
}

impl From<RegistrySync> for SyncView {
    fn from(RegistrySync { state, expected, since, position }: RegistrySync) -> Self {
        Self { state, expected, since, position }
    }
}

/// A step of a case (bước đã thực hiện).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionStep)]
struct StepView {
    /// Its id.
    id: DissolutionStepId,
    /// What was done; null for the opening.
    #[schema(required)]
    action: Option<DissolutionAction>,
    /// Where the case stood.
    #[schema(required)]
    from: Option<DissolutionState>,
    /// Where it stands since.
    to: DissolutionState,
    /// The day from which it holds (ngày hiệu lực).
    effective_on: Date,
    /// The legal document and article relied on (căn cứ).
    #[schema(max_length = 300, examples("17/2023/QH15 Điều 98"))]
    legal_basis: String,
    /// The documents that prove it, each with its digest (tài liệu).
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
    /// Why, in the words of whoever did it (lý do); null where there is none, or it was erased.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// The login name of whoever did it.
    #[schema(max_length = 200, examples("commune-10045.approver"))]
    actor_name: String,
    /// The agency that it was done for.
    #[schema(required, value_type = Option<String>, examples("commune-10045"))]
    agency: Option<AgencyCode>,
    /// The name that the agency had then.
    #[schema(required, max_length = 300, examples("Ủy ban nhân dân xã Xuân Mai"))]
    agency_name: Option<String>,
    /// Its event in the log, of which `/v1/dissolution/events/{id}/proof` gives the proof.
    event_id: EventId,
    /// When it was written down.
    recorded_at: Instant,
}

impl From<(Step, Option<String>)> for StepView {
    fn from((step, reason): (Step, Option<String>)) -> Self {
        Self {
            id: step.id,
            action: step.action,
            from: step.from,
            to: step.to,
            effective_on: step.effective_on,
            legal_basis: step.legal_basis,
            documents: step.documents,
            reason,
            actor_name: step.actor_name,
            agency: step.agency,
            agency_name: step.agency_name,
            event_id: step.event,
            recorded_at: step.recorded_at,
        }
    }
}

/// A step that may come next (bước tiếp theo).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = NextDissolutionStep)]
struct NextStepView {
    /// What would be done.
    action: DissolutionAction,
    /// Whether the caller may do it, were nothing missing.
    permitted: bool,
    /// What it still needs (điều kiện chưa đạt).
    #[schema(max_items = 100)]
    unmet_guards: Vec<GuardView>,
}

/// Who looks at a case, and in which language.
pub(super) struct Onlooker<'a> {
    pub(super) principal: &'a Principal,
    pub(super) language: Language,
}

impl Onlooker<'_> {
    /// Whether the caller may take an action, as far as permission, place and person go.
    fn may(&self, action: DissolutionAction, stored: &StoredCase) -> bool {
        let (needs, of) = (lifecycle::needs(action), &stored.organisation);
        let scope = self.principal.scope(needs);
        let prepared = needs == Permission::DissolutionDecide
            && stored.case.prepared_by.contains(&self.principal.id);
        competence::attends(&scope, of.kind, &of.placement()) && !prepared
    }
}

impl CaseView {
    /// A case in a list.
    pub(super) fn brief(stored: StoredCase) -> Self {
        let StoredCase { case, organisation, version, recorded_at } = stored;
        Self {
            id: case.id,
            organisation: organisation.into(),
            name_at_opening: case.opened_as.name,
            status_at_opening: case.opened_as.status,
            route: case.route,
            state: case.state,
            resume_state: case.resume_state,
            opened_on: case.opened_on,
            opened_by: case.opened_by,
            responsible_officer: case.responsible_officer,
            last_step_on: case.last_step_on,
            decided_on: case.decided_on,
            ended_on: case.ended_on,
            registry_sync: case.registry_sync.map(SyncView::from),
            version,
            recorded_at,
            planned: None,
            steps: None,
            next_steps: None,
            available_actions: None,
        }
    }

    /// A case whole, as somebody sees it.
    pub(super) fn whole(found: Found, onlooker: &Onlooker<'_>) -> Self {
        let Found { stored, steps, next, planned } = found;
        let view = |(action, unmet): (DissolutionAction, Vec<UnmetGuard>)| NextStepView {
            action,
            permitted: onlooker.may(action, &stored),
            unmet_guards: unmet
                .iter()
                .map(|guard| GuardView::of(guard, onlooker.language))
                .collect(),
        };
        let next: Vec<_> = next.into_iter().map(view).collect();
        let available = next.iter().filter(|step| step.permitted).map(|step| step.action).collect();
        Self {
            planned: planned.map(PlannedView::from),
            steps: Some(steps.into_iter().map(StepView::from).collect()),
            next_steps: Some(next),
            available_actions: Some(available),
            ..Self::brief(stored)
        }
    }

    /// The same without what people wrote: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    pub(super) fn without_words(&self) -> Self {
        let mut kept = self.clone();
        for step in kept.steps.iter_mut().flatten() {
            step.reason = None;
        }
        kept
    }
}

/// Cases as a table.
pub(super) static DISSOLUTIONS: Table = Table {
    name: "dissolutions",
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
        column("kind", "Loại hình", "Kind", "/organisation/kind"),
        column("district", "Quận, huyện", "District", "/organisation/district"),
        column("current_commune", "Xã, phường", "Commune", "/organisation/current_commune"),
        column("organisation_status", "Tình trạng tổ chức", "Status", "/organisation/status"),
        column("route", "Hình thức", "Route", "/route"),
        column("state", "Trạng thái hồ sơ", "State", "/state"),
        column("opened_on", "Ngày mở", "Opened on", "/opened_on"),
        column("opened_by", "Cơ quan mở", "Opened by", "/opened_by"),
        column("responsible_officer", "Cán bộ phụ trách", "Officer", "/responsible_officer"),
        column("last_step_on", "Bước gần nhất", "Last step on", "/last_step_on"),
        column("decided_on", "Ngày quyết định", "Decided on", "/decided_on"),
        column("ended_on", "Ngày kết thúc", "Ended on", "/ended_on"),
        column("registry_sync", "Đồng bộ sổ đăng ký", "Registry", "/registry_sync/state"),
        column("version", "Phiên bản", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
