//! Public notices of dissolution, and when the tax department was told.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _, dsl::max,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, json, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::answers::NoticeState,
    id::{DissolutionId, DissolutionNoticeId, DocumentId},
};

use super::schema::{dissolution_notice, tax_information};
use crate::domain::{
    facts::NoticeFacts,
    notice::{Notice, NoticeNumber},
};

/// The most notices of one case that are read.
const OF_CASE_MAX: i64 = 200;

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = dissolution_notice)]
pub(super) struct NoticeRow {
    id: DissolutionNoticeId,
    dissolution_id: DissolutionId,
    number: String,
    agency_code: String,
    state: String,
    published_on: Date,
    window_ends_on: Date,
    published: String,
    replaces: Option<DissolutionNoticeId>,
    reason: Option<String>,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<NoticeRow> for Notice {
    type Error = Failure;

    fn try_from(row: NoticeRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            case: row.dissolution_id,
            number: row.number.parse().map_err(Failure::unexpected)?,
            agency: AgencyCode::parse(&row.agency_code).map_err(Failure::unexpected)?,
            state: code(&row.state)?,
            published_on: row.published_on,
            window_ends_on: row.window_ends_on,
            published: json(&row.published)?,
            replaces: row.replaces,
            reason: row.reason,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = dissolution_notice, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewNoticeRow<'a> {
    id: Bind<DissolutionNoticeId>,
    dissolution_id: Bind<DissolutionId>,
    number: String,
    agency_code: &'a str,
    year: i32,
    sequence: i32,
    state: &'static str,
    published_on: Bind<Date>,
    window_ends_on: Bind<Date>,
    published: String,
    replaces: Bind<Option<DissolutionNoticeId>>,
    reason: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewNoticeRow<'a> {
    fn of(notice: &'a Notice) -> Result<Self, Failure> {
        let sequence = i32::try_from(notice.number.sequence()).map_err(Failure::unexpected)?;
        Ok(Self {
            id: Bind(notice.id),
            dissolution_id: Bind(notice.case),
            number: notice.number.to_string(),
            agency_code: notice.agency.as_str(),
            year: i32::from(notice.number.year()),
            sequence,
            state: notice.state.code(),
            published_on: Bind(notice.published_on),
            window_ends_on: Bind(notice.window_ends_on),
            published: written(&notice.published)?,
            replaces: Bind(notice.replaces),
            reason: notice.reason.as_deref(),
            version: notice.version,
            recorded_at: Bind(notice.recorded_at),
        })
    }
}

/// Enters a notice.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, notice: &Notice) -> Result<(), Failure> {
    let row = NewNoticeRow::of(notice)?;
    diesel::insert_into(dissolution_notice::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a notice that another took the place of.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, notice: &Notice) -> Result<(), Failure> {
    diesel::update(dissolution_notice::table.find(Bind(notice.id)))
        .set(NewNoticeRow::of(notice)?)
        .execute(connection)?;
    Ok(())
}

/// The count of the next notice of an agency in a year; the caller holds the lock of that count.
///
/// # Errors
/// What the database reports.
pub fn next_sequence(
    connection: &mut Connection,
    agency: &AgencyCode,
    year: i16,
) -> Result<u32, Failure> {
    let last: Option<i32> = dissolution_notice::table
        .filter(dissolution_notice::agency_code.eq(agency.as_str()))
        .filter(dissolution_notice::year.eq(i32::from(year)))
        .select(max(dissolution_notice::sequence))
        .first(connection)?;
    u32::try_from(last.unwrap_or(0) + 1).map_err(Failure::unexpected)
}

/// The notice with this number: anybody may read one.
///
/// # Errors
/// What the database reports.
pub fn with_number(
    connection: &mut Connection,
    number: &NoticeNumber,
) -> Result<Option<Notice>, Failure> {
    let row: Option<NoticeRow> = dissolution_notice::table
        .filter(dissolution_notice::number.eq(number.to_string()))
        .select(NoticeRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Notice::try_from).transpose()
}

/// The notice that took the place of another, if one did.
///
/// # Errors
/// What the database reports.
pub fn replacing(
    connection: &mut Connection,
    id: DissolutionNoticeId,
) -> Result<Option<Notice>, Failure> {
    let row: Option<NoticeRow> = dissolution_notice::table
        .filter(dissolution_notice::replaces.eq(Bind(id)))
        .select(NoticeRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Notice::try_from).transpose()
}

/// The notice of a case that holds, if there is one.
///
/// # Errors
/// What the database reports.
pub fn holding(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<Option<Notice>, Failure> {
    let row: Option<NoticeRow> = dissolution_notice::table
        .filter(dissolution_notice::dissolution_id.eq(Bind(case)))
        .filter(dissolution_notice::state.eq(NoticeState::Published.code()))
        .select(NoticeRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Notice::try_from).transpose()
}

/// All notices of a case, in the order of their publication; the caller has checked that the case
/// may be read.
///
/// # Errors
/// What the database reports.
pub fn of_case(connection: &mut Connection, case: DissolutionId) -> Result<Vec<Notice>, Failure> {
    let rows: Vec<NoticeRow> = dissolution_notice::table
        .filter(dissolution_notice::dissolution_id.eq(Bind(case)))
        .order(dissolution_notice::id)
        .limit(OF_CASE_MAX)
        .select(NoticeRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Notice::try_from).collect()
}

/// When the tax department was told of a case.
///
/// # Errors
/// What the database reports.
pub fn tax_informed_on(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<Option<Date>, Failure> {
    Ok(tax_information::table
        .find(Bind(case))
        .select(tax_information::informed_on)
        .first(connection)
        .optional()?)
}

/// Notes down when the tax department was told of a case; it was not before.
///
/// # Errors
/// What the database reports.
pub fn inform_tax(
    connection: &mut Connection,
    case: DissolutionId,
    on: Date,
    document: Option<DocumentId>,
    now: Instant,
) -> Result<(), Failure> {
    diesel::insert_into(tax_information::table)
        .values((
            tax_information::dissolution_id.eq(Bind(case)),
            tax_information::informed_on.eq(Bind(on)),
            tax_information::document_id.eq(Bind(document)),
            tax_information::recorded_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// What the guards look at. The first notice counts as the publication, the last window as the one
/// within which anybody may object.
///
/// # Errors
/// What the database reports.
pub fn facts(connection: &mut Connection, case: DissolutionId) -> Result<NoticeFacts, Failure> {
    let days: Vec<(Date, Date)> = dissolution_notice::table
        .filter(dissolution_notice::dissolution_id.eq(Bind(case)))
        .order(dissolution_notice::id)
        .limit(OF_CASE_MAX)
        .select((dissolution_notice::published_on, dissolution_notice::window_ends_on))
        .load(connection)?;
    Ok(NoticeFacts {
        published_on: days.first().map(|(published, _)| *published),
        window_ends_on: days.last().map(|(_, last)| *last),
        tax_informed_on: tax_informed_on(connection, case)?,
    })
}
