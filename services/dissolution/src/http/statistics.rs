//! `GET /v1/dissolution-statistics`

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
    code_list::CodeList as _,
    date::Date,
    dissolution::{
        DissolutionState, Route,
        answers::AnswerBreakdown,
        planning::{CaseAge, StatisticsDimension as Dimension},
    },
    language::Language,
    permission::permit,
    refusal::{Refusal, Text},
};
use serde::{Deserialize, Serialize};

use super::answers::name_of;
use crate::{Dissolutions, domain::statistics::Line, usecase::statistics as usecase};

/// The longest span of months, in days: ten years.
const SPAN_MAX: i64 = 3_660;

/// As of when, and of which months.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct StatisticsQuery {
    /// As of this day (đến ngày); today where it is not said.
    as_of: Option<Date>,
    /// The months from this day on (từ ngày): at most ten years before; where it is not said, from
    /// the first of January of the year.
    from: Option<Date>,
}

/// One figure (số liệu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionStatistic)]
pub(super) struct StatisticView {
    /// By what it is told apart (phân theo).
    dimension: Dimension,
    /// The part: the code of a district, a route, a state or an age, or a month as `YYYY-MM`; null
    /// for organisations without a district.
    #[schema(required, max_length = 40, examples("277"))]
    key: Option<String>,
    /// Its name in the caller's language.
    #[schema(required, max_length = 300)]
    name: Option<String>,
    /// How many cases (số hồ sơ).
    #[schema(minimum = 0)]
    count: i64,
    /// How many of them were open on the day (đang mở); null where that is not told apart.
    #[schema(required, minimum = 0)]
    open: Option<i64>,
}

/// Figures over all cases (thống kê giải thể).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionStatistics)]
pub(super) struct StatisticsView {
    /// The day of the figures (đến ngày).
    as_of: Date,
    /// From when the months are told (từ ngày).
    from: Date,
    /// All cases that were opened up to the day (tổng số hồ sơ).
    #[schema(minimum = 0)]
    cases: i64,
    /// Those that were open on it (đang mở).
    #[schema(minimum = 0)]
    open: i64,
    /// By district, route, state, month and age. What is not in it is none.
    #[schema(max_items = 2000)]
    items: Vec<StatisticView>,
}

/// The figures as a table.
static STATISTICS: Table = Table {
    name: "dissolution-statistics",
    columns: &[
        column("dimension", "Phân theo", "By", "/dimension"),
        column("key", "Mã", "Key", "/key"),
        column("name", "Tên", "Name", "/name"),
        column("count", "Số hồ sơ", "Cases", "/count"),
        column("open", "Đang mở", "Open", "/open"),
    ],
};

/// Read statistics of dissolutions (thống kê giải thể)
///
/// Of the cases within the caller's territory as of a day: by district, route and state as they stood
/// then, by the month in which they were opened, decided and closed, and by the age of those that
/// were open. CSV, XLSX and NDJSON hold the figures line by line.
#[utoipa::path(
    tag = "dissolution statistics",
    params(StatisticsQuery),
    responses((status = 200, description = "The figures, in the format asked for.", content(
        (StatisticsView = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolution-statistics")]
pub(super) async fn read_dissolution_statistics(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    query: StrictQuery<StatisticsQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (from, as_of) = span(&query.0, service.runtime.ids.now().date())?;
    let database = &service.runtime.database;
    let work =
        move |connection: &mut Connection| usecase::read(connection, &caller.scope, (from, as_of));
    let found = database.read(work).await?;
    let spoken = language(&request);
    let view = |line: Line| StatisticView {
        name: name(&service, &line, spoken),
        dimension: line.dimension,
        key: line.key,
        count: line.count,
        open: line.open,
    };
    let items: Vec<StatisticView> = found.lines.into_iter().map(view).collect();
    if let Representation::Table(form) = representation {
        let mut rows = Some(items);
        let next =
            move |_: &mut Connection, _: Option<()>| Ok((rows.take().unwrap_or_default(), None));
        return table::stream(form, spoken, database, &STATISTICS, next).await;
    }
    let (cases, open) = (found.cases, found.open);
    let view = StatisticsView { as_of, from, cases, open, items };
    Ok(HttpResponse::Ok().insert_header((VARY, "Accept, Authorization")).json(view))
}

/// From when to when: no day to come, and no more than ten years.
fn span(query: &StatisticsQuery, today: Date) -> Result<(Date, Date), Refusal> {
    let as_of = query.as_of.unwrap_or(today);
    if as_of > today {
        let detail = Text::fixed("as_of chưa đến.", "as_of is a day to come.");
        return Err(Refusal::parameter("as_of", detail));
    }
    let new_year = Date::new(as_of.year(), 1, 1).unwrap_or(as_of);
    let from = query.from.unwrap_or(new_year);
    if from > as_of || from.plus_days(SPAN_MAX) < as_of {
        let detail = Text::fixed(
            "from không sau as_of, và không quá mười năm trước đó.",
            "from is not after as_of, and at most ten years before it.",
        );
        return Err(Refusal::parameter("from", detail));
    }
    Ok((from, as_of))
}

fn name(service: &Dissolutions, line: &Line, language: Language) -> Option<String> {
    let key = line.key.as_deref()?;
    match line.dimension {
        Dimension::District => name_of(service, AnswerBreakdown::District, Some(key)),
        Dimension::Route => Some(Route::parse(key)?.label(language).to_owned()),
        Dimension::State => Some(DissolutionState::parse(key)?.label(language).to_owned()),
        Dimension::Age => Some(CaseAge::parse(key)?.label(language).to_owned()),
        Dimension::OpenedMonth | Dimension::DecidedMonth | Dimension::ClosedMonth => {
            Some(key.to_owned())
        }
    }
}
