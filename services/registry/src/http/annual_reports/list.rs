//! `GET /v1/annual-reports`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, Paged, StrictQuery, table::Representation},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    organisation::{OrganisationKind, Sector},
    permission::permit,
};
use serde::Deserialize;

use super::{
    super::{listed::Listed, year},
    view::{REPORTS, ReportView},
};
use crate::{
    Registry,
    domain::organisation::Organisation,
    store::{
        self,
        annual_report::{ReportFilter, ReportKey, StoredReport},
        organisation::Whose,
    },
};

/// Which reports.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReportQuery {
    /// Of this year (năm).
    #[param(minimum = 1900, maximum = 2200, example = 2024)]
    year: Option<i16>,
    /// Of organisations of this kind (loại hình).
    kind: Option<OrganisationKind>,
    /// Of organisations in this field (lĩnh vực).
    sector: Option<Sector>,
    /// Of organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "276")]
    district: Option<DistrictCode>,
    /// Of organisations in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10030")]
    commune: Option<CommuneCode>,
    /// With (true) or without (false) anything unusual (dấu hiệu bất thường).
    flagged: Option<bool>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List annual reports of many organisations (báo cáo năm)
///
/// Within the caller's territory, each year's newest statement. `Accept` chooses JSON by pages, or
/// the whole list as CSV, XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "annual reports",
    params(ReportQuery),
    responses(Paged<Page<ReportView>>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/annual-reports")]
pub(super) async fn list_all_annual_reports(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<ReportQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    year::check(query.year)?;
    let whose = Whose {
        kind: query.kind,
        sector: query.sector,
        district: query.district,
        commune: query.commune,
    };
    let filter = ReportFilter { whose, year: query.year, flagged: query.flagged };
    let wanted = Listed {
        request: &request,
        runtime: &registry.runtime,
        representation,
        table: &REPORTS,
        name: format!("annual reports {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut _, after: Option<&ReportKey>, limit| {
        store::annual_report::list(connection, &caller.scope, &filter, after, limit)
    };
    wanted.answer(rows, key, ReportView::of).await
}

fn key((organisation, stored): &(Organisation, StoredReport)) -> ReportKey {
    ReportKey { organisation: organisation.id, year: i32::from(stored.report.year) }
}
