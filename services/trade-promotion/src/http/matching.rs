//! Rounds of matching, and what fits an offer or a demand.

use actix_web::{
    get, post,
    web::{Data, Json},
};
use htx_kit::{
    act::write,
    auth::Authorized,
    failure::Failure,
    http::{
        IdempotencyKey, Keyed, Made, Nothing, Page, PageQuery, PageRequest, PathId, Reply, Routes,
        StrictQuery, language,
    },
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{DemandId, MatchingRoundId, OfferId, SupplyMatchId},
    language::Language,
    permission::permit,
    refusal::Refusal,
    trade::{
        listing::{DemandContent, OfferContent},
        products::MatchFactor,
    },
};
use serde::Serialize;

use super::listing::{sight, view::Described};
use crate::{
    TradePromotion,
    domain::matching::{explained, points},
    store::matching::{self as store, Of, Round, StoredMatch},
    usecase::{listing as listings, matching as usecase},
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_matching_rounds)
        .service(start_matching_round)
        .service(read_matching_round)
        .service(list_offer_matches)
        .service(list_demand_matches);
}

/// A round of matching (đợt ghép nối cung cầu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MatchingRound)]
pub(super) struct RoundView {
    /// Its id.
    id: MatchingRoundId,
    /// The day of which it is (ngày).
    matched_on: Date,
    /// How many offers held (số tin cung).
    #[schema(minimum = 0)]
    offer_count: u32,
    /// How many demands held (số tin cầu).
    #[schema(minimum = 0)]
    demand_count: u32,
    /// How many pairs fit and were kept (số cặp phù hợp).
    #[schema(minimum = 0)]
    match_count: u32,
    /// Since when the points hold that it was done with (thang điểm áp dụng từ).
    points_since: Date,
    /// On what those points rest (căn cứ thang điểm).
    #[schema(required, max_length = 300)]
    points_basis: Option<String>,
    /// Whether a document says so that was read (đã đối chiếu văn bản).
    points_verified: bool,
    /// The login name of whoever started it.
    #[schema(max_length = 100, examples("hpa.officer"))]
    started_by: String,
    /// Their agency (cơ quan).
    #[schema(required, value_type = Option<String>, examples("hpa"))]
    agency: Option<AgencyCode>,
    /// When.
    recorded_at: Instant,
}

impl From<Round> for RoundView {
    fn from(round: Round) -> Self {
        let points = points::on(round.matched_on).ok();
        Self {
            id: round.id,
            matched_on: round.matched_on,
            offer_count: round.offers,
            demand_count: round.demands,
            match_count: round.matches,
            points_since: round.points_since,
            points_basis: points.map(|points| points.basis.clone()),
            points_verified: points.is_some_and(|points| points.verified),
            started_by: round.started_by,
            agency: round.agency,
            recorded_at: round.recorded_at,
        }
    }
}

type MatchingRoundPage = Page<RoundView>;

/// List rounds of matching (các đợt ghép nối)
#[utoipa::path(
    tag = "supply and demand",
    params(PageQuery),
    responses((status = 200, description = "A page of rounds, the newest first.", body = MatchingRoundPage)),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/matching-rounds")]
pub(super) async fn list_matching_rounds(
    service: Data<TradePromotion>,
    _: Authorized<permit::SupplyDemandRead>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<MatchingRoundPage>, Failure> {
    let key = service.runtime.cursor_key.clone();
    let (limit, cursor) = (query.0.limit, query.0.cursor.as_deref());
    let page: PageRequest<MatchingRoundId> =
        PageRequest::read(&key, "matching rounds".to_owned(), limit, cursor)?;
    let work = move |connection: &mut _| {
        let rounds = store::rounds(connection, page.after.as_ref(), page.fetch())?;
        page.page(&key, rounds, |round| round.id, RoundView::from)
    };
    service.runtime.database.read(work).await.map(Json)
}

/// Match offers with demands (ghép nối cung cầu)
///
/// Every offer and every demand that is published and holds today. What fits takes the place of what
/// fitted before; the counts are kept.
#[utoipa::path(
    tag = "supply and demand",
    params(IdempotencyKey),
    responses(Made<RoundView>),
    security(("access_token" = ["supply_demand.match"])),
)]
#[post("/v1/matching-rounds")]
pub(super) async fn start_matching_round(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandMatch>,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let today = service.runtime.ids.now().date();
    let work = move |connection: &mut _| usecase::matched(connection, today);
    let matched = service.runtime.database.read(work).await?;
    write(&service.runtime, caller, submitted.once, move |act| {
        let round = usecase::round(act, matched)?;
        Reply::made(format!("/v1/matching-rounds/{}", round.id), &RoundView::from(round))
    })
    .await
}

/// Read a round of matching (xem đợt ghép nối)
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<MatchingRoundId>),
    responses((status = 200, description = "The round.", body = RoundView)),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/matching-rounds/{id}")]
