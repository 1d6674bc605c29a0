//! `/v1/interests`: for either side of them.

use actix_web::{
    get, post,
    web::{Data, Json},
};
use htx_kit::{
    act::write,
    auth::Authorized,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, Page, PageRequest, PathId, Reply, Routes,
        StrictQuery, Whole,
    },
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{DemandId, Id, InterestId, OfferId, OrganisationId},
    money::Dong,
    permission::permit,
    refusal::{Fault, Refusal, Text},
    trade::products::{InterestAction, InterestState},
};
use serde::{Deserialize, Serialize};

use super::listing::of_market;
use crate::{
    TradePromotion,
    domain::interest::{Interest, Said},
    store,
    usecase::interest::{self as usecase, answer, send, send::In},
};

const ONE_OF_BOTH: Text = Text::fixed(
    "Nêu đúng một tin: tin cung hoặc tin cầu.",
    "Name exactly one: an offer or a demand.",
);

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_interests)
        .service(send_interest)
        .service(read_interest)
        .service(answer_interest);
}

/// An expression of interest (bày tỏ quan tâm).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Interest)]
pub(super) struct InterestView {
    /// Its id.
    id: InterestId,
    /// The offer or the demand (tin cung hoặc tin cầu).
    #[schema(value_type = String, format = Uuid)]
    listing_id: Id<()>,
    /// Which organisation is interested (tổ chức quan tâm).
    #[schema(required)]
    organisation_id: Option<OrganisationId>,
    /// Or which agency, for a buyer (cơ quan thay mặt bên mua).
    #[schema(required, value_type = Option<String>, examples("hpa"))]
    agency: Option<AgencyCode>,
    /// Where it stands (trạng thái).
    state: InterestState,
    /// What was said (lời nhắn).
    #[schema(required, max_length = 1000)]
    message: Option<String>,
    /// What was answered (trả lời).
    #[schema(required, max_length = 1000)]
    answer: Option<String>,
    /// The number of the contract that it led to (số hợp đồng).
    #[schema(required, max_length = 100)]
    contract_number: Option<String>,
    /// What that is worth, in đồng (giá trị hợp đồng).
    #[schema(required)]
    contract_vnd: Option<Dong>,
    /// When it was sent (ngày gửi).
    sent_on: Date,
    /// When it was answered (ngày trả lời).
    #[schema(required)]
    answered_on: Option<Date>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
}

impl From<Interest> for InterestView {
    fn from(interest: Interest) -> Self {
        Self {
            id: interest.id,
            listing_id: Id::from_uuid(interest.listing),
            organisation_id: interest.organisation,
            agency: interest.agency,
            state: interest.state,
            message: interest.message,
            answer: interest.answer,
            contract_number: interest.contract_number,
            contract_vnd: interest.contract,
            sent_on: interest.sent_on,
            answered_on: interest.answered_on,
            version: interest.version,
            recorded_at: interest.recorded_at,
        }
    }
}

impl InterestView {
    /// The same without what people wrote: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    fn without_words(self) -> Self {
        Self { message: None, answer: None, ..self }
    }
}

/// Which expressions of interest.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InterestQuery {
    /// In this offer (tin cung).
    offer: Option<OfferId>,
    /// In this demand (tin cầu).
    demand: Option<DemandId>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

type InterestPage = Page<InterestView>;

/// List expressions of interest (danh sách bày tỏ quan tâm)
///
/// Those that the caller's organisation or agency sent or received; a district or commune sees those of
/// its territory, oversight all.
#[utoipa::path(
    tag = "supply and demand",
    params(InterestQuery),
    responses((status = 200, description = "A page, as they were sent.", body = InterestPage)),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/interests")]
