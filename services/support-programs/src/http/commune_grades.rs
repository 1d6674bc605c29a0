//! `GET|POST /v1/commune-grades`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        IdempotencyKey, Keyed, Page, Reply, StrictQuery,
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

use super::write::write;
use crate::{
    SupportPrograms,
    store::commune_grade::{self as store, CommuneGrade},
    usecase::record_commune_grade::{self as usecase, Recording},
};

/// The new-rural grade of a commune since a day (danh hiệu nông thôn mới của xã). It is never changed.
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
}

impl From<CommuneGrade> for GradeView {
    fn from(one: CommuneGrade) -> Self {
        Self {
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
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

type CommuneGradePage = Page<GradeView>;

/// List the new-rural grades of communes (danh hiệu nông thôn mới của các xã)
///
/// Each with the day since which it holds and its decision. `Accept` chooses JSON by pages, or the whole
/// list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "eligibility",
    params(GradeQuery),
    responses((status = 200, description = "A page, or the whole list in the format asked for.", content(
        (CommuneGradePage = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
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
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &GRADES,
        name: format!("commune grades {:?}", query.commune),
        limit: query.limit,
        cursor: query.cursor,
    };
    let commune = query.commune;
    let rows = move |connection: &mut Connection, after: Option<&CommuneGradeId>, limit| {
        store::list(connection, commune.as_ref(), after, limit)
    };
    wanted.answer(rows, |one: &CommuneGrade| one.id, GradeView::from).await
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
/// With its decision; one for each commune and day, none is changed. By an officer of agriculture.
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
    write(&service, caller, once, move |act| {
        let grade = usecase::record(act, recording)?;
        let location = format!("/v1/commune-grades?commune={}", grade.commune.as_str());
        Reply::made(location, &GradeView::from(grade))
    })
    .await
}
