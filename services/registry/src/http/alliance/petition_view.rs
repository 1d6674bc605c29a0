//! A petition as the registry answers with it.

use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    event::Place,
    id::{OrganisationId, PetitionId},
    people::PetitionState,
    principal::Principal,
};
use serde::Serialize;

use crate::{
    domain::petition::{self, Petition, PetitionAction},
    usecase::alliance::petitions::is_open_to,
};

/// A petition (kiến nghị).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Petition)]
pub(in crate::http) struct PetitionView {
    /// Its id.
    id: PetitionId,
    /// Whose; absent where the alliance speaks for all.
    #[schema(required)]
    organisation_id: Option<OrganisationId>,
    /// What it is about (tiêu đề).
    #[schema(max_length = 300, examples("Kiến nghị về thủ tục thuê đất"))]
    title: String,
    /// What it asks (nội dung).
    #[schema(max_length = 20_000)]
    content: String,
    /// Where it stands (tình trạng).
    state: PetitionState,
    /// When it was filed (ngày tiếp nhận).
    received_on: Date,
    /// Which agency is asked (cơ quan trả lời).
    #[schema(required, value_type = Option<String>, examples("so-tc"))]
    agency_code: Option<AgencyCode>,
    /// By when it is to answer (hạn trả lời).
    #[schema(required)]
    due_on: Option<Date>,
    /// Whether the answer is overdue (quá hạn).
    overdue: bool,
    /// The answer (trả lời).
    #[schema(required, max_length = 20_000)]
    answer: Option<String>,
    /// When it was answered.
    #[schema(required)]
    answered_on: Option<Date>,
    /// When it was closed or withdrawn.
    #[schema(required)]
    closed_on: Option<Date>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 4)]
    available_actions: Option<Vec<PetitionAction>>,
}

impl PetitionView {
    /// The petition in a list.
    pub(super) fn listed(petition: Petition, today: Date) -> Self {
        let overdue = petition.is_overdue(today);
        Self {
            id: petition.id,
            organisation_id: petition.organisation,
            title: petition.title,
            content: petition.content,
            state: petition.state,
            received_on: petition.received_on,
            agency_code: petition.agency,
            due_on: petition.due_on,
            overdue,
            answer: petition.answer,
            answered_on: petition.answered_on,
            closed_on: petition.closed_on,
            version: petition.version,
            recorded_at: petition.recorded_at,
            available_actions: None,
        }
    }

    /// The petition with what the caller may do.
    pub(super) fn of(
        petition: Petition,
        place: &Place,
        principal: &Principal,
        today: Date,
    ) -> Self {
        let open = |action: &PetitionAction| {
            let scope = principal.scope(petition::permission(*action));
            petition::after(petition.state, *action).is_some()
                && is_open_to(*action, &scope, &petition, place, today)
        };
        let actions = PetitionAction::all().iter().copied().filter(open).collect();
        Self { available_actions: Some(actions), ..Self::listed(petition, today) }
    }
}
