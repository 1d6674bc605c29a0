//! `GET /v1/plan-city-reports`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    date::{Date, Instant},
    id::{CityReportId, ReportWindowId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use crate::{
    PlanService, domain::report::city::Heading, store::city_report as store, usecase::task::names,
};

/// A version of the city's report, as lists have it (báo cáo của Thành phố).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = CityReportHeading)]
pub(super) struct HeadingView {
    /// Its id.
    id: CityReportId,
    /// The plan's code (mã kế hoạch).
    #[schema(max_length = 40, examples("hn-2025"))]
    plan: String,
    /// The plan's year (năm).
    #[schema(minimum = 2000, maximum = 2200, examples(2025))]
    year: i16,
    /// In which window (đợt báo cáo).
    window_id: ReportWindowId,
    /// What is reported (tên đợt báo cáo).
    #[schema(max_length = 200)]
    window: String,
    /// Its number (bản số), from 1.
    #[schema(minimum = 1)]
    number: u32,
    /// The version that it corrects (đính chính bản); null for the first.
    #[schema(required)]
    corrects: Option<CityReportId>,
    /// The version that corrects it (được đính chính bởi); null where it stands.
    #[schema(required)]
    corrected_by: Option<CityReportId>,
    /// The login name of whoever signed it (người ký).
    #[schema(max_length = 200)]
    signed_by: String,
    /// On which day (ngày ký).
    signed_on: Date,
    /// Where its printed form is (bản in).
    #[schema(max_length = 200)]
    document: String,
    /// Where its spreadsheet is (bảng tính).
    #[schema(max_length = 200)]
    workbook: String,
    /// When it was entered.
    recorded_at: Instant,
}

impl From<Heading> for HeadingView {
    fn from(one: Heading) -> Self {
        let path = format!("/v1/plan-city-reports/{}", one.id);
        Self {
            document: format!("{path}/document"),
            workbook: format!("{path}/workbook"),
            id: one.id,
            plan: one.plan,
            year: one.year,
            window_id: one.window,
            window: one.window_name,
            number: one.number,
            corrects: one.corrects,
            corrected_by: one.corrected_by,
            signed_by: one.signed_by_name,
            signed_on: one.signed_on,
            recorded_at: one.recorded_at,
        }
    }
}

static CITY_REPORTS: Table = Table {
    name: "plan-city-reports",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("plan", "Mã kế hoạch", "Plan", "/plan"),
        column("year", "Năm", "Year", "/year"),
        column("window", "Đợt báo cáo", "Report window", "/window"),
        column("number", "Bản số", "Version", "/number"),
        column("signed_by", "Người ký", "Signed by", "/signed_by"),
        column("signed_on", "Ngày ký", "Signed on", "/signed_on"),
        column("corrected_by", "Được đính chính bởi", "Corrected by", "/corrected_by"),
        column("document", "Bản in", "Printed form", "/document"),
        column("workbook", "Bảng tính", "Spreadsheet", "/workbook"),
    ],
};

/// Which versions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CityReportQuery {
    /// Of this window (đợt báo cáo).
    window: Option<ReportWindowId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the city's reports (danh sách báo cáo của Thành phố)
///
/// All versions, in the order in which they were signed, each with where its printed form and its
/// spreadsheet are. Planning, the city committee and audit see them; others see none. `Accept` chooses JSON
/// by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "plan reports",
    params(CityReportQuery),
    responses(Paged<Page<HeadingView>>),
    security(("access_token" = ["plan_report.read"])),
)]
#[get("/v1/plan-city-reports")]
pub(super) async fn list_city_reports(
    request: HttpRequest,
    service: Data<PlanService>,
    caller: Authorized<permit::PlanReportRead>,
    query: StrictQuery<CityReportQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(CityReportQuery { window, limit, cursor }) = query;
    let today = service.runtime.ids.now().date();
    let sees_all = names(&service.agencies, &caller.scope, today).is_none();
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &CITY_REPORTS,
        name: format!("city reports {sees_all} {window:?}"),
        limit,
        cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&CityReportId>, limit| {
        if sees_all { store::list(connection, window, after, limit) } else { Ok(Vec::new()) }
    };
    wanted.answer(rows, |one: &Heading| one.id, HeadingView::from).await
}
