//! The auditor reads what was, and proves it without the suite.

use htx_kit::log::{
    VerifierKey,
    checkpoint::Checkpoint,
    proof::{ConsistencyProof, InclusionProof},
};
use serde_json::Value;

use super::{Story, register::Changed};
use crate::harness::{Login, eventually};

impl Story {
    async fn auditor(&self) -> Login {
        let fields = ["viewer", "kiem-toan"];
        self.suite.new_user(&self.administrator, fields[0], fields[1]).await
    }

    pub(super) async fn the_auditor_reads_its_past(&self, changed: &Changed) {
        let auditor = self.auditor().await;
        let path = format!("/v1/organisations/{}", changed.organisation);
        let get = |more: &str| self.suite.get(&format!("{path}{more}")).bearer(&auditor.access);

        let now = get("").send().await.expect(200).json();
        assert_eq!(now["member_count"], changed.members_after);
        assert_eq!(now["representative"]["masked"], true, "the task needs no personal data");
        assert_eq!(now["available_actions"], serde_json::json!([]));

        let history = get("/history").send().await.expect(200).json();
        let [newest, oldest] = history["items"].as_array().unwrap().as_slice() else {
            panic!("two events: {history:#}")
        };
        assert_eq!(newest["event"]["actor"]["kind"], "user");
        assert_eq!(newest["event"]["state"]["member_count"], changed.members_after);
        assert_eq!(oldest["event"]["actor"]["agency"], "so-tc");

        let entered_at = oldest["event"]["recorded_at"].as_str().unwrap();
        let then = get(&format!("?known_at={entered_at}")).send().await.expect(200).json();
        assert_eq!(then["member_count"], changed.members_before);
        let entered_on = oldest["event"]["effective_on"].as_str().unwrap();
        let held = get(&format!("?as_of={entered_on}&known_at={entered_at}"));
        assert_eq!(held.send().await.expect(200).json()["member_count"], changed.members_before);
        get("?as_of=1990-01-01").send().await.expect_problem(404, "not_found");

        let change = self.suite.patch(&path).bearer(&auditor.access).header("if-match", "\"v2\"");
        let change = change.json(serde_json::json!({ "member_count": 1000 })).send().await;
        change.expect_problem(403, "permission_denied");
    }

    pub(super) async fn the_auditor_proves_the_change_offline(&self, changed: &Changed) {
        let auditor = self.suite.log_in_again(&self.administrator, "kiem-toan.viewer").await;
        let get = |path: String| self.suite.get(&path).bearer(&auditor.access).send();
        let history = get(format!("/v1/organisations/{}/history", changed.organisation)).await;
        let event = history.expect(200).json()["items"][0]["event"].clone();
        let id = event["id"].as_str().unwrap();
        let proof: InclusionProof =
            eventually("the change is proven under a checkpoint", async || {
                let answer = get(format!("/v1/registry/events/{id}/proof")).await;
                let proof: InclusionProof = serde_json::from_slice(&answer.body).ok()?;
                proof.checkpoint.is_some().then_some(proof)
            })
            .await;

        let key = self.key_of_the_registry_s_log();
        proof.verify_signed(&key).unwrap();
        let proven: Value = serde_json::from_str(&proof.body).unwrap();
        assert_eq!(proven["id"], event["id"]);
        assert_eq!(proven["state"]["member_count"], changed.members_after);
        let forged = proof.body.replace(&changed.members_after.to_string(), "999");
        let forged = InclusionProof { body: forged, ..proof.clone() };
        assert!(forged.verify_signed(&key).is_err(), "a changed event proves nothing");

        let newest = get("/v1/registry/checkpoint".to_owned()).await.expect(200).text();
        let newest = Checkpoint::open(&newest, &key).unwrap();
        assert!(newest.size >= proof.size);
        let path = format!("/v1/registry/consistency?from=1&to={}", newest.size);
        let answer = get(path).await.expect(200);
        let grown: ConsistencyProof = serde_json::from_slice(&answer.body).unwrap();
        grown.verify().unwrap();
        assert_eq!(grown.to_root, newest.root);
    }

    /// The key as the operator reads it off `htx verify`, which also finds the logs sound while the
    /// suite runs.
    fn key_of_the_registry_s_log(&self) -> VerifierKey {
        let said = self.suite.place.run_well(&["verify"]);
        assert!(said.contains("Every log is sound."), "{said}");
        let line = said.lines().find(|line| line.starts_with("registry: ")).unwrap();
        line.rsplit_once("key ").unwrap().1.parse().unwrap()
    }
}
