//! The plan: planning allocates a target, the city committee adopts it, an agency declares, everybody sees
//! where the plan stands; each figure is asked of the service that has the records, wherever that runs.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::Story;
use crate::harness::{Answer, Login, eventually};

const PLAN: &str = "/v1/plans/hn-2025";

/// A key that was not used before.
pub(super) fn key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("plan-journey-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Story {
    async fn hand_in(&self, login: &Login, path: &str, body: Value) -> Answer {
        let request = self.suite.post(path).bearer(&login.access).header("idempotency-key", &key());
        request.json(body).send().await
    }

    /// Takes an action on a version of the plan as it is now.
    async fn decide(&self, login: &Login, path: &str, action: &str) -> Answer {
        let tag = self.suite.get(path).bearer(&login.access).send().await.expect(200).etag();
        let request = self.suite.post(&format!("{path}/{action}")).bearer(&login.access);
        let request = request.header("if-match", &tag).header("idempotency-key", &key());
        request.json(json!({})).send().await
    }

    pub(super) async fn the_plan_is_allocated_and_everybody_sees_where_it_stands(&self) {
        let committee = self.suite.new_user(&self.administrator, "approver", "ubnd-tp").await;
        let alliance = self.suite.new_user(&self.administrator, "officer", "lmhtx").await;
        let audit = self.suite.new_user(&self.administrator, "viewer", "kiem-toan").await;
        let allocation = json!({
            "receivers": "agency", "content": { "lines": [{ "receiver": "lmhtx", "amount": 50 }] },
        });
        let path = format!("{PLAN}/targets/11/allocations");
        let made = self.hand_in(&self.planning, &path, allocation).await.expect(201);
        let version = made.header("location").unwrap().to_owned();
        self.decide(&self.planning, &version, "submit").await.expect(200);
        let refused = self.decide(&self.planning, &version, "adopt").await;
        refused.expect_problem(403, "permission_denied");
        self.decide(&committee, &version, "adopt").await.expect(200);
        let declared =
            json!({ "value": 7, "as_of": "2025-06-30", "document_number": "45/BC-LMHTX" });
        let path = format!("{PLAN}/targets/11/declarations");
        self.hand_in(&alliance, &path, declared).await.expect(201);

        // Every service has answered, whether it runs here or elsewhere.
        let progress = eventually("each figure is known", async || {
            let request = self.suite.get(&format!("{PLAN}/progress?by=district"));
            let seen = request.bearer(&audit.access).send().await.expect(200).json();
            let targets = seen["targets"].as_array().unwrap();
            let known = targets.iter().all(|target| target["figure"]["state"] == json!("fresh"));
            known.then_some(seen)
        })
        .await;
        let targets = progress["targets"].as_array().unwrap();
        assert_eq!(targets.len(), 13);
        assert_eq!(targets[11]["declared"][0]["allocated"], json!(50));
        for target in targets {
            assert!(target["parts"].as_array().unwrap().len() >= 30, "{}", target["code"]);
            self.agrees(&audit, target).await;
        }
        let open = self.suite.get("/v1/plan-overview?plan=hn-2025").send().await.expect(200).json();
        assert_eq!(open["targets"].as_array().unwrap().len(), 13);
        assert!(open["dissolutions"]["stages"].is_array(), "{open:#}");
    }

    /// The plan says of a target what the service says that computes it, and what it counts is proven.
    async fn agrees(&self, audit: &Login, target: &Value) {
        let code = target["code"].as_str().unwrap();
        let own = format!("/v1/indicators/{code}?period=2025");
        let own = self.suite.get(&own).bearer(&audit.access).send().await.expect(200).json();
        assert_eq!(own["figure"]["value"], target["figure"]["value"], "{code}");
        let evidence = format!("{PLAN}/targets/{code}/evidence?limit=5");
        let evidence = self.suite.get(&evidence).bearer(&audit.access).send().await;
        let evidence = evidence.expect(200).json();
        assert_eq!(evidence["value"], target["figure"]["value"], "{code}");
        let items = evidence["items"].as_array().unwrap();
        let Some(event) = items.iter().find_map(|item| item["events"].get(0)) else { return };
        let service = evidence["service"].as_str().unwrap();
        let proof = format!("/v1/{service}/events/{}/proof", event["id"].as_str().unwrap());
        let proof = self.suite.get(&proof).bearer(&audit.access).send().await.expect(200).json();
        assert_eq!(proof["position"], event["position"], "{code}");
    }
}
