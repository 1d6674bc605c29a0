//! `GET /v1/dissolution-register`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    failure::Failure,
    http::{Page, Paged, StrictQuery, listed::Listed, table::Representation, within_range},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::Date,
    dissolution::{DissolutionState, Route},
    id::DissolutionNoticeId,
    organisation::OrganisationKind,
    registration_number::RegistrationNumber,
    text,
};
use serde::Deserialize;

use super::register_view::{EntryView, REGISTER};
use crate::{
    Dissolutions,
    store::register::{self as store, Entry, Filter},
};

/// The longest name that is searched for, in letters.
const NAME_LENGTH_MAX: usize = 300;
/// The most words of it that are looked for.
const WORDS_MAX: usize = 12;

/// Which dissolutions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RegisterQuery {
    /// Words of the organisation's name, with or without accents (tên tổ chức).
    #[param(min_length = 1, max_length = 300, example = "rau an toan dong du")]
    name: Option<String>,
    /// Of the organisation with this registration number (mã số).
    #[param(value_type = Option<String>, pattern = "^[0-9]{10}(-[0-9]{3})?$", example = "0101248141")]
    registration_number: Option<RegistrationNumber>,
    /// In this state (tình trạng).
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
    /// Published by this agency (cơ quan công bố).
    #[param(value_type = Option<String>, max_length = 40, example = "district-277")]
    authority: Option<AgencyCode>,
    /// Published on or after this day.
    published_from: Option<Date>,
    /// Published on or before this day.
    published_to: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// Stands for marks: the keys of names have letters and digits only.
const IN_NO_NAME: &str = "=";

/// The folded words that are looked for; none of a name that says nothing beside the legal form.
fn words(name: Option<&str>) -> Result<Vec<String>, Failure> {
    let Some(name) = name else { return Ok(Vec::new()) };
    within_range("name", name.chars().count(), 1..=NAME_LENGTH_MAX)?;
    if text::words(name).is_empty() && !name.trim().is_empty() {
        return Ok(vec![IN_NO_NAME.to_owned()]);
    }
    if text::is_bare_legal_form(name) {
        return Ok(Vec::new());
    }
    let key = text::name_key(name);
    Ok(key.split(' ').filter(|word| !word.is_empty()).take(WORDS_MAX).map(str::to_owned).collect())
}

/// List the public register of dissolutions (sổ công khai về giải thể)
///
/// Open to all: every dissolution that was decided and whose notice is published, the newest first,
/// without any person's data. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON,
/// streamed.
#[utoipa::path(
    tag = "dissolution register",
    params(RegisterQuery),
    responses(Paged<Page<EntryView>>),
)]
#[get("/v1/dissolution-register")]
pub(super) async fn list_dissolution_register(
    request: HttpRequest,
    service: Data<Dissolutions>,
    query: StrictQuery<RegisterQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter = Filter {
        words: words(query.name.as_deref())?,
        registration_number: query.registration_number,
        state: query.state,
        route: query.route,
        kind: query.kind,
        district: query.district,
        commune: query.commune,
        authority: query.authority,
        published_from: query.published_from,
        published_to: query.published_to,
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &REGISTER,
        name: format!("dissolution register {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let today = service.runtime.ids.now().date();
    let rows = move |connection: &mut _, after: Option<&DissolutionNoticeId>, limit| {
        store::list(connection, &filter, after, limit)
    };
    wanted
        .answer(rows, |entry: &Entry| entry.notice.id, move |entry| EntryView::of(entry, today))
        .await
}
