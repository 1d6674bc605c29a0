//! `GET /v1/dissolution-plans/city`

use actix_web::{HttpRequest, HttpResponse, get, http::header::VARY, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        StrictQuery, language,
        listed::column,
        table::{self, Representation, Table},
        within_range,
    },
};
use htx_model::{
    date::Date, dissolution::answers::AnswerBreakdown, permission::permit, refusal::LegalBasis,
};
use serde::{Deserialize, Serialize};

use crate::{
    Dissolutions,
    domain::plan::FIRST_YEAR,
    http::answers::name_of,
    usecase::city_plan::{self as usecase, Line},
};

/// Of which year.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CityPlanQuery {
    /// The year (năm): from 2025 to the next.
    #[param(minimum = 2025, maximum = 2200, example = 2025)]
    year: i16,
}

/// Planned, opened and closed (kế hoạch, đã mở, đã giải thể).
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionPlanFigures)]
pub(super) struct FiguresView {
    /// Organisations that the plans in force name (theo kế hoạch).
    #[schema(minimum = 0)]
    planned: i64,
    /// Those of them without a case (chưa mở hồ sơ).
    #[schema(minimum = 0)]
    not_begun: i64,
    /// Cases opened in the year, planned or not (đã mở hồ sơ).
    #[schema(minimum = 0)]
    opened: i64,
    /// Cases legally closed in the year, planned or not (đã giải thể).
    #[schema(minimum = 0)]
    closed: i64,
    /// Those of them that were of cooperatives: what the target counts (hợp tác xã đã giải thể).
    #[schema(minimum = 0)]
    closed_cooperatives: i64,
}

impl From<Line> for FiguresView {
    fn from(line: Line) -> Self {
        let Line { planned, not_begun, opened, closed, closed_cooperatives } = line;
        Self { planned, not_begun, opened, closed, closed_cooperatives }
    }
}

/// The figures of a district (theo địa bàn).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DistrictDissolutionPlan)]
pub(super) struct DistrictView {
    /// The district as registered; null for organisations that have none.
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// Its name (tên).
    #[schema(required, max_length = 300)]
    name: Option<String>,
    /// Its figures.
    figures: FiguresView,
}

/// The target of the city's plan (chỉ tiêu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionTarget)]
pub(super) struct TargetView {
    /// Its number in the plan.
    #[schema(max_length = 3, examples("12"))]
    number: &'static str,
    /// How many cooperatives are to be dissolved in the year (số phải giải thể).
    #[schema(minimum = 0, examples(30))]
    value: i64,
    /// How many more must be closed to reach it; 0 once it is reached.
    #[schema(minimum = 0)]
    remaining: i64,
    /// Whether the plans in force name as many as the target wants.
    covered_by_plans: bool,
    /// Where it stands.
    legal_basis: LegalBasis,
}

/// The dissolution plans of the city for a year (tổng hợp kế hoạch giải thể).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CityDissolutionPlan)]
pub(super) struct CityPlanView {
    /// The year.
    #[schema(minimum = 2025, maximum = 2200)]
    year: i16,
    /// The day of the figures.
    as_of: Date,
    /// The city plan's target; null for a year of which no city plan is known.
    #[schema(required)]
    target: Option<TargetView>,
    /// The figures within the caller's reach.
    figures: FiguresView,
    /// By the district as registered, by its code.
    #[schema(max_items = 1000)]
    districts: Vec<DistrictView>,
}

/// The figures as a table.
static CITY: Table = Table {
    name: "city-dissolution-plan",
    columns: &[
        column("district", "Mã quận, huyện", "District", "/district"),
        column("name", "Quận, huyện", "Name", "/name"),
        column("planned", "Theo kế hoạch", "Planned", "/figures/planned"),
        column("not_begun", "Chưa mở hồ sơ", "Not begun", "/figures/not_begun"),
        column("opened", "Đã mở hồ sơ trong năm", "Opened", "/figures/opened"),
        column("closed", "Đã giải thể trong năm", "Closed", "/figures/closed"),
        column(
            "closed_cooperatives",
            "Hợp tác xã đã giải thể",
            "Cooperatives closed",
            "/figures/closed_cooperatives",
        ),
    ],
};

/// Read the city's dissolution plan (tổng hợp kế hoạch giải thể toàn thành phố)
///
/// What the plans in force name, what of it has begun, and what was opened and legally closed in the
/// year, by district, beside the target of the city's plan. Within the caller's reach. What each
/// figure counts: `GET /v1/dissolution-plans/city/records`. CSV, XLSX and NDJSON hold the districts.
#[utoipa::path(
    tag = "dissolution plans",
    params(CityPlanQuery),
    responses((status = 200, description = "The figures, or those of the districts as a table.", content(
        (CityPlanView = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolution-plans/city")]
pub(super) async fn read_city_dissolution_plan(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    query: StrictQuery<CityPlanQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(CityPlanQuery { year }) = query;
    let today = service.runtime.ids.now().date();
    within_range("year", year, FIRST_YEAR..=today.year().saturating_add(1))?;
    let database = &service.runtime.database;
    let work = move |connection: &mut Connection| usecase::figures(connection, &caller.scope, year);
    let found = database.read(work).await?;
    let district = |(code, line): (Option<String>, Line)| DistrictView {
        name: name_of(&service, AnswerBreakdown::District, code.as_deref()),
        district: code,
        figures: line.into(),
    };
    let districts: Vec<DistrictView> = found.districts.into_iter().map(district).collect();
    if let Representation::Table(form) = representation {
        let mut rows = Some(districts);
        let next =
            move |_: &mut Connection, _: Option<()>| Ok((rows.take().unwrap_or_default(), None));
        return table::stream(form, language(&request), database, &CITY, next).await;
    }
    let target = usecase::target(year)?.map(|target| TargetView {
        number: usecase::TARGET,
        value: target,
        remaining: (target - found.whole.closed_cooperatives).max(0),
        covered_by_plans: found.whole.planned >= target,
        legal_basis: LegalBasis::verified("hn-2025", "II.2"),
    });
    let view = CityPlanView { year, as_of: today, target, figures: found.whole.into(), districts };
    Ok(HttpResponse::Ok().insert_header((VARY, "Accept, Authorization")).json(view))
}
