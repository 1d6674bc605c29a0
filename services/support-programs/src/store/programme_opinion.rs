//! What co-lead agencies say of versions. What people wrote stands in a row of its own, which is
//! erasable.

use diesel::{
    ExpressionMethods as _, NullableExpressionMethods as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{ProgrammeOpinionId, ProgrammeVersionId},
};

use super::schema::{programme_opinion as table, programme_opinion_words as words};
use crate::domain::programme::Opinion;

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct OpinionRow {
    id: ProgrammeOpinionId,
    version_id: ProgrammeVersionId,
    agency: String,
    agency_name: String,
    favourable: bool,
    given_by: String,
    recorded_at: Instant,
}

/// What was said of a version, in its order.
///
/// # Errors
/// What the database reports.
pub fn of_version(
    connection: &mut Connection,
    version: ProgrammeVersionId,
) -> Result<Vec<Opinion>, Failure> {
    let rows: Vec<(OpinionRow, Option<String>)> = table::table
        .left_join(words::table)
        .filter(table::version_id.eq(Bind(version)))
        .order(table::id)
        .select((OpinionRow::as_select(), words::words.nullable()))
        .load(connection)?;
    let read = |(row, words): (OpinionRow, Option<String>)| {
        Ok(Opinion {
            id: row.id,
            version: row.version_id,
            agency: AgencyCode::parse(&row.agency).map_err(Failure::unexpected)?,
            agency_name: row.agency_name,
            favourable: row.favourable,
            words,
            given_by: row.given_by,
            recorded_at: row.recorded_at,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Enters an opinion.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, one: &Opinion) -> Result<(), Failure> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(Bind(one.id)),
            table::version_id.eq(Bind(one.version)),
            table::agency.eq(one.agency.as_str()),
            table::agency_name.eq(&one.agency_name),
            table::favourable.eq(one.favourable),
            table::given_by.eq(&one.given_by),
            table::recorded_at.eq(Bind(one.recorded_at)),
        ))
        .execute(connection)?;
    let Some(said) = &one.words else { return Ok(()) };
    diesel::insert_into(words::table)
        .values((words::opinion_id.eq(Bind(one.id)), words::words.eq(said)))
        .execute(connection)?;
    Ok(())
}
