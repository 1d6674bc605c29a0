//! The services that the plan asks are stopped one by one: the plan goes on answering, what it knew stays
//! with its age, what it never knew is said to be missing, and nothing is zero.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{Login, Place, Shape, Suite, eventually};

const PROGRESS: &str = "/v1/plans/hn-2025/progress";
/// Each service, one of the targets that it computes, a question that nobody asked before, and how many
/// targets are not known once it has gone like those before it.
const STOPPED: &[(&str, &str, &str, usize)] = &[
    ("support-programs", "3", "by=commune", 3),
    ("trade-promotion", "4", "by=agency", 5),
    ("dissolution", "12", "as_of=2025-06-30", 6),
    ("registry", "1a", "as_of=2025-05-31", 13),
];

async fn progress(suite: &Suite, audit: &Login, query: &str) -> Vec<Value> {
    let request = suite.get(&format!("{PROGRESS}?{query}")).bearer(&audit.access);
    let seen = request.send().await.expect(200).json();
    seen["targets"].as_array().unwrap().clone()
}

fn numbers(targets: &[Value], state: &str) -> BTreeSet<String> {
    let there = targets.iter().filter(|target| target["figure"]["state"] == json!(state));
    there.map(|target| target["number"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn services_are_stopped_one_by_one_and_the_plan_says_what_it_knows() {
    let mut suite = Suite::start_as(Place::new(), Shape::SeparateProcesses, &[]).await;
    let administrator = suite.administrator().await;
    let audit = suite.new_user(&administrator, "viewer", "kiem-toan").await;
    let before = eventually("each figure is known", async || {
        let targets = progress(&suite, &audit, "by=district").await;
        (numbers(&targets, "fresh").len() == 13).then_some(targets)
    })
    .await;
    for (service, number, query, silent) in STOPPED {
        suite.processes.remove(service).expect("it runs").kill();
        // On a busy machine who runs may be late; its answer is kept for whoever asks next.
        let targets = eventually("whoever runs has answered", async || {
            let targets = progress(&suite, &audit, query).await;
            (numbers(&targets, "fresh").len() == 13 - silent).then_some(targets)
        })
        .await;
        let gone = numbers(&targets, "not_available");
        assert!(gone.contains(*number) && gone.len() == *silent, "{service}: {gone:?}");
        for target in targets.iter().filter(|one| one["figure"]["state"] == json!("not_available"))
        {
            assert_eq!(target["figure"]["value"], Value::Null, "never zero: {target:#}");
            assert_eq!(target["figure"]["gap"], json!("service_silent"), "{target:#}");
        }
    }
    // What was known stays, with its age. (That it turns stale is tested where the clock can be moved.)
    let after = progress(&suite, &audit, "by=district").await;
    for (old, new) in before.iter().zip(&after) {
        assert!(["fresh", "stale"].map(|state| json!(state)).contains(&new["figure"]["state"]));
        assert!(new["figure"]["age_seconds"].as_i64() >= Some(0), "{new:#}");
        assert_eq!(new["figure"]["value"], old["figure"]["value"], "what was known stays");
        assert_eq!(new["parts"], old["parts"]);
    }
    let open = suite.get("/v1/plan-overview").send().await.expect(200).json();
    let known = open["targets"].as_array().unwrap().iter();
    assert!(known.filter(|one| one["state"] == json!("not_available")).count() == 0, "{open:#}");
}
