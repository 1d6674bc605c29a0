//! `GET|POST /v1/credit-records` and `POST /v1/credit-records/{id}/correct`

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
    date::{Date, Instant},
    id::{CreditRecordId, OrganisationId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use crate::{
    SupportPrograms,
    store::credit_record::{self as store, Filter, StoredRecord},
    usecase::record_credit::{self as usecase, Figures, Recording},
};

/// What an organisation owes a credit institution on a day (tình hình tín dụng). It is never changed: a record
/// that was wrong is corrected, or withdrawn, by another one that names it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = CreditRecord)]
struct CreditView {
    /// Its id.
    id: CreditRecordId,
    /// Of which organisation (tổ chức).
    organisation_id: OrganisationId,
    /// To which institution (tổ chức tín dụng).
    #[schema(max_length = 200, examples("Agribank chi nhánh Chương Mỹ"))]
    credit_institution: String,
    /// On which day (ngày số liệu).
    as_of: Date,
    /// How much is owed, in đồng (dư nợ).
    #[schema(minimum = 0)]
    outstanding_vnd: i64,
    /// How much of it is overdue, in đồng (nợ quá hạn).
    #[schema(minimum = 0)]
    overdue_vnd: i64,
    /// Since when the oldest of that is (quá hạn từ ngày).
    #[schema(required)]
    overdue_since: Option<Date>,
    /// The login name of whoever recorded it.
    #[schema(max_length = 200, examples("nhnn-hn.officer"))]
    recorded_by: String,
    /// When.
    recorded_at: Instant,
    /// Which record it corrects (đính chính bản ghi).
    #[schema(required)]
    corrects: Option<CreditRecordId>,
    /// Which record corrects it (được đính chính bởi).
    #[schema(required)]
    corrected_by: Option<CreditRecordId>,
    /// Whether it says only that there is no such record: the figures are nothing (đã rút).
    withdrawn: bool,
}

impl From<StoredRecord> for CreditView {
    fn from((record, corrected_by): StoredRecord) -> Self {
        Self {
            corrects: record.place.corrects,
            corrected_by,
            withdrawn: record.place.withdrawn,
            id: record.id,
            organisation_id: record.organisation,
            credit_institution: record.credit_institution,
            as_of: record.as_of,
            outstanding_vnd: record.outstanding.0,
            overdue_vnd: record.overdue.0,
            overdue_since: record.overdue_since,
            recorded_by: record.recorded_by,
            recorded_at: record.recorded_at,
        }
    }
}

/// Records as a table.
static CREDIT: Table = Table {
    name: "credit-records",
    columns: &[
        column("organisation", "Mã tổ chức", "Organisation", "/organisation_id"),
        column("credit_institution", "Tổ chức tín dụng", "Institution", "/credit_institution"),
        column("as_of", "Ngày số liệu", "As of", "/as_of"),
        column("outstanding_vnd", "Dư nợ (đồng)", "Owed (đồng)", "/outstanding_vnd"),
        column("overdue_vnd", "Nợ quá hạn (đồng)", "Overdue (đồng)", "/overdue_vnd"),
        column("overdue_since", "Quá hạn từ", "Overdue since", "/overdue_since"),
        column("recorded_by", "Người ghi", "Recorded by", "/recorded_by"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
        column("corrects", "Đính chính", "Corrects", "/corrects"),
        column("corrected_by", "Được đính chính bởi", "Corrected by", "/corrected_by"),
        column("withdrawn", "Đã rút", "Withdrawn", "/withdrawn"),
        column("id", "Mã định danh", "Id", "/id"),
    ],
};

/// Which records.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CreditQuery {
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// With overdue debts, or without (có nợ quá hạn).
    overdue: Option<bool>,
    /// Also what was corrected or withdrawn (cả bản ghi đã đính chính, đã rút).
    history: Option<bool>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List records of credit and overdue debts (tình hình tín dụng, nợ quá hạn)
///
/// What holds: `history=true` shows what was corrected or withdrawn as well. The State Bank, finance, planning
/// and audit see all, an organisation its own. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or
/// NDJSON.
#[utoipa::path(
    tag = "credit",
    params(CreditQuery),
    responses(Paged<Page<CreditView>>),
    security(("access_token" = ["credit.read"])),
)]
#[get("/v1/credit-records")]
pub(super) async fn list_credit_records(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::CreditRead>,
    query: StrictQuery<CreditQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter = Filter {
        organisation: query.organisation,
        overdue: query.overdue,
        history: query.history.unwrap_or_default(),
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &CREDIT,
        name: format!("credit records {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&CreditRecordId>, limit| {
        store::list(connection, &caller.scope, &filter, after, limit)
    };
    wanted.answer(rows, |(record, _): &StoredRecord| record.id, CreditView::from).await
}

/// What an organisation owes a credit institution, as the State Bank records it (tình hình tín dụng).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCreditRecord {
    /// Of which organisation (tổ chức).
    organisation_id: OrganisationId,
    /// To which institution (tổ chức tín dụng).
    #[schema(min_length = 1, max_length = 200, examples("Agribank chi nhánh Chương Mỹ"))]
    credit_institution: String,
    /// On which day (ngày số liệu); not in the future.
    as_of: Date,
    /// How much is owed, in đồng (dư nợ).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(800_000_000))]
    outstanding_vnd: i64,
    /// How much of it is overdue, in đồng (nợ quá hạn).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(50_000_000))]
    overdue_vnd: i64,
    /// Since when the oldest of that is (quá hạn từ ngày): where something is overdue, and nowhere else.
    #[serde(default)]
    overdue_since: Option<Date>,
}

