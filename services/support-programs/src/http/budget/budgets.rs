//! `GET|POST /v1/support-budgets` and `GET /v1/support-budgets/{id}`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Created, IdempotencyKey, Keyed, Page, Paged, PathId, Reply, StrictQuery, Tagged,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::BudgetId,
    permission::permit,
    support::money::BudgetSource,
};
use serde::{Deserialize, Serialize};

use super::found;
use crate::{
    SupportPrograms,
    domain::{budget::Budget, lead, ledger::Balances},
    http::filters,
    store::budget::{self as store, Filter},
    usecase::budget::open::{self as usecase, Opening},
};

/// What stands on the accounts of a budget, in đồng (số dư). What was allotted is what is available,
/// reserved, committed and disbursed, less what came back.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[schema(as = BudgetBalances)]
pub(super) struct BalancesView {
    /// All that was allotted, less what was cut (kinh phí được giao).
    #[schema(minimum = 0)]
    allotted_vnd: i64,
    /// What can still be promised (còn được sử dụng).
    #[schema(minimum = 0)]
    available_vnd: i64,
    /// What is held for applications that are being approved (đang giữ).
    #[schema(minimum = 0)]
    reserved_vnd: i64,
    /// What is promised and not paid out (đã cam kết).
    #[schema(minimum = 0)]
    committed_vnd: i64,
    /// What was paid out, less what was entered wrongly (đã giải ngân).
    #[schema(minimum = 0)]
    disbursed_vnd: i64,
    /// What came back of it, less what was entered wrongly (đã thu hồi).
    #[schema(minimum = 0)]
    returned_vnd: i64,
}

impl From<Balances> for BalancesView {
    fn from(balances: Balances) -> Self {
        Self {
            allotted_vnd: balances.allotted.0,
            available_vnd: balances.available.0,
            reserved_vnd: balances.reserved.0,
            committed_vnd: balances.committed.0,
            disbursed_vnd: balances.disbursed.0,
            returned_vnd: balances.returned.0,
        }
    }
}

/// A programme's budget for a year and a source (kinh phí hỗ trợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportBudget)]
pub(super) struct BudgetView {
    /// Its id.
    id: BudgetId,
    /// The code of its programme (chương trình).
    #[schema(max_length = 60, examples("nq-13-pl08"))]
    programme: String,
    /// Its year (năm).
    #[schema(minimum = 2020, maximum = 2050, examples(2025))]
    year: i16,
    /// From where it comes (nguồn kinh phí).
    source: BudgetSource,
    /// The agency that leads the programme, as the programme names it (cơ quan chủ trì).
    #[schema(value_type = String, examples("so-nnptnt"))]
    lead_agency: AgencyCode,
    /// What stands on its accounts (số dư).
    balances: BalancesView,
    /// How many postings its ledger has.
    #[schema(minimum = 0)]
    entries: i64,
    /// When it was opened.
    opened_on: Date,
    /// The login name of whoever opened it.
    #[schema(max_length = 200, examples("so-nnmt.officer"))]
    opened_by: String,
    /// Its version, as in its ETag: each posting makes another.
    #[schema(minimum = 1)]
    version: i64,
    /// When it was entered.
    recorded_at: Instant,
}

fn version(budget: &Budget) -> i64 {
    budget.ledger.entries + 1
}

impl From<Budget> for BudgetView {
    fn from(budget: Budget) -> Self {
        Self {
            version: version(&budget),
            id: budget.id,
            programme: budget.programme_code,
            year: budget.year,
            source: budget.source,
            lead_agency: budget.lead_agency,
            balances: budget.ledger.balances.into(),
            entries: budget.ledger.entries,
            opened_on: budget.opened_on,
            opened_by: budget.opened_by,
            recorded_at: budget.recorded_at,
        }
    }
}

