//! What was revoked while access tokens may still live.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    auth::{REVOCATION_SECONDS, Revocation},
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{date::Instant, id::Id};
use uuid::Uuid;

use super::schema::revocation;

/// Writes down what was revoked.
pub(crate) fn insert(
    connection: &mut Connection,
    ids: impl Iterator<Item = Uuid>,
    now: Instant,
) -> Result<(), Failure> {
    for id in ids {
        let id = Bind(Id::<()>::from_uuid(id));
        each!(connection, one => diesel::insert_into(revocation::table)
            .values((revocation::id.eq(id), revocation::revoked_at.eq(Bind(now))))
            .on_conflict(revocation::id)
            .do_update()
            .set(revocation::revoked_at.eq(Bind(now)))
            .execute(one))?;
    }
    Ok(())
}

/// What was revoked after an instant and may still matter.
pub(crate) fn after(
    connection: &mut Connection,
    instant: Instant,
) -> Result<Vec<Revocation>, Failure> {
    let rows: Vec<(Id<()>, Instant)> = revocation::table
        .filter(revocation::revoked_at.gt(Bind(instant)))
        .order(revocation::revoked_at)
        .select((revocation::id, revocation::revoked_at))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, at)| Revocation { id: id.uuid(), at }).collect())
}

/// Forgets what no living token can be of.
pub(crate) fn forget(connection: &mut Connection, now: Instant) -> Result<usize, Failure> {
    let horizon = now.plus_seconds(-REVOCATION_SECONDS);
    Ok(diesel::delete(revocation::table.filter(revocation::revoked_at.le(Bind(horizon))))
        .execute(connection)?)
}