pub(super) async fn list_interests(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    query: StrictQuery<InterestQuery>,
) -> Result<Json<InterestPage>, Failure> {
    let StrictQuery(query) = query;
    if query.offer.is_some() && query.demand.is_some() {
        return Err(Refusal::parameter("demand", ONE_OF_BOTH).into());
    }
    let of = query.offer.map(Id::uuid).or(query.demand.map(Id::uuid));
    let (sight, key) = (of_market(&service, &caller), service.runtime.cursor_key.clone());
    let page: PageRequest<InterestId> =
        PageRequest::read(&key, format!("interests {of:?}"), query.limit, query.cursor.as_deref())?;
    let work = move |connection: &mut _| {
        let after = page.after.as_ref();
        let rows = store::interest::list(connection, &sight, of, after, page.fetch())?;
        page.page(&key, rows, |row| row.id, InterestView::from)
    };
    service.runtime.database.read(work).await.map(Json)
}

/// An expression of interest as it is sent (bày tỏ quan tâm).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewInterest {
    /// In which offer (tin cung); this, or a demand.
    #[serde(default)]
    offer_id: Option<OfferId>,
    /// In which demand (tin cầu); this, or an offer.
    #[serde(default)]
    demand_id: Option<DemandId>,
    /// Which organisation is interested; a promoter leaves it out for a buyer of its (tổ chức).
    #[serde(default)]
    organisation_id: Option<OrganisationId>,
    /// What there is to say (lời nhắn).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    message: Option<String>,
}

/// Express interest in an offer or a demand (bày tỏ quan tâm)
///
/// That is published and holds, and is somebody else's.
#[utoipa::path(
    tag = "supply and demand",
    params(IdempotencyKey),
    request_body = NewInterest,
    responses(Created<InterestView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/interests")]
pub(super) async fn send_interest(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    submitted: Keyed<NewInterest>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let within = match (body.offer_id, body.demand_id) {
        (Some(id), None) => In::Offer(id),
        (None, Some(id)) => In::Demand(id),
        _ => {
            let fault = Fault::new("/offer_id", "one_of_both", ONE_OF_BOTH);
            return Err(Refusal::rules(vec![fault]).into());
        }
    };
    write(&service.runtime, caller, once, move |act| {
        let sent = send::send(act, within, body.organisation_id, body.message)?;
        let (location, version) = (format!("/v1/interests/{}", sent.id), sent.version);
        let view = InterestView::from(sent);
        Reply::created(location, version, &view)?.keeping(&view.without_words())
    })
    .await
}

/// Read an expression of interest (xem bày tỏ quan tâm)
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<InterestId>),
    responses(Whole<InterestView>),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/interests/{id}")]
pub(super) async fn read_interest(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    id: PathId<InterestId>,
) -> Result<Whole<InterestView>, Failure> {
    let sight = of_market(&service, &caller);
    let work = move |connection: &mut _| usecase::read(connection, &sight, id.0);
    let found = service.runtime.database.read(work).await?;
    Ok(Whole { version: found.version, resource: found.into() })
}

/// What is done with an expression of interest (xử lý bày tỏ quan tâm).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InterestAnswer {
    /// What (thao tác).
    action: InterestAction,
    /// What there is to say (trả lời).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    answer: Option<String>,
    /// The number of the contract, where one is recorded (số hợp đồng).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    contract_number: Option<String>,
    /// What it is worth, in đồng (giá trị hợp đồng).
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64)]
    contract_vnd: Option<i64>,
}

/// Answer an expression of interest, or take it back (xử lý bày tỏ quan tâm)
///
/// Whose offer or demand it is accepts, declines, records the contract; whoever sent it takes it back.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<InterestId>, IfMatch, IdempotencyKey),
    request_body = InterestAnswer,
    responses(Changed<InterestView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/interests/{id}/answer")]
pub(super) async fn answer_interest(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    id: PathId<InterestId>,
    seen: IfMatch,
    submitted: Keyed<InterestAnswer>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let said = Said {
        answer: body.answer,
        contract_number: body.contract_number,
        contract_vnd: body.contract_vnd,
    };
    write(&service.runtime, caller, once, move |act| {
        let done = answer::answer(act, (id.0, &seen), body.action, said)?;
        let (version, view) = (done.version, InterestView::from(done));
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}
