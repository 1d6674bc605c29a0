//! `GET /v1/national-system/export` and `GET /v1/national-system/columns`

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        language,
        table::{self, Column, Representation, Table, TableForm},
    },
};
use htx_model::{
    administrative::{AdministrativeUnits, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    language::Language,
    permission::permit,
    refusal::{LegalBasis, Text},
};
use serde::Serialize;

use crate::{
    Registry,
    domain::{
        national_system::{BASIS, COLUMNS, NationalField, VALID_FROM},
        organisation::{Address, Organisation},
    },
    store::organisation::{self, Filter, ListKey, Order, Stored},
};

/// A row of the export: names and labels as the national system writes them.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct NationalRow {
    #[schema(required, max_length = 14)]
    registration_number: Option<String>,
    #[schema(max_length = 300)]
    name: String,
    #[schema(examples("Hợp tác xã"))]
    kind: &'static str,
    #[schema(examples("Đang hoạt động"))]
    status: &'static str,
    #[schema(required)]
    registered_on: Option<Date>,
    #[schema(required, max_length = 300)]
    address_line: Option<String>,
    #[schema(max_length = 300, examples("Thị trấn Xuân Mai"))]
    commune: String,
    #[schema(required, max_length = 300, examples("Huyện Chương Mỹ"))]
    district: Option<String>,
    #[schema(required, max_length = 4)]
    main_business_line: Option<String>,
    #[schema(required)]
    sector: Option<&'static str>,
    #[schema(required)]
    charter_capital_vnd: Option<i64>,
    #[schema(required)]
    member_count: Option<u32>,
    #[schema(required)]
    worker_count: Option<u32>,
}

impl NationalRow {
    fn of(entry: Organisation, units: &AdministrativeUnits, today: Date) -> Self {
        let Address { line, commune, district, .. } = &entry.address;
        let (commune_name, district_name) = names(units, commune, district.as_ref(), today);
        Self {
            registration_number: entry.registration_number.map(|number| number.to_string()),
            name: entry.name,
            kind: entry.kind.label(Language::Vi),
            status: entry.status.label(Language::Vi),
            registered_on: entry.registered_on,
            address_line: line.clone(),
            commune: commune_name,
            district: district_name,
            main_business_line: entry.main_business_line,
            sector: entry.sector.map(|sector| sector.label(Language::Vi)),
            charter_capital_vnd: entry.charter_capital_vnd.map(|amount| amount.0),
            member_count: entry.member_count,
            worker_count: entry.worker_count,
        }
    }
}

/// The names of a commune and its district as registered.
fn names(
    units: &AdministrativeUnits,
    commune: &htx_model::administrative::CommuneCode,
    district: Option<&DistrictCode>,
    today: Date,
) -> (String, Option<String>) {
    use htx_model::administrative::UnitLevel;
    let of_commune = units
        .with_code(UnitLevel::Commune, commune.as_str())
        .filter(|unit| unit.district_code.as_ref() == district)
        // Of two of one code in different times the later, as it is read again.
        .max_by_key(|unit| (unit.exists_on(today), unit.valid_from));
    let commune = of_commune.map_or_else(|| commune.as_str().to_owned(), |unit| unit.name.clone());
    let district = district.map(|code| {
        let unit = units.with_code(UnitLevel::District, code.as_str()).next();
        unit.map_or_else(|| code.as_str().to_owned(), |unit| unit.name.clone())
    });
    (commune, district)
}

/// The table of the exchange: headed by the Vietnamese names in every form and language, since a
/// machine reads it.
static NATIONAL_SYSTEM: Table = Table {
    name: "national-system",
    columns: &[
        column("Mã số hợp tác xã", "/registration_number"),
        column("Tên hợp tác xã", "/name"),
        column("Loại hình", "/kind"),
        column("Tình trạng hoạt động", "/status"),
        column("Ngày đăng ký", "/registered_on"),
        column("Địa chỉ trụ sở", "/address_line"),
        column("Xã, phường", "/commune"),
        column("Quận, huyện", "/district"),
        column("Mã ngành chính", "/main_business_line"),
        column("Lĩnh vực", "/sector"),
        column("Vốn điều lệ (đồng)", "/charter_capital_vnd"),
        column("Số thành viên", "/member_count"),
        column("Số lao động", "/worker_count"),
    ],
};

