//! An entry of the log of advice as the registry answers with it.

use htx_kit::auth::Authorized;
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::{Date, Instant},
    id::{AdviceId, OrganisationId},
    organisation::{OrganisationKind, Sector},
    permission::{Permit, permit},
};
use serde::Serialize;

use crate::{
    domain::{
        advice::{Advice, FollowUp, Founder},
        masking,
    },
    store::advice::StoredAdvice,
    usecase::advice::Found,
};

/// What stands for a text that may name people.
const HIDDEN: &str = "***";

/// Advice given to founders (lượt tư vấn, hướng dẫn thành lập mới).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Advice)]
pub(super) struct AdviceView {
    /// Its id.
    id: AdviceId,
    /// The agency whose officer gave it (cơ quan tư vấn).
    agency: AgencyCode,
    /// The account under which it was recorded (cán bộ).
    #[schema(max_length = 200, examples("district-277.officer"))]
    officer: String,
    /// The day of the advice (ngày tư vấn).
    advised_on: Date,
    /// What is to be established (loại hình dự kiến).
    #[schema(required)]
    planned_kind: Option<OrganisationKind>,
    /// In which field (lĩnh vực dự kiến).
    #[schema(required)]
    planned_sector: Option<Sector>,
    /// The commune as it was said (xã, phường).
    commune: CommuneCode,
    /// Its district.
    #[schema(required)]
    district: Option<DistrictCode>,
    /// The commune of today.
    current_commune: CommuneCode,
    /// How many founders were advised (số sáng lập viên).
    #[schema(minimum = 1, maximum = 50)]
    founder_count: u32,
    /// How often it was followed up (số lần theo dõi).
    #[schema(minimum = 0, maximum = 200)]
    follow_up_count: u32,
    /// The establishment that followed (tổ chức được thành lập).
    #[schema(required)]
    organisation: Option<OrganisationId>,
    /// Since when that is known.
    #[schema(required)]
    linked_on: Option<Date>,
    /// What may name people; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<AdviceDetailsView>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
}

/// What may name people: masked unless the caller's task needs it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AdviceDetails)]
pub(super) struct AdviceDetailsView {
    /// Whether it is masked.
    masked: bool,
    /// What was asked and answered (nội dung tư vấn).
    #[schema(max_length = 2000)]
    subject: String,
    /// Who was advised (sáng lập viên).
    #[schema(max_items = 50)]
    founders: Vec<FounderView>,
    /// What was done afterwards (theo dõi).
    #[schema(max_items = 200)]
    follow_ups: Vec<FollowUpView>,
}

/// A founder who was advised.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AdvisedFounder)]
pub(super) struct FounderView {
    /// The name.
    #[schema(max_length = 300, examples("N*** V*** A***"))]
    name: String,
    /// The telephone number.
    #[schema(required, max_length = 300, examples("*******281"))]
    phone: Option<String>,
}

/// What was done after the advice.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AdviceFollowUp)]
pub(super) struct FollowUpView {
    /// The day.
    done_on: Date,
    /// What was done.
    #[schema(max_length = 2000)]
    note: String,
    /// The account under which it was recorded.
    #[schema(max_length = 200)]
    officer: String,
    /// When it was recorded.
    recorded_at: Instant,
}

/// Whether a caller sees what may name people: the agency that gave the advice works on with these
/// founders, and a registrar with the founders of its territory.
pub(super) fn sees_people<P: Permit>(caller: &Authorized<P>, advice: &Advice) -> bool {
    let place = advice.placement();
    let recorder = caller.scope_of::<permit::AdviceRecord>().covers(&place);
    (recorder && caller.agency() == Some(&advice.agency))
        || caller.scope_of::<permit::PersonalDataRead>().covers(&place)
}

impl From<StoredAdvice> for AdviceView {
    fn from(stored: StoredAdvice) -> Self {
        let StoredAdvice { advice, version, recorded_at, .. } = stored;
        Self {
            id: advice.id,
            agency: advice.agency,
            officer: advice.officer,
            advised_on: advice.advised_on,
            planned_kind: advice.planned_kind,
            planned_sector: advice.planned_sector,
            commune: advice.commune,
            district: advice.district,
            current_commune: advice.current_commune,
            founder_count: advice.founder_count,
            follow_up_count: advice.follow_up_count,
            organisation: advice.organisation,
            linked_on: advice.linked_on,
            details: None,
            version,
            recorded_at,
        }
    }
}

impl AdviceView {
    /// The entry with what may name people.
    pub(super) fn of(found: Found, unmasked: bool) -> Self {
        let Found { stored, details, follow_ups } = found;
        let text = |text: String| if unmasked { text } else { HIDDEN.to_owned() };
        let founder = |one: Founder| {
            let Founder { name, phone } = one;
            if unmasked {
                return FounderView { name, phone };
            }
            FounderView { name: masking::name(&name), phone: phone.as_deref().map(masking::phone) }
        };
        let follow_up = |one: FollowUp| FollowUpView {
            done_on: one.done_on,
            note: text(one.note),
            officer: one.officer,
            recorded_at: one.recorded_at,
        };
        let details = AdviceDetailsView {
            masked: !unmasked,
            subject: text(details.subject),
            founders: details.founders.into_iter().map(founder).collect(),
            follow_ups: follow_ups.into_iter().map(follow_up).collect(),
        };
        Self { details: Some(details), ..stored.into() }
    }

    /// The same without what may name people: what is kept for a repetition of the request.
    pub(super) fn without_details(self) -> Self {
        Self { details: None, ..self }
    }
}
