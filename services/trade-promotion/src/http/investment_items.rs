//! `/v1/investment-items` and what is done with a call for investment.

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
    date::Date,
    id::InvestmentItemId,
    permission::permit,
    trade::{
        listing::InvestmentContent,
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
        .service(list_investment_items)
        .service(enter_investment_item)
        .service(read_investment_item)
        .service(change_investment_item)
        .service(submit_investment_item)
        .service(withdraw_investment_item)
        .service(review_investment_item);
}

impl Described for InvestmentContent {
    const SCHEMA: &'static str = "InvestmentItem";
}

/// Calls for investment as a table.
static INVESTMENT_ITEMS: Table = Table {
    name: "investment-items",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("agency", "Cơ quan", "Agency", "/agency"),
        column("title", "Tiêu đề", "Title", "/content/title"),
        column("kind", "Loại", "Kind", "/content/kind"),
        column("group", "Nhóm sản phẩm", "Group", "/content/group"),
        column("place", "Địa điểm", "Place", "/content/place"),
        column("total_vnd", "Tổng mức đầu tư", "Total (đồng)", "/content/total_vnd"),
        column("sought_vnd", "Vốn kêu gọi", "Sought (đồng)", "/content/sought_vnd"),
        column("valid_until", "Hạn", "Valid until", "/content/valid_until"),
        column("state", "Trạng thái", "State", "/state"),
        column("published_on", "Ngày công bố", "Published on", "/published_on"),
    ],
};

/// InvestmentItem as it is answered with; an alias, so that the description asks the type for its name.
type InvestmentItemView = View<InvestmentContent>;
/// Which calls for investment.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InvestmentItemQuery {
    /// In this state (trạng thái).
    state: Option<ListingState>,
    /// Of this group (nhóm sản phẩm).
    group: Option<ProductGroup>,
    /// Holding on this day (còn hiệu lực vào ngày).
    valid_on: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl InvestmentItemQuery {
    fn filter(self) -> (Filter, (Option<u32>, Option<String>)) {
        let filter = Filter {
            state: self.state,
            group: self.group,
            valid_on: self.valid_on,
            ..Filter::default()
        };
        (filter, (self.limit, self.cursor))
    }
}

/// List calls for investment (danh mục kêu gọi đầu tư)
///
/// Everybody who may read them sees what is published; what is not, those whose it is and those who
/// review it. In the order in which they were entered. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "investment list",
    params(InvestmentItemQuery),
    responses(Paged<Page<InvestmentItemView>>),
    security(("access_token" = ["investment.read"])),
)]
#[get("/v1/investment-items")]
pub(super) async fn list_investment_items(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::InvestmentRead>,
    query: StrictQuery<InvestmentItemQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let of = (&request, &**service);
    listing::list::<_, InvestmentContent>(
        of,
        &caller,
        query.0.filter(),
        representation,
        &INVESTMENT_ITEMS,
    )
    .await
}

/// A call for investment as it is entered (nội dung kêu gọi đầu tư).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewInvestmentItem {
    /// What it says (nội dung).
    content: InvestmentContent,
}

/// Enter a call for investment (lập nội dung kêu gọi đầu tư)
///
/// By an officer of the agency that is to publish it. It is a draft until it is handed in.
#[utoipa::path(
    tag = "investment list",
    params(IdempotencyKey),
    request_body = NewInvestmentItem,
    responses(Created<InvestmentItemView>),
    security(("access_token" = ["investment.prepare"])),
)]
#[post("/v1/investment-items")]
pub(super) async fn enter_investment_item(
    service: Data<TradePromotion>,
    caller: Authorized<permit::InvestmentPrepare>,
    submitted: Keyed<NewInvestmentItem>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    listing::enter(&service, caller, once, (None, body.content)).await
}

/// Read a call for investment (xem nội dung kêu gọi đầu tư)
///
/// With what the caller may do with it now.
#[utoipa::path(
    tag = "investment list",
    params(PathId<InvestmentItemId>),
    responses(Whole<InvestmentItemView>),
    security(("access_token" = ["investment.read"])),
)]
#[get("/v1/investment-items/{id}")]
pub(super) async fn read_investment_item(
    service: Data<TradePromotion>,
    caller: Authorized<permit::InvestmentRead>,
    id: PathId<InvestmentItemId>,
) -> Result<Whole<InvestmentItemView>, Failure> {
    listing::read(&service, caller, id.0).await
}

/// Change a call for investment (sửa nội dung kêu gọi đầu tư)
///
/// All of it, as it is sent. What was published leaves the public until it is reviewed again.
#[utoipa::path(
    tag = "investment list",
    params(PathId<InvestmentItemId>, IfMatch, IdempotencyKey),
    request_body = InvestmentContent,
    responses(Changed<InvestmentItemView>),
    security(("access_token" = ["investment.prepare"])),
)]
#[patch("/v1/investment-items/{id}")]
pub(super) async fn change_investment_item(
    service: Data<TradePromotion>,
    caller: Authorized<permit::InvestmentPrepare>,
    id: PathId<InvestmentItemId>,
    seen: IfMatch,
    submitted: Keyed<InvestmentContent>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let of = (id.0, seen);
    listing::act(&service, caller, once, of, move |act, of| write::change(act, of, body)).await
}

/// Hand a call for investment in for review (trình nội dung kêu gọi đầu tư)
///
/// Whatever has expired meanwhile must be put right first.
#[utoipa::path(
    tag = "investment list",
    params(PathId<InvestmentItemId>, IfMatch, IdempotencyKey),
    responses(Changed<InvestmentItemView>),
    security(("access_token" = ["investment.prepare"])),
)]
#[post("/v1/investment-items/{id}/submit")]
pub(super) async fn submit_investment_item(
    service: Data<TradePromotion>,
    caller: Authorized<permit::InvestmentPrepare>,
    id: PathId<InvestmentItemId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let of = (id.0, seen);
    listing::act::<_, InvestmentContent, _>(&service, caller, submitted.once, of, write::submit)
        .await
}

/// Take a call for investment back for good (rút nội dung kêu gọi đầu tư)
#[utoipa::path(
    tag = "investment list",
    params(PathId<InvestmentItemId>, IfMatch, IdempotencyKey),
    responses(Changed<InvestmentItemView>),
    security(("access_token" = ["investment.prepare"])),
)]
#[post("/v1/investment-items/{id}/withdraw")]
pub(super) async fn withdraw_investment_item(
    service: Data<TradePromotion>,
    caller: Authorized<permit::InvestmentPrepare>,
    id: PathId<InvestmentItemId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let of = (id.0, seen);
    listing::act::<_, InvestmentContent, _>(&service, caller, submitted.once, of, write::withdraw)
        .await
}

/// Review a call for investment (công bố nội dung kêu gọi đầu tư)
///
/// By somebody who prepared nothing in it: publish it, return it to its author or take it from sight,
/// the latter two with a reason.
#[utoipa::path(
    tag = "investment list",
    params(PathId<InvestmentItemId>, IfMatch, IdempotencyKey),
    request_body = ListingReview,
    responses(Changed<InvestmentItemView>),
    security(("access_token" = ["investment.publish"])),
)]
#[post("/v1/investment-items/{id}/review")]
pub(super) async fn review_investment_item(
    service: Data<TradePromotion>,
    caller: Authorized<permit::InvestmentPublish>,
    id: PathId<InvestmentItemId>,
    seen: IfMatch,
    submitted: Keyed<ListingReview>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    listing::review::<_, InvestmentContent>(&service, caller, once, (id.0, seen), body).await
}
