//! `POST /v1/documents`, `GET /v1/documents/{id}` and `GET /v1/documents/{id}/content`

use std::collections::BTreeMap;

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse, get, post,
    web::{Data, Json},
};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    documents::{self, Document, UploadLimits},
    failure::Failure,
    http::{Downloaded, Made, Once, PathId, Reply},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::Instant,
    id::{DocumentId, OrganisationId},
    permission::permit,
    refusal::{Refusal, Text},
};
use serde::Serialize;

use crate::{
    Registry,
    usecase::document::{self as usecase, Belonging},
};

/// The part of the form that names the organisation.
const ORGANISATION: &str = "organisation";

/// A document to upload.
#[derive(Debug, utoipa::ToSchema)]
#[schema(as = DocumentUpload)]
#[allow(dead_code, reason = "describes the multipart form; it is read as a stream")]
pub(super) struct NewDocument {
    /// The file: PDF, PNG, JPEG, XLSX, DOCX, CSV or text, told by its content. At most 20 MiB.
    #[schema(value_type = String, format = Binary, max_length = 20_971_520)]
    file: Vec<u8>,
    /// The organisation that it is about (tổ chức).
    #[schema(nullable = false)]
    organisation: Option<OrganisationId>,
}

/// An uploaded document (tài liệu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Document)]
pub(super) struct DocumentView {
    /// Its id, by which applications and decisions refer to it.
    id: DocumentId,
    /// The file's name.
    #[schema(max_length = 200, examples("tờ trình.pdf"))]
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
    /// The organisation that it is about.
    #[schema(required)]
    organisation: Option<OrganisationId>,
    /// The district that it belongs to.
    #[schema(required)]
    district: Option<DistrictCode>,
    /// The commune that it belongs to.
    #[schema(required)]
    commune: Option<CommuneCode>,
    /// The agency that it belongs to.
    #[schema(required)]
    agency: Option<AgencyCode>,
    /// When it was uploaded.
    recorded_at: Instant,
    /// Where its content is.
    #[schema(max_length = 100)]
    content_path: String,
}

impl From<Document> for DocumentView {
    fn from(document: Document) -> Self {
        Self {
            id: document.id,
            sha256: document.sha256_hex(),
            name: document.name,
            media_type: document.media_type.name(),
            size: document.size,
            organisation: document.place.organisation_id,
            district: document.place.district_code,
            commune: document.place.commune_code,
            agency: document.place.agency_code,
            recorded_at: document.recorded_at,
            content_path: format!("/v1/documents/{}/content", document.id),
        }
    }
}

/// Upload a document (tải tài liệu lên)
///
/// Once; applications, petitions and decisions then refer to it by id. It belongs to the organisation
/// named in the form, or to the caller's own organisation or agency and territory. What kind of file
/// it is, is told by what it contains.
#[utoipa::path(
    tag = "documents",
    request_body(content = NewDocument, content_type = "multipart/form-data"),
    responses(Made<DocumentView>),
    security(("access_token" = ["document.upload"])),
)]
#[post("/v1/documents")]
pub(super) async fn upload_document(
    registry: Data<Registry>,
    caller: Authorized<permit::DocumentUpload>,
    request: HttpRequest,
    form: Multipart,
) -> Result<Reply, Failure> {
    let upload = documents::receive(form, UploadLimits::default()).await?;
    let organisation = organisation(&upload.fields)?;
    let mut received = upload.file;
    let mut sent = received.fingerprint();
    sent.extend(organisation.iter().flat_map(|id| id.as_bytes()));
    let once = Once::of(&request, &sent)?;
    registry.documents.keep(&mut received).await?;
    let belonging = Belonging { organisation, agency: caller.agency().cloned() };
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let scope = &caller.scope;
        let document = usecase::upload(
            connection,
            context,
            scope,
            caller.principal().id,
            belonging,
            &received,
        )?;
        let location = format!("/v1/documents/{}", document.id);
        Reply::made(location, &DocumentView::from(document))
    })
    .await
}

/// The organisation that the form names; it has no other part beside the file.
fn organisation(fields: &BTreeMap<String, String>) -> Result<Option<OrganisationId>, Refusal> {
    if let Some(unknown) = fields.keys().find(|name| *name != ORGANISATION) {
        return Err(Refusal::parameter(
            unknown,
            Text::fixed(
                "Biểu mẫu chỉ có phần file và organisation.",
                "The form has the parts file and organisation only.",
            ),
        ));
    }
    let Some(given) = fields.get(ORGANISATION).map(|text| text.trim()) else { return Ok(None) };
    given.parse().map(Some).map_err(|_| {
        Refusal::parameter(
            ORGANISATION,
            Text::fixed(
                "Đây không phải mã định danh của tổ chức.",
                "This is no organisation's id.",
            ),
        )
    })
}

/// Read what is known of a document (xem thông tin tài liệu)
///
/// Within the caller's territory or agency, or uploaded by the caller.
#[utoipa::path(
    tag = "documents",
    params(PathId<DocumentId>),
    responses((status = 200, description = "What is known of it.", body = DocumentView)),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/documents/{id}")]
pub(super) async fn read_document(
    registry: Data<Registry>,
    caller: Authorized<permit::DocumentRead>,
    id: PathId<DocumentId>,
) -> Result<Json<DocumentView>, Failure> {
    find(&registry, &caller, id.0).await.map(|found| Json(found.into()))
}

/// Download a document (tải nội dung tài liệu)
///
/// As it was uploaded, to be saved and never shown within a page. An answer that breaks off is not
/// whole.
#[utoipa::path(
    tag = "documents",
    params(PathId<DocumentId>),
    responses(Downloaded),
    security(("access_token" = ["document.read"])),
)]
#[get("/v1/documents/{id}/content")]
pub(super) async fn download_document(
    registry: Data<Registry>,
    caller: Authorized<permit::DocumentRead>,
    id: PathId<DocumentId>,
) -> Result<HttpResponse, Failure> {
    let found = find(&registry, &caller, id.0).await?;
    registry.documents.answer(&found).await
}

async fn find(
    registry: &Registry,
    caller: &Authorized<permit::DocumentRead>,
    id: DocumentId,
) -> Result<Document, Failure> {
    let (scope, principal) = (caller.scope.clone(), caller.principal().id);
    registry
        .runtime
        .database
        .read_briefly(move |connection| usecase::read(connection, &scope, principal, id))
        .await
}
