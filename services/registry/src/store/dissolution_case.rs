//! What the register followed of dissolution cases.

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
    upsert::excluded,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
    log::{counted, stored},
};
use htx_model::{
    code_list::CodeList as _,
    date::Instant,
    id::{DissolutionId, OrganisationId},
};

use super::{organisation::code, schema::dissolution_case};
use crate::domain::dissolution::FollowedCase;

type Row = (DissolutionId, OrganisationId, Option<String>, String, Option<String>, i64);

fn read(row: Row) -> Result<FollowedCase, Failure> {
    let (id, organisation, status_before, last_step, not_followed, position) = row;
    Ok(FollowedCase {
        id,
        organisation,
        status_before: status_before.map(|status| code(&status)).transpose()?,
        last_step: code(&last_step)?,
        not_followed: not_followed.map(|obstacle| code(&obstacle)).transpose()?,
        position: counted(position),
    })
}

macro_rules! all_but_the_instant {
    () => {
        (
            dissolution_case::id,
            dissolution_case::organisation_id,
            dissolution_case::status_before,
            dissolution_case::last_step,
            dissolution_case::not_followed,
            dissolution_case::position,
        )
    };
}

/// Lets cases that were followed after a position be followed by whatever is told after it: where the
/// log of dissolutions was restored and no longer holds those steps. Tells how many.
///
/// # Errors
/// What the database reports.
pub fn put_back(connection: &mut Connection, position: i64) -> Result<usize, Failure> {
    let later = dissolution_case::table.filter(dissolution_case::position.gt(position));
    let put = diesel::update(later).set(dissolution_case::position.eq(position));
    Ok(put.execute(connection)?)
}

/// A case that the register has met.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: DissolutionId,
) -> Result<Option<FollowedCase>, Failure> {
    let row: Option<Row> = dissolution_case::table
        .find(Bind(id))
        .select(all_but_the_instant!())
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// The newest case of an organisation, if there is one. The caller has found the organisation within
/// its scope.
///
/// # Errors
/// What the database reports.
pub fn newest_of(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<Option<FollowedCase>, Failure> {
    let row: Option<Row> = dissolution_case::table
        .filter(dissolution_case::organisation_id.eq(Bind(organisation)))
        .order(dissolution_case::position.desc())
        .select(all_but_the_instant!())
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// Notes down the last step of a case.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, case: &FollowedCase, now: Instant) -> Result<(), Failure> {
    use dissolution_case as kept;
    each!(connection, one => diesel::insert_into(kept::table)
        .values((
            kept::id.eq(Bind(case.id)),
            kept::organisation_id.eq(Bind(case.organisation)),
            kept::status_before.eq(case.status_before.map(|status| status.code())),
            kept::last_step.eq(case.last_step.code()),
            kept::not_followed.eq(case.not_followed.map(|obstacle| obstacle.code())),
            kept::position.eq(stored(case.position)),
            kept::recorded_at.eq(Bind(now)),
        ))
        .on_conflict(kept::id)
        .do_update()
        .set((
            kept::status_before.eq(excluded(kept::status_before)),
            kept::last_step.eq(excluded(kept::last_step)),
            kept::not_followed.eq(excluded(kept::not_followed)),
            kept::position.eq(excluded(kept::position)),
            kept::recorded_at.eq(excluded(kept::recorded_at)),
        ))
        .execute(one))?;
    Ok(())
}
