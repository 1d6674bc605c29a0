//! The dissolution service as a test works with it: on a fresh database, with a directory of
//! organisations, and its callers.

use std::cell::Cell;

use htx_dissolution::{Dissolutions, SERVICE, Settings, domain::organisation::Organisation, store};
use htx_kit::{
    documents::Documents,
    testing::{self, Answer, Caller, Setting, TestDatabase, TestService},
};
use htx_model::{
    date::Date,
    id::{Id, OrganisationId},
    organisation::OrganisationStatus,
    principal::Role,
};
use serde_json::{Value, json};

/// The service on one test's database.
pub(crate) struct Office {
    pub(crate) service: TestService,
    pub(crate) dissolutions: Dissolutions,
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
            public_url: "https://htx.test".to_owned(),
        };
        let dissolutions = htx_dissolution::open(setting.runtime.clone(), settings).unwrap();
        let service = TestService::of(setting, dissolutions.mounted()).await;
        Self { service, dissolutions, database, _folder: folder, keys: Cell::new(0) }
    }

    /// An officer of Chương Mỹ, district 277, who prepares.
    pub(crate) fn officer(&self) -> Caller {
        self.service.as_agency("district-277", Role::Officer)
    }

    /// Another person of Chương Mỹ, who decides.
    pub(crate) fn approver(&self) -> Caller {
        self.service.as_agency("district-277", Role::Approver)
    }

    /// The officer of whoever runs the cases of Xuân Mai today: the district, since 2025-07-01 the
    /// commune.
    pub(crate) fn current_officer(&self) -> Caller {
        self.service.as_agency(self.authority(), Role::Officer)
    }

    /// The same authority's approver.
    pub(crate) fn current_approver(&self) -> Caller {
        self.service.as_agency(self.authority(), Role::Approver)
    }

    fn authority(&self) -> &'static str {
        let districts_end = Date::parse("2025-07-01").unwrap();
        if self.service.now().date() < districts_end { "district-277" } else { "commune-10045" }
    }

    /// The planning agency: since 2025-03-01 the Department of Finance.
    pub(crate) fn planning(&self) -> Caller {
        self.service.as_agency("so-tc", Role::Officer)
    }

    pub(crate) fn audit(&self) -> Caller {
        self.service.as_agency("kiem-toan", Role::Viewer)
    }

    pub(crate) fn tax(&self) -> Caller {
        self.service.as_agency("cuc-thue", Role::Officer)
    }

    /// A key that was not used before.
    pub(crate) fn key(&self) -> String {
        self.keys.set(self.keys.get() + 1);
        format!("key-{}", self.keys.get())
    }

    /// A cooperative in Xuân Mai, Chương Mỹ, as the register's feed tells of it.
    pub(crate) fn cooperative(&self, name: &str) -> Organisation {
        Organisation {
            registered_on: None,
            status: OrganisationStatus::Dormant,
            main_business_line: None,
            sector: None,
            ..testing::cooperative(self.dissolutions.runtime.ids.make(), name)
        }
    }

    /// A position in the register's log: what it says later takes the place of what it said before.
    pub(crate) fn position(&self) -> u32 {
        self.keys.set(self.keys.get() + 1);
        self.keys.get()
    }

    /// Enters organisations in the directory.
    pub(crate) async fn know(&self, organisations: Vec<Organisation>) {
        let position = i64::from(self.position());
        let known: Vec<_> = organisations.into_iter().map(|one| (one, position)).collect();
        self.database
            .write(move |connection| store::organisation::save_many(connection, &known))
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

    /// Opens a case by the officer.
    pub(crate) async fn open_case(&self, organisation: OrganisationId, route: &str) -> Value {
        let body = json!({
            "organisation_id": organisation,
            "route": route,
            "legal_basis": "17/2023/QH15 Điều 97",
            "reason": "Ngừng hoạt động từ năm 2016",
        });
        self.post(&self.officer(), "/v1/dissolutions", body).await.expect(201).json()
    }

    /// The path of a new case of a new cooperative.
    pub(crate) async fn new_case(&self, name: &str, route: &str) -> String {
        let organisation = self.known(name).await;
        let case = self.open_case(organisation, route).await;
        format!("/v1/dissolutions/{}", case["id"].as_str().unwrap())
    }

    /// Reads as somebody.
    pub(crate) async fn read_by(&self, caller: &Caller, path: &str) -> Value {
        self.service.get(path).by(caller).send().await.expect(200).json()
    }

    /// Uploads a document of a case by the officer, and gives its id.
    pub(crate) async fn document(&self, case: &str, content: &str) -> String {
        self.document_by(&self.officer(), case, content).await
    }

    /// Uploads a document of a case by somebody, and gives its id.
    pub(crate) async fn document_by(&self, by: &Caller, case: &str, content: &str) -> String {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"giay.txt\"\r\n\
             Content-Type: text/plain\r\n\r\n{content}\r\n--x--\r\n"
        );
        let request = self.service.post(&format!("{case}/documents"), ()).by(by);
        let request = request.body("multipart/form-data; boundary=x", body);
        let uploaded = request.send().await.expect(201).json();
        uploaded["id"].as_str().unwrap().to_owned()
    }

    /// Seals the log and signs it.
    pub(crate) async fn seal(&self) {
        let setting = &self.service.setting;
        let mut sealer = setting.runtime.sealer(&setting.secret, None).unwrap();
        sealer.finish().await.unwrap();
    }
}

/// An organisation's id out of its text.
pub(crate) fn organisation_id(id: &str) -> OrganisationId {
    Id::from_uuid(id.parse().unwrap())
}

/// Pointer and code of each fault of a problem.
pub(crate) fn faults(problem: &Value) -> Vec<(String, String)> {
    let faults = problem["errors"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    faults.iter().map(|fault| (text(&fault["pointer"]), text(&fault["code"]))).collect()
}

/// The codes of a problem's unmet guards.
pub(crate) fn guards(problem: &Value) -> Vec<String> {
    let guards = problem["unmet_guards"].as_array().cloned().unwrap_or_default();
    guards.iter().map(|guard| guard["code"].as_str().unwrap().to_owned()).collect()
}
