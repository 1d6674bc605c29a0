//! A fair: the promotion agency organises it, cooperatives and a commune for one of them apply, an approver
//! selects, the waiting list moves up, anybody has it in the calendar, industry and trade and the alliance
//! run their own.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::{Story, register::Own};
use crate::harness::{Answer, Login, eventually};

/// A key that was not used before.
pub(super) fn key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("trade-journey-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A fair with one booth, long after any of these tests runs.
fn fair(title: &str) -> Value {
    json!({
        "kind": "fair", "reach": "home", "title": title, "venue": "Hoàng thành Thăng Long",
        "starts_on": "2099-09-10", "ends_on": "2099-09-14", "apply_until": "2099-08-31",
        "allotment": "selection", "booths": [{ "label": "A1" }],
        "planned_cost": { "state_vnd": 600_000_000, "participants_vnd": 0 },
    })
}

impl Story {
    pub(super) async fn send(&self, login: &Login, path: &str, body: Value) -> Answer {
        let request = self.suite.post(path).bearer(&login.access).header("idempotency-key", &key());
        request.json(body).send().await
    }

    /// Takes an action on something as it is now.
    pub(super) async fn take(
        &self,
        login: &Login,
        path: &str,
        action: &str,
        body: Value,
    ) -> Answer {
        let tag = self.suite.get(path).bearer(&login.access).send().await.expect(200).etag();
        let request = self.suite.post(&format!("{path}/{action}")).bearer(&login.access);
        let request = request.header("if-match", &tag).header("idempotency-key", &key());
        request.json(body).send().await
    }

    /// An account of an organisation.
    pub(super) async fn account_of(&self, organisation: &str, name: &str) -> Login {
        let user = json!({
            "username": name, "display_name": name,
            "assignments": [{ "role": "officer", "organisation": organisation }],
        });
        let request = self.suite.post("/v1/users").bearer(&self.administrator.access);
        let made = request.json(user).send().await.expect(201).json();
        self.suite.log_in(name, made["password"].as_str().unwrap()).await
    }

    pub(super) async fn cooperatives_go_to_a_fair(&self, own: &Own) {
        let person = async |role: &str, agency: &str| {
            self.suite.new_user(&self.administrator, role, agency).await
        };
        let (officer, approver) = (person("officer", "hpa").await, person("approver", "hpa").await);
        let (industry, alliance) =
            (person("officer", "so-ct").await, person("approver", "lmhtx").await);
        let planned = self.send(&officer, "/v1/trade-events", fair("Hội chợ Hành trình")).await;
        let path = planned.expect(201).header("location").unwrap().to_owned();
        // Not by whoever prepared it, nor by another organiser.
        for wrong in [&officer, &alliance, &own.officer] {
            let refused = self.take(wrong, &path, "open", json!({})).await;
            refused.expect_problem(403, "permission_denied");
        }
        self.take(&approver, &path, "open", json!({})).await.expect(200);
        let calendar = self.suite.get("/v1/trade-events/calendar.ics?to=2100-01-01");
        let calendar = calendar.send().await.expect(200);
        assert!(calendar.text().contains("SUMMARY:Hội chợ Hành trình"), "{}", calendar.text());

        let list =
            format!("/v1/organisations?commune={}&kind=cooperative&status=active", own.commune);
        let cooperatives = self.suite.all(&own.officer, &list).await;
        let id = |at: usize| cooperatives[at]["id"].as_str().unwrap().to_owned();
        let account = self.account_of(&id(0), "htx.hanh-trinh").await;
        let (first, second) = (
            self.apply(&account, &path, &id(0)).await,
            self.apply(&own.officer, &path, &id(1)).await,
        );
        let reading = self.suite.get(&second).bearer(&account.access).send().await;
        reading.expect_problem(404, "not_found");
        let why = || json!({ "reason": "Đạt tiêu chuẩn" });
        let refused = self.take(&officer, &first, "select", why()).await;
        refused.expect_problem(403, "permission_denied");
        self.take(&approver, &first, "select", why()).await.expect(200);
        let waits = self.take(&approver, &second, "select", why()).await.expect(200).json();
        assert_eq!((&waits["state"], &waits["waiting_number"]), (&json!("waiting"), &json!(1)));
        self.take(&account, &first, "withdraw", json!({})).await.expect(200);
        let moved = self.suite.get(&second).bearer(&own.officer.access).send().await.expect(200);
        let moved = moved.json();
        assert_eq!((&moved["state"], &moved["booth_number"]), (&json!("selected"), &json!(1)));
        self.others_run_their_own(&industry, &alliance, &path).await;
    }

    /// A cooperative applies, as soon as the register's feed has told of it; where the application stands.
    async fn apply(&self, login: &Login, event: &str, organisation: &str) -> String {
        let body = json!({ "organisation_id": organisation, "products": "Rau an toàn" });
        let path = format!("{event}/applications");
        let applied = eventually("the cooperative is known", async || {
            let answer = self.send(login, &path, body.clone()).await;
            (answer.status != 404).then_some(answer)
        })
        .await;
        applied.expect(201).header("location").unwrap().to_owned()
    }

    /// Industry and trade has an event of its own; the alliance sees what is everybody's and decides
    /// neither.
    async fn others_run_their_own(&self, industry: &Login, alliance: &Login, fair_path: &str) {
        let own = self.send(industry, "/v1/trade-events", fair("Hội chợ làng nghề")).await;
        let own = own.expect(201).json();
        assert_eq!(own["organiser"], "so-ct");
        let seen = self.suite.all(alliance, "/v1/trade-events").await;
        assert_eq!(seen.len(), 2);
        let applications = self.suite.all(alliance, "/v1/trade-applications").await;
        assert_eq!(applications, Vec::<Value>::new(), "those are for events of others");
        let cancel = json!({ "reason": "Không phải việc của mình" });
        let refused = self.take(alliance, fair_path, "cancel", cancel).await;
        refused.expect_problem(403, "permission_denied");
        let viewer = self.suite.new_user(&self.administrator, "viewer", "hpa").await;
        let refused = self.send(&viewer, "/v1/trade-events", fair("Hội chợ")).await;
        refused.expect_problem(403, "permission_denied");
        for path in ["/v1/indicators/4?period=2025", "/v1/trade-promotion/indicators/4?period=2025"]
        {
            let read = self.suite.get(path).bearer(&alliance.access).send().await.expect(200);
            assert_eq!(read.json()["figure"]["value"], 0, "nobody has come to anything yet");
        }
    }
}
