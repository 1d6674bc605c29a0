//! The auditor reads a case as it was, takes it away, and proves it without the suite.

use serde_json::json;

use super::City;
use crate::harness::eventually;

impl City {
    pub(super) async fn the_auditor_takes_it_away_and_no_byte_may_change(&self, case: &str) {
        let auditor = self.log_in("kiem-toan.viewer").await;
        let get = |path: String| self.suite.get(&path).bearer(&auditor.access).send();
        let read = async |path: String| get(path).await.expect(200).json();
        let now = read(format!("{case}/audit")).await["audit"].clone();
        assert_eq!(now["state"], "closed");
        let steps = now["steps"].as_array().unwrap();
        let actions: Vec<_> = steps.iter().map(|step| step["action"].clone()).collect();
        let whole = json!([null, "survey", "decide", "start_settling", "settle", "close"]);
        assert_eq!(json!(actions), whole);
        for step in steps.iter().filter(|step| step["action"] == "close") {
            assert_eq!(step["documents"][0]["sha256"].as_str().unwrap().len(), 64);
        }
        // As of a day on which nothing was decided yet, and of one on which it was being settled.
        let then = read(format!("{case}/audit?as_of=2026-03-12")).await["audit"].clone();
        assert_eq!((&then["state"], &then["decided_on"]), (&json!("surveyed"), &json!(null)));
        let then = read(format!("{case}/audit?as_of=2026-04-01")).await["audit"].clone();
        assert_eq!(then["state"], "settling");
        let before = get(format!("{case}/audit?as_of=2026-03-01")).await;
        before.expect_problem(404, "not_found");

        // The events of the closing are sealed within seconds.
        let pack = eventually("the whole case is proven", async || {
            let answer = get(format!("{case}/pack")).await;
            (answer.status == 200).then_some(answer.body)
        })
        .await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pack.zip");
        let path = path.to_str().unwrap();
        std::fs::write(path, &pack).unwrap();
        let run = |path: &str| {
            let mut command = crate::harness::program();
            command.args(["verify", path]);
            crate::harness::Finished::of(command)
        };
        let said = run(path).well();
        assert!(said.contains("The pack is sound."), "{said}");
        assert!(said.contains("Closed"), "{said}");
        for at in [0, pack.len() / 3, pack.len() / 2, pack.len() - 1] {
            let mut changed = pack.clone();
            changed[at] ^= 1;
            std::fs::write(path, &changed).unwrap();
            let refused = run(path);
            assert_eq!(refused.code, Some(1), "byte {at}: {}", refused.said);
        }
    }
}
