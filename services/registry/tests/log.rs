//! The registry's log as others read it: feed, checkpoint, proofs.

use std::time::Duration;

use htx_kit::{
    log::{
        checkpoint::Checkpoint,
        proof::{ConsistencyProof, InclusionProof},
    },
    testing::Caller,
};
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::office::{Office, each};

fn types(page: &Value) -> Vec<(u64, String)> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let kind = item["event"]["type"].as_str().unwrap().to_owned();
            (item["position"].as_u64().unwrap(), kind)
        })
        .collect()
}

async fn some_events(office: &Office) -> Value {
    let here = office.enter(office.cooperative("HTX Rau")).await;
    office.enter(office.cooperative_elsewhere("HTX Hoa")).await;
    let id = here["id"].as_str().unwrap();
    office.change(id, json!({ "worker_count": 70 })).await.expect(200);
    office.seal().await;
    here
}

#[actix_web::test]
async fn every_write_appears_once_in_order_within_scope() {
    each(async |office| {
        some_events(&office).await;
        let all = office.read("/v1/registry/events").await;
        let expected = [
            (1, "organisation.registered".to_owned()),
            (2, "organisation.registered".to_owned()),
            (3, "organisation.changed".to_owned()),
        ];
        assert_eq!(types(&all), expected);
        assert_eq!(all["next_after"], 3);
        let own = office.read_by(&office.district(), "/v1/registry/events").await;
        assert_eq!(types(&own), [expected[0].clone(), expected[2].clone()]);
        assert_eq!(own["next_after"], 3);
        let mut after = json!(0);
        for expected in expected {
            let path = format!("/v1/registry/events?limit=1&after={after}");
            let page = office.read(&path).await;
            assert_eq!(types(&page), [expected]);
            after = page["next_after"].clone();
        }
        for (filter, count) in [
            ("type=organisation.changed", 1),
            ("district=276", 1),
            ("commune=10018", 2),
            ("type=none", 0),
        ] {
            let page = office.read(&format!("/v1/registry/events?{filter}")).await;
            assert_eq!(types(&page).len(), count, "{filter}");
        }
        for query in ["after=-1", "limit=0", "limit=1001", "wait=31", "before=1", "district=1"] {
            let path = format!("/v1/registry/events?{query}");
            let answer = office.get(&path).by(&office.planning()).send().await;
            answer.expect_problem(400, "invalid_parameter");
        }
    })
    .await;
}

#[actix_web::test]
async fn a_waiting_reader_is_woken_by_the_next_event() {
    each(async |office| {
        let planning = office.planning();
        let waiting = office.get("/v1/registry/events?wait=20").by(&planning).send();
        let writing = async {
            actix_web::rt::time::sleep(Duration::from_millis(50)).await;
            office.enter(office.cooperative("HTX Rau")).await;
            office.seal().await;
        };
        let started = std::time::Instant::now();
        let (page, ()) = futures_util::join!(waiting, writing);
        assert_eq!(types(&page.expect(200).json()).len(), 1);
        assert!(started.elapsed() < Duration::from_secs(10));
    })
    .await;
}

#[actix_web::test]
async fn a_position_that_the_log_never_reached_is_gone() {
    each(async |office| {
        some_events(&office).await;
        let answer = office.get("/v1/registry/events?after=4").by(&office.planning()).send().await;
        let problem = answer.expect_problem(410, "position_gone");
        assert!(problem["advice"].as_str().unwrap().contains("/v1/registry/snapshot"));
    })
    .await;
}

