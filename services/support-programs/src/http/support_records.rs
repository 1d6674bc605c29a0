//! `GET /v1/support-records` and `GET /v1/support-register`, which is open to all

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::Date,
    id::{OrganisationId, SupportApplicationId},
    organisation::OrganisationKind,
    permission::permit,
    refusal::Refusal,
    registration_number::RegistrationNumber,
    scope::Scope,
    support::applications::{EntitlementForm, SupportKind, SupportState},
};
use serde::{Deserialize, Serialize};

use super::filters;
use crate::{
    SupportPrograms,
    store::{
        application::{self as store, Filter, StoredApplication},
        payment::{self, Totals},
    },
};

/// A support that was granted, as the public may know it (công khai hỗ trợ): no personal data, and nothing
/// that people wrote.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportRecord)]
pub(super) struct RecordView {
    /// The application's id. Absent in what is open to all.
    #[serde(skip_serializing_if = "Option::is_none")]
    application_id: Option<SupportApplicationId>,
    /// The organisation that got it (tổ chức).
    organisation_id: OrganisationId,
    /// Its name with the legal form (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    organisation_name: String,
    /// What it is (loại hình).
    organisation_kind: OrganisationKind,
    /// Its registration number (mã số).
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// Its district as registered (quận, huyện, thị xã).
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// Its commune of today (xã, phường).
    #[schema(pattern = "^[0-9]{5}$", examples("10045"))]
    current_commune: String,
    /// The code of the programme (chương trình).
    #[schema(max_length = 60, examples("nq-13-pl08"))]
    programme: String,
    /// What it is (loại hỗ trợ).
    kind: SupportKind,
    /// In which form (hình thức).
    #[schema(required)]
    form: Option<EntitlementForm>,
    /// The number of the decision (số quyết định).
    #[schema(required, max_length = 100, examples("215/QĐ-SNNMT"))]
    decision_number: Option<String>,
    /// Its day (ngày quyết định).
    #[schema(required)]
    decided_on: Option<Date>,
    /// The agency that decided (cơ quan quyết định).
    #[schema(required, value_type = Option<String>, examples("so-nnmt"))]
    agency: Option<AgencyCode>,
    /// The name that the agency had then.
    #[schema(required, max_length = 300, examples("Sở Nông nghiệp và Môi trường"))]
    agency_name: Option<String>,
    /// What was granted, in đồng; 0 where no budget is needed (mức được duyệt).
    #[schema(minimum = 0)]
    approved_vnd: i64,
    /// What was paid or handed over, in đồng (đã chi).
    #[schema(minimum = 0)]
    paid_vnd: i64,
    /// What came back, in đồng (đã thu hồi).
    #[schema(minimum = 0)]
    recovered_vnd: i64,
    /// Where it stands (trạng thái).
    state: SupportState,
}

impl From<(StoredApplication, Totals)> for RecordView {
    fn from((stored, totals): (StoredApplication, Totals)) -> Self {
        let StoredApplication { application, organisation, .. } = stored;
        let approved = application.approved().unwrap_or_default();
        let (decision, seat) = (application.decision, organisation.seat);
        let (number, on, agency, agency_name) = match decision {
            Some(one) => (Some(one.number), Some(one.on), one.agency, one.agency_name),
            None => (None, None, None, None),
        };
        Self {
            application_id: Some(application.id),
            organisation_id: organisation.id,
            organisation_name: organisation.name,
            organisation_kind: organisation.kind,
            registration_number: organisation.registration_number,
            district: seat.district.map(|code| code.as_str().to_owned()),
            current_commune: seat.current_commune.as_str().to_owned(),
            programme: application.programme,
            kind: application.kind,
            form: application.proposal.map(|proposal| proposal.form),
            decision_number: number,
            decided_on: on,
            agency,
            agency_name,
            approved_vnd: approved.0,
            paid_vnd: totals.paid.0,
            recovered_vnd: totals.recovered.0,
            state: application.state,
        }
    }
}

