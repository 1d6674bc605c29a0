//! What was recorded about a subject, and its state on two axes of time: the date on which facts
//! held in law (`effective_on`), and the instant at which the record said so (`recorded_at`).
//!
//! A correction is a new event, effective in the past. So the state on a date is the fold of all
//! patches that were effective by then, in the order in which they took effect, however late some
//! of them were recorded.

use diesel::prelude::*;
use htx_model::{
    date::{Date, Instant},
    event::Event,
    id::EventId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    SubjectId, counted, merge_patch,
    schema::{event, event_seal},
};
use crate::{
    db::{Connection, types::Bind},
    failure::Failure,
};

/// A page of a history.
#[derive(Debug, Clone, Copy)]
pub struct HistoryPage {
    /// Where the page before ended.
    pub before: Option<HistoryKey>,
    /// The most events on it.
    pub limit: u32,
}

/// The place of an event in its subject's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryKey {
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Its id, which tells apart what was recorded at one instant.
    pub id: EventId,
}

/// An event as it was recorded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recorded {
    /// Its position in the log, once it is sealed.
    pub position: Option<u64>,
    /// What was recorded.
    pub event: Event,
}

impl Recorded {
    /// Its place in the history: give it back for the next page.
    #[must_use]
    pub fn key(&self) -> HistoryKey {
        HistoryKey { recorded_at: self.event.recorded_at, id: self.event.id }
    }
}

/// What was recorded about a subject, newest first.
///
/// # Errors
/// What the database reports.
pub fn history(
    connection: &mut Connection,
    subject: SubjectId,
    page: HistoryPage,
) -> Result<Vec<Recorded>, Failure> {
    let mut query = event::table
        .left_join(event_seal::table.on(event_seal::event_id.eq(event::id)))
        .filter(event::subject_id.eq(Bind(subject)))
        .order((event::recorded_at.desc(), event::id.desc()))
        .limit(i64::from(page.limit))
        .select((event_seal::position.nullable(), event::body))
        .into_boxed();
    if let Some(HistoryKey { recorded_at, id }) = page.before {
        let same_instant = event::recorded_at.eq(Bind(recorded_at)).and(event::id.lt(Bind(id)));
        // The first condition alone lets the index begin at the right place.
        query = query
            .filter(event::recorded_at.le(Bind(recorded_at)))
            .filter(event::recorded_at.lt(Bind(recorded_at)).or(same_instant));
    }
    let rows: Vec<(Option<i64>, String)> = query.load(connection)?;
    rows.into_iter()
        .map(|(position, body)| {
            Ok(Recorded { position: position.map(counted), event: read_body(&body)? })
        })
        .collect()
}

/// An event byte for byte as the log commits to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedBody {
    /// Its id.
    pub id: EventId,
    /// Its position in the log, once it is sealed.
    pub position: Option<u64>,
    /// Its bytes.
    pub body: String,
}

impl LoggedBody {
    /// The event as it reads.
    ///
    /// # Errors
    /// Where the bytes are no event, which the log never wrote.
    pub fn read(&self) -> Result<Recorded, Failure> {
        Ok(Recorded { position: self.position, event: read_body(&self.body)? })
    }
}

/// All that was recorded about a subject in the order of the log, what is not sealed yet at the end;
/// at most `limit` events.
///
/// # Errors
/// What the database reports.
pub fn bodies(
    connection: &mut Connection,
    subject: SubjectId,
    limit: u32,
) -> Result<Vec<LoggedBody>, Failure> {
    let rows: Vec<(EventId, Option<i64>, String)> = event::table
        .left_join(event_seal::table.on(event_seal::event_id.eq(event::id)))
        .filter(event::subject_id.eq(Bind(subject)))
        .order((event::recorded_at, event::id))
        .limit(i64::from(limit))
        .select((event::id, event_seal::position.nullable(), event::body))
        .load(connection)?;
    let logged = |(id, position, body): (EventId, Option<i64>, String)| LoggedBody {
        id,
        position: position.map(counted),
        body,
    };
    let mut bodies: Vec<LoggedBody> = rows.into_iter().map(logged).collect();
    bodies.sort_by_key(|one| one.position.unwrap_or(u64::MAX));
    Ok(bodies)
}

/// A state, and the events that it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateAt {
    /// The state, personal data and null members left out.
    pub state: Value,
    /// The events used, in the order in which they took effect.
    pub events: Vec<EventId>,
}

/// The state of a subject as of a date, as the record knew it at an instant. Without a date: all
/// that was ever put on record, even what takes effect later; without an instant: as known now.
/// Nothing where the subject did not exist then.
///
/// # Errors
/// What the database reports.
pub fn state_at(
    connection: &mut Connection,
    subject: SubjectId,
    as_of: Option<Date>,
    known_at: Option<Instant>,
) -> Result<Option<StateAt>, Failure> {
    let mut query = event::table
        .left_join(event_seal::table.on(event_seal::event_id.eq(event::id)))
        .filter(event::subject_id.eq(Bind(subject)))
        .order((event::effective_on, event::recorded_at, event::id))
        .select((event_seal::position.nullable(), event::effective_on, event::body))
        .into_boxed();
    if let Some(date) = as_of {
        query = query.filter(event::effective_on.le(Bind(date)));
    }
    if let Some(instant) = known_at {
        query = query.filter(event::recorded_at.le(Bind(instant)));
    }
    let mut rows: Vec<(Option<i64>, Date, String)> = query.load(connection)?;
    if rows.is_empty() {
        return Ok(None);
    }
    // Of one day, in the order of the log: a long import, or a clock that runs ahead, records
    // instants that do not follow the order in which the changes were made. Unsealed ones are last.
    rows.sort_by_key(|(position, effective_on, _)| (*effective_on, position.unwrap_or(i64::MAX)));
    let mut folded = StateAt { state: Value::Null, events: Vec::with_capacity(rows.len()) };
    for (_, _, body) in rows {
        let event = read_body(&body)?;
        folded.state = merge_patch::apply(folded.state, &event.changed);
        folded.events.push(event.id);
    }
    Ok(Some(folded))
}

/// The event of a body that the log holds.
pub(crate) fn read_body(body: &str) -> Result<Event, Failure> {
    serde_json::from_str(body).map_err(Failure::unexpected)
}

#[cfg(test)]
mod tests;
