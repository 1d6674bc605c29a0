//! A proposal as the registry answers with it, and the list of proposals as a table.

use htx_kit::{auth::Authorized, http::table::Table};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::DormancyProposalId,
    organisation::OrganisationStatus,
    permission::{Permit, permit},
    refusal::LegalBasis,
    scope::Scope,
};
use serde::Serialize;
use uuid::Uuid;

use super::super::{listed::column, organisation_brief::OrganisationBrief};
use crate::{
    domain::{
        competence,
        dormancy::{self, DormancyAction, DormancyProposal, DormancyState, GUIDANCE},
        lifecycle::{self, Action},
        organisation::Organisation,
    },
    store::dormancy::StoredProposal,
};

/// A proposal to record that an organisation has stopped (đề xuất ghi nhận ngừng hoạt động).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DormancyProposal)]
pub(super) struct ProposalView {
    /// Its id.
    id: DormancyProposalId,
    /// For which organisation.
    organisation: OrganisationBrief,
    /// The organisation's status now.
    organisation_status: OrganisationStatus,
    /// Where it stands.
    state: DormancyState,
    /// The first year without a sign of life.
    #[schema(minimum = 1900, maximum = 2200, examples(2023))]
    since_year: i16,
    /// Whether a detection made it: no report, no general meeting, no tax activity on record.
    detected: bool,
    /// Why, in the words of whoever proposed it (lý do).
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// Why it was confirmed or dismissed (lý do quyết định).
    #[schema(required, max_length = 1000)]
    decision_reason: Option<String>,
    /// When it was decided.
    #[schema(required)]
    decided_on: Option<Date>,
    /// What it rests on.
    legal_basis: LegalBasis,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10)]
    available_actions: Option<Vec<DormancyAction>>,
}

impl From<(Organisation, StoredProposal)> for ProposalView {
    fn from((organisation, stored): (Organisation, StoredProposal)) -> Self {
        let proposal = stored.proposal;
        Self {
            id: proposal.id,
            organisation_status: organisation.status,
            organisation: organisation.into(),
            state: proposal.state,
            since_year: proposal.since_year,
            detected: proposal.detected,
            reason: proposal.reason,
            decision_reason: proposal.decision_reason,
            decided_on: proposal.decided_on,
            legal_basis: GUIDANCE,
            version: stored.version,
            recorded_at: stored.recorded_at,
            available_actions: None,
        }
    }
}

impl ProposalView {
    /// The same without reasons: what is kept for a repetition of the request stands in a table from
    /// which personal data is not erased.
    pub(super) fn without_words(self) -> Self {
        Self { reason: None, decision_reason: None, ..self }
    }
}

/// Who looks at a proposal, and so may decide it.
pub(super) struct Viewer {
    person: Uuid,
    decide: Scope,
}

impl Viewer {
    /// The caller of an operation.
    pub(super) fn of<P: Permit>(caller: &Authorized<P>) -> Self {
        Self { person: caller.principal().id, decide: caller.scope_of::<permit::DormancyDecide>() }
    }

    /// A proposal with what the caller may do.
    pub(super) fn view(&self, found: (Organisation, StoredProposal)) -> ProposalView {
        let actions = self.actions(&found.0, &found.1.proposal);
        ProposalView { available_actions: Some(actions), ..found.into() }
    }

    fn actions(
        &self,
        organisation: &Organisation,
        proposal: &DormancyProposal,
    ) -> Vec<DormancyAction> {
        let placement = organisation.placement();
        let decides = competence::attends(&self.decide, organisation.kind, &placement)
            && proposal.proposer != Some(self.person);
        let fits = |action: &DormancyAction| match action {
            DormancyAction::Confirm => {
                lifecycle::allows(organisation.status, Action::RecordDormancy)
            }
            DormancyAction::Dismiss => true,
        };
        let open = |action: &DormancyAction| {
            decides && dormancy::allows(proposal.state, *action) && fits(action)
        };
        DormancyAction::all().iter().copied().filter(open).collect()
    }
}

/// Proposals as a table.
pub(super) static PROPOSALS: Table = Table {
    name: "dormancy-proposals",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Tổ chức", "Organisation", "/organisation/id"),
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
        column("organisation_status", "Tình trạng", "Status", "/organisation_status"),
        column("state", "Trạng thái đề xuất", "State", "/state"),
        column("since_year", "Từ năm", "Since", "/since_year"),
        column("detected", "Tự phát hiện", "Detected", "/detected"),
        column("reason", "Lý do", "Reason", "/reason"),
        column("decision_reason", "Lý do quyết định", "Decision", "/decision_reason"),
        column("decided_on", "Ngày quyết định", "Decided on", "/decided_on"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
