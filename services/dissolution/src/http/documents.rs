//! `/v1/dissolutions/{id}/documents`

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
    id::{DissolutionId, DocumentId},
    permission::permit,
};
use serde::Serialize;

use crate::{Dissolutions, store, usecase::documents as usecase};

/// A document to upload.
#[derive(Debug, utoipa::ToSchema)]
#[schema(as = DissolutionDocumentUpload)]
#[allow(dead_code, reason = "describes the multipart form; it is read as a stream")]
pub(super) struct NewDocument {
    /// The file: PDF, PNG, JPEG, XLSX, DOCX, CSV or text, told by its content. At most 20 MiB.
    #[schema(value_type = String, format = Binary, max_length = 20_971_520)]
    file: Vec<u8>,
}

/// A document of a case (tài liệu của hồ sơ giải thể).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionDocument)]
pub(super) struct DocumentView {
    /// Its id, by which steps and records of the case refer to it.
    id: DocumentId,
    /// The file's name.
    #[schema(max_length = 200, examples("nghị quyết.pdf"))]
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
    fn of(case: DissolutionId, document: Document) -> Self {
        let (id, sha256) = (document.id, document.sha256_hex());
        Self {
            id,
            sha256,
            name: document.name,
            media_type: document.media_type.name(),
            size: document.size,
            recorded_at: document.recorded_at,
            content_path: format!("/v1/dissolutions/{case}/documents/{id}/content"),
        }
    }
}

/// Upload a document of a case (tải tài liệu của hồ sơ lên)
///
/// Once; steps, claims, answers and objections of the case then refer to it by id. Whoever sees the
/// case may add to it while it is open. What kind of file it is, is told by what it contains.
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>),
    request_body(content = NewDocument, content_type = "multipart/form-data"),
    responses(Made<DocumentView>),
    security(("access_token" = ["document.upload"])),
)]
#[post("/v1/dissolutions/{id}/documents")]
pub(super) async fn upload_case_document(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DocumentUpload>,
    id: PathId<DissolutionId>,
    form: Multipart,
) -> Result<Reply, Failure> {
    let PathId(id) = id;
    let scope = caller.scope_of::<permit::DissolutionRead>();
    let reached =
        move |connection: &mut Connection| usecase::require_addable(connection, &scope, id);
    service.runtime.database.read_briefly(reached).await?;
    let mut received = documents::receive_file(form).await?;
    let once = Once::of(&request, &received.fingerprint())?;
    service.documents.keep(&mut received).await?;
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let scope = caller.scope_of::<permit::DissolutionRead>();
        let of = (id, caller.agency().cloned());
        let document =
            usecase::upload(connection, context, &scope, of, caller.principal().id, &received)?;
        let location = format!("/v1/dissolutions/{id}/documents/{}", document.id);
        Reply::made(location, &DocumentView::of(id, document))
    })
    .await
}

type DissolutionDocumentPage = Page<DocumentView>;

/// List the documents of a case (tài liệu của hồ sơ giải thể)
#[utoipa::path(
    tag = "dissolutions",
    params(PathId<DissolutionId>, PageQuery),
    responses((status = 200, description = "A page of documents, as they were uploaded.", body = DissolutionDocumentPage)),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/dissolutions/{id}/documents")]
pub(super) async fn list_case_documents(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DocumentRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<DissolutionDocumentPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let list = format!("documents of dissolution {id}");
    let reach = reach(&caller);
    let bound = move |connection: &mut Connection, after: Option<&DocumentId>, limit| {
        usecase::require_readable(connection, &reach, id)?;
        store::document::page(connection, id, after, limit)
    };
    folder::page(&service.runtime, list, query, bound, move |row| DocumentView::of(id, row)).await
}

/// Read what is known of a document of a case (xem thông tin tài liệu)
#[utoipa::path(
    tag = "dissolutions",
    params(PathIds<DissolutionId, DocumentId>),
    responses((status = 200, description = "What is known of it.", body = DocumentView)),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/dissolutions/{id}/documents/{document_id}")]
pub(super) async fn read_case_document(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DocumentRead>,
    ids: PathIds<DissolutionId, DocumentId>,
) -> Result<Json<DocumentView>, Failure> {
    let PathIds(id, document) = ids;
    find(&service, &caller, (id, document)).await.map(|found| Json(DocumentView::of(id, found)))
}

/// Download a document of a case (tải nội dung tài liệu)
///
/// As it was uploaded, to be saved and never shown within a page. An answer that breaks off is not
/// whole.
#[utoipa::path(
    tag = "dissolutions",
    params(PathIds<DissolutionId, DocumentId>),
    responses(Downloaded),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/dissolutions/{id}/documents/{document_id}/content")]
pub(super) async fn download_case_document(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DocumentRead>,
    ids: PathIds<DissolutionId, DocumentId>,
) -> Result<HttpResponse, Failure> {
    let found = find(&service, &caller, (ids.0, ids.1)).await?;
    service.documents.answer(&found).await
}

async fn find(
    service: &Dissolutions,
    caller: &Authorized<permit::DocumentRead>,
    (id, document): (DissolutionId, DocumentId),
) -> Result<Document, Failure> {
    let reach = reach(caller);
    let work = move |connection: &mut Connection| usecase::read(connection, &reach, id, document);
    service.runtime.database.read_briefly(work).await
}

fn reach(caller: &Authorized<permit::DocumentRead>) -> usecase::Reach {
    usecase::Reach {
        cases: caller.scope_of::<permit::DissolutionRead>(),
        documents: caller.scope.clone(),
    }
}
