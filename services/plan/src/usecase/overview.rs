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
    store,
};

/// The service whose cases are shown by their stages.
const DISSOLUTION: &str = "dissolution";

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
            let work = move |connection: &mut Connection| store::plan::current(connection, today);
            runtime.database.read_briefly(work).await?.ok_or_else(unknown_plan)?
        }
    };
    let by = Some(Breakdown::District);
    let wanted = Wanted { code, as_of: None, by, compares: false };
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
    let windows = store::report_window::due_before(connection, plan, today)?;
    let unsigned = store::report::unsigned(connection, &windows)?;
    let report = |(window, agency, agency_name)| {
        let window: &Window = windows.get(&window)?;
        let days = i64::from((today.0 - window.due_on.0).get_days());
        let (name, due_on) = (window.name.clone(), window.due_on);
        Some(LateReport { window: name, agency, agency_name, due_on, days })
    };
    Ok(unsigned.into_iter().filter_map(report).collect())
}
