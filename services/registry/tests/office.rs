//! The registry as a test works with it: a service on a fresh database, and its callers.

use std::{cell::Cell, path::Path};

use htx_kit::{
    documents::Documents,
    testing::{self, Answer, Caller, Request, Setting, TestDatabase, TestService},
};
use htx_model::{
    id::{Id, OrganisationId},
    organisation::OrganisationStatus,
    principal::Role,
    registration_number::check_digit,
    scope::Scope,
};
use htx_registry::{Registry, SERVICE, Settings, store};
use serde_json::{Value, json};

/// The registry on one test's database.
pub(crate) struct Office {
    pub(crate) service: TestService,
    pub(crate) registry: Registry,
    pub(crate) database: TestDatabase,
    pub(crate) folder: tempfile::TempDir,
    numbers: Cell<u32>,
}

/// Runs a test on each database.
pub(crate) async fn each(test: impl AsyncFn(Office)) {
    testing::each_database(SERVICE.migrations, async |database| {
        test(Office::open(database).await).await;
    })
    .await;
}

/// What a test's registry is opened with.
pub(crate) fn settings(folder: &Path) -> Settings {
    Settings {
        documents: Documents::in_folder(folder).unwrap(),
        public_url: "https://htx.test".to_owned(),
    }
}

impl Office {
    async fn open(database: TestDatabase) -> Self {
        let setting = Setting::new(&database, "registry");
        let folder = tempfile::tempdir().unwrap();
        let opened = htx_registry::open(setting.runtime.clone(), settings(folder.path()));
        let registry = opened.await.unwrap();
        let service = TestService::of(setting, registry.mounted()).await;
        Self { service, registry, database, folder, numbers: Cell::new(10_000_000) }
    }

    /// The registrar of Chương Mỹ, district 277.
    pub(crate) fn district(&self) -> Caller {
        self.service.as_agency("district-277", Role::Officer)
    }

    /// The planning agency: since 2025-03-01 the Department of Finance.
    pub(crate) fn planning(&self) -> Caller {
        self.service.as_agency("so-tc", Role::Officer)
    }

    pub(crate) fn audit(&self) -> Caller {
        self.service.as_agency("kiem-toan", Role::Viewer)
    }

    /// A registration number that was not given before.
    pub(crate) fn number(&self) -> String {
        loop {
            let next = self.numbers.get() + 1;
            self.numbers.set(next);
            let nine = format!("{next:09}");
            let digits: Vec<u8> = nine.bytes().map(|byte| byte - b'0').collect();
            if let Some(check) = check_digit(digits.as_slice().try_into().unwrap()) {
                return format!("{nine}{check}");
            }
        }
    }

    /// A cooperative in Xuân Mai, Chương Mỹ, as an officer enters it.
    pub(crate) fn cooperative(&self, name: &str) -> Value {
        json!({
            "kind": "cooperative",
            "name": name,
            "registration_number": self.number(),
            "registered_on": "2024-03-15",
            "address": { "line": "Thôn 3", "commune": "10018", "district": "277" },
            "representative": { "name": "Nguyễn Văn An", "phone": "0908246281" },
            "main_business_line": "0118",
            "sector": "agriculture",
            "charter_capital_vnd": 3_000_000_000_i64,
            "member_count": 12,
            "worker_count": 7,
        })
    }

    /// A cooperative in another district: Yên Bình, Thạch Thất.
    pub(crate) fn cooperative_elsewhere(&self, name: &str) -> Value {
        let mut entry = self.cooperative(name);
        entry["address"] = json!({ "commune": "04930", "district": "276" });
        entry
    }

    /// Enters an organisation as the planning agency does.
    pub(crate) async fn enter(&self, entry: Value) -> Value {
        self.enter_by(&self.planning(), entry).await.expect(201).json()
    }

    pub(crate) async fn enter_by(&self, caller: &Caller, entry: Value) -> Answer {
        self.service.post("/v1/organisations", entry).by(caller).send().await
    }

    /// Enters cooperatives with these names.
    pub(crate) async fn enter_all(&self, names: &[&str]) -> Vec<Value> {
        let mut entered = Vec::new();
        for name in names {
            entered.push(self.enter(self.cooperative(name)).await);
        }
        entered
    }

    pub(crate) fn get(&self, path: &str) -> Request {
        self.service.get(path)
    }

    /// Reads as the planning agency.
    pub(crate) async fn read(&self, path: &str) -> Value {
        self.read_by(&self.planning(), path).await
    }

    pub(crate) async fn read_by(&self, caller: &Caller, path: &str) -> Value {
        self.get(path).by(caller).send().await.expect(200).json()
    }

    /// Changes an organisation from its version as it stands.
    pub(crate) async fn change(&self, id: &str, change: Value) -> Answer {
        let path = format!("/v1/organisations/{id}");
        let etag = self.get(&path).by(&self.planning()).send().await.expect(200).etag();
        self.service.patch(&path, change).by(&self.planning()).if_match(&etag).send().await
    }

    /// Puts an organisation into a status, as its procedure will.
    pub(crate) async fn put_into(&self, id: &str, status: OrganisationStatus) {
        let (id, now) = (organisation_id(id), self.service.now());
        self.database
            .write(move |connection| {
                let stored =
                    store::organisation::find(connection, &Scope::everything(), id)?.unwrap();
                let mut organisation = stored.organisation;
                organisation.status = status;
                store::organisation::save(connection, &organisation, stored.version, now)
            })
            .await
            .unwrap();
    }

    /// All that the log tells, in one text.
    pub(crate) async fn told(&self) -> String {
        self.seal().await;
        self.read("/v1/registry/events?limit=200").await.to_string()
    }

    /// Seals the log and signs it.
    pub(crate) async fn seal(&self) {
        let mut sealer =
            self.service.setting.runtime.sealer(&self.service.setting.secret, None).unwrap();
        sealer.finish().await.unwrap();
    }
}

pub(crate) fn organisation_id(id: &str) -> OrganisationId {
    Id::from_uuid(id.parse().unwrap())
}

/// A query that asks for personal data.
pub(crate) const UNMASKED: &str = "unmasked=true&purpose=kiem-tra-ho-so";

/// An organisation without its representative, whom a write shows and a read masks.
pub(crate) fn without_person(mut organisation: Value) -> Value {
    organisation["representative"].take();
    organisation
}

/// The values of a field in the items of a page.
pub(crate) fn each_of(page: &Value, field: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item[field].as_str().unwrap_or_default().to_owned()).collect()
}

/// The names on a page.
pub(crate) fn names(page: &Value) -> Vec<String> {
    each_of(page, "name")
}

/// Pointer and code of each fault of a problem.
pub(crate) fn faults(problem: &Value) -> Vec<(String, String)> {
    let faults = problem["errors"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    faults.iter().map(|fault| (text(&fault["pointer"]), text(&fault["code"]))).collect()
}
