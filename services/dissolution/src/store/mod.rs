//! The tables of dissolutions: the only place that knows Diesel.

pub mod blocker;
pub mod candidate;
pub mod case;
pub mod custody;
pub mod decision;
pub mod document;
pub mod indicator;
pub mod money;
pub mod notice;
pub mod objection;
pub mod organisation;
pub mod personal_data_read;
pub mod plan;
pub mod register;
mod schema;
pub mod standing;
pub mod statistics;
pub mod step;
pub mod survey;
pub mod survey_import;
pub mod tax_clearance;

use diesel::{Connection as _, result::Error};
use htx_kit::{db::Connection, failure::Failure};

/// Runs work within the caller's transaction; where it fails, nothing of it remains.
///
/// # Errors
/// What the work reports.
pub fn attempt<T>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, Failure>,
) -> Result<T, Failure> {
    connection.transaction(work)
}

/// Runs work of which nothing remains, whatever it does: only what it found.
///
/// # Errors
/// What the work reports.
pub fn rehearse<T>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut found = None;
    let taken_back: Result<(), Failure> = connection.transaction(|connection| {
        found = Some(work(connection)?);
        Err(Error::RollbackTransaction.into())
    });
    match (found, taken_back) {
        (Some(found), _) => Ok(found),
        (None, Err(failure)) => Err(failure),
        (None, Ok(())) => Err(Failure::unexpected("a rehearsal found nothing")),
    }
}
