//! `POST /v1/imports` and `GET /v1/imports/{id}`

use actix_multipart::Multipart;
use actix_web::{
    HttpResponse, get,
    http::header::LOCATION,
    post,
    web::{Data, Json},
};
use futures_util::TryStreamExt as _;
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{PathId, StrictQuery},
};
use htx_model::{
    date::Instant,
    id::ImportId,
    permission::permit,
    refusal::{ErrorCode, Refusal, Text},
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    store::import_run::{self, ImportRun, Visible},
    usecase::import_register::{ImportFile, ImportReport, Importer},
};

/// The largest file that is read, in bytes.
const FILE_LIMIT: usize = 32 << 20;

/// Whether to change anything.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportQuery {
    /// Lists every problem and changes nothing (chạy thử).
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// A spreadsheet to import.
#[derive(Debug, utoipa::ToSchema)]
#[schema(as = ImportUpload)]
#[allow(dead_code, reason = "describes the multipart form; it is read as a stream")]
pub(super) struct Upload {
    /// The file: XLSX, or CSV in UTF-8, UTF-16 or Windows-1258. At most 32 MiB.
    #[schema(value_type = String, format = Binary, max_length = 33_554_432)]
    file: Vec<u8>,
}

/// A run of an import with its report (lần nhập dữ liệu).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Import {
    /// Its id; the events of the run carry it as their batch.
    id: ImportId,
    /// The name under which the file was sent.
    file_name: String,
    /// Whether it changed nothing on purpose.
    dry_run: bool,
    /// When it was run.
    recorded_at: Instant,
    /// What was found and done.
    report: ImportReport,
}

/// Import a register (nhập sổ đăng ký từ bảng tính)
///
/// Reads the spreadsheet of a district office, messy as it is, and enters its good rows. Rows with a
/// problem are listed with row, column, what was read and what was expected. The same file again
/// changes nothing. With `dry_run=true` nothing is changed at all.
#[utoipa::path(
    tag = "imports",
    params(ImportQuery),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((
        status = 201,
        description = "The file was read; the report tells what came of each row.",
        body = Import,
        headers(("Location" = String, description = "The run's address.")),
    )),
    security(("access_token" = ["organisation.import"])),
)]
#[post("/v1/imports")]
pub(super) async fn import_register(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationImport>,
    query: StrictQuery<ImportQuery>,
    form: Multipart,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(ImportQuery { dry_run }) = query;
    let (name, bytes) = uploaded(form).await?;
    let context = Context::new(caller.actor(), &registry.runtime.ids);
    let recorded_at = context.now;
    let importer = Importer {
        database: registry.runtime.database.clone(),
        units: registry.units.clone(),
        context,
        scope: caller.scope.clone(),
    };
    let file_name = name.clone();
    let file = ImportFile { name, bytes, dry_run };
    let (id, report) = actix_web::web::block(move || importer.import(&file, |_, _| {}))
        .await
        .map_err(Failure::unexpected)??;
    Ok(HttpResponse::Created()
        .insert_header((LOCATION, format!("/v1/imports/{id}")))
        .json(Import { id, file_name, dry_run, recorded_at, report }))
}

/// The file out of a form's field `file`.
async fn uploaded(mut form: Multipart) -> Result<(String, Vec<u8>), Failure> {
    while let Some(mut field) = form.try_next().await.map_err(|_| no_file())? {
        if field.name() != Some("file") {
            return Err(no_file().into());
        }
        let disposition = field.content_disposition();
        let name = disposition.and_then(|value| value.get_filename()).unwrap_or("register");
        let name: String = name.chars().filter(|c| !c.is_control()).take(255).collect();
        let mut bytes = Vec::new();
        while let Some(chunk) = field.try_next().await.map_err(|_| no_file())? {
            if bytes.len() + chunk.len() > FILE_LIMIT {
                return Err(too_large().into());
            }
            bytes.extend_from_slice(&chunk);
        }
        return Ok((name, bytes));
    }
    Err(no_file().into())
}

fn no_file() -> Refusal {
    Refusal::new(
        ErrorCode::InvalidBody,
        Text::fixed(
            "Hãy gửi multipart/form-data với một trường tên file chứa bảng tính.",
            "Send multipart/form-data with one field named file that holds the spreadsheet.",
        ),
    )
}

fn too_large() -> Refusal {
    let megabytes = FILE_LIMIT >> 20;
    Refusal::new(
        ErrorCode::BodyTooLarge,
        Text::made(
            format!("Tệp lớn hơn {megabytes} MiB; hãy tách thành nhiều tệp."),
            format!("The file is larger than {megabytes} MiB; split it."),
        ),
    )
}

/// Read an import (xem lần nhập dữ liệu)
///
/// A run of the caller's own agency; the planning agency sees all.
#[utoipa::path(
    tag = "imports",
    params(("id" = ImportId, Path, description = "The run's id.")),
    responses((status = 200, description = "The run with its report.", body = Import)),
    security(("access_token" = ["organisation.import"])),
)]
#[get("/v1/imports/{id}")]
pub(super) async fn read_import(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationImport>,
    id: PathId<ImportId>,
) -> Result<Json<Import>, Failure> {
    let PathId(id) = id;
    let visible = match caller.principal().agency() {
        _ if caller.scope.is_everything() => Visible::All,
        Some(agency) => Visible::OfAgency(agency.to_string()),
        None => Visible::OfAgency(String::new()),
    };
    let run: ImportRun = registry
        .runtime
        .database
        .read(move |connection| import_run::find(connection, &visible, id))
        .await?
        .ok_or_else(|| Refusal::not_found("lần nhập dữ liệu", "import"))?;
    Ok(Json(Import {
        id: run.id,
        file_name: run.file_name,
        dry_run: run.dry_run,
        recorded_at: run.recorded_at,
        report: serde_json::from_str(&run.report).map_err(Failure::unexpected)?,
    }))
}
