//! `/v1/trade-applications/{id}/documents`

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
    id::{DocumentId, TradeApplicationId},
    permission::permit,
};

use super::{DocumentView, Folder, NewDocument, TradeDocumentPage, find, list, sight, upload};
use crate::TradePromotion;

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(upload_trade_application_document)
        .service(list_trade_application_documents)
        .service(read_trade_application_document)
        .service(download_trade_application_document);
}

/// Upload a document of an application for a trade event (tải tài liệu của đăng ký lên)
///
/// A certificate, a contract: once, by the organisation, by its district or commune, or by the organiser,
/// unless it was taken back or not selected. Results then refer to it by id.
#[utoipa::path(
    tag = "trade applications",
    params(PathId<TradeApplicationId>, IdempotencyKey),
    request_body(content = NewDocument, content_type = "multipart/form-data"),
    responses(Made<DocumentView>),
    security(("access_token" = ["document.upload"])),
)]
#[post("/v1/trade-applications/{id}/documents")]
pub(super) async fn upload_trade_application_document(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::DocumentUpload>,
    id: PathId<TradeApplicationId>,
    key: IdempotencyKey,
    form: Multipart,
) -> Result<Reply, Failure> {
    let scopes = vec![
        caller.scope_of::<permit::TradeApplicationPrepare>(),
        caller.scope_of::<permit::TradeResultReport>(),
        caller.scope_of::<permit::TradeApplicationDecide>(),
    ];
    upload((&request, key, form), &service, caller, Folder::Application(id.0), scopes).await
}

/// List the documents of an application for a trade event (danh sách tài liệu của đăng ký)
///
/// Open to the organiser, to oversight, to the organisation and to its territory.
#[utoipa::path(
    tag = "trade applications",
    params(PathId<TradeApplicationId>, PageQuery),
    responses((status = 200, description = "A page of documents, as they were uploaded.", body = TradeDocumentPage)),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/trade-applications/{id}/documents")]
pub(super) async fn list_trade_application_documents(
    service: Data<TradePromotion>,
    caller: Authorized<permit::DocumentRead>,
    id: PathId<TradeApplicationId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<TradeDocumentPage>, Failure> {
    let sight = sight::<permit::TradeApplicationRead>(&service, &caller);
    list(&service, sight, Folder::Application(id.0), query.0).await
}

/// Read what is known of a document of an application for a trade event (thông tin tài liệu của đăng ký)
#[utoipa::path(
    tag = "trade applications",
    params(PathIds<TradeApplicationId, DocumentId>),
    responses((status = 200, description = "What is known of it.", body = DocumentView)),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/trade-applications/{id}/documents/{document_id}")]
pub(super) async fn read_trade_application_document(
    service: Data<TradePromotion>,
    caller: Authorized<permit::DocumentRead>,
    ids: PathIds<TradeApplicationId, DocumentId>,
) -> Result<Json<DocumentView>, Failure> {
    let (folder, sight) =
        (Folder::Application(ids.0), sight::<permit::TradeApplicationRead>(&service, &caller));
    let found = find(&service, sight, folder, ids.1).await?;
    Ok(Json(DocumentView::of(folder, found)))
}

/// Download a document of an application for a trade event (nội dung tài liệu của đăng ký)
///
/// As it was uploaded, to be saved and never shown within a page. An answer that breaks off is not
/// whole.
#[utoipa::path(
    tag = "trade applications",
    params(PathIds<TradeApplicationId, DocumentId>),
    responses(Downloaded),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/trade-applications/{id}/documents/{document_id}/content")]
pub(super) async fn download_trade_application_document(
    service: Data<TradePromotion>,
    caller: Authorized<permit::DocumentRead>,
    ids: PathIds<TradeApplicationId, DocumentId>,
) -> Result<HttpResponse, Failure> {
    let sight = sight::<permit::TradeApplicationRead>(&service, &caller);
    let found = find(&service, sight, Folder::Application(ids.0), ids.1).await?;
    service.documents.answer(&found).await
}
