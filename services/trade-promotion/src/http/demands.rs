//! `/v1/demands` and what is done with a demand.

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
    id::{BuyerId, DemandId, OrganisationId},
    permission::permit,
    trade::{
        listing::DemandContent,
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
        .service(list_demands)
        .service(enter_demand)
        .service(read_demand)
        .service(change_demand)
        .service(submit_demand)
        .service(withdraw_demand)
        .service(review_demand);
}

impl Described for DemandContent {
    const SCHEMA: &'static str = "Demand";
}

/// Demands as a table.
static DEMANDS: Table = Table {
    name: "demands",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Tên tổ chức", "Organisation", "/organisation_name"),
        column("agency", "Cơ quan", "Agency", "/agency"),
        column("buyer", "Mã bên mua", "Buyer id", "/content/buyer_id"),
        column("title", "Tiêu đề", "Title", "/content/title"),
        column("group", "Nhóm sản phẩm", "Group", "/content/group"),
        column(
            "monthly_quantity",
            "Số lượng mỗi tháng",
            "Quantity a month",
            "/content/monthly_quantity",
        ),
        column("unit", "Đơn vị tính", "Unit", "/content/unit"),
        column("price_vnd", "Giá (đồng)", "Price (đồng)", "/content/price_vnd"),
        column("valid_until", "Hạn", "Valid until", "/content/valid_until"),
        column("state", "Trạng thái", "State", "/state"),
        column("published_on", "Ngày công bố", "Published on", "/published_on"),
    ],
};

/// Demand as it is answered with; an alias, so that the description asks the type for its name.
type DemandView = View<DemandContent>;
/// Which demands.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DemandQuery {
    /// In this state (trạng thái).
    state: Option<ListingState>,
    /// Of this group (nhóm sản phẩm).
    group: Option<ProductGroup>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// Of this buyer (bên mua).
    buyer: Option<BuyerId>,
    /// Holding on this day (còn hiệu lực vào ngày).
    valid_on: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl DemandQuery {
    fn filter(self) -> (Filter, (Option<u32>, Option<String>)) {
        let filter = Filter {
            state: self.state,
            group: self.group,
            organisation: self.organisation,
            buyer: self.buyer,
            valid_on: self.valid_on,
            ..Filter::default()
        };
        (filter, (self.limit, self.cursor))
    }
}

/// List demands (tin cầu)
///
/// Everybody who may read them sees what is published; what is not, those whose it is and those who
/// review it. In the order in which they were entered. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "supply and demand",
    params(DemandQuery),
    responses(Paged<Page<DemandView>>),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/demands")]
pub(super) async fn list_demands(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    query: StrictQuery<DemandQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let of = (&request, &**service);
    listing::list::<_, DemandContent>(of, &caller, query.0.filter(), representation, &DEMANDS).await
}

/// A demand as it is entered (tin cầu).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDemand {
    /// Of which organisation; of the caller's own agency where it is not said (tổ chức).
    #[serde(default)]
    organisation_id: Option<OrganisationId>,
    /// What it says (nội dung).
    content: DemandContent,
}

/// Enter a demand (đăng tin cầu)
///
/// For a buyer, by an officer of the promoter that entered the buyer; or by an organisation that buys itself. It is a draft until it is handed in.
#[utoipa::path(
    tag = "supply and demand",
    params(IdempotencyKey),
    request_body = NewDemand,
    responses(Created<DemandView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/demands")]
pub(super) async fn enter_demand(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    submitted: Keyed<NewDemand>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    listing::enter(&service, caller, once, (body.organisation_id, body.content)).await
}

/// Read a demand (xem tin cầu)
///
/// With what the caller may do with it now.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<DemandId>),
    responses(Whole<DemandView>),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/demands/{id}")]
pub(super) async fn read_demand(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    id: PathId<DemandId>,
) -> Result<Whole<DemandView>, Failure> {
    listing::read(&service, caller, id.0).await
}

/// Change a demand (sửa tin cầu)
///
/// All of it, as it is sent. What was published leaves the public until it is reviewed again.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<DemandId>, IfMatch, IdempotencyKey),
    request_body = DemandContent,
    responses(Changed<DemandView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[patch("/v1/demands/{id}")]
pub(super) async fn change_demand(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    id: PathId<DemandId>,
    seen: IfMatch,
    submitted: Keyed<DemandContent>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let of = (id.0, seen);
    listing::act(&service, caller, once, of, move |act, of| write::change(act, of, body)).await
}

/// Hand a demand in for review (gửi duyệt tin cầu)
///
/// Whatever has expired meanwhile must be put right first.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<DemandId>, IfMatch, IdempotencyKey),
    responses(Changed<DemandView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/demands/{id}/submit")]
pub(super) async fn submit_demand(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    id: PathId<DemandId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let of = (id.0, seen);
    listing::act::<_, DemandContent, _>(&service, caller, submitted.once, of, write::submit).await
}

/// Take a demand back for good (rút tin cầu)
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<DemandId>, IfMatch, IdempotencyKey),
    responses(Changed<DemandView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/demands/{id}/withdraw")]
pub(super) async fn withdraw_demand(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    id: PathId<DemandId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let of = (id.0, seen);
    listing::act::<_, DemandContent, _>(&service, caller, submitted.once, of, write::withdraw).await
}

/// Review a demand (duyệt tin cầu)
///
/// By somebody who prepared nothing in it: publish it, return it to its author or take it from sight,
/// the latter two with a reason.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<DemandId>, IfMatch, IdempotencyKey),
    request_body = ListingReview,
    responses(Changed<DemandView>),
    security(("access_token" = ["supply_demand.review"])),
)]
#[post("/v1/demands/{id}/review")]
pub(super) async fn review_demand(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandReview>,
    id: PathId<DemandId>,
    seen: IfMatch,
    submitted: Keyed<ListingReview>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    listing::review::<_, DemandContent>(&service, caller, once, (id.0, seen), body).await
}
