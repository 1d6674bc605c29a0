//! `GET|POST /v1/credit-records`

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
    date::{Date, Instant},
    id::{CreditRecordId, OrganisationId},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::write::write;
use crate::{
    SupportPrograms,
    domain::credit::CreditRecord,
    store::credit_record::{self as store, Filter},
    usecase::record_credit::{self as usecase, Recording},
};

/// What an organisation owes a credit institution on a day (tình hình tín dụng). It is never changed.
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
}

impl From<CreditRecord> for CreditView {
    fn from(record: CreditRecord) -> Self {
        Self {
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
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Mã tổ chức", "Organisation", "/organisation_id"),
        column("credit_institution", "Tổ chức tín dụng", "Institution", "/credit_institution"),
        column("as_of", "Ngày số liệu", "As of", "/as_of"),
        column("outstanding_vnd", "Dư nợ (đồng)", "Owed (đồng)", "/outstanding_vnd"),
        column("overdue_vnd", "Nợ quá hạn (đồng)", "Overdue (đồng)", "/overdue_vnd"),
        column("overdue_since", "Quá hạn từ", "Overdue since", "/overdue_since"),
        column("recorded_by", "Người ghi", "Recorded by", "/recorded_by"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
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
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

type CreditRecordPage = Page<CreditView>;

/// List records of credit and overdue debts (tình hình tín dụng, nợ quá hạn)
///
/// The State Bank, finance, planning and audit see all, an organisation its own. `Accept` chooses JSON by
/// pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "credit",
    params(CreditQuery),
    responses((status = 200, description = "A page, or the whole list in the format asked for.", content(
        (CreditRecordPage = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
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
    let filter = Filter { organisation: query.organisation, overdue: query.overdue };
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
    wanted.answer(rows, |record: &CreditRecord| record.id, CreditView::from).await
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
/// One record for each credit institution and day; nothing is changed. By an officer of the State Bank.
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
    write(&service, caller, once, move |act| {
        let record = usecase::record(act, recording)?;
        let location = format!("/v1/credit-records?organisation={}", record.organisation);
        Reply::made(location, &CreditView::from(record))
    })
    .await
}
