//! `GET /v1/product-catalogue`: open to all.

use actix_web::{HttpResponse, get, http::header::CACHE_CONTROL, web::Data};
use htx_kit::{
    failure::Failure,
    http::{PageRequest, PathId, Routes, StrictQuery, within_length, within_range},
};
use htx_model::{
    administrative::DistrictCode,
    date::Date,
    id::{OrganisationId, ProductId},
    text,
    trade::{
        listing::ProductContent,
        products::{ProductGroup, StandardKind},
    },
};
use serde::{Deserialize, Serialize};

use super::pictures::PictureView;
use crate::{
    TradePromotion,
    domain::{
        catalogue::{Found, Search},
        listing::check::STARS,
    },
    usecase::catalogue::{self as usecase, Asked, Shown},
};

/// The most characters of a search.
const WORDS_LENGTH_MAX: usize = 200;
/// The most words of a search that count.
const WORDS_MAX: usize = 12;

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config.service(search_product_catalogue).service(read_catalogue_product);
}

/// What is searched for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CatalogueQuery {
    /// Words of the name, the trade mark or the group, with accents or without; the last may be a
    /// beginning (từ khóa).
    #[param(min_length = 1, max_length = 200, example = "rau cai")]
    q: Option<String>,
    /// Of this group (nhóm sản phẩm).
    group: Option<ProductGroup>,
    /// Of organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// With a certificate of this standard that holds today (tiêu chuẩn).
    standard: Option<StandardKind>,
    /// With at least so many stars (số sao OCOP).
    #[param(minimum = 3, maximum = 5, example = 4)]
    stars: Option<u8>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// A product as anybody may see it (sản phẩm trong danh mục).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct CatalogueProduct {
    /// Its id.
    id: ProductId,
    /// The organisation that makes it (tổ chức).
    #[schema(required)]
    organisation_id: Option<OrganisationId>,
    /// Its name (tên tổ chức).
    #[schema(required, max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    organisation_name: Option<String>,
    /// Its district as registered (quận, huyện, thị xã).
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// Its commune of today (xã, phường).
    #[schema(required, pattern = "^[0-9]{5}$", examples("10045"))]
    current_commune: Option<String>,
    /// The product; certificates and stars that hold today only (nội dung).
    content: ProductContent,
    /// Since when it is published (ngày công bố).
    #[schema(required)]
    published_on: Option<Date>,
    /// Its pictures (ảnh).
    #[schema(max_items = 10)]
    pictures: Vec<PictureView>,
}

impl CatalogueProduct {
    fn of((listing, pictures): Shown, today: Date) -> Self {
        let mut content = listing.content;
        content.certificates.retain(|one| one.expires_on >= today);
        content.ocop = content.ocop.filter(|ocop| ocop.expires_on >= today);
        let organisation = listing.owner.organisation();
        let seat = organisation.map(|organisation| &organisation.seat);
        Self {
            id: listing.id,
            organisation_id: organisation.map(|organisation| organisation.id),
            organisation_name: organisation.map(|organisation| organisation.name.clone()),
            district: seat.and_then(|seat| seat.district.as_ref()).map(ToString::to_string),
            current_commune: seat.map(|seat| seat.current_commune.to_string()),
            content,
            published_on: listing.published_on,
            pictures: pictures.into_iter().map(PictureView::public).collect(),
        }
    }
}

/// How many products there are of something.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct CatalogueCount {
    /// Of what: its code, or its number.
    #[schema(max_length = 40, examples("vegetables"))]
    code: String,
    /// How many.
    #[schema(minimum = 0)]
    count: u64,
}

/// How many products there would be for each value of a filter, with all other filters in place.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct CatalogueFacets {
    /// By group (nhóm sản phẩm).
    #[schema(max_items = 50)]
    groups: Vec<CatalogueCount>,
    /// By district as registered (quận, huyện, thị xã).
    #[schema(max_items = 50)]
    districts: Vec<CatalogueCount>,
    /// By standard that holds today (tiêu chuẩn).
    #[schema(max_items = 50)]
    standards: Vec<CatalogueCount>,
    /// By stars (số sao OCOP).
    #[schema(max_items = 5)]
    stars: Vec<CatalogueCount>,
}

