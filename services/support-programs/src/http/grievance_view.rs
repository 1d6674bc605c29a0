//! A grievance as this service answers with it, and the list as a table.

use htx_kit::{
    act::Act,
    failure::Failure,
    http::{Reply, listed::column, table::Table},
};
use htx_model::{
    agency::{Agencies, AgencyCode},
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{GrievanceId, GrievanceStepId, OrganisationId, SupportApplicationId},
    principal::Principal,
    refusal::LegalBasis,
    support::grievances::{GrievanceAction, GrievanceState, GrievanceSubject},
};
use serde::Serialize;

use crate::{
    domain::{
        grievance::{self as rule, Grievance, GrievanceRules, Step},
        lead,
    },
    store::grievance::StoredGrievance,
    usecase::grievance::{self as usecase, Found},
};

/// A grievance about support (phản ánh về hỗ trợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Grievance)]
pub(super) struct GrievanceView {
    /// Its id.
    id: GrievanceId,
    /// Of which organisation (tổ chức).
    organisation_id: OrganisationId,
    /// Its name today (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    organisation_name: String,
    /// About which application (hồ sơ hỗ trợ).
    #[schema(required)]
    application_id: Option<SupportApplicationId>,
    /// What it is about (loại phản ánh).
    subject: GrievanceSubject,
    /// What it says (nội dung). Null in lists, and where it was erased.
    #[schema(required, max_length = 4000)]
    content: Option<String>,
    /// Where it stands (trạng thái).
    state: GrievanceState,
    /// The agency that has to act, as it was named when the grievance came to it (cơ quan xử lý).
    #[schema(value_type = String, examples("so-nnmt"))]
    agency: AgencyCode,
    /// How often it was passed on (số lần chuyển cấp).
    #[schema(minimum = 0, maximum = 10)]
    level: u32,
    /// When it was filed (ngày gửi).
    filed_on: Date,
    /// When the agency got it (ngày cơ quan nhận).
    received_on: Date,
    /// When the agency took note of it (ngày tiếp nhận).
    #[schema(required)]
    acknowledged_on: Option<Date>,
    /// When the agency answered (ngày trả lời).
    #[schema(required)]
    answered_on: Option<Date>,
    /// Until when the agency has to take its next step (hạn xử lý).
    #[schema(required)]
    due_on: Option<Date>,
    /// Whether it is late today (quá hạn).
    overdue: bool,
    /// When it was closed (ngày khép lại).
    #[schema(required)]
    closed_on: Option<Date>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// The document behind the deadlines, and whether it was read. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_basis: Option<LegalBasis>,
    /// Its steps (quá trình xử lý). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    steps: Option<Vec<StepView>>,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 5)]
    available_actions: Option<Vec<GrievanceAction>>,
}

/// A step of a grievance (bước xử lý). It is never changed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = GrievanceStep)]
struct StepView {
    /// Its id.
    id: GrievanceStepId,
    /// What was done; null for the filing.
    #[schema(required)]
    action: Option<GrievanceAction>,
    /// Where the grievance stands since.
    state: GrievanceState,
    /// The agency that has to act since.
    #[schema(value_type = String, examples("so-nnmt"))]
    agency: AgencyCode,
    /// Until when.
    #[schema(required)]
    due_on: Option<Date>,
    /// Whether the step came late.
    late: bool,
    /// What was said; null where nothing was, and where it was erased (nội dung).
    #[schema(required, max_length = 4000)]
    words: Option<String>,
    /// The login name of whoever did it.
    #[schema(max_length = 200, examples("so-nnmt.officer"))]
    actor_name: String,
    /// The agency that it was done for; null for the organisation's own account.
    #[schema(required, value_type = Option<String>, examples("so-nnmt"))]
    actor_agency: Option<AgencyCode>,
    /// The name that the agency had then.
    #[schema(required, max_length = 300)]
    actor_agency_name: Option<String>,
    /// When it was written down.
    recorded_at: Instant,
}

impl From<(Step, Option<String>)> for StepView {
    fn from((step, words): (Step, Option<String>)) -> Self {
        Self {
            id: step.id,
            action: step.action,
            state: step.to,
            agency: step.agency,
            due_on: step.due_on,
            late: step.late,
            words,
            actor_name: step.actor_name,
            actor_agency: step.actor_agency,
            actor_agency_name: step.actor_agency_name,
            recorded_at: step.recorded_at,
        }
    }
}

