//! `GET /v1/indicators/{code}/records`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, StrictQuery,
        table::{Representation, Table},
    },
    indicator::{Computes as _, RecordsQuery, period},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    id::OrganisationId,
    organisation::{OrganisationKind, OrganisationStatus, Rating},
    permission::permit,
    registration_number::RegistrationNumber,
};
use serde::Serialize;

use super::listed::{Listed, column};
use crate::{
    Registry,
    store::indicator_records::{Record, RecordFilter, records},
};

/// An organisation that an indicator counts, with what is counted of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct IndicatorRecord {
    /// The organisation.
    organisation: OrganisationId,
    /// Its name.
    #[schema(max_length = 300)]
    name: String,
    /// Its registration number.
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// What it is.
    kind: OrganisationKind,
    /// Its status today.
    status: OrganisationStatus,
    /// Its district as registered.
    #[schema(required, value_type = Option<String>)]
    district: Option<DistrictCode>,
    /// Its commune of today.
    #[schema(value_type = String)]
    commune: CommuneCode,
    /// The day that counts: of registration, or of joining the alliance.
    #[schema(required)]
    counted_on: Option<Date>,
    /// The amount that counts: revenue, profit, or what was paid to workers.
    #[schema(required)]
    amount_vnd: Option<i64>,
    /// The workers that count.
    #[schema(required)]
    workers: Option<i64>,
    /// The rating that counts.
    #[schema(required)]
    rating: Option<Rating>,
    /// Of 1a and 1b: whether it came by an approved application.
    #[schema(required)]
    by_application: Option<bool>,
}

impl From<Record> for IndicatorRecord {
    fn from(record: Record) -> Self {
        let Record { stored, counted } = record;
        let organisation = stored.organisation;
        Self {
            organisation: organisation.id,
            name: organisation.name,
            registration_number: organisation.registration_number,
            kind: organisation.kind,
            status: organisation.status,
            district: organisation.address.district,
            commune: organisation.address.current_commune,
            counted_on: counted.on,
            amount_vnd: counted.amount_vnd,
            workers: counted.workers,
            rating: counted.rating,
            by_application: counted.by_application,
        }
    }
}

/// The records as a table.
static RECORDS: Table = Table {
    name: "indicator-records",
    columns: &[
        column("organisation", "Mã định danh", "Organisation", "/organisation"),
        column("name", "Tên", "Name", "/name"),
        column("registration_number", "Mã số", "Registration number", "/registration_number"),
        column("kind", "Loại hình", "Kind", "/kind"),
        column("status", "Tình trạng", "Status", "/status"),
        column("district", "Quận, huyện", "District", "/district"),
        column("commune", "Xã, phường hiện nay", "Commune of today", "/commune"),
        column("counted_on", "Ngày tính", "Day that counts", "/counted_on"),
        column("amount_vnd", "Số tiền (đồng)", "Amount (đồng)", "/amount_vnd"),
        column("workers", "Số lao động", "Workers", "/workers"),
        column("rating", "Xếp loại", "Rating", "/rating"),
        column("by_application", "Theo hồ sơ", "By application", "/by_application"),
    ],
};

/// List the records of an indicator (tổ chức được tính)
///
/// Every organisation that the figure counts, below the line of a share or mean too, with what is
/// counted of it; by id. CSV, XLSX and NDJSON hold all of them.
#[utoipa::path(
    tag = "indicators",
    params(("code" = String, Path, description = "The indicator's code, or its number in the plan.", max_length = 50, pattern = "^[0-9a-z_]+$", example = "new_cooperatives"), RecordsQuery),
    responses(Paged<Page<IndicatorRecord>>),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/indicators/{code}/records")]
pub(super) async fn list_indicator_records(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::IndicatorRead>,
    code: PathId<String>,
    query: StrictQuery<RecordsQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(code), StrictQuery(query)) = (code, query);
    let definition = Registry::named(&code)?;
    let period = period(query.period, query.as_of, registry.runtime.ids.now().date())?;
    let RecordsQuery { district, commune, limit, cursor, .. } = query;
    let filter = RecordFilter { district, commune };
    let name = format!("indicator {:?} {:?} {filter:?}", definition.indicator, period);
    let (runtime, table) = (&registry.runtime, &RECORDS);
    let listed = Listed { request: &request, runtime, representation, table, name, limit, cursor };
    let read = move |connection: &mut Connection, after: Option<&OrganisationId>, limit: i64| {
        let what = (definition, period);
        records(connection, &caller.scope, what, &filter, after.copied(), limit)
    };
    listed.answer(read, |row: &Record| row.stored.organisation.id, IndicatorRecord::from).await
}
