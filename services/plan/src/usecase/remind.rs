//! Reminds agencies of the reports that they owe, from the day that the window names, and of the tasks that
//! the plan gives to them, from thirty days before; and of both again shortly before they are due.

use htx_kit::{context::Context, db::Connection, failure::Failure, reminder};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    event::{Place, Subject},
    id::PlanTaskId,
    notification::Reminder,
};

use crate::{
    PlanService,
    domain::{
        declaration::territory,
        norm::REMINDER_DAYS,
        report::{Report, Window},
        task::{Task, reminded_until},
    },
    store,
};

/// What is due, and what the subject of its events is called.
const REPORT: &str = "plan_report";
const TASK: &str = "plan_task";

/// How many tasks are gone through in one transaction.
const BATCH: i64 = 500;

/// Reminds of every report that is owed, and of every task that is open, and was not reminded of yet; tells
/// how many reminders that were.
///
/// # Errors
/// What the database reports.
pub async fn remind(service: &PlanService) -> Result<usize, Failure> {
    Ok(remind_of_reports(service).await? + remind_of_tasks(service).await?)
}

/// Each window is a transaction of its own.
async fn remind_of_reports(service: &PlanService) -> Result<usize, Failure> {
    let today = service.runtime.ids.now().date();
    let database = &service.runtime.database;
    let windows =
        database.read(move |connection| store::report_window::reminding(connection, today)).await?;
    let mut told = 0;
    for window in windows {
        let own = service.clone();
        let work = move |connection: &mut Connection| {
            let reports = store::report::last_of_window(connection, &None, window.id)?;
            let owed = reports.iter().filter(|report| window.reminds(report, today));
            let due: Vec<_> = owed.map(|one| reminder_of(&own, (&window, one), today)).collect();
            let context = Context::of_operator("reminders", &own.runtime.ids);
            reminder::remind(connection, &context, &due)
        };
        told += database.write(work).await?;
    }
    Ok(told)
}

async fn remind_of_tasks(service: &PlanService) -> Result<usize, Failure> {
    let today = service.runtime.ids.now().date();
    let (mut after, mut told): (Option<PlanTaskId>, usize) = (None, 0);
    loop {
        let (own, from) = (service.clone(), after);
        let work = move |connection: &mut Connection| {
            let due_by = Some(reminded_until(today));
            let filter = store::task::Filter { due_by, ..store::task::Filter::default() };
            let page = store::task::list(connection, &None, &filter, from.as_ref(), BATCH)?;
            let due: Vec<_> = page.iter().filter_map(|one| of_task(&own, one, today)).collect();
            let context = Context::of_operator("reminders", &own.runtime.ids);
            let told = reminder::remind(connection, &context, &due)?;
            let full = i64::try_from(page.len()).is_ok_and(|length| length >= BATCH);
            Ok((told, page.last().filter(|_| full).map(|last| last.id)))
        };
        let (more, next) = service.runtime.database.write(work).await?;
        told += more;
        after = next;
        if after.is_none() {
            return Ok(told);
        }
    }
}

/// What is told of a report that is owed.
fn reminder_of(
    service: &PlanService,
    (window, report): (&Window, &Report),
    today: Date,
) -> (Reminder, Place) {
    let days_before = reminder::step(window.due_on, today).unwrap_or(window.first_reminder());
    let about = Subject { kind: REPORT.to_owned(), id: report.id.uuid() };
    told(service, about, &report.agency, (window.due_on, days_before), today)
}

/// What is told of a task that is open; nothing once its day has passed.
fn of_task(service: &PlanService, task: &Task, today: Date) -> Option<(Reminder, Place)> {
    let due_on = task.due_on.filter(|due| today <= *due)?;
    let first = u16::try_from(REMINDER_DAYS).ok()?;
    let days_before = reminder::step(due_on, today).unwrap_or(first);
    let about = Subject { kind: TASK.to_owned(), id: task.id.uuid() };
    Some(told(service, about, &task.agency, (due_on, days_before), today))
}

/// A reminder to whoever does an agency's work today. Where it passed to several, its own name stands.
fn told(
    service: &PlanService,
    about: Subject,
    agency: &AgencyCode,
    (due_on, days_before): (Date, u16),
    today: Date,
) -> (Reminder, Place) {
    let agencies = &service.agencies;
    let holder = agencies.successor(agency, today).or(agencies.get(agency));
    let (district, commune) = holder.map(territory).unwrap_or_default();
    let reminder = Reminder {
        what: about.kind.clone(),
        about,
        record: None,
        agency: Some(holder.map_or(agency, |agency| &agency.code).clone()),
        due_on,
        days_before,
    };
    (reminder, Place { district, commune, ..Place::default() })
}
