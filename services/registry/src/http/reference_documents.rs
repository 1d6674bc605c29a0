//! `GET /v1/reference-documents/{name}`

use actix_web::{HttpResponse, get, web::Data};
use htx_kit::{auth::Authorized, failure::Failure, http::PathId};
use htx_model::{permission::permit, refusal::Refusal};

use crate::{Registry, store};

/// Read a reference document (văn bản tham chiếu)
///
/// What the suite was loaded with: `plan-2025`, `programmes`, `dissolution-order`,
/// `public-holidays`. What is not verified says so.
#[utoipa::path(
    tag = "reference",
    params(("name" = String, Path, description = "The document's name.", max_length = 100, pattern = "^[a-z0-9-]+$", example = "plan-2025")),
    responses((status = 200, description = "The document.", body = Object, content_type = "application/json")),
    security(("access_token" = ["agency.read"])),
)]
#[get("/v1/reference-documents/{name}")]
pub(super) async fn read_reference_document(
    registry: Data<Registry>,
    _caller: Authorized<permit::AgencyRead>,
    name: PathId<String>,
) -> Result<HttpResponse, Failure> {
    let PathId(name) = name;
    let content = registry
        .runtime
        .database
        .read(move |connection| store::reference::document(connection, &name))
        .await?
        .ok_or_else(|| Refusal::not_found("văn bản", "document"))?;
    Ok(HttpResponse::Ok().content_type("application/json").body(content))
}
