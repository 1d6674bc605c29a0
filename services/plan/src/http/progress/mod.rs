//! `GET /v1/plans/{code}/progress`

mod figure_view;
mod part_view;
mod view;

use actix_web::{HttpRequest, HttpResponse, get, http::header::VARY, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{
        PathId, StrictQuery, language,
        listed::column,
        table::{self, Representation, Table},
    },
};
use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode, DistrictCode},
    date::Date,
    indicator::{Breakdown, Unit},
    permission::permit,
    scope::{Placement, Scope},
};
use serde::{Deserialize, Serialize};

pub(in crate::http) use self::figure_view::{FigureRule, PaceView, StandingView};
use self::{
    part_view::PartView,
    view::{Onlooker, PlanProgress, TargetProgressView},
};
use crate::{
    PlanService,
    usecase::progress::{self, Wanted},
};

/// As of which day, and how broken down.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProgressQuery {
    /// As of which day of the plan's year or after it (tính đến ngày): what happened by then, as it is
    /// known today. The whole year, as far as it has come, where it is not said.
    #[param(example = "2025-06-30")]
    as_of: Option<Date>,
    /// How figures are broken down (chia theo).
    by: Option<Breakdown>,
}

/// A line of progress, in tables.
#[derive(Debug, Serialize)]
struct Row<'a> {
    number: &'a str,
    code: &'a str,
    name: &'a str,
    unit: Unit,
    minimum: i64,
    maximum: Option<i64>,
    target: &'a TargetProgressView,
    part: Option<&'a PartView>,
}

/// Progress as a table: a line for each target, or for each of its parts where they are asked for.
static PROGRESS: Table = Table {
    name: "plan-progress",
    columns: &[
        column("number", "Số", "Number", "/number"),
        column("code", "Mã chỉ tiêu", "Code", "/code"),
        column("name", "Chỉ tiêu", "Target", "/name"),
        column("unit", "Đơn vị tính", "Unit", "/unit"),
        column("minimum", "Mức tối thiểu", "Minimum", "/minimum"),
        column("maximum", "Mức tối đa", "Maximum", "/maximum"),
        column("state", "Tình trạng số liệu", "State", "/target/figure/state"),
        column("age_seconds", "Tuổi số liệu (giây)", "Age (seconds)", "/target/figure/age_seconds"),
        column("value", "Giá trị toàn thành phố", "Value of the city", "/target/figure/value"),
        column(
            "share_reached",
            "Tỷ lệ đạt (phần vạn)",
            "Share reached (basis points)",
            "/target/standing/share_reached",
        ),
        column("remaining", "Còn thiếu", "Remaining", "/target/standing/remaining"),
        column("projected", "Dự báo 31/12", "Projected for 31 December", "/target/pace/projected"),
        column("pace_rule", "Cách dự báo", "Rule of the projection", "/target/pace/rule"),
        column("part", "Mã địa bàn", "Part", "/part/key"),
        column("part_name", "Địa bàn", "Name of the part", "/part/name"),
        column("part_value", "Giá trị địa bàn", "Value of the part", "/part/value"),
        column("part_hidden", "Được che", "Hidden", "/part/hidden"),
        column("part_allocated", "Mức phân bổ", "Allocated", "/part/allocated"),
        column(
            "part_remaining",
            "Còn thiếu so với phân bổ",
            "Remaining of that",
            "/part/standing/remaining",
        ),
        column(
            "part_projected",
            "Dự báo địa bàn",
            "Projected for the part",
            "/part/pace/projected",
        ),
        column(
            "part_declared",
            "Số kê khai địa bàn",
            "Declared for the part",
            "/part/declared/value",
        ),
        column(
            "rule_version",
            "Phiên bản quy tắc",
            "Version of the rule",
            "/target/figure/rule/version",
        ),
        column("computed_at", "Tính lúc", "Computed at", "/target/figure/computed_at"),
        column("log_position", "Vị trí nhật ký", "Log position", "/target/figure/log_position"),
    ],
};

impl PlanProgress {
    fn rows(&self) -> Result<Vec<serde_json::Value>, Failure> {
        let rows = self.targets.iter().flat_map(|target| {
            let row = |part| Row {
                number: &target.number,
                code: &target.code,
                name: &target.name,
                unit: target.unit,
                minimum: target.minimum,
                maximum: target.maximum,
                target,
                part,
            };
            let parts: Vec<Row<'_>> = target.parts.iter().map(|part| row(Some(part))).collect();
            if parts.is_empty() { vec![row(None)] } else { parts }
        });
        rows.map(|row| serde_json::to_value(row).map_err(Failure::unexpected)).collect()
    }
}

/// Whether somebody reaches a part: an agency's figures are those of its territory.
fn reaches(scope: &Scope, by: Breakdown, key: &str) -> bool {
    let code = key.strip_prefix("district-").or_else(|| key.strip_prefix("commune-"));
    let (district, commune) = match by {
        Breakdown::District => (DistrictCode::parse(key).ok(), None),
        Breakdown::Commune => (None, CommuneCode::parse(key).ok()),
        Breakdown::Agency => {
            let code = code.unwrap_or(key);
            (DistrictCode::parse(code).ok(), CommuneCode::parse(code).ok())
        }
    };
    scope.covers(&Placement {
        district: district.as_ref(),
        commune: commune.as_ref(),
        ..Placement::default()
    })
}

/// Read where a plan stands (xem tiến độ kế hoạch)
///
/// Each target with its figure, computed by the service that has the records: value, share reached, what
/// remains, what it will reach by 31 December and by which rule, beside what agencies declare and what was
/// allocated; with `by` also for each district, commune or agency. A service that does not answer in time
/// leaves its last figure, marked `stale` with its age; one that was never computed is `not_available`.
/// Means and shares are exact for those whose territory it is; others are told them rounded down, to one
/// organisation's part, and none of fewer than five, so that nothing is worked out from the figures of two
/// days. CSV, XLSX and NDJSON hold a line for each target, or for each of its parts.
#[utoipa::path(
    tag = "plan progress",
    params(("code" = String, Path, description = "The plan's code (mã kế hoạch).", max_length = 40, pattern = "^[a-z0-9-]+$", example = "hn-2025"), ProgressQuery),
    responses((status = 200, description = "Where the plan stands, or the same as a table.", content(
        (PlanProgress = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["plan.read"])),
)]
#[get("/v1/plans/{code}/progress")]
pub(super) async fn read_plan_progress(
    request: HttpRequest,
    service: Data<PlanService>,
    caller: Authorized<permit::PlanRead>,
    code: PathId<String>,
    query: StrictQuery<ProgressQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(code), StrictQuery(ProgressQuery { as_of, by })) = (code, query);
    let wanted = Wanted { code, as_of, by, compares: true };
    let progress = progress::read(&service.runtime, &service.figures, wanted).await?;
    let units = AdministrativeUnits::embedded();
    let onlooker = Onlooker {
        language: language(&request),
        sees_all: caller.scope.is_everything(),
        reaches: &|by, key| reaches(&caller.scope, by, key),
        units: units.map_err(|error| Failure::unexpected(error.clone()))?,
    };
    let view = PlanProgress::of(progress, &onlooker);
    match representation {
        Representation::Json => {
            let vary = (VARY, "Accept, Accept-Language, Authorization");
            Ok(HttpResponse::Ok().insert_header(vary).json(view))
        }
        Representation::Table(form) => {
            table::given(form, language(&request), &PROGRESS, view.rows()?).await
        }
    }
}
