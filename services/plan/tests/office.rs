//! The plan service as a test works with it: on a fresh database with the plan that the suite is
//! delivered with, and its callers.

use std::cell::Cell;

use diesel::RunQueryDsl as _;
use htx_kit::{
    db::Connection,
    each,
    failure::Failure,
    testing::{self, Answer, Caller, Setting, TestDatabase, TestService},
};
use htx_model::principal::Role;
use htx_plan::{PlanService, SERVICE, Settings};
use serde_json::{Value, json};

use crate::services::{PATIENCE, Services};

/// The service on one test's database.
pub(crate) struct Office {
    pub(crate) service: TestService,
    pub(crate) plan: PlanService,
    /// The services that are asked for their indicators.
    pub(crate) services: Services,
    pub(crate) database: TestDatabase,
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
        Self { service, plan, services, database, keys: Cell::new(0) }
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

    /// The draft of an allocation of the training classes to one agency.
    pub(crate) async fn drafted_allocation(&self) -> String {
        let lines = json!({
            "receivers": "agency",
            "content": { "lines": [{ "receiver": "lmhtx", "amount": 47 }] },
        });
        let path = "/v1/plans/hn-2025/targets/3/allocations";
        let made = self.post(&self.planning(), path, lines).await.expect(201);
        made.header("location").unwrap().to_owned()
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

    /// Runs a statement on the database itself.
    async fn run(&self, statement: &str) -> Result<usize, Failure> {
        let statement = statement.to_owned();
        let run = move |connection: &mut Connection| {
            each!(connection, one => diesel::sql_query(&statement).execute(one))
                .map_err(Failure::from)
        };
        self.database.database().write(run).await
    }

    /// The database itself takes a statement, which changes so many rows.
    pub(crate) async fn runs(&self, statement: &str, rows: usize) {
        assert_eq!(self.run(statement).await.unwrap(), rows, "{statement}");
    }

    /// The database itself refuses a statement.
    pub(crate) async fn refuses(&self, statement: &str) {
        let refused = self.run(statement).await;
        let refused = format!("{:?}", refused.expect_err(statement));
        assert!(refused.contains("never changed"), "{statement}: {refused}");
    }

    /// An agency's report of the year as written and signed; where it is.
    pub(crate) async fn signed_report(&self, agency: &str) -> String {
        let list = format!("/v1/plan-reports?agency={agency}");
        let list = self.read_by(&self.audit(), &list).await;
        let path = format!("/v1/plan-reports/{}", list["items"][0]["id"].as_str().unwrap());
        let [officer, approver] =
            [Role::Officer, Role::Approver].map(|role| self.service.as_agency(agency, role));
        let seen = self.service.get(&path).by(&self.audit()).send().await.expect(200).etag();
        let body = serde_json::json!({ "results": "Đã tổ chức 12 lớp tập huấn." });
        let request = self.service.patch(&path, body).by(&officer).if_match(&seen);
        request.idempotency_key(&self.key()).send().await.expect(200);
        self.step(&approver, &path, "sign", serde_json::json!({})).await.expect(200);
        path
    }

    /// The city's report of the year, signed under a number.
    pub(crate) async fn city_report(&self, number: &str) -> Value {
        let windows = self.read_by(&self.audit(), "/v1/plan-report-windows").await;
        let id = windows["items"][0]["id"].as_str().unwrap();
        let path = format!("/v1/plan-report-windows/{id}/city-reports");
        let signer = self.service.as_agency("so-tc", Role::Approver);
        let body = serde_json::json!({ "document_number": number, "summary": "Đạt." });
        self.post(&signer, &path, body).await.expect(201).json()
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
