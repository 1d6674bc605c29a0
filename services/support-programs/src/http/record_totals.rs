//! `GET /v1/support-records/totals` and `GET /v1/support-register/totals`, which is open to all

use actix_web::{HttpRequest, HttpResponse, get, http::header::VARY, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        StrictQuery, language,
        listed::column,
        table::{self, Representation, Table},
    },
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    permission::permit,
    support::{applications::SupportKind, grievances::SupportDimension},
};
use serde::{Deserialize, Serialize};

use super::filters;
use crate::{
    SupportPrograms,
    store::application::{Filter, totals::Total},
    usecase::record_totals,
};

/// Which records, and by what they are told apart.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TotalQuery {
    /// By what the totals are told apart (chia theo).
    by: SupportDimension,
    /// Decided in this year (năm).
    #[param(minimum = 2020, maximum = 2050)]
    year: Option<i16>,
    /// Decided by this agency (cơ quan).
    #[param(value_type = Option<String>, max_length = 40, example = "so-nnmt")]
    agency: Option<AgencyCode>,
    /// Under the programme with this code (chương trình).
    #[param(min_length = 1, max_length = 60, example = "nq-13-pl08")]
    programme: Option<String>,
    /// Of this kind (loại hỗ trợ).
    kind: Option<SupportKind>,
}

/// Totals of who got which support (tổng hợp hỗ trợ).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct SupportTotals {
    /// By what they are told apart.
    by: SupportDimension,
    /// One for each year, agency, district, programme or kind.
    #[schema(max_items = 2000)]
    items: Vec<SupportTotal>,
    /// All of them together.
    total: SupportTotal,
    /// When it was computed.
    computed_at: Instant,
}

/// What was granted, paid and came back (tổng mức hỗ trợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct SupportTotal {
    /// The year, or the code of the agency, district, programme or kind; null in the sum, and for an
    /// organisation without a district.
    #[schema(required, max_length = 60, examples("2025"))]
    key: Option<String>,
    /// How many supports (số lượt hỗ trợ).
    #[schema(minimum = 0)]
    supports: u64,
    /// How many organisations, each once (số tổ chức).
    #[schema(minimum = 0)]
    organisations: u64,
    /// What was granted, in đồng (được duyệt).
    #[schema(minimum = 0)]
    approved_vnd: i64,
    /// What was paid or handed over, in đồng (đã chi).
    #[schema(minimum = 0)]
    paid_vnd: i64,
    /// What came back, in đồng (đã thu hồi).
    #[schema(minimum = 0)]
    recovered_vnd: i64,
}

impl SupportTotal {
    fn of(key: Option<String>, total: &Total) -> Self {
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Self {
            key,
            supports: total.supports,
            organisations: count(total.organisations.len()),
            approved_vnd: total.approved.0,
            paid_vnd: total.paid.0,
            recovered_vnd: total.recovered.0,
        }
    }
}

/// Totals as a table.
static TOTALS: Table = Table {
    name: "support-totals",
    columns: &[
        column("key", "Mã", "Code", "/key"),
        column("supports", "Số lượt hỗ trợ", "Supports", "/supports"),
        column("organisations", "Số tổ chức", "Organisations", "/organisations"),
        column("approved_vnd", "Được duyệt (đồng)", "Approved (đồng)", "/approved_vnd"),
        column("paid_vnd", "Đã chi (đồng)", "Paid (đồng)", "/paid_vnd"),
        column("recovered_vnd", "Đã thu hồi (đồng)", "Recovered (đồng)", "/recovered_vnd"),
    ],
};

async fn answer(
    request: &HttpRequest,
    service: &SupportPrograms,
    query: TotalQuery,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let year = filters::year(query.year)?;
    let filter = Filter {
        granted: true,
        decided_from: year.and_then(|year| Date::new(year, 1, 1)),
        decided_to: year.and_then(|year| Date::new(year, 12, 31)),
        decided_by: query.agency,
        programme: filters::programme(query.programme)?,
        kind: query.kind,
        ..Filter::default()
    };
    let (by, database) = (query.by, &service.runtime.database);
    let work = move |connection: &mut Connection| record_totals::totals(connection, by, &filter);
    let (parts, whole) = database.read(work).await?;
    let items: Vec<SupportTotal> =
        parts.iter().map(|(key, total)| SupportTotal::of(key.clone(), total)).collect();
    if let Representation::Table(form) = representation {
        let mut rows = Some(items);
        let next =
            move |_: &mut Connection, _: Option<()>| Ok((rows.take().unwrap_or_default(), None));
        return table::stream(form, language(request), database, &TOTALS, next).await;
    }
    let computed_at = service.runtime.ids.now();
    let total = SupportTotal::of(None, &whole);
    let totals = SupportTotals { by, items, total, computed_at };
    Ok(HttpResponse::Ok().insert_header((VARY, "Accept, Authorization")).json(totals))
}

/// Sum up who got which support (tổng hợp hỗ trợ)
///
/// By year, agency, district, programme or kind: how many supports and organisations, what was granted, paid
/// and came back. CSV, XLSX and NDJSON hold the same rows.
#[utoipa::path(
    tag = "support records",
    params(TotalQuery),
    responses((status = 200, description = "The totals, or the same as a table.", content(
        (SupportTotals = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["support_record.read"])),
)]
#[get("/v1/support-records/totals")]
pub(super) async fn sum_up_support_records(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    _caller: Authorized<permit::SupportRecordRead>,
    query: StrictQuery<TotalQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    answer(&request, &service, query.0, representation).await
}

/// Sum up who got which support, for everybody (tổng hợp công khai hỗ trợ)
///
/// Open to all, without a token: the same totals as `/v1/support-records/totals`.
#[utoipa::path(
    tag = "support records",
    params(TotalQuery),
    responses((status = 200, description = "The totals, or the same as a table.", content(
        (SupportTotals = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
)]
#[get("/v1/support-register/totals")]
pub(super) async fn sum_up_support_register(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    query: StrictQuery<TotalQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    answer(&request, &service, query.0, representation).await
}
