//! `GET|POST /v1/loans` and `GET /v1/loans/{id}`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Created, IdempotencyKey, Keyed, Page, Paged, PathId, Reply, StrictQuery, Tagged,
        listed::Listed, table::Representation,
    },
};
use htx_model::{
    id::{BudgetId, LoanId, OrganisationId},
    permission::permit,
    support::money::LoanState,
};
use serde::Deserialize;

use super::view::{LOANS, LoanView, answered};
use crate::{
    SupportPrograms,
    store::loan::{self as store, Filter, StoredLoan},
    usecase::loan::{
        self as usecase,
        grant::{self, Applying},
    },
};

/// Which loans.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LoanQuery {
    /// In this state (trạng thái).
    state: Option<LoanState>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// Out of this capital of the fund (nguồn vốn).
    budget: Option<BudgetId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List loans of the cooperative fund (danh sách khoản vay)
///
/// The alliance, finance, planning and audit see all, an organisation its own; each as it stands today.
/// `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "loans",
    params(LoanQuery),
    responses(Paged<Page<LoanView>>),
    security(("access_token" = ["loan.read"])),
)]
#[get("/v1/loans")]
pub(super) async fn list_loans(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanRead>,
    query: StrictQuery<LoanQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter =
        Filter { state: query.state, organisation: query.organisation, budget: query.budget };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &LOANS,
        name: format!("loans {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let today = service.runtime.ids.now().date();
    let rows = move |connection: &mut Connection, after: Option<&LoanId>, limit| {
        store::list(connection, &caller.scope, &filter, after, limit)
    };
    let view = move |stored| LoanView::brief(stored, today);
    wanted.answer(rows, |(loan, _): &StoredLoan| loan.id, view).await
}

/// A loan as the organisation applies for it (đề nghị vay).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewLoan {
    /// Of which organisation: the caller's (tổ chức).
    organisation_id: OrganisationId,
    /// What it is for (mục đích vay).
    #[schema(min_length = 1, max_length = 1000, examples("Mua máy sấy nông sản"))]
    purpose: String,
    /// How much, in đồng (số tiền đề nghị).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64, examples(500_000_000))]
    requested_vnd: i64,
    /// For how many months (thời hạn).
    #[schema(minimum = 1, maximum = 240, examples(24))]
    months: u32,
}

/// Apply for a loan of the cooperative fund (đề nghị vay)
///
/// By the organisation itself.
#[utoipa::path(
    tag = "loans",
    params(IdempotencyKey),
    request_body = NewLoan,
    responses(Created<LoanView>),
    security(("access_token" = ["loan.apply"])),
)]
#[post("/v1/loans")]
pub(super) async fn apply_for_loan(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanApply>,
    submitted: Keyed<NewLoan>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let applying = Applying {
        organisation: body.organisation_id,
        purpose: body.purpose,
        requested_vnd: body.requested_vnd,
        months: body.months,
    };
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let stored = grant::apply(act, applying)?;
        answered(act, stored, (&principal, true))
    })
    .await
}

/// Read a loan (xem khoản vay)
///
/// With its schedule, what was paid back, and how it stands today.
#[utoipa::path(
    tag = "loans",
    params(PathId<LoanId>),
    responses(Tagged<LoanView>),
    security(("access_token" = ["loan.read"])),
)]
#[get("/v1/loans/{id}")]
pub(super) async fn read_loan(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::LoanRead>,
    id: PathId<LoanId>,
) -> Result<Tagged<LoanView>, Failure> {
    let today = service.runtime.ids.now().date();
    let work = move |connection: &mut Connection| {
        let found = usecase::read(connection, &caller.scope, id.0)?;
        let version = found.loan.version;
        Ok(Tagged { version, resource: LoanView::whole(found, caller.principal(), today) })
    };
    service.runtime.database.read(work).await
}
