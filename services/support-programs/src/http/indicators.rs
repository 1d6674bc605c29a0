//! `GET /v1/support-programs/indicators`, `/{code}` and `/{code}/records`

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
    indicator::{
        self, Computes as _, IndicatorQuery, IndicatorValue, Indicators, RecordsQuery, Wanted,
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    id::{OrganisationId, SupportApplicationId, TrainingClassId},
    indicator::SupportIndicator,
    permission::permit,
};
use serde::Serialize;

use crate::{
    SupportPrograms,
    domain::{indicator::DEFINITIONS, training::Class},
    store::indicator::{self as store, Filter, Record},
};

/// List the indicators of support (danh mục chỉ tiêu hỗ trợ)
///
/// The plan's indicators that support computes, and the funding side of target 7, with the rule of each and
/// whether it was verified.
#[utoipa::path(
    tag = "support indicators",
    responses((status = 200, description = "The indicators.", body = Indicators)),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/support-programs/indicators")]
pub(super) async fn list_support_indicators(
    request: HttpRequest,
    _caller: Authorized<permit::IndicatorRead>,
) -> Json<Indicators> {
    Json(Indicators::of(DEFINITIONS, &request))
}

/// Read an indicator of support (giá trị chỉ tiêu hỗ trợ)
///
/// Computed now, within the caller's territory. Targets 3, 5 and 6 stand at `/v1/indicators/{code}` as well,
/// as every indicator of the plan does. With `by` also for each district, commune or agency; CSV, XLSX and
/// NDJSON hold that breakdown.
#[utoipa::path(
    tag = "support indicators",
    params(
        ("code" = String, Path, description = "The indicator's code, or its number in the plan.", max_length = 50, pattern = "^[0-9a-z_]+$", example = "training_classes"),
        IndicatorQuery,
    ),
    responses((status = 200, description = "The figure, or its breakdown as a table.", content(
        (IndicatorValue = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/support-programs/indicators/{code}")]
pub(super) async fn read_support_indicator(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::IndicatorRead>,
    code: PathId<String>,
    query: StrictQuery<IndicatorQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let wanted = Wanted {
        request: &request,
        service: &**service,
        representation,
        code: &code.0,
        query: query.0,
        scope: caller.scope.clone(),
    };
    indicator::answer(wanted).await
}

/// A record that the indicator counts (đối tượng được tính): a cooperative, or a training class of 3.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct SupportIndicatorRecord {
    /// The cooperative (hợp tác xã).
    #[schema(required)]
    organisation_id: Option<OrganisationId>,
    /// The training class (lớp tập huấn).
    #[schema(required)]
    training_class_id: Option<TrainingClassId>,
    /// The name of the cooperative today, or the title of the class (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// Its district (quận, huyện, thị xã).
    #[schema(required, value_type = Option<String>, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<DistrictCode>,
    /// Its commune of today (xã, phường).
    #[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10045"))]
    commune: CommuneCode,
    /// The first of its applications that count (hồ sơ hỗ trợ).
    #[schema(required)]
    application_id: Option<SupportApplicationId>,
    /// The day that counts: of the decision, the first worked month, the first payment, the end of the class.
    #[schema(required)]
    counted_on: Option<Date>,
}

impl From<Record> for SupportIndicatorRecord {
    fn from(record: Record) -> Self {
        let Record { organisation, application } = record;
        Self {
            organisation_id: Some(organisation.id),
            training_class_id: None,
            name: organisation.name,
            district: organisation.seat.district,
            commune: organisation.seat.current_commune,
            application_id: application.map(|(id, _)| id),
            counted_on: application.and_then(|(_, day)| day),
        }
    }
}

impl From<Class> for SupportIndicatorRecord {
    fn from(class: Class) -> Self {
        Self {
            organisation_id: None,
            training_class_id: Some(class.id),
            name: class.content.title,
            district: class.content.district,
            commune: class.content.commune,
            application_id: None,
            counted_on: Some(class.content.ends_on),
        }
    }
}

/// The records as a table.
static RECORDS: Table = Table {
    name: "support-indicator-records",
    columns: &[
        column("organisation", "Mã tổ chức", "Organisation", "/organisation_id"),
        column("training_class", "Lớp tập huấn", "Training class", "/training_class_id"),
        column("name", "Tên", "Name", "/name"),
        column("district", "Quận, huyện", "District", "/district"),
        column("commune", "Xã, phường hiện nay", "Commune of today", "/commune"),
        column("application", "Hồ sơ", "Application", "/application_id"),
        column("counted_on", "Ngày tính", "Day that counts", "/counted_on"),
    ],
};

/// List the records of an indicator of support (đối tượng được tính)
///
/// Every class or cooperative that the figure counts, each once. CSV, XLSX and NDJSON hold all of them.
#[utoipa::path(
    tag = "support indicators",
    params(
        ("code" = String, Path, description = "The indicator's code, or its number in the plan.", max_length = 50, pattern = "^[0-9a-z_]+$", example = "training_classes"),
        RecordsQuery,
    ),
    responses(Paged<Page<SupportIndicatorRecord>>),
    security(("access_token" = ["indicator.read"])),
)]
#[get("/v1/support-programs/indicators/{code}/records")]
pub(super) async fn list_support_indicator_records(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::IndicatorRead>,
    code: PathId<String>,
    query: StrictQuery<RecordsQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(code), StrictQuery(query)) = (code, query);
    let definition = SupportPrograms::named(&code)?;
    let today = service.runtime.ids.now().date();
    let period = indicator::period(query.period, query.as_of, today)?;
    let RecordsQuery { district, commune, limit, cursor, .. } = query;
    let filter = Filter { district, commune };
    let name = format!("support indicator {} {:?} {filter:?}", definition.indicator, period);
    let (request, runtime, table) = (&request, &service.runtime, &RECORDS);
    let wanted = Listed { request, runtime, representation, table, name, limit, cursor };
    if definition.indicator == SupportIndicator::TrainingClasses {
        let rows = move |connection: &mut Connection, after: Option<&TrainingClassId>, limit| {
            store::class_records(connection, &caller.scope, period, &filter, after, limit)
        };
        return wanted.answer(rows, |class: &Class| class.id, SupportIndicatorRecord::from).await;
    }
    let rows = move |connection: &mut Connection, after: Option<&OrganisationId>, limit| {
        store::records(connection, &caller.scope, (definition, period), &filter, after, limit)
    };
    wanted
        .answer(rows, |record: &Record| record.organisation.id, SupportIndicatorRecord::from)
        .await
}
