//! Appends events, in the transaction of the change that they tell of.

use diesel::prelude::*;
use htx_model::{
    date::{Date, Instant},
    event::Event,
    id::{EventId, Id, OrganisationId},
};
use serde_json::Value;

use super::{
    SaltSource, SubjectId,
    body::body,
    canonical::canonical_json,
    personal::commitment,
    schema::{event, event_personal},
};
use crate::{
    db::{Connection, types::Bind},
    each,
    failure::Failure,
};

/// Rows of one INSERT. Ten columns each: far below the 32,766 parameters that SQLite takes and the
/// 65,535 that PostgreSQL takes.
const CHUNK: usize = 500;

/// An event with the personal data of the state after it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What the log says. It has no commitment yet: the log makes it.
    pub event: &'a Event,
    /// What the log only commits to.
    pub personal: Option<&'a Value>,
}

/// An event made ready for the log: all that needs no database, so that others may do it meanwhile.
pub struct Ready {
    event: EventRow,
    personal: Option<PersonalRow>,
}

impl std::fmt::Debug for Ready {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Ready({})", self.event.kind)
    }
}

#[derive(Insertable)]
#[diesel(table_name = event, treat_none_as_default_value = false)]
struct EventRow {
    id: Bind<EventId>,
    kind: String,
    subject_kind: String,
    subject_id: Bind<SubjectId>,
    organisation_id: Bind<Option<OrganisationId>>,
    district_code: Option<String>,
    commune_code: Option<String>,
    effective_on: Bind<Date>,
    recorded_at: Bind<Instant>,
    body: String,
}

#[derive(Insertable)]
#[diesel(table_name = event_personal)]
struct PersonalRow {
    event_id: Bind<EventId>,
    salt: Vec<u8>,
    content: String,
}

/// Appends an event to the log. Call it in the transaction of the change: both are durable or
/// neither.
///
/// # Errors
/// What the database reports.
pub fn append(
    connection: &mut Connection,
    event: &Event,
    personal: Option<&Value>,
    salts: &dyn SaltSource,
) -> Result<(), Failure> {
    append_many(connection, &[Entry { event, personal }], salts)
}

/// Appends many events, in batches. Their order in the log is that of their ids.
///
/// # Errors
/// What the database reports.
pub fn append_many(
    connection: &mut Connection,
    entries: &[Entry<'_>],
    salts: &dyn SaltSource,
) -> Result<(), Failure> {
    let ready = entries.iter().map(|entry| Ready::of(entry, salts));
    append_ready(connection, ready.collect::<Result<_, _>>()?)
}

/// Appends events that were made ready before, in batches.
///
/// # Errors
/// What the database reports.
pub fn append_ready(connection: &mut Connection, ready: Vec<Ready>) -> Result<(), Failure> {
    let mut ready = ready.into_iter().peekable();
    while ready.peek().is_some() {
        let (events, personal): (Vec<_>, Vec<_>) =
            ready.by_ref().take(CHUNK).map(|one| (one.event, one.personal)).unzip();
        let personal: Vec<PersonalRow> = personal.into_iter().flatten().collect();
        insert(connection, &events, &personal)?;
    }
    Ok(())
}

/// Writes the rows. That the events are pending, the database itself notes down.
fn insert(
    connection: &mut Connection,
    events: &[EventRow],
    personal: &[PersonalRow],
) -> QueryResult<()> {
    each!(connection, connection => {
        if let [event] = events {
            // The usual case. Unlike a batch, it is prepared once for each connection.
            diesel::insert_into(event::table).values(event).execute(connection)?;
        } else {
            diesel::insert_into(event::table).values(events).execute(connection)?;
        }
        if !personal.is_empty() {
            diesel::insert_into(event_personal::table).values(personal).execute(connection)?;
        }
    });
    Ok(())
}

impl Ready {
    /// Makes an event ready.
    ///
    /// # Errors
    /// Where the event has a commitment already, or there is no randomness for its salt.
    pub fn of(entry: &Entry<'_>, salts: &dyn SaltSource) -> Result<Self, Failure> {
        let Entry { event, personal } = entry;
        let personal = personal.map(|content| personal_row(event, content, salts)).transpose()?;
        let promise = personal.as_ref().map(|row| commitment(&row.salt, &row.content));
        Ok(Self { event: event_row(event, promise.as_deref())?, personal })
    }
}

fn personal_row(
    event: &Event,
    content: &Value,
    salts: &dyn SaltSource,
) -> Result<PersonalRow, Failure> {
    Ok(PersonalRow {
        event_id: Bind(event.id),
        salt: salts.salt()?.to_vec(),
        content: canonical_json(content.clone()),
    })
}

fn event_row(event: &Event, promise: Option<&str>) -> Result<EventRow, Failure> {
    Ok(EventRow {
        id: Bind(event.id),
        kind: event.kind.clone(),
        subject_kind: event.subject.kind.clone(),
        subject_id: Bind(Id::from_uuid(event.subject.id)),
        organisation_id: Bind(event.place.organisation),
        district_code: event.place.district.as_ref().map(ToString::to_string),
        commune_code: event.place.commune.as_ref().map(ToString::to_string),
        effective_on: Bind(event.effective_on),
        recorded_at: Bind(event.recorded_at),
        body: body(event, promise)?,
    })
}

#[cfg(test)]
mod tests;
