//! `GET /v1/dissolutions`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, Paged, StrictQuery, listed::Listed, table::Representation, within_range},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    dissolution::{DissolutionState, Route},
    id::{DissolutionId, OrganisationId},
    organisation::OrganisationKind,
    permission::permit,
};
use serde::Deserialize;

use super::case_view::{CaseView, DISSOLUTIONS};
use crate::{
    Dissolutions,
    domain::case::OFFICER_LENGTH_MAX,
    store::case::{self as store, Filter, StoredCase},
};

/// Which cases.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DissolutionQuery {
    /// In this state (trạng thái).
    state: Option<DissolutionState>,
    /// By this way (hình thức).
    route: Option<Route>,
    /// Of organisations of this kind (loại hình).
    kind: Option<OrganisationKind>,
    /// Of organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// Of organisations in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// With this responsible officer (cán bộ phụ trách): a login name, or `me`.
    #[param(min_length = 1, max_length = 200, example = "me")]
    officer: Option<String>,
    /// Opened on or after this day.
    opened_from: Option<Date>,
    /// Opened on or before this day.
    opened_to: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List dissolution cases (danh sách hồ sơ giải thể)
///
/// Within the caller's reach, in the order in which they were opened. `Accept` chooses JSON by pages,
/// or the whole list as CSV, XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "dissolutions",
    params(DissolutionQuery),
    responses(Paged<Page<CaseView>>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions")]
pub(super) async fn list_dissolutions(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    query: StrictQuery<DissolutionQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let own = || caller.principal().name.clone();
    let officer = officer(query.officer, own)?;
    let filter = Filter {
        state: query.state,
        route: query.route,
        kind: query.kind,
        district: query.district,
        commune: query.commune,
        organisation: query.organisation,
        responsible_officer: officer,
        opened_from: query.opened_from,
        opened_to: query.opened_to,
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &DISSOLUTIONS,
        name: format!("dissolutions {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut _, after: Option<&DissolutionId>, limit| {
        store::list(connection, &caller.scope, &filter, after, limit)
    };
    wanted.answer(rows, |stored: &StoredCase| stored.case.id, CaseView::brief).await
}

/// The officer whose cases are wanted; `me` is the caller.
///
/// # Errors
/// `invalid_parameter` where no login name is so long.
pub(super) fn officer(
    given: Option<String>,
    own: impl FnOnce() -> String,
) -> Result<Option<String>, Failure> {
    let letters = given.as_ref().map_or(1, |name| name.chars().count());
    within_range("officer", letters, 1..=OFFICER_LENGTH_MAX)?;
    Ok(given.map(|name| if name == "me" { own() } else { name }))
}
