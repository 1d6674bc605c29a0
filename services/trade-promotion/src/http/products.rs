//! `/v1/products` and what is done with a product.

use actix_web::{HttpRequest, HttpResponse, get, patch, post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, Nothing, Page, Paged, PathId, Reply,
        Routes, StrictQuery, Whole,
        listed::column,
        table::{Representation, Table},
    },
};
use htx_model::{
    id::{OrganisationId, ProductId},
    permission::permit,
    trade::{
        listing::ProductContent,
        products::{ListingState, ProductGroup},
    },
};
use serde::Deserialize;

use super::listing::{
    self, ListingReview,
    view::{Described, View},
};
use crate::{TradePromotion, store::listing::Filter, usecase::listing::write};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_products)
        .service(enter_product)
        .service(read_product)
        .service(change_product)
        .service(submit_product)
        .service(withdraw_product)
        .service(review_product);
}

impl Described for ProductContent {
    const SCHEMA: &'static str = "Product";
}

/// Products as a table.
pub(super) static PRODUCTS: Table = Table {
    name: "products",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Tên tổ chức", "Organisation", "/organisation_name"),
        column("district", "Quận, huyện", "District", "/district"),
        column("current_commune", "Xã, phường", "Commune", "/current_commune"),
        column("name", "Tên sản phẩm", "Product", "/content/name"),
        column("group", "Nhóm sản phẩm", "Group", "/content/group"),
        column("trade_mark", "Nhãn hiệu", "Trade mark", "/content/trade_mark"),
        column("stars", "Sao OCOP", "OCOP stars", "/content/ocop/stars"),
        column("lowest_vnd", "Giá thấp nhất", "Lowest price", "/content/price/lowest_vnd"),
        column("highest_vnd", "Giá cao nhất", "Highest price", "/content/price/highest_vnd"),
        column("state", "Trạng thái", "State", "/state"),
        column("published_on", "Ngày công bố", "Published on", "/published_on"),
    ],
};

/// Product as it is answered with; an alias, so that the description asks the type for its name.
pub(super) type ProductView = View<ProductContent>;
/// Which products.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProductQuery {
    /// In this state (trạng thái).
    state: Option<ListingState>,
    /// Of this group (nhóm sản phẩm).
    group: Option<ProductGroup>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl ProductQuery {
    fn filter(self) -> (Filter, (Option<u32>, Option<String>)) {
        let filter = Filter {
            state: self.state,
            group: self.group,
            organisation: self.organisation,
            ..Filter::default()
        };
        (filter, (self.limit, self.cursor))
    }
}

/// List products (danh mục sản phẩm)
///
/// Everybody who may read them sees what is published; what is not, those whose it is and those who
/// review it. In the order in which they were entered. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "products",
    params(ProductQuery),
    responses(Paged<Page<ProductView>>),
    security(("access_token" = ["product.read"])),
)]
#[get("/v1/products")]
pub(super) async fn list_products(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductRead>,
    query: StrictQuery<ProductQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let of = (&request, &**service);
    listing::list::<_, ProductContent>(of, &caller, query.0.filter(), representation, &PRODUCTS)
        .await
}

/// A product as it is entered (sản phẩm).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewProduct {
    /// Of which organisation (tổ chức).
    organisation_id: OrganisationId,
    /// What it says (nội dung).
    content: ProductContent,
}

/// Enter a product (khai báo sản phẩm)
///
/// By the organisation itself, or for it by an officer of its district or commune. It is a draft until it is handed in.
#[utoipa::path(
    tag = "products",
    params(IdempotencyKey),
    request_body = NewProduct,
    responses(Created<ProductView>),
    security(("access_token" = ["product.prepare"])),
)]
#[post("/v1/products")]
pub(super) async fn enter_product(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductPrepare>,
    submitted: Keyed<NewProduct>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    listing::enter(&service, caller, once, (Some(body.organisation_id), body.content)).await
}

/// Read a product (xem sản phẩm)
///
/// With what the caller may do with it now.
#[utoipa::path(
    tag = "products",
    params(PathId<ProductId>),
    responses(Whole<ProductView>),
    security(("access_token" = ["product.read"])),
)]
#[get("/v1/products/{id}")]
pub(super) async fn read_product(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductRead>,
    id: PathId<ProductId>,
) -> Result<Whole<ProductView>, Failure> {
    listing::read(&service, caller, id.0).await
}

/// Change a product (sửa sản phẩm)
///
/// All of it, as it is sent. What was published leaves the public until it is reviewed again.
#[utoipa::path(
    tag = "products",
    params(PathId<ProductId>, IfMatch, IdempotencyKey),
    request_body = ProductContent,
    responses(Changed<ProductView>),
    security(("access_token" = ["product.prepare"])),
)]
#[patch("/v1/products/{id}")]
pub(super) async fn change_product(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductPrepare>,
    id: PathId<ProductId>,
    seen: IfMatch,
    submitted: Keyed<ProductContent>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let of = (id.0, seen);
    listing::act(&service, caller, once, of, move |act, of| write::change(act, of, body)).await
}

/// Hand a product in for review (gửi duyệt sản phẩm)
///
/// Whatever has expired meanwhile must be put right first.
#[utoipa::path(
    tag = "products",
    params(PathId<ProductId>, IfMatch, IdempotencyKey),
    responses(Changed<ProductView>),
    security(("access_token" = ["product.prepare"])),
)]
#[post("/v1/products/{id}/submit")]
pub(super) async fn submit_product(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductPrepare>,
    id: PathId<ProductId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let of = (id.0, seen);
    listing::act::<_, ProductContent, _>(&service, caller, submitted.once, of, write::submit).await
}

/// Take a product back for good (rút sản phẩm)
#[utoipa::path(
    tag = "products",
    params(PathId<ProductId>, IfMatch, IdempotencyKey),
    responses(Changed<ProductView>),
    security(("access_token" = ["product.prepare"])),
)]
#[post("/v1/products/{id}/withdraw")]
pub(super) async fn withdraw_product(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductPrepare>,
    id: PathId<ProductId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let of = (id.0, seen);
    listing::act::<_, ProductContent, _>(&service, caller, submitted.once, of, write::withdraw)
        .await
}

/// Review a product (duyệt sản phẩm)
///
/// By somebody who prepared nothing in it: publish it, return it to its author or take it from sight,
/// the latter two with a reason.
#[utoipa::path(
    tag = "products",
    params(PathId<ProductId>, IfMatch, IdempotencyKey),
    request_body = ListingReview,
    responses(Changed<ProductView>),
    security(("access_token" = ["product.review"])),
)]
#[post("/v1/products/{id}/review")]
pub(super) async fn review_product(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductReview>,
    id: PathId<ProductId>,
    seen: IfMatch,
    submitted: Keyed<ListingReview>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    listing::review::<_, ProductContent>(&service, caller, once, (id.0, seen), body).await
}
