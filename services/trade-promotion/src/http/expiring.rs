//! `GET /v1/products/expiring`: what to renew.

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, Paged, StrictQuery, table::Representation, within_range},
};
use htx_model::{id::OrganisationId, permission::permit, trade::listing::ProductContent};
use serde::Deserialize;

use super::{
    listing::listed,
    products::{PRODUCTS, ProductView},
};
use crate::{
    TradePromotion,
    store::listing::{Filter, Sight},
};

/// How many days ahead, where it is not said.
const DAYS_DEFAULT: u16 = 30;
/// How many at the most.
const DAYS_MAX: u16 = 366;

/// How far ahead.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExpiringQuery {
    /// Within so many days; what has expired already is among them (số ngày).
    #[param(minimum = 1, maximum = 366, default = 30)]
    days: Option<u16>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List products with a certificate or stars that expire soon (nhắc hạn chứng nhận)
///
/// Of those whose products the caller enters or reviews; drafts among them. `Accept` chooses JSON by
/// pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "products",
    params(ExpiringQuery),
    responses(Paged<Page<ProductView>>),
    security(("access_token" = ["product.read"])),
)]
#[get("/v1/products/expiring")]
pub(super) async fn list_expiring_products(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductRead>,
    query: StrictQuery<ExpiringQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let days = query.days.unwrap_or(DAYS_DEFAULT);
    within_range("days", days, 1..=DAYS_MAX)?;
    let today = service.runtime.ids.now().date();
    let filter = Filter {
        organisation: query.organisation,
        expires_until: Some(today.plus_days(days.into())),
        concerned: true,
        ..Filter::default()
    };
    let scopes = vec![
        caller.scope_of::<permit::ProductPrepare>(),
        caller.scope_of::<permit::ProductReview>(),
    ];
    let sight = Sight::of(scopes, &service.agencies, today);
    let of = (&request, &**service);
    let page = (query.limit, query.cursor);
    listed::<ProductContent>(of, sight, filter, page, representation, &PRODUCTS).await
}
