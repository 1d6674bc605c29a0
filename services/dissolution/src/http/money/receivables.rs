//! `/v1/dissolutions/{id}/receivables`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, KeyedOnce, Page, PageRequest, Paged,
        PathId, PathIds, Reply, StrictQuery, Whole,
        listed::{Listed, for_json_only},
        table::Representation,
        unmasking,
    },
};
use htx_model::{
    dissolution::money::{CasePersonalData, DebtKind, ReceivableAction, ReceivableState},
    id::{DissolutionId, DocumentId, ReceivableId},
    permission::{Permit, permit},
    purpose::Purpose,
};
use serde::Deserialize;

use super::{
    GroundsBody,
    claims::OneQuery,
    party_view::NewDebtParty,
    receivable_view::{RECEIVABLES, ReceivableView},
    write,
};
use crate::{
    Dissolutions,
    domain::receivable::Receivable,
    http::personal_data,
    store::{
        self,
        money::receivable::{self as table, Filter},
    },
    usecase::{
        hold,
        money::receivables::{self as usecase, NewReceivable},
        personal_data::read_unmasked,
    },
};

/// Which receivables.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReceivableQuery {
    /// In this state (trạng thái).
    state: Option<ReceivableState>,
    /// Of this kind of debtor (loại nợ).
    debt_kind: Option<DebtKind>,
    /// Personal data unmasked, for who may read it and says why. Only in JSON.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Đôn đốc thu hồi nợ")]
    purpose: Option<String>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the receivables of a case (danh sách khoản phải thu)
///
/// In the order in which they were entered, without what people wrote. Personal data is masked. Who
/// holds `personal_data.read` for the place reads it unmasked with `unmasked=true` and a `purpose`;
/// that is noted in the log. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "dissolution money",
    params(PathId<DissolutionId>, ReceivableQuery),
    responses(Paged<Page<ReceivableView>>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/receivables")]
pub(super) async fn list_receivables(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<ReceivableQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let purpose = unmasking(query.unmasked, query.purpose.as_deref())?;
    let filter = Filter { state: query.state, debt_kind: query.debt_kind };
    let name = format!("receivables {id} {filter:?}");
    if let Some(purpose) = purpose {
        if matches!(representation, Representation::Table(_)) {
            for_json_only(&[("unmasked", true)])?;
        }
        let page = PageRequest::read(
            &service.runtime.cursor_key,
            name,
            query.limit,
            query.cursor.as_deref(),
        )?;
        return unmasked(&service, caller, id, filter, page, purpose).await;
    }
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &RECEIVABLES,
        name,
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&ReceivableId>, limit| {
        store::case::find(connection, &caller.scope, id)?.ok_or_else(hold::unknown)?;
        table::list(connection, id, &filter, after.copied(), limit)
    };
    let view = |receivable| ReceivableView::listed(receivable, false);
    wanted.answer(rows, |receivable: &Receivable| receivable.id, view).await
}

/// A page with the personal data of the debtors; that it was read is noted with it.
async fn unmasked(
    service: &Dissolutions,
    caller: Authorized<permit::DissolutionRead>,
    id: DissolutionId,
    filter: Filter,
    page: PageRequest<ReceivableId>,
    purpose: Purpose,
) -> Result<HttpResponse, Failure> {
    let context = personal_data::context(&caller, service);
    let cursor_key = service.runtime.cursor_key.clone();
    let work = move |connection: &mut Connection| {
        let found = store::case::find(connection, &caller.scope, id)?;
        let stored = found.ok_or_else(hold::unknown)?;
        let rows = table::list(connection, id, &filter, page.after, page.fetch())?;
        let reach = caller.scope_of::<permit::PersonalDataRead>();
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let read = (CasePersonalData::Debtors, rows.len().min(limit));
        read_unmasked(connection, &context, &reach, &stored, read, &purpose)?;
        let view = |receivable| ReceivableView::listed(receivable, true);
        page.page(&cursor_key, rows, |receivable| receivable.id, view)
    };
    Ok(HttpResponse::Ok().json(service.runtime.database.write(work).await?))
}

/// A receivable as it is entered (khoản phải thu).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionReceivable {
    /// Who owes it, by kind (loại nợ).
    debt_kind: DebtKind,
    /// Who owes it (người nợ).
    debtor: NewDebtParty,
    /// How much, in đồng (số tiền).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(15_000_000))]
    amount_vnd: i64,
    /// What it rests on (căn cứ).
    #[schema(min_length = 1, max_length = 1000, examples("Nợ sản phẩm vụ xuân 2014"))]
    basis: String,
    /// Documents of the case that prove it (chứng cứ).
    #[serde(default)]
    #[schema(max_items = 50)]
    evidence_document_ids: Vec<DocumentId>,
}

