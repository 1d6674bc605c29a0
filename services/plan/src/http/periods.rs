//! `GET /v1/plan-periods/{period}`: the years of a period beside each other.

use actix_web::{HttpRequest, HttpResponse, get, http::header::VARY, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{
        PathId, language,
        listed::column,
        table::{self, Representation, Table},
    },
};
use htx_model::{
    date::Instant,
    indicator::Unit,
    permission::permit,
    plan::{Aggregate, FigureGap, FigureState},
};
use serde::Serialize;

use super::progress::StandingView;
use crate::{
    PlanService,
    domain::progress::told,
    usecase::period::{self, PeriodTarget, TargetYear},
};

/// The years of a period beside each other (kế hoạch giai đoạn).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct PlanPeriod {
    /// The period (giai đoạn).
    #[schema(max_length = 9, examples("2021-2025"))]
    period: String,
    /// Its years (năm).
    #[schema(max_items = 10)]
    years: Vec<PeriodYear>,
    /// Each target that the plan of any year has, in the order of the plans (chỉ tiêu).
    #[schema(max_items = 500)]
    targets: Vec<PeriodTargetView>,
    /// When this was put together.
    told_at: Instant,
}

/// A year of a period (năm).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct PeriodYear {
    /// Which.
    #[schema(minimum = 2000, maximum = 2200, examples(2025))]
    year: i16,
    /// The code of its plan (mã kế hoạch); null where none was entered.
    #[schema(required, max_length = 40, examples("hn-2025"))]
    plan: Option<String>,
}

/// A target, year by year (chỉ tiêu qua các năm).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PeriodTarget)]
struct PeriodTargetView {
    /// Its number in the last plan that has it (số thứ tự).
    #[schema(max_length = 10, examples("1a"))]
    number: String,
    /// Its code (mã chỉ tiêu).
    #[schema(max_length = 60, examples("new_cooperatives"))]
    code: String,
    /// Its name (tên).
    #[schema(max_length = 300)]
    name: String,
    /// In what it is measured (đơn vị tính).
    unit: Unit,
    /// How its figure comes of what is counted (cách tổng hợp).
    aggregate: Aggregate,
    /// All years together, of a plain count (cộng các năm); null of what does not add up from year to year:
    /// shares, means, and distinct counts, of which the same organisation may count in several years; null
    /// as well where a year has no figure.
    #[schema(required)]
    total: Option<i64>,
    /// Each year that has begun (từng năm).
    #[schema(max_items = 10)]
    years: Vec<TargetYearView>,
}

/// A target in a year (chỉ tiêu trong năm).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PeriodTargetYear)]
struct TargetYearView {
    /// Which year.
    #[schema(minimum = 2000, maximum = 2200, examples(2025))]
    year: i16,
    /// What that year's plan asked for (mức tối thiểu); null where it had no plan, or not this target.
    #[schema(required, minimum = 0)]
    minimum: Option<i64>,
    /// How well the figure is known (tình trạng số liệu).
    state: FigureState,
    /// Why it is not the newest, or is not there; null of a fresh one.
    #[schema(required)]
    gap: Option<FigureGap>,
    /// How old it is, in seconds.
    #[schema(required, minimum = 0)]
    age_seconds: Option<i64>,
    /// The value (giá trị); of a mean or share rounded down for whoever does not reach the whole city, and null
    /// of fewer than five.
    #[schema(required)]
    value: Option<i64>,
    /// How it stands to what was asked for (mức đạt).
    #[schema(required)]
    standing: Option<StandingView>,
}

impl TargetYearView {
    /// Means of a few are shown to those only who reach the whole city, to others as [`told`] says.
    fn of(one: TargetYear, aggregate: Aggregate, sees_all: bool) -> Self {
        let (state, gap) = one.reading.told();
        let kept = one.reading.kept();
        let told = kept.map(|kept| told(&kept.computed.whole, aggregate, sees_all));
        let told = told.unwrap_or_default();
        Self {
            year: one.year,
            minimum: one.minimum,
            state,
            gap,
            age_seconds: kept.map(|kept| kept.age_seconds),
            value: told.value,
            standing: told.standing(one.minimum).map(StandingView::of),
        }
    }
}

