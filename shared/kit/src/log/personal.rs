//! Personal data of events: kept beside the log, erasable, committed to by the log.

use std::collections::HashMap;

use aws_lc_rs::digest;
use diesel::prelude::*;
use htx_model::id::EventId;
use serde_json::Value;

use super::{
    SubjectId,
    schema::{event, event_personal},
};
use crate::{
    clock::IdSource,
    db::{Connection, types::Bind},
    failure::Failure,
};

/// The length of a salt: as long as the digest, so that the commitment tells nothing about the
/// data, however few values it could have.
pub const SALT_LENGTH: usize = 32;

/// Makes the salts of commitments.
pub trait SaltSource {
    /// A salt that nobody can guess.
    ///
    /// # Errors
    /// Where the machine has no randomness to give.
    fn salt(&self) -> Result<[u8; SALT_LENGTH], Failure>;
}

/// Salts from the machine's secure random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomSalts;

impl SaltSource for RandomSalts {
    fn salt(&self) -> Result<[u8; SALT_LENGTH], Failure> {
        let mut salt = [0; SALT_LENGTH];
        aws_lc_rs::rand::fill(&mut salt).map_err(Failure::unexpected)?;
        Ok(salt)
    }
}

/// A use case takes its salts from where its ids come from, so that a synthetic city has the same
/// ones for the same seed.
impl SaltSource for IdSource {
    fn salt(&self) -> Result<[u8; SALT_LENGTH], Failure> {
        self.secret_bytes()
    }
}

/// What the log says instead of the data: hex SHA-256 of salt and canonical JSON.
#[must_use]
pub fn commitment(salt: &[u8], canonical_content: &str) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(salt);
    context.update(canonical_content.as_bytes());
    hex(context.finish().as_ref())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The personal data of some events, but of those that had none or of which it was erased.
///
/// # Errors
/// What the database reports.
pub fn personal_of(
    connection: &mut Connection,
    events: &[EventId],
) -> Result<HashMap<EventId, Value>, Failure> {
    let rows: Vec<(EventId, String)> = event_personal::table
        .filter(event_personal::event_id.eq_any(events.iter().copied().map(Bind)))
        .select((event_personal::event_id, event_personal::content))
        .load(connection)?;
    rows.into_iter()
        .map(|(id, text)| Ok((id, serde_json::from_str(&text).map_err(Failure::unexpected)?)))
        .collect()
}

/// Personal data of an event with the salt of its commitment: whoever has both can tell that the
/// log commits to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Of which event.
    pub event: EventId,
    /// The salt.
    pub salt: Vec<u8>,
    /// The data, in canonical JSON.
    pub content: String,
}

/// The personal data of every event about a subject, unless it was erased, in the order of the
/// events. Who calls this decides who may read it.
///
/// # Errors
/// What the database reports.
pub fn openings(connection: &mut Connection, subject: SubjectId) -> Result<Vec<Opening>, Failure> {
    let events = event::table.filter(event::subject_id.eq(Bind(subject))).select(event::id);
    let rows: Vec<(EventId, Vec<u8>, String)> = event_personal::table
        .filter(event_personal::event_id.eq_any(events))
        .order(event_personal::event_id)
        .load(connection)?;
    Ok(rows.into_iter().map(|(event, salt, content)| Opening { event, salt, content }).collect())
}

/// Erases the personal data of every event about a subject. The log and its proofs stay as they
/// are. Returns how many events had any.
///
/// # Errors
/// What the database reports.
pub fn erase(connection: &mut Connection, subject: SubjectId) -> Result<usize, Failure> {
    let events = event::table.filter(event::subject_id.eq(Bind(subject))).select(event::id);
    let doomed = event_personal::table.filter(event_personal::event_id.eq_any(events));
    Ok(diesel::delete(doomed).execute(connection)?)
}
