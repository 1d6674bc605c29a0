//! `/v1/trade-events/{id}/documents` and `/v1/trade-applications/{id}/documents`

mod of_applications;
mod of_events;

use actix_multipart::Multipart;
use actix_web::{HttpRequest, web::Json};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    documents::{self, Document},
    failure::Failure,
    http::{IdempotencyKey, Page, PageQuery, Reply, Routes},
};
use htx_model::{
    date::Instant,
    id::DocumentId,
    permission::{Permit, permit},
    scope::Scope,
};
use serde::Serialize;

use crate::{
    TradePromotion,
    store::{self, document::Folder},
    usecase::documents::{self as usecase, Reach},
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config.configure(of_events::routes).configure(of_applications::routes);
}

/// A document to upload.
#[derive(Debug, utoipa::ToSchema)]
#[schema(as = TradeDocumentUpload)]
#[allow(dead_code, reason = "describes the multipart form; it is read as a stream")]
struct NewDocument {
    /// The file: PDF, PNG, JPEG, XLSX, DOCX, CSV or text, told by its content. At most 20 MiB.
    #[schema(value_type = String, format = Binary, max_length = 20_971_520)]
    file: Vec<u8>,
}

/// A document of an event or of an application for it (tài liệu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TradeDocument)]
struct DocumentView {
    /// Its id, by which steps and results refer to it.
    id: DocumentId,
    /// The file's name.
    #[schema(max_length = 200, examples("quyết định.pdf"))]
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

type TradeDocumentPage = Page<DocumentView>;

fn path(folder: Folder) -> String {
    match folder {
        Folder::Event(id) => format!("/v1/trade-events/{id}/documents"),
        Folder::Application(id) => format!("/v1/trade-applications/{id}/documents"),
    }
}

impl DocumentView {
    fn of(folder: Folder, document: Document) -> Self {
        let (id, sha256) = (document.id, document.sha256_hex());
        Self {
            id,
            sha256,
            name: document.name,
            media_type: document.media_type.name(),
            size: document.size,
            recorded_at: document.recorded_at,
            content_path: format!("{}/{id}/content", path(folder)),
        }
    }
}

/// What the caller reaches with each of these scopes today.
fn reaches(service: &TradePromotion, scopes: Vec<Scope>) -> Vec<Reach> {
    let today = service.runtime.ids.now().date();
    scopes.into_iter().map(|scope| Reach::of(scope, &service.agencies, today)).collect()
}

/// Takes a document in. `scopes` are those with which the caller may act in the folder.
async fn upload(
    (request, key, form): (&HttpRequest, IdempotencyKey, Multipart),
    service: &TradePromotion,
    caller: Authorized<permit::DocumentUpload>,
    folder: Folder,
    scopes: Vec<Scope>,
) -> Result<Reply, Failure> {
    let writers = reaches(service, scopes);
    let reach = writers.clone();
    let reached =
        move |connection: &mut Connection| usecase::require_addable(connection, &reach, folder);
    service.runtime.database.read_briefly(reached).await?;
    let mut received = documents::receive_file(form).await?;
    let once = key.once(request, &received.fingerprint());
    service.documents.keep(&mut received).await?;
    write(&service.runtime, caller, once, move |act| {
        let document = usecase::upload(act, &writers, folder, &received)?;
        let location = format!("{}/{}", path(folder), document.id);
        Reply::made(location, &DocumentView::of(folder, document))
    })
    .await
}

/// What the caller sees with a permission, and of documents.
fn sight<P: Permit>(
    service: &TradePromotion,
    caller: &Authorized<permit::DocumentRead>,
) -> (Reach, Reach) {
    let today = service.runtime.ids.now().date();
    let of = |scope| Reach::of(scope, &service.agencies, today);
    (of(caller.scope_of::<P>()), of(caller.scope.clone()))
}

/// A page of a folder's documents.
async fn list(
    service: &TradePromotion,
    (seen, documents): (Reach, Reach),
    folder: Folder,
    query: PageQuery,
) -> Result<Json<TradeDocumentPage>, Failure> {
    let bound = move |connection: &mut Connection, after: Option<&DocumentId>, limit| {
        usecase::require_readable(connection, (&seen, &documents), folder)?;
        store::document::page(connection, folder, after, limit)
    };
    let view = move |row| DocumentView::of(folder, row);
    documents::folder::page(&service.runtime, path(folder), query, bound, view).await
}

async fn find(
    service: &TradePromotion,
    (seen, documents): (Reach, Reach),
    folder: Folder,
    document: DocumentId,
) -> Result<Document, Failure> {
    let work = move |connection: &mut Connection| {
        usecase::read(connection, (&seen, &documents), folder, document)
    };
    service.runtime.database.read_briefly(work).await
}
