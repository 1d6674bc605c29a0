//! `/v1/offers` and what is done with an offer.

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
    id::{OfferId, OrganisationId},
    permission::permit,
    trade::{
        listing::OfferContent,
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
        .service(list_offers)
        .service(enter_offer)
        .service(read_offer)
        .service(change_offer)
        .service(submit_offer)
        .service(withdraw_offer)
        .service(review_offer);
}

impl Described for OfferContent {
    const SCHEMA: &'static str = "Offer";
}

/// Offers as a table.
static OFFERS: Table = Table {
    name: "offers",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Tên tổ chức", "Organisation", "/organisation_name"),
        column("district", "Quận, huyện", "District", "/district"),
        column("current_commune", "Xã, phường", "Commune", "/current_commune"),
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

/// Offer as it is answered with; an alias, so that the description asks the type for its name.
type OfferView = View<OfferContent>;
/// Which offers.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OfferQuery {
    /// In this state (trạng thái).
    state: Option<ListingState>,
    /// Of this group (nhóm sản phẩm).
    group: Option<ProductGroup>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// Holding on this day (còn hiệu lực vào ngày).
    valid_on: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl OfferQuery {
    fn filter(self) -> (Filter, (Option<u32>, Option<String>)) {
        let filter = Filter {
            state: self.state,
            group: self.group,
            organisation: self.organisation,
            valid_on: self.valid_on,
            ..Filter::default()
        };
        (filter, (self.limit, self.cursor))
    }
}

/// List offers (tin cung)
///
/// Everybody who may read them sees what is published; what is not, those whose it is and those who
/// review it. In the order in which they were entered. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "supply and demand",
    params(OfferQuery),
    responses(Paged<Page<OfferView>>),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/offers")]
pub(super) async fn list_offers(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    query: StrictQuery<OfferQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let of = (&request, &**service);
    listing::list::<_, OfferContent>(of, &caller, query.0.filter(), representation, &OFFERS).await
}

/// An offer as it is entered (tin cung).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewOffer {
    /// Of which organisation (tổ chức).
    organisation_id: OrganisationId,
    /// What it says (nội dung).
    content: OfferContent,
}

/// Enter an offer (đăng tin cung)
///
/// By the organisation itself, or for it by an officer of its district or commune. It is a draft until it is handed in.
#[utoipa::path(
    tag = "supply and demand",
    params(IdempotencyKey),
    request_body = NewOffer,
    responses(Created<OfferView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/offers")]
pub(super) async fn enter_offer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    submitted: Keyed<NewOffer>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    listing::enter(&service, caller, once, (Some(body.organisation_id), body.content)).await
}

/// Read an offer (xem tin cung)
///
/// With what the caller may do with it now.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<OfferId>),
    responses(Whole<OfferView>),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/offers/{id}")]
pub(super) async fn read_offer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    id: PathId<OfferId>,
) -> Result<Whole<OfferView>, Failure> {
    listing::read(&service, caller, id.0).await
}

/// Change an offer (sửa tin cung)
///
/// All of it, as it is sent. What was published leaves the public until it is reviewed again.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<OfferId>, IfMatch, IdempotencyKey),
    request_body = OfferContent,
    responses(Changed<OfferView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[patch("/v1/offers/{id}")]
pub(super) async fn change_offer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    id: PathId<OfferId>,
    seen: IfMatch,
    submitted: Keyed<OfferContent>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let of = (id.0, seen);
    listing::act(&service, caller, once, of, move |act, of| write::change(act, of, body)).await
}

/// Hand an offer in for review (gửi duyệt tin cung)
///
/// Whatever has expired meanwhile must be put right first.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<OfferId>, IfMatch, IdempotencyKey),
    responses(Changed<OfferView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/offers/{id}/submit")]
pub(super) async fn submit_offer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    id: PathId<OfferId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let of = (id.0, seen);
    listing::act::<_, OfferContent, _>(&service, caller, submitted.once, of, write::submit).await
}

/// Take an offer back for good (rút tin cung)
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<OfferId>, IfMatch, IdempotencyKey),
    responses(Changed<OfferView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/offers/{id}/withdraw")]
pub(super) async fn withdraw_offer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    id: PathId<OfferId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let of = (id.0, seen);
    listing::act::<_, OfferContent, _>(&service, caller, submitted.once, of, write::withdraw).await
}

/// Review an offer (duyệt tin cung)
///
/// By somebody who prepared nothing in it: publish it, return it to its author or take it from sight,
/// the latter two with a reason.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<OfferId>, IfMatch, IdempotencyKey),
    request_body = ListingReview,
    responses(Changed<OfferView>),
    security(("access_token" = ["supply_demand.review"])),
)]
#[post("/v1/offers/{id}/review")]
pub(super) async fn review_offer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandReview>,
    id: PathId<OfferId>,
    seen: IfMatch,
    submitted: Keyed<ListingReview>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    listing::review::<_, OfferContent>(&service, caller, once, (id.0, seen), body).await
}
