//! `GET /v1/support-budgets/{id}/entries`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    date::{Date, Instant},
    id::{BudgetId, LedgerEntryId, LoanId, RepaymentId, SupportApplicationId, SupportPaymentId},
    permission::permit,
    support::money::{LedgerAccount, LedgerOperation},
};
use serde::{Deserialize, Serialize};

use super::{budgets::BalancesView, found};
use crate::{
    SupportPrograms,
    domain::{
        lead,
        ledger::{Entry, moves},
    },
    store::ledger::{self as store, Filter},
};

/// A posting in the ledger of a budget (bút toán sổ kinh phí). It is never changed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = LedgerEntry)]
struct EntryView {
    /// Its id.
    id: LedgerEntryId,
    /// Its number in the budget's ledger, from 1, without a gap (số thứ tự).
    #[schema(minimum = 1)]
    sequence: i64,
    /// What it does (nghiệp vụ).
    operation: LedgerOperation,
    /// From which account it takes (tài khoản nguồn).
    from: LedgerAccount,
    /// To which account it gives (tài khoản đích).
    to: LedgerAccount,
    /// How much, in đồng (số tiền).
    #[schema(minimum = 1)]
    amount_vnd: i64,
    /// For which application (hồ sơ hỗ trợ).
    #[schema(required)]
    application_id: Option<SupportApplicationId>,
    /// By which payment or recovery; of a counter-posting, by which counter-entry.
    #[schema(required)]
    payment_id: Option<SupportPaymentId>,
    /// For which loan of the fund (khoản vay).
    #[schema(required)]
    loan_id: Option<LoanId>,
    /// By which repayment of it; of a counter-posting, by which counter-entry.
    #[schema(required)]
    repayment_id: Option<RepaymentId>,
    /// What stands on the accounts after it (số dư).
    balances: BalancesView,
    /// The day from which it holds (ngày).
    booked_on: Date,
    /// The login name of whoever entered it.
    #[schema(max_length = 200, examples("so-nnmt.approver"))]
    recorded_by: String,
    /// When it was entered.
    recorded_at: Instant,
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        let (from, to) = moves(entry.operation);
        Self {
            id: entry.id,
            sequence: entry.sequence,
            operation: entry.operation,
            from,
            to,
            amount_vnd: entry.amount.0,
            application_id: entry.application,
            payment_id: entry.payment,
            loan_id: entry.loan,
            repayment_id: entry.repayment,
            balances: entry.after.into(),
            booked_on: entry.booked_on,
            recorded_by: entry.recorded_by,
            recorded_at: entry.recorded_at,
        }
    }
}

/// The ledger as a table.
static ENTRIES: Table = Table {
    name: "ledger-entries",
    columns: &[
        column("sequence", "Số thứ tự", "Number", "/sequence"),
        column("booked_on", "Ngày", "Booked on", "/booked_on"),
        column("operation", "Nghiệp vụ", "Operation", "/operation"),
        column("from", "Tài khoản nguồn", "From", "/from"),
        column("to", "Tài khoản đích", "To", "/to"),
        column("amount_vnd", "Số tiền (đồng)", "Amount (đồng)", "/amount_vnd"),
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
        column("application_id", "Hồ sơ", "Application", "/application_id"),
        column("payment_id", "Thanh toán", "Payment", "/payment_id"),
        column("loan_id", "Khoản vay", "Loan", "/loan_id"),
        column("repayment_id", "Lần trả nợ", "Repayment", "/repayment_id"),
        column("recorded_by", "Người ghi", "Recorded by", "/recorded_by"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
        column("id", "Mã định danh", "Id", "/id"),
    ],
};

/// Which postings.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EntryQuery {
    /// That do this (nghiệp vụ).
    operation: Option<LedgerOperation>,
    /// For this application (hồ sơ hỗ trợ).
    application: Option<SupportApplicationId>,
    /// For this loan of the fund (khoản vay).
    loan: Option<LoanId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// Read the ledger of a budget (sổ kinh phí)
///
/// Double entry, in the order of its numbers, each posting with what stands on the accounts after it.
/// `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "support budgets",
    params(PathId<BudgetId>, EntryQuery),
    responses(Paged<Page<EntryView>>),
    security(("access_token" = ["budget.read"])),
)]
#[get("/v1/support-budgets/{id}/entries")]
pub(super) async fn list_ledger_entries(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::BudgetRead>,
    id: PathId<BudgetId>,
    query: StrictQuery<EntryQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let filter =
        Filter { operation: query.operation, application: query.application, loan: query.loan };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &ENTRIES,
        name: format!("ledger entries {id} {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let led = lead::led(&service.agencies, &caller.scope, service.runtime.ids.now().date());
    let rows = move |connection: &mut Connection, after: Option<&i64>, limit| {
        found(connection, (&caller.scope, &led), id)?;
        store::list(connection, id, &filter, after.copied(), limit)
    };
    wanted.answer(rows, |entry: &Entry| entry.sequence, EntryView::from).await
}
