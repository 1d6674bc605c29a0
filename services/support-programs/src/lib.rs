//! Support programmes: who may get what, who got it, and never one đồng too many.
//!
//! A programme has versions: norms and rules of eligibility, dated, never rewritten
//! ([`domain::programme`]); its rules are data in a small language ([`domain::rule`]), told in three
//! values with the fact that decides. Its lead agency is whoever holds today what the agency named in
//! the programme held ([`domain::lead`]).

pub mod domain;
mod http;
pub mod store;
pub mod usecase;

use std::sync::Arc;

use htx_kit::{
    directory,
    documents::Documents,
    failure::Failure,
    feed::{Source, Subscriber},
    service::{Mounted, Runtime, Service},
};
use htx_model::{agency::Agencies, working_days::Holidays};

use usecase::dry_run_limits::DryRunLimits;

/// The support service.
pub const SERVICE: Service = Service {
    name: "support-programs",
    title: "Support programmes",
    description: "Chương trình hỗ trợ tổ hợp tác, hợp tác xã. Programmes with their norms and rules \
        of eligibility, budgets, applications, loans and training: who may get what, and who got it.",
    tags: &[
        ("support-programs log", "Nhật ký hỗ trợ. The log of support programmes: feed and proofs."),
        ("programmes", "Chương trình hỗ trợ. Programmes, their versions, norms and rules."),
        ("eligibility", "Điều kiện hỗ trợ. Who may get what, and which fact decides."),
        (
            "support budgets",
            "Kinh phí hỗ trợ. Budgets by programme, year and source, and their ledger.",
        ),
        (
            "support applications",
            "Hồ sơ hỗ trợ. Applications from the draft to the completed support, with what was paid.",
        ),
        (
            "support records",
            "Công khai hỗ trợ. Who got what, under which decision; no personal data.",
        ),
        (
            "loans",
            "Khoản vay Quỹ hỗ trợ. Loans of the cooperative fund, schedules, repayments, portfolio.",
        ),
        (
            "credit",
            "Tín dụng, nợ quá hạn. What the State Bank records on credit and overdue debts.",
        ),
        (
            "training",
            "Đào tạo, tập huấn. Training classes, who takes part, attendance and certificates.",
        ),
        (
            "young workers",
            "Lao động trẻ. Young workers placed at cooperatives, their months and what is due.",
        ),
        (
            "grievances",
            "Phản ánh về hỗ trợ. Grievances about support, their deadlines and how they are passed on.",
        ),
        ("support indicators", "Chỉ tiêu hỗ trợ của kế hoạch. The plan's targets 3, 5 and 6."),
        ("support log", "Nhật ký hỗ trợ. The log of support: feed and proofs."),
    ],
    prefixes: &[
        "/v1/programmes",
        "/v1/programme-versions",
        "/v1/eligibility",
        "/v1/eligibility-facts",
        "/v1/commune-grades",
        "/v1/support-budgets",
        "/v1/support-applications",
        "/v1/support-kinds",
        "/v1/support-records",
        "/v1/support-register",
        "/v1/support-outcomes",
        "/v1/loans",
        "/v1/credit-records",
        "/v1/training-classes",
        "/v1/young-workers",
        "/v1/grievances",
        "/v1/support-programs",
    ],
    routes: http::routes,
    migrations: &[directory::MIGRATIONS, htx_kit::migrations!()],
    many_writers: false,
};

/// What the service's handlers stand on. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SupportPrograms {
    /// Database, clock, ids, keys.
    pub runtime: Runtime,
    /// The public holidays, by which working days are counted.
    pub holidays: Arc<Holidays>,
    /// The agencies, with their succession.
    pub agencies: Arc<Agencies>,
    /// The contents of uploaded documents.
    pub documents: Documents,
    /// What dry runs are held to.
    pub dry_runs: Arc<DryRunLimits>,
}

/// What the service is opened with beside its runtime.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The contents of uploaded documents.
    pub documents: Documents,
}

/// Makes the service ready.
///
/// # Errors
/// Where what the suite is delivered with cannot be read, which a test reads.
pub fn open(runtime: Runtime, settings: Settings) -> Result<SupportPrograms, Failure> {
    let agencies = Agencies::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    Ok(SupportPrograms {
        runtime,
        holidays: Arc::new(Holidays::embedded().map_err(Failure::unexpected)?),
        agencies: Arc::new(agencies.clone()),
        documents: settings.documents,
        dry_runs: Arc::default(),
    })
}

impl AsRef<Runtime> for SupportPrograms {
    fn as_ref(&self) -> &Runtime {
        &self.runtime
    }
}

impl SupportPrograms {
    /// Enters the programmes that the plan names, where there is none yet: at the first start.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn load_programmes(&self) -> Result<usize, Failure> {
        let ids = self.runtime.ids.clone();
        let work = move |connection: &mut _| usecase::load_programmes::load(connection, &ids);
        self.runtime.database.write(work).await
    }

    /// Follows the register into the directory of organisations, once it is run.
    pub fn following_registry<S: Source>(&self, source: S) -> Subscriber<S> {
        directory::follow(source, self.runtime.database.clone())
    }

    /// Passes on, hour by hour, the grievances with which agencies are late. Run it as a task.
    pub async fn tend(self) {
        let mut hours = tokio::time::interval(std::time::Duration::from_secs(3_600));
        loop {
            hours.tick().await;
            if let Err(error) = usecase::escalate_grievances::escalate(&self).await {
                // It is tried again in an hour.
                tracing::warn!(%error, "late grievances could not be passed on yet");
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