const fn column(header: &'static str, pointer: &'static str) -> Column {
    Column { name: header, label: Text::fixed(header, header), pointer }
}

/// Export for the national system (xuất cho hệ thống quốc gia)
///
/// The whole register in the shape of the national system's spreadsheet, without persons. XLSX where
/// nothing else is asked for, else CSV or NDJSON. Reconciling it gives no difference.
#[utoipa::path(
    tag = "national system",
    responses((status = 200, description = "The whole register, streamed.", content(
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
    ))),
    security(("access_token" = ["national_system.export"])),
)]
#[get("/v1/national-system/export")]
pub(in crate::http) async fn export_national_system(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::NationalSystemExport>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let form = match representation {
        Representation::Json => TableForm::Xlsx,
        Representation::Table(form) => form,
    };
    let units: Arc<AdministrativeUnits> = registry.units.clone();
    let today = registry.runtime.ids.now().date();
    let next_batch = move |connection: &mut Connection, after: Option<ListKey>| {
        let (filter, after) = (Filter::default(), after.as_ref());
        let rows: Vec<Stored> =
            organisation::list(connection, &caller.scope, &filter, Order::Id, after, table::BATCH)?;
        let full = i64::try_from(rows.len()).is_ok_and(|rows| rows >= table::BATCH);
        let last = rows.last().filter(|_| full).map(|row| ListKey::of(row, Order::Id));
        let row = |stored: Stored| NationalRow::of(stored.organisation, &units, today);
        Ok((rows.into_iter().map(row).collect(), last))
    };
    let database = &registry.runtime.database;
    table::stream(form, language(&request), database, &NATIONAL_SYSTEM, next_batch).await
}

/// The columns of the exchange.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct NationalColumns {
    /// In the order of the export.
    #[schema(max_items = 50)]
    items: Vec<NationalColumnView>,
    /// Under which the system is kept, and whether the list of columns was verified: it was not.
    legal_basis: LegalBasis,
    /// Since when this list is used here.
    valid_from: Date,
    /// Until when.
    #[schema(required)]
    valid_to: Option<Date>,
}

/// A column of the exchange.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NationalColumn)]
pub(super) struct NationalColumnView {
    /// What it holds.
    field: NationalField,
    /// What heads it.
    #[schema(max_length = 100, examples("Tên hợp tác xã"))]
    header: &'static str,
    /// Whether a row without it cannot be read.
    required: bool,
    /// How it is written.
    #[schema(max_length = 300)]
    form: String,
}

/// List the columns of the exchange (danh mục cột)
///
/// The fields of the national system's spreadsheet as they are read and written here. The list is
/// configuration that was not verified.
#[utoipa::path(
    tag = "national system",
    responses((status = 200, description = "The columns.", body = NationalColumns)),
    security(("access_token" = ["national_system.read"])),
)]
#[get("/v1/national-system/columns")]
pub(in crate::http) async fn list_national_columns(
    request: HttpRequest,
    _caller: Authorized<permit::NationalSystemRead>,
) -> Json<NationalColumns> {
    let language = language(&request);
    let items = COLUMNS.iter().map(|column| NationalColumnView {
        field: column.field,
        header: column.field.label(Language::Vi),
        required: column.required,
        form: column.form().in_language(language).to_owned(),
    });
    Json(NationalColumns {
        items: items.collect(),
        legal_basis: BASIS,
        valid_from: VALID_FROM,
        valid_to: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_export_is_headed_as_the_table_of_columns_says() {
        let headers: Vec<&str> = NATIONAL_SYSTEM.columns.iter().map(|column| column.name).collect();
        let listed: Vec<&str> =
            COLUMNS.iter().map(|column| column.field.label(Language::Vi)).collect();
        assert_eq!(headers, listed);
        for (column, listed) in NATIONAL_SYSTEM.columns.iter().zip(COLUMNS) {
            assert_eq!(column.pointer, format!("/{}", listed.field.code()));
        }
    }
}
