//! The register of the city's cooperative groups, cooperatives and unions: their entries with
//! every earlier state, and the map of districts and communes that they stand on.

pub mod domain;
mod http;
pub mod store;
pub mod usecase;

use std::sync::Arc;

use htx_kit::{
    context::Context,
    documents::Documents,
    failure::Failure,
    feed::{Source, Subscriber},
    reminder,
    service::{Mounted, Runtime, Service},
};
use htx_model::{administrative::AdministrativeUnits, working_days::Holidays};

pub use store::search::SearchIndex;

/// The registry service.
pub const SERVICE: Service = Service {
    name: "registry",
    title: "Registry",
    description: "Sổ đăng ký tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã. The register of \
        cooperative groups, cooperatives and unions, with every earlier state, and the \
        administrative units with their succession.",
    tags: &[
        ("organisations", "Tổ hợp tác, hợp tác xã, liên hiệp. The entries of the register."),
        (
            "certificates",
            "Giấy chứng nhận đăng ký. Certificates of registration, open to verification.",
        ),
        ("documents", "Tài liệu. Files that applications and decisions refer to."),
        ("address reviews", "Rà soát địa chỉ. Addresses whose commune was split on 2025-07-01."),
        ("advice", "Nhật ký tư vấn thành lập mới. Advice given to founders."),
        (
            "people",
            "Thành viên, vốn góp, người quản lý, quy tắc ký. Members, capital, managers, signing.",
        ),
        ("alliance", "Thành viên Liên minh HTX, kiến nghị. Alliance membership and petitions."),
        (
            "applications",
            "Hồ sơ đăng ký. Applications with their documents, decided by an authority.",
        ),
        ("annual reports", "Báo cáo năm. What organisations report for a year."),
        (
            "ratings",
            "Xếp loại hằng năm. Ratings: assessed by the organisation, confirmed by another.",
        ),
        ("dormancy", "Ngừng hoạt động. Organisations that stopped without saying so."),
        ("indicators", "Chỉ tiêu kế hoạch. The plan's indicators that the register computes."),
        ("imports", "Nhập sổ từ bảng tính. Registers imported from spreadsheets."),
        (
            "national system",
            "Hệ thống thông tin quốc gia về hợp tác xã. Reconciliation and exchange with it.",
        ),
        ("administrative units", "Đơn vị hành chính và kế thừa. Districts, communes, succession."),
        ("reference", "Văn bản tham chiếu. What the suite was loaded with."),
        ("registry log", "Nhật ký của sổ đăng ký. The log of the register: feed and proofs."),
    ],
    prefixes: &[
        "/v1/organisations",
        "/v1/applications",
        "/v1/application-requirements",
        "/v1/suspensions",
        "/v1/certificates",
        "/v1/documents",
        "/v1/address-reviews",
        "/v1/advice",
        "/v1/alliance-memberships",
        "/v1/petitions",
        "/v1/annual-reports",
        "/v1/ratings",
        "/v1/rating-criteria",
        "/v1/reminders",
        "/v1/dormancy-proposals",
        "/v1/indicators",
        "/v1/imports",
        "/v1/reconciliations",
        "/v1/national-system",
        "/v1/administrative-units",
        "/v1/reference-documents",
        "/v1/registry",
    ],
    routes: http::routes,
    migrations: &[reminder::MIGRATIONS, htx_kit::migrations!()],
    many_writers: true,
};

/// What the registry's handlers and commands stand on. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Registry {
    /// Database, clock, ids, keys.
    pub runtime: Runtime,
    /// The map, with its succession.
    pub units: Arc<AdministrativeUnits>,
    /// The public holidays, by which working days are counted.
    pub holidays: Arc<Holidays>,
    /// Names found without accents.
    pub search: SearchIndex,
    /// The contents of uploaded documents.
    pub documents: Documents,
    /// The suite's address as the public sees it: what the QR code of a certificate leads to.
    pub public_url: Arc<str>,
}

