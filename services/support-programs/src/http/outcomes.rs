//! `GET /v1/support-outcomes`

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
    organisation::{Sector, SizeClass},
    permission::permit,
    refusal::LegalBasis,
    support::{applications::SupportKind, grievances::DistrictType},
};
use serde::{Deserialize, Serialize};

use super::filters;
use crate::{
    SupportPrograms,
    domain::outcome::{Compared, Figures, OutcomeRule},
    usecase::outcome::{self as usecase, Question},
};

/// Which support, and which years are compared.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OutcomeQuery {
    /// The year of the decisions (năm quyết định): the figures of the year before are compared with those
    /// of the year after.
    #[param(minimum = 2020, maximum = 2050, example = 2024)]
    year: i16,
    /// How many years after the support (số năm sau hỗ trợ).
    #[param(minimum = 0, maximum = 5, default = 1)]
    years_after: Option<i16>,
    /// Of this kind (loại hỗ trợ).
    kind: Option<SupportKind>,
    /// Under the programme with this code (chương trình).
    #[param(min_length = 1, max_length = 60, example = "nq-13-pl08")]
    programme: Option<String>,
}

/// What changed in the supported organisations afterwards (kết quả sau hỗ trợ).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct SupportOutcome {
    /// The year of the decisions.
    #[schema(minimum = 2020, maximum = 2050)]
    year: i16,
    /// The year whose figures are those before.
    #[schema(minimum = 2019, maximum = 2050)]
    before: i16,
    /// The year whose figures are those after.
    #[schema(minimum = 2020, maximum = 2060)]
    after: i16,
    /// Groups with fewer organisations are hidden (nhóm nhỏ nhất được hiện).
    #[schema(minimum = 1, maximum = 1000)]
    smallest_group: u32,
    /// The document behind that, and whether it was read.
    legal_basis: LegalBasis,
    /// By field, size class before the support, and type of district.
    #[schema(max_items = 1000)]
    groups: Vec<OutcomeStratum>,
}

/// Organisations that are alike, supported and not (nhóm so sánh).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct OutcomeStratum {
    /// The field of activity (lĩnh vực).
    #[schema(required)]
    sector: Option<Sector>,
    /// The size class before the support (quy mô).
    size_class: SizeClass,
    /// The type of district (loại địa bàn).
    district_type: DistrictType,
    /// Those that were supported; null where they are too few to be shown (được hỗ trợ).
    #[schema(required)]
    supported: Option<OutcomeFigures>,
    /// Those that were not; null where they are too few to be shown (chưa được hỗ trợ).
    #[schema(required)]
    comparable: Option<OutcomeFigures>,
}

/// The figures of a group (số liệu nhóm). A mean is of those who reported both years.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct OutcomeFigures {
    /// How many organisations (số tổ chức).
    #[schema(minimum = 0)]
    organisations: u32,
    /// Revenue (doanh thu); null where too few reported both years.
    #[schema(required)]
    revenue: Option<OutcomeChange>,
    /// Profit (lãi); null where too few reported both years.
    #[schema(required)]
    profit: Option<OutcomeChange>,
    /// How many are rated in both years; null where too few are (số được xếp loại cả hai năm).
    #[schema(required, minimum = 0)]
    rated: Option<u32>,
    /// How many of these were good or fair before (tốt, khá trước hỗ trợ).
    #[schema(required, minimum = 0)]
    good_or_fair_before: Option<u32>,
    /// How many of these are good or fair after (tốt, khá sau hỗ trợ).
    #[schema(required, minimum = 0)]
    good_or_fair_after: Option<u32>,
}

/// A mean before and after, in đồng.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
struct OutcomeChange {
    /// How many organisations reported both years.
    #[schema(minimum = 1)]
    organisations: u32,
    /// The mean before (bình quân trước).
    before_vnd: i64,
    /// The mean after (bình quân sau).
    after_vnd: i64,
}

fn figures(of: Figures, rule: &OutcomeRule) -> OutcomeFigures {
    let change = |change: crate::domain::outcome::Change| {
        let (before_vnd, after_vnd) =
            change.means().filter(|_| change.organisations >= rule.smallest_group)?;
        Some(OutcomeChange { organisations: change.organisations, before_vnd, after_vnd })
    };
    let rated = |count| (of.rated >= rule.smallest_group).then_some(count);
    OutcomeFigures {
        organisations: of.organisations,
        revenue: change(of.revenue),
        profit: change(of.profit),
        rated: rated(of.rated),
        good_or_fair_before: rated(of.good_before),
        good_or_fair_after: rated(of.good_after),
    }
}

