//! `/v1/buyers`: for those who entered them.

use actix_web::{
    HttpResponse, get,
    http::header::CACHE_CONTROL,
    post,
    web::{Data, Json},
};
use htx_kit::http::Routes;
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{
        IdempotencyKey, Keyed, Made, Page, PageQuery, PageRequest, PathId, Reply, StrictQuery,
        unmasking,
    },
};
use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{BuyerId, OrganisationId},
    permission::permit,
    registration_number::RegistrationNumber,
};
use serde::{Deserialize, Serialize};

use super::write::write;
use crate::{
    TradePromotion,
    domain::buyer::{Buyer, Contact},
    store::{self, listing::Sight},
    usecase::{
        act::Act,
        buyer::{self as usecase, Entering},
    },
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config.service(list_buyers).service(enter_buyer).service(read_buyer);
}

/// Whom one turns to (người liên hệ).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BuyerContact {
    /// The person's name (họ tên).
    #[schema(min_length = 1, max_length = 100, examples("Nguyễn Văn An"))]
    person: String,
    /// Telephone (điện thoại).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100, examples("0912345678"))]
    telephone: Option<String>,
    /// Address for mail (thư điện tử).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100, examples("an@example.vn"))]
    email: Option<String>,
}

impl From<Contact> for BuyerContact {
    fn from(contact: Contact) -> Self {
        Self { person: contact.person, telephone: contact.telephone, email: contact.email }
    }
}

impl From<BuyerContact> for Contact {
    fn from(contact: BuyerContact) -> Self {
        Self { person: contact.person, telephone: contact.telephone, email: contact.email }
    }
}

/// A buyer as it is entered (bên mua).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewBuyer {
    /// The organisation of the register that it is: the caller's own. A promoter leaves it out for a
    /// buyer that is none of the register (tổ chức).
    #[serde(default)]
    organisation_id: Option<OrganisationId>,
    /// What it is called (tên bên mua).
    #[schema(min_length = 1, max_length = 300, examples("Công ty TNHH Bếp ăn Trường học Hà Nội"))]
    name: String,
    /// Its tax code (mã số thuế).
    #[serde(default)]
    tax_code: Option<RegistrationNumber>,
    /// Whom one turns to (người liên hệ).
    #[serde(default)]
    contact: Option<BuyerContact>,
}

/// A buyer (bên mua).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Buyer)]
pub(super) struct BuyerView {
    /// Its id.
    id: BuyerId,
    /// What it is called (tên bên mua).
    #[schema(max_length = 300)]
    name: String,
    /// The organisation of the register that it is (tổ chức).
    #[schema(required)]
    organisation_id: Option<OrganisationId>,
    /// The agency that entered it (cơ quan).
    #[schema(required, value_type = Option<String>, examples("hpa"))]
    agency: Option<AgencyCode>,
    /// Its tax code (mã số thuế).
    #[schema(required)]
    tax_code: Option<RegistrationNumber>,
    /// Whom one turns to, masked unless it was asked for with a purpose (người liên hệ).
    #[schema(required)]
    contact: Option<BuyerContact>,
    /// When it was entered.
    recorded_at: Instant,
}

impl BuyerView {
    fn open(buyer: Buyer) -> Self {
        Self {
            id: buyer.id,
            name: buyer.name,
            organisation_id: buyer.organisation,
            agency: buyer.agency,
            tax_code: buyer.tax_code,
            contact: buyer.contact.map(BuyerContact::from),
            recorded_at: buyer.recorded_at,
        }
    }

    fn masked(buyer: Buyer) -> Self {
        let contact = buyer.contact.as_ref().map(Contact::masked);
        Self::open(Buyer { contact, ..buyer })
    }
}

/// What of the buyers the caller sees: those that they may prepare demands for.
fn sight(service: &TradePromotion, caller: &Authorized<permit::SupplyDemandRead>) -> Sight {
    let scope = caller.scope_of::<permit::SupplyDemandPrepare>();
    Sight::of(vec![scope], &service.agencies, service.runtime.ids.now().date())
}

type BuyerPage = Page<BuyerView>;

/// List buyers (danh sách bên mua)
///
/// Those that the caller's organisation or agency entered, persons masked.
#[utoipa::path(
    tag = "supply and demand",
    params(PageQuery),
    responses((status = 200, description = "A page of buyers, as they were entered.", body = BuyerPage)),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/buyers")]
pub(super) async fn list_buyers(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<BuyerPage>, Failure> {
    let (sight, key) = (sight(&service, &caller), service.runtime.cursor_key.clone());
    let cursor = query.0.cursor.as_deref();
    let page: PageRequest<BuyerId> =
        PageRequest::read(&key, "buyers".to_owned(), query.0.limit, cursor)?;
    let work = move |connection: &mut _| {
        let rows = store::buyer::list(connection, &sight, page.after.as_ref(), page.fetch())?;
        page.page(&key, rows, |buyer| buyer.id, BuyerView::masked)
    };
    service.runtime.database.read(work).await.map(Json)
}

/// Enter a buyer (ghi bên mua)
///
/// By an organisation that buys itself, or by an officer of a promoter for whoever is none of the
/// register.
#[utoipa::path(
    tag = "supply and demand",
    params(IdempotencyKey),
    request_body = NewBuyer,
    responses(Made<BuyerView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/buyers")]
pub(super) async fn enter_buyer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    submitted: Keyed<NewBuyer>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let entering = Entering {
        organisation: body.organisation_id,
        name: body.name,
        tax_code: body.tax_code,
        contact: body.contact.map(Contact::from),
    };
    write(&service, caller, once, move |act| {
        let buyer = usecase::enter(act, entering)?;
        let location = format!("/v1/buyers/{}", buyer.id);
        let masked = BuyerView::masked(buyer.clone());
        Reply::made(location, &BuyerView::open(buyer))?.keeping(&masked)
    })
    .await
}

/// Whether the person is wanted unmasked.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BuyerQuery {
    /// Show the person unmasked; the reading is recorded (không che).
    unmasked: Option<bool>,
    /// What for; goes with `unmasked` (mục đích).
    #[param(min_length = 10, max_length = 300)]
    purpose: Option<String>,
}

/// Read a buyer (xem bên mua)
///
/// By whoever entered it. The person is masked; `unmasked=true` with a purpose shows them, and the
/// reading is recorded.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<BuyerId>, BuyerQuery),
    responses((status = 200, description = "The buyer.", body = BuyerView)),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/buyers/{id}")]
pub(super) async fn read_buyer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    id: PathId<BuyerId>,
    query: StrictQuery<BuyerQuery>,
) -> Result<HttpResponse, Failure> {
    let purpose = unmasking(query.0.unmasked, query.0.purpose.as_deref())?;
    let sight = sight(&service, &caller);
    let database = &service.runtime.database;
    let view = match purpose {
        None => {
            let work = move |connection: &mut _| usecase::read(connection, &sight, id.0);
            BuyerView::masked(database.read(work).await?)
        }
        Some(purpose) => {
            let context = Context::new(caller.actor(), &service.runtime.ids);
            let (agencies, who) = (service.agencies.clone(), caller.principal().id);
            let scope = caller.scope.clone();
            let work = move |connection: &mut _| {
                let (context, scope, agencies) = (&context, &scope, &agencies);
                let mut act = Act { connection, context, who, scope, agencies };
                usecase::read_unmasked(&mut act, &sight, id.0, &purpose)
            };
            BuyerView::open(database.write(work).await?)
        }
    };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(view))
}
