//! `/v1/trade-events/{id}/documents`

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse, get, post,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{
        Downloaded, IdempotencyKey, Made, PageQuery, PathId, PathIds, Reply, Routes, StrictQuery,
    },
};
use htx_model::{
    id::{DocumentId, TradeEventId},
    permission::permit,
};

use super::{DocumentView, Folder, NewDocument, TradeDocumentPage, find, list, sight, upload};
use crate::TradePromotion;

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(upload_trade_event_document)
        .service(list_trade_event_documents)
        .service(read_trade_event_document)
        .service(download_trade_event_document);
}

/// Upload a document of a trade event (tải tài liệu của sự kiện lên)
///
/// Its plan, a decision, a report: once, by an officer or approver of the organiser, until it is settled or
/// cancelled. Steps of the event then refer to it by id.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, IdempotencyKey),
    request_body(content = NewDocument, content_type = "multipart/form-data"),
    responses(Made<DocumentView>),
    security(("access_token" = ["document.upload"])),
)]
#[post("/v1/trade-events/{id}/documents")]
pub(super) async fn upload_trade_event_document(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::DocumentUpload>,
    id: PathId<TradeEventId>,
    key: IdempotencyKey,
    form: Multipart,
) -> Result<Reply, Failure> {
    let scopes = vec![
        caller.scope_of::<permit::TradeEventPrepare>(),
        caller.scope_of::<permit::TradeEventDecide>(),
    ];
    upload((&request, key, form), &service, caller, Folder::Event(id.0), scopes).await
}

/// List the documents of a trade event (danh sách tài liệu của sự kiện)
///
/// Open to the organiser, to oversight.
#[utoipa::path(
    tag = "trade events",
    params(PathId<TradeEventId>, PageQuery),
    responses((status = 200, description = "A page of documents, as they were uploaded.", body = TradeDocumentPage)),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/trade-events/{id}/documents")]
pub(super) async fn list_trade_event_documents(
    service: Data<TradePromotion>,
    caller: Authorized<permit::DocumentRead>,
    id: PathId<TradeEventId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<TradeDocumentPage>, Failure> {
    let sight = sight::<permit::TradeEventRead>(&service, &caller);
    list(&service, sight, Folder::Event(id.0), query.0).await
}

/// Read what is known of a document of a trade event (thông tin tài liệu của sự kiện)
#[utoipa::path(
    tag = "trade events",
    params(PathIds<TradeEventId, DocumentId>),
    responses((status = 200, description = "What is known of it.", body = DocumentView)),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/trade-events/{id}/documents/{document_id}")]
pub(super) async fn read_trade_event_document(
    service: Data<TradePromotion>,
    caller: Authorized<permit::DocumentRead>,
    ids: PathIds<TradeEventId, DocumentId>,
) -> Result<Json<DocumentView>, Failure> {
    let (folder, sight) =
        (Folder::Event(ids.0), sight::<permit::TradeEventRead>(&service, &caller));
    let found = find(&service, sight, folder, ids.1).await?;
    Ok(Json(DocumentView::of(folder, found)))
}

/// Download a document of a trade event (nội dung tài liệu của sự kiện)
///
/// As it was uploaded, to be saved and never shown within a page. An answer that breaks off is not
/// whole.
#[utoipa::path(
    tag = "trade events",
    params(PathIds<TradeEventId, DocumentId>),
    responses(Downloaded),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/trade-events/{id}/documents/{document_id}/content")]
pub(super) async fn download_trade_event_document(
    service: Data<TradePromotion>,
    caller: Authorized<permit::DocumentRead>,
    ids: PathIds<TradeEventId, DocumentId>,
) -> Result<HttpResponse, Failure> {
    let sight = sight::<permit::TradeEventRead>(&service, &caller);
    let found = find(&service, sight, Folder::Event(ids.0), ids.1).await?;
    service.documents.answer(&found).await
}
