//! Changing entries: from the version that was read, and never while the register is frozen.

use htx_model::{organisation::OrganisationStatus, principal::Role};
use serde_json::{Value, json};

use super::office::{Office, each, faults, without_person};

async fn entered(office: &Office) -> String {
    let entered = office.enter(office.cooperative("HTX Rau")).await;
    entered["id"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn what_is_given_replaces_null_removes_and_the_rest_stays() {
    each(async |office| {
        let id = entered(&office).await;
        let change = json!({
            "name": "HTX Rau sạch", "worker_count": null, "representative": null,
            "registered_on": null, "charter_capital_vnd": 5, "alliance_member": true,
        });
        let answer = office.change(&id, change).await.expect(200);
        assert_eq!(answer.etag(), "\"v2\"");
        let changed = answer.json();
        assert_eq!(changed["name"], "HTX Rau sạch");
        assert_eq!(changed["worker_count"], Value::Null);
        assert_eq!(changed["registered_on"], Value::Null);
        assert_eq!(changed["representative"]["name"], Value::Null);
        assert_eq!(changed["charter_capital_vnd"], 5);
        assert_eq!(changed["alliance_member"], true);
        assert_eq!(changed["member_count"], 12);
        assert_eq!(changed["version"], 2);
        let read = office.read(&format!("/v1/organisations/{id}")).await;
        assert_eq!(without_person(read), without_person(changed));
    })
    .await;
}

#[actix_web::test]
async fn a_change_names_the_version_that_it_was_made_from() {
    each(async |office| {
        let path = format!("/v1/organisations/{}", entered(&office).await);
        let patch = || office.service.patch(&path, json!({ "worker_count": 8 }));
        let caller = office.planning();
        patch().by(&caller).send().await.expect_problem(428, "version_required");
        for stale in ["\"v2\"", "*", "W/\"v1\"", "\"1\""] {
            let answer = patch().by(&caller).if_match(stale).send().await;
            answer.expect_problem(412, "stale_version");
        }
        patch().by(&caller).if_match("\"v1\"").send().await.expect(200);
        patch().by(&caller).if_match("\"v1\"").send().await.expect_problem(412, "stale_version");
    })
    .await;
}

#[actix_web::test]
async fn a_change_that_changes_nothing_keeps_the_version_and_writes_no_event() {
    each(async |office| {
        let id = entered(&office).await;
        let before = office.read(&format!("/v1/organisations/{id}")).await;
        office.service.wait(60);
        let same = json!({ "name": " HTX  Rau", "member_count": 12 });
        let answer = office.change(&id, same).await.expect(200);
        assert_eq!(answer.etag(), "\"v1\"");
        assert_eq!(without_person(answer.json()), without_person(before));
        let history = office.read(&format!("/v1/organisations/{id}/history")).await;
        assert_eq!(history["items"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[actix_web::test]
async fn what_must_be_there_cannot_be_removed_and_what_is_unknown_is_refused() {
    each(async |office| {
        let id = entered(&office).await;
        for (change, pointer) in [
            (json!({ "name": null }), "/name"),
            (json!({ "address": null }), "/address"),
            (json!({ "alliance_member": null }), "/alliance_member"),
            (json!({ "status": "dissolved" }), "/status"),
            (json!({ "kind": "cooperative_union" }), "/kind"),
        ] {
            let problem = office.change(&id, change).await.expect_problem(400, "invalid_body");
            assert_eq!(problem["errors"][0]["pointer"], pointer);
        }
        let few = office.change(&id, json!({ "member_count": 4 })).await;
        assert_eq!(faults(&few.expect_problem(422, "rule_violated"))[0].1, "too_few_members");
        let none = office.change(&id, json!({ "registration_number": null })).await;
        none.expect_problem(422, "rule_violated");
    })
    .await;
}

#[actix_web::test]
async fn the_register_is_frozen_while_a_dissolution_runs_and_after_it() {
    each(async |office| {
        let id = entered(&office).await;
        office.put_into(&id, OrganisationStatus::Dissolving).await;
        let answer = office.change(&id, json!({ "charter_capital_vnd": 1 })).await;
        let problem = answer.expect_problem(409, "state_conflict");
        assert_eq!(problem["legal_basis"]["document"], "17/2023/QH15");
        assert_eq!(problem["legal_basis"]["article"], "100");
        assert_eq!(problem["legal_basis"]["verified"], true);
        assert!(problem["advice"].is_string());
        let read = office.read(&format!("/v1/organisations/{id}")).await;
        assert_eq!(read["available_actions"], json!([]));
        assert_eq!(read["charter_capital_vnd"], 3_000_000_000_i64);

        office.put_into(&id, OrganisationStatus::Dissolved).await;
        let answer = office.change(&id, json!({ "charter_capital_vnd": 1 })).await;
        answer.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn a_seat_cannot_be_moved_out_of_the_officers_own_reach() {
    each(async |office| {
        let path = format!("/v1/organisations/{}", entered(&office).await);
        let elsewhere = json!({ "address": { "commune": "04930", "district": "276" } });
        let move_away = |caller| {
            office.service.patch(&path, elsewhere.clone()).by(caller).if_match("\"v1\"").send()
        };
        let (district, planning) = (office.district(), office.planning());
        move_away(&district).await.expect_problem(403, "permission_denied");
        let moved = move_away(&planning).await.expect(200).json();
        assert_eq!(moved["address"]["district"], "276");
        assert_eq!(moved["address"]["line"], Value::Null);
        // Who follows the old territory learns that it left, and who follows the new one that it came.
        office.seal().await;
        let neighbour = office.service.as_agency("district-276", Role::Viewer);
        for (follower, expected) in [
            (&district, ["organisation.registered", "organisation.moved_away"].as_slice()),
            (&neighbour, &["organisation.changed"]),
        ] {
            let feed = office.read_by(follower, "/v1/registry/events").await;
            let items = feed["items"].as_array().unwrap();
            let types: Vec<_> = items.iter().map(|item| &item["event"]["type"]).collect();
            assert_eq!(types, expected);
            assert_eq!(items.last().unwrap()["event"]["state"]["address"]["district"], "276");
        }
    })
    .await;
}
