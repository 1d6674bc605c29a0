//! `GET /v1/indicators` and `GET /v1/indicators/{code}`

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::VARY,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        PathId, StrictQuery, language,
        listed::column,
        table::{self, Representation, Table},
    },
};
use htx_model::{
    date::{Date, Instant},
    organisation::OrganisationKind,
    permission::permit,
    refusal::{LegalBasis, Refusal},
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    domain::indicator::{Breakdown, DEFINITIONS, Definition, Figure, Indicator, Unit, definition},
    usecase::indicator::{self as usecase, Computed},
};

/// What an indicator counts (định nghĩa chỉ tiêu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = IndicatorDefinition)]
pub(super) struct IndicatorView {
    /// Its stable code.
    code: Indicator,
    /// Its number in the plan.
    #[schema(max_length = 3, examples("1a"))]
    number: &'static str,
    /// Its name in the caller's language.
    #[schema(max_length = 300)]
    name: String,
    /// In what it is measured.
    unit: Unit,
    /// The kinds of organisation that it speaks of.
    #[schema(max_items = 3)]
    kinds: &'static [OrganisationKind],
    /// The rule by which it is counted.
    rule: IndicatorRule,
}

/// The rule by which an indicator is counted.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct IndicatorRule {
    /// In Vietnamese.
    #[schema(max_length = 1000)]
    text_vi: String,
    /// In English.
    #[schema(max_length = 1000)]
    text_en: String,
    /// What stands below the line, or is counted, in Vietnamese.
    #[schema(max_length = 300)]
    denominator_vi: String,
    /// The same in English.
    #[schema(max_length = 300)]
    denominator_en: String,
    /// A changed rule has the next version.
    #[schema(minimum = 1, maximum = 1000)]
    version: u32,
    /// The document behind it, and whether the rule was verified.
    legal_basis: LegalBasis,
    /// Since when it holds.
    valid_from: Date,
    /// Until when.
    #[schema(required)]
    valid_to: Option<Date>,
}

impl IndicatorView {
    fn of(definition: &Definition, request: &HttpRequest) -> Self {
        use htx_model::code_list::CodeList as _;
        Self {
            code: definition.indicator,
            number: definition.number,
            name: definition.indicator.label(language(request)).to_owned(),
            unit: definition.unit,
            kinds: definition.kinds,
            rule: IndicatorRule {
                text_vi: definition.rule.vi.to_string(),
                text_en: definition.rule.en.to_string(),
                denominator_vi: definition.denominator.vi.to_string(),
                denominator_en: definition.denominator.en.to_string(),
                version: definition.version,
                legal_basis: definition.legal_basis.clone(),
                valid_from: definition.valid_from,
                valid_to: definition.valid_to,
            },
        }
    }
}

/// The indicators that the registry computes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Indicators {
    /// In the order of the plan.
    #[schema(max_items = 50)]
    items: Vec<IndicatorView>,
}

/// List indicators (danh mục chỉ tiêu)
///
/// The plan's indicators that the registry computes, with the rule of each and whether it was
/// verified.
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
    let view = |definition| IndicatorView::of(definition, &request);
    Json(Indicators { items: DEFINITIONS.iter().map(view).collect() })
}

/// Of which period, and how broken down.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct IndicatorQuery {
    /// The year (kỳ): from 2000 to this year.
    #[param(minimum = 2000, maximum = 2200, example = 2025)]
    period: i16,
    /// How the figure is broken down (chia theo).
    by: Option<Breakdown>,
}

/// A figure with what it stands on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct IndicatorFigure {
    /// The value; null where nothing stands below the line.
    #[schema(required)]
    value: Option<i64>,
    /// How many organisations are counted.
    #[schema(minimum = 0)]
    counted: i64,
    /// What stands above the line.
    #[schema(required)]
    numerator: Option<i64>,
    /// What stands below the line.
    #[schema(minimum = 0)]
    denominator: i64,
    /// Of 1a and 1b: those by an approved application; the others were entered from a register.
    #[schema(required, minimum = 0)]
    by_application: Option<i64>,
    /// How many reported what is needed, of those who should have.
    #[schema(required)]
    coverage: Option<IndicatorCoverage>,
}

/// How many reported what is needed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct IndicatorCoverage {
    /// How many reported.
    #[schema(minimum = 0)]
    reported: i64,
    /// How many should have: registered before the end of the period, neither ended nor dormant
    /// today.
    #[schema(minimum = 0)]
    expected: i64,
}

