//! Dissolution: from a cooperative that has stopped to a closed file that an auditor can prove.
//!
//! A case runs by one table ([`domain::lifecycle`]); each of its steps has guards that name what is
//! missing and who can mend it ([`domain::guard`]); what may be written in it in which state says
//! [`domain::room`]. The register follows the feed of this service, and this service that of the
//! register ([`usecase::follow_registry`]).

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
    reminder,
    service::{Mounted, Runtime, Service},
};
use htx_model::{agency::Agencies, working_days::Holidays};

/// The dissolution service.
pub const SERVICE: Service = Service {
    name: "dissolution",
    title: "Dissolution",
    description: "Giải thể tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã. Dissolution cases from \
        the survey to the closed file, with the money, the departments' answers and the proof of \
        each step.",
    tags: &[
        ("dissolutions", "Hồ sơ giải thể. Cases, their steps and what each step still needs."),
        ("blockers", "Vướng mắc. What stops a case, and what the departments answer."),
        ("notices", "Thông báo giải thể. Public notices under permanent numbers."),
        ("objections", "Phản đối. Objections within the window of the notice."),
        ("deadlines", "Thời hạn, việc còn thiếu. The clock of a case, and why it is not closed."),
        (
            "dissolution plans",
            "Kế hoạch giải thể hằng năm. Yearly plans by territory, and the city's figures.",
        ),
        (
            "dissolution candidates",
            "Đề xuất giải thể hàng loạt. Organisations that a rule proposes, warned before a case is \
             opened.",
        ),
        ("dissolution statistics", "Thống kê giải thể. Figures over all cases as of a day."),
        ("dissolution indicators", "Chỉ tiêu giải thể của kế hoạch. The plan's target 12."),
        (
            "dissolution money",
            "Nợ phải trả, phải thu, tài sản, sổ quỹ, thứ tự thanh toán. Claims, receivables, assets, \
             cash and who gets what.",
        ),
        ("dissolution audit", "Kiểm toán. What auditors read, and take with them."),
        ("dissolution register", "Sổ công khai. What anybody may know of a dissolution."),
        ("dissolution log", "Nhật ký giải thể. The log of dissolutions: feed and proofs."),
    ],
    prefixes: &[
        "/v1/dissolutions",
        "/v1/dissolution-plans",
        "/v1/dissolution-notices",
        "/v1/dissolution-register",
        "/v1/dissolution-statistics",
        "/v1/dissolution-candidates",
        "/v1/dissolution-deadlines",
        "/v1/blockers",
        "/v1/objections",
        "/v1/dissolution",
    ],
    routes: http::routes,
    migrations: &[directory::MIGRATIONS, reminder::MIGRATIONS, htx_kit::migrations!()],
    many_writers: false,
};

/// What the service's handlers stand on. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Dissolutions {
    /// Database, clock, ids, keys.
    pub runtime: Runtime,
    /// The public holidays, by which working days are counted.
    pub holidays: Arc<Holidays>,
    /// The agencies, with their succession.
    pub agencies: Arc<Agencies>,
    /// The contents of uploaded documents.
    pub documents: Documents,
    /// The suite's address as the public sees it: where notices are read.
    pub public_url: Arc<str>,
}

/// What the service is opened with beside its runtime.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The contents of uploaded documents.
    pub documents: Documents,
    /// The suite's address as the public sees it.
    pub public_url: String,
}

/// Makes the service ready.
///
/// # Errors
/// Where what the suite is delivered with cannot be read, which a test reads.
pub fn open(runtime: Runtime, settings: Settings) -> Result<Dissolutions, Failure> {
    let agencies = Agencies::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    Ok(Dissolutions {
        runtime,
        holidays: Arc::new(Holidays::embedded().map_err(Failure::unexpected)?),
        agencies: Arc::new(agencies.clone()),
        documents: settings.documents,
        public_url: settings.public_url.into(),
    })
}

impl AsRef<Runtime> for Dissolutions {
    fn as_ref(&self) -> &Runtime {
        &self.runtime
    }
}

impl Dissolutions {
    /// Follows the register, once it is run: the directory, and that the register has followed.
    pub fn following_registry<S: Source>(&self, source: S) -> Subscriber<S> {
        let (database, ids) = (self.runtime.database.clone(), self.runtime.ids.clone());
        Subscriber::new(directory::SUBSCRIPTION, source, database, move |connection, items| {
            usecase::follow_registry::follow_registry(connection, &ids, items)
        })
    }

    /// Keeps the service in order until it is dropped: what is kept of cases for lists is made anew
    /// before anybody asks, and who must see to what is due soon is reminded. To be spawned once by each process that runs the service.
    pub async fn tend(self) {
        let mut hours = tokio::time::interval(std::time::Duration::from_secs(3_600));
        loop {
            hours.tick().await;
            if let Err(error) = usecase::remind::remind(&self).await {
                // Whoever asks for a list makes it anew; who was not reminded is in an hour.
                tracing::warn!(%error, "nobody could be reminded of what is due in cases");
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
