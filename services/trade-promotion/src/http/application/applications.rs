//! `GET /v1/trade-applications`, `POST /v1/trade-events/{id}/applications`,
//! `GET|PATCH /v1/trade-applications/{id}`

use actix_web::{HttpRequest, HttpResponse, get, patch, post, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, Page, Paged, PathId, Reply, StrictQuery,
        Whole, listed::Listed, table::Representation,
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    competence,
    id::{OrganisationId, ProductId, TradeApplicationId, TradeEventId},
    permission::permit,
    trade::events::{Attendance, TradeApplicationState},
};
use serde::Deserialize;

use super::{
    Answer, act, step,
    view::{APPLICATIONS, ApplicationView},
};
use crate::{
    TradePromotion,
    domain::application::Brought,
    store::application::{self as store, Filter, StoredApplication},
    usecase::application::{
        apply::{self, Applying},
        read,
    },
};

/// Which applications.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TradeApplicationQuery {
    /// For this event (sự kiện).
    event: Option<TradeEventId>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// In this state (trạng thái).
    state: Option<TradeApplicationState>,
    /// Of whoever came, or did not (tham dự).
    attendance: Option<Attendance>,
    /// Of organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// Of organisations in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List applications for trade events (danh sách đăng ký tham gia sự kiện)
///
/// An organisation sees its own, a district or commune those of its territory, an organiser those for its
/// events; planning, finance, audit and the city committee see all. In the order in which they were handed
/// in. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "trade applications",
    params(TradeApplicationQuery),
    responses(Paged<Page<ApplicationView>>),
    security(("access_token" = ["trade_application.read"])),
)]
#[get("/v1/trade-applications")]
pub(super) async fn list_trade_applications(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeApplicationRead>,
    query: StrictQuery<TradeApplicationQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter = Filter {
        event: query.event,
        organisation: query.organisation,
        state: query.state,
        attendance: query.attendance,
        district: query.district,
        commune: query.commune,
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &APPLICATIONS,
        name: format!("trade applications {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let today = service.runtime.ids.now().date();
    let held = competence::held_names(&service.agencies, &caller.scope, today);
    let rows = move |connection: &mut Connection, after: Option<&TradeApplicationId>, limit| {
        store::list(connection, (&caller.scope, &held), &filter, after, limit)
    };
    let key = |stored: &StoredApplication| stored.application.id;
    wanted.answer(rows, key, ApplicationView::brief).await
}

/// An application as it is handed in (đăng ký mới).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTradeApplication {
    /// Of which organisation (tổ chức).
    organisation_id: OrganisationId,
    /// Products of the catalogue that it brings (sản phẩm trong danh mục).
    #[serde(default)]
    #[schema(max_items = 50)]
    product_ids: Vec<ProductId>,
    /// What else it brings, in words (sản phẩm khác).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000, examples("Rau an toàn, gạo nếp cái hoa vàng"))]
    products: Option<String>,
}

/// Apply for a trade event (đăng ký tham gia sự kiện)
///
/// Until the deadline. Where places go to whoever applies first, it has one from now on, or waits in the
/// order of applying; else the organiser selects. By the organisation itself, or by an officer of its
/// district or commune for it.
#[utoipa::path(
    tag = "trade applications",
    params(PathId<TradeEventId>, IdempotencyKey),
    request_body = NewTradeApplication,
    responses(Created<ApplicationView>),
    security(("access_token" = ["trade_application.prepare"])),
)]
#[post("/v1/trade-events/{id}/applications")]
pub(super) async fn apply_for_trade_event(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeApplicationPrepare>,
    id: PathId<TradeEventId>,
    submitted: Keyed<NewTradeApplication>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let applying = Applying {
        event: id.0,
        organisation: body.organisation_id,
        brought: Brought { product_ids: body.product_ids, products: body.products },
    };
    act(&service, caller, once, Answer::Created, move |act| apply::apply(act, applying)).await
}

/// Read an application for a trade event (xem đăng ký tham gia sự kiện)
///
/// With its steps, what is asked of it after the event, and what the caller may do with it now.
#[utoipa::path(
    tag = "trade applications",
    params(PathId<TradeApplicationId>),
    responses(Whole<ApplicationView>),
    security(("access_token" = ["trade_application.read"])),
)]
#[get("/v1/trade-applications/{id}")]
pub(super) async fn read_trade_application(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeApplicationRead>,
    id: PathId<TradeApplicationId>,
) -> Result<Whole<ApplicationView>, Failure> {
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let work = move |connection: &mut Connection| {
        let held = competence::held_names(&agencies, &caller.scope, today);
        let found = read::read(connection, (&caller.scope, &held), id.0)?;
        let version = found.stored.version;
        let view = ApplicationView::whole(found, (caller.principal(), &agencies, today));
        Ok(Whole { version, resource: view })
    };
    service.runtime.database.read(work).await
}

/// What an organisation brings to an event (sản phẩm tham gia): all of it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeBrought {
    /// Products of the catalogue (sản phẩm trong danh mục).
    #[serde(default)]
    #[schema(max_items = 50)]
    product_ids: Vec<ProductId>,
    /// What else, in words (sản phẩm khác).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000, examples("Rau an toàn, gạo nếp cái hoa vàng"))]
    products: Option<String>,
}

impl From<TradeBrought> for Brought {
    fn from(brought: TradeBrought) -> Self {
        Self { product_ids: brought.product_ids, products: brought.products }
    }
}

/// Change what is brought to an event (sửa đăng ký)
///
/// While the event takes applications. By the organisation, or by its district or commune for it.
#[utoipa::path(
    tag = "trade applications",
    params(PathId<TradeApplicationId>, IfMatch, IdempotencyKey),
    request_body = TradeBrought,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["trade_application.prepare"])),
)]
#[patch("/v1/trade-applications/{id}")]
pub(super) async fn change_trade_application(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeApplicationPrepare>,
    id: PathId<TradeApplicationId>,
    seen: IfMatch,
    submitted: Keyed<TradeBrought>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    step(&service, caller, once, (id.0, seen), move |act, of| apply::change(act, of, body.into()))
        .await
}
