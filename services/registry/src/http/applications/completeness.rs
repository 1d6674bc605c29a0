//! `GET /v1/applications/{id}/completeness`

use actix_web::{
    HttpRequest, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{PathId, language},
};
use htx_model::{
    application::Mender, id::ApplicationId, language::Language, permission::permit,
    refusal::LegalBasis,
};
use serde::Serialize;

use crate::{
    Registry,
    domain::application::completeness::Missing,
    usecase::application::{self as usecase, Ground},
};

/// What an application still lacks.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Completeness {
    /// Whether nothing is missing.
    complete: bool,
    /// Everything that is missing.
    #[schema(max_items = 10000)]
    items: Vec<MissingView>,
}

/// Something that is missing.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MissingItem)]
struct MissingView {
    /// Where: a JSON pointer into the application; of a document, with its requirement's code.
    #[schema(examples("/attachments/charter"))]
    pointer: String,
    /// The stable code of the rule.
    #[schema(examples("missing_document"))]
    code: &'static str,
    /// What is missing, in the caller's language.
    #[schema(examples("Thiếu tài liệu: Điều lệ."))]
    detail: String,
    /// The article behind it, and whether it was read.
    #[schema(required)]
    legal_basis: Option<LegalBasis>,
    /// Who can mend it (ai khắc phục).
    mender: Mender,
}

/// See what an application lacks (kiểm tra tính đầy đủ)
///
/// Every document and fact that is missing or wrong, by the register as it stands: what the
/// submission or the approval would be refused for.
#[utoipa::path(
    tag = "applications",
    params(PathId<ApplicationId>),
    responses((status = 200, description = "What is missing.", body = Completeness)),
    security(("access_token" = ["application.read"])),
)]
#[get("/v1/applications/{id}/completeness")]
pub(super) async fn read_completeness(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationRead>,
    id: PathId<ApplicationId>,
) -> Result<Json<Completeness>, Failure> {
    let language = language(&request);
    let context = Context::new(caller.actor(), &registry.runtime.ids);
    let (units, holidays) = (registry.units.clone(), registry.holidays.clone());
    let missing = registry
        .runtime
        .database
        .read(move |connection| {
            let ground = Ground { units: &units, holidays: &holidays };
            usecase::completeness(connection, &context, &caller.scope, ground, id.0)
        })
        .await?;
    let complete = missing.is_empty();
    let items = missing.into_iter().map(|one| MissingView::of(one, language)).collect();
    Ok(Json(Completeness { complete, items }))
}

impl MissingView {
    fn of(missing: Missing, language: Language) -> Self {
        let Missing { fault, mender } = missing;
        Self {
            pointer: fault.pointer.into_owned(),
            code: fault.code,
            detail: fault.detail.in_language(language).to_owned(),
            legal_basis: fault.legal_basis,
            mender,
        }
    }
}
