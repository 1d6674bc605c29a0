//! `POST /v1/imports` and `GET /v1/imports/{id}`

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, get, post,
    web::{Data, Json, block},
};
use htx_kit::{
    auth::Authorized,
    context::Context,
    db::stored::json,
    failure::Failure,
    http::{Begun, LongWork, Made, Once, PathId, Reply, StrictQuery},
};
use htx_model::{date::Instant, id::ImportId, permission::permit, refusal::Refusal};
use serde::{Deserialize, Serialize};

use super::uploaded_file::UploadedFile;
use crate::{
    Registry,
    store::import_run::{self, ImportRun, Visible},
    usecase::import_register::{ImportFile, ImportReport, Importer},
};

/// Whether to change anything.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportQuery {
    /// Lists every problem and changes nothing (chạy thử).
    #[serde(default)]
    #[param(default = false, example = true)]
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

impl Import {
    fn of(run: ImportRun, report: ImportReport) -> Self {
        Self {
            id: run.id,
            file_name: run.file_name,
            dry_run: run.dry_run,
            recorded_at: run.recorded_at,
            report,
        }
    }

    /// The same as it is kept.
    fn masked(self) -> Self {
        Self { report: self.report.masked(), ..self }
    }
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
    responses(Made<Import>),
    security(("access_token" = ["organisation.import"])),
)]
#[post("/v1/imports")]
pub(super) async fn import_register(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationImport>,
    query: StrictQuery<ImportQuery>,
    request: HttpRequest,
    form: Multipart,
) -> Result<Reply, Failure> {
    let StrictQuery(ImportQuery { dry_run }) = query;
    let UploadedFile { name, bytes } = UploadedFile::read(form).await?;
    let once = Once::of(&request, &bytes)?;
    let runtime = &registry.runtime;
    let context = Context::new(caller.actor(), &runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let importer = Importer {
        database: runtime.database.clone(),
        units: registry.units.clone(),
        context,
        scope: caller.scope.clone(),
    };
    let file = ImportFile { name, bytes, dry_run };
    let (database, running) = (runtime.database.clone(), runtime.running.clone());
    // One piece of work that goes on to its end, recorded, whether or not the caller hangs up.
    block(move || {
        let work = match LongWork::begin(&database, &running, principal, now, once)? {
            Begun::Answered(reply) => return Ok(reply),
            Begun::Work(work) => work,
        };
        let (run, report) = importer.run(&file, |_, _| {})?;
        work.finish(move |connection| {
            import_run::insert(connection, &run)?;
            let location = format!("/v1/imports/{}", run.id);
            let import = Import::of(run, report);
            Reply::made(location, &import)?.keeping(&import.masked())
        })
    })
    .await
    .map_err(Failure::unexpected)?
}

/// Read an import (xem lần nhập dữ liệu)
///
/// A run of the caller's own agency; the planning agency sees all.
#[utoipa::path(
    tag = "imports",
    params(PathId<ImportId>),
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
    let agency = caller.agency();
    let visible = if caller.scope.is_everything() {
        Visible::All
    } else {
        Visible::OfAgency(agency.map(ToString::to_string).unwrap_or_default())
    };
    let run = registry
        .runtime
        .database
        .read(move |connection| import_run::find(connection, &visible, id))
        .await?
        .ok_or_else(|| Refusal::not_found("lần nhập dữ liệu", "import"))?;
    let report = json(&run.report)?;
    Ok(Json(Import::of(run, report)))
}
