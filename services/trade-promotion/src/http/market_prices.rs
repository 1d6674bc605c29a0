//! `/v1/market-prices`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        IdempotencyKey, Keyed, Page, Paged, Reply, Routes, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
        within_length,
    },
};
use htx_model::{
    administrative::CommuneCode,
    agency::AgencyCode,
    date::Date,
    id::MarketPriceId,
    permission::permit,
    text,
    trade::products::{ProductGroup, QuantityUnit},
};
use serde::{Deserialize, Serialize};

use crate::{
    TradePromotion,
    domain::price::Observation,
    store::price::{self as store, Filter, StoredPrice},
    usecase::price as usecase,
};

/// The most characters of a product's or market's name.
const NAME_LENGTH_MAX: usize = 200;

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config.service(list_market_prices).service(publish_market_prices);
}

/// A price on a market on a day (giá thị trường).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMarketPrice {
    /// Of what (mặt hàng).
    #[schema(min_length = 1, max_length = 200, examples("Rau cải ngọt"))]
    product: String,
    /// To which group it belongs (nhóm sản phẩm).
    group: ProductGroup,
    /// On which market (chợ, nơi khảo sát).
    #[schema(min_length = 1, max_length = 200, examples("Chợ đầu mối Minh Khai"))]
    market: String,
    /// In which commune of today that is (xã, phường).
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{5}$", examples("00619"))]
    commune: Option<CommuneCode>,
    /// For one of what (đơn vị tính).
    unit: QuantityUnit,
    /// How much, in đồng (giá).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(15_000))]
    price_vnd: i64,
    /// On which day (ngày).
    observed_on: Date,
}

impl From<NewMarketPrice> for Observation {
    fn from(given: NewMarketPrice) -> Self {
        Self {
            product: given.product,
            group: given.group,
            market: given.market,
            commune: given.commune,
            unit: given.unit,
            price_vnd: given.price_vnd,
            observed_on: given.observed_on,
        }
    }
}

/// A price as it was published (giá thị trường đã công bố).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MarketPrice)]
pub(super) struct PriceView {
    /// Its id.
    id: MarketPriceId,
    /// The agency that published it (cơ quan công bố).
    #[schema(value_type = String, examples("hpa"))]
    agency: AgencyCode,
    /// The price.
    price: NewMarketPrice,
}

impl From<StoredPrice> for PriceView {
    fn from(stored: StoredPrice) -> Self {
        let price = stored.price;
        Self {
            id: stored.id,
            agency: stored.agency,
            price: NewMarketPrice {
                product: price.product,
                group: price.group,
                market: price.market,
                commune: price.commune,
                unit: price.unit,
                price_vnd: price.price_vnd,
                observed_on: price.observed_on,
            },
        }
    }
}

/// Prices as a table.
static PRICES: Table = Table {
    name: "market-prices",
    columns: &[
        column("observed_on", "Ngày", "Day", "/price/observed_on"),
        column("product", "Mặt hàng", "Product", "/price/product"),
        column("group", "Nhóm sản phẩm", "Group", "/price/group"),
        column("market", "Chợ", "Market", "/price/market"),
        column("commune", "Xã, phường", "Commune", "/price/commune"),
        column("unit", "Đơn vị tính", "Unit", "/price/unit"),
        column("price_vnd", "Giá (đồng)", "Price (đồng)", "/price/price_vnd"),
        column("agency", "Cơ quan công bố", "Agency", "/agency"),
    ],
};

/// Which prices.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PriceQuery {
    /// Of this product, its whole name, with accents or without: a series (mặt hàng).
    #[param(min_length = 1, max_length = 200, example = "rau cai ngot")]
    product: Option<String>,
    /// Of this group (nhóm sản phẩm).
    group: Option<ProductGroup>,
    /// On this market, its whole name, with accents or without (chợ).
    #[param(min_length = 1, max_length = 200, example = "cho dau moi minh khai")]
    market: Option<String>,
    /// On or after this day (từ ngày).
    from: Option<Date>,
    /// On or before this day (đến ngày).
    to: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List prices on markets (giá thị trường)
///
/// Day by day; of one product on one market it is a series. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "market information",
    params(PriceQuery),
    responses(Paged<Page<PriceView>>),
    security(("access_token" = ["bulletin.read"])),
)]
#[get("/v1/market-prices")]
pub(super) async fn list_market_prices(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::BulletinRead>,
    query: StrictQuery<PriceQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    within_length("product", query.product.as_deref(), NAME_LENGTH_MAX)?;
    within_length("market", query.market.as_deref(), NAME_LENGTH_MAX)?;
    let filter = Filter {
        product: query.product.as_deref().map(text::fold),
        group: query.group,
        market: query.market.as_deref().map(text::fold),
        from: query.from,
        to: query.to,
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &PRICES,
        name: format!("market prices {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&(Date, MarketPriceId)>, limit| {
        store::list(connection, &caller.scope, &filter, after, limit)
    };
    let key = |stored: &StoredPrice| (stored.price.observed_on, stored.id);
    wanted.answer(rows, key, PriceView::from).await
}

/// Prices to publish (giá thị trường).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMarketPrices {
    /// The prices.
    #[schema(min_items = 1, max_items = 500)]
    prices: Vec<NewMarketPrice>,
}

/// How many prices were published.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct PublishedPrices {
    /// How many.
    #[schema(minimum = 0, maximum = 500)]
    published: usize,
}

/// Publish prices on markets (công bố giá thị trường)
///
/// By an officer of the competent agency, all or none. One of the same product, market, unit and day
/// takes the place of what the agency entered before, and the log keeps both; what another agency
/// published stays.
#[utoipa::path(
    tag = "market information",
    params(IdempotencyKey),
    request_body = NewMarketPrices,
    responses((status = 200, description = "Published.", body = PublishedPrices)),
    security(("access_token" = ["bulletin.prepare"])),
)]
#[post("/v1/market-prices")]
pub(super) async fn publish_market_prices(
    service: Data<TradePromotion>,
    caller: Authorized<permit::BulletinPrepare>,
    submitted: Keyed<NewMarketPrices>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let given: Vec<Observation> = body.prices.into_iter().map(Observation::from).collect();
    write(&service.runtime, caller, once, move |act| {
        Reply::done(&PublishedPrices { published: usecase::publish(act, given)? })
    })
    .await
}
