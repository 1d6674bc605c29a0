//! Reminds of what is due in cases: the authority, or the agency that was asked.

use htx_kit::{context::Context, db::Connection, failure::Failure, reminder};
use htx_model::{
    date::Date,
    event::{Place, Subject},
    notification::Reminder,
    scope::Scope,
};

use super::{record::SUBJECT, standing};
use crate::{
    Dissolutions,
    store::standing::{self as store, Due, DueKey, Span},
};

/// How many deadlines are gone through in one transaction.
const BATCH: i64 = 500;

/// Reminds of what is due soon and was not reminded of yet; tells how many reminders that were.
///
/// # Errors
/// What the database reports.
pub async fn remind(service: &Dissolutions) -> Result<usize, Failure> {
    standing::catch_up(service).await?;
    let today = service.runtime.ids.now().date();
    let furthest = i64::from(reminder::STEPS.into_iter().max().unwrap_or_default());
    let span = Span { from: Some(today), to: Some(today.plus_days(furthest)), ..Span::default() };
    let (mut after, mut told): (Option<DueKey>, usize) = (None, 0);
    loop {
        let (own, span, from) = (service.clone(), span.clone(), after.take());
        let work = move |connection: &mut Connection| {
            let everything = Scope::everything();
            let page = store::calendar(connection, &everything, &span, from.as_ref(), BATCH)?;
            let context = Context::of_operator("reminders", &own.runtime.ids);
            let due: Vec<_> = page.iter().filter_map(|due| reminder_of(&own, due, today)).collect();
            let told = reminder::remind(connection, &context, &due)?;
            let full = i64::try_from(page.len()).is_ok_and(|length| length >= BATCH);
            Ok((told, page.last().filter(|_| full).map(Due::key)))
        };
        let (more, next) = service.runtime.database.write(work).await?;
        told += more;
        after = next;
        if after.is_none() {
            return Ok(told);
        }
    }
}

/// What is told of a deadline today; nothing where nobody must see to it.
fn reminder_of(service: &Dissolutions, due: &Due, today: Date) -> Option<(Reminder, Place)> {
    let days_before = reminder::step(due.due_on, today)?;
    let holder = standing::holder(service, due, today)?;
    let about = Subject { kind: SUBJECT.to_owned(), id: due.case.uuid() };
    let place = Place {
        organisation: Some(due.organisation),
        district: due.seat.district.clone(),
        commune: Some(due.seat.current_commune.clone()),
    };
    let reminder = Reminder {
        what: due.kind.to_string(),
        record: Some(due.record).filter(|record| *record != about.id),
        about,
        agency: Some(holder.code.clone()),
        due_on: due.due_on,
        days_before,
    };
    Some((reminder, place))
}
