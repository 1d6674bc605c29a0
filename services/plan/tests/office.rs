//! The plan service as a test works with it: on a fresh database with the plan that the suite is
//! delivered with, and its callers.

use std::cell::Cell;

use htx_kit::testing::{self, Answer, Caller, Setting, TestDatabase, TestService};
use htx_model::principal::Role;
use htx_plan::{PlanService, SERVICE, Settings};
use serde_json::Value;

use crate::services::{PATIENCE, Services};

/// The service on one test's database.
pub(crate) struct Office {
    pub(crate) service: TestService,
    pub(crate) plan: PlanService,
    /// The services that are asked for their indicators.
    pub(crate) services: Services,
    _database: TestDatabase,
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
        let services = Services::default();
        let settings =
            Settings { sources: services.sources(setting.runtime.ids.clone()), patience: PATIENCE };
        let plan = htx_plan::open(setting.runtime.clone(), settings).unwrap();
        plan.load_plans().await.unwrap();
        let service = TestService::of(setting, plan.mounted()).await;
        Self { service, plan, services, _database: database, keys: Cell::new(0) }
    }

    /// Planning, which finance took over.
    pub(crate) fn planning(&self) -> Caller {
        self.service.as_agency("so-tc", Role::Officer)
    }

    /// Whoever decides at the city committee.
    pub(crate) fn committee(&self) -> Caller {
        self.service.as_agency("ubnd-tp", Role::Approver)
    }

    pub(crate) fn audit(&self) -> Caller {
        self.service.as_agency("kiem-toan", Role::Viewer)
    }

    /// Chương Mỹ, district 277.
    pub(crate) fn district(&self) -> Caller {
        self.service.as_agency("district-277", Role::Viewer)
    }

    /// A key that was not used before.
    pub(crate) fn key(&self) -> String {
        self.keys.set(self.keys.get() + 1);
        format!("key-{}", self.keys.get())
    }

    /// A POST with a key of its own.
    pub(crate) async fn post(&self, caller: &Caller, path: &str, body: Value) -> Answer {
        self.service.post(path, body).by(caller).idempotency_key(&self.key()).send().await
    }

    /// Takes an action on something as the auditor sees it now.
    pub(crate) async fn step(
        &self,
        caller: &Caller,
        path: &str,
        action: &str,
        body: Value,
    ) -> Answer {
        let seen = self.service.get(path).by(&self.audit()).send().await.expect(200).etag();
        let path = format!("{path}/{action}");
        let request = self.service.post(&path, body).by(caller).if_match(&seen);
        request.idempotency_key(&self.key()).send().await
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
