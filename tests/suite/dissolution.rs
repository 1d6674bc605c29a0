//! Dissolution through the gateway, in a city that `htx demo` made: so that windows of sixty days are
//! over, and what departments left lying is overdue. On each database.

mod auditor;
mod hard_case;
mod routes_to_settling;
mod routes_to_the_end;
mod six_at_once;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Backend, Form, Login, PATIENCE, Place, Suite, eventually};

/// A synthetic city that is served, and the passwords of everybody in it.
struct City {
    suite: Suite,
    passwords: BTreeMap<String, String>,
    keys: AtomicU32,
}

#[tokio::test]
async fn a_city_dissolves_its_cooperatives_on_sqlite() {
    tell(Backend::Sqlite).await;
}

#[tokio::test]
async fn a_city_dissolves_its_cooperatives_on_postgresql() {
    tell(Backend::Postgresql).await;
}

async fn tell(backend: Backend) {
    let Some(place) = Place::on(backend) else { return };
    let city = City::serve(place).await;
    let closed = city.a_case_with_nobody_and_nothing_left_is_closed_lawfully().await;
    city.the_auditor_takes_it_away_and_no_byte_may_change(&closed).await;
    city.six_at_once_leave_a_case_consistent().await;
    city.every_route_is_gone_to_its_end().await;
    city.every_route_begins_and_says_why_it_is_not_at_its_end().await;
    let place = city.suite.stop();
    assert!(place.run_well(&["verify"]).contains("Every log is sound."));
}

impl City {
    async fn serve(place: Place) -> Self {
        place.run_well(&["demo", "--seed", "7", "--organisations", "300"]);
        let users = std::fs::read_to_string(place.folder().join("demo-users.csv")).unwrap();
        let parts = |line: &str| {
            let mut parts = line.split(',').map(str::to_owned);
            Some((parts.next()?, parts.next()?))
        };
        let passwords = users.lines().skip(1).filter_map(parts).collect();
        let suite = Suite::start(place).await;
        Self { suite, passwords, keys: AtomicU32::new(0) }
    }

    async fn log_in(&self, username: &str) -> Login {
        self.suite.log_in(username, &self.passwords[username]).await
    }

    /// The first case of a route that stands in a state, with both of its authority's people.
    async fn case(&self, route: &str, state: &str) -> File<'_> {
        self.file(&self.cases(route, state).await[0]).await
    }

    /// The paths of the cases of a route that stand in a state, as they were opened.
    async fn cases(&self, route: &str, state: &str) -> Vec<String> {
        let auditor = self.log_in("kiem-toan.viewer").await;
        let list = format!("/v1/dissolutions?state={state}&route={route}");
        let all = self.suite.all(&auditor, &list).await;
        let path = |case: &Value| format!("/v1/dissolutions/{}", case["id"].as_str().unwrap());
        all.iter().map(path).collect()
    }

    /// A case with both of its authority's people.
    async fn file(&self, path: &str) -> File<'_> {
        let auditor = self.log_in("kiem-toan.viewer").await;
        let case = self.suite.get(path).bearer(&auditor.access).send().await.expect(200).json();
        let officer = case["responsible_officer"].as_str().unwrap();
        let approver = officer.replace(".officer", ".approver");
        let (officer, approver) = (self.log_in(officer).await, self.log_in(&approver).await);
        File { city: self, path: path.to_owned(), officer, approver, auditor }
    }

    fn key(&self) -> String {
        format!("key-{}", self.keys.fetch_add(1, Ordering::Relaxed))
    }
}

/// A case that is worked on through the gateway.
struct File<'a> {
    city: &'a City,
    path: String,
    officer: Login,
    approver: Login,
    auditor: Login,
}

impl File<'_> {
    fn at(&self, room: &str) -> String {
        format!("{}/{room}", self.path)
    }

    async fn read(&self, path: &str) -> Value {
        let get = self.city.suite.get(path).bearer(&self.auditor.access);
        get.send().await.expect(200).json()
    }

    async fn all(&self, list: &str) -> Vec<Value> {
        self.city.suite.all(&self.auditor, list).await
    }

    /// Uploads a document of the case, and gives its id.
    async fn document(&self, by: &Login) -> Value {
        let form = Form::with_file("biên bản.txt", self.city.key().as_bytes());
        let request = self.city.suite.post(&self.at("documents")).bearer(&by.access);
        request.body(&form.kind, form.body).send().await.expect(201).json()["id"].clone()
    }

    async fn post(&self, by: &Login, path: &str, body: Value) -> Answer {
        let request = self.city.suite.post(path).bearer(&by.access);
        request.header("idempotency-key", &self.city.key()).json(body).send().await
    }

    /// Writes a record of the case in the place of the one that stands there.
    async fn put(&self, room: &str, body: Value) -> Answer {
        let (suite, path) = (&self.city.suite, self.at(room));
        let etag = suite.get(&path).bearer(&self.auditor.access).send().await.expect(200).etag();
        let request = suite.request(Method::PUT, &path).bearer(&self.officer.access);
        let request = request.header("idempotency-key", &self.city.key());
        request.header("if-match", &etag).json(body).send().await
    }

    /// Waits until the register gives the organisation of the case a status.
    async fn register_shows(&self, status: &str) {
        let case = self.read(&self.path).await;
        let entry = format!("/v1/organisations/{}", case["organisation"]["id"].as_str().unwrap());
        eventually("the register follows the case, and the case knows it", async || {
            let (case, entry) = (self.read(&self.path).await, self.read(&entry).await);
            (case["registry_sync"]["state"] == "done" && entry["status"] == status).then_some(())
        })
        .await;
    }

    /// Does something to what stands at a path, from its version as it stands.
    async fn act(&self, by: &Login, path: &str, action: &str, body: Value) -> Answer {
        let read = self.city.suite.get(path).bearer(&self.auditor.access).send().await;
        let etag = read.expect(200).etag();
        let request = self.city.suite.post(&format!("{path}/{action}")).bearer(&by.access);
        let request = request.header("idempotency-key", &self.city.key());
        request.header("if-match", &etag).json(body).send().await
    }

    /// The same, again and again while others come first or the case stands still.
    async fn act_at_last(&self, by: &Login, path: &str, action: &str, body: Value) -> Answer {
        let started = std::time::Instant::now();
        loop {
            let answer = self.act(by, path, action, body.clone()).await;
            if ![409, 412].contains(&answer.status) {
                return answer;
            }
            assert!(started.elapsed() < PATIENCE, "{path}/{action}: {}", answer.text());
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Posts again and again while the case stands still.
    async fn post_at_last(&self, by: &Login, path: &str, body: Value) -> Answer {
        let started = std::time::Instant::now();
        loop {
            let answer = self.post(by, path, body.clone()).await;
            if answer.status != 409 {
                return answer;
            }
            assert!(started.elapsed() < PATIENCE, "{path}: {}", answer.text());
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Takes a step of the case, proved by a document.
    async fn step(&self, by: &Login, step: &str) -> Answer {
        let mut body = json!({ "legal_basis": "17/2023/QH15", "reason": "Theo hồ sơ" });
        if ["close", "withdraw", "declare-bankruptcy"].contains(&step) {
            body["document_ids"] = json!([self.document(by).await]);
        }
        self.act(by, &self.path, step, body).await
    }
}

/// The values that a list has in a field.
fn values(items: &[Value], field: &str) -> Vec<String> {
    items.iter().filter_map(|item| item[field].as_str().map(str::to_owned)).collect()
}
