//! `/v1/market-bulletins` and what is done with a market bulletin.

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
    id::MarketBulletinId,
    permission::permit,
    trade::{
        listing::BulletinContent,
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
        .service(list_market_bulletins)
        .service(enter_market_bulletin)
        .service(read_market_bulletin)
        .service(change_market_bulletin)
        .service(submit_market_bulletin)
        .service(withdraw_market_bulletin)
        .service(review_market_bulletin);
}

impl Described for BulletinContent {
    const SCHEMA: &'static str = "MarketBulletin";
}

/// Bulletins as a table.
static BULLETINS: Table = Table {
    name: "market-bulletins",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("agency", "Cơ quan", "Agency", "/agency"),
        column("title", "Tiêu đề", "Title", "/content/title"),
        column("group", "Nhóm sản phẩm", "Group", "/content/group"),
        column("from", "Từ ngày", "From", "/content/from"),
        column("to", "Đến ngày", "To", "/content/to"),
        column("state", "Trạng thái", "State", "/state"),
        column("published_on", "Ngày công bố", "Published on", "/published_on"),
    ],
};

/// MarketBulletin as it is answered with; an alias, so that the description asks the type for its name.
type MarketBulletinView = View<BulletinContent>;
/// Which bulletins.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MarketBulletinQuery {
    /// In this state (trạng thái).
    state: Option<ListingState>,
    /// Of this group (nhóm sản phẩm).
    group: Option<ProductGroup>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl MarketBulletinQuery {
    fn filter(self) -> (Filter, (Option<u32>, Option<String>)) {
        let filter = Filter { state: self.state, group: self.group, ..Filter::default() };
        (filter, (self.limit, self.cursor))
    }
}

/// List market bulletins (bản tin thị trường)
///
/// Everybody who may read them sees what is published; what is not, those whose it is and those who
/// review it. In the order in which they were entered. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "market information",
    params(MarketBulletinQuery),
    responses(Paged<Page<MarketBulletinView>>),
    security(("access_token" = ["bulletin.read"])),
)]
#[get("/v1/market-bulletins")]
pub(super) async fn list_market_bulletins(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::BulletinRead>,
    query: StrictQuery<MarketBulletinQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let of = (&request, &**service);
    listing::list::<_, BulletinContent>(of, &caller, query.0.filter(), representation, &BULLETINS)
        .await
}

/// A bulletin as it is entered (bản tin thị trường).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMarketBulletin {
    /// What it says (nội dung).
    content: BulletinContent,
}

/// Enter a market bulletin (soạn bản tin thị trường)
///
/// By an officer of the agency that is to publish it. It is a draft until it is handed in.
#[utoipa::path(
    tag = "market information",
    params(IdempotencyKey),
    request_body = NewMarketBulletin,
    responses(Created<MarketBulletinView>),
    security(("access_token" = ["bulletin.prepare"])),
)]
#[post("/v1/market-bulletins")]
pub(super) async fn enter_market_bulletin(
    service: Data<TradePromotion>,
    caller: Authorized<permit::BulletinPrepare>,
    submitted: Keyed<NewMarketBulletin>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    listing::enter(&service, caller, once, (None, body.content)).await
}

/// Read a market bulletin (xem bản tin thị trường)
///
/// With what the caller may do with it now.
#[utoipa::path(
    tag = "market information",
    params(PathId<MarketBulletinId>),
    responses(Whole<MarketBulletinView>),
    security(("access_token" = ["bulletin.read"])),
)]
#[get("/v1/market-bulletins/{id}")]
pub(super) async fn read_market_bulletin(
    service: Data<TradePromotion>,
    caller: Authorized<permit::BulletinRead>,
    id: PathId<MarketBulletinId>,
) -> Result<Whole<MarketBulletinView>, Failure> {
    listing::read(&service, caller, id.0).await
}

/// Change a market bulletin (sửa bản tin thị trường)
///
/// All of it, as it is sent. What was published leaves the public until it is reviewed again.
#[utoipa::path(
    tag = "market information",
    params(PathId<MarketBulletinId>, IfMatch, IdempotencyKey),
    request_body = BulletinContent,
    responses(Changed<MarketBulletinView>),
    security(("access_token" = ["bulletin.prepare"])),
)]
#[patch("/v1/market-bulletins/{id}")]
pub(super) async fn change_market_bulletin(
    service: Data<TradePromotion>,
    caller: Authorized<permit::BulletinPrepare>,
    id: PathId<MarketBulletinId>,
    seen: IfMatch,
    submitted: Keyed<BulletinContent>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let of = (id.0, seen);
    listing::act(&service, caller, once, of, move |act, of| write::change(act, of, body)).await
}

/// Hand a market bulletin in for review (trình bản tin thị trường)
///
/// Whatever has expired meanwhile must be put right first.
#[utoipa::path(
    tag = "market information",
    params(PathId<MarketBulletinId>, IfMatch, IdempotencyKey),
    responses(Changed<MarketBulletinView>),
    security(("access_token" = ["bulletin.prepare"])),
)]
#[post("/v1/market-bulletins/{id}/submit")]
pub(super) async fn submit_market_bulletin(
    service: Data<TradePromotion>,
    caller: Authorized<permit::BulletinPrepare>,
    id: PathId<MarketBulletinId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let of = (id.0, seen);
    listing::act::<_, BulletinContent, _>(&service, caller, submitted.once, of, write::submit).await
}

/// Take a market bulletin back for good (rút bản tin thị trường)
#[utoipa::path(
    tag = "market information",
    params(PathId<MarketBulletinId>, IfMatch, IdempotencyKey),
    responses(Changed<MarketBulletinView>),
    security(("access_token" = ["bulletin.prepare"])),
)]
#[post("/v1/market-bulletins/{id}/withdraw")]
pub(super) async fn withdraw_market_bulletin(
    service: Data<TradePromotion>,
    caller: Authorized<permit::BulletinPrepare>,
    id: PathId<MarketBulletinId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let of = (id.0, seen);
    listing::act::<_, BulletinContent, _>(&service, caller, submitted.once, of, write::withdraw)
        .await
}

/// Review a market bulletin (phát hành bản tin thị trường)
///
/// By somebody who prepared nothing in it: publish it, return it to its author or take it from sight,
/// the latter two with a reason.
#[utoipa::path(
    tag = "market information",
    params(PathId<MarketBulletinId>, IfMatch, IdempotencyKey),
    request_body = ListingReview,
    responses(Changed<MarketBulletinView>),
    security(("access_token" = ["bulletin.publish"])),
)]
#[post("/v1/market-bulletins/{id}/review")]
pub(super) async fn review_market_bulletin(
    service: Data<TradePromotion>,
    caller: Authorized<permit::BulletinPublish>,
    id: PathId<MarketBulletinId>,
    seen: IfMatch,
    submitted: Keyed<ListingReview>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    listing::review::<_, BulletinContent>(&service, caller, once, (id.0, seen), body).await
}
