//! Where the plan stands, for everybody: the current plan by district, and where dissolutions stand.

use htx_kit::{
    db::Connection,
    failure::Failure,
    indicator::{Asked, STAGES},
    service::Runtime,
};
use htx_model::{date::Date, indicator::Breakdown};

use super::{
    figures::{Figures, Known},
    progress::{self, Progress, Wanted},
    version::unknown_plan,
};
use crate::{
    domain::question::{Kept, Question},
    store::{self, plan::Filter},
};

/// The service whose cases are shown by their stages.
const DISSOLUTION: &str = "dissolution";
/// The most plans that are looked through for the current one.
const PLANS_MAX: i64 = 200;

/// Where the plan stands.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The plan, by district.
    pub progress: Progress,
    /// Where dissolution cases stand, as it is known; nothing where it never was.
    pub dissolutions: Option<(Kept, bool)>,
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
    Ok(Overview { progress: progress?, dissolutions })
}

fn current(connection: &mut Connection, today: Date) -> Result<String, Failure> {
    let plans = store::plan::list(connection, &Filter::default(), today, None, PLANS_MAX)?;
    let last = plans.iter().rev().find(|found| found.plan.year <= today.year());
    let found = last.or_else(|| plans.first());
    Ok(found.ok_or_else(unknown_plan)?.plan.code.clone())
}