/// What a registry is opened with beside its runtime.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The contents of uploaded documents.
    pub documents: Documents,
    /// The suite's address as the public sees it.
    pub public_url: String,
}

/// Makes the service ready: the reference data loaded at the first start, read at every other, and
/// entries moved to the communes of today where that can be done at once.
///
/// # Errors
/// What the database reports.
pub async fn open(runtime: Runtime, settings: Settings) -> Result<Registry, Failure> {
    let now = runtime.ids.now();
    let units = runtime
        .database
        .write(move |connection| usecase::load_reference::load_reference(connection, now))
        .await?;
    let holidays = runtime.database.read(usecase::load_reference::holidays).await?;
    let registry = Registry {
        runtime,
        units: Arc::new(units),
        holidays: Arc::new(holidays),
        search: SearchIndex::default(),
        documents: settings.documents,
        public_url: settings.public_url.into(),
    };
    if let Err(error) = registry.follow_succession().await {
        // A start does not fail for it: it is tried again each hour.
        tracing::warn!(%error, "entries could not follow the succession of communes yet");
    }
    Ok(registry)
}

impl AsRef<Runtime> for Registry {
    fn as_ref(&self) -> &Runtime {
        &self.runtime
    }
}

impl Registry {
    /// Follows the dissolution cases, once it is run.
    pub fn following_dissolutions<S: Source>(&self, source: S) -> Subscriber<S> {
        use usecase::follow_dissolutions::{SUBSCRIPTION, follow_dissolutions};
        let (database, ids) = (self.runtime.database.clone(), self.runtime.ids.clone());
        Subscriber::new(SUBSCRIPTION, source, database, move |connection, items| {
            follow_dissolutions(connection, &ids, items)
        })
    }

    /// Moves the entries whose commune has ended to its successor; tells how many. To be called
    /// once a day beside each start.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn follow_succession(&self) -> Result<usize, Failure> {
        let context = Context::of_operator("succession", &self.runtime.ids);
        usecase::follow_succession::follow_succession(&self.runtime.database, &context, &self.units)
            .await
    }

    /// Finds the size classes that are not kept yet; tells how many.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn size_entries(&self) -> Result<usize, Failure> {
        usecase::size_class::size_entries(&self.runtime.database).await
    }

    /// Begins the pauses of which the first day has come; tells how many. To be called once a day.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn begin_suspensions(&self) -> Result<usize, Failure> {
        let context = Context::of_operator("suspension", &self.runtime.ids);
        usecase::application::begin_due_suspensions(&self.runtime.database, &context).await
    }

    /// Keeps the service in order until it is dropped: builds the index of names before anybody
    /// asks, moves entries to their new communes on the day of a reform, and begins pauses on theirs.
    /// To be spawned once by each process that runs the service.
    pub async fn tend(self) {
        if let Err(error) = self.search.ready(&self.runtime.database).await {
            // The first search builds it then.
            tracing::warn!(%error, "the index of names could not be built yet");
        }
        let mut hours = tokio::time::interval(std::time::Duration::from_secs(3_600));
        loop {
            hours.tick().await;
            self.do_what_is_due().await;
        }
    }

    /// What a new day brings. What fails is tried again in an hour.
    async fn do_what_is_due(&self) {
        put_off("entries following the succession", self.follow_succession().await);
        put_off("sizes of entries", self.size_entries().await);
        put_off("pauses that begin", self.begin_suspensions().await);
        put_off("reminders of applications", usecase::remind::remind(self).await);
        let merged = self.runtime.database.write(store::indicator_sum::merge).await;
        put_off("sums of indicators", merged);
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

/// Notes what could not be done now: it is tried again.
fn put_off(what: &str, done: Result<usize, Failure>) {
    if let Err(error) = done {
        tracing::warn!(%error, what, "could not be done yet");
    }
}
