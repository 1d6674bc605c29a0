//! `GET|POST /v1/petitions` and `GET /v1/petitions/{id}`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Created, Page, Paged, PathId, Reply, StrictQuery, Submitted, Tagged, listed::Listed,
        table::Representation,
    },
};
use htx_model::{
    agency::AgencyCode,
    id::{OrganisationId, PetitionId},
    people::PetitionState,
    permission::permit,
};
use serde::Deserialize;

use super::{
    petition_view::PetitionView,
    tables::{PETITIONS, long, short},
};
use crate::{
    Registry,
    domain::petition::Petition,
    store::petition::{self as store, Filter},
    usecase::alliance::petitions::{self as usecase, NewPetition},
};

/// The most characters of a petition or an answer.
pub(super) const CONTENT_MAX: usize = 20_000;

/// What a list of petitions is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct PetitionsQuery {
    /// In this state (tình trạng).
    state: Option<PetitionState>,
    /// Of this organisation.
    #[param(value_type = Option<String>, format = Uuid)]
    organisation: Option<OrganisationId>,
    /// Passed to this agency (cơ quan trả lời).
    #[param(value_type = Option<String>, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, example = "so-tc")]
    agency: Option<AgencyCode>,
    /// With `true`, those whose answer is overdue (quá hạn trả lời).
    overdue: Option<bool>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List petitions (kiến nghị)
///
/// Of organisations within the caller's territory, as they were filed; those of the alliance itself
/// for agencies of the city. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "alliance",
    params(PetitionsQuery),
    responses(Paged<Page<PetitionView>>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/petitions")]
pub(in crate::http) async fn list_petitions(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<PetitionsQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let today = registry.runtime.ids.now().date();
    let filter = Filter {
        state: query.state,
        organisation: query.organisation,
        agency: query.agency,
        overdue_on: query.overdue.unwrap_or_default().then_some(today),
    };
    let listed = Listed {
        request: &request,
        runtime: &registry.runtime,
        representation,
        table: &PETITIONS,
        name: format!("petitions {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let read = move |connection: &mut Connection, after: Option<&PetitionId>, limit: i64| {
        store::list(connection, &caller.scope, &filter, after.copied(), limit)
    };
    let view = move |petition| PetitionView::listed(petition, today);
    listed.answer(read, |petition: &Petition| petition.id, view).await
}

/// Read a petition (xem kiến nghị)
#[utoipa::path(
    tag = "alliance",
    params(PathId<PetitionId>),
    responses(Tagged<PetitionView>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/petitions/{id}")]
pub(in crate::http) async fn read_petition(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<PetitionId>,
) -> Result<Tagged<PetitionView>, Failure> {
    let today = registry.runtime.ids.now().date();
    registry
        .runtime
        .database
        .read(move |connection| {
            let (petition, place) = usecase::find(connection, &caller.scope, id.0)?;
            let version = petition.version;
            let resource = PetitionView::of(petition, &place, caller.principal(), today);
            Ok(Tagged { version, resource })
        })
        .await
}

/// A petition as it is filed (kiến nghị).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct PetitionFiling {
    /// Whose: the caller's own organisation; of the alliance any, or none where it speaks for all.
    organisation_id: Option<OrganisationId>,
    /// What it is about (tiêu đề).
    #[schema(min_length = 1, max_length = 300, examples("Kiến nghị về thủ tục thuê đất"))]
    title: String,
    /// What it asks (nội dung).
    #[schema(min_length = 1, max_length = 20_000)]
    content: String,
}

/// File a petition (gửi kiến nghị)
///
/// An organisation files its own with the Cooperative Alliance, which may also file for all.
#[utoipa::path(
    tag = "alliance",
    request_body = PetitionFiling,
    responses(Created<PetitionView>),
    security(("access_token" = ["petition.file"])),
)]
#[post("/v1/petitions")]
pub(in crate::http) async fn file_petition(
    registry: Data<Registry>,
    caller: Authorized<permit::PetitionFile>,
    submitted: Submitted<PetitionFiling>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let title = short("/title", Some(body.title))?.unwrap_or_default();
    let new = NewPetition {
        organisation: body.organisation_id,
        title: long("/title", &title, 300)?,
        content: long("/content", &body.content, CONTENT_MAX)?,
    };
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let petition = usecase::file(connection, context, &caller.scope, new)?;
        let (location, version) = (format!("/v1/petitions/{}", petition.id), petition.version);
        let today = context.today();
        let (_, place) = usecase::find(connection, &caller.scope, petition.id)?;
        let view = PetitionView::of(petition, &place, caller.principal(), today);
        Reply::created(location, version, &view)
    })
    .await
}
