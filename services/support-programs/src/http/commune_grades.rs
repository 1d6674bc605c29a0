//! `GET|POST /v1/commune-grades` and `POST /v1/commune-grades/{id}/correct`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        IdempotencyKey, Keyed, Page, Paged, PathId, Reply, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    administrative::CommuneCode,
    date::{Date, Instant},
    id::CommuneGradeId,
    permission::permit,
    support::programmes::CommuneGradeKind,
};
use serde::{Deserialize, Serialize};

use crate::{
    SupportPrograms,
    store::commune_grade::{self as store, Filter, StoredGrade},
    usecase::record_commune_grade::{self as usecase, Corrected, Recording},
};

/// The new-rural grade of a commune since a day (danh hiệu nông thôn mới của xã). It is never changed: one that
/// was wrong is corrected, or withdrawn, by another one that names it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = CommuneGrade)]
struct GradeView {
    /// Its id.
    id: CommuneGradeId,
    /// Of which commune of today (xã).
    #[schema(pattern = "^[0-9]{5}$", examples("10045"))]
    commune: String,
    /// Which grade (danh hiệu).
    grade: CommuneGradeKind,
    /// Since which day (từ ngày).
    valid_from: Date,
    /// The number of the decision (số quyết định).
    #[schema(max_length = 100, examples("512/QĐ-UBND"))]
    document_number: String,
    /// Its date (ngày quyết định).
    #[schema(required)]
    document_issued_on: Option<Date>,
    /// The login name of whoever recorded it.
    #[schema(max_length = 200, examples("so-nnmt.officer"))]
    recorded_by: String,
    /// When.
    recorded_at: Instant,
    /// Which one it corrects (đính chính bản ghi).
    #[schema(required)]
    corrects: Option<CommuneGradeId>,
    /// Which one corrects it (được đính chính bởi).
    #[schema(required)]
    corrected_by: Option<CommuneGradeId>,
    /// Whether it says only that there is no such grade (đã rút).
    withdrawn: bool,
}

impl From<StoredGrade> for GradeView {
    fn from((one, corrected_by): StoredGrade) -> Self {
        Self {
            corrects: one.place.corrects,
            corrected_by,
            withdrawn: one.place.withdrawn,
            id: one.id,
            commune: one.commune.as_str().to_owned(),
            grade: one.grade,
            valid_from: one.valid_from,
            document_number: one.document_number,
            document_issued_on: one.document_issued_on,
            recorded_by: one.recorded_by,
            recorded_at: one.recorded_at,
        }
    }
}

/// Grades as a table.
static GRADES: Table = Table {
    name: "commune-grades",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("commune", "Xã, phường", "Commune", "/commune"),
        column("grade", "Danh hiệu", "Grade", "/grade"),
        column("valid_from", "Từ ngày", "Since", "/valid_from"),
        column("document_number", "Số quyết định", "Decision", "/document_number"),
        column("document_issued_on", "Ngày quyết định", "Decided on", "/document_issued_on"),
        column("recorded_by", "Người ghi", "Recorded by", "/recorded_by"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
        column("corrects", "Đính chính", "Corrects", "/corrects"),
        column("corrected_by", "Được đính chính bởi", "Corrected by", "/corrected_by"),
        column("withdrawn", "Đã rút", "Withdrawn", "/withdrawn"),
    ],
};

/// Which grades.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GradeQuery {
    /// Of this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// Also what was corrected or withdrawn (cả bản ghi đã đính chính, đã rút).
    history: Option<bool>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the new-rural grades of communes (danh hiệu nông thôn mới của các xã)
///
/// Each with the day since which it holds and its decision; `history=true` shows what was corrected or withdrawn
/// as well. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "eligibility",
    params(GradeQuery),
    responses(Paged<Page<GradeView>>),
    security(("access_token" = ["programme.read"])),
)]
#[get("/v1/commune-grades")]
pub(super) async fn list_commune_grades(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    _caller: Authorized<permit::ProgrammeRead>,
    query: StrictQuery<GradeQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter = Filter { commune: query.commune, history: query.history.unwrap_or_default() };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &GRADES,
        name: format!("commune grades {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&CommuneGradeId>, limit| {
        store::list(connection, &filter, after, limit)
    };
    wanted.answer(rows, |(one, _): &StoredGrade| one.id, GradeView::from).await
}

