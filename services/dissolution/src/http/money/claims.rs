//! `GET|POST /v1/dissolutions/{id}/claims` and `GET /v1/dissolutions/{id}/claims/{claim_id}`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Created, IdempotencyKey, Keyed, Page, PageRequest, Paged, PathId, PathIds, Reply,
        StrictQuery, Whole,
        listed::{Listed, for_json_only},
        table::Representation,
        unmasking,
    },
};
use htx_model::{
    dissolution::money::{CasePersonalData, ClaimState, DebtKind, PaymentClass},
    id::{AssetId, ClaimId, DissolutionId, DocumentId},
    permission::permit,
    purpose::Purpose,
};
use serde::Deserialize;

use super::{
    claim_view::{CLAIMS, ClaimView},
    party_view::NewDebtParty,
    write,
};
use crate::{
    Dissolutions,
    domain::claim::Claim,
    http::personal_data,
    store::{
        self,
        money::claim::{self as table, Filter},
    },
    usecase::{
        hold,
        money::claims::{self as usecase, NewClaim},
        personal_data::read_unmasked,
    },
};

/// Which claims.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ClaimQuery {
    /// In this state (trạng thái).
    state: Option<ClaimState>,
    /// In this class (hạng ưu tiên).
    payment_class: Option<PaymentClass>,
    /// Of this kind (loại nợ).
    debt_kind: Option<DebtKind>,
    /// Personal data unmasked, for who may read it and says why. Only in JSON.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Đối chiếu công nợ với chủ nợ")]
    purpose: Option<String>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the claims of a case (danh sách khoản nợ phải trả)
///
/// In the order in which they were entered, without what people wrote. Personal data is masked. Who
/// holds `personal_data.read` for the place reads it unmasked with `unmasked=true` and a `purpose`;
/// that is noted in the log. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "dissolution money",
    params(PathId<DissolutionId>, ClaimQuery),
    responses(Paged<Page<ClaimView>>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/claims")]
pub(super) async fn list_claims(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<ClaimQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let purpose = unmasking(query.unmasked, query.purpose.as_deref())?;
    let (state, class, debt_kind) = (query.state, query.payment_class, query.debt_kind);
    let filter = Filter { state, class, debt_kind };
    let name = format!("claims {id} {filter:?}");
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
        table: &CLAIMS,
        name,
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&ClaimId>, limit| {
        store::case::find(connection, &caller.scope, id)?.ok_or_else(hold::unknown)?;
        table::list(connection, id, &filter, after.copied(), limit)
    };
    wanted.answer(rows, |claim: &Claim| claim.id, |claim| ClaimView::listed(claim, false)).await
}

/// A page with the personal data of the creditors; that it was read is noted with it.
async fn unmasked(
    service: &Dissolutions,
    caller: Authorized<permit::DissolutionRead>,
    id: DissolutionId,
    filter: Filter,
    page: PageRequest<ClaimId>,
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
        let read = (CasePersonalData::Creditors, rows.len().min(limit));
        read_unmasked(connection, &context, &reach, &stored, read, &purpose)?;
        let view = |claim| ClaimView::listed(claim, true);
        page.page(&cursor_key, rows, |claim| claim.id, view)
    };
    Ok(HttpResponse::Ok().json(service.runtime.database.write(work).await?))
}

/// A claim as it is entered (khoản nợ phải trả).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionClaim {
    /// Towards whom the debt stands (loại nợ).
    debt_kind: DebtKind,
    /// In which class it is paid (hạng ưu tiên). A member's contribution is in `members`.
    payment_class: PaymentClass,
    /// The asset that secures it (tài sản bảo đảm): of a secured debt, and of no other.
    #[serde(default)]
    secured_by_asset_id: Option<AssetId>,
    /// Whose (chủ nợ).
    creditor: NewDebtParty,
    /// How much, in đồng (số tiền yêu cầu); of a member what was contributed.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(250_000_000))]
    claimed_vnd: i64,
    /// What it rests on (căn cứ).
    #[schema(min_length = 1, max_length = 1000, examples("Hợp đồng tín dụng số 12/2014"))]
    basis: String,
    /// Documents of the case that prove it (chứng cứ).
    #[serde(default)]
    #[schema(max_items = 50)]
    evidence_document_ids: Vec<DocumentId>,
}

/// Enter a claim (đăng ký khoản nợ phải trả)
///
/// By an officer of the case's authority. Another person decides it.
#[utoipa::path(
    tag = "dissolution money",
    params(PathId<DissolutionId>, IdempotencyKey),
    request_body = NewDissolutionClaim,
    responses(Created<ClaimView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/claims")]
pub(super) async fn register_claim(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    submitted: Keyed<NewDissolutionClaim>,
) -> Result<Reply, Failure> {
    let (PathId(id), Keyed { body, once }) = (id, submitted);
    let new = NewClaim {
        debt_kind: body.debt_kind,
        class: body.payment_class,
        secured_by: body.secured_by_asset_id,
        creditor: body.creditor.into(),
        claimed_vnd: body.claimed_vnd,
        basis: body.basis,
        evidence: body.evidence_document_ids,
    };
    write(&service, caller, once, move |connection, context, caller| {
        let claim = usecase::register(connection, context, caller, id, new)?;
        let location = format!("/v1/dissolutions/{id}/claims/{}", claim.id);
        let kept = ClaimView::listed(claim.clone(), false);
        Reply::created(location, claim.version, &ClaimView::whole(claim, false))?.keeping(&kept)
    })
    .await
}

/// Whether personal data is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OneQuery {
    /// Personal data unmasked, for who may read it and says why.
    pub(super) unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Đối chiếu công nợ với chủ nợ")]
    pub(super) purpose: Option<String>,
}

/// Read a claim (xem khoản nợ phải trả)
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, ClaimId>, OneQuery),
    responses(Whole<ClaimView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/claims/{claim_id}")]
pub(super) async fn read_claim(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    ids: PathIds<DissolutionId, ClaimId>,
    query: StrictQuery<OneQuery>,
) -> Result<Whole<ClaimView>, Failure> {
    let (PathIds(id, claim_id), StrictQuery(query)) = (ids, query);
    let purpose = unmasking(query.unmasked, query.purpose.as_deref())?;
    let context = personal_data::context(&caller, &service);
    let (writes, today) = (purpose.is_some(), context.today());
    let work = move |connection: &mut Connection| {
        let (claim, stored) = usecase::read(connection, &caller.scope, id, claim_id)?;
        if let Some(purpose) = &purpose {
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            let read = (CasePersonalData::Creditors, 1);
            read_unmasked(connection, &context, &reach, &stored, read, purpose)?;
        }
        let (version, principal) = (claim.version, caller.principal());
        let view = ClaimView::whole(claim, purpose.is_some());
        Ok(Whole { version, resource: view.with_actions(&stored, principal, today) })
    };
    let database = &service.runtime.database;
    if writes { database.write(work).await } else { database.read(work).await }
}
