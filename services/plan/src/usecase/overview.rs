//! Where the plan stands, for everybody: the current plan by district, and where dissolutions stand.

use htx_kit::{
    db::Connection,
    failure::Failure,
    indicator::{Asked, STAGES},
    service::Runtime,
};
use htx_model::{agency::AgencyCode, date::Date, id::PlanId, indicator::Breakdown};

use super::{
    figures::{Figures, Known},
    progress::{self, Progress, Wanted},
    version::unknown_plan,
};
use crate::{
    domain::{
        question::{Kept, Question},
        report::Window,
    },
    store::{self, plan::Filter},
};

/// The service whose cases are shown by their stages.
const DISSOLUTION: &str = "dissolution";
/// The most windows of reports that are looked through.
const WINDOWS_MAX: i64 = 200;
/// The most plans that are looked through for the current one.
const PLANS_MAX: i64 = 200;

/// Where the plan stands.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The plan, by district.
    pub progress: Progress,
    /// Where dissolution cases stand, as it is known; nothing where it never was.
    pub dissolutions: Option<(Kept, bool)>,
    /// The reports of the plan that are overdue today.
    pub late: Vec<LateReport>,
}

/// A report that should have been signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateReport {
    /// What is reported.
    pub window: String,
    /// Whose it is.
    pub agency: AgencyCode,
    /// The name under which it is owed.
    pub agency_name: String,
    /// By which day it was due.
    pub due_on: Date,
    /// How many days ago that was.
    pub days: i64,
}

/// The overview of a plan, or of the current one: that of this year, else the last before it, else the
/// first to come.
///
/// # Errors
/// Not found; what the own database reports.
pub async fn read(
    runtime: &Runtime,
    figures: &Figures,
    code: Option<String>,
) -> Result<Overview, Failure> {
    let today = runtime.ids.now().date();
    let code = match code {
        Some(code) => code,
        None => {
            let work = move |connection: &mut Connection| current(connection, today);
            runtime.database.read_briefly(work).await?
        }
    };
    let by = Some(Breakdown::District);
    let wanted = Wanted { code, as_of: None, by };
    let asked = Asked { period: today.year(), as_of: None, by: None };
    let stages = [Question { indicator: STAGES, service: DISSOLUTION, asked }];
    let (progress, stages) =
        tokio::join!(progress::read(runtime, figures, wanted), figures.ask(&stages));
    let dissolutions = stages?.into_values().next().and_then(|known| match known {
        Known::Fresh(kept) => Some((kept, true)),
        Known::Stale(kept) => Some((kept, false)),
        Known::Missing => None,
    });
    let progress = progress?;
    let plan = progress.plan.plan.id;
    let late = runtime.database.read(move |connection| late(connection, plan, today)).await?;
    Ok(Overview { progress, dissolutions, late })
}

/// The reports of a plan that nobody has signed, and that are overdue.
fn late(
    connection: &mut Connection,
    plan: PlanId,
    today: Date,
) -> Result<Vec<LateReport>, Failure> {
    let windows = store::report_window::list(connection, None, WINDOWS_MAX)?;
    let mut found = Vec::new();
    let over = |window: &Window| window.plan == plan && window.due_on < today;
    for window in windows.into_iter().filter(over) {
        for report in store::report::last_of_window(connection, &None, window.id)? {
            let days = window.days_late(&report, today);
            if let Some(days) = days.filter(|_| report.first_signed_on.is_none()) {
                found.push(LateReport {
                    window: window.name.clone(),
                    agency: report.agency,
                    agency_name: report.agency_name,
                    due_on: window.due_on,
                    days,
                });
            }
        }
    }
    Ok(found)
}

fn current(connection: &mut Connection, today: Date) -> Result<String, Failure> {
    let plans = store::plan::list(connection, &Filter::default(), today, None, PLANS_MAX)?;
    let last = plans.iter().rev().find(|found| found.plan.year <= today.year());
    let found = last.or_else(|| plans.first());
    Ok(found.ok_or_else(unknown_plan)?.plan.code.clone())
}
