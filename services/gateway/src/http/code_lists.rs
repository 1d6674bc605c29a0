//! The code lists with their labels in both languages.

use actix_web::{
    Responder, get,
    http::header::CACHE_CONTROL,
    web::{Json, Path},
};
use htx_kit::{failure::Failure, http::Page};
use htx_model::{
    code_list::{CodeListEntry, code_lists},
    refusal::Refusal,
};

type CodeListEntryPage = Page<CodeListEntry>;

/// Lists change with the program only.
const CACHED: (actix_web::http::header::HeaderName, &str) = (CACHE_CONTROL, "public, max-age=300");

/// List the code lists
///
/// Danh mục mã dùng chung, kèm nhãn tiếng Việt và tiếng Anh. Clients show the label and send the
/// code; a list may grow, so an unknown code is to be shown as it is.
#[utoipa::path(
    tag = "code_lists",
    operation_id = "list_code_lists",
    responses((status = 200, description = "Every list (mọi danh mục).", body = CodeListEntryPage))
)]
#[get("/v1/code-lists")]
pub(super) async fn list_code_lists() -> impl Responder {
    let page = Page { items: code_lists().iter().collect(), next: None, count: None };
    Json(page).customize().insert_header(CACHED)
}

/// Read one code list
///
/// Một danh mục mã với nhãn hai thứ tiếng. One code list with its labels.
#[utoipa::path(
    tag = "code_lists",
    operation_id = "read_code_list",
    params((
        "name" = String, Path, description = "The name of the list (tên danh mục).",
        max_length = 64, pattern = "^[a-z_]+$", example = "organisation_kinds",
    )),
    responses((status = 200, description = "The list (danh mục).", body = CodeListEntry))
)]
#[get("/v1/code-lists/{name}")]
pub(super) async fn read_code_list(name: Path<String>) -> Result<impl Responder, Failure> {
    let list: Option<&CodeListEntry> = code_lists().iter().find(|list| list.name == *name);
    let list = list.ok_or_else(|| Refusal::not_found("danh mục", "code list"))?;
    Ok(Json(list).customize().insert_header(CACHED))
}
