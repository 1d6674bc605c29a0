//! `/v1/support-applications/{id}/documents`

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse, get, post,
    web::{Data, Json},
};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    db::Connection,
    documents::{self, Document, folder},
    failure::Failure,
    http::{Downloaded, Made, Once, Page, PageQuery, PathId, PathIds, Reply, StrictQuery},
};
use htx_model::{
    date::Instant,
    id::{DocumentId, SupportApplicationId},
    permission::{Permit, permit},
    scope::Scope,
};
use serde::Serialize;

use crate::{SupportPrograms, domain::lead, store, usecase::application::documents as usecase};

/// A document to upload.
#[derive(Debug, utoipa::ToSchema)]
#[schema(as = SupportDocumentUpload)]
#[allow(dead_code, reason = "describes the multipart form; it is read as a stream")]
pub(super) struct NewDocument {
    /// The file: PDF, PNG, JPEG, XLSX, DOCX, CSV or text, told by its content. At most 20 MiB.
    #[schema(value_type = String, format = Binary, max_length = 20_971_520)]
    file: Vec<u8>,
}

/// A document of an application (tài liệu của hồ sơ hỗ trợ).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SupportDocument)]
pub(super) struct DocumentView {
    /// Its id, by which steps and payments of the application refer to it.
    id: DocumentId,
    /// The file's name.
    #[schema(max_length = 200, examples("báo giá.pdf"))]
    name: String,
    /// What it is.
    #[schema(max_length = 100, examples("application/pdf"))]
    media_type: &'static str,
    /// Bytes.
    #[schema(minimum = 0, maximum = 20_971_520)]
    size: u64,
    /// The content's digest, in hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// When it was uploaded.
    recorded_at: Instant,
    /// Where its content is.
    #[schema(max_length = 200)]
    content_path: String,
}

impl DocumentView {
    fn of(application: SupportApplicationId, document: Document) -> Self {
        let (id, sha256) = (document.id, document.sha256_hex());
        Self {
            id,
            sha256,
            name: document.name,
            media_type: document.media_type.name(),
            size: document.size,
            recorded_at: document.recorded_at,
            content_path: format!("/v1/support-applications/{application}/documents/{id}/content"),
        }
    }
}

/// Upload a document of an application (tải tài liệu của hồ sơ lên)
///
/// Once; steps and payments of the application then refer to it by id. Whoever sees the application
/// may add to it while it is open. What kind of file it is, is told by what it contains.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>),
    request_body(content = NewDocument, content_type = "multipart/form-data"),
    responses(Made<DocumentView>),
    security(("access_token" = ["document.upload"])),
)]
#[post("/v1/support-applications/{id}/documents")]
pub(super) async fn upload_support_document(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::DocumentUpload>,
    id: PathId<SupportApplicationId>,
    form: Multipart,
) -> Result<Reply, Failure> {
    let PathId(id) = id;
    let (scope, led) = reach(&service, &caller);
    let reached =
        move |connection: &mut Connection| usecase::require_addable(connection, (&scope, &led), id);
    service.runtime.database.read_briefly(reached).await?;
    let mut received = documents::receive_file(form).await?;
    let once = Once::of(&request, &received.fingerprint())?;
    service.documents.keep(&mut received).await?;
    let reach = reach(&service, &caller);
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let (scope, led) = &reach;
        let of = (id, caller.agency().cloned());
        let reach = (scope, led.as_slice());
        let document =
            usecase::upload(connection, context, reach, of, caller.principal().id, &received)?;
        let location = format!("/v1/support-applications/{id}/documents/{}", document.id);
        Reply::made(location, &DocumentView::of(id, document))
    })
    .await
}

type SupportDocumentPage = Page<DocumentView>;

/// List the documents of an application (tài liệu của hồ sơ hỗ trợ)
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, PageQuery),
    responses((status = 200, description = "A page of documents, as they were uploaded.", body = SupportDocumentPage)),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/support-applications/{id}/documents")]
pub(super) async fn list_support_documents(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::DocumentRead>,
    id: PathId<SupportApplicationId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<SupportDocumentPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let list = format!("documents of support application {id}");
    let reach = both(&service, &caller);
    let bound = move |connection: &mut Connection, after: Option<&DocumentId>, limit| {
        usecase::require_readable(connection, &reach, id)?;
        store::document::page(connection, id, after, limit)
    };
    folder::page(&service.runtime, list, query, bound, move |row| DocumentView::of(id, row)).await
}

/// Read what is known of a document of an application (xem thông tin tài liệu)
#[utoipa::path(
    tag = "support applications",
    params(PathIds<SupportApplicationId, DocumentId>),
    responses((status = 200, description = "What is known of it.", body = DocumentView)),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/support-applications/{id}/documents/{document_id}")]
pub(super) async fn read_support_document(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::DocumentRead>,
    ids: PathIds<SupportApplicationId, DocumentId>,
) -> Result<Json<DocumentView>, Failure> {
    let PathIds(id, document) = ids;
    find(&service, &caller, (id, document)).await.map(|found| Json(DocumentView::of(id, found)))
}

/// Download a document of an application (tải nội dung tài liệu)
///
/// As it was uploaded, to be saved and never shown within a page. An answer that breaks off is not
/// whole.
#[utoipa::path(
    tag = "support applications",
    params(PathIds<SupportApplicationId, DocumentId>),
    responses(Downloaded),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/support-applications/{id}/documents/{document_id}/content")]
pub(super) async fn download_support_document(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::DocumentRead>,
    ids: PathIds<SupportApplicationId, DocumentId>,
) -> Result<HttpResponse, Failure> {
    let found = find(&service, &caller, (ids.0, ids.1)).await?;
    service.documents.answer(&found).await
}

async fn find(
    service: &SupportPrograms,
    caller: &Authorized<permit::DocumentRead>,
    (id, document): (SupportApplicationId, DocumentId),
) -> Result<Document, Failure> {
    let reach = both(service, caller);
    let work = move |connection: &mut Connection| usecase::read(connection, &reach, id, document);
    service.runtime.database.read_briefly(work).await
}

/// What the caller sees of applications, and of documents.
fn both(
    service: &SupportPrograms,
    caller: &Authorized<permit::DocumentRead>,
) -> [usecase::Reach; 2] {
    [reach(service, caller), led_by(service, caller.scope.clone())]
}

/// What the caller sees of applications.
fn reach<P: Permit>(service: &SupportPrograms, caller: &Authorized<P>) -> usecase::Reach {
    led_by(service, caller.scope_of::<permit::SupportApplicationRead>())
}

fn led_by(service: &SupportPrograms, scope: Scope) -> usecase::Reach {
    let led = lead::led(&service.agencies, &scope, service.runtime.ids.now().date());
    (scope, led)
}
