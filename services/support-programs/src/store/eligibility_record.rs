//! What programmes said of applicants: written once, never changed.

use diesel::{
    ExpressionMethods as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, json, written},
    },
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{EligibilityRecordId, ProgrammeVersionId, SupportApplicationId},
};

use super::schema::support_eligibility as table;
use crate::domain::eligibility::record::Record;

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct RecordRow {
    id: EligibilityRecordId,
    application_id: SupportApplicationId,
    moment: String,
    told_on: Date,
    version_id: ProgrammeVersionId,
    eligibility: String,
    record: String,
    recorded_at: Instant,
}

/// What was told of the applicant of an application, in its order.
///
/// # Errors
/// What the database reports.
pub fn of_application(
    connection: &mut Connection,
    application: SupportApplicationId,
) -> Result<Vec<Record>, Failure> {
    let rows: Vec<RecordRow> = table::table
        .filter(table::application_id.eq(Bind(application)))
        .order(table::id)
        .select(RecordRow::as_select())
        .load(connection)?;
    let read = |row: RecordRow| {
        Ok(Record {
            id: row.id,
            application: row.application_id,
            moment: code(&row.moment)?,
            on: row.told_on,
            version: row.version_id,
            eligibility: code(&row.eligibility)?,
            grounds: json(&row.record)?,
            recorded_at: row.recorded_at,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Writes down what was told.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, one: &Record) -> Result<(), Failure> {
    let grounds = written(&one.grounds)?;
    diesel::insert_into(table::table)
        .values((
            table::id.eq(Bind(one.id)),
            table::application_id.eq(Bind(one.application)),
            table::moment.eq(one.moment.code()),
            table::told_on.eq(Bind(one.on)),
            table::version_id.eq(Bind(one.version)),
            table::eligibility.eq(one.eligibility.code()),
            table::record.eq(grounds),
            table::recorded_at.eq(Bind(one.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}