pub(super) async fn read_matching_round(
    service: Data<TradePromotion>,
    _: Authorized<permit::SupplyDemandRead>,
    id: PathId<MatchingRoundId>,
) -> Result<Json<RoundView>, Failure> {
    let work = move |connection: &mut _| {
        let found = store::round(connection, id.0)?;
        found.ok_or_else(|| Refusal::not_found("đợt ghép nối", "matching round").into())
    };
    service.runtime.database.read(work).await.map(|round| Json(RoundView::from(round)))
}

/// What a factor gave, and why.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct MatchingReason {
    /// Which factor (tiêu chí).
    factor: MatchFactor,
    /// How many points it gave (điểm).
    #[schema(minimum = 0, maximum = 100)]
    points: u32,
    /// How many it gives at the most (điểm tối đa).
    #[schema(minimum = 0, maximum = 100)]
    most: u32,
    /// Why, in the language of the request (lý do).
    #[schema(max_length = 300, examples("Trùng 3 trong 4 tháng cần mua."))]
    explanation: String,
}

/// An offer and a demand that fit (cặp cung cầu phù hợp).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SupplyMatch)]
pub(super) struct MatchView {
    /// Its id.
    id: SupplyMatchId,
    /// In which round it was found (đợt ghép nối).
    round_id: MatchingRoundId,
    /// The demand (tin cầu).
    demand_id: DemandId,
    /// The offer (tin cung).
    offer_id: OfferId,
    /// All points (tổng điểm).
    #[schema(minimum = 0, maximum = 100)]
    points: u32,
    /// Where they come from (lý do).
    #[schema(max_items = 5)]
    reasons: Vec<MatchingReason>,
}

impl MatchView {
    fn told(stored: StoredMatch, language: Language) -> Self {
        let reason = |reason: &crate::domain::matching::Reason| MatchingReason {
            factor: reason.factor,
            points: reason.points,
            most: reason.most,
            explanation: explained(reason).in_language(language).to_owned(),
        };
        Self {
            id: stored.id,
            round_id: stored.round,
            demand_id: stored.demand,
            offer_id: stored.offer,
            points: stored.points,
            reasons: stored.reasons.iter().map(reason).collect(),
        }
    }
}

type SupplyMatchPage = Page<MatchView>;

/// List what fits an offer (tin cầu phù hợp với tin cung)
///
/// In the last round, the best first, each with its reasons; not what was written in, expired or taken back
/// since.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<OfferId>, PageQuery),
    responses((status = 200, description = "A page of matches.", body = SupplyMatchPage)),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/offers/{id}/matches")]
pub(super) async fn list_offer_matches(
    request: actix_web::HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    id: PathId<OfferId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<SupplyMatchPage>, Failure> {
    let of = (id.0, Of::Offer(id.0));
    matches::<OfferContent>(&service, &caller, of, query.0, language(&request)).await
}

/// List what fits a demand (tin cung phù hợp với tin cầu)
///
/// In the last round, the best first, each with its reasons; not what was written in, expired or taken back
/// since.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<DemandId>, PageQuery),
    responses((status = 200, description = "A page of matches.", body = SupplyMatchPage)),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/demands/{id}/matches")]
pub(super) async fn list_demand_matches(
    request: actix_web::HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    id: PathId<DemandId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<SupplyMatchPage>, Failure> {
    let of = (id.0, Of::Demand(id.0));
    matches::<DemandContent>(&service, &caller, of, query.0, language(&request)).await
}

async fn matches<C: Described>(
    service: &TradePromotion,
    caller: &Authorized<permit::SupplyDemandRead>,
    (id, of): (htx_model::id::Id<C::Named>, Of),
    query: PageQuery,
    language: Language,
) -> Result<Json<SupplyMatchPage>, Failure> {
    let (key, list) = (service.runtime.cursor_key.clone(), format!("matches {of:?}"));
    let page: PageRequest<(u32, SupplyMatchId)> =
        PageRequest::read(&key, list, query.limit, query.cursor.as_deref())?;
    let (sight, today) = (sight::<_, C>(service, caller), service.runtime.ids.now().date());
    let work = move |connection: &mut _| {
        listings::read::<C>(connection, &sight, id)?;
        let rows = store::list(connection, of, page.after.as_ref(), page.fetch())?;
        let standing = usecase::standing(connection, today, &rows)?;
        let place = |one: &StoredMatch| (one.points, one.id);
        let told =
            |one: StoredMatch| standing.contains(&one.id).then(|| MatchView::told(one, language));
        let Page { items, next, count } = page.page(&key, rows, place, told)?;
        Ok(Page { items: items.into_iter().flatten().collect(), next, count })
    };
    service.runtime.database.read(work).await.map(Json)
}
