//! `GET /v1/organisations`

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{ContentType, VARY},
    web::Data,
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, PageRequest, Paged, StrictQuery, language,
        table::{self, Representation, TableForm},
        within_length, within_range,
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    organisation::{OrganisationKind, OrganisationStatus, Rating, Sector, SizeClass},
    permission::permit,
    refusal::{Refusal, Text},
};
use serde::Deserialize;

use super::{
    listed::for_json_only, organisation_table::ORGANISATIONS, organisation_view::OrganisationView,
};
use crate::{
    Registry,
    store::organisation::{Filter, ListKey, Order},
    usecase::list_organisations::{self as usecase, Listing},
};

/// The most characters of a search.
const WORDS_LENGTH_MAX: usize = 200;

/// What a list is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Words of the name, without accents or with, the last of which may be unfinished
    /// (tìm theo tên, không cần dấu).
    #[param(min_length = 1, max_length = 200, example = "hop tac xa rau")]
    q: Option<String>,
    /// Of this kind (loại hình).
    kind: Option<OrganisationKind>,
    /// In this status (tình trạng).
    status: Option<OrganisationStatus>,
    /// In this field (lĩnh vực).
    sector: Option<Sector>,
    /// With this rating (xếp loại), confirmed for `rating_year`.
    rating: Option<Rating>,
    /// For which year `rating` was given (năm xếp loại): last year where it is not said. Only with
    /// `rating`.
    #[param(minimum = 1900, maximum = 2200, example = 2024)]
    rating_year: Option<i16>,
    /// Of this size class (quy mô), by its newest report and its entry.
    size_class: Option<SizeClass>,
    /// Registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "276")]
    district: Option<DistrictCode>,
    /// In this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10030")]
    commune: Option<CommuneCode>,
    /// Registered on or after this day.
    registered_from: Option<Date>,
    /// Registered on or before this day.
    registered_to: Option<Date>,
    /// With (true) or without (false) a registration number: the latter is a work queue of the tax
    /// department.
    has_registration_number: Option<bool>,
    /// Whose address must be looked at since its commune was split.
    needs_address_review: Option<bool>,
    /// The order: as entered (`id`), or as Vietnamese dictionaries sort names (`name`). With `q`
    /// only `id`.
    #[param(inline)]
    sort: Option<Sort>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
    /// `exact` also counts all pages; not with `q` together with a day of registration, a rating or a
    /// size class.
    #[param(inline)]
    count: Option<Count>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrganisationSort)]
pub(super) enum Sort {
    /// As entered.
    Id,
    /// By name.
    Name,
}

/// How to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Count {
    /// Exactly.
    Exact,
}

type OrganisationPage = Page<OrganisationView>;

