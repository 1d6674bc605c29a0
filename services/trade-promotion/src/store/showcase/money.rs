//! What showcase points are funded with, and what they sell.

use diesel::{
    ExpressionMethods as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column},
    },
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{SalesReportId, ShowcaseFundingId, ShowcasePointId},
    money::Dong,
};

use crate::{
    domain::showcase::money::{FUNDINGS_MAX, Funding, REPORTS_MAX, SalesReport},
    store::schema::{showcase_funding, showcase_sales},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = showcase_funding)]
struct FundingRow {
    id: ShowcaseFundingId,
    showcase_point_id: ShowcasePointId,
    from_day: Date,
    to_day: Date,
    rent_vnd: i64,
    operation_vnd: i64,
    source: String,
    decision_number: String,
    decided_on: Date,
    revoked_on: Option<Date>,
    revoke_reason: Option<String>,
    recorded_by: String,
    recorded_at: Instant,
}

impl TryFrom<FundingRow> for Funding {
    type Error = Failure;

    fn try_from(row: FundingRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            point: row.showcase_point_id,
            from: row.from_day,
            to: row.to_day,
            rent: Dong(row.rent_vnd),
            operation: Dong(row.operation_vnd),
            source: code(&row.source)?,
            decision_number: row.decision_number,
            decided_on: row.decided_on,
            revoked: row.revoked_on.zip(row.revoke_reason),
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        })
    }
}

/// What a point is funded with, by period. Who calls this has found the point.
///
/// # Errors
/// What the database reports.
pub fn fundings(
    connection: &mut Connection,
    point: ShowcasePointId,
) -> Result<Vec<Funding>, Failure> {
    let rows: Vec<FundingRow> = showcase_funding::table
        .filter(showcase_funding::showcase_point_id.eq(Bind(point)))
        .order((showcase_funding::from_day, showcase_funding::id))
        .limit(i64::try_from(FUNDINGS_MAX).unwrap_or(i64::MAX))
        .select(FundingRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Funding::try_from).collect()
}

/// Enters a funding.
///
/// # Errors
/// What the database reports.
pub fn fund(connection: &mut Connection, granted: &Funding) -> Result<(), Failure> {
    use showcase_funding as columns;
    diesel::insert_into(columns::table)
        .values((
            columns::id.eq(Bind(granted.id)),
            columns::showcase_point_id.eq(Bind(granted.point)),
            columns::from_day.eq(Bind(granted.from)),
            columns::to_day.eq(Bind(granted.to)),
            columns::rent_vnd.eq(granted.rent.0),
            columns::operation_vnd.eq(granted.operation.0),
            columns::source.eq(granted.source.code()),
            columns::decision_number.eq(&granted.decision_number),
            columns::decided_on.eq(Bind(granted.decided_on)),
            columns::recorded_by.eq(&granted.recorded_by),
            columns::recorded_at.eq(Bind(granted.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Revokes a funding: the row stays, and says when and why.
///
/// # Errors
/// What the database reports.
pub fn revoke(
    connection: &mut Connection,
    id: ShowcaseFundingId,
    (on, reason): (Date, &str),
) -> Result<(), Failure> {
    use showcase_funding as columns;
    diesel::update(columns::table.filter(columns::id.eq(Bind(id))))
        .set((columns::revoked_on.eq(Bind(on)), columns::revoke_reason.eq(reason)))
        .execute(connection)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = showcase_sales)]
struct ReportRow {
    id: SalesReportId,
    showcase_point_id: ShowcasePointId,
    year: i32,
    month: i32,
    revenue_vnd: i64,
    visitor_count: i32,
    note: Option<String>,
    reported_by: String,
    recorded_at: Instant,
}

impl TryFrom<ReportRow> for SalesReport {
    type Error = Failure;

    fn try_from(row: ReportRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            point: row.showcase_point_id,
            year: i16::try_from(row.year).map_err(Failure::unexpected)?,
            month: u8::try_from(row.month).map_err(Failure::unexpected)?,
            revenue: Dong(row.revenue_vnd),
            visitors: u32::try_from(row.visitor_count).map_err(Failure::unexpected)?,
            note: row.note,
            reported_by: row.reported_by,
            recorded_at: row.recorded_at,
        })
    }
}

/// What a point sold, by month. Who calls this has found the point.
///
/// # Errors
/// What the database reports.
pub fn reports(
    connection: &mut Connection,
    point: ShowcasePointId,
) -> Result<Vec<SalesReport>, Failure> {
    let rows: Vec<ReportRow> = showcase_sales::table
        .filter(showcase_sales::showcase_point_id.eq(Bind(point)))
        .order((showcase_sales::year, showcase_sales::month))
        .limit(i64::try_from(REPORTS_MAX).unwrap_or(i64::MAX))
        .select(ReportRow::as_select())
        .load(connection)?;
    rows.into_iter().map(SalesReport::try_from).collect()
}

/// Enters a report.
///
/// # Errors
/// What the database reports.
pub fn report(connection: &mut Connection, sold: &SalesReport) -> Result<(), Failure> {
    use showcase_sales as columns;
    diesel::insert_into(columns::table)
        .values((
            columns::id.eq(Bind(sold.id)),
            columns::showcase_point_id.eq(Bind(sold.point)),
            columns::year.eq(i32::from(sold.year)),
            columns::month.eq(i32::from(sold.month)),
            columns::revenue_vnd.eq(sold.revenue.0),
            columns::visitor_count.eq(column(sold.visitors)),
            columns::note.eq(sold.note.as_deref()),
            columns::reported_by.eq(&sold.reported_by),
            columns::recorded_at.eq(Bind(sold.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a report over the one of the same month.
///
/// # Errors
/// What the database reports.
pub fn correct(connection: &mut Connection, sold: &SalesReport) -> Result<(), Failure> {
    use showcase_sales as columns;
    diesel::update(columns::table.filter(columns::id.eq(Bind(sold.id))))
        .set((
            columns::revenue_vnd.eq(sold.revenue.0),
            columns::visitor_count.eq(column(sold.visitors)),
            columns::note.eq(sold.note.as_deref()),
            columns::reported_by.eq(&sold.reported_by),
            columns::recorded_at.eq(Bind(sold.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}
