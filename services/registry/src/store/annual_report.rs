//! The figures of a year: the newest statement of each. Earlier ones are in the log.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, OptionalExtension as _,
    QueryDsl as _, Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{AnnualReportId, OrganisationId},
    scope::Scope,
};
use serde::{Deserialize, Serialize};

use super::{
    organisation::{OrganisationRow, Stored, Whose, code, narrow_to, size_anew},
    schema::{annual_report, organisation},
};
use crate::domain::{
    annual_report::{AnnualReport, Figures},
    organisation::Organisation,
    outlier::ReportFlag,
};

/// Rows of one statement.
const CHUNK: usize = 500;

/// A report with what the store knows of it beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReport {
    /// The report.
    pub report: AnnualReport,
    /// What is unusual about it.
    pub flags: Vec<ReportFlag>,
    /// Its version: which statement it is.
    pub version: i64,
    /// When this statement was written.
    pub recorded_at: Instant,
}

/// What a list of reports is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReportFilter {
    /// Of these organisations.
    pub whose: Whose,
    /// Of this year.
    pub year: Option<i16>,
    /// With or without a flag.
    pub flagged: Option<bool>,
}

/// Where a page of reports ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportKey {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The year.
    pub year: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = annual_report)]
struct ReportRow {
    id: AnnualReportId,
    organisation_id: OrganisationId,
    year: i32,
    origin: String,
    revenue_vnd: Option<i64>,
    profit_vnd: Option<i64>,
    total_capital_vnd: Option<i64>,
    undivided_fund_vnd: Option<i64>,
    official_member_count: Option<i32>,
    associate_contributing_count: Option<i32>,
    associate_non_contributing_count: Option<i32>,
    worker_count: Option<i32>,
    worker_pay_vnd: Option<i64>,
    internal_share_bp: Option<i32>,
    general_meeting_on: Option<Date>,
    restatement_reason: Option<String>,
    flags: String,
    version: i64,
    recorded_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = annual_report, treat_none_as_default_value = false)]
struct NewReportRow<'a> {
    id: Bind<AnnualReportId>,
    organisation_id: Bind<OrganisationId>,
    year: i32,
    origin: &'static str,
    revenue_vnd: Option<i64>,
    profit_vnd: Option<i64>,
    total_capital_vnd: Option<i64>,
    undivided_fund_vnd: Option<i64>,
    official_member_count: Option<i32>,
    associate_contributing_count: Option<i32>,
    associate_non_contributing_count: Option<i32>,
    worker_count: Option<i32>,
    worker_pay_vnd: Option<i64>,
    internal_share_bp: Option<i32>,
    general_meeting_on: Bind<Option<Date>>,
    restatement_reason: Option<&'a str>,
    flags: String,
    flagged: bool,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl TryFrom<ReportRow> for StoredReport {
    type Error = Failure;

    fn try_from(row: ReportRow) -> Result<Self, Failure> {
        let count = |count: Option<i32>| count.map(i32::unsigned_abs);
        let report = AnnualReport {
            id: row.id,
            organisation: row.organisation_id,
            year: i16::try_from(row.year).map_err(Failure::unexpected)?,
            origin: code(&row.origin)?,
            figures: Figures {
                revenue_vnd: row.revenue_vnd,
                profit_vnd: row.profit_vnd,
                total_capital_vnd: row.total_capital_vnd,
                undivided_fund_vnd: row.undivided_fund_vnd,
                official_member_count: count(row.official_member_count),
                associate_contributing_count: count(row.associate_contributing_count),
                associate_non_contributing_count: count(row.associate_non_contributing_count),
                worker_count: count(row.worker_count),
                worker_pay_vnd: row.worker_pay_vnd,
                internal_share_bp: count(row.internal_share_bp),
                general_meeting_on: row.general_meeting_on,
            },
            restatement_reason: row.restatement_reason,
        };
        let flags = row.flags.split_whitespace().map(code).collect::<Result<_, _>>()?;
        Ok(Self { report, flags, version: row.version, recorded_at: row.recorded_at })
    }
}

/// The reports of some organisations; of one year, or of all, the newest first.
///
/// # Errors
/// What the database reports.
pub fn of(
    connection: &mut Connection,
    organisations: &[OrganisationId],
    year: Option<i16>,
) -> Result<Vec<StoredReport>, Failure> {
    let mut query = annual_report::table
        .filter(annual_report::organisation_id.eq_any(organisations.iter().copied().map(Bind)))
        .order((annual_report::organisation_id, annual_report::year.desc()))
        .into_boxed();
    if let Some(year) = year {
        query = query.filter(annual_report::year.eq(i32::from(year)));
    }
    let rows: Vec<ReportRow> = query.select(ReportRow::as_select()).load(connection)?;
    rows.into_iter().map(StoredReport::try_from).collect()
}

/// The report of an organisation for a year. The caller has checked that it may be seen.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    organisation: OrganisationId,
    year: i16,
) -> Result<Option<StoredReport>, Failure> {
    let row: Option<ReportRow> = annual_report::table
        .find((Bind(organisation), i32::from(year)))
        .select(ReportRow::as_select())
        .first(connection)
        .optional()?;
    row.map(StoredReport::try_from).transpose()
}

