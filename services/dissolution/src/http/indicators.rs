//! `GET /v1/dissolution/indicators`, `/{code}` and `/{code}/records`

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
    indicator::{
        self, Computes as _, IndicatorQuery, IndicatorValue, Indicators, RecordsQuery, Wanted,
    },
};
use htx_model::{date::Date, id::DissolutionId, permission::permit};
use serde::Serialize;

use super::case_view::OrganisationView;
use crate::{
    Dissolutions,
    domain::indicator::DEFINITIONS,
    store::indicator::{self as store, Filter, Record},
};

/// List the indicators of dissolution (danh mục chỉ tiêu giải thể)
///
/// The plan's indicators that dissolution computes, with the rule of each and whether it was
/// verified.
#[utoipa::path(
    tag = "dissolution indicators",
    responses((status = 200, description = "The indicators.", body = Indicators)),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/dissolution/indicators")]
pub(super) async fn list_dissolution_indicators(
    request: HttpRequest,
    _caller: Authorized<permit::IndicatorRead>,
) -> Json<Indicators> {
    Json(Indicators::of(DEFINITIONS, &request))
}

/// Read an indicator of dissolution (giá trị chỉ tiêu giải thể)
///
/// Computed now, within the caller's territory: only cooperatives whose case was legally closed in
/// the period. The same stands at `/v1/indicators/12`, as every indicator of the plan does. With `by`
/// also for each district, commune or agency; CSV, XLSX and NDJSON hold that breakdown.
#[utoipa::path(
    tag = "dissolution indicators",
    params(
        ("code" = String, Path, description = "The indicator's code, or its number in the plan.", max_length = 50, pattern = "^[0-9a-z_]+$", example = "dissolved_cooperatives"),
        IndicatorQuery,
    ),
    responses((status = 200, description = "The figure, or its breakdown as a table.", content(
        (IndicatorValue = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/dissolution/indicators/{code}")]
pub(super) async fn read_dissolution_indicator(
    request: HttpRequest,
    service: Data<Dissolutions>,
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

/// A cooperative that the indicator counts (hợp tác xã được tính).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct DissolutionIndicatorRecord {
    /// The cooperative as it is today.
    organisation: OrganisationView,
    /// Its case (hồ sơ giải thể).
    dissolution_id: DissolutionId,
    /// The day that counts: of the closing (ngày kết thúc).
    #[schema(required)]
    counted_on: Option<Date>,
}

impl From<Record> for DissolutionIndicatorRecord {
    fn from(record: Record) -> Self {
        Self {
            organisation: record.organisation.into(),
            dissolution_id: record.case,
            counted_on: record.closed_on,
        }
    }
}

/// The records as a table.
static RECORDS: Table = Table {
    name: "dissolution-indicator-records",
    columns: &[
        column("organisation", "Mã định danh", "Organisation", "/organisation/id"),
        column("name", "Tên", "Name", "/organisation/name"),
        column(
            "registration_number",
            "Mã số",
            "Registration number",
            "/organisation/registration_number",
        ),
        column("status", "Tình trạng", "Status", "/organisation/status"),
        column("district", "Quận, huyện", "District", "/organisation/district"),
        column(
            "commune",
            "Xã, phường hiện nay",
            "Commune of today",
            "/organisation/current_commune",
        ),
        column("counted_on", "Ngày tính", "Day that counts", "/counted_on"),
        column("dissolution_id", "Hồ sơ giải thể", "Dissolution", "/dissolution_id"),
    ],
};

/// List the records of an indicator of dissolution (hợp tác xã được tính)
///
/// Every cooperative that the figure counts, with its case and the day of its closing. CSV, XLSX and
/// NDJSON hold all of them.
#[utoipa::path(
    tag = "dissolution indicators",
    params(
        ("code" = String, Path, description = "The indicator's code, or its number in the plan.", max_length = 50, pattern = "^[0-9a-z_]+$", example = "dissolved_cooperatives"),
        RecordsQuery,
    ),
    responses(Paged<Page<DissolutionIndicatorRecord>>),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/dissolution/indicators/{code}/records")]
pub(super) async fn list_dissolution_indicator_records(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::IndicatorRead>,
    code: PathId<String>,
    query: StrictQuery<RecordsQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(code), StrictQuery(query)) = (code, query);
    let definition = Dissolutions::named(&code)?;
    let today = service.runtime.ids.now().date();
    let period = indicator::period(query.period, query.as_of, today)?;
    let RecordsQuery { district, commune, limit, cursor, .. } = query;
    let filter = Filter { district, commune };
    let name = format!("dissolution indicator {} {:?} {filter:?}", definition.number, period);
    let (request, runtime, table) = (&request, &service.runtime, &RECORDS);
    let wanted = Listed { request, runtime, representation, table, name, limit, cursor };
    let rows = move |connection: &mut Connection, after: Option<&DissolutionId>, limit| {
        store::records(connection, &caller.scope, (definition, period), &filter, after, limit)
    };
    wanted.answer(rows, |record: &Record| record.case, DissolutionIndicatorRecord::from).await
}
