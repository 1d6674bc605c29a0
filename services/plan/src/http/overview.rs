//! `GET /v1/plan-overview`: where the plan stands, for everybody: as JSON, and to browsers as the page
//! that the gateway shows first.

mod amount;
mod page;

use actix_web::{HttpRequest, HttpResponse, get, http::header::VARY, web::Data};
use htx_kit::{
    failure::Failure,
    http::{
        StrictQuery,
        html::{Form, form},
        language,
    },
    indicator,
};
use htx_model::{
    administrative::AdministrativeUnits,
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::DissolutionState,
    indicator::{Breakdown, Figure, Unit},
    language::Language,
    plan::{Aggregate, FigureGap, FigureState},
};
use serde::{Deserialize, Serialize};

use super::progress::{PaceView, StandingView};
use crate::{
    PlanService,
    domain::{
        plan::Target,
        progress::{told, told_of_parts},
        question::Kept,
    },
    usecase::{
        overview::{self, LateReport, Overview},
        progress::TargetProgress,
    },
};

/// Where the plan stands (tổng quan kế hoạch).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct PlanOverview {
    /// The plan's code (mã kế hoạch).
    #[schema(max_length = 40, examples("hn-2025"))]
    plan: String,
    /// The year (năm).
    #[schema(minimum = 2000, maximum = 2200, examples(2025))]
    year: i16,
    /// Its name (tên kế hoạch).
    #[schema(max_length = 500)]
    name: String,
    /// As of which day (tính đến ngày).
    as_of: Date,
    /// When this was put together.
    told_at: Instant,
    /// Each target, in the order of the plan (chỉ tiêu).
    #[schema(max_items = 100)]
    targets: Vec<OverviewTarget>,
    /// Where dissolution cases stand today (hồ sơ giải thể theo trạng thái); null where it never was known.
    #[schema(required)]
    dissolutions: Option<OverviewDissolutions>,
    /// Agencies' reports that are overdue today (báo cáo chậm).
    #[schema(max_items = 10_000)]
    late_reports: Vec<OverviewLateReport>,
}

/// A report that should have been signed (báo cáo chậm).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct OverviewLateReport {
    /// What is reported (đợt báo cáo).
    #[schema(max_length = 300)]
    window: String,
    /// Whose it is (cơ quan).
    #[schema(value_type = String, examples("so-ct"))]
    agency: AgencyCode,
    /// The name under which it is owed (tên cơ quan).
    #[schema(max_length = 300)]
    agency_name: String,
    /// By which day it was due (hạn nộp).
    due_on: Date,
    /// How many days ago that was (số ngày chậm).
    #[schema(minimum = 1)]
    days_late: i64,
}

/// Where a target stands (chỉ tiêu).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct OverviewTarget {
    /// Its number in the plan (số thứ tự).
    #[schema(max_length = 10, examples("1a"))]
    number: String,
    /// Its code (mã chỉ tiêu).
    #[schema(max_length = 60, examples("new_cooperatives"))]
    code: String,
    /// Its name in the language of the request (tên).
    #[schema(max_length = 300)]
    name: String,
    /// In what it is measured (đơn vị tính): shares in hundredths of a per cent.
    unit: Unit,
    /// How its figure comes of what is counted (cách tổng hợp).
    aggregate: Aggregate,
    /// The least that is to be reached (mức tối thiểu).
    #[schema(minimum = 0)]
    minimum: i64,
    /// The upper end, where the plan gives a range (mức tối đa).
    #[schema(required, minimum = 0)]
    maximum: Option<i64>,
    /// How well the figure is known (tình trạng số liệu).
    state: FigureState,
    /// Why it is not the newest, or is not there; null of a fresh one.
    #[schema(required)]
    gap: Option<FigureGap>,
    /// How old it is, in seconds.
    #[schema(required, minimum = 0)]
    age_seconds: Option<i64>,
    /// The value (giá trị); null where there is none, or where too few organisations stand behind it.
    #[schema(required)]
    value: Option<i64>,
    /// How it stands to the target (mức đạt).
    #[schema(required)]
    standing: Option<StandingView>,
    /// What it will reach by 31 December (dự báo).
    #[schema(required)]
    pace: Option<PaceView>,
    /// Each district (chia theo quận, huyện, thị xã).
    #[schema(max_items = 100)]
    districts: Vec<OverviewDistrict>,
}

/// Where a district stands (quận, huyện, thị xã).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct OverviewDistrict {
    /// Its code; null for what lies in none.
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// Its name (tên).
    #[schema(required, max_length = 300)]
    name: Option<String>,
    /// The value; null where there is none, or it is hidden.
    #[schema(required)]
    value: Option<i64>,
    /// Whether it is hidden, because so few organisations stand behind it that a mean or share would tell
    /// what one of them reported (số liệu được che).
    hidden: bool,
    /// What was allocated to it (mức được phân bổ).
    #[schema(required, minimum = 0)]
    allocated: Option<i64>,
    /// How it stands to that (mức đạt).
    #[schema(required)]
    standing: Option<StandingView>,
}

/// Where dissolution cases stand today (hồ sơ giải thể theo trạng thái).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct OverviewDissolutions {
    /// How well it is known.
    state: FigureState,
    /// How old it is, in seconds.
    #[schema(minimum = 0)]
    age_seconds: i64,
    /// Each state that cases stand in (trạng thái).
    #[schema(max_items = 20)]
    stages: Vec<OverviewStage>,
}