/// A page of reports of organisations within a scope, by organisation and year, each with its
/// organisation.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &ReportFilter,
    after: Option<&ReportKey>,
    limit: i64,
) -> Result<Vec<(Organisation, StoredReport)>, Failure> {
    let mut query = annual_report::table
        .inner_join(organisation::table)
        .order((annual_report::organisation_id, annual_report::year))
        .limit(limit)
        .into_boxed();
    narrow_to!(query, scope, &filter.whose);
    if let Some(year) = filter.year {
        query = query.filter(annual_report::year.eq(i32::from(year)));
    }
    if let Some(flagged) = filter.flagged {
        query = query.filter(annual_report::flagged.eq(flagged));
    }
    if let Some(ReportKey { organisation, year }) = after {
        let same = annual_report::year.gt(*year);
        query = query.filter(
            annual_report::organisation_id
                .ge(Bind(*organisation))
                .and(annual_report::organisation_id.gt(Bind(*organisation)).or(same)),
        );
    }
    let rows: Vec<(ReportRow, OrganisationRow)> =
        query.select((ReportRow::as_select(), OrganisationRow::as_select())).load(connection)?;
    let joined = |(report, of): (ReportRow, OrganisationRow)| {
        Ok((Stored::try_from(of)?.organisation, report.try_into()?))
    };
    rows.into_iter().map(joined).collect()
}

/// Enters reports with what is unusual about them; one that stands already for its year is replaced,
/// its version counted on. The organisations' sizes follow.
///
/// # Errors
/// What the database reports.
pub fn save_many(
    connection: &mut Connection,
    reports: &[(AnnualReport, Vec<ReportFlag>)],
    now: Instant,
) -> Result<(), Failure> {
    use diesel::upsert::excluded;
    for chunk in reports.chunks(CHUNK) {
        let rows: Vec<_> =
            chunk.iter().map(|(report, flags)| new_row(report, flags, now)).collect();
        each!(connection, one => diesel::insert_into(annual_report::table)
            .values(&rows)
            .on_conflict((annual_report::organisation_id, annual_report::year))
            .do_update()
            .set((
                annual_report::origin.eq(excluded(annual_report::origin)),
                annual_report::revenue_vnd.eq(excluded(annual_report::revenue_vnd)),
                annual_report::profit_vnd.eq(excluded(annual_report::profit_vnd)),
                annual_report::total_capital_vnd.eq(excluded(annual_report::total_capital_vnd)),
                annual_report::undivided_fund_vnd.eq(excluded(annual_report::undivided_fund_vnd)),
                annual_report::official_member_count
                    .eq(excluded(annual_report::official_member_count)),
                annual_report::associate_contributing_count
                    .eq(excluded(annual_report::associate_contributing_count)),
                annual_report::associate_non_contributing_count
                    .eq(excluded(annual_report::associate_non_contributing_count)),
                annual_report::worker_count.eq(excluded(annual_report::worker_count)),
                annual_report::worker_pay_vnd.eq(excluded(annual_report::worker_pay_vnd)),
                annual_report::internal_share_bp.eq(excluded(annual_report::internal_share_bp)),
                annual_report::general_meeting_on.eq(excluded(annual_report::general_meeting_on)),
                annual_report::restatement_reason.eq(excluded(annual_report::restatement_reason)),
                annual_report::flags.eq(excluded(annual_report::flags)),
                annual_report::flagged.eq(excluded(annual_report::flagged)),
                annual_report::version.eq(annual_report::version + 1),
                annual_report::recorded_at.eq(excluded(annual_report::recorded_at)),
            ))
            .execute(one))?;
        let of: Vec<OrganisationId> = chunk.iter().map(|(report, _)| report.organisation).collect();
        size_anew(connection, &of)?;
    }
    Ok(())
}

/// Notes anew what is unusual about the reports of some organisations on a year: it follows from the
/// year before, so it changes when that is restated, and the reports do not.
///
/// # Errors
/// What the database reports.
pub fn save_flags(
    connection: &mut Connection,
    organisations: &[OrganisationId],
    year: i16,
    flags: &[ReportFlag],
) -> Result<(), Failure> {
    let of = organisations.iter().copied().map(Bind);
    diesel::update(annual_report::table)
        .filter(annual_report::organisation_id.eq_any(of))
        .filter(annual_report::year.eq(i32::from(year)))
        .set((
            annual_report::flags.eq(written(flags)),
            annual_report::flagged.eq(!flags.is_empty()),
        ))
        .execute(connection)?;
    Ok(())
}

fn written(flags: &[ReportFlag]) -> String {
    flags.iter().map(|flag| flag.code()).collect::<Vec<_>>().join(" ")
}

fn new_row<'a>(report: &'a AnnualReport, flags: &[ReportFlag], now: Instant) -> NewReportRow<'a> {
    let column = |count: Option<u32>| count.map(|count| i32::try_from(count).unwrap_or(i32::MAX));
    let figures = &report.figures;
    NewReportRow {
        id: Bind(report.id),
        organisation_id: Bind(report.organisation),
        year: i32::from(report.year),
        origin: report.origin.code(),
        revenue_vnd: figures.revenue_vnd,
        profit_vnd: figures.profit_vnd,
        total_capital_vnd: figures.total_capital_vnd,
        undivided_fund_vnd: figures.undivided_fund_vnd,
        official_member_count: column(figures.official_member_count),
        associate_contributing_count: column(figures.associate_contributing_count),
        associate_non_contributing_count: column(figures.associate_non_contributing_count),
        worker_count: column(figures.worker_count),
        worker_pay_vnd: figures.worker_pay_vnd,
        internal_share_bp: column(figures.internal_share_bp),
        general_meeting_on: Bind(figures.general_meeting_on),
        restatement_reason: report.restatement_reason.as_deref(),
        flags: written(flags),
        flagged: !flags.is_empty(),
        version: 1,
        recorded_at: Bind(now),
    }
}
