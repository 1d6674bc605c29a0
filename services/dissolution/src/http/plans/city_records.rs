//! `GET /v1/dissolution-plans/city/records`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
        within_range,
    },
};
use htx_model::{
    administrative::DistrictCode,
    date::Date,
    dissolution::{DissolutionState, planning::PlanFigure},
    id::{DissolutionId, Id},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use super::plan_view::PlannedView;
use crate::{
    Dissolutions,
    domain::plan::FIRST_YEAR,
    http::case_view::OrganisationView,
    store::plan::{Narrowing, Record, records},
};

/// Which records.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CityRecordQuery {
    /// The year (năm): from 2025 to the next.
    #[param(minimum = 2025, maximum = 2200, example = 2025)]
    year: i16,
    /// Of which figure (chỉ số).
    #[param(inline)]
    figure: PlanFigure,
    /// Of organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// One thing that a figure counts (bản ghi của chỉ số).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionPlanRecord)]
pub(super) struct RecordView {
    /// The organisation as it is today.
    organisation: OrganisationView,
    /// What the plan of the year says of it; null where it is not planned.
    #[schema(required)]
    planned: Option<PlannedView>,
    /// The case that is counted, or the newest of what is planned (hồ sơ giải thể).
    #[schema(required)]
    dissolution_id: Option<DissolutionId>,
    /// Where it stands.
    #[schema(required)]
    dissolution_state: Option<DissolutionState>,
    /// When it was opened (ngày mở).
    #[schema(required)]
    opened_on: Option<Date>,
    /// When it ended (ngày kết thúc).
    #[schema(required)]
    ended_on: Option<Date>,
}

impl From<Record> for RecordView {
    fn from(record: Record) -> Self {
        let case = record.case;
        Self {
            organisation: record.organisation.into(),
            planned: record.planned.map(PlannedView::from),
            dissolution_id: case.map(|case| case.id),
            dissolution_state: case.map(|case| case.state),
            opened_on: case.map(|case| case.opened_on),
            ended_on: case.and_then(|case| case.ended_on),
        }
    }
}

/// The records as a table.
static RECORDS: Table = Table {
    name: "city-dissolution-plan-records",
    columns: &[
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation/id"),
        column("name", "Tên", "Name", "/organisation/name"),
        column("kind", "Loại hình", "Kind", "/organisation/kind"),
        column("district", "Quận, huyện", "District", "/organisation/district"),
        column("current_commune", "Xã, phường", "Commune", "/organisation/current_commune"),
        column("plan", "Mã kế hoạch", "Plan", "/planned/plan_id"),
        column("expected_month", "Tháng dự kiến", "Expected month", "/planned/expected_month"),
        column(
            "responsible_officer",
            "Cán bộ phụ trách",
            "Officer",
            "/planned/responsible_officer",
        ),
        column("dissolution", "Hồ sơ giải thể", "Dissolution", "/dissolution_id"),
        column("state", "Trạng thái hồ sơ", "State", "/dissolution_state"),
        column("opened_on", "Ngày mở", "Opened on", "/opened_on"),
        column("ended_on", "Ngày kết thúc", "Ended on", "/ended_on"),
    ],
};

/// List what a figure of the city's plan counts (bản ghi của chỉ số)
///
/// Every organisation or case that the figure counts, within the caller's reach. `Accept` chooses
/// JSON by pages, or the whole list as CSV, XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "dissolution plans",
    params(CityRecordQuery),
    responses(Paged<Page<RecordView>>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolution-plans/city/records")]
pub(super) async fn list_city_dissolution_plan_records(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    query: StrictQuery<CityRecordQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(CityRecordQuery { year, figure, district, limit, cursor }) = query;
    let today = service.runtime.ids.now().date();
    within_range("year", year, FIRST_YEAR..=today.year().saturating_add(1))?;
    let of = Narrowing { year, figure, district };
    let name = format!("city plan records {of:?}");
    let (request, runtime, table) = (&request, &service.runtime, &RECORDS);
    let wanted = Listed { request, runtime, representation, table, name, limit, cursor };
    let rows = move |connection: &mut Connection, after: Option<&Id<()>>, limit| {
        records(connection, &caller.scope, &of, after, limit)
    };
    wanted.answer(rows, Record::key, RecordView::from).await
}