/// What a caller loads: the snapshot's lines.
async fn snapshot(office: &Office, caller: &Caller, query: &str) -> Vec<Value> {
    let path = format!("/v1/registry/snapshot{query}");
    let text = office.get(&path).by(caller).send().await.expect(200).text();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The positions between the first line, which must say where to go on, and the last, which must say
/// how many they are.
fn positions(lines: &[Value], next_after: u64) -> Vec<u64> {
    let [first, events @ .., last] = lines else { panic!("no snapshot: {lines:?}") };
    assert_eq!(first, &json!({ "next_after": next_after }));
    assert_eq!(last, &json!({ "items": events.len() }));
    events.iter().map(|event| event["position"].as_u64().unwrap()).collect()
}

#[actix_web::test]
async fn who_begins_to_follow_loads_the_snapshot_and_goes_on_in_the_feed() {
    each(async |office| {
        let nothing = snapshot(&office, &office.planning(), "").await;
        assert_eq!(positions(&nothing, 0), [0; 0]);
        let here = some_events(&office).await;
        let (planning, district) = (office.planning(), office.district());
        assert_eq!(positions(&snapshot(&office, &planning, "").await, 3), [1, 2, 3]);
        let own = snapshot(&office, &district, "").await;
        assert_eq!(positions(&own, 3), [1, 3]);
        assert_eq!(own[2]["event"]["type"], "organisation.changed");
        // What is recorded afterwards comes in the feed, from where the snapshot says.
        let id = here["id"].as_str().unwrap();
        office.change(id, json!({ "worker_count": 71 })).await.expect(200);
        office.seal().await;
        let path = format!("/v1/registry/events?after={}", own[0]["next_after"]);
        let page = office.read_by(&district, &path).await;
        assert_eq!(types(&page), [(4, "organisation.changed".to_owned())]);
        // Who loads it now gets the newest state alone.
        assert_eq!(positions(&snapshot(&office, &district, "").await, 4), [1, 4]);
        let changes = snapshot(&office, &district, "?type=organisation.changed").await;
        assert_eq!(positions(&changes, 4), [4]);
        office.get("/v1/registry/snapshot").send().await.expect_problem(401, "unauthenticated");
    })
    .await;
}

#[actix_web::test]
async fn an_event_is_proven_under_the_signed_checkpoint() {
    each(async |office| {
        office.get("/v1/registry/checkpoint").send().await.expect_problem(404, "not_found");
        let entered = some_events(&office).await;
        let setting = &office.service.setting;
        let key = setting.runtime.checkpoint_key(&setting.secret).unwrap();
        let note = office.get("/v1/registry/checkpoint").send().await.expect(200).text();
        let stated = Checkpoint::open(&note, key.verifier()).unwrap();
        assert_eq!(stated.size, 3);

        let path = format!("/v1/organisations/{}/history", entered["id"].as_str().unwrap());
        let history = office.read(&path).await;
        for item in history["items"].as_array().unwrap() {
            let id = item["event"]["id"].as_str().unwrap();
            let proof =
                office.read_by(&office.audit(), &format!("/v1/registry/events/{id}/proof")).await;
            let proof: InclusionProof = serde_json::from_value(proof).unwrap();
            assert_eq!(Some(proof.position), item["position"].as_u64());
            proof.verify_signed(key.verifier()).unwrap();
            let forged = InclusionProof { body: proof.body.replace("HTX", "THT"), ..proof };
            forged.verify().unwrap_err();
        }
        let path = "/v1/registry/consistency?from=2&to=3";
        let grown: ConsistencyProof =
            serde_json::from_value(office.read_by(&office.audit(), path).await).unwrap();
        grown.verify().unwrap();
        assert_eq!(grown.to_root, stated.root);
        for query in ["from=0&to=1", "from=3&to=2", "from=1&to=9"] {
            let path = format!("/v1/registry/consistency?{query}");
            let answer = office.get(&path).by(&office.audit()).send().await;
            answer.expect_problem(409, "state_conflict");
        }
        let unsealed = office.enter(office.cooperative("HTX Mới")).await;
        let path = format!("/v1/organisations/{}/history", unsealed["id"].as_str().unwrap());
        let id = office.read(&path).await["items"][0]["event"]["id"].clone();
        let path = format!("/v1/registry/events/{}/proof", id.as_str().unwrap());
        let answer = office.get(&path).by(&office.audit()).send().await;
        answer.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn the_feed_is_no_organisations_affair() {
    each(async |office| {
        let entered = some_events(&office).await;
        let id = super::office::organisation_id(entered["id"].as_str().unwrap());
        let own = office.service.as_organisation(id);
        office
            .get("/v1/registry/events")
            .by(&own)
            .send()
            .await
            .expect_problem(403, "permission_denied");
        let viewer = office.service.as_agency("district-276", Role::Viewer);
        assert_eq!(types(&office.read_by(&viewer, "/v1/registry/events").await).len(), 1);
    })
    .await;
}
