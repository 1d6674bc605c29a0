//! Where seal and certificate are, over time. Whoever calls has reached the case.

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, written},
    },
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::DissolutionId,
};

use super::{document::documents, schema::custody_entry};
use crate::domain::custody::CustodyEntry;

/// The most entries of a case: of each of the two, once a day for a year.
pub const ENTRIES_MAX: i64 = 800;

#[derive(Queryable, Selectable)]
#[diesel(table_name = custody_entry)]
struct EntryRow {
    dissolution_id: DissolutionId,
    sequence: i64,
    item: String,
    custody: String,
    since: Date,
    reason: Option<String>,
    documents: String,
    recorded_by: String,
    recorded_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = custody_entry, treat_none_as_default_value = false)]
struct NewEntryRow<'a> {
    dissolution_id: Bind<DissolutionId>,
    sequence: i64,
    item: &'static str,
    custody: &'static str,
    since: Bind<Date>,
    reason: Option<&'a str>,
    documents: String,
    recorded_by: &'a str,
    recorded_at: Bind<Instant>,
}

impl TryFrom<EntryRow> for CustodyEntry {
    type Error = Failure;

    fn try_from(row: EntryRow) -> Result<Self, Failure> {
        Ok(Self {
            case: row.dissolution_id,
            sequence: row.sequence,
            item: code(&row.item)?,
            custody: code(&row.custody)?,
            since: row.since,
            reason: row.reason,
            documents: documents(&row.documents)?,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        })
    }
}

/// What was said of seal and certificate of a case, in the order in which it was said.
///
/// # Errors
/// What the database reports.
pub fn of_case(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<Vec<CustodyEntry>, Failure> {
    let rows: Vec<EntryRow> = custody_entry::table
        .filter(custody_entry::dissolution_id.eq(Bind(case)))
        .order(custody_entry::sequence)
        .limit(ENTRIES_MAX)
        .select(EntryRow::as_select())
        .load(connection)?;
    rows.into_iter().map(CustodyEntry::try_from).collect()
}

/// Enters what is said now.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, entries: &[CustodyEntry]) -> Result<(), Failure> {
    let rows: Result<Vec<NewEntryRow<'_>>, Failure> = entries
        .iter()
        .map(|entry| {
            Ok(NewEntryRow {
                dissolution_id: Bind(entry.case),
                sequence: entry.sequence,
                item: entry.item.code(),
                custody: entry.custody.code(),
                since: Bind(entry.since),
                reason: entry.reason.as_deref(),
                documents: written(&entry.documents)?,
                recorded_by: &entry.recorded_by,
                recorded_at: Bind(entry.recorded_at),
            })
        })
        .collect();
    let rows = rows?;
    each!(connection, one => diesel::insert_into(custody_entry::table)
        .values(&rows)
        .execute(one))?;
    Ok(())
}