/// The figure of a part.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct IndicatorPart {
    /// The code of the district, commune or agency; null for organisations that have none.
    #[schema(required, max_length = 100, examples("277"))]
    key: Option<String>,
    /// Its name.
    #[schema(required, max_length = 300)]
    name: Option<String>,
    /// Its figure.
    figure: IndicatorFigure,
}

/// An indicator for a period (giá trị chỉ tiêu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct IndicatorValue {
    /// What was counted.
    indicator: IndicatorView,
    /// The first day of the period.
    period_from: Date,
    /// The last day of the period.
    period_to: Date,
    /// The figure within the caller's territory.
    figure: IndicatorFigure,
    /// By what it is broken down.
    #[schema(required)]
    by: Option<Breakdown>,
    /// The figures of the parts.
    #[schema(max_items = 2000)]
    breakdown: Vec<IndicatorPart>,
    /// When it was computed.
    computed_at: Instant,
    /// Up to which position the log of the register was sealed then.
    #[schema(minimum = 0)]
    log_position: u64,
}

fn figure(definition: &Definition, figure: Figure) -> IndicatorFigure {
    let established = matches!(
        definition.indicator,
        Indicator::NewCooperatives | Indicator::NewCooperativeUnions
    );
    let counts = established || definition.indicator == Indicator::NewAllianceMembers;
    IndicatorFigure {
        value: figure.value,
        counted: figure.counted,
        numerator: figure.numerator,
        denominator: figure.denominator,
        by_application: established.then_some(figure.by_application),
        coverage: (!counts)
            .then_some(IndicatorCoverage { reported: figure.reported, expected: figure.expected }),
    }
}

/// The breakdown as a table.
static BREAKDOWN: Table = Table {
    name: "indicator",
    columns: &[
        column("key", "Mã", "Code", "/key"),
        column("name", "Tên", "Name", "/name"),
        column("value", "Giá trị", "Value", "/figure/value"),
        column("counted", "Số tổ chức được tính", "Organisations counted", "/figure/counted"),
        column("numerator", "Tử số", "Numerator", "/figure/numerator"),
        column("denominator", "Mẫu số", "Denominator", "/figure/denominator"),
        column("by_application", "Theo hồ sơ", "By application", "/figure/by_application"),
        column("reported", "Đã báo cáo", "Reported", "/figure/coverage/reported"),
        column("expected", "Phải báo cáo", "Should have reported", "/figure/coverage/expected"),
    ],
};

/// The definition that a path names.
pub(super) fn named(code: &str) -> Result<&'static Definition, Refusal> {
    definition(code).ok_or_else(|| Refusal::not_found("chỉ tiêu", "indicator"))
}

/// Read an indicator (giá trị chỉ tiêu)
///
/// Computed now from the register, within the caller's territory: value, rule, what stands above and
/// below the line, how many reported. By its code or by its number in the plan. With `by` also for
/// each district, commune or agency; CSV, XLSX and NDJSON hold that breakdown.
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
    let (PathId(code), StrictQuery(IndicatorQuery { period, by })) = (code, query);
    let definition = named(&code)?;
    let now = registry.runtime.ids.now();
    let period = usecase::period(period, now.date())?;
    let units = registry.units.clone();
    let work = move |connection: &mut Connection| {
        usecase::compute(connection, &caller.scope, &units, definition, period, by, now)
    };
    let database = &registry.runtime.database;
    let parts = |computed: &mut Computed| {
        let part =
            |(key, name, part)| IndicatorPart { key, name, figure: figure(definition, part) };
        std::mem::take(&mut computed.parts).into_iter().map(part).collect::<Vec<_>>()
    };
    let mut computed = database.read(work).await?;
    let breakdown = parts(&mut computed);
    if let Representation::Table(form) = representation {
        let mut rows = Some(breakdown);
        let next =
            move |_: &mut Connection, _: Option<()>| Ok((rows.take().unwrap_or_default(), None));
        return table::stream(form, language(&request), database, &BREAKDOWN, next).await;
    }
    Ok(HttpResponse::Ok().insert_header((VARY, "Accept, Authorization")).json(IndicatorValue {
        indicator: IndicatorView::of(definition, &request),
        period_from: period.from,
        period_to: period.to,
        figure: figure(definition, computed.figure),
        by,
        breakdown,
        computed_at: now,
        log_position: computed.log_position,
    }))
}