/// A grade as agriculture enters it (danh hiệu nông thôn mới).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCommuneGrade {
    /// Of which commune of today (xã).
    #[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10045"))]
    commune: CommuneCode,
    /// Which grade (danh hiệu).
    grade: CommuneGradeKind,
    /// Since which day (từ ngày); not in the future.
    valid_from: Date,
    /// The number of the decision (số quyết định).
    #[schema(min_length = 1, max_length = 100, examples("512/QĐ-UBND"))]
    document_number: String,
    /// Its date (ngày quyết định); not in the future.
    #[serde(default)]
    document_issued_on: Option<Date>,
}

/// Record the new-rural grade of a commune (ghi danh hiệu nông thôn mới của xã)
///
/// With its decision; one for each commune and day, none is changed, what was wrong is corrected. By an officer of
/// agriculture.
#[utoipa::path(
    tag = "eligibility",
    params(IdempotencyKey),
    request_body = NewCommuneGrade,
    responses((
        status = 201,
        description = "Recorded.",
        body = GradeView,
        headers(("Location" = String, description = "The list's address.")),
    )),
    security(("access_token" = ["commune_grade.record"])),
)]
#[post("/v1/commune-grades")]
pub(super) async fn record_commune_grade(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::CommuneGradeRecord>,
    submitted: Keyed<NewCommuneGrade>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let recording = Recording {
        commune: body.commune,
        grade: body.grade,
        valid_from: body.valid_from,
        document_number: body.document_number,
        document_issued_on: body.document_issued_on,
    };
    write(&service.runtime, caller, once, move |act| {
        let grade = usecase::record(act, recording)?;
        let location = format!("/v1/commune-grades?commune={}", grade.commune.as_str());
        Reply::made(location, &GradeView::from((grade, None)))
    })
    .await
}

/// A grade, said anew (danh hiệu đính chính).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CorrectedGrade {
    /// Which grade (danh hiệu).
    grade: CommuneGradeKind,
    /// The number of the decision (số quyết định).
    #[schema(min_length = 1, max_length = 100, examples("512/QĐ-UBND"))]
    document_number: String,
    /// Its date (ngày quyết định); not in the future.
    #[serde(default)]
    document_issued_on: Option<Date>,
}

/// How a grade is corrected (đính chính danh hiệu).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GradeCorrection {
    /// The right grade of the same commune since the same day; null to withdraw the record, which was of another
    /// commune or day.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    corrected: Option<CorrectedGrade>,
    /// Why (lý do). The log only commits to it.
    #[schema(min_length = 1, max_length = 1000, examples("Nhập nhầm mức đạt chuẩn"))]
    reason: String,
}

/// Correct or withdraw the grade of a commune (đính chính, rút danh hiệu của xã)
///
/// By another record that names it; what was recorded stays, and no rule goes by it any more. By an officer of
/// agriculture.
#[utoipa::path(
    tag = "eligibility",
    params(PathId<CommuneGradeId>, IdempotencyKey),
    request_body = GradeCorrection,
    responses((
        status = 201,
        description = "Recorded.",
        body = GradeView,
        headers(("Location" = String, description = "The list's address.")),
    )),
    security(("access_token" = ["commune_grade.record"])),
)]
#[post("/v1/commune-grades/{id}/correct")]
pub(super) async fn correct_commune_grade(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::CommuneGradeRecord>,
    id: PathId<CommuneGradeId>,
    submitted: Keyed<GradeCorrection>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let corrected = body.corrected.map(|of| Corrected {
        grade: of.grade,
        document_number: of.document_number,
        document_issued_on: of.document_issued_on,
    });
    write(&service.runtime, caller, once, move |act| {
        let grade = usecase::correct(act, id.0, corrected, &body.reason)?;
        let location =
            format!("/v1/commune-grades?commune={}&history=true", grade.commune.as_str());
        Reply::made(location, &GradeView::from((grade, None)))
    })
    .await
}
