//! `GET /v1/organisations/{id}/annual-reports` and `GET /v1/organisations/{id}/members`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PageRequest, PathId, StrictQuery},
};
use htx_model::{
    date::Date,
    id::{MemberId, OrganisationId},
    organisation::{MemberKind, Rating},
    permission::permit,
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    domain::{annual_report::AnnualReport, masking, member::Member},
    store,
    usecase::read_organisation,
};

/// The figures of a year (báo cáo năm). Amounts are whole đồng.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AnnualReport)]
pub(super) struct ReportView {
    /// The year.
    #[schema(minimum = 1900, maximum = 2200, examples(2024))]
    year: i16,
    /// Revenue (doanh thu).
    #[schema(required)]
    revenue_vnd: Option<i64>,
    /// Profit; negative for a loss (lãi, lỗ).
    #[schema(required)]
    profit_vnd: Option<i64>,
    /// A worker's average income in the year (thu nhập bình quân).
    #[schema(required)]
    average_worker_income_vnd: Option<i64>,
    /// Members at the end of the year.
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    member_count: Option<u32>,
    /// Workers at the end of the year.
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    worker_count: Option<u32>,
    /// The rating (xếp loại).
    rating: Rating,
}

/// The reports of an organisation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct AnnualReports {
    /// One for each year, the newest first.
    #[schema(max_items = 200)]
    items: Vec<ReportView>,
}

impl From<AnnualReport> for ReportView {
    fn from(report: AnnualReport) -> Self {
        Self {
            year: report.year,
            revenue_vnd: report.revenue_vnd,
            profit_vnd: report.profit_vnd,
            average_worker_income_vnd: report.average_worker_income_vnd,
            member_count: report.member_count,
            worker_count: report.worker_count,
            rating: report.rating,
        }
    }
}

/// List annual reports (báo cáo năm, xếp loại)
#[utoipa::path(
    tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation's id.")),
    responses((status = 200, description = "One report for each year, the newest first.", body = AnnualReports)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/annual-reports")]
pub(super) async fn list_annual_reports(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
) -> Result<Json<AnnualReports>, Failure> {
    let PathId(id) = id;
    let reports = registry
        .runtime
        .database
        .read(move |connection| {
            read_organisation::by_id(connection, &caller.scope, id)?;
            store::annual_report::of(connection, &[id], None)
        })
        .await?;
    Ok(Json(AnnualReports { items: reports.into_iter().map(ReportView::from).collect() }))
}

/// A member of an organisation (thành viên).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Member)]
pub(super) struct MemberView {
    /// Its id.
    id: MemberId,
    /// Official, or associated.
    kind: MemberKind,
    /// The name; masked unless the caller's task needs it.
    #[schema(examples("N*** V*** A***"))]
    name: String,
    /// Whether the name is masked.
    masked: bool,
    /// What it contributed to the capital, in đồng (vốn góp).
    contribution_vnd: i64,
    /// Since when.
    #[schema(required)]
    joined_on: Option<Date>,
}

/// A page of members.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Members {
    /// The members, in the order in which they were entered.
    #[schema(max_items = 200)]
    items: Vec<MemberView>,
    /// The cursor of the next page; null on the last.
    #[schema(required)]
    next: Option<String>,
}

/// Which page.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MembersQuery {
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List members (thành viên, vốn góp)
#[utoipa::path(
    tag = "organisations",
    params(("id" = OrganisationId, Path, description = "The organisation's id."), MembersQuery),
    responses((status = 200, description = "A page of members.", body = Members)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/members")]
pub(super) async fn list_members(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<MembersQuery>,
) -> Result<Json<Members>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let cursor_key = registry.runtime.cursor_key.clone();
    let list = format!("members {id}");
    let page: PageRequest<MemberId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    let page = registry
        .runtime
        .database
        .read(move |connection| {
            let found = read_organisation::by_id(connection, &caller.scope, id)?;
            let placement = found.stored.organisation.placement();
            let unmasked = caller.scope_of::<permit::PersonalDataRead>().covers(&placement);
            let rows = store::member::list(connection, id, page.after, page.fetch())?;
            page.page(&cursor_key, rows, |row| row.id, |row| member_view(row, unmasked))
        })
        .await?;
    Ok(Json(Members { items: page.items, next: page.next }))
}

fn member_view(member: Member, unmasked: bool) -> MemberView {
    MemberView {
        id: member.id,
        kind: member.kind,
        name: if unmasked { member.name } else { masking::name(&member.name) },
        masked: !unmasked,
        contribution_vnd: member.contribution_vnd,
        joined_on: member.joined_on,
    }
}
