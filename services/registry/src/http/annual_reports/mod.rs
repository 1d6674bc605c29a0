//! `/v1/organisations/{id}/annual-reports` and `/v1/annual-reports`

mod file;
mod list;
mod versions;
mod view;

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, Routes, Tagged},
};
use htx_model::{id::OrganisationId, permission::permit};
use serde::Serialize;

use super::year::PathYear;
use crate::{Registry, usecase::read_annual_report as usecase};
use view::ReportView;

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_annual_reports)
        .service(file::file_annual_report)
        .service(read_annual_report)
        .service(file::restate_annual_report)
        .service(versions::list_annual_report_versions)
        .service(list::list_all_annual_reports);
}

/// The reports of an organisation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct AnnualReports {
    /// One for each year, the newest first.
    #[schema(max_items = 200)]
    items: Vec<ReportView>,
}

/// List an organisation's annual reports (báo cáo năm)
///
/// The figures of each year, the newest first; a restated year shows its newest statement. What is
/// unusual about them is flagged, nothing is dropped.
#[utoipa::path(
    tag = "annual reports",
    params(PathId<OrganisationId>),
    responses((status = 200, description = "One report for each year, the newest first.", body = AnnualReports)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/annual-reports")]
pub(super) async fn list_annual_reports(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
) -> Result<Json<AnnualReports>, Failure> {
    let (organisation, reports) = registry
        .runtime
        .database
        .read(move |connection| usecase::of_organisation(connection, &caller.scope, id.0))
        .await?;
    let items =
        reports.into_iter().map(|stored| ReportView::of((organisation.clone(), stored))).collect();
    Ok(Json(AnnualReports { items }))
}

/// Read an annual report (xem báo cáo năm)
#[utoipa::path(
    tag = "annual reports",
    params(
        PathId<OrganisationId>,
        ("year" = String, Path, description = "The year reported.", pattern = "^[0-9]{4}$", example = "2024"),
    ),
    responses(Tagged<ReportView>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/annual-reports/{year}")]
pub(super) async fn read_annual_report(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    year: PathYear,
) -> Result<Tagged<ReportView>, Failure> {
    let found = registry
        .runtime
        .database
        .read_briefly(move |connection| usecase::of_year(connection, &caller.scope, id.0, year.0))
        .await?;
    Ok(Tagged { version: found.1.version, resource: ReportView::of(found) })
}
