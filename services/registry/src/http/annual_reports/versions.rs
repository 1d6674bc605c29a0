//! `GET /v1/organisations/{id}/annual-reports/{year}/versions`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, PageQuery, PageRequest, PathId, StrictQuery},
    log::history::{HistoryKey, HistoryPage},
};
use htx_model::{date::Instant, event::Actor, id::OrganisationId, permission::permit};
use serde::Serialize;

use super::{super::year::PathYear, view::FiguresView};
use crate::{
    Registry,
    domain::annual_report::ReportOrigin,
    usecase::read_annual_report::{self as usecase, Statement},
};

/// A statement of a year's report (bản báo cáo).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct AnnualReportVersion {
    /// Where it comes from.
    origin: ReportOrigin,
    /// What it said.
    figures: FiguresView,
    /// Why it was restated, where it was (lý do báo cáo lại).
    #[schema(required, max_length = 1000)]
    restatement_reason: Option<String>,
    /// Who stated it.
    actor: Actor,
    /// When.
    recorded_at: Instant,
}

impl From<Statement> for AnnualReportVersion {
    fn from(statement: Statement) -> Self {
        let report = statement.report;
        Self {
            origin: report.origin,
            figures: report.figures.into(),
            restatement_reason: report.restatement_reason,
            actor: statement.actor,
            recorded_at: statement.recorded_at,
        }
    }
}

type AnnualReportVersionPage = Page<AnnualReportVersion>;

/// List the statements of an annual report (các bản báo cáo)
///
/// Every statement that was ever made of the year, the newest first, out of the log.
#[utoipa::path(
    tag = "annual reports",
    params(
        PathId<OrganisationId>,
        ("year" = String, Path, description = "The year reported.", pattern = "^[0-9]{4}$", example = "2024"),
        PageQuery,
    ),
    responses((status = 200, description = "A page of statements, the newest first.", body = AnnualReportVersionPage)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/annual-reports/{year}/versions")]
pub(super) async fn list_annual_report_versions(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    year: PathYear,
    query: StrictQuery<PageQuery>,
) -> Result<Json<AnnualReportVersionPage>, Failure> {
    let (PathId(id), PathYear(year), StrictQuery(query)) = (id, year, query);
    let cursor_key = registry.runtime.cursor_key.clone();
    let list = format!("annual report versions {id} {year}");
    let page: PageRequest<HistoryKey> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    registry
        .runtime
        .database
        .read(move |connection| {
            let limit = u32::try_from(page.fetch()).unwrap_or(u32::MAX);
            let wanted = HistoryPage { before: page.after, limit };
            let rows = usecase::statements(connection, &caller.scope, id, year, wanted)?;
            page.page(&cursor_key, rows, |row| row.key, AnnualReportVersion::from)
        })
        .await
        .map(Json)
}
