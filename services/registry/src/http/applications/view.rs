//! An application as the registry answers with it.

use htx_model::{
    agency::AgencyCode,
    application::{ApplicationAction, ApplicationKind, ApplicationState},
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{ApplicationId, CertificateId, OrganisationId},
    organisation::OrganisationKind,
    permission::Permission,
    principal::Principal,
    refusal::LegalBasis,
    working_days::Holidays,
};
use serde::Serialize;

use crate::{
    domain::{
        application::{Application, Attachment, Content, Finding, Proposal, clock, state},
        competence,
    },
    store::application::StoredApplication,
};

/// A request with documents, decided by an authority (hồ sơ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Application)]
pub(super) struct ApplicationView {
    /// Its id.
    id: ApplicationId,
    /// What it asks for (loại hồ sơ).
    kind: ApplicationKind,
    /// Where it stands (tình trạng).
    state: ApplicationState,
    /// The kind of the organisation that applies, or is to be (loại hình).
    organisation_kind: OrganisationKind,
    /// The organisation that applies; of an establishment, the one that its approval made.
    #[schema(required)]
    organisation_id: Option<OrganisationId>,
    /// The other organisations that take part.
    #[schema(max_items = 20)]
    other_organisation_ids: Vec<OrganisationId>,
    /// The name of the organisation that applies, or is to be (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// Where it has its seat, or will have it (trụ sở).
    seat: SeatView,
    /// The documents (thành phần hồ sơ).
    #[schema(max_items = 50)]
    attachments: Vec<Attachment>,
    /// What is asked for (nội dung đề nghị). Absent in lists, and where it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<Proposal>,
    /// Whether the personal data of natural persons in the proposal is masked. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    masked: Option<bool>,
    /// What the applicant must mend (nội dung cần bổ sung). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    findings: Option<Vec<Finding>>,
    /// The authority's clock (thời hạn giải quyết); null before the submission.
    #[schema(required)]
    clock: Option<ClockView>,
    /// How it was decided (quyết định); null before.
    #[schema(required)]
    decision: Option<DecisionView>,
    /// The certificate that the approval issued.
    #[schema(required)]
    certificate_id: Option<CertificateId>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    available_actions: Option<Vec<ApplicationAction>>,
}

/// Where an organisation has its seat.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = ApplicationSeat)]
struct SeatView {
    /// The commune as registered.
    #[schema(pattern = "^[0-9]{5}$", examples("10018"))]
    commune: String,
    /// Its district, where there were districts.
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// The commune of today.
    #[schema(pattern = "^[0-9]{5}$", examples("10045"))]
    current_commune: String,
}

/// What the authority's clock shows: today, or on the day of the decision.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = ApplicationClock)]
struct ClockView {
    /// The day of the first submission; it does not count.
    submitted_on: Date,
    /// The working days that the authority has.
    #[schema(minimum = 0, maximum = 1000)]
    working_days: u32,
    /// Where that stands, and whether it was read there.
    legal_basis: LegalBasis,
    /// The last day; null while the clock stands still.
    #[schema(required)]
    due_on: Option<Date>,
    /// Working days used.
    #[schema(minimum = 0, maximum = 1_000_000)]
    used_days: u32,
    /// Working days that remain.
    #[schema(minimum = 0, maximum = 1000)]
    remaining_days: u32,
    /// Working days for which the clock stood still.
    #[schema(minimum = 0, maximum = 1_000_000)]
    stopped_days: u32,
    /// Whether it stands still.
    stopped: bool,
    /// Whether the last day has passed.
    overdue: bool,
}

/// How an application was decided.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = ApplicationDecision)]
struct DecisionView {
    /// The day.
    on: Date,
    /// The agency for which it was decided.
    #[schema(required, value_type = Option<String>, examples("district-277"))]
    agency: Option<AgencyCode>,
    /// The article relied on.
    #[schema(required, max_length = 300, examples("92/2024/NĐ-CP"))]
    legal_basis: Option<String>,
    /// Why. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    reason: Option<String>,
}

/// Who looks at an application, and when.
pub(super) struct Onlooker<'a> {
    pub(super) principal: &'a Principal,
    pub(super) holidays: &'a Holidays,
    pub(super) today: Date,
}

impl ApplicationView {
    /// An application in a list.
    pub(super) fn brief(stored: StoredApplication, holidays: &Holidays, today: Date) -> Self {
        let StoredApplication { application, version, recorded_at } = stored;
        let clock = clock_of(&application, holidays, today);
        let Application { seat, decided, .. } = application;
        Self {
            id: application.id,
            kind: application.kind,
            state: application.state,
            organisation_kind: application.organisation_kind,
            organisation_id: application.organisation,
            other_organisation_ids: application.others,
            name: application.name,
            seat: SeatView {
                commune: seat.commune.as_str().to_owned(),
                district: seat.district.map(|code| code.as_str().to_owned()),
                current_commune: seat.current_commune.as_str().to_owned(),
            },
            attachments: application.attachments,
            proposal: None,
            masked: None,
            findings: None,
            clock,
            decision: decided.map(|decided| DecisionView {
                on: decided.on,
                agency: decided.agency,
                legal_basis: decided.legal_basis,
                reason: None,
            }),
            certificate_id: application.effect.certificate,
            version,
            recorded_at,
            available_actions: None,
        }
    }

    /// An application whole, as somebody may see it.
    pub(super) fn whole(
        stored: StoredApplication,
        content: Option<Content>,
        unmasked: bool,
        onlooker: &Onlooker<'_>,
    ) -> Self {
        let actions = available(&stored.application, onlooker.principal);
        let mut view = Self::brief(stored, onlooker.holidays, onlooker.today);
        view.available_actions = Some(actions);
        if let Some(Content { proposal, findings, reason }) = content {
            view.proposal = Some(if unmasked { proposal } else { proposal.masked() });
            view.masked = Some(!unmasked);
            view.findings = Some(findings);
            if let Some(decision) = &mut view.decision {
                decision.reason = reason;
            }
        }
        view
    }

    /// The same with personal data masked: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    pub(super) fn masked(&self) -> Self {
        Self {
            proposal: self.proposal.clone().map(Proposal::masked),
            masked: self.masked.map(|_| true),
            ..self.clone()
        }
    }
}

/// What somebody may do with an application now: what the table allows, with the permission that it
/// needs, within their reach, and never the decision of what they prepared.
fn available(application: &Application, principal: &Principal) -> Vec<ApplicationAction> {
    let open = |action: &ApplicationAction| {
        let needs = state::needs(*action);
        let (kind, place) = (application.organisation_kind, application.placement());
        let own = needs == Permission::ApplicationDecide
            && application.prepared_by.contains(&principal.id);
        state::after(application.state, *action).is_some()
            && competence::files_for(&principal.scope(needs), kind, &place)
            && !own
    };
    ApplicationAction::all().iter().copied().filter(open).collect()
}

fn clock_of(application: &Application, holidays: &Holidays, today: Date) -> Option<ClockView> {
    let submitted_on = application.submitted_on?;
    let limit = clock::time_limit(application.kind, submitted_on);
    let at = application.decided.as_ref().map_or(today, |decided| decided.on);
    let reading = clock::read(submitted_on, &application.stops, at, limit.working_days, holidays);
    Some(ClockView {
        submitted_on,
        working_days: limit.working_days,
        legal_basis: limit.basis,
        due_on: reading.due_on,
        used_days: reading.used_days,
        remaining_days: reading.remaining_days,
        stopped_days: reading.stopped_days,
        stopped: reading.stopped,
        overdue: reading.overdue,
    })
}
