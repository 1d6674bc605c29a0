//! `GET /v1/applications`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Page, Paged, StrictQuery, table::Representation},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    application::{ApplicationKind, ApplicationState},
    date::Date,
    id::{ApplicationId, OrganisationId},
    permission::permit,
};
use serde::Deserialize;

use super::{table::APPLICATIONS, view::ApplicationView};
use crate::{
    Registry,
    http::listed::Listed,
    store::application::{self as store, Filter, StoredApplication},
};

/// Which applications are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Of this kind (loại hồ sơ).
    kind: Option<ApplicationKind>,
    /// In this state (tình trạng).
    state: Option<ApplicationState>,
    /// Of a seat in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// Of a seat in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// In which this organisation takes part.
    organisation: Option<OrganisationId>,
    /// Whose time limit has passed undecided (true), or which are not so (quá hạn).
    overdue: Option<bool>,
    /// Submitted on or after this day.
    submitted_from: Option<Date>,
    /// Submitted on or before this day.
    submitted_to: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List applications (danh sách hồ sơ)
///
/// Within the caller's territory, in the order in which they were begun, without what people wrote
/// in them. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "applications",
    params(ListQuery),
    responses(Paged<Page<ApplicationView>>),
    security(("access_token" = ["application.read"])),
)]
#[get("/v1/applications")]
pub(super) async fn list_applications(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationRead>,
    query: StrictQuery<ListQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let (today, holidays) = (registry.runtime.ids.now().date(), registry.holidays.clone());
    let filter = filter(&query, today);
    // Without the day: a list walked past midnight goes on.
    let undated = Filter { overdue: None, ..filter.clone() };
    let listed = Listed {
        request: &request,
        runtime: &registry.runtime,
        representation,
        table: &APPLICATIONS,
        name: format!("applications {undated:?} {:?}", query.overdue),
        limit: query.limit,
        cursor: query.cursor,
    };
    let read = move |connection: &mut Connection, after: Option<&ApplicationId>, limit| {
        store::list(connection, &caller.scope, &filter, after.copied(), limit)
    };
    let view = move |row| ApplicationView::brief(row, &holidays, today);
    listed.answer(read, |row: &StoredApplication| row.application.id, view).await
}

fn filter(query: &ListQuery, today: Date) -> Filter {
    Filter {
        kind: query.kind,
        state: query.state,
        district: query.district.clone(),
        commune: query.commune.clone(),
        organisation: query.organisation,
        submitted_from: query.submitted_from,
        submitted_to: query.submitted_to,
        overdue: query.overdue.map(|overdue| (today, overdue)),
        due: None,
    }
}
