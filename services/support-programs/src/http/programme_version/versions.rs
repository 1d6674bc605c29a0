//! `GET /v1/programme-versions`, `GET /v1/programme-versions/{id}`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Page, Paged, PathId, StrictQuery, Whole, listed::Listed, table::Representation},
};
use htx_model::{id::ProgrammeVersionId, permission::permit, support::programmes::VersionState};
use serde::Deserialize;

use super::view::{VERSIONS, VersionView};
use crate::{
    SupportPrograms,
    domain::programme::{Programme, Version, check::CODE_LENGTH_MAX},
    http::filters,
    store::{
        programme_opinion,
        programme_version::{self as store, Filter},
    },
    usecase::programme::{Found, drafts, unknown},
};

/// Which versions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProgrammeVersionQuery {
    /// Of the programme with this code (mã chương trình).
    #[param(min_length = 1, max_length = 40, example = "nq-13-pl08")]
    programme: Option<String>,
    /// Where it stands (trạng thái).
    state: Option<VersionState>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the versions of programmes (danh sách phiên bản chương trình)
///
/// What was adopted, to everybody; what is being written or was discarded, to the agencies that lead the
/// programme and to those that oversee it. In the order in which they were begun. `Accept` chooses JSON
/// by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "programmes",
    params(ProgrammeVersionQuery),
    responses(Paged<Page<VersionView>>),
    security(("access_token" = ["programme.read"])),
)]
#[get("/v1/programme-versions")]
pub(super) async fn list_programme_versions(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammeRead>,
    query: StrictQuery<ProgrammeVersionQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let programme = filters::code("programme", query.programme, CODE_LENGTH_MAX)?;
    let filter = Filter { programme, state: query.state };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &VERSIONS,
        name: format!("programme versions {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let principal = caller.principal().clone();
    let drafts = drafts(&principal, &agencies, today);
    let rows = move |connection: &mut Connection, after: Option<&ProgrammeVersionId>, limit| {
        store::list(connection, &drafts, &filter, after, limit)
    };
    let view = move |one| VersionView::brief(one, (&principal, &agencies, today));
    wanted.answer(rows, |(_, version): &(Programme, Version)| version.id, view).await
}

/// Read a version of a programme (xem phiên bản chương trình)
///
/// With what co-lead agencies say of it, and what the caller may do with it now. A draft is not found by
/// whoever neither leads the programme nor oversees it.
#[utoipa::path(
    tag = "programmes",
    params(PathId<ProgrammeVersionId>),
    responses((
        status = 200,
        description = "The version.",
        body = VersionView,
        headers(("ETag" = String, description = "Its version as a resource.")),
    )),
    security(("access_token" = ["programme.read"])),
)]
#[get("/v1/programme-versions/{id}")]
pub(super) async fn read_programme_version(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::ProgrammeRead>,
    id: PathId<ProgrammeVersionId>,
) -> Result<Whole<VersionView>, Failure> {
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let work = move |connection: &mut Connection| {
        let principal = caller.principal();
        let drafts = drafts(principal, &agencies, today);
        let (programme, version) = store::find(connection, &drafts, id.0)?.ok_or_else(unknown)?;
        // What is said while it is written is for whoever may read drafts.
        let opinions = programme_opinion::of_version(connection, id.0)?;
        let found = Found { programme, version, opinions };
        let version = found.version.version;
        Ok(Whole { version, resource: VersionView::whole(found, (principal, &agencies, today)) })
    };
    service.runtime.database.read(work).await
}