fn may(
    one: &Grievance,
    action: GrievanceAction,
    (principal, agencies): (&Principal, &Agencies),
    today: Date,
) -> bool {
    let scope = principal.scope(rule::needs(action));
    let reaches = match action {
        GrievanceAction::Acknowledge | GrievanceAction::Answer => {
            lead::leads(agencies, &scope, &one.agency, today)
        }
        GrievanceAction::Escalate => {
            let further = GrievanceRules::embedded().ok().and_then(|rules| rules.on(today));
            let further = further.and_then(|rule| rule.next(agencies, &one.agency, today));
            further.is_some()
                && one.require_escalable(today).is_ok()
                && scope.organisations().any(|own| own == one.organisation)
        }
        GrievanceAction::Close => scope.organisations().any(|own| own == one.organisation),
    };
    rule::after(one.state, action).is_some() && reaches
}

impl GrievanceView {
    /// A grievance in a list, as it stands on a day: without what people wrote.
    pub(super) fn brief((one, organisation): StoredGrievance, today: Date) -> Self {
        Self {
            overdue: one.is_overdue(today),
            id: one.id,
            organisation_id: one.organisation,
            organisation_name: organisation.name,
            application_id: one.application,
            subject: one.subject,
            content: None,
            state: one.state,
            agency: one.agency,
            level: one.level,
            filed_on: one.filed_on,
            received_on: one.received_on,
            acknowledged_on: one.acknowledged_on,
            answered_on: one.answered_on,
            due_on: one.due_on,
            closed_on: one.closed_on,
            version: one.version,
            recorded_at: one.recorded_at,
            legal_basis: None,
            steps: None,
            available_actions: None,
        }
    }

    /// A grievance whole, as somebody sees it on a day.
    pub(super) fn whole(found: Found, caller: (&Principal, &Agencies), today: Date) -> Self {
        let Found { stored, content, steps } = found;
        let actions = GrievanceAction::all().iter().copied();
        let available = actions.filter(|action| may(&stored.0, *action, caller, today)).collect();
        let rule = GrievanceRules::embedded().ok().and_then(|rules| rules.on(stored.0.received_on));
        Self {
            content,
            legal_basis: rule.map(|rule| rule.basis.clone()),
            steps: Some(steps.into_iter().map(StepView::from).collect()),
            available_actions: Some(available),
            ..Self::brief(stored, today)
        }
    }

    fn without_words(&self) -> Self {
        Self { content: None, steps: None, ..self.clone() }
    }
}

/// The answer to an act: the grievance as it is then, of which a repetition gets no words.
pub(super) fn answered(
    act: &mut Act<'_>,
    stored: StoredGrievance,
    (principal, is_new): (&Principal, bool),
) -> Result<Reply, Failure> {
    let found = usecase::found(act.connection, stored)?;
    let (id, version) = (found.stored.0.id, found.stored.0.version);
    let view = GrievanceView::whole(found, (principal, act.agencies), act.today());
    let reply = if is_new {
        Reply::created(format!("/v1/grievances/{id}"), version, &view)?
    } else {
        Reply::changed(version, &view)?
    };
    reply.keeping(&view.without_words())
}

/// Grievances as a table.
pub(super) static GRIEVANCES: Table = Table {
    name: "grievances",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation_id"),
        column("organisation_name", "Tên tổ chức", "Organisation", "/organisation_name"),
        column("application", "Hồ sơ", "Application", "/application_id"),
        column("subject", "Loại phản ánh", "Subject", "/subject"),
        column("state", "Trạng thái", "State", "/state"),
        column("agency", "Cơ quan xử lý", "Agency", "/agency"),
        column("level", "Số lần chuyển cấp", "Passed on", "/level"),
        column("filed_on", "Ngày gửi", "Filed on", "/filed_on"),
        column("received_on", "Ngày cơ quan nhận", "Received on", "/received_on"),
        column("acknowledged_on", "Ngày tiếp nhận", "Acknowledged on", "/acknowledged_on"),
        column("answered_on", "Ngày trả lời", "Answered on", "/answered_on"),
        column("due_on", "Hạn xử lý", "Due on", "/due_on"),
        column("overdue", "Quá hạn", "Overdue", "/overdue"),
        column("closed_on", "Ngày khép lại", "Closed on", "/closed_on"),
    ],
};
