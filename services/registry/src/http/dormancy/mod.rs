//! `/v1/dormancy-proposals`

mod decide;
mod propose;
mod view;

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, Paged, PathId, Routes, StrictQuery, Tagged, table::Representation},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    id::DormancyProposalId,
    organisation::OrganisationKind,
    permission::permit,
    refusal::Refusal,
};
use serde::Deserialize;

use super::listed::Listed;
use crate::{
    Registry,
    domain::{dormancy::DormancyState, organisation::Organisation},
    store::{
        self,
        dormancy::{ProposalFilter, StoredProposal},
        organisation::Whose,
    },
};
use view::{PROPOSALS, ProposalView, Viewer};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_dormancy_proposals)
        .service(propose::propose_dormancy)
        .service(propose::detect_dormancy)
        .service(read_dormancy_proposal)
        .service(decide::confirm_dormancy)
        .service(decide::dismiss_dormancy);
}

/// Which proposals.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProposalQuery {
    /// In this state (trạng thái): `proposed` is the work queue of those who decide.
    state: Option<DormancyState>,
    /// For organisations of this kind (loại hình).
    kind: Option<OrganisationKind>,
    /// For organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "276")]
    district: Option<DistrictCode>,
    /// For organisations in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10030")]
    commune: Option<CommuneCode>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List proposals of dormancy (đề xuất ghi nhận ngừng hoạt động)
///
/// Within the caller's territory, in the order in which they were made. `Accept` chooses JSON by
/// pages, or the whole list as CSV, XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "dormancy",
    params(ProposalQuery),
    responses(Paged<Page<ProposalView>>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/dormancy-proposals")]
pub(super) async fn list_dormancy_proposals(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<ProposalQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let whose =
        Whose { kind: query.kind, sector: None, district: query.district, commune: query.commune };
    let filter = ProposalFilter { whose, state: query.state };
    let wanted = Listed {
        request: &request,
        runtime: &registry.runtime,
        representation,
        table: &PROPOSALS,
        name: format!("dormancy proposals {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut _, after: Option<&DormancyProposalId>, limit| {
        store::dormancy::list(connection, &caller.scope, &filter, after, limit)
    };
    wanted.answer(rows, key, ProposalView::from).await
}

fn key((_, stored): &(Organisation, StoredProposal)) -> DormancyProposalId {
    stored.proposal.id
}

/// Read a proposal of dormancy (xem đề xuất)
#[utoipa::path(
    tag = "dormancy",
    params(PathId<DormancyProposalId>),
    responses(Tagged<ProposalView>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/dormancy-proposals/{id}")]
pub(super) async fn read_dormancy_proposal(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<DormancyProposalId>,
) -> Result<Tagged<ProposalView>, Failure> {
    registry
        .runtime
        .database
        .read_briefly(move |connection| {
            let unknown = || Refusal::not_found("đề xuất", "proposal");
            let stored = store::dormancy::find(connection, id.0)?.ok_or_else(unknown)?;
            let (scope, of) = (&caller.scope, stored.proposal.organisation);
            let organisation = store::organisation::find(connection, scope, of)?;
            let organisation = organisation.ok_or_else(unknown)?.organisation;
            let version = stored.version;
            Ok(Tagged { version, resource: Viewer::of(&caller).view((organisation, stored)) })
        })
        .await
}