/// Record credit and overdue debts (ghi tình hình tín dụng, nợ quá hạn)
///
/// One record for each credit institution and day; nothing is changed, what was wrong is corrected. By an officer
/// of the State Bank.
#[utoipa::path(
    tag = "credit",
    params(IdempotencyKey),
    request_body = NewCreditRecord,
    responses((
        status = 201,
        description = "Recorded.",
        body = CreditView,
        headers(("Location" = String, description = "The list's address.")),
    )),
    security(("access_token" = ["credit.record"])),
)]
#[post("/v1/credit-records")]
pub(super) async fn record_credit(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::CreditRecord>,
    submitted: Keyed<NewCreditRecord>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let recording = Recording {
        organisation: body.organisation_id,
        credit_institution: body.credit_institution,
        as_of: body.as_of,
        outstanding_vnd: body.outstanding_vnd,
        overdue_vnd: body.overdue_vnd,
        overdue_since: body.overdue_since,
    };
    write(&service.runtime, caller, once, move |act| {
        let record = usecase::record(act, recording)?;
        let location = format!("/v1/credit-records?organisation={}", record.organisation);
        Reply::made(location, &CreditView::from((record, None)))
    })
    .await
}

/// What an organisation owes, said anew (số liệu đính chính).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CreditFigures {
    /// How much is owed, in đồng (dư nợ).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(800_000_000))]
    outstanding_vnd: i64,
    /// How much of it is overdue, in đồng (nợ quá hạn).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(0))]
    overdue_vnd: i64,
    /// Since when the oldest of that is (quá hạn từ ngày): where something is overdue, and nowhere else.
    #[serde(default)]
    overdue_since: Option<Date>,
}

/// How a record is corrected (đính chính tình hình tín dụng).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreditCorrection {
    /// The right figures for the same institution and day; null to withdraw the record, which was of another
    /// organisation, institution or day.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    figures: Option<CreditFigures>,
    /// Why (lý do). The log only commits to it.
    #[schema(min_length = 1, max_length = 1000, examples("Nhập nhầm đơn vị tính"))]
    reason: String,
}

/// Correct or withdraw a record of credit (đính chính, rút số liệu tín dụng)
///
/// By another record that names it; what was recorded stays, and no rule goes by it any more. By an officer of
/// the State Bank.
#[utoipa::path(
    tag = "credit",
    params(PathId<CreditRecordId>, IdempotencyKey),
    request_body = CreditCorrection,
    responses((
        status = 201,
        description = "Recorded.",
        body = CreditView,
        headers(("Location" = String, description = "The list's address.")),
    )),
    security(("access_token" = ["credit.record"])),
)]
#[post("/v1/credit-records/{id}/correct")]
pub(super) async fn correct_credit_record(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::CreditRecord>,
    id: PathId<CreditRecordId>,
    submitted: Keyed<CreditCorrection>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let figures = body.figures.map(|of| Figures {
        outstanding_vnd: of.outstanding_vnd,
        overdue_vnd: of.overdue_vnd,
        overdue_since: of.overdue_since,
    });
    write(&service.runtime, caller, once, move |act| {
        let record = usecase::correct(act, id.0, figures, &body.reason)?;
        let location =
            format!("/v1/credit-records?organisation={}&history=true", record.organisation);
        Reply::made(location, &CreditView::from((record, None)))
    })
    .await
}
