//! The figures of a year.

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::Instant,
    id::{AnnualReportId, OrganisationId},
};

use super::{organisation::code, schema::annual_report};
use crate::domain::annual_report::AnnualReport;

/// Rows of one statement.
const CHUNK: usize = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = annual_report)]
struct ReportRow {
    id: AnnualReportId,
    organisation_id: OrganisationId,
    year: i32,
    revenue_vnd: Option<i64>,
    profit_vnd: Option<i64>,
    average_worker_income_vnd: Option<i64>,
    member_count: Option<i32>,
    worker_count: Option<i32>,
    rating: String,
}

#[derive(Insertable)]
#[diesel(table_name = annual_report, treat_none_as_default_value = false)]
struct NewReportRow {
    id: Bind<AnnualReportId>,
    organisation_id: Bind<OrganisationId>,
    year: i32,
    revenue_vnd: Option<i64>,
    profit_vnd: Option<i64>,
    average_worker_income_vnd: Option<i64>,
    member_count: Option<i32>,
    worker_count: Option<i32>,
    rating: &'static str,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl TryFrom<ReportRow> for AnnualReport {
    type Error = Failure;

    fn try_from(row: ReportRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            organisation: row.organisation_id,
            year: i16::try_from(row.year).map_err(Failure::unexpected)?,
            revenue_vnd: row.revenue_vnd,
            profit_vnd: row.profit_vnd,
            average_worker_income_vnd: row.average_worker_income_vnd,
            member_count: row.member_count.map(i32::unsigned_abs),
            worker_count: row.worker_count.map(i32::unsigned_abs),
            rating: code(&row.rating)?,
        })
    }
}

/// The reports of some organisations; of one year, or of all.
///
/// # Errors
/// What the database reports.
pub fn of(
    connection: &mut Connection,
    organisations: &[OrganisationId],
    year: Option<i16>,
) -> Result<Vec<AnnualReport>, Failure> {
    let mut query = annual_report::table
        .filter(annual_report::organisation_id.eq_any(organisations.iter().copied().map(Bind)))
        .order((annual_report::organisation_id, annual_report::year.desc()))
        .into_boxed();
    if let Some(year) = year {
        query = query.filter(annual_report::year.eq(i32::from(year)));
    }
    let rows: Vec<ReportRow> = query.select(ReportRow::as_select()).load(connection)?;
    rows.into_iter().map(AnnualReport::try_from).collect()
}

/// Enters reports; one that stands already for its year is replaced, its version counted on.
///
/// # Errors
/// What the database reports.
pub fn save_many(
    connection: &mut Connection,
    reports: &[AnnualReport],
    now: Instant,
) -> Result<(), Failure> {
    use diesel::upsert::excluded;
    for chunk in reports.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(|report| new_row(report, now)).collect();
        each!(connection, one => diesel::insert_into(annual_report::table)
            .values(&rows)
            .on_conflict((annual_report::organisation_id, annual_report::year))
            .do_update()
            .set((
                annual_report::revenue_vnd.eq(excluded(annual_report::revenue_vnd)),
                annual_report::profit_vnd.eq(excluded(annual_report::profit_vnd)),
                annual_report::average_worker_income_vnd
                    .eq(excluded(annual_report::average_worker_income_vnd)),
                annual_report::member_count.eq(excluded(annual_report::member_count)),
                annual_report::worker_count.eq(excluded(annual_report::worker_count)),
                annual_report::rating.eq(excluded(annual_report::rating)),
                annual_report::version.eq(annual_report::version + 1),
                annual_report::recorded_at.eq(excluded(annual_report::recorded_at)),
            ))
            .execute(one))?;
    }
    Ok(())
}

fn new_row(report: &AnnualReport, now: Instant) -> NewReportRow {
    let column = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    NewReportRow {
        id: Bind(report.id),
        organisation_id: Bind(report.organisation),
        year: i32::from(report.year),
        revenue_vnd: report.revenue_vnd,
        profit_vnd: report.profit_vnd,
        average_worker_income_vnd: report.average_worker_income_vnd,
        member_count: report.member_count.map(column),
        worker_count: report.worker_count.map(column),
        rating: report.rating.code(),
        version: 1,
        recorded_at: Bind(now),
    }
}
