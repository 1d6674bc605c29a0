//! The duties that section III of a plan gives to agencies, each as the task of an agency.

pub mod evidence;
pub mod initial;
pub mod lifecycle;

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{PlanId, PlanTaskId},
    plan::TaskState,
};
use serde::Serialize;
use uuid::Uuid;

use crate::domain::norm::REMINDER_DAYS;

/// The most characters of a duty's number and letter.
pub const DUTY_LENGTH_MAX: usize = 10;

/// A duty of the plan, as the task of one agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Its id.
    pub id: PlanTaskId,
    /// Of which plan.
    pub plan: PlanId,
    /// The duty's number and letter in the plan, such as `4.đ`.
    pub duty: String,
    /// The heading that it stands under.
    pub section: String,
    /// What is to be done, word for word.
    pub text: String,
    /// Whose it is, under the name that the plan gives: whoever took over its work does it today.
    pub agency: AgencyCode,
    /// That name.
    pub agency_name: String,
    /// Whether the plan does not name the agency, so that it was assumed.
    pub agency_assumed: bool,
    /// When it is due: with the reports of the year.
    pub due_on: Option<Date>,
    /// Where it stands.
    pub state: TaskState,
    /// What stands in the way, or why it was given back.
    #[serde(skip)]
    pub reason: Option<String>,
    /// How many pieces of evidence there are.
    pub evidence_count: u32,
    /// Whoever worked on it: none of them confirms it.
    pub worked_by: Vec<Uuid>,
    /// The login name of whoever moved it last.
    pub moved_by_name: Option<String>,
    /// The name of their agency then.
    pub moved_by_agency: Option<String>,
    /// On which day.
    pub moved_on: Option<Date>,
    /// Its version, for its ETag.
    pub version: i64,
    /// When that was written.
    pub recorded_at: Instant,
}

/// How a task stands to the day on which it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The day from which its agency is reminded.
    pub remind_on: Date,
    /// Whether it is reminded.
    pub is_reminded: bool,
    /// Whether the day has passed.
    pub is_overdue: bool,
}

/// Whether somebody still has to do something.
#[must_use]
pub const fn is_open(state: TaskState) -> bool {
    matches!(state, TaskState::NotStarted | TaskState::InProgress | TaskState::Hindered)
}

/// The last due day of which an agency is reminded on a day.
#[must_use]
pub fn reminded_until(today: Date) -> Date {
    today.plus_days(REMINDER_DAYS)
}

impl Task {
    /// How it stands to its due day; nothing where it has none.
    #[must_use]
    pub fn timing(&self, today: Date) -> Option<Timing> {
        let due = self.due_on?;
        Some(Timing {
            remind_on: due.plus_days(-REMINDER_DAYS),
            is_reminded: is_open(self.state) && due <= reminded_until(today),
            is_overdue: is_open(self.state) && due < today,
        })
    }
}
