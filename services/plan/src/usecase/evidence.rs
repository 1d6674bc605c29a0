//! What a figure stands on: the records that it counts, as the service that has them tells whoever asks,
//! within what they reach.

use std::time::Duration;

use htx_kit::{
    db::Connection,
    failure::Failure,
    indicator::{
        Asked, Computed, Evidence, EvidenceAsked, EvidenceCheckpoint, EvidenceRecord,
        IndicatorSource, Place,
    },
    service::Runtime,
};
use htx_model::{
    date::Date,
    indicator::Measured,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use tokio::time::timeout;
use uuid::Uuid;

use super::{
    figures::Figures,
    progress::{self, allocated::Allocated},
    version::unknown_target,
};
use crate::{
    domain::plan::{Plan, Target},
    store,
};

/// How long a service is waited for: there is nothing that could stand in for its records.
const DEADLINE: Duration = Duration::from_secs(10);

/// A target whose evidence is asked for, and who has it.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The plan.
    pub plan: Plan,
    /// The target.
    pub target: Target,
    /// The indicator behind it.
    pub measured: Measured,
    /// As of which day.
    pub as_of: Option<Date>,
    /// What of it was allocated to places.
    pub allocated: Allocated,
    source: IndicatorSource,
}

/// The target of a plan, by its code or number, with the service that has its records.
///
/// # Errors
/// Not found; a target that no service computes; a year that has not begun.
pub async fn subject(
    runtime: &Runtime,
    figures: &Figures,
    (code, target): (String, String),
    as_of: Option<Date>,
) -> Result<Subject, Failure> {
    let today = runtime.ids.now().date();
    let day = as_of.unwrap_or(today);
    let work = move |connection: &mut Connection| {
        let found = progress::of_day(connection, &code, day)?;
        let target = found.content.target(&target).ok_or_else(unknown_target)?.clone();
        let versions = store::version::allocations(connection, found.plan.id, day)?;
        let allocated = Allocated::read(&target, &versions);
        Ok((found.plan, target, allocated))
    };
    let (plan, target, allocated) = runtime.database.read_briefly(work).await?;
    progress::check_day(&plan, as_of, today)?;
    if today.year() < plan.year {
        return Err(not_begun().into());
    }
    let measured = target.measured().ok_or_else(not_computed)?;
    let source = figures.source(measured.service).ok_or_else(not_computed)?;
    Ok(Subject { plan, target, measured, as_of, allocated, source })
}

impl Subject {
    /// A page of the records that the figure counts within a scope, with the figure of that scope.
    ///
    /// # Errors
    /// A day out of range; [`ErrorCode::UpstreamTimeout`] where the service does not answer.
    pub async fn page(
        &self,
        scope: Scope,
        place: Place,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<(Computed, Vec<EvidenceRecord>, Option<EvidenceCheckpoint>), Failure> {
        let Evidence { computed, records, checkpoint } =
            self.ask(scope, place, after, limit, true).await?;
        let computed = computed.ok_or_else(|| Failure::unexpected("evidence without a figure"))?;
        Ok((computed, records, checkpoint))
    }

    /// [`Subject::page`] without the figure, which is not computed then.
    ///
    /// # Errors
    /// As [`Subject::page`].
    pub async fn records(
        &self,
        scope: Scope,
        place: Place,
        after: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<EvidenceRecord>, Failure> {
        Ok(self.ask(scope, place, after, limit, false).await?.records)
    }

    async fn ask(
        &self,
        scope: Scope,
        place: Place,
        after: Option<Uuid>,
        limit: u32,
        with_figure: bool,
    ) -> Result<Evidence, Failure> {
        let figure = Asked { period: self.plan.year, as_of: self.as_of, by: None };
        let asked = EvidenceAsked { figure, scope, place, after, limit, with_figure };
        match timeout(DEADLINE, self.source.evidence(self.measured.code, asked)).await {
            Ok(Ok(evidence)) => Ok(evidence),
            Ok(Err(Failure::Unavailable(cause))) => {
                tracing::warn!(service = self.measured.service, %cause, "no evidence");
                Err(silent(self.measured.service).into())
            }
            Ok(Err(failure)) => Err(failure),
            Err(_) => Err(silent(self.measured.service).into()),
        }
    }
}

fn not_computed() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Không có dịch vụ nào tính chỉ tiêu này: chỉ có số liệu kê khai.",
            "No service computes this target: there are declared figures only.",
        ),
    )
}

fn not_begun() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Năm kế hoạch chưa bắt đầu nên chưa có số liệu.",
            "The plan's year has not begun, so there are no figures yet.",
        ),
    )
}

fn silent(service: &str) -> Refusal {
    Refusal::new(
        ErrorCode::UpstreamTimeout,
        Text::made(
            format!("Dịch vụ {service} không trả lời nên chưa xem được căn cứ."),
            format!("The service {service} does not answer, so its evidence cannot be read now."),
        ),
    )
    .advising(Text::fixed("Hãy thử lại sau ít phút.", "Try again in a few minutes."))
}
