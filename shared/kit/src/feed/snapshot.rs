//! The state of a service as its feed told it: for each subject the newest event of each type, and the
//! position to go on from. Whoever begins to follow, or has fallen behind what is kept, loads this
//! instead of every event that ever was.
//!
//! The state of an event is the subject's whole state after it, so nothing is told by an older event of
//! the same type that a newer one does not tell.

use std::collections::HashMap;

use diesel::{dsl::max, prelude::*};
use htx_model::event::Event;
use serde::Serialize;
use uuid::Uuid;

use super::{FEED_LIMIT_MAX, FeedItem, FeedQuery, page::read_until};
use crate::{
    db::{Connection, types::Bind},
    failure::Failure,
    http::table::Table,
    log::{
        SubjectId, counted,
        schema::{event, event_seal},
        sealed_size, stored,
    },
};

/// The snapshot as a file.
pub(super) const TABLE: Table = Table { name: "snapshot", columns: &[] };

/// A line of the snapshot.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Line {
    /// The first: from where to go on in the feed.
    Begin {
        /// The position of the newest event that was looked at.
        next_after: u64,
    },
    /// What a subject's newest event of a type told.
    Item(Box<FeedItem>),
    /// The last: a file that ends without it is not whole.
    End {
        /// How many events stand between the first line and this one.
        items: u64,
    },
}

/// How far a snapshot is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reached {
    /// The position of which it tells.
    upto: u64,
    /// The position up to which was looked.
    after: u64,
    /// The events so far.
    items: u64,
}

/// The next lines after what is written, and where to go on; nowhere after the last.
///
/// # Errors
/// What the database reports.
pub(super) fn next_lines(
    connection: &mut Connection,
    query: &FeedQuery,
    reached: Option<Reached>,
) -> Result<(Vec<Line>, Option<Reached>), Failure> {
    let Some(Reached { upto, after, items }) = reached else {
        let upto = sealed_size(connection)?;
        let begin = Line::Begin { next_after: upto };
        return Ok((vec![begin], Some(Reached { upto, after: 0, items: 0 })));
    };
    if after >= upto {
        return Ok((vec![Line::End { items }], None));
    }
    let query = FeedQuery { after, limit: FEED_LIMIT_MAX, ..query.clone() };
    let page = read_until(connection, &query, upto)?;
    let newest = newest(connection, &page.items, upto)?;
    let lines: Vec<Line> = page
        .items
        .into_iter()
        .filter(|item| newest.get(&told(&item.event)) == Some(&item.position))
        .map(|item| Line::Item(Box::new(item)))
        .collect();
    let items = items + u64::try_from(lines.len()).unwrap_or(u64::MAX);
    Ok((lines, Some(Reached { upto, after: page.next_after, items })))
}

/// What an event tells of: its subject, in its type's words.
type Told = (Uuid, String);

fn told(event: &Event) -> Told {
    (event.subject.id, event.kind.clone())
}

/// The position of the newest event that tells of what each of these tells of. The reader's scope does
/// not count here: of what has left it, an older state would be a wrong one.
fn newest(
    connection: &mut Connection,
    items: &[FeedItem],
    upto: u64,
) -> Result<HashMap<Told, u64>, Failure> {
    let subjects = items.iter().map(|item| Bind(SubjectId::from_uuid(item.event.subject.id)));
    let rows: Vec<(SubjectId, String, Option<i64>)> = event_seal::table
        .inner_join(event::table.on(event::id.eq(event_seal::event_id)))
        .filter(event::subject_id.eq_any(subjects))
        .filter(event_seal::position.le(stored(upto)))
        .group_by((event::subject_id, event::kind))
        .select((event::subject_id, event::kind, max(event_seal::position)))
        .load(connection)?;
    let told = |(subject, kind, position): (SubjectId, String, Option<i64>)| {
        position.map(|position| ((subject.uuid(), kind), counted(position)))
    };
    Ok(rows.into_iter().filter_map(told).collect())
}

#[cfg(test)]
mod tests;
