//! The trade promotion service as a test works with it: on a fresh database, with a directory of
//! organisations, and its callers.

use std::cell::Cell;

use htx_kit::{
    directory,
    documents::Documents,
    testing::{self, Answer, Caller, Setting, TestDatabase, TestService},
};
use htx_model::{directory::Organisation, id::OrganisationId, principal::Role};
use htx_trade_promotion::{SERVICE, Settings, TradePromotion};
use serde_json::Value;

/// The service on one test's database.
pub(crate) struct Office {
    pub(crate) service: TestService,
    pub(crate) trade: TradePromotion,
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
        let settings = Settings {
            documents: Documents::in_folder(folder.path()).unwrap(),
            public_url: "https://htx.hanoi.example".to_owned(),
        };
        let trade = htx_trade_promotion::open(setting.runtime.clone(), settings).unwrap();
        let service = TestService::of(setting, trade.mounted()).await;
        Self { service, trade, database, _folder: folder, keys: Cell::new(0) }
    }

    /// The promotion agency, which organises most events.
    pub(crate) fn promotion(&self, role: Role) -> Caller {
        self.service.as_agency("hpa", role)
    }

    /// The department of industry and trade.
    pub(crate) fn industry(&self, role: Role) -> Caller {
        self.service.as_agency("so-ct", role)
    }

    /// The Cooperative Alliance.
    pub(crate) fn alliance(&self, role: Role) -> Caller {
        self.service.as_agency("lmhtx", role)
    }

    /// Chương Mỹ, district 277.
    pub(crate) fn district(&self, role: Role) -> Caller {
        self.service.as_agency("district-277", role)
    }

    pub(crate) fn audit(&self) -> Caller {
        self.service.as_agency("kiem-toan", Role::Viewer)
    }

    /// A key that was not used before.
    pub(crate) fn key(&self) -> String {
        format!("key-{}", self.next())
    }

    fn next(&self) -> u32 {
        self.keys.set(self.keys.get() + 1);
        self.keys.get()
    }

    /// An agricultural cooperative in Xuân Mai, Chương Mỹ, as the register's feed tells of it.
    pub(crate) fn cooperative(&self, name: &str) -> Organisation {
        testing::cooperative(self.trade.runtime.ids.make(), name)
    }

    /// Enters organisations in the directory, or what is new of them.
    pub(crate) async fn know(&self, organisations: Vec<Organisation>) {
        let position = i64::from(self.next());
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

    /// A POST with a key of its own.
    pub(crate) async fn post(&self, caller: &Caller, path: &str, body: Value) -> Answer {
        self.service.post(path, body).by(caller).idempotency_key(&self.key()).send().await
    }

    /// Reads as somebody.
    pub(crate) async fn read_by(&self, caller: &Caller, path: &str) -> Value {
        self.service.get(path).by(caller).send().await.expect(200).json()
    }
}

/// Pointer and code of each fault of a problem.
pub(crate) fn faults(problem: &Value) -> Vec<(String, String)> {
    let faults = problem["errors"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    faults.iter().map(|fault| (text(&fault["pointer"]), text(&fault["code"]))).collect()
}
