//! `POST` and `GET /v1/reconciliations`, and `GET /v1/reconciliations/{id}`

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, get, post,
    web::{Data, Json, block},
};
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{Begun, LongWork, Once, Page, PageQuery, PageRequest, PathId, Reply, StrictQuery},
};
use htx_model::{date::Instant, id::ReconciliationId, permission::permit};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    domain::national_system::Counts,
    http::uploaded_file::UploadedFile,
    store::national_system::{self, Reconciliation},
    usecase::{
        import_register::ImportFile,
        reconcile::{self as usecase, FileReport, Reconciler},
    },
};

/// Whether to keep anything.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReconcileQuery {
    /// Lists every row's problems and counts the differences, and keeps nothing (chạy thử).
    #[serde(default)]
    #[param(default = false, example = true)]
    dry_run: bool,
}

/// The national system's spreadsheet.
#[derive(Debug, utoipa::ToSchema)]
#[schema(as = NationalSystemUpload)]
#[allow(dead_code, reason = "describes the multipart form; it is read as a stream")]
pub(super) struct Upload {
    /// The file: XLSX, or CSV in UTF-8, UTF-16 or Windows-1258. At most 32 MiB.
    #[schema(value_type = String, format = Binary, max_length = 33_554_432)]
    file: Vec<u8>,
}

/// A comparison of the register with the national system (lần đối soát).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Reconciliation)]
pub(super) struct ReconciliationView {
    /// Its id.
    id: ReconciliationId,
    /// The name under which the file was sent.
    #[schema(max_length = 255)]
    file_name: String,
    /// The digest of the file (SHA-256, hexadecimal).
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// Who ran it.
    #[schema(max_length = 300)]
    actor_name: String,
    /// How many of each kind.
    counts: Counts,
    /// When it was run.
    recorded_at: Instant,
}

impl From<Reconciliation> for ReconciliationView {
    fn from(head: Reconciliation) -> Self {
        Self {
            id: head.id,
            file_name: head.file_name,
            sha256: head.sha256,
            actor_name: head.actor_name,
            counts: head.counts,
            recorded_at: head.recorded_at,
        }
    }
}

/// A comparison with what could not be read.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ReconciliationReport {
    /// The comparison.
    reconciliation: ReconciliationView,
    /// Whether nothing was kept on purpose.
    dry_run: bool,
    /// How many of its differences are still to be decided.
    #[schema(minimum = 0)]
    open: u64,
    /// What could not be read, or was put right.
    report: FileReport,
}

impl ReconciliationReport {
    fn masked(self) -> Self {
        Self { report: self.report.masked(), ..self }
    }
}

/// Reconcile with the national system (đối soát với hệ thống quốc gia)
///
/// Reads the national system's spreadsheet and compares it with the whole register: by number, by
/// name, and for near duplicates by folded name and address within one commune or district. The
/// register is not changed. The columns are not verified; `/v1/national-system/columns` lists them.
#[utoipa::path(
    tag = "national system",
    params(ReconcileQuery),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (
            status = 201,
            description = "The file was compared; Location leads to the differences.",
            body = ReconciliationReport,
            headers(("Location" = String, description = "The reconciliation's address.")),
        ),
        (status = 200, description = "A dry run: nothing was kept.", body = ReconciliationReport),
    ),
    security(("access_token" = ["national_system.reconcile"])),
)]
#[post("/v1/reconciliations")]
pub(in crate::http) async fn reconcile(
    registry: Data<Registry>,
    caller: Authorized<permit::NationalSystemReconcile>,
    query: StrictQuery<ReconcileQuery>,
    request: HttpRequest,
    form: Multipart,
) -> Result<Reply, Failure> {
    let StrictQuery(ReconcileQuery { dry_run }) = query;
    let UploadedFile { name, bytes } = UploadedFile::read(form).await?;
    let once = Once::of(&request, &bytes)?;
    let runtime = &registry.runtime;
    let context = Context::new(caller.actor(), &runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let (database, running) = (runtime.database.clone(), runtime.running.clone());
    let units = registry.units.clone();
    let reconciler = Reconciler { database: database.clone(), units, context };
    let file = ImportFile { name, bytes, dry_run };
    // One piece of work that goes on to its end, recorded, whether or not the caller hangs up.
    block(move || {
        let work = match LongWork::begin(&database, &running, principal, now, once)? {
            Begun::Answered(reply) => return Ok(reply),
            Begun::Work(work) => work,
        };
        let usecase::Compared { head, report } = reconciler.run(&file)?;
        work.finish(move |connection| {
            let id = head.id;
            let mut open = 0;
            if !dry_run {
                national_system::complete(connection, id)?;
                open = national_system::open_count(connection, id)?;
            }
            let answer =
                ReconciliationReport { reconciliation: head.into(), dry_run, open, report };
            let reply = if dry_run {
                Reply::done(&answer)?
            } else {
                Reply::made(format!("/v1/reconciliations/{id}"), &answer)?
            };
            reply.keeping(&answer.masked())
        })
    })
    .await
    .map_err(Failure::unexpected)?
}

type ReconciliationPage = Page<ReconciliationView>;

/// List reconciliations (các lần đối soát)
///
/// The newest first.
#[utoipa::path(
    tag = "national system",
    params(PageQuery),
    responses((status = 200, description = "A page of reconciliations.", body = ReconciliationPage)),
    security(("access_token" = ["national_system.read"])),
)]
#[get("/v1/reconciliations")]
pub(in crate::http) async fn list_reconciliations(
    registry: Data<Registry>,
    _caller: Authorized<permit::NationalSystemRead>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<ReconciliationPage>, Failure> {
    let StrictQuery(query) = query;
    let cursor_key = registry.runtime.cursor_key.clone();
    let page: PageRequest<ReconciliationId> = PageRequest::read(
        &cursor_key,
        "reconciliations".to_owned(),
        query.limit,
        query.cursor.as_deref(),
    )?;
    let work = move |connection: &mut htx_kit::db::Connection| {
        let rows = national_system::list(connection, page.after, page.fetch())?;
        page.page(&cursor_key, rows, |row| row.id, ReconciliationView::from)
    };
    registry.runtime.database.read(work).await.map(Json)
}

/// Read a reconciliation (xem lần đối soát)
#[utoipa::path(
    tag = "national system",
    params(PathId<ReconciliationId>),
    responses((status = 200, description = "The reconciliation with what could not be read.", body = ReconciliationReport)),
    security(("access_token" = ["national_system.read"])),
)]
#[get("/v1/reconciliations/{id}")]
pub(in crate::http) async fn read_reconciliation(
    registry: Data<Registry>,
    _caller: Authorized<permit::NationalSystemRead>,
    id: PathId<ReconciliationId>,
) -> Result<Json<ReconciliationReport>, Failure> {
    let PathId(id) = id;
    let (head, report, open) =
        registry.runtime.database.read(move |connection| usecase::find(connection, id)).await?;
    Ok(Json(ReconciliationReport { reconciliation: head.into(), dry_run: false, open, report }))
}
