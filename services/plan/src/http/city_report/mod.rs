//! `POST /v1/plan-report-windows/{id}/city-reports`, `GET /v1/plan-city-reports`, `/v1/plan-city-reports/{id}`

mod list;
mod workbook;

use actix_web::{
    HttpResponse, get,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION},
    post,
    web::Data,
};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Created, IdempotencyKey, Keyed, PathId, Reply, Routes, Whole},
};
use htx_model::{
    date::{Date, Instant},
    id::{CityReportId, ReportWindowId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use crate::{
    PlanService,
    domain::report::{
        city::{CityReport, Consolidated, Said},
        print,
    },
    store,
    usecase::{
        city_report::{self, unknown},
        progress::{self, Wanted},
        report_window,
        task::names,
    },
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(sign_city_report)
        .service(list::list_city_reports)
        .service(read_city_report)
        .service(read_city_report_workbook)
        .service(print_city_report);
}

/// A version of the city's report (báo cáo của Thành phố).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = CityReport)]
pub(super) struct CityReportView {
    /// Its id.
    id: CityReportId,
    /// In which window (đợt báo cáo).
    window_id: ReportWindowId,
    /// Its number (bản số), from 1.
    #[schema(minimum = 1)]
    number: u32,
    /// The version that it corrects (đính chính bản); null for the first.
    #[schema(required)]
    corrects: Option<CityReportId>,
    /// The login name of whoever signed it (người ký).
    #[schema(max_length = 200)]
    signed_by: String,
    /// On which day (ngày ký).
    signed_on: Date,
    /// What it says (nội dung); nothing where a repetition of the request is answered.
    #[schema(required)]
    content: Option<Consolidated>,
    /// When it was entered.
    recorded_at: Instant,
}

impl From<CityReport> for CityReportView {
    fn from(one: CityReport) -> Self {
        Self {
            id: one.id,
            window_id: one.window,
            number: one.number,
            corrects: one.corrects,
            signed_by: one.signed_by_name,
            signed_on: one.signed_on,
            content: Some(one.content),
            recorded_at: one.recorded_at,
        }
    }
}

/// What the city itself says (báo cáo của Thành phố).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCityReport {
    /// Its number (số văn bản).
    #[schema(min_length = 1, max_length = 100, examples("512/BC-STC"))]
    document_number: String,
    /// What the city itself says (đánh giá chung).
    #[schema(min_length = 1, max_length = 20_000)]
    summary: String,
    /// The last version, which this one corrects (đính chính bản); null where there is none.
    #[serde(default)]
    #[schema(required = false)]
    corrects: Option<CityReportId>,
}

/// Consolidate and sign the city's report of a window (tổng hợp báo cáo của Thành phố)
///
/// With the targets as they stand now, where each agency's report stands, what accepted reports say of
/// results, obstacles and proposals and declare of targets, and who is late, by name. It waits ten seconds for figures, and refuses to sign
/// without them. It is never changed; the next one corrects it. By an
/// approver of planning.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<ReportWindowId>, IdempotencyKey),
    request_body = NewCityReport,
    responses(
        Created<CityReportView>,
        (status = 504, description = "`upstream_timeout`: a service does not tell its figure now.", content_type = "application/problem+json", body = htx_kit::http::Problem),
    ),
    security(("access_token" = ["city_report.sign"])),
)]
#[post("/v1/plan-report-windows/{id}/city-reports")]
pub(super) async fn sign_city_report(
    service: Data<PlanService>,
    caller: Authorized<permit::CityReportSign>,
    id: PathId<ReportWindowId>,
    submitted: Keyed<NewCityReport>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let find = move |connection: &mut Connection| {
        let window = store::report_window::find(connection, id.0)?;
        let window = window.ok_or_else(report_window::unknown)?;
        let plan = store::plan::with_id(connection, window.plan)?;
        Ok(plan.ok_or_else(report_window::unknown)?.code)
    };
    let code = service.runtime.database.read(find).await?;
    let wanted = Wanted { code, as_of: None, by: None, compares: false };
    let progress = progress::read(&service.runtime, &service.figures.for_record(), wanted).await?;
    let NewCityReport { document_number, summary, corrects } = body;
    let said = Said { document_number, summary, corrects };
    write(&service.runtime, caller, once, move |act| {
        let report = city_report::sign(act, id.0, said, &progress)?;
        let path = format!("/v1/plan-city-reports/{}", report.id);
        let view = CityReportView::from(report);
        let kept = CityReportView { content: None, ..view.clone() };
        Reply::created(path, 1, &view)?.keeping(&kept)
    })
    .await
}

