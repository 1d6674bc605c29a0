//! `GET /v1/dissolutions/{id}/pack`

use actix_web::{
    HttpResponse,
    body::SizedStream,
    get,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION},
    web::Data,
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{PathId, StrictQuery, spooled, unmasking},
};
use htx_model::{
    date::{Date, Instant},
    dissolution::money::CasePersonalData,
    id::DissolutionId,
    permission::permit,
    refusal::{ErrorCode, Refusal, Text},
};
use serde::Deserialize;

use super::read_audit::moment;
use crate::{
    Dissolutions,
    http::personal_data,
    usecase::{audit, pack as usecase, personal_data::read_unmasked},
};

/// Of when, and whether with personal data.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PackQuery {
    /// The day on which facts held in law (ngày xem); the day of `known_at`, or today, where it is not
    /// said.
    as_of: Option<Date>,
    /// The instant by which they were known: what the newest checkpoint of the log covers that was signed
    /// by then. All that is recorded where it is not said.
    known_at: Option<Instant>,
    /// With what people are called and wrote, for who may read it and says why; the events then commit
    /// to it in the pack.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Kiểm toán hồ sơ giải thể năm 2025")]
    purpose: Option<String>,
}

/// Take a case away (tải gói hồ sơ giải thể)
///
/// One ZIP file with the audit view, the case's events byte for byte, their proofs, the signed
/// checkpoint, the public key of the log, the documents, and a signed manifest. `htx verify pack.zip`
/// checks it without network or server; any change to any byte shows. The same case, moment and
/// checkpoint give the same bytes. Documents are for those who may read the documents of the case;
/// what people are called and wrote in records is left out unless it is asked for with a purpose.
#[utoipa::path(
    tag = "dissolution audit",
    params(PathId<DissolutionId>, PackQuery),
    responses(
        (status = 200, description = "The pack.", content_type = "application/zip", body = String),
        (status = 409, description = "`state_conflict`: an event is not sealed and signed yet, or the documents are too large for one pack.", content_type = "application/problem+json", body = htx_kit::http::Problem),
    ),
    security(("access_token" = ["dissolution_audit.read"])),
)]
#[get("/v1/dissolutions/{id}/pack")]
pub(super) async fn read_dissolution_pack(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionAuditRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<PackQuery>,
) -> Result<HttpResponse, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let purpose = unmasking(query.unmasked, query.purpose.as_deref())?;
    let context = personal_data::context(&caller, &service);
    let at = moment(query.as_of, query.known_at, context.now)?;
    let key = service.runtime.log_key()?;
    let (own, writes) = (service.clone(), purpose.is_some());
    let work = move |connection: &mut Connection| {
        let audited = audit::read(connection, &own, &caller.scope, id, at)?;
        let papers = caller.scope_of::<permit::DocumentRead>();
        if !papers.covers(&audited.stored.organisation.placement()) {
            return Err(no_documents().into());
        }
        let contents = usecase::gather(connection, &key, &audited, writes)?;
        if let Some(purpose) = &purpose {
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            let read = (CasePersonalData::WholeCase, 1);
            read_unmasked(connection, &context, &reach, &audited.stored, read, purpose)?;
        }
        Ok(contents)
    };
    let database = &service.runtime.database;
    let contents = if writes { database.write(work).await? } else { database.read(work).await? };
    let (file, size) = usecase::write(&service.documents, contents).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"dissolution-{id}.zip\""),
        ))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(SizedStream::new(size, spooled(file))))
}

fn no_documents() -> Refusal {
    Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Gói hồ sơ chứa tài liệu mà tài khoản không được đọc.",
            "The pack holds documents that the account may not read.",
        ),
    )
    .advising(Text::fixed(
        "Hãy xem hồ sơ tại /v1/dissolutions/{id}/audit.",
        "Read the case at /v1/dissolutions/{id}/audit.",
    ))
}
