//! `GET /v1/organisations`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PageRequest, StrictQuery},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    organisation::{OrganisationKind, OrganisationStatus, Sector},
    permission::permit,
    refusal::{Refusal, Text},
};
use serde::Deserialize;

use super::wire::OrganisationView;
use crate::{
    Registry,
    store::organisation::{self, Filter, ListKey, Order},
    usecase::list_organisations::{Listing, list_organisations as usecase_list},
};

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
    sort: Option<Sort>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
    /// `exact` also counts all pages.
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

/// A page of organisations.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub(super) struct OrganisationPage {
    /// The organisations, in the order of the list.
    #[schema(max_items = 200)]
    items: Vec<OrganisationView>,
    /// The cursor of the next page; null on the last.
    #[schema(required)]
    next: Option<String>,
    /// How many on all pages, where `count=exact` asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    count: Option<i64>,
}

/// List and search organisations (danh sách, tìm kiếm)
///
/// Within the caller's territory. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or
/// NDJSON, streamed.
#[utoipa::path(
    tag = "organisations",
    params(ListQuery),
    responses((status = 200, description = "A page, or the whole list in the format asked for.", content(
        (OrganisationPage = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations")]
pub(super) async fn list_organisations(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<ListQuery>,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let _ = &request;
    let cursor_key = registry.runtime.cursor_key.clone();
    let count = query.count;
    let (limit, cursor) = (query.limit, query.cursor.clone());
    let listing = listing(query)?;
    let list =
        format!("organisations {:?} {:?} {:?}", listing.words, listing.filter, listing.order);
    let page = PageRequest::read(&cursor_key, list, limit, cursor.as_deref())?;
    let search = registry.search.clone();
    let page = registry
        .runtime
        .database
        .read(move |connection| {
            let rows = usecase_list(connection, &search, &caller.scope, &listing, &page)?;
            let order = listing.order;
            let mut page = page.page(
                &cursor_key,
                rows,
                |row| ListKey::of(row, order),
                OrganisationView::from,
            )?;
            if count.is_some() {
                page.count = Some(organisation::count(connection, &caller.scope, &listing.filter)?);
            }
            Ok(page)
        })
        .await?;
    let page = OrganisationPage { items: page.items, next: page.next, count: page.count };
    Ok(HttpResponse::Ok().json(page))
}

fn listing(query: ListQuery) -> Result<Listing, Refusal> {
    let words = query.q.filter(|words| !words.trim().is_empty());
    if words.is_some() && query.sort == Some(Sort::Name) {
        return Err(Refusal::parameter(
            "sort",
            Text::fixed(
                "Khi tìm theo q, danh sách chỉ sắp theo id.",
                "A search with q is in the order of ids only.",
            ),
        ));
    }
    if words.is_some() && query.count.is_some() {
        return Err(Refusal::parameter(
            "count",
            Text::fixed("count không dùng cùng q.", "count does not go with q."),
        ));
    }
    Ok(Listing {
        words,
        filter: Filter {
            kind: query.kind,
            status: query.status,
            sector: query.sector,
            district: query.district,
            commune: query.commune,
            registered_from: query.registered_from,
            registered_to: query.registered_to,
            has_registration_number: query.has_registration_number,
            needs_address_review: query.needs_address_review,
        },
        order: if query.sort == Some(Sort::Name) { Order::Name } else { Order::Id },
    })
}
