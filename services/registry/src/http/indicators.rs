//! `GET /v1/indicators` and `GET /v1/indicators/{code}`

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, StrictQuery, table::Representation},
    indicator::{self, IndicatorQuery, IndicatorValue, Indicators, Wanted},
};
use htx_model::permission::permit;

use crate::{Registry, domain::indicator::DEFINITIONS};

/// List indicators (danh mục chỉ tiêu)
///
/// The plan's indicators that the registry computes, with the rule of each and whether it was
/// verified. Those of another service stand at its own `/v1/<service>/indicators`.
#[utoipa::path(
    tag = "indicators",
    responses((status = 200, description = "The indicators.", body = Indicators)),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/indicators")]
pub(super) async fn list_indicators(
    request: HttpRequest,
    _caller: Authorized<permit::IndicatorRead>,
) -> Json<Indicators> {
    Json(Indicators::of(DEFINITIONS, &request))
}

/// Read an indicator (giá trị chỉ tiêu)
///
/// Computed now by the service that has the records, within the caller's territory: value, rule, what
/// stands above and below the line, how many reported. By its code or by its number in the plan. With
/// `by` also for each district, commune or agency; CSV, XLSX and NDJSON hold that breakdown.
#[utoipa::path(
    tag = "indicators",
    params(("code" = String, Path, description = "The indicator's code, or its number in the plan.", max_length = 50, pattern = "^[0-9a-z_]+$", example = "new_cooperatives"), IndicatorQuery),
    responses((status = 200, description = "The figure, or its breakdown as a table.", content(
        (IndicatorValue = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/indicators/{code}")]
pub(super) async fn read_indicator(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::IndicatorRead>,
    code: PathId<String>,
    query: StrictQuery<IndicatorQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let wanted = Wanted {
        request: &request,
        service: &**registry,
        representation,
        code: &code.0,
        query: query.0,
        scope: caller.scope.clone(),
    };
    indicator::answer(wanted).await
}
