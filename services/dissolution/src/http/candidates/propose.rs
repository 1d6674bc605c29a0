//! `POST /v1/dissolution-candidates`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{IdempotencyKey, Keyed, Reply},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    dissolution::planning::CandidateRule,
    id::OrganisationId,
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::{candidate_view::CandidateView, simulate::finding};
use crate::{
    Dissolutions,
    usecase::{
        candidate::{self as usecase, Proposal},
        hold::Caller,
    },
};

/// What is to be proposed (đề xuất).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionCandidates {
    /// By which rule (tiêu chí).
    rule: CandidateRule,
    /// How many full years without an annual report (số năm); the rule's own where it is not said.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 50, examples(3))]
    years: Option<u32>,
    /// Only of organisations registered in this district (quận, huyện, thị xã).
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<DistrictCode>,
    /// Only of organisations in this commune of today (xã, phường).
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{5}$", examples("10045"))]
    commune: Option<CommuneCode>,
    /// Only these; everything that the rule finds, up to 500, where none are named.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 500)]
    organisation_ids: Option<Vec<OrganisationId>>,
}

/// What was proposed (kết quả đề xuất).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ProposedDissolutionCandidates)]
pub(super) struct ProposedView {
    /// The candidates.
    #[schema(max_items = 500)]
    candidates: Vec<CandidateView>,
    /// Those that were named and that the rule does not find: unknown, out of reach, ended, with an
    /// open case or proposal, or not of that sort.
    #[schema(max_items = 500)]
    not_found_by_rule: Vec<OrganisationId>,
    /// Whether the rule finds more than the 500 that one request proposes.
    more: bool,
}

/// Propose candidates for dissolution (đề xuất giải thể theo tiêu chí)
///
/// Everything that a rule finds within the caller's reach, or what is named of it: up to 500 in one
/// transaction. Simulate it first.
#[utoipa::path(
    tag = "dissolution candidates",
    params(IdempotencyKey),
    request_body = NewDissolutionCandidates,
    responses((status = 200, description = "Proposed.", body = ProposedView)),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolution-candidates")]
pub(super) async fn propose_dissolution_candidates(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    submitted: Keyed<NewDissolutionCandidates>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let finding = finding(body.rule, body.years, body.district, body.commune)?;
    let proposal = Proposal { finding, only: body.organisation_ids };
    let own = service.clone();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let proposed = usecase::propose(connection, context, &own, &who, proposal)?;
        let candidates = proposed.candidates.into_iter().map(CandidateView::brief).collect();
        let (not_found_by_rule, more) = (proposed.refused, proposed.more);
        Reply::done(&ProposedView { candidates, not_found_by_rule, more })
    })
    .await
}
