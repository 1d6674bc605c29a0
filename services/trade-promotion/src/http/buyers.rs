//! `/v1/buyers`: for those who entered them.

use actix_web::{
    get, patch, post,
    web::{Data, Json},
};
use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, Nothing, Page, PageQuery, PageRequest,
        PathId, Reply, Routes, StrictQuery, Whole, unmasking,
    },
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{BuyerId, OrganisationId},
    permission::permit,
    registration_number::RegistrationNumber,
};
use serde::{Deserialize, Serialize};

use super::listing::of_market;
use crate::{
    TradePromotion,
    domain::buyer::{Buyer, Contact, Known},
    store::{self, listing::Sight},
    usecase::buyer as usecase,
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_buyers)
        .service(enter_buyer)
        .service(read_buyer)
        .service(change_buyer)
        .service(erase_buyer);
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

/// Who a buyer is (thông tin bên mua): all of it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BuyerChange {
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

impl From<BuyerChange> for Known {
    fn from(given: BuyerChange) -> Self {
        let contact = given.contact.map(Contact::from);
        Self { name: given.name, tax_code: given.tax_code, contact }
    }
}

/// A buyer (bên mua).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Buyer)]
pub(super) struct BuyerView {
    /// Its id.
    id: BuyerId,
    /// What it is called; null where it was erased (tên bên mua).
    #[schema(required, max_length = 300)]
    name: Option<String>,
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
    /// When it was erased who the buyer is (ngày xóa thông tin).
    #[schema(required)]
    erased_on: Option<Date>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
}

impl BuyerView {
    fn open(buyer: Buyer) -> Self {
        let (name, tax_code, contact) = match buyer.known {
            Some(Known { name, tax_code, contact }) => (Some(name), tax_code, contact),
            None => (None, None, None),
        };
        Self {
            id: buyer.id,
            name,
            organisation_id: buyer.organisation,
            agency: buyer.agency,
            tax_code,
            contact: contact.map(BuyerContact::from),
            erased_on: buyer.erased_on,
            version: buyer.version,
            recorded_at: buyer.recorded_at,
        }
    }

    fn masked(buyer: Buyer) -> Self {
        let known = buyer.known.map(Known::masked);
        Self::open(Buyer { known, ..buyer })
    }

    /// Without who it is: what is kept for a repetition of the request stands in a table from which
    /// personal data is not erased.
    fn nameless(buyer: Buyer) -> Self {
        Self::open(Buyer { known: None, ..buyer })
    }
}

type BuyerPage = Page<BuyerView>;

/// List buyers (danh sách bên mua)
///
/// Those that the caller's organisation or agency entered, persons masked; a district or commune sees
/// those of its territory, oversight all.
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
    let (sight, key) = (of_market(&service, &caller), service.runtime.cursor_key.clone());
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
    responses(Created<BuyerView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/buyers")]
pub(super) async fn enter_buyer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    submitted: Keyed<NewBuyer>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let contact = body.contact.map(Contact::from);
    let known = Known { name: body.name, tax_code: body.tax_code, contact };
    write(&service.runtime, caller, once, move |act| {
        let buyer = usecase::enter(act, body.organisation_id, known)?;
        let (location, version) = (format!("/v1/buyers/{}", buyer.id), buyer.version);
        let kept = BuyerView::nameless(buyer.clone());
        Reply::created(location, version, &BuyerView::open(buyer))?.keeping(&kept)
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
    #[param(min_length = 5, max_length = 300)]
    purpose: Option<String>,
}

/// Read a buyer (xem bên mua)
///
/// By whoever enters it, or oversees. The person is masked; `unmasked=true` with a purpose shows them to
/// whoever enters it or holds `personal_data.read` for the place, and the reading is recorded.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<BuyerId>, BuyerQuery),
    responses(Whole<BuyerView>),
    security(("access_token" = ["supply_demand.read"])),
)]
#[get("/v1/buyers/{id}")]
pub(super) async fn read_buyer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandRead>,
    id: PathId<BuyerId>,
    query: StrictQuery<BuyerQuery>,
) -> Result<Whole<BuyerView>, Failure> {
    let purpose = unmasking(query.0.unmasked, query.0.purpose.as_deref())?;
    let sight = of_market(&service, &caller);
    let database = &service.runtime.database;
    let Some(purpose) = purpose else {
        let work = move |connection: &mut _| usecase::read(connection, &sight, id.0);
        let buyer = database.read(work).await?;
        return Ok(Whole { version: buyer.version, resource: BuyerView::masked(buyer) });
    };
    let scopes = vec![
        caller.scope_of::<permit::SupplyDemandPrepare>(),
        caller.scope_of::<permit::PersonalDataRead>(),
    ];
    let context = Context::new(caller.actor(), &service.runtime.ids);
    let agencies = service.agencies.clone();
    let work = move |connection: &mut _| {
        let unmasked = Sight::of(scopes, &agencies, context.today());
        let mut act = Act {
            connection,
            context: &context,
            who: caller.principal().id,
            scope: &caller.scope,
            agencies: &agencies,
        };
        usecase::read_unmasked(&mut act, (&sight, &unmasked), id.0, &purpose)
    };
    let buyer = database.write(work).await?;
    Ok(Whole { version: buyer.version, resource: BuyerView::open(buyer) })
}

/// Change a buyer (sửa bên mua)
///
/// Who it is: all of it, as it is sent. By whoever may enter it.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<BuyerId>, IfMatch, IdempotencyKey),
    request_body = BuyerChange,
    responses(Changed<BuyerView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[patch("/v1/buyers/{id}")]
pub(super) async fn change_buyer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    id: PathId<BuyerId>,
    seen: IfMatch,
    submitted: Keyed<BuyerChange>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    write(&service.runtime, caller, once, move |act| {
        let buyer = usecase::change(act, (id.0, &seen), body.into())?;
        let (version, kept) = (buyer.version, BuyerView::nameless(buyer.clone()));
        Reply::changed(version, &BuyerView::open(buyer))?.keeping(&kept)
    })
    .await
}

/// Erase who a buyer is (xóa thông tin bên mua)
///
/// Its name, tax code and the person, here and beside the log, which keeps that there was one. Not while a
/// demand for it is handed in or published. By whoever may enter it.
#[utoipa::path(
    tag = "supply and demand",
    params(PathId<BuyerId>, IfMatch, IdempotencyKey),
    responses(Changed<BuyerView>),
    security(("access_token" = ["supply_demand.prepare"])),
)]
#[post("/v1/buyers/{id}/erase")]
pub(super) async fn erase_buyer(
    service: Data<TradePromotion>,
    caller: Authorized<permit::SupplyDemandPrepare>,
    id: PathId<BuyerId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    write(&service.runtime, caller, submitted.once, move |act| {
        let buyer = usecase::erase(act, (id.0, &seen))?;
        Reply::changed(buyer.version, &BuyerView::open(buyer))
    })
    .await
}