impl PeriodTargetView {
    fn of(one: PeriodTarget, sees_all: bool) -> Self {
        let PeriodTarget { target, years } = one;
        let year = |one| TargetYearView::of(one, target.aggregate, sees_all);
        let years: Vec<TargetYearView> = years.into_iter().map(year).collect();
        let values: Option<Vec<i64>> = years.iter().map(|year| year.value).collect();
        let adds_up = target.aggregate == Aggregate::Count;
        Self {
            total: values.filter(|_| adds_up).map(|values| values.iter().sum()),
            years,
            number: target.number,
            code: target.code,
            name: target.name,
            unit: target.unit,
            aggregate: target.aggregate,
        }
    }
}

/// A target in a year, in tables.
#[derive(Debug, Serialize)]
struct Row<'a> {
    number: &'a str,
    code: &'a str,
    name: &'a str,
    unit: Unit,
    year: &'a TargetYearView,
}

/// A period as a table: a line for each target in each year.
static PERIOD: Table = Table {
    name: "plan-period",
    columns: &[
        column("number", "Số", "Number", "/number"),
        column("code", "Mã chỉ tiêu", "Code", "/code"),
        column("name", "Chỉ tiêu", "Target", "/name"),
        column("unit", "Đơn vị tính", "Unit", "/unit"),
        column("year", "Năm", "Year", "/year/year"),
        column("minimum", "Mức tối thiểu", "Minimum", "/year/minimum"),
        column("value", "Giá trị", "Value", "/year/value"),
        column("state", "Tình trạng số liệu", "State", "/year/state"),
        column(
            "share_reached",
            "Tỷ lệ đạt (phần vạn)",
            "Share reached",
            "/year/standing/share_reached",
        ),
        column("remaining", "Còn thiếu", "Remaining", "/year/standing/remaining"),
    ],
};

impl PlanPeriod {
    fn rows(&self) -> Result<Vec<serde_json::Value>, Failure> {
        let rows = self.targets.iter().flat_map(|target| {
            target.years.iter().map(move |year| Row {
                number: &target.number,
                code: &target.code,
                name: &target.name,
                unit: target.unit,
                year,
            })
        });
        rows.map(|row| serde_json::to_value(row).map_err(Failure::unexpected)).collect()
    }
}

/// Read a period year by year (xem kế hoạch giai đoạn)
///
/// Every target that the plan of any of its years has, with the figure of each year that has begun, beside
/// what that year's plan asked for. `Accept` chooses JSON, or CSV, XLSX and NDJSON with a line for each
/// target in each year.
#[utoipa::path(
    tag = "plans",
    params(("period" = String, Path, description = "The years of the period (giai đoạn).", max_length = 9, pattern = "^[0-9]{4}-[0-9]{4}$", example = "2021-2025")),
    responses((status = 200, description = "The period, or the same as a table.", content(
        (PlanPeriod = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["plan.read"])),
)]
#[get("/v1/plan-periods/{period}")]
pub(super) async fn read_plan_period(
    request: HttpRequest,
    service: Data<PlanService>,
    caller: Authorized<permit::PlanRead>,
    period: PathId<String>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let found = period::read(&service.runtime, &service.figures, &period.0).await?;
    let sees_all = caller.scope.is_everything();
    let plan = |plan: crate::domain::plan::Plan| plan.code;
    let year = |(year, of)| PeriodYear { year, plan: Option::map(of, plan) };
    let view = PlanPeriod {
        period: period.0,
        years: found.years.into_iter().map(year).collect(),
        targets: found.targets.into_iter().map(|one| PeriodTargetView::of(one, sees_all)).collect(),
        told_at: found.at,
    };
    match representation {
        Representation::Json => {
            Ok(HttpResponse::Ok().insert_header((VARY, "Accept, Authorization")).json(view))
        }
        Representation::Table(form) => {
            table::given(form, language(&request), &PERIOD, view.rows()?).await
        }
    }
}
