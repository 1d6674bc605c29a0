//! The plan: thirteen figures, who is to reach how much of them, and where they stand.
//!
//! A plan has versions ([`domain::version`]): written by planning, adopted by the city committee, never
//! rewritten. Its figures are computed by the services that hold the records; the plan only compares.

pub mod domain;
mod http;
pub mod store;
pub mod usecase;

use std::{collections::BTreeMap, sync::Arc};

use htx_kit::{
    failure::Failure,
    indicator::IndicatorSource,
    reminder,
    service::{Mounted, Runtime, Service},
};
use htx_model::agency::Agencies;

use domain::question::Patience;
use usecase::figures::Figures;

/// The plan service.
pub const SERVICE: Service = Service {
    name: "plan",
    title: "Plan",
    description: "Kế hoạch phát triển kinh tế tập thể, hợp tác xã. Yearly plans with their targets, \
        allocations, progress and evidence.",
    tags: &[
        ("plan log", "Nhật ký kế hoạch. The log of the plan: feed and proofs."),
        ("plans", "Kế hoạch năm. Yearly plans, their targets and versions."),
        ("plan progress", "Tiến độ kế hoạch. Where targets stand, computed and declared."),
        ("plan tasks", "Nhiệm vụ của kế hoạch. What agencies are to do, with evidence."),
        ("plan reports", "Báo cáo thực hiện kế hoạch. What agencies report, and who is late."),
        ("plan overview", "Tổng quan kế hoạch. Where the plan stands, open to all."),
        ("plan allocations", "Phân bổ chỉ tiêu. Who is to reach how much of a target."),
    ],
    prefixes: &[
        "/v1/plans",
        "/v1/plan-versions",
        "/v1/plan-declarations",
        "/v1/plan-tasks",
        "/v1/plan-reports",
        "/v1/plan-report-windows",
        "/v1/plan-city-reports",
        "/v1/plan-overview",
        "/v1/plan-periods",
        "/v1/plan",
    ],
    routes: http::routes,
    migrations: &[reminder::MIGRATIONS, htx_kit::migrations!()],
    many_writers: false,
};

/// What the service's handlers stand on. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PlanService {
    /// Database, clock, ids, keys.
    pub runtime: Runtime,
    /// The agencies, with their succession.
    pub agencies: Arc<Agencies>,
    /// Asks the services for their figures.
    pub figures: Figures,
}

/// Where each service is asked for its indicators, by its name.
pub type Sources = BTreeMap<&'static str, IndicatorSource>;

/// The services that are asked for their indicators.
pub const ASKED: &[&str] = &["registry", "dissolution", "support-programs", "trade-promotion"];

/// What the service is opened with beside its runtime.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where each of [`ASKED`] is asked.
    pub sources: Sources,
    /// How long they are waited for.
    pub patience: Patience,
}

/// Makes the service ready.
///
/// # Errors
/// Where what the suite is delivered with cannot be read, which a test reads.
pub fn open(runtime: Runtime, settings: Settings) -> Result<PlanService, Failure> {
    let agencies = Agencies::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let figures = Figures::new(runtime.clone(), Arc::new(settings.sources), settings.patience);
    Ok(PlanService { runtime, agencies: Arc::new(agencies.clone()), figures })
}

impl AsRef<Runtime> for PlanService {
    fn as_ref(&self) -> &Runtime {
        &self.runtime
    }
}

impl PlanService {
    /// Enters the plans that the suite is delivered with, where they are not there yet: at the first
    /// start.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn load_plans(&self) -> Result<usize, Failure> {
        let ids = self.runtime.ids.clone();
        let work = move |connection: &mut _| usecase::load_plans::load(connection, &ids);
        self.runtime.database.write(work).await
    }

    /// Keeps fresh what somebody looks at, and reminds agencies of the reports that they owe; endless.
    pub fn tend(&self) -> impl Future<Output = ()> + Send + use<> {
        let (figures, own) = (self.figures.clone(), self.clone());
        async move {
            tokio::join!(figures.tend(), own.remind_hourly());
        }
    }

    async fn remind_hourly(self) {
        let mut hours = tokio::time::interval(std::time::Duration::from_secs(3_600));
        loop {
            hours.tick().await;
            if let Err(error) = usecase::remind::remind(&self).await {
                // It is tried again in an hour.
                tracing::warn!(%error, "agencies could not be reminded of their reports");
            }
        }
    }

    /// The service with the data that its handlers take.
    #[must_use]
    pub fn mounted(&self) -> Mounted {
        let data = actix_web::web::Data::new(self.clone());
        Mounted {
            service: SERVICE,
            data: Arc::new(move |config| {
                config.app_data(data.clone());
            }),
        }
    }
}
