//! `GET /v1/plans`, `GET /v1/plans/{code}`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, StrictQuery, Whole,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::Date,
    id::{PlanId, PlanVersionId},
    permission::permit,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

use crate::{
    PlanService,
    domain::plan::Content,
    store::plan::{self as store, Filter, InForce},
};

/// A yearly plan as it holds on a day (kế hoạch năm).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Plan)]
pub(super) struct PlanView {
    /// Its id.
    id: PlanId,
    /// Its code (mã kế hoạch).
    #[schema(max_length = 40, examples("hn-2025"))]
    code: String,
    /// The year (năm).
    #[schema(minimum = 2000, maximum = 2200, examples(2025))]
    year: i16,
    /// The years that it belongs to (giai đoạn).
    #[schema(max_length = 9, examples("2021-2025"))]
    period: String,
    /// Who collects its reports today (cơ quan thường trực hiện nay): whoever took over the work of the
    /// agency that the plan names; null where the work passed to several.
    #[schema(required, value_type = Option<String>, examples("so-tc"))]
    standing_today: Option<AgencyCode>,
    /// The version that holds.
    version_id: PlanVersionId,
    /// Its number.
    #[schema(minimum = 1)]
    version_number: u32,
    /// The day of its adoption; null where it holds since before the register.
    #[schema(required)]
    version_valid_from: Option<Date>,
    /// What it says (nội dung).
    content: Content,
}

impl PlanView {
    fn of(found: InForce, agencies: &Agencies, today: Date) -> Self {
        let InForce { plan, version, number, valid_from, content } = found;
        let standing = agencies.successor(&content.standing_agency, today);
        Self {
            id: plan.id,
            code: plan.code,
            year: plan.year,
            period: plan.period,
            standing_today: standing.map(|agency| agency.code.clone()),
            version_id: version,
            version_number: number,
            version_valid_from: valid_from,
            content,
        }
    }
}

/// Plans as a table.
static PLANS: Table = Table {
    name: "plans",
    columns: &[
        column("code", "Mã kế hoạch", "Code", "/code"),
        column("year", "Năm", "Year", "/year"),
        column("period", "Giai đoạn", "Period", "/period"),
        column("name", "Tên kế hoạch", "Name", "/content/name"),
        column("document", "Văn bản", "Document", "/content/document/number"),
        column("issuer", "Cơ quan ban hành", "Issuer", "/content/issuer"),
        column(
            "standing_agency",
            "Cơ quan thường trực",
            "Standing agency",
            "/content/standing_agency",
        ),
        column("standing_today", "Thường trực hiện nay", "Standing today", "/standing_today"),
        column("report_due", "Hạn báo cáo", "Reports due", "/content/report_due"),
        column("version", "Phiên bản", "Version", "/version_number"),
    ],
};

/// Which plans.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlanQuery {
    /// As they held on this day; today where it is not said.
    as_of: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the yearly plans (danh sách kế hoạch)
///
/// Those that were adopted, by their years, each as it holds on a day. `Accept` chooses JSON by pages, or
/// the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "plans",
    params(PlanQuery),
    responses(Paged<Page<PlanView>>),
    security(("access_token" = ["plan.read"])),
)]
#[get("/v1/plans")]
pub(super) async fn list_plans(
    request: HttpRequest,
    service: Data<PlanService>,
    _caller: Authorized<permit::PlanRead>,
    query: StrictQuery<PlanQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(PlanQuery { as_of, limit, cursor }) = query;
    let today = service.runtime.ids.now().date();
    let day = as_of.unwrap_or(today);
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &PLANS,
        name: format!("plans {day}"),
        limit,
        cursor,
    };
    let agencies = service.agencies.clone();
    let rows = move |connection: &mut Connection, after: Option<&i16>, limit| {
        store::list(connection, &Filter::default(), day, after, limit)
    };
    let view = move |one| PlanView::of(one, &agencies, today);
    wanted.answer(rows, |found: &InForce| found.plan.year, view).await
}

/// On which day.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlanDayQuery {
    /// As it held on this day; today where it is not said.
    pub(super) as_of: Option<Date>,
}

/// Read a yearly plan (xem kế hoạch)
///
/// With its targets, as it holds on a day.
#[utoipa::path(
    tag = "plans",
    params(("code" = String, Path, description = "The plan's code (mã kế hoạch).", max_length = 40, pattern = "^[a-z0-9-]+$", example = "hn-2025"), PlanDayQuery),
    responses(Whole<PlanView>),
    security(("access_token" = ["plan.read"])),
)]
#[get("/v1/plans/{code}")]
pub(super) async fn read_plan(
    service: Data<PlanService>,
    _caller: Authorized<permit::PlanRead>,
    code: PathId<String>,
    query: StrictQuery<PlanDayQuery>,
) -> Result<Whole<PlanView>, Failure> {
    let (PathId(code), StrictQuery(PlanDayQuery { as_of })) = (code, query);
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let work = move |connection: &mut Connection| {
        let found = store::with_code(connection, &code, as_of.unwrap_or(today))?;
        let found = found.ok_or_else(|| Refusal::not_found("kế hoạch", "plan"))?;
        let version = i64::from(found.number);
        Ok(Whole { version, resource: PlanView::of(found, &agencies, today) })
    };
    service.runtime.database.read(work).await
}
