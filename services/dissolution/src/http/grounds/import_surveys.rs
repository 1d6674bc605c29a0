//! `POST /v1/dissolutions/surveys/import`

use std::{collections::BTreeSet, io::Read as _};

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, post,
    web::{Data, block},
};
use htx_kit::{
    auth::Authorized,
    context::Context,
    db::Connection,
    documents::{self, MediaType, UploadLimits},
    failure::Failure,
    http::{Begun, IdempotencyKey, LongWork, Made, Reply, StrictQuery},
    tabular,
};
use htx_model::{
    administrative::AdministrativeUnits,
    date::Date,
    permission::permit,
    refusal::{ErrorCode, Refusal, Text},
};
use serde::Deserialize;

use super::survey_import_view::{SurveyImport, SurveyImportProblem, SurveyImportRow};
use crate::{
    Dissolutions,
    domain::survey_sheet::{ROWS_MAX, SurveySheet},
    store,
    usecase::{
        hold::Caller,
        import_surveys::{Importing, enter_batch},
    },
};

/// Rows of one transaction.
const BATCH_ROWS: usize = 100;
/// What a file may be.
const LIMITS: UploadLimits = UploadLimits {
    size: 8 << 20,
    media_types: &[MediaType::Xlsx, MediaType::Csv, MediaType::Text],
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

/// A spreadsheet of surveys.
#[derive(Debug, utoipa::ToSchema)]
#[schema(as = SurveyUpload)]
#[allow(dead_code, reason = "describes the multipart form; it is read as a stream")]
pub(super) struct Upload {
    /// The file: XLSX or CSV, at most 8 MiB and 1,000 organisations.
    #[schema(value_type = String, format = Binary, max_length = 8_388_608)]
    file: Vec<u8>,
}

/// Import surveys (nhập khảo sát từ bảng tính)
///
/// One row for each organisation, by its registration number or by name and commune. Columns, in any
/// order: Mã số; Tên tổ chức; Xã, phường; Hình thức (chưa tổ chức lại, ngừng hoạt động) and Căn cứ,
/// by which the case is opened where none is open; Ngày khảo sát; Hồ sơ, sổ sách; Người quản lý; Tài
/// sản and Nợ phải trả (`tên: số đồng; tên`, or Không có), each with its Giải thích; Con dấu and
/// Giấy chứng nhận, each with its Lý do. What a row is silent about stays as it is. Each row is
/// entered whole or not at all; the same file again changes nothing. What came of it stays to be read.
#[utoipa::path(
    tag = "dissolutions",
    params(ImportQuery, IdempotencyKey),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(Made<SurveyImport>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/surveys/import")]
pub(super) async fn import_surveys(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    query: StrictQuery<ImportQuery>,
    key: IdempotencyKey,
    form: Multipart,
) -> Result<Reply, Failure> {
    let StrictQuery(ImportQuery { dry_run }) = query;
    let mut file = documents::receive(form, LIMITS).await?.file;
    let once = key.once(&request, &file.sha256);
    let runtime = service.runtime.clone();
    let context = Context::new(caller.actor(), &runtime.ids);
    let principal = caller.principal().id;
    let agency = context.actor.agency.as_ref().and_then(|code| service.agencies.get(code));
    let agency_name = agency.map(|agency| agency.name_vi.clone());
    let caller = Caller { id: principal, scope: caller.scope.clone() };
    // One piece of work that goes on to its end whether or not the caller hangs up.
    block(move || {
        let (database, now) = (&runtime.database, context.now);
        let work = match LongWork::begin(database, &runtime.running, principal, now, once)? {
            Begun::Answered(reply) => return Ok(reply),
            Begun::Work(work) => work,
        };
        let mut bytes = Vec::new();
        file.file.read_to_end(&mut bytes).map_err(Failure::unavailable)?;
        let sheet = understand(&bytes, &file.name, context.today())?;
        let mut import = SurveyImport::begun(&context, &file.name, &sheet, dry_run);
        let mut taken = BTreeSet::new();
        for rows in sheet.good.chunks(BATCH_ROWS) {
            let (rows, sheet, mut seen) = (rows.to_vec(), sheet.clone(), taken.clone());
            let (context, caller) = (context.clone(), caller.clone());
            let agency_name = agency_name.clone();
            let units = AdministrativeUnits::embedded();
            let units = units.map_err(|error| Failure::unexpected(error.clone()))?;
            let batch = move |connection: &mut Connection| {
                let importing =
                    Importing { context: &context, caller: &caller, agency_name, units };
                let mut enter = |connection: &mut Connection| {
                    enter_batch(connection, &importing, &sheet, &rows, &mut seen)
                };
                let found =
                    if dry_run { store::rehearse(connection, enter)? } else { enter(connection)? };
                Ok((found, seen))
            };
            let ((entered, problems), seen) = database.write_now(batch)?;
            taken = seen;
            import.entered.extend(entered.into_iter().map(|one| SurveyImportRow::of(one, dry_run)));
            import.problems.extend(problems.into_iter().map(SurveyImportProblem::from));
        }
        import.problems.sort_by_key(|problem| problem.row);
        work.finish(move |connection| {
            let kept = import.masked();
            store::survey_import::insert(connection, &kept.run(context.actor.agency.clone())?)?;
            let location = format!("/v1/dissolutions/surveys/imports/{}", import.id);
            Reply::made(location, &import)?.keeping(&kept)
        })
    })
    .await
    .map_err(Failure::unexpected)?
}

fn understand(bytes: &[u8], name: &str, today: Date) -> Result<SurveySheet, Refusal> {
    let unreadable = |error: tabular::TabularError| {
        Refusal::new(ErrorCode::UnreadableFile, error.text()).advising(error.advice())
    };
    let sheets = tabular::read(bytes, name).map_err(unreadable)?;
    let sheet = SurveySheet::read(&sheets, today).ok_or_else(no_survey)?;
    if sheet.rows > ROWS_MAX {
        let detail = Text::made(
            format!("Tệp có hơn {ROWS_MAX} tổ chức; hãy tách thành nhiều tệp."),
            format!("The file has more than {ROWS_MAX} organisations; split it."),
        );
        return Err(Refusal::new(ErrorCode::RuleViolated, detail));
    }
    Ok(sheet)
}

fn no_survey() -> Refusal {
    let detail = Text::fixed(
        "Tệp không có dòng tiêu đề của bảng khảo sát trong 20 dòng đầu.",
        "No header of a survey stands in the first 20 rows of the file.",
    );
    Refusal::new(ErrorCode::RuleViolated, detail).advising(Text::fixed(
        "Hãy thêm dòng tiêu đề có Mã số hoặc Tên tổ chức và các cột khảo sát.",
        "Add a header with Mã số or Tên tổ chức, and the columns of the survey.",
    ))
}
