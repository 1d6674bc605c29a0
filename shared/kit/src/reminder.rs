//! Reminders: whoever knows of deadlines tells of them before they pass, by an event of its own log, so
//! that feeds and webhooks carry it as they carry everything else.
//!
//! A service opts in: [`MIGRATIONS`] stand before its own in [`crate::service::Service`], and whatever
//! tends it gives [`remind`] what is due soon, every hour if it likes: of each thing, its day and each of
//! [`STEPS`] one event is made.

use std::collections::BTreeSet;

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use htx_model::{
    date::Date,
    event::{Place, Subject},
    id::Id,
    notification::{REMINDER, Reminder},
};

use crate::{
    context::Context,
    db::{Bind, Connection, Migrations},
    each,
    failure::Failure,
    log,
};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/reminder/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/reminder/postgres");

/// The table of what was reminded of.
pub const MIGRATIONS: Migrations = Migrations { sqlite: || SQLITE, postgres: || POSTGRES };

/// How many days before a deadline somebody is reminded of it, the fewest first. No rule names such
/// days.
pub const STEPS: [u16; 2] = [1, 7];

/// What the subject of the events is called.
const SUBJECT: &str = "reminder";

diesel::table! {
    use diesel::sql_types::{Integer, Text};
    use crate::db::types::{CivilDate, Instant, Uuid};

    /// What was reminded of.
    reminder (about_id, record_id, what, due_on, days_before) {
        /// The resource.
        about_id -> Uuid,
        /// The part of it that is due, or the resource.
        record_id -> Uuid,
        /// What is due.
        what -> Text,
        /// When.
        due_on -> CivilDate,
        /// Which of the steps.
        days_before -> Integer,
        /// When it was told.
        reminded_at -> Instant,
    }
}

/// The step that a deadline has come to: none while it is far, and none once it has passed.
#[must_use]
pub fn step(due_on: Date, today: Date) -> Option<u16> {
    let reached = |step: &u16| due_on <= today.plus_days(i64::from(*step));
    STEPS.into_iter().find(|step| today <= due_on && reached(step))
}

type Key = (Id<()>, Id<()>, String, Date, i32);

fn key(one: &Reminder) -> Key {
    let about = Id::from_uuid(one.about.id);
    let record = one.record.map_or(about, Id::from_uuid);
    (about, record, one.what.clone(), one.due_on, i32::from(one.days_before))
}

/// Tells of what nobody was reminded of yet; tells how many. So many as a page holds at once.
///
/// # Errors
/// What the database reports.
pub fn remind(
    connection: &mut Connection,
    context: &Context,
    due: &[(Reminder, Place)],
) -> Result<usize, Failure> {
    connection.lock("htx reminders")?;
    let about = due.iter().map(|(one, _)| Bind(Id::<()>::from_uuid(one.about.id)));
    let known: Vec<Key> = reminder::table
        .filter(reminder::about_id.eq_any(about))
        .filter(reminder::due_on.ge(Bind(context.today())))
        .select((
            reminder::about_id,
            reminder::record_id,
            reminder::what,
            reminder::due_on,
            reminder::days_before,
        ))
        .load(connection)?;
    let mut known: BTreeSet<Key> = known.into_iter().collect();
    let mut events = Vec::new();
    let mut rows = Vec::new();
    for (one, place) in due {
        let key = key(one);
        if !known.insert(key.clone()) {
            continue;
        }
        let subject = Subject { kind: SUBJECT.to_owned(), id: context.ids.make::<()>().uuid() };
        let state = serde_json::to_value(one).map_err(Failure::unexpected)?;
        events.push(context.event(REMINDER, subject, place.clone(), None, state));
        let (about, record, what, due_on, days_before) = key;
        rows.push((
            reminder::about_id.eq(Bind(about)),
            reminder::record_id.eq(Bind(record)),
            reminder::what.eq(what),
            reminder::due_on.eq(Bind(due_on)),
            reminder::days_before.eq(days_before),
            reminder::reminded_at.eq(Bind(context.now)),
        ));
    }
    each!(connection, one => diesel::insert_into(reminder::table).values(&rows).execute(one))?;
    let entries: Vec<log::Entry<'_>> =
        events.iter().map(|event| log::Entry { event, personal: None }).collect();
    log::append_many(connection, &entries, &context.ids)?;
    Ok(events.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_comes_to_its_steps_one_after_the_other() {
        let step = |due: &str| step(Date::parse(due).unwrap(), Date::parse("2025-05-12").unwrap());
        assert_eq!(step("2025-05-20"), None);
        assert_eq!(step("2025-05-19"), Some(7));
        assert_eq!(step("2025-05-14"), Some(7));
        assert_eq!(step("2025-05-13"), Some(1));
        assert_eq!(step("2025-05-12"), Some(1));
        assert_eq!(step("2025-05-11"), None);
    }
}