/// Enter a receivable (đăng ký khoản phải thu)
///
/// By an officer of the case's authority. It is collected by the cash book.
#[utoipa::path(
    tag = "dissolution money",
    params(PathId<DissolutionId>, IdempotencyKey),
    request_body = NewDissolutionReceivable,
    responses(Created<ReceivableView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/receivables")]
pub(super) async fn register_receivable(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    submitted: Keyed<NewDissolutionReceivable>,
) -> Result<Reply, Failure> {
    let (PathId(id), Keyed { body, once }) = (id, submitted);
    let new = NewReceivable {
        debt_kind: body.debt_kind,
        debtor: body.debtor.into(),
        amount_vnd: body.amount_vnd,
        basis: body.basis,
        evidence: body.evidence_document_ids,
    };
    write(&service, caller, once, move |connection, context, caller| {
        let receivable = usecase::register(connection, context, caller, id, new)?;
        let location = format!("/v1/dissolutions/{id}/receivables/{}", receivable.id);
        let kept = ReceivableView::listed(receivable.clone(), false);
        let version = receivable.version;
        Reply::created(location, version, &ReceivableView::whole(receivable, false))?.keeping(&kept)
    })
    .await
}

/// Read a receivable (xem khoản phải thu)
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, ReceivableId>, OneQuery),
    responses(Whole<ReceivableView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/receivables/{receivable_id}")]
pub(super) async fn read_receivable(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    ids: PathIds<DissolutionId, ReceivableId>,
    query: StrictQuery<OneQuery>,
) -> Result<Whole<ReceivableView>, Failure> {
    let (PathIds(id, receivable_id), StrictQuery(query)) = (ids, query);
    let purpose = unmasking(query.unmasked, query.purpose.as_deref())?;
    let context = personal_data::context(&caller, &service);
    let writes = purpose.is_some();
    let work = move |connection: &mut Connection| {
        let (receivable, stored) = usecase::read(connection, &caller.scope, id, receivable_id)?;
        if let Some(purpose) = &purpose {
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            let read = (CasePersonalData::Debtors, 1);
            read_unmasked(connection, &context, &reach, &stored, read, purpose)?;
        }
        let (version, principal) = (receivable.version, caller.principal());
        let view = ReceivableView::whole(receivable, purpose.is_some());
        Ok(Whole { version, resource: view.with_actions(&stored, principal) })
    };
    let database = &service.runtime.database;
    if writes { database.write(work).await } else { database.read(work).await }
}

/// Find a receivable uncollectable (xác định không thu hồi được)
///
/// In whole or for its rest, with a reason and at least one document that proves it. By an approver
/// who did not prepare the case.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, ReceivableId>, IfMatch, IdempotencyKey),
    request_body = GroundsBody,
    responses(Changed<ReceivableView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/receivables/{receivable_id}/give-up")]
pub(super) async fn give_up_receivable(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    ids: PathIds<DissolutionId, ReceivableId>,
    seen: IfMatch,
    submitted: Keyed<GroundsBody>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    take(&service, caller, ids, seen, once, (ReceivableAction::GiveUp, body)).await
}

/// Go on collecting a receivable (tiếp tục thu)
///
/// One that was found uncollectable, with a reason.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, ReceivableId>, IfMatch, IdempotencyKey),
    request_body = GroundsBody,
    responses(Changed<ReceivableView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/receivables/{receivable_id}/reopen")]
pub(super) async fn reopen_receivable(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    ids: PathIds<DissolutionId, ReceivableId>,
    seen: IfMatch,
    submitted: Keyed<GroundsBody>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    take(&service, caller, ids, seen, once, (ReceivableAction::Reopen, body)).await
}

async fn take<P: Permit>(
    service: &Dissolutions,
    caller: Authorized<P>,
    PathIds(id, receivable_id): PathIds<DissolutionId, ReceivableId>,
    seen: IfMatch,
    once: KeyedOnce,
    (action, body): (ReceivableAction, GroundsBody),
) -> Result<Reply, Failure> {
    write(service, caller, once, move |connection, context, caller| {
        let (at, grounds) = ((id, receivable_id), body.into());
        let changed = usecase::act(connection, context, caller, at, &seen, action, grounds)?;
        let kept = ReceivableView::listed(changed.clone(), false);
        let version = changed.version;
        Reply::changed(version, &ReceivableView::whole(changed, false))?.keeping(&kept)
    })
    .await
}
