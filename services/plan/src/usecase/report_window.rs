//! Opens the time for the reports of a plan.

use htx_kit::{act::Act, context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    agency::Agencies,
    date::Date,
    event::{Place, Subject},
    plan::ReportState,
    refusal::{ErrorCode, Refusal, Text},
};

use super::version::unknown_plan;
use crate::{
    domain::{
        norm::REMINDER_DAYS,
        plan::{self, Plan},
        report::{Content, Report, Window, check, owing},
    },
    store,
};

const SUBJECT: &str = "plan_report_window";

/// A window on its way.
#[derive(Debug, Clone)]
pub struct NewWindow {
    /// The plan's code.
    pub plan: String,
    /// What is reported.
    pub name: String,
    /// From which day on reports are written.
    pub opens_on: Date,
    /// By which day they are signed.
    pub due_on: Date,
    /// From which day on agencies are reminded.
    pub remind_on: Option<Date>,
}

/// A window that does not exist.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("đợt báo cáo", "report window")
}

/// Opens a window, with a report for each agency that owes one.
///
/// # Errors
/// Not found; a name that is taken; every fault of what was sent.
pub fn open(act: &mut Act<'_>, new: NewWindow) -> Result<Window, Failure> {
    let today = act.today();
    let plan = store::plan::with_code(act.connection, &new.plan, today)?;
    let plan = plan.ok_or_else(unknown_plan)?.plan;
    let reminder = reminder(new.opens_on, new.due_on);
    let remind_on = new.remind_on.unwrap_or(reminder);
    let days = (new.opens_on, remind_on, new.due_on);
    let name = check::check_window(&new.name, days, (plan.year, today))?;
    act.connection.lock(&format!("plan {}", plan.code))?;
    if store::report_window::named(act.connection, plan.id, &name)?.is_some() {
        return Err(taken().into());
    }
    enter(act.connection, act.context, (&plan, act.agencies), (name, days))
}

/// Opens the window of the year, as the plan that the suite is delivered with sets it: from the first day
/// of the year to the day that the plan names.
///
/// # Errors
/// What the database reports.
pub fn load(
    connection: &mut Connection,
    context: &Context,
    plan: &Plan,
    content: &plan::Content,
) -> Result<(), Failure> {
    let agencies = Agencies::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let Some((opens, due)) = Date::new(plan.year, 1, 1).zip(content.report_due) else {
        return Ok(());
    };
    let name = format!("Báo cáo năm {}", plan.year);
    let days = (opens, reminder(opens, due), due);
    enter(connection, context, (plan, agencies), (name, days)).map(|_| ())
}

fn reminder(opens: Date, due: Date) -> Date {
    due.plus_days(-REMINDER_DAYS).max(opens)
}

fn enter(
    connection: &mut Connection,
    context: &Context,
    (plan, agencies): (&Plan, &Agencies),
    (name, (opens_on, remind_on, due_on)): (String, (Date, Date, Date)),
) -> Result<Window, Failure> {
    let window = Window {
        id: context.ids.make(),
        plan: plan.id,
        name,
        opens_on,
        due_on,
        remind_on,
        opened_by_name: context.actor.name.clone(),
        recorded_at: context.now,
    };
    store::report_window::insert(connection, &window)?;
    let tasks = store::task::agencies(connection, plan.id)?;
    let owed = owing(&tasks, agencies, opens_on);
    if owed.is_empty() {
        return Err(nobody_owes().into());
    }
    for (agency, agency_name) in &owed {
        let report = Report {
            id: context.ids.make(),
            window: window.id,
            agency: agency.clone(),
            agency_name: agency_name.clone(),
            number: 1,
            corrects: None,
            state: ReportState::NotStarted,
            content: Content::default(),
            figures: None,
            written_by: Vec::new(),
            written_by_name: None,
            signed_by: None,
            signed_by_name: None,
            signed_by_agency: None,
            signed_on: None,
            first_signed_on: None,
            decided_by_name: None,
            decided_on: None,
            reason: None,
            version: 1,
            recorded_at: context.now,
        };
        store::report::insert(connection, &report)?;
    }
    let subject = Subject { kind: SUBJECT.to_owned(), id: window.id.uuid() };
    let owed: Vec<_> = owed.into_iter().map(|(agency, _)| agency).collect();
    let state = serde_json::json!({ "window": window, "owed_by": owed });
    let kind = format!("{SUBJECT}.opened");
    let event = context.event(&kind, subject, Place::default(), None, state);
    log::append(connection, &event, None, &context.ids)?;
    Ok(window)
}

fn nobody_owes() -> Refusal {
    Refusal::new(
        ErrorCode::RuleViolated,
        Text::fixed(
            "Kế hoạch chưa giao nhiệm vụ cho cơ quan nào nên không ai phải báo cáo.",
            "The plan gives no agency anything to do, so nobody would owe a report.",
        ),
    )
    .advising(Text::fixed(
        "Hãy điều chỉnh kế hoạch để ghi nhiệm vụ, rồi mở đợt báo cáo.",
        "Amend the plan so that it names duties, then open the window.",
    ))
}

fn taken() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::fixed(
            "Kế hoạch đã có đợt báo cáo với tên này.",
            "The plan has a report window with this name already.",
        ),
    )
}
