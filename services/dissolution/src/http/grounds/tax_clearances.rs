//! `GET|POST /v1/dissolutions/{id}/tax-clearances`

use actix_web::{
    get, post,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{IdempotencyKey, Keyed, Page, PageQuery, PageRequest, PathId, Reply, StrictQuery},
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    dissolution::grounds::TaxOutcome,
    id::{DissolutionId, DocumentId, TaxClearanceId},
    permission::permit,
    refusal::LegalBasis,
};
use serde::{Deserialize, Serialize};

use crate::{
    Dissolutions,
    domain::{
        step::Exhibit,
        tax::{GUIDANCE, TaxClearance},
    },
    http::act::write,
    usecase::tax_clearance::{self as usecase, NewTaxClearance},
};

/// What the tax department records (xác nhận nghĩa vụ thuế).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewClearance {
    /// What it says (kết quả).
    outcome: TaxOutcome,
    /// The number of the document (số văn bản).
    #[schema(min_length = 1, max_length = 100, examples("1542/CT-QLN"))]
    number: String,
    /// When it was issued (ngày văn bản): today where it is not said.
    #[serde(default)]
    issued_on: Option<Date>,
    /// How much is owed, in đồng (số thuế còn nợ): of what is owed or proposed on, and of nothing
    /// else.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(12_400_000))]
    amount_vnd: Option<i64>,
    /// What is proposed or owed, in words (nội dung đề xuất); needed for a proposal.
    #[serde(default)]
    #[schema(
        min_length = 1,
        max_length = 1000,
        examples("Đề nghị khoanh nợ, xóa nợ theo hướng dẫn 17")
    )]
    note: Option<String>,
    /// Documents of the case: the document itself.
    #[schema(min_items = 1, max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// What the tax department recorded (xác nhận nghĩa vụ thuế). The last one counts.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TaxClearance)]
pub(super) struct ClearanceView {
    /// Its id.
    id: TaxClearanceId,
    /// What it says (kết quả).
    outcome: TaxOutcome,
    /// Whether the case can be settled with it.
    clears: bool,
    /// The number of the document (số văn bản).
    #[schema(max_length = 100)]
    number: String,
    /// When it was issued (ngày văn bản).
    issued_on: Date,
    /// How much is owed, in đồng (số thuế còn nợ).
    #[schema(required)]
    amount_vnd: Option<i64>,
    /// What is proposed or owed, in words; null where nothing was said, or it was erased.
    #[schema(required, max_length = 1000)]
    note: Option<String>,
    /// The guidance behind a proposal.
    #[schema(required)]
    legal_basis: Option<LegalBasis>,
    /// The document itself, with its digest.
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
    /// The tax department.
    #[schema(value_type = String, examples("cuc-thue"))]
    agency: AgencyCode,
    /// Its name then.
    #[schema(max_length = 300)]
    agency_name: String,
    /// The login name of whoever recorded it.
    #[schema(max_length = 200, examples("cuc-thue.officer"))]
    recorded_by: String,
    /// When it was written down.
    recorded_at: Instant,
}

impl From<TaxClearance> for ClearanceView {
    fn from(one: TaxClearance) -> Self {
        Self {
            id: one.id,
            outcome: one.outcome,
            clears: one.outcome.clears(),
            number: one.number,
            issued_on: one.issued_on,
            amount_vnd: one.amount.map(|amount| amount.0),
            note: one.note,
            legal_basis: (one.outcome == TaxOutcome::Proposal).then_some(GUIDANCE),
            documents: one.documents,
            agency: one.by.code,
            agency_name: one.by.name,
            recorded_by: one.recorded_by,
            recorded_at: one.recorded_at,
        }
    }
}

type TaxClearancePage = Page<ClearanceView>;

/// List what the tax department recorded (xác nhận nghĩa vụ thuế)
///
/// In the order in which it was recorded: the last one counts.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, PageQuery),
    responses((status = 200, description = "A page of records.", body = TaxClearancePage)),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/tax-clearances")]
pub(super) async fn list_tax_clearances(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<TaxClearancePage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let cursor_key = service.runtime.cursor_key.clone();
    let list = format!("tax clearances of dissolution {id}");
    let page: PageRequest<TaxClearanceId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    service
        .runtime
        .database
        .read(move |connection| {
            let (after, limit) = (page.after.as_ref(), page.fetch());
            let rows = usecase::page(connection, &caller.scope, id, after, limit)?;
            page.page(&cursor_key, rows, |row| row.id, ClearanceView::from)
        })
        .await
        .map(Json)
}

/// Record tax clearance (xác nhận nghĩa vụ thuế khi giải thể)
///
/// By the tax department: nothing is owed, something is, or what it proposes to do about tax that
/// cannot be collected (guidance 17). A case is settled with a clearance or a proposal. What was
/// recorded before stays; the last one counts.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, IdempotencyKey),
    request_body = NewClearance,
    responses((
        status = 201,
        description = "Recorded. The list is in Location.",
        body = ClearanceView,
        headers(("Location" = String, description = "The address of the list.")),
    )),
    security(("access_token" = ["tax_clearance.record"])),
)]
#[post("/v1/dissolutions/{id}/tax-clearances")]
pub(super) async fn record_tax_clearance(
    service: Data<Dissolutions>,
    caller: Authorized<permit::TaxClearanceRecord>,
    id: PathId<DissolutionId>,
    submitted: Keyed<NewClearance>,
) -> Result<Reply, Failure> {
    let (PathId(id), Keyed { body, once }) = (id, submitted);
    let new = NewTaxClearance {
        outcome: body.outcome,
        number: body.number,
        issued_on: body.issued_on,
        amount_vnd: body.amount_vnd,
        note: body.note,
        documents: body.document_ids,
    };
    let agencies = service.agencies.clone();
    write(&service, caller, once, move |connection, context, caller| {
        let one = usecase::record(connection, context, &agencies, caller, id, new)?;
        let view = ClearanceView::from(one);
        let kept = ClearanceView { note: None, ..view.clone() };
        Reply::made(format!("/v1/dissolutions/{id}/tax-clearances"), &view)?.keeping(&kept)
    })
    .await
}
