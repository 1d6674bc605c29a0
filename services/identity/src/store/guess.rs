//! Wrong passwords, by name and by the address that they come from.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    RunQueryDsl as _,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::date::Instant;

use super::schema::guess;
use crate::domain::lock_out::{FORGOTTEN_AFTER_SECONDS, Guesses};

/// The address under which the guesses from all addresses are counted: no digest is empty.
const EVERYWHERE: &[u8] = &[];

/// Whose guesses at what are counted.
#[derive(Debug, Clone)]
pub(crate) struct Guesser {
    /// The digest of the name.
    pub(crate) name: Vec<u8>,
    /// The digest of the address.
    pub(crate) address: Vec<u8>,
}

impl Guesser {
    /// Guesses at the same name from everywhere.
    pub(crate) fn everywhere(&self) -> Self {
        Self { name: self.name.clone(), address: EVERYWHERE.to_vec() }
    }
}

/// Whether guesses are not heard now.
pub(crate) fn is_unheard(
    connection: &mut Connection,
    guesser: &Guesser,
    now: Instant,
) -> Result<bool, Failure> {
    let locked = find(connection, guesser)?.is_some_and(|guesses| guesses.lock(now));
    let slowed = find(connection, &guesser.everywhere())?.is_some_and(|guesses| guesses.slows(now));
    Ok(locked || slowed)
}

/// The wrong passwords of a guesser.
pub(crate) fn find(
    connection: &mut Connection,
    guesser: &Guesser,
) -> Result<Option<Guesses>, Failure> {
    let found: Option<(i32, Instant)> = guess::table
        .find((&guesser.name, &guesser.address))
        .select((guess::failures, guess::failed_at))
        .first(connection)
        .optional()?;
    Ok(found.map(|(failures, failed_at)| Guesses {
        failures: u32::try_from(failures).unwrap_or_default(),
        failed_at,
    }))
}

/// Keeps the count of a guesser.
pub(crate) fn save(
    connection: &mut Connection,
    guesser: &Guesser,
    guesses: Guesses,
) -> Result<(), Failure> {
    let failures = i32::try_from(guesses.failures).unwrap_or(i32::MAX);
    let counted = (guess::failures.eq(failures), guess::failed_at.eq(Bind(guesses.failed_at)));
    let whose = (guess::name_digest.eq(&guesser.name), guess::address_digest.eq(&guesser.address));
    each!(connection, one => diesel::insert_into(guess::table)
        .values((whose, counted))
        .on_conflict((guess::name_digest, guess::address_digest))
        .do_update()
        .set(counted)
        .execute(one))?;
    Ok(())
}

/// Begins the count of a guesser anew.
pub(crate) fn clear(connection: &mut Connection, guesser: &Guesser) -> Result<(), Failure> {
    let whose =
        guess::name_digest.eq(&guesser.name).and(guess::address_digest.eq(&guesser.address));
    diesel::delete(guess::table.filter(whose)).execute(connection)?;
    Ok(())
}

/// Begins all counts of a name anew.
pub(crate) fn clear_name(connection: &mut Connection, name_digest: &[u8]) -> Result<(), Failure> {
    diesel::delete(guess::table.filter(guess::name_digest.eq(name_digest))).execute(connection)?;
    Ok(())
}

/// Forgets counts that are too old to matter.
pub(crate) fn forget(connection: &mut Connection, now: Instant) -> Result<usize, Failure> {
    let horizon = now.plus_seconds(-FORGOTTEN_AFTER_SECONDS);
    Ok(diesel::delete(guess::table.filter(guess::failed_at.le(Bind(horizon))))
        .execute(connection)?)
}
