//! `GET /v1/trade-promotion/indicators`, `/{code}` and `/{code}/records`

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, Routes, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
    indicator::{
        self, Computes as _, IndicatorQuery, IndicatorValue, Indicators, RecordsQuery, Wanted,
    },
};
use htx_model::{date::Date, id::OrganisationId, permission::permit};
use serde::Serialize;
use uuid::Uuid;

use super::application::TradeParticipant;
use crate::{
    TradePromotion,
    domain::indicator::DEFINITIONS,
    store::indicator::{self as store, Filter, Ground, Record},
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_trade_indicators)
        .service(read_trade_indicator)
        .service(list_trade_indicator_records);
}

/// List the indicators of trade promotion (danh mục chỉ tiêu xúc tiến thương mại)
///
/// The plan's indicators that trade promotion computes, with the rule of each and whether it was
/// verified.
#[utoipa::path(
    tag = "trade indicators",
    responses((status = 200, description = "The indicators.", body = Indicators)),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/trade-promotion/indicators")]
pub(super) async fn list_trade_indicators(
    request: HttpRequest,
    _caller: Authorized<permit::IndicatorRead>,
) -> Json<Indicators> {
    Json(Indicators::of(DEFINITIONS, &request))
}

/// Read an indicator of trade promotion (giá trị chỉ tiêu xúc tiến thương mại)
///
/// Computed now, within the caller's territory; `rule` says what is counted. The same stands at
/// `/v1/indicators/{code}`, as every indicator of the plan does. With `by` also for each district, commune
/// or agency; CSV, XLSX and NDJSON hold that breakdown.
#[utoipa::path(
    tag = "trade indicators",
    params(("code" = String, Path, description = "The indicator's code, or its number in the plan.", max_length = 50, pattern = "^[0-9a-z_]+$", example = "trade_promotion_cooperatives"), IndicatorQuery),
    responses((status = 200, description = "The figure, or its breakdown as a table.", content(
        (IndicatorValue = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/trade-promotion/indicators/{code}")]
pub(super) async fn read_trade_indicator(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::IndicatorRead>,
    code: PathId<String>,
    query: StrictQuery<IndicatorQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let wanted = Wanted {
        request: &request,
        service: &**service,
        representation,
        code: &code.0,
        query: query.0,
        scope: caller.scope.clone(),
    };
    indicator::answer(wanted).await
}

/// Why a cooperative is counted (căn cứ tính).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct TradeIndicatorGround {
    /// Of target 4 the application that took part, of target 7 the funding of a showcase point.
    id: Uuid,
    /// The day that counts: the last of the event, or the first of the funding in the period.
    on: Date,
}

/// A cooperative that the indicator counts (hợp tác xã được tính).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct TradeIndicatorRecord {
    /// The cooperative as it is today.
    organisation: TradeParticipant,
    /// The first day that counts (ngày tính).
    #[schema(required)]
    counted_on: Option<Date>,
    /// Why it is counted, by their days: once, however many there are (căn cứ).
    #[schema(max_items = 1000)]
    grounds: Vec<TradeIndicatorGround>,
}

impl From<Record> for TradeIndicatorRecord {
    fn from(record: Record) -> Self {
        let ground = |ground: Ground| TradeIndicatorGround { id: ground.id.uuid(), on: ground.on };
        Self {
            organisation: record.organisation.into(),
            counted_on: record.grounds.first().map(|ground| ground.on),
            grounds: record.grounds.into_iter().map(ground).collect(),
        }
    }
}

/// The records as a table.
static RECORDS: Table = Table {
    name: "trade-indicator-records",
    columns: &[
        column("organisation", "Mã định danh", "Organisation", "/organisation/id"),
        column("name", "Tên", "Name", "/organisation/name"),
        column(
            "registration_number",
            "Mã số",
            "Registration number",
            "/organisation/registration_number",
        ),
        column("district", "Quận, huyện", "District", "/organisation/district"),
        column(
            "commune",
            "Xã, phường hiện nay",
            "Commune of today",
            "/organisation/current_commune",
        ),
        column("counted_on", "Ngày tính", "Day that counts", "/counted_on"),
        column("ground", "Căn cứ đầu tiên", "First ground", "/grounds/0/id"),
    ],
};

/// List the records of an indicator of trade promotion (hợp tác xã được tính)
///
/// Every cooperative that the figure counts, once, with why it is counted. CSV, XLSX and NDJSON hold all of
/// them.
#[utoipa::path(
    tag = "trade indicators",
    params(("code" = String, Path, description = "The indicator's code, or its number in the plan.", max_length = 50, pattern = "^[0-9a-z_]+$", example = "trade_promotion_cooperatives"), RecordsQuery),
    responses(Paged<Page<TradeIndicatorRecord>>),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/trade-promotion/indicators/{code}/records")]
pub(super) async fn list_trade_indicator_records(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::IndicatorRead>,
    code: PathId<String>,
    query: StrictQuery<RecordsQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(code), StrictQuery(query)) = (code, query);
    let definition = TradePromotion::named(&code)?;
    let today = service.runtime.ids.now().date();
    let period = indicator::period(query.period, query.as_of, today)?;
    let RecordsQuery { district, commune, limit, cursor, .. } = query;
    let filter = Filter { district, commune };
    let name = format!("trade indicator {} {:?} {filter:?}", definition.number, period);
    let (request, runtime, table) = (&request, &service.runtime, &RECORDS);
    let wanted = Listed { request, runtime, representation, table, name, limit, cursor };
    let rows = move |connection: &mut Connection, after: Option<&OrganisationId>, limit| {
        store::records(connection, &caller.scope, (definition, period), &filter, after, limit)
    };
    wanted.answer(rows, |record: &Record| record.organisation.id, TradeIndicatorRecord::from).await
}
