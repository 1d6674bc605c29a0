//! Reminds agencies of the reports that they owe: from the day that the window names, and again shortly
//! before they are due.

use htx_kit::{context::Context, db::Connection, failure::Failure, reminder};
use htx_model::{
    date::Date,
    event::{Place, Subject},
    notification::Reminder,
};

use crate::{
    PlanService,
    domain::{
        declaration::territory,
        report::{Report, Window},
    },
    store,
};

/// What is due, and what the subject of its events is called.
const REPORT: &str = "plan_report";

/// Reminds of every report that is owed and was not reminded of yet; tells how many reminders that were.
/// Each window is a transaction of its own.
///
/// # Errors
/// What the database reports.
pub async fn remind(service: &PlanService) -> Result<usize, Failure> {
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

/// What is told of a report that is owed. Where an agency's work passed to several, its own name stands.
fn reminder_of(
    service: &PlanService,
    (window, report): (&Window, &Report),
    today: Date,
) -> (Reminder, Place) {
    let agencies = &service.agencies;
    let holder = agencies.successor(&report.agency, today).or(agencies.get(&report.agency));
    let (district, commune) = holder.map(territory).unwrap_or_default();
    let reminder = Reminder {
        what: REPORT.to_owned(),
        about: Subject { kind: REPORT.to_owned(), id: report.id.uuid() },
        record: None,
        agency: Some(holder.map_or(&report.agency, |agency| &agency.code).clone()),
        due_on: window.due_on,
        days_before: reminder::step(window.due_on, today).unwrap_or(window.first_reminder()),
    };
    (reminder, Place { district, commune, ..Place::default() })
}