/// How many cases stand in a state.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct OverviewStage {
    /// Which (trạng thái).
    stage: DissolutionState,
    /// Its name in the language of the request.
    #[schema(max_length = 200)]
    name: &'static str,
    /// How many cases (số hồ sơ).
    #[schema(minimum = 0)]
    cases: i64,
}

/// Which plan.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OverviewQuery {
    /// The plan's code (mã kế hoạch); the plan of this year, or the last before it, where it is not said.
    #[param(min_length = 1, max_length = 40, pattern = "^[a-z0-9-]+$", example = "hn-2025")]
    plan: Option<String>,
    /// The language (ngôn ngữ); that of `Accept-Language` where it is not said.
    #[param(inline, example = "vi")]
    language: Option<Language>,
}

fn name_of(target: &Target, language: Language) -> String {
    match (language, target.measured()) {
        (Language::En, Some(measured)) => measured.name.1.to_owned(),
        (Language::En, None) | (Language::Vi, _) => target.name.clone(),
    }
}

impl OverviewTarget {
    fn of(
        progress: TargetProgress,
        language: Language,
        units: &AdministrativeUnits,
        day: Date,
    ) -> Self {
        let TargetProgress { target, reading, pace, parts, .. } = progress;
        let (state, gap) = reading.told();
        let kept = reading.kept();
        // The city's own mean is one of a group as well.
        let told = kept.map(|kept| told(&kept.computed.whole, target.aggregate, false));
        let told = told.unwrap_or_default();
        let figures: Vec<Figure> =
            parts.iter().map(|part| part.figure.clone().unwrap_or_default()).collect();
        let of_parts = told_of_parts(&figures, target.aggregate, |_| false);
        let districts = parts.into_iter().zip(of_parts).map(|(part, told)| OverviewDistrict {
            name: part
                .key
                .as_deref()
                .and_then(|key| indicator::name(Breakdown::District, key, units, day)),
            value: told.value,
            hidden: told.hidden,
            allocated: part.allocated,
            standing: told.standing(part.allocated).map(StandingView::of),
            district: part.key,
        });
        Self {
            name: name_of(&target, language),
            state,
            gap,
            age_seconds: kept.map(|kept| kept.age_seconds),
            value: told.value,
            standing: told.standing(Some(target.minimum)).map(StandingView::of),
            pace: told.pace(pace).map(|pace| PaceView::of(pace, Some(target.minimum))),
            districts: districts.collect(),
            number: target.number,
            code: target.code,
            unit: target.unit,
            aggregate: target.aggregate,
            minimum: target.minimum,
            maximum: target.maximum,
        }
    }
}

impl OverviewLateReport {
    fn of(late: LateReport) -> Self {
        let LateReport { window, agency, agency_name, due_on, days } = late;
        Self { window, agency, agency_name, due_on, days_late: days }
    }
}

impl OverviewDissolutions {
    fn of((kept, is_fresh): (Kept, bool), language: Language) -> Self {
        let cases = |state: DissolutionState| {
            let parts = kept.computed.parts.iter();
            let own = parts.filter(|(key, _)| key.as_deref() == Some(state.code()));
            own.map(|(_, figure)| figure.counted).sum()
        };
        let stage = |state: &DissolutionState| OverviewStage {
            stage: *state,
            name: state.label(language),
            cases: cases(*state),
        };
        Self {
            state: if is_fresh { FigureState::Fresh } else { FigureState::Stale },
            age_seconds: kept.age_seconds,
            stages: DissolutionState::all().iter().map(stage).collect(),
        }
    }
}

/// Read where the plan stands, without a token (tổng quan kế hoạch)
///
/// Open to all, and without personal data: each target with value, share reached and pace, by district;
/// dissolutions by stage. Means and shares are rounded down to one organisation's part of them; those of
/// fewer than five are hidden, and the next smallest where they could be worked out. A service that is silent leaves its last figure with its age.
/// `Accept: text/html` gives it as a page.
#[utoipa::path(
    tag = "plan overview",
    params(OverviewQuery),
    responses((status = 200, description = "Where the plan stands.", content(
        (PlanOverview = "application/json"),
        (String = "text/html"),
    )), (status = 404, description = "`not_found`: there is no such plan.", content_type = "application/problem+json", body = htx_kit::http::Problem)),
)]
#[get("/v1/plan-overview")]
pub(super) async fn read_plan_overview(
    request: HttpRequest,
    service: Data<PlanService>,
    query: StrictQuery<OverviewQuery>,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(OverviewQuery { plan, language: wanted }) = query;
    let form = form(&request)?;
    let Overview { progress, dissolutions, late } =
        overview::read(&service.runtime, &service.figures, plan).await?;
    let units = AdministrativeUnits::embedded();
    let units = units.map_err(|error| Failure::unexpected(error.clone()))?;
    let language = wanted.unwrap_or_else(|| language(&request));
    let day = progress.day;
    let target = |one| OverviewTarget::of(one, language, units, day);
    let view = PlanOverview {
        plan: progress.plan.plan.code,
        year: progress.plan.plan.year,
        name: progress.plan.content.name,
        as_of: day,
        told_at: progress.at,
        targets: progress.targets.into_iter().map(target).collect(),
        dissolutions: dissolutions.map(|known| OverviewDissolutions::of(known, language)),
        late_reports: late.into_iter().map(OverviewLateReport::of).collect(),
    };
    Ok(match form {
        Form::Page => page::answer(&view, language),
        Form::Json => {
            HttpResponse::Ok().insert_header((VARY, "Accept, Accept-Language")).json(view)
        }
    })
}
