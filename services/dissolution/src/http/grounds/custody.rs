//! `GET|PUT /v1/dissolutions/{id}/custody`

use actix_web::{get, put, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathId, Reply, Tagged},
};
use htx_model::{
    date::{Date, Instant},
    dissolution::{Custody, grounds::CustodyItem},
    id::{DissolutionId, DocumentId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use crate::{
    Dissolutions,
    domain::{
        custody::{self, CustodyEntry},
        step::Exhibit,
    },
    http::act::write,
    usecase::custody::{self as usecase, NewCustody},
};

/// Where a seal or a certificate is, as it is said (tình trạng quản lý).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCustodyEntry {
    /// Where it is. `lost` has its document or its reason, `unrecoverable` its reason.
    custody: Custody,
    /// Since when (từ ngày): today where it is not said.
    #[serde(default)]
    since: Option<Date>,
    /// Who holds it, how it was lost, why it cannot be got back (lý do, người giữ).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Thất lạc khi chuyển trụ sở năm 2011"))]
    reason: Option<String>,
    /// Documents of the case that prove it (biên bản giao nộp, xác nhận mất).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

impl From<NewCustodyEntry> for NewCustody {
    fn from(body: NewCustodyEntry) -> Self {
        Self {
            custody: body.custody,
            since: body.since,
            reason: body.reason,
            documents: body.document_ids,
        }
    }
}

/// Where seal and certificate are (con dấu, giấy chứng nhận); what is left out stays as it was.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionCustody {
    /// The seal (con dấu).
    #[serde(default)]
    seal: Option<NewCustodyEntry>,
    /// The certificate of registration (giấy chứng nhận đăng ký).
    #[serde(default)]
    certificate: Option<NewCustodyEntry>,
}

/// What was said of a seal or a certificate on a day.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = CustodyEntry)]
pub(super) struct EntryView {
    /// From 1, within the case.
    #[schema(minimum = 1)]
    sequence: i64,
    /// Of which of the two (đối tượng).
    item: CustodyItem,
    /// Where it is (tình trạng).
    custody: Custody,
    /// Since when.
    since: Date,
    /// Who holds it, how it was lost, why it cannot be got back; null where nothing was said, or it
    /// was erased.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// What proves it, each with its digest.
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
    /// The login name of whoever said it.
    #[schema(max_length = 200, examples("commune-10045.officer"))]
    recorded_by: String,
    /// When it was written down.
    recorded_at: Instant,
}

impl EntryView {
    fn of(entry: &CustodyEntry) -> Self {
        Self {
            sequence: entry.sequence,
            item: entry.item,
            custody: entry.custody,
            since: entry.since,
            reason: entry.reason.clone(),
            documents: entry.documents.clone(),
            recorded_by: entry.recorded_by.clone(),
            recorded_at: entry.recorded_at,
        }
    }
}

/// Where seal and certificate of a case are, and were.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionCustody)]
pub(super) struct CustodyView {
    /// The seal (con dấu); null before anything was said.
    #[schema(required)]
    seal: Option<EntryView>,
    /// The certificate (giấy chứng nhận đăng ký); null before anything was said.
    #[schema(required)]
    certificate: Option<EntryView>,
    /// All that was said, in the order in which it was said (quá trình quản lý).
    #[schema(max_items = 800)]
    history: Vec<EntryView>,
    /// The version, as in the ETag: how much was said; 0 before anything was.
    #[schema(minimum = 0)]
    version: i64,
}

impl CustodyView {
    fn of(entries: &[CustodyEntry]) -> Self {
        let last = |item| custody::last(entries, item).map(EntryView::of);
        Self {
            seal: last(CustodyItem::Seal),
            certificate: last(CustodyItem::Certificate),
            history: entries.iter().map(EntryView::of).collect(),
            version: usecase::version(entries),
        }
    }

    /// The same without what people wrote, to be kept for a repetition of the request.
    fn without_words(&self) -> Self {
        let mut kept = self.clone();
        let last = [&mut kept.seal, &mut kept.certificate].into_iter().flatten();
        for entry in last.chain(&mut kept.history) {
            entry.reason = None;
        }
        kept
    }
}

/// Read where seal and certificate are (xem tình trạng con dấu, giấy chứng nhận)
///
/// With all that was said of them before. The ETag is `"v0"` before anything was.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>),
    responses(Tagged<CustodyView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/custody")]
pub(super) async fn read_custody(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
) -> Result<Tagged<CustodyView>, Failure> {
    service
        .runtime
        .database
        .read(move |connection| {
            let entries = usecase::read(connection, &caller.scope, id.0)?;
            let resource = CustodyView::of(&entries);
            Ok(Tagged { version: resource.version, resource })
        })
        .await
}

/// Say where seal and certificate are (ghi nhận con dấu, giấy chứng nhận)
///
/// Of one or both; what was said before stays. To close a case both are returned, lost with a
/// document or a reason, never issued, or cannot be got back for a reason.
#[utoipa::path(
    tag = "dissolutions",
    params(
        PathId<DissolutionId>,
        ("If-Match" = String, Header, description = "The ETag of what was read.", max_length = 200, example = "\"v0\""),
        IdempotencyKey,
    ),
    request_body = NewDissolutionCustody,
    responses(Changed<CustodyView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[put("/v1/dissolutions/{id}/custody")]
pub(super) async fn write_custody(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    seen: IfMatch,
    submitted: Keyed<NewDissolutionCustody>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let said = [(CustodyItem::Seal, body.seal), (CustodyItem::Certificate, body.certificate)];
    let said: Vec<_> =
        said.into_iter().filter_map(|(item, new)| Some((item, new?.into()))).collect();
    write(&service, caller, once, move |connection, context, caller| {
        let entries = usecase::put(connection, context, caller, id.0, &seen, said)?;
        let view = CustodyView::of(&entries);
        Reply::changed(view.version, &view)?.keeping(&view.without_words())
    })
    .await
}