/// List and search organisations (danh sách, tìm kiếm)
///
/// Within the caller's territory. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or
/// NDJSON, streamed.
#[utoipa::path(
    tag = "organisations",
    params(ListQuery),
    responses(Paged<Page<OrganisationView>>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations")]
pub(super) async fn list_organisations(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<ListQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    match representation {
        Representation::Json => {
            let page = page(&registry, caller, query).await?;
            Ok(HttpResponse::Ok()
                .content_type(ContentType::json())
                .insert_header((VARY, "Accept, Authorization"))
                .body(page.to_json()?))
        }
        Representation::Table(form) => whole(&request, &registry, caller, query, form).await,
    }
}

async fn page(
    registry: &Registry,
    caller: Authorized<permit::OrganisationRead>,
    query: ListQuery,
) -> Result<OrganisationPage, Failure> {
    let cursor_key = registry.runtime.cursor_key.clone();
    let (count, limit, cursor) = (query.count, query.limit, query.cursor.clone());
    let listing = listing(query, registry.runtime.ids.now().date())?;
    let Listing { words, filter, order } = &listing;
    let list = format!("organisations {words:?} {filter:?} {order:?}");
    let request = PageRequest::read(&cursor_key, list, limit, cursor.as_deref())?;
    let brief = words.is_none() && filter.costs_its_rows_only() && count.is_none();
    let database = &registry.runtime.database;
    if words.is_some() {
        registry.search.ready(database).await?;
    }
    let search = registry.search.clone();
    let work = move |connection: &mut Connection| {
        let scope = &caller.scope;
        let (after, fetch) = (request.after.as_ref(), request.fetch());
        let rows = usecase::list_organisations(connection, &search, scope, &listing, after, fetch)?;
        let key = |row: &_| ListKey::of(row, listing.order);
        let mut page = request.page(&cursor_key, rows, key, OrganisationView::from)?;
        if let Some(Count::Exact) = count {
            let counted = usecase::count_organisations(connection, &search, scope, &listing)?;
            page.count = Some(counted);
        }
        Ok(page)
    };
    if brief { database.read_briefly(work).await } else { database.read(work).await }
}

async fn whole(
    request: &HttpRequest,
    registry: &Registry,
    caller: Authorized<permit::OrganisationRead>,
    query: ListQuery,
    form: TableForm,
) -> Result<HttpResponse, Failure> {
    for_json_only(&[
        ("limit", query.limit.is_some()),
        ("cursor", query.cursor.is_some()),
        ("count", query.count.is_some()),
    ])?;
    let listing = listing(query, registry.runtime.ids.now().date())?;
    if listing.words.is_some() {
        registry.search.ready(&registry.runtime.database).await?;
    }
    let search = registry.search.clone();
    let next_batch = move |connection: &mut Connection, after: Option<ListKey>| {
        let after = after.as_ref();
        let rows = usecase::list_organisations(
            connection,
            &search,
            &caller.scope,
            &listing,
            after,
            table::BATCH,
        )?;
        let full = i64::try_from(rows.len()).is_ok_and(|rows| rows >= table::BATCH);
        let last = rows.last().filter(|_| full).map(|row| ListKey::of(row, listing.order));
        let rows: Vec<_> = rows.into_iter().map(OrganisationView::from).collect();
        Ok((rows, last))
    };
    let database = &registry.runtime.database;
    table::stream(form, language(request), database, &ORGANISATIONS, next_batch).await
}

fn listing(query: ListQuery, today: Date) -> Result<Listing, Refusal> {
    let words = query.q.filter(|words| !words.trim().is_empty());
    within_length("q", words.as_deref(), WORDS_LENGTH_MAX)?;
    let filter = Filter {
        kind: query.kind,
        status: query.status,
        sector: query.sector,
        rating: rating(query.rating, query.rating_year, today)?,
        size_class: query.size_class,
        district: query.district,
        commune: query.commune,
        registered_from: query.registered_from,
        registered_to: query.registered_to,
        has_registration_number: query.has_registration_number,
        needs_address_review: query.needs_address_review,
    };
    if words.is_some() && query.sort == Some(Sort::Name) {
        return Err(Refusal::parameter(
            "sort",
            Text::fixed(
                "Khi tìm theo q, danh sách chỉ sắp theo id.",
                "A search with q is in the order of ids only.",
            ),
        ));
    }
    if words.is_some() && query.count.is_some() && !filter.is_indexed() {
        return Err(Refusal::parameter(
            "count",
            Text::fixed(
                "count không dùng cùng q và ngày đăng ký, xếp loại hoặc quy mô.",
                "count does not go with q and a day of registration, a rating or a size class.",
            ),
        ));
    }
    let order = if query.sort == Some(Sort::Name) { Order::Name } else { Order::Id };
    Ok(Listing { words, filter, order })
}

/// The rating that is asked for, with its year.
fn rating(
    rating: Option<Rating>,
    year: Option<i16>,
    today: Date,
) -> Result<Option<(Rating, i16)>, Refusal> {
    if let Some(year) = year {
        within_range("rating_year", year, 1900..=2200)?;
    }
    match (rating, year) {
        (Some(rating), year) => Ok(Some((rating, year.unwrap_or(today.year() - 1)))),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Refusal::parameter(
            "rating_year",
            Text::fixed("rating_year chỉ dùng cùng rating.", "rating_year goes with rating only."),
        )),
    }
}
