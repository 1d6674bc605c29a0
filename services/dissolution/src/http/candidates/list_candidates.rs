//! `GET /v1/dissolution-candidates` and `GET /v1/dissolution-candidates/{id}`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Page, Paged, PathId, StrictQuery, Whole, listed::Listed, table::Representation},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    dissolution::planning::{CandidateRule, CandidateState},
    id::{DissolutionCandidateId, OrganisationId},
    permission::permit,
};
use serde::Deserialize;

use super::candidate_view::{CANDIDATES, CandidateView};
use crate::{
    Dissolutions,
    store::candidate::{self as store, Filter, Stored},
    usecase::candidate::unknown,
};

/// Which candidates.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CandidateQuery {
    /// In this state (trạng thái).
    state: Option<CandidateState>,
    /// By this rule (tiêu chí).
    rule: Option<CandidateRule>,
    /// Of organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// Of organisations in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List candidates for dissolution (danh sách đề xuất giải thể)
///
/// Within the caller's reach, as they were proposed. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "dissolution candidates",
    params(CandidateQuery),
    responses(Paged<Page<CandidateView>>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolution-candidates")]
pub(super) async fn list_dissolution_candidates(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    query: StrictQuery<CandidateQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let CandidateQuery { state, rule, district, commune, organisation, limit, cursor } = query;
    let filter = Filter { state, rule, district, commune, organisation };
    let name = format!("dissolution candidates {filter:?}");
    let (request, runtime, table) = (&request, &service.runtime, &CANDIDATES);
    let wanted = Listed { request, runtime, representation, table, name, limit, cursor };
    let rows = move |connection: &mut Connection, after: Option<&DissolutionCandidateId>, limit| {
        store::list(connection, &caller.scope, &filter, after, limit)
    };
    wanted.answer(rows, |(one, _): &Stored| one.id, CandidateView::brief).await
}

/// Read a candidate (xem đề xuất giải thể)
///
/// With the stages that it still has to go through, each with its waiting period, the first day and
/// whether that period was verified.
#[utoipa::path(
    tag = "dissolution candidates",
    params(PathId<DissolutionCandidateId>),
    responses(Whole<CandidateView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolution-candidates/{id}")]
pub(super) async fn read_dissolution_candidate(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionCandidateId>,
) -> Result<Whole<CandidateView>, Failure> {
    let holidays = service.holidays.clone();
    service
        .runtime
        .database
        .read(move |connection| {
            let found = store::with_ids(connection, &caller.scope, &[id.0])?.pop();
            let found = found.ok_or_else(unknown)?;
            let view = CandidateView::whole(found, caller.principal(), &holidays)?;
            Ok(Whole { version: view.version(), resource: view })
        })
        .await
}