fn group(compared: Compared, rule: &OutcomeRule) -> OutcomeStratum {
    let Compared { stratum, supported, comparable } = compared;
    OutcomeStratum {
        sector: stratum.sector,
        size_class: stratum.size,
        district_type: stratum.district,
        supported: supported.map(|of| figures(of, rule)),
        comparable: comparable.map(|of| figures(of, rule)),
    }
}

/// Groups as a table.
static OUTCOMES: Table = Table {
    name: "support-outcomes",
    columns: &[
        column("sector", "Lĩnh vực", "Field", "/sector"),
        column("size_class", "Quy mô", "Size class", "/size_class"),
        column("district_type", "Loại địa bàn", "Type of district", "/district_type"),
        column("supported", "Số được hỗ trợ", "Supported", "/supported/organisations"),
        column(
            "supported_revenue_before",
            "DT trước, được hỗ trợ",
            "Revenue before, supported",
            "/supported/revenue/before_vnd",
        ),
        column(
            "supported_revenue_after",
            "DT sau, được hỗ trợ",
            "Revenue after, supported",
            "/supported/revenue/after_vnd",
        ),
        column(
            "supported_profit_before",
            "Lãi trước, được hỗ trợ",
            "Profit before, supported",
            "/supported/profit/before_vnd",
        ),
        column(
            "supported_profit_after",
            "Lãi sau, được hỗ trợ",
            "Profit after, supported",
            "/supported/profit/after_vnd",
        ),
        column("comparable", "Số tương tự", "Comparable", "/comparable/organisations"),
        column(
            "comparable_revenue_before",
            "DT trước, tương tự",
            "Revenue before, comparable",
            "/comparable/revenue/before_vnd",
        ),
        column(
            "comparable_revenue_after",
            "DT sau, tương tự",
            "Revenue after, comparable",
            "/comparable/revenue/after_vnd",
        ),
        column(
            "comparable_profit_before",
            "Lãi trước, tương tự",
            "Profit before, comparable",
            "/comparable/profit/before_vnd",
        ),
        column(
            "comparable_profit_after",
            "Lãi sau, tương tự",
            "Profit after, comparable",
            "/comparable/profit/after_vnd",
        ),
    ],
};

/// Compare what became of supported organisations (kết quả sau hỗ trợ)
///
/// Revenue, profit and rating of the year before and after, of those to which support was granted in a year,
/// beside those of the same field, size class and type of district to which none was. Group sizes are shown;
/// groups that are smaller than a configured number are hidden. CSV, XLSX and NDJSON hold the groups.
#[utoipa::path(
    tag = "support records",
    params(OutcomeQuery),
    responses((status = 200, description = "The groups, or the same as a table.", content(
        (SupportOutcome = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["support_record.read"])),
)]
#[get("/v1/support-outcomes")]
pub(super) async fn compare_support_outcomes(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    _caller: Authorized<permit::SupportRecordRead>,
    query: StrictQuery<OutcomeQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    filters::year(Some(query.year))?;
    let years_after = query.years_after.unwrap_or(1);
    within_range("years_after", years_after, 0..=5)?;
    let asked = Question {
        year: query.year,
        before: query.year - 1,
        after: query.year + years_after,
        kind: query.kind,
        programme: filters::programme(query.programme)?,
    };
    let rule = OutcomeRule::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let database = &service.runtime.database;
    let (before, after) = (asked.before, asked.after);
    let work = move |connection: &mut Connection| usecase::compare(connection, &asked);
    let compared = database.read(work).await?;
    let groups: Vec<_> = compared.into_iter().map(|one| group(one, rule)).collect();
    if let Representation::Table(form) = representation {
        let mut rows = Some(groups);
        let next =
            move |_: &mut Connection, _: Option<()>| Ok((rows.take().unwrap_or_default(), None));
        return table::stream(form, language(&request), database, &OUTCOMES, next).await;
    }
    Ok(HttpResponse::Ok().insert_header((VARY, "Accept, Authorization")).json(SupportOutcome {
        year: query.year,
        before,
        after,
        smallest_group: rule.smallest_group,
        legal_basis: rule.basis.clone(),
        groups,
    }))
}
