//! `/v1/dissolutions/{id}/cash-entries`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        IdempotencyKey, Keyed, Page, Paged, PathId, PathIds, Reply, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    date::{Date, Instant},
    dissolution::money::CashEntryKind,
    id::{AssetId, CashEntryId, ClaimId, DissolutionId, DocumentId, ReceivableId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::write;
use crate::{
    Dissolutions,
    domain::{cash::CashEntry, step::Exhibit},
    store::{
        self,
        money::cash_entry::{self as table, Described, Filter},
    },
    usecase::{
        hold,
        money::cash_book::{self as usecase, NewEntry},
    },
};

/// An entry in the cash book of a case (bút toán sổ quỹ). It is never changed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = CashEntry)]
pub(super) struct CashEntryView {
    /// Its id.
    id: CashEntryId,
    /// Its number in the case's book, from 1, without a gap (số thứ tự).
    #[schema(minimum = 1)]
    sequence: i64,
    /// What it is (loại bút toán).
    kind: CashEntryKind,
    /// How much, in đồng: positive in, negative out (số tiền).
    amount_vnd: i64,
    /// What there is after it, in đồng (tồn quỹ).
    #[schema(minimum = 0)]
    balance_vnd: i64,
    /// On which day the money moved (ngày).
    booked_on: Date,
    /// The claim that is paid.
    #[schema(required)]
    claim_id: Option<ClaimId>,
    /// The receivable that is collected.
    #[schema(required)]
    receivable_id: Option<ReceivableId>,
    /// The asset that was sold.
    #[schema(required)]
    asset_id: Option<AssetId>,
    /// The entry that it takes back.
    #[schema(required)]
    reverses_id: Option<CashEntryId>,
    /// What it is for (diễn giải); null where it was erased.
    #[schema(required, max_length = 1000)]
    description: Option<String>,
    /// What proves it, each with its digest (chứng từ).
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
    /// The login name of whoever entered it.
    #[schema(max_length = 200, examples("district-277.officer"))]
    recorded_by: String,
    /// When it was entered.
    recorded_at: Instant,
}

impl From<Described> for CashEntryView {
    fn from((entry, description): Described) -> Self {
        Self {
            id: entry.id,
            sequence: entry.sequence,
            kind: entry.kind,
            amount_vnd: entry.amount.0,
            balance_vnd: entry.balance.0,
            booked_on: entry.booked_on,
            claim_id: entry.claim,
            receivable_id: entry.receivable,
            asset_id: entry.asset,
            reverses_id: entry.reverses,
            description,
            documents: entry.documents,
            recorded_by: entry.recorded_by,
            recorded_at: entry.recorded_at,
        }
    }
}

/// The cash book as a table. What people wrote is no part of it.
static CASH_BOOK: Table = Table {
    name: "cash-entries",
    columns: &[
        column("sequence", "Số thứ tự", "Number", "/sequence"),
        column("booked_on", "Ngày", "Booked on", "/booked_on"),
        column("kind", "Loại bút toán", "Kind", "/kind"),
        column("amount_vnd", "Số tiền (đồng)", "Amount (đồng)", "/amount_vnd"),
        column("balance_vnd", "Tồn quỹ (đồng)", "Balance (đồng)", "/balance_vnd"),
        column("claim_id", "Khoản nợ", "Claim", "/claim_id"),
        column("receivable_id", "Khoản phải thu", "Receivable", "/receivable_id"),
        column("asset_id", "Tài sản", "Asset", "/asset_id"),
        column("reverses_id", "Đảo bút toán", "Reverses", "/reverses_id"),
        column("recorded_by", "Người ghi", "Recorded by", "/recorded_by"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
        column("id", "Mã định danh", "Id", "/id"),
    ],
};

/// Which entries.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CashEntryQuery {
    /// Of this kind (loại bút toán).
    kind: Option<CashEntryKind>,
    /// That pay this claim, or take a payment of it back.
    claim: Option<ClaimId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// Read the cash book of a case (sổ quỹ)
///
/// In the order of its numbers, each entry with the balance after it; without what people wrote where
/// it is a table. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "dissolution money",
    params(PathId<DissolutionId>, CashEntryQuery),
    responses(Paged<Page<CashEntryView>>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/cash-entries")]
pub(super) async fn list_cash_entries(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<CashEntryQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let filter = Filter { kind: query.kind, claim: query.claim };
    let words = !matches!(representation, Representation::Table(_));
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &CASH_BOOK,
        name: format!("cash entries {id} {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&i64>, limit| {
        store::case::find(connection, &caller.scope, id)?.ok_or_else(hold::unknown)?;
        table::list(connection, id, &filter, after.copied(), limit)
    };
    let view = move |(entry, description): Described| {
        CashEntryView::from((entry, description.filter(|_| words)))
    };
    wanted.answer(rows, |(entry, _): &Described| entry.sequence, view).await
}

/// Money that came in or went out (bút toán sổ quỹ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCashEntry {
    /// What it is (loại bút toán). What an asset brings is entered by disposing of it, a reversal by
    /// taking an entry back, a cost as the payment of its claim.
    kind: CashEntryKind,
    /// How much, in đồng, whichever way it goes (số tiền).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(20_000_000))]
    amount_vnd: i64,
    /// On which day the money moved (ngày): today where it is not said; not in the future.
    #[serde(default)]
    booked_on: Option<Date>,
    /// The claim that is paid: of a payment, and of nothing else.
    #[serde(default)]
    claim_id: Option<ClaimId>,
    /// The receivable that is collected: of a collection, and of nothing else.
    #[serde(default)]
    receivable_id: Option<ReceivableId>,
    /// What it is for (diễn giải).
    #[schema(min_length = 1, max_length = 1000, examples("Trả nợ gốc đợt 1"))]
    description: String,
    /// Documents of the case that prove it (chứng từ); at least one where money goes out.
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Enter money in the cash book (ghi sổ quỹ)
///
/// In or out. Money goes out to claims alone: what the dissolution costs is a claim of the class
/// `dissolution_costs`, entered by one person and admitted by another. A claim is paid never beyond what
/// was admitted, beyond the money there is, or beyond what falls to it by the order of payment; claims
/// that are not decided yet compete with all that they claim. Members are paid once the window of the
/// notice is over and no objection is open.
#[utoipa::path(
    tag = "dissolution money",
    params(PathId<DissolutionId>, IdempotencyKey),
    request_body = NewCashEntry,
    responses((
        status = 201,
        description = "Entered.",
        body = CashEntryView,
        headers(("Location" = String, description = "The cash book's address.")),
    )),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/cash-entries")]
pub(super) async fn book_cash_entry(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    submitted: Keyed<NewCashEntry>,
) -> Result<Reply, Failure> {
    let (PathId(id), Keyed { body, once }) = (id, submitted);
    let description = body.description.clone();
    let new = NewEntry {
        kind: body.kind,
        amount_vnd: body.amount_vnd,
        booked_on: body.booked_on,
        claim: body.claim_id,
        receivable: body.receivable_id,
        description: body.description,
        documents: body.document_ids,
    };
    write(&service, caller, once, move |connection, context, caller| {
        let entry = usecase::book(connection, context, caller, id, new)?;
        entered(id, entry, description)
    })
    .await
}

/// Why an entry is taken back (lý do đảo bút toán).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CashEntryReversal {
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Ghi nhầm số tiền"))]
    reason: String,
    /// Documents of the case that prove it (chứng từ); at least one where the entry brought money in.
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Take an entry of the cash book back (đảo bút toán)
///
/// By a counter-entry; nothing is edited. The claim that was paid, the receivable that was collected or
/// the asset that was sold stands as before.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, CashEntryId>, IdempotencyKey),
    request_body = CashEntryReversal,
    responses((
        status = 201,
        description = "The counter-entry.",
        body = CashEntryView,
        headers(("Location" = String, description = "The cash book's address.")),
    )),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/cash-entries/{entry_id}/reverse")]
pub(super) async fn reverse_cash_entry(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    ids: PathIds<DissolutionId, CashEntryId>,
    submitted: Keyed<CashEntryReversal>,
) -> Result<Reply, Failure> {
    let (PathIds(id, entry_id), Keyed { body, once }) = (ids, submitted);
    let description = body.reason.clone();
    let grounds = (body.reason, body.document_ids);
    write(&service, caller, once, move |connection, context, caller| {
        let entry = usecase::reverse(connection, context, caller, (id, entry_id), grounds)?;
        entered(id, entry, description)
    })
    .await
}

/// The entry as it was made. What was written is not kept for a repetition.
fn entered(id: DissolutionId, entry: CashEntry, description: String) -> Result<Reply, Failure> {
    let location = format!("/v1/dissolutions/{id}/cash-entries");
    let kept = CashEntryView::from((entry.clone(), None));
    Reply::made(location, &CashEntryView::from((entry, Some(description))))?.keeping(&kept)
}
