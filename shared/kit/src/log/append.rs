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

#[derive(Insertable)]
#[diesel(table_name = event, treat_none_as_default_value = false)]
struct EventRow<'a> {
    id: Bind<EventId>,
    kind: &'a str,
    subject_kind: &'a str,
    subject_id: Bind<SubjectId>,
    organisation_id: Bind<Option<OrganisationId>>,
    district_code: Option<&'a str>,
    commune_code: Option<&'a str>,
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
    for chunk in entries.chunks(CHUNK) {
        append_chunk(connection, chunk, salts)?;
    }
    Ok(())
}

fn append_chunk(
    connection: &mut Connection,
    entries: &[Entry<'_>],
    salts: &dyn SaltSource,
) -> Result<(), Failure> {
    let mut events = Vec::with_capacity(entries.len());
    let mut personal = Vec::new();
    for Entry { event, personal: content } in entries {
        let kept = content.map(|content| personal_row(event, content, salts)).transpose()?;
        let promise = kept.as_ref().map(|row| commitment(&row.salt, &row.content));
        events.push(event_row(event, promise)?);
        personal.extend(kept);
    }
    insert(connection, &events, &personal)?;
    Ok(())
}

/// Writes the rows. That the events are pending, the database itself notes down.
fn insert(
    connection: &mut Connection,
    events: &[EventRow<'_>],
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

fn event_row(event: &Event, promise: Option<String>) -> Result<EventRow<'_>, Failure> {
    if event.personal_commitment.is_some() {
        return Err(Failure::unexpected("the log makes the commitment, not its caller"));
    }
    let mut body = serde_json::to_value(event).map_err(Failure::unexpected)?;
    if let Some(promise) = promise {
        body["personal_commitment"] = Value::String(promise);
    }
    Ok(EventRow {
        id: Bind(event.id),
        kind: &event.kind,
        subject_kind: &event.subject.kind,
        subject_id: Bind(Id::from_uuid(event.subject.id)),
        organisation_id: Bind(event.place.organisation),
        district_code: event.place.district.as_ref().map(|code| code.as_str()),
        commune_code: event.place.commune.as_ref().map(|code| code.as_str()),
        effective_on: Bind(event.effective_on),
        recorded_at: Bind(event.recorded_at),
        body: canonical_json(body),
    })
}

#[cfg(test)]
mod tests;
