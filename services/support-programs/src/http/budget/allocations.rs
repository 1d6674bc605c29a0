//! `/v1/support-budgets/{id}/allocations`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, IdempotencyKey, IfMatch, Keyed, Nothing, Page, Paged, PathId, PathIds, Reply,
        StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{AllocationId, BudgetId},
    permission::permit,
    principal::Principal,
    support::money::{AllocationAction, AllocationKind, AllocationState},
};
use serde::{Deserialize, Serialize};

use super::found;
use crate::{
    SupportPrograms,
    domain::{
        budget::{self, Allocation},
        lead,
    },
    store::allocation as store,
    usecase::budget::{
        decide,
        propose::{self, Proposal},
    },
};

/// A proposal to allot money to a budget, or to take it back (đề xuất kinh phí).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = BudgetAllocation)]
struct AllocationView {
    /// Its id.
    id: AllocationId,
    /// More or less (loại đề xuất).
    kind: AllocationKind,
    /// How much, in đồng (số tiền).
    #[schema(minimum = 1)]
    amount_vnd: i64,
    /// Where it stands (trạng thái).
    state: AllocationState,
    /// The number of the decision by which the money is allotted (số quyết định).
    #[schema(max_length = 100, examples("6123/QĐ-UBND"))]
    document_number: String,
    /// The day of that decision (ngày quyết định).
    document_on: Date,
    /// What the lead agency says of it (ghi chú). Absent in tables.
    #[schema(required, max_length = 1000)]
    note: Option<String>,
    /// The login name of whoever drafted it (người lập).
    #[schema(max_length = 200, examples("so-nnmt.officer"))]
    drafted_by: String,
    /// When.
    drafted_on: Date,
    /// The login name of whoever decided (người quyết định).
    #[schema(required, max_length = 200, examples("so-tc.approver"))]
    decided_by: Option<String>,
    /// When.
    #[schema(required)]
    decided_on: Option<Date>,
    /// Why it was refused (lý do từ chối).
    #[schema(required, max_length = 1000)]
    refusal_reason: Option<String>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now.
    #[schema(max_items = 5)]
    available_actions: Vec<AllocationAction>,
}

impl AllocationView {
    fn of(allocation: Allocation, principal: &Principal) -> Self {
        let open = |action: &AllocationAction| {
            budget::require(&allocation, *action, principal.id).is_ok()
                && !principal.scope(budget::needs(*action)).is_nothing()
        };
        let available_actions = AllocationAction::all().iter().copied().filter(open).collect();
        Self {
            id: allocation.id,
            kind: allocation.kind,
            amount_vnd: allocation.amount.0,
            state: allocation.state,
            document_number: allocation.document_number,
            document_on: allocation.document_on,
            note: allocation.note,
            drafted_by: allocation.drafted_by_name,
            drafted_on: allocation.drafted_on,
            decided_by: allocation.decided_by_name,
            decided_on: allocation.decided_on,
            refusal_reason: allocation.refusal_reason,
            version: allocation.version,
            recorded_at: allocation.recorded_at,
            available_actions,
        }
    }

    /// The same without what people wrote: what is kept for a repetition of the request.
    fn without_words(&self) -> Self {
        Self { note: None, refusal_reason: None, ..self.clone() }
    }
}

/// Proposals as a table. What people wrote is no part of it.
static ALLOCATIONS: Table = Table {
    name: "allocations",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("kind", "Loại đề xuất", "Kind", "/kind"),
        column("amount_vnd", "Số tiền (đồng)", "Amount (đồng)", "/amount_vnd"),
        column("state", "Trạng thái", "State", "/state"),
        column("document_number", "Số quyết định", "Document", "/document_number"),
        column("document_on", "Ngày quyết định", "Document of", "/document_on"),
        column("drafted_by", "Người lập", "Drafted by", "/drafted_by"),
        column("drafted_on", "Ngày lập", "Drafted on", "/drafted_on"),
        column("decided_by", "Người xác nhận", "Decided by", "/decided_by"),
        column("decided_on", "Ngày xác nhận", "Decided on", "/decided_on"),
    ],
};

/// Which proposals.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AllocationQuery {
    /// In this state (trạng thái).
    state: Option<AllocationState>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List what was proposed for a budget (đề xuất kinh phí)
///
/// In the order in which it was drafted. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX
/// or NDJSON.
#[utoipa::path(
    tag = "support budgets",
    params(PathId<BudgetId>, AllocationQuery),
    responses(Paged<Page<AllocationView>>),
    security(("access_token" = ["budget.read"])),
)]
#[get("/v1/support-budgets/{id}/allocations")]
pub(super) async fn list_allocations(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::BudgetRead>,
    id: PathId<BudgetId>,
    query: StrictQuery<AllocationQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &ALLOCATIONS,
        name: format!("allocations {id} {:?}", query.state),
        limit: query.limit,
        cursor: query.cursor,
    };
    let led = lead::led(&service.agencies, &caller.scope, service.runtime.ids.now().date());
    let principal = caller.principal().clone();
    let rows = move |connection: &mut Connection, after: Option<&AllocationId>, limit| {
        found(connection, (&caller.scope, &led), id)?;
        store::list(connection, id, query.state, after, limit)
    };
    let view = move |allocation| AllocationView::of(allocation, &principal);
    wanted.answer(rows, |one: &Allocation| one.id, view).await
}