/// The report, for whoever sees what all agencies report.
async fn find(
    service: &PlanService,
    caller: &Authorized<permit::PlanReportRead>,
    id: CityReportId,
) -> Result<CityReport, Failure> {
    let today = service.runtime.ids.now().date();
    if names(&service.agencies, &caller.scope, today).is_some() {
        return Err(unknown().into());
    }
    let work = move |connection: &mut Connection| {
        Ok(store::city_report::find(connection, id)?.ok_or_else(unknown)?)
    };
    service.runtime.database.read(work).await
}

/// Read a version of the city's report (xem báo cáo của Thành phố)
///
/// By planning, the city committee and audit.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<CityReportId>),
    responses(Whole<CityReportView>),
    security(("access_token" = ["plan_report.read"])),
)]
#[get("/v1/plan-city-reports/{id}")]
pub(super) async fn read_city_report(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportRead>,
    id: PathId<CityReportId>,
) -> Result<Whole<CityReportView>, Failure> {
    let found = find(&service, &caller, id.0).await?;
    Ok(Whole { version: 1, resource: found.into() })
}

/// Read a version of the city's report as a spreadsheet (bảng tính báo cáo của Thành phố)
///
/// XLSX with four sheets: targets; agencies; results, obstacles and proposals; what agencies declare. The same
/// report gives the same bytes.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<CityReportId>),
    responses((
        status = 200,
        description = "The spreadsheet.",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body = String,
    )),
    security(("access_token" = ["plan_report.read"])),
)]
#[get("/v1/plan-city-reports/{id}/workbook")]
pub(super) async fn read_city_report_workbook(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportRead>,
    id: PathId<CityReportId>,
) -> Result<HttpResponse, Failure> {
    let found = find(&service, &caller, id.0).await?;
    let name = format!("attachment; filename=\"bao-cao-{}.xlsx\"", found.number);
    let bytes = tokio::task::spawn_blocking(move || workbook::write(&found)).await;
    let bytes = bytes.map_err(Failure::unexpected)?.map_err(Failure::unexpected)?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_DISPOSITION, name))
        .content_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .body(bytes))
}

/// Print a version of the city's report (in báo cáo của Thành phố)
///
/// PDF, A4, in the layout of administrative documents, with its fonts embedded. The same report gives the
/// same bytes.
#[utoipa::path(
    tag = "plan reports",
    params(PathId<CityReportId>),
    responses((
        status = 200,
        description = "The printed form.",
        content_type = "application/pdf",
        body = String,
    )),
    security(("access_token" = ["plan_report.read"])),
)]
#[get("/v1/plan-city-reports/{id}/document")]
pub(super) async fn print_city_report(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportRead>,
    id: PathId<CityReportId>,
) -> Result<HttpResponse, Failure> {
    let found = find(&service, &caller, id.0).await?;
    let agencies = service.agencies.clone();
    let name = format!("inline; filename=\"bao-cao-{}.pdf\"", found.number);
    let bytes = tokio::task::spawn_blocking(move || print::print(&found, &agencies)).await;
    let bytes = bytes.map_err(Failure::unexpected)?.map_err(Failure::unexpected)?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_DISPOSITION, name))
        .content_type("application/pdf")
        .body(bytes))
}
