//! The support service as a test works with it: on a fresh database, with a directory of
//! organisations, and its callers.

use std::cell::Cell;

use diesel::RunQueryDsl as _;
use htx_kit::{
    context::Context,
    db::Connection,
    directory,
    documents::Documents,
    each,
    failure::Failure,
    feed::FeedItem,
    testing::{self, Answer, Caller, Setting, TestDatabase, TestService},
};
use htx_model::{
    directory::Organisation,
    event::{Place, Subject},
    id::OrganisationId,
    principal::Role,
};
use htx_support_programs::{SERVICE, Settings, SupportPrograms};
use serde_json::Value;

/// The service on one test's database.
pub(crate) struct Office {
    pub(crate) service: TestService,
    pub(crate) support: SupportPrograms,
    pub(crate) database: TestDatabase,
    _folder: tempfile::TempDir,
    keys: Cell<u32>,
}

/// Runs a test on each database.
pub(crate) async fn each(test: impl AsyncFn(Office)) {
    testing::each_database(SERVICE.migrations, async |database| {
        test(Office::open(database).await).await;
    })
    .await;
}

impl Office {
    async fn open(database: TestDatabase) -> Self {
        let setting = Setting::new(&database, SERVICE.name);
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { documents: Documents::in_folder(folder.path()).unwrap() };
        let support = htx_support_programs::open(setting.runtime.clone(), settings).unwrap();
        support.load_programmes().await.unwrap();
        let service = TestService::of(setting, support.mounted()).await;
        Self { service, support, database, _folder: folder, keys: Cell::new(0) }
    }

    /// An officer of the agency that leads what agriculture led: since 2025-03-01 agriculture and
    /// environment.
    pub(crate) fn officer(&self) -> Caller {
        self.service.as_agency("so-nnmt", Role::Officer)
    }

    /// Another person there, who decides.
    pub(crate) fn approver(&self) -> Caller {
        self.service.as_agency("so-nnmt", Role::Approver)
    }

    /// An officer of Chương Mỹ, district 277.
    pub(crate) fn district(&self) -> Caller {
        self.service.as_agency("district-277", Role::Officer)
    }

    /// The department of finance.
    pub(crate) fn finance(&self, role: Role) -> Caller {
        self.service.as_agency("so-tc", role)
    }

    /// The Cooperative Alliance.
    pub(crate) fn alliance(&self, role: Role) -> Caller {
        self.service.as_agency("lmhtx", role)
    }

    pub(crate) fn audit(&self) -> Caller {
        self.service.as_agency("kiem-toan", Role::Viewer)
    }

    /// A key that was not used before.
    pub(crate) fn key(&self) -> String {
        self.keys.set(self.keys.get() + 1);
        format!("key-{}", self.keys.get())
    }

    /// An agricultural cooperative in Xuân Mai, Chương Mỹ, as the register's feed tells of it.
    pub(crate) fn cooperative(&self, name: &str) -> Organisation {
        testing::cooperative(self.support.runtime.ids.make(), name)
    }

    /// Enters organisations in the directory, as an event tells of them that comes after all before.
    pub(crate) async fn know(&self, organisations: Vec<Organisation>) {
        self.keys.set(self.keys.get() + 1);
        let position = i64::from(self.keys.get());
        let known: Vec<_> = organisations.into_iter().map(|one| (one, position)).collect();
        self.database
            .write(move |connection| directory::save_many(connection, &known))
            .await
            .unwrap();
    }

    /// A known cooperative's id.
    pub(crate) async fn known(&self, name: &str) -> OrganisationId {
        let organisation = self.cooperative(name);
        let id = organisation.id;
        self.know(vec![organisation]).await;
        id
    }

    /// Lets the register tell of annual reports: whose, of which year, revenue and profit.
    pub(crate) async fn report(&self, reports: Vec<(OrganisationId, i16, i64, i64)>) {
        let context = Context::of_operator("registry", &self.support.runtime.ids);
        let item = |(at, (organisation, year, revenue, profit))| {
            let subject = Subject { kind: "annual_report".to_owned(), id: uuid::Uuid::nil() };
            let state = serde_json::json!({
                "organisation": organisation, "year": year,
                "figures": { "revenue_vnd": revenue, "profit_vnd": profit },
            });
            let (kind, place) = ("annual_report.filed", Place::default());
            FeedItem { position: at, event: context.event(kind, subject, place, None, state) }
        };
        let items: Vec<FeedItem> = (1..).zip(reports).map(item).collect();
        self.database.write(move |connection| directory::take(connection, &items)).await.unwrap();
    }

    /// A POST with a key of its own.
    pub(crate) async fn post(&self, caller: &Caller, path: &str, body: Value) -> Answer {
        self.service.post(path, body).by(caller).idempotency_key(&self.key()).send().await
    }

    /// Reads as somebody.
    pub(crate) async fn read_by(&self, caller: &Caller, path: &str) -> Value {
        self.service.get(path).by(caller).send().await.expect(200).json()
    }

    /// The database itself refuses a statement: each of the two says in its way that what is written
    /// there stays.
    pub(crate) async fn refuses(&self, statement: &str) {
        let statement = statement.to_owned();
        let run = move |connection: &mut Connection| {
            each!(connection, one => diesel::sql_query(&statement).execute(one))
                .map_err(Failure::from)
        };
        let refused = format!("{:?}", self.database.write(run).await.unwrap_err());
        let says = ["never changed", "append-only"].iter().any(|why| refused.contains(why));
        assert!(says, "{refused}");
    }

    /// Seals the log and signs it.
    pub(crate) async fn seal(&self) {
        let setting = &self.service.setting;
        let mut sealer = setting.runtime.sealer(&setting.secret, None).unwrap();
        sealer.finish().await.unwrap();
    }
}

/// Pointer and code of each fault of a problem.
pub(crate) fn faults(problem: &Value) -> Vec<(String, String)> {
    let faults = problem["errors"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    faults.iter().map(|fault| (text(&fault["pointer"]), text(&fault["code"]))).collect()
}