/// A proposal as the lead agency drafts it (đề xuất kinh phí).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewBudgetAllocation {
    /// More or less (loại đề xuất).
    kind: AllocationKind,
    /// How much, in đồng (số tiền).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(5_000_000_000_i64))]
    amount_vnd: i64,
    /// The number of the decision by which the money is allotted (số quyết định).
    #[schema(min_length = 1, max_length = 100, examples("6123/QĐ-UBND"))]
    document_number: String,
    /// The day of that decision (ngày quyết định); not in the future.
    document_on: Date,
    /// What the lead agency says of it (ghi chú).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000)]
    note: Option<String>,
}

/// Propose money for a budget (lập đề xuất kinh phí)
///
/// Nothing moves until finance confirms it. By an officer of the lead agency.
#[utoipa::path(
    tag = "support budgets",
    params(PathId<BudgetId>, IdempotencyKey),
    request_body = NewBudgetAllocation,
    responses((
        status = 201,
        description = "Drafted.",
        body = AllocationView,
        headers(
            ("Location" = String, description = "The address of the budget's proposals."),
            ("ETag" = String, description = "Its version."),
        ),
    )),
    security(("access_token" = ["budget.prepare"])),
)]
#[post("/v1/support-budgets/{id}/allocations")]
pub(super) async fn propose_allocation(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::BudgetPrepare>,
    id: PathId<BudgetId>,
    submitted: Keyed<NewBudgetAllocation>,
) -> Result<Reply, Failure> {
    let (PathId(id), Keyed { body, once }) = (id, submitted);
    let proposal = Proposal {
        kind: body.kind,
        amount_vnd: body.amount_vnd,
        document_number: body.document_number,
        document_on: body.document_on,
        note: body.note,
    };
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let allocation = propose::propose(act, id, proposal)?;
        let (location, version) =
            (format!("/v1/support-budgets/{id}/allocations"), allocation.version);
        let view = AllocationView::of(allocation, &principal);
        Reply::created(location, version, &view)?.keeping(&view.without_words())
    })
    .await
}

/// Confirm what was proposed for a budget (xác nhận kinh phí)
///
/// The money is in the budget, or out of it, at once. By an approver of finance who did not draft it.
#[utoipa::path(
    tag = "support budgets",
    params(PathIds<BudgetId, AllocationId>, IfMatch, IdempotencyKey),
    responses(Changed<AllocationView>),
    security(("access_token" = ["budget.confirm"])),
)]
#[post("/v1/support-budgets/{id}/allocations/{allocation_id}/confirm")]
pub(super) async fn confirm_allocation(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::BudgetConfirm>,
    ids: PathIds<BudgetId, AllocationId>,
    seen: IfMatch,
    submitted: Keyed<Nothing>,
) -> Result<Reply, Failure> {
    let (PathIds(id, allocation_id), Keyed { once, .. }) = (ids, submitted);
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let allocation = decide::confirm(act, (id, allocation_id), &seen)?;
        answered(allocation, &principal)
    })
    .await
}

/// Why a proposal is refused (lý do từ chối).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AllocationRefusal {
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Chưa có trong dự toán được giao"))]
    reason: String,
}

/// Refuse what was proposed for a budget (từ chối đề xuất kinh phí)
///
/// By an approver of finance who did not draft it.
#[utoipa::path(
    tag = "support budgets",
    params(PathIds<BudgetId, AllocationId>, IfMatch, IdempotencyKey),
    request_body = AllocationRefusal,
    responses(Changed<AllocationView>),
    security(("access_token" = ["budget.confirm"])),
)]
#[post("/v1/support-budgets/{id}/allocations/{allocation_id}/refuse")]
pub(super) async fn refuse_allocation(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::BudgetConfirm>,
    ids: PathIds<BudgetId, AllocationId>,
    seen: IfMatch,
    submitted: Keyed<AllocationRefusal>,
) -> Result<Reply, Failure> {
    let (PathIds(id, allocation_id), Keyed { body, once }) = (ids, submitted);
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let allocation = decide::refuse(act, (id, allocation_id), &seen, &body.reason)?;
        answered(allocation, &principal)
    })
    .await
}

fn answered(allocation: Allocation, principal: &Principal) -> Result<Reply, Failure> {
    let (version, view) = (allocation.version, AllocationView::of(allocation, principal));
    Reply::changed(version, &view)?.keeping(&view.without_words())
}