/// Records as a table.
static RECORDS: Table = Table {
    name: "support-records",
    columns: &[
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation_id"),
        column("registration_number", "Mã số", "Registration number", "/registration_number"),
        column("name", "Tên", "Name", "/organisation_name"),
        column("organisation_kind", "Loại hình", "Organisation kind", "/organisation_kind"),
        column("district", "Quận, huyện", "District", "/district"),
        column("current_commune", "Xã, phường", "Commune", "/current_commune"),
        column("programme", "Chương trình", "Programme", "/programme"),
        column("kind", "Loại hỗ trợ", "Kind", "/kind"),
        column("form", "Hình thức", "Form", "/form"),
        column("decision_number", "Số quyết định", "Decision", "/decision_number"),
        column("decided_on", "Ngày quyết định", "Decided on", "/decided_on"),
        column("agency", "Cơ quan", "Agency", "/agency"),
        column("agency_name", "Tên cơ quan", "Agency name", "/agency_name"),
        column("approved_vnd", "Được duyệt (đồng)", "Approved (đồng)", "/approved_vnd"),
        column("paid_vnd", "Đã chi (đồng)", "Paid (đồng)", "/paid_vnd"),
        column("recovered_vnd", "Đã thu hồi (đồng)", "Recovered (đồng)", "/recovered_vnd"),
        column("state", "Trạng thái", "State", "/state"),
        column("application", "Hồ sơ", "Application", "/application_id"),
    ],
};

/// Which records.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RecordQuery {
    /// Decided in this year (năm).
    #[param(minimum = 2020, maximum = 2050)]
    year: Option<i16>,
    /// Decided by this agency (cơ quan).
    #[param(value_type = Option<String>, max_length = 40, example = "so-nnmt")]
    agency: Option<AgencyCode>,
    /// Of organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// Of organisations in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// Under the programme with this code (chương trình).
    #[param(min_length = 1, max_length = 60, example = "nq-13-pl08")]
    programme: Option<String>,
    /// Of this kind (loại hỗ trợ).
    kind: Option<SupportKind>,
    /// To this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List who got which support (công khai hỗ trợ)
///
/// Under which decision, of which agency, how much of it was paid and came back, whatever became of it
/// later; no personal data. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "support records",
    params(RecordQuery),
    responses(Paged<Page<RecordView>>),
    security(("access_token" = ["support_record.read"])),
)]
#[get("/v1/support-records")]
pub(super) async fn list_support_records(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportRecordRead>,
    query: StrictQuery<RecordQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    list(&request, &service, (caller.scope.clone(), false), query, representation).await
}

/// List who got which support, for everybody (sổ công khai hỗ trợ)
///
/// Open to all, without a token: the organisation, the programme, the decision and its agency, what was
/// granted, paid and came back; no personal data. `Accept` chooses JSON by pages, or the whole list as CSV,
/// XLSX or NDJSON.
#[utoipa::path(
    tag = "support records",
    params(RecordQuery),
    responses(Paged<Page<RecordView>>),
)]
#[get("/v1/support-register")]
pub(super) async fn list_support_register(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    query: StrictQuery<RecordQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    // What was granted is public, whoever asks.
    list(&request, &service, (Scope::everything(), true), query, representation).await
}

/// The filter of a query: what was granted, whatever became of it.
///
/// # Errors
/// A year or a programme that can be none.
fn filter_of(query: &RecordQuery) -> Result<Filter, Refusal> {
    let year = filters::year(query.year)?;
    Ok(Filter {
        granted: true,
        decided_from: year.and_then(|year| Date::new(year, 1, 1)),
        decided_to: year.and_then(|year| Date::new(year, 12, 31)),
        decided_by: query.agency.clone(),
        district: query.district.clone(),
        commune: query.commune.clone(),
        programme: filters::programme(query.programme.clone())?,
        kind: query.kind,
        organisation: query.organisation,
        ..Filter::default()
    })
}

async fn list(
    request: &HttpRequest,
    service: &SupportPrograms,
    (scope, open): (Scope, bool),
    query: RecordQuery,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let filter = filter_of(&query)?;
    let wanted = Listed {
        request,
        runtime: &service.runtime,
        representation,
        table: &RECORDS,
        name: format!("support records {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&SupportApplicationId>, limit| {
        let granted = store::list(connection, (&scope, &[]), &filter, after, limit)?;
        let ids: Vec<_> = granted.iter().map(|stored| stored.application.id).collect();
        let totals = payment::totals(connection, &ids)?;
        let with_totals = |stored: StoredApplication| {
            let total = totals.get(&stored.application.id).copied().unwrap_or_default();
            (stored, total)
        };
        Ok(granted.into_iter().map(with_totals).collect())
    };
    let key = |(stored, _): &(StoredApplication, Totals)| stored.application.id;
    let view = move |row| {
        let view = RecordView::from(row);
        if open { RecordView { application_id: None, ..view } } else { view }
    };
    wanted.answer(rows, key, view).await
}
