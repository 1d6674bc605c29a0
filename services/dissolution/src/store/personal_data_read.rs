//! Who has read personal data of a case unmasked, and why.

use diesel::{
    ExpressionMethods as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Instant,
    id::{DissolutionId, PersonalDataReadId},
};

use super::schema::personal_data_read;
use crate::domain::reading::Reading;

#[derive(Queryable, Selectable)]
#[diesel(table_name = personal_data_read)]
struct ReadingRow {
    id: PersonalDataReadId,
    dissolution_id: DissolutionId,
    what: String,
    records: i32,
    purpose: String,
    actor_kind: String,
    actor_name: String,
    agency_code: Option<String>,
    recorded_at: Instant,
}

impl TryFrom<ReadingRow> for Reading {
    type Error = Failure;

    fn try_from(row: ReadingRow) -> Result<Self, Failure> {
        let agency = row.agency_code.as_deref().map(AgencyCode::parse).transpose();
        Ok(Self {
            id: row.id,
            case: row.dissolution_id,
            what: code(&row.what)?,
            records: u32::try_from(row.records).unwrap_or_default(),
            purpose: row.purpose,
            actor_kind: row.actor_kind,
            actor_name: row.actor_name,
            agency: agency.map_err(Failure::unexpected)?,
            recorded_at: row.recorded_at,
        })
    }
}

/// A page of the readings of a case's personal data, the newest first.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    case: DissolutionId,
    before: Option<PersonalDataReadId>,
    limit: i64,
) -> Result<Vec<Reading>, Failure> {
    let mut query = personal_data_read::table
        .filter(personal_data_read::dissolution_id.eq(Bind(case)))
        .order(personal_data_read::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(personal_data_read::id.lt(Bind(before)));
    }
    let rows: Vec<ReadingRow> = query.select(ReadingRow::as_select()).load(connection)?;
    rows.into_iter().map(Reading::try_from).collect()
}

/// Notes a reading down.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, reading: &Reading) -> Result<(), Failure> {
    diesel::insert_into(personal_data_read::table)
        .values((
            personal_data_read::id.eq(Bind(reading.id)),
            personal_data_read::dissolution_id.eq(Bind(reading.case)),
            personal_data_read::what.eq(reading.what.code()),
            personal_data_read::records.eq(i32::try_from(reading.records).unwrap_or(i32::MAX)),
            personal_data_read::purpose.eq(&reading.purpose),
            personal_data_read::actor_kind.eq(&reading.actor_kind),
            personal_data_read::actor_name.eq(&reading.actor_name),
            personal_data_read::agency_code.eq(reading.agency.as_ref().map(AgencyCode::as_str)),
            personal_data_read::recorded_at.eq(Bind(reading.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}