fn counts<K: ToString>(of: impl IntoIterator<Item = (K, u64)>) -> Vec<CatalogueCount> {
    let count = |(code, count): (K, u64)| CatalogueCount { code: code.to_string(), count };
    of.into_iter().map(count).collect()
}

/// A page of the catalogue (danh mục sản phẩm).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct CataloguePage {
    /// The products, the newest first.
    #[schema(max_items = 200)]
    items: Vec<CatalogueProduct>,
    /// The cursor of the next page; null on the last.
    #[schema(required, max_length = 2000)]
    next: Option<String>,
    /// How many there are on all pages.
    #[schema(minimum = 0)]
    count: u64,
    /// How many there would be.
    facets: CatalogueFacets,
}

/// Search the catalogue of products (tìm sản phẩm)
///
/// For anybody. Words are found without accents; facets tell how many products there would be for each
/// value of a filter. It holds no person's data.
#[utoipa::path(
    tag = "products",
    params(CatalogueQuery),
    responses((status = 200, description = "A page, and the facets of the whole.", body = CataloguePage)),
)]
#[get("/v1/product-catalogue")]
pub(super) async fn search_product_catalogue(
    service: Data<TradePromotion>,
    query: StrictQuery<CatalogueQuery>,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    if let Some(stars) = query.stars {
        within_range("stars", stars, STARS)?;
    }
    within_length("q", query.q.as_deref(), WORDS_LENGTH_MAX)?;
    let mut words = query.q.as_deref().map(text::typed_words).unwrap_or_default();
    words.truncate(WORDS_MAX);
    let search = Search {
        words,
        group: query.group,
        district: query.district,
        standard: query.standard,
        stars: query.stars,
    };
    let (key, today) = (service.runtime.cursor_key.clone(), service.runtime.ids.now().date());
    let list = format!("product catalogue {search:?}");
    let page: PageRequest<ProductId> =
        PageRequest::read(&key, list, query.limit, query.cursor.as_deref())?;
    let limit = usize::try_from(page.fetch()).unwrap_or_default();
    let asked = Asked { search, after: page.after, limit };
    let catalogue = service.catalogue.clone();
    let work = move |connection: &mut _| {
        let (found, shown) = usecase::search(connection, &catalogue, &asked, today)?;
        let view = |shown: Option<Shown>| shown.map(|shown| CatalogueProduct::of(shown, today));
        let page = page.page(&key, shown, |(id, _)| *id, |(_, shown)| view(shown))?;
        let items = page.items.into_iter().flatten().collect();
        let Found { count, groups, districts, standards, stars, .. } = found;
        let facets = CatalogueFacets {
            groups: counts(groups),
            districts: counts(districts),
            standards: counts(standards),
            stars: counts(stars),
        };
        Ok(CataloguePage { items, next: page.next, count, facets })
    };
    let page = service.runtime.database.read(work).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=60")).json(page))
}

/// Read a product of the catalogue (xem sản phẩm)
///
/// For anybody, while it is published.
#[utoipa::path(
    tag = "products",
    params(PathId<ProductId>),
    responses((status = 200, description = "The product.", body = CatalogueProduct)),
)]
#[get("/v1/product-catalogue/{id}")]
pub(super) async fn read_catalogue_product(
    service: Data<TradePromotion>,
    id: PathId<ProductId>,
) -> Result<HttpResponse, Failure> {
    let today = service.runtime.ids.now().date();
    let work = move |connection: &mut _| usecase::read(connection, id.0, today);
    let shown = service.runtime.database.read(work).await?;
    let view = CatalogueProduct::of(shown, today);
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=60")).json(view))
}