/// Budgets as a table.
static BUDGETS: Table = Table {
    name: "support-budgets",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("programme", "Chương trình", "Programme", "/programme"),
        column("year", "Năm", "Year", "/year"),
        column("source", "Nguồn", "Source", "/source"),
        column("lead_agency", "Cơ quan chủ trì", "Lead agency", "/lead_agency"),
        column("allotted_vnd", "Được giao (đồng)", "Allotted (đồng)", "/balances/allotted_vnd"),
        column("available_vnd", "Còn lại (đồng)", "Available (đồng)", "/balances/available_vnd"),
        column("reserved_vnd", "Đang giữ (đồng)", "Reserved (đồng)", "/balances/reserved_vnd"),
        column("committed_vnd", "Đã cam kết (đồng)", "Committed (đồng)", "/balances/committed_vnd"),
        column(
            "disbursed_vnd",
            "Đã giải ngân (đồng)",
            "Disbursed (đồng)",
            "/balances/disbursed_vnd",
        ),
        column("returned_vnd", "Đã thu hồi (đồng)", "Returned (đồng)", "/balances/returned_vnd"),
        column("entries", "Số bút toán", "Postings", "/entries"),
        column("opened_on", "Ngày mở", "Opened on", "/opened_on"),
    ],
};

/// Which budgets.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BudgetQuery {
    /// Of the programme with this code (chương trình).
    #[param(min_length = 1, max_length = 60, example = "nq-13-pl08")]
    programme: Option<String>,
    /// Of this year (năm).
    #[param(minimum = 2020, maximum = 2050)]
    year: Option<i16>,
    /// From this source (nguồn kinh phí).
    source: Option<BudgetSource>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List budgets (danh sách kinh phí hỗ trợ)
///
/// Of the programmes that the caller's agency leads; finance, planning, audit and the city committee see
/// all. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "support budgets",
    params(BudgetQuery),
    responses(Paged<Page<BudgetView>>),
    security(("access_token" = ["budget.read"])),
)]
#[get("/v1/support-budgets")]
pub(super) async fn list_support_budgets(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::BudgetRead>,
    query: StrictQuery<BudgetQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let (programme, year) = (filters::programme(query.programme)?, filters::year(query.year)?);
    let filter = Filter { programme, year, source: query.source };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &BUDGETS,
        name: format!("support budgets {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let led = lead::led(&service.agencies, &caller.scope, service.runtime.ids.now().date());
    let rows = move |connection: &mut Connection, after: Option<&BudgetId>, limit| {
        store::list(connection, &caller.scope, &led, &filter, after, limit)
    };
    wanted.answer(rows, |budget: &Budget| budget.id, BudgetView::from).await
}

/// A budget as the lead agency opens it (kinh phí).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSupportBudget {
    /// The code of its programme (chương trình).
    #[schema(min_length = 1, max_length = 60, examples("nq-13-pl08"))]
    programme: String,
    /// Its year (năm).
    #[schema(minimum = 2020, maximum = 2050, examples(2025))]
    year: i16,
    /// From where it comes (nguồn kinh phí).
    source: BudgetSource,
}

/// Open a budget (mở kinh phí hỗ trợ)
///
/// Empty: money is proposed for it and confirmed by finance. One for each programme, year and source.
/// By an officer of the agency that leads the programme today.
#[utoipa::path(
    tag = "support budgets",
    params(IdempotencyKey),
    request_body = NewSupportBudget,
    responses(Created<BudgetView>),
    security(("access_token" = ["budget.prepare"])),
)]
#[post("/v1/support-budgets")]
pub(super) async fn open_support_budget(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::BudgetPrepare>,
    submitted: Keyed<NewSupportBudget>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let opening = Opening { programme: body.programme, year: body.year, source: body.source };
    write(&service.runtime, caller, once, move |act| {
        let budget = usecase::open(act, opening)?;
        let (location, version) = (format!("/v1/support-budgets/{}", budget.id), version(&budget));
        Reply::created(location, version, &BudgetView::from(budget))
    })
    .await
}

/// Read a budget (xem kinh phí hỗ trợ)
#[utoipa::path(
    tag = "support budgets",
    params(PathId<BudgetId>),
    responses(Tagged<BudgetView>),
    security(("access_token" = ["budget.read"])),
)]
#[get("/v1/support-budgets/{id}")]
pub(super) async fn read_support_budget(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::BudgetRead>,
    id: PathId<BudgetId>,
) -> Result<Tagged<BudgetView>, Failure> {
    let led = lead::led(&service.agencies, &caller.scope, service.runtime.ids.now().date());
    let work = move |connection: &mut Connection| {
        let budget = found(connection, (&caller.scope, &led), id.0)?;
        Ok(Tagged { version: version(&budget), resource: BudgetView::from(budget) })
    };
    service.runtime.database.read_briefly(work).await
}
