//! Wrong passwords in a row, by name.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::date::Instant;

use super::schema::guess;
use crate::domain::lock_out::{FORGOTTEN_AFTER_SECONDS, Guesses};

/// The wrong passwords for a name.
pub(crate) fn find(
    connection: &mut Connection,
    name_digest: &[u8],
) -> Result<Option<Guesses>, Failure> {
    let found: Option<(i32, Instant)> = guess::table
        .find(name_digest)
        .select((guess::failures, guess::failed_at))
        .first(connection)
        .optional()?;
    Ok(found.map(|(failures, failed_at)| Guesses {
        failures: u32::try_from(failures).unwrap_or_default(),
        failed_at,
    }))
}

/// Keeps the count for a name.
pub(crate) fn save(
    connection: &mut Connection,
    name_digest: &[u8],
    guesses: Guesses,
) -> Result<(), Failure> {
    let failures = i32::try_from(guesses.failures).unwrap_or(i32::MAX);
    let counted = (guess::failures.eq(failures), guess::failed_at.eq(Bind(guesses.failed_at)));
    each!(connection, one => diesel::insert_into(guess::table)
        .values((guess::name_digest.eq(name_digest), counted))
        .on_conflict(guess::name_digest)
        .do_update()
        .set(counted)
        .execute(one))?;
    Ok(())
}

/// Begins the count of a name anew.
pub(crate) fn clear(connection: &mut Connection, name_digest: &[u8]) -> Result<(), Failure> {
    diesel::delete(guess::table.find(name_digest)).execute(connection)?;
    Ok(())
}

/// Forgets counts that are too old to matter.
pub(crate) fn forget(connection: &mut Connection, now: Instant) -> Result<usize, Failure> {
    let horizon = now.plus_seconds(-FORGOTTEN_AFTER_SECONDS);
    Ok(diesel::delete(guess::table.filter(guess::failed_at.le(Bind(horizon))))
        .execute(connection)?)
}
