//! Who sees and does what. Out of scope reads as not found, and neither lists nor counts leak.

use std::time::Duration;

use htx_kit::testing::Caller;
use htx_model::{principal::Role, scope::Scope};
use htx_registry::{domain::organisation::Organisation, store};
use serde_json::{Value, json};

use super::office::{Office, each, names, organisation_id};

/// One cooperative in Chương Mỹ and one in Thạch Thất; gives their ids.
async fn two_districts(office: &Office) -> (String, String) {
    let here = office.enter(office.cooperative("HTX Rau Chương Mỹ")).await;
    let there = office.enter(office.cooperative_elsewhere("HTX Rau Thạch Thất")).await;
    let id = |entry: &Value| entry["id"].as_str().unwrap().to_owned();
    (id(&here), id(&there))
}

/// What a caller finds by list, by search, and counts both ways.
async fn seen(office: &Office, caller: &Caller) -> Vec<String> {
    let list = office.read_by(caller, "/v1/organisations?count=exact").await;
    let search = office.read_by(caller, "/v1/organisations?q=rau&count=exact").await;
    let by_name = office.read_by(caller, "/v1/organisations?sort=name&count=exact").await;
    assert_eq!(names(&list), names(&search));
    assert_eq!(names(&list), names(&by_name));
    for page in [&list, &search, &by_name] {
        assert_eq!(page["count"], names(page).len());
    }
    let lines = office.get("/v1/organisations").by(caller).accept("application/x-ndjson").send();
    assert_eq!(lines.await.expect(200).text().lines().count(), names(&list).len());
    names(&list)
}

#[actix_web::test]
async fn each_caller_sees_its_own_territory_only() {
    each(async |office| {
        let (here, there) = two_districts(&office).await;
        let service = &office.service;
        let both = ["HTX Rau Chương Mỹ", "HTX Rau Thạch Thất"];
        for role in [Role::Viewer, Role::Officer, Role::Approver, Role::Administrator] {
            assert_eq!(seen(&office, &service.as_agency("district-277", role)).await, both[..1]);
        }
        for agency in ["so-tc", "kiem-toan", "lmhtx", "cuc-thue", "ubnd-tp", "mttq"] {
            assert_eq!(seen(&office, &service.as_agency(agency, Role::Viewer)).await, both);
        }
        let own = service.as_organisation(organisation_id(&there));
        assert_eq!(seen(&office, &own).await, both[1..]);
        // A union of assignments, each with its own reach.
        let two = office.district().also(&service.as_agency("district-276", Role::Viewer));
        assert_eq!(seen(&office, &two).await, both);

        let district = office.district();
        for path in ["", "/history", "/members", "/annual-reports", "?as_of=2025-05-12"] {
            let get =
                |id: &str, caller| office.get(&format!("/v1/organisations/{id}{path}")).by(caller);
            get(&here, &district).send().await.expect(200);
            get(&there, &district).send().await.expect_problem(404, "not_found");
            get(&here, &own).send().await.expect_problem(404, "not_found");
            get(&there, &own).send().await.expect(200);
        }
        let number =
            office.read(&format!("/v1/organisations/{there}")).await["registration_number"].clone();
        let by_number = format!("/v1/organisations/by-number/{}", number.as_str().unwrap());
        office.get(&by_number).by(&office.district()).send().await.expect_problem(404, "not_found");
        let change =
            service.patch(&format!("/v1/organisations/{there}"), json!({ "worker_count": 1 }));
        change
            .by(&office.district())
            .if_match("\"v1\"")
            .send()
            .await
            .expect_problem(404, "not_found");
        let foreign = office.cooperative_elsewhere("HTX Ngoài");
        office.enter_by(&office.district(), foreign).await.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn after_the_reform_communes_register_and_ended_districts_only_read_what_they_held() {
    each(async |office| {
        let (here, _) = two_districts(&office).await;
        office.service.set_clock("2025-07-01T01:00:00Z");
        let ended = office.district();
        assert_eq!(seen(&office, &ended).await, ["HTX Rau Chương Mỹ"]);
        let problem = office
            .enter_by(&ended, office.cooperative("HTX Rau Muộn"))
            .await
            .expect_problem(403, "permission_denied");
        assert!(problem["advice"].as_str().unwrap().contains("kế nhiệm"), "{problem}");
        let change = office
            .service
            .patch(&format!("/v1/organisations/{here}"), json!({ "worker_count": 1 }));
        change.by(&ended).if_match("\"v1\"").send().await.expect_problem(403, "permission_denied");

        let commune = office.service.as_agency("commune-10045", Role::Officer);
        let mut entry = office.cooperative("HTX Rau Xuân Mai");
        entry["address"] = json!({ "commune": "10045" });
        office.enter_by(&commune, entry).await.expect(201);
        let found = seen(&office, &commune).await;
        assert!(found.contains(&"HTX Rau Xuân Mai".to_owned()));
        // What was entered after its end the district never held.
        assert_eq!(seen(&office, &ended).await, ["HTX Rau Chương Mỹ"]);
    })
    .await;
}

#[actix_web::test]
async fn unions_are_the_planning_agencys() {
    each(async |office| {
        let mut union = office.cooperative("Liên hiệp HTX Chương Mỹ");
        union["kind"] = json!("cooperative_union");
        let refused = office.enter_by(&office.district(), union.clone()).await;
        refused.expect_problem(403, "permission_denied");
        let entered = office.enter(union).await;
        let path = format!("/v1/organisations/{}", entered["id"].as_str().unwrap());
        let read = office.read_by(&office.district(), &path).await;
        assert_eq!(read["available_actions"], json!([]));
        let change = office.service.patch(&path, json!({ "worker_count": 1 }));
        let refused = change.by(&office.district()).if_match("\"v1\"").send().await;
        refused.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn personal_data_is_masked_unless_the_task_needs_it_and_says_why() {
    each(async |office| {
        let (here, _) = two_districts(&office).await;
        let path = format!("/v1/organisations/{here}");
        let unmasked = format!("{path}?unmasked=true&purpose=bao-cao-nam");
        let service = &office.service;
        let clear = json!({ "name": "Nguyễn Văn An", "phone": "0908246281", "masked": false });
        let masked = json!({ "name": "N*** V*** A***", "phone": "*******281", "masked": true });
        for (caller, may) in [
            (office.district(), true),
            (service.as_agency("district-277", Role::Approver), true),
            (office.planning(), true),
            (service.as_organisation(organisation_id(&here)), true),
            (service.as_agency("district-277", Role::Viewer), false),
            (service.as_agency("district-277", Role::Administrator), false),
            (office.audit(), false),
            (service.as_agency("lmhtx", Role::Officer), false),
        ] {
            let read = office.read_by(&caller, &path).await;
            assert_eq!(read["representative"], masked, "{caller:?}");
            let answer = office.get(&unmasked).by(&caller).send().await;
            if may {
                assert_eq!(answer.expect(200).json()["representative"], clear, "{caller:?}");
            } else {
                answer.expect_problem(403, "permission_denied");
            }
        }
        let list = office.read_by(&office.planning(), "/v1/organisations").await;
        assert_eq!(list["items"][0].get("representative"), None);
    })
    .await;
}

#[actix_web::test]
async fn without_a_token_401_and_without_the_permission_403() {
    each(async |office| {
        let (here, _) = two_districts(&office).await;
        let path = format!("/v1/organisations/{here}");
        for path in
            [path.as_str(), "/v1/organisations", "/v1/administrative-units", "/v1/registry/events"]
        {
            let problem = office.get(path).send().await.expect_problem(401, "unauthenticated");
            assert!(problem["advice"].is_string());
            office.get(path).bearer("nonsense").send().await.expect_problem(401, "unauthenticated");
        }
        let entry = office.cooperative("HTX Mới");
        let viewer = office.service.as_agency("district-277", Role::Viewer);
        for caller in
            [&viewer, &office.audit(), &office.service.as_organisation(organisation_id(&here))]
        {
            office.enter_by(caller, entry.clone()).await.expect_problem(403, "permission_denied");
            let change = office.service.patch(&path, json!({ "worker_count": 1 }));
            change
                .by(caller)
                .if_match("\"v1\"")
                .send()
                .await
                .expect_problem(403, "permission_denied");
            let import = office.service.post("/v1/imports", json!({})).by(caller);
            import.send().await.expect_problem(403, "permission_denied");
        }
        let proof = office.get("/v1/registry/consistency?from=1&to=1").by(&office.district());
        proof.send().await.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn who_is_changing_an_entry_does_not_keep_it_from_following_its_commune() {
    each(async |office| {
        let (here, _) = two_districts(&office).await;
        office.service.set_clock("2025-07-02T01:00:00Z");
        let (id, now) = (organisation_id(&here), office.service.now());
        let (held, holds) = tokio::sync::oneshot::channel();
        let change = office.database.write(move |connection| {
            connection.lock(&format!("organisation {id}"))?;
            let _ = held.send(());
            std::thread::sleep(Duration::from_millis(300));
            let stored = store::organisation::find(connection, &Scope::everything(), id)?.unwrap();
            let changed = Organisation { worker_count: Some(99), ..stored.organisation };
            store::organisation::save(connection, &changed, stored.version, now)
        });
        let follow = async {
            holds.await.unwrap();
            office.registry.follow_succession().await
        };
        let (changed, moved) = futures_util::join!(change, follow);
        changed.unwrap();
        assert_eq!(moved.unwrap(), 1);
        let read = office.read(&format!("/v1/organisations/{here}")).await;
        assert_eq!((&read["version"], &read["worker_count"]), (&json!(3), &json!(99)));
        assert_eq!(read["address"]["current_commune"], "10045");
    })
    .await;
}

#[actix_web::test]
async fn what_a_district_entered_passes_to_the_communes_that_took_its_territory() {
    each(async |office| {
        let (here, _) = two_districts(&office).await;
        let mut split = office.cooperative("HTX Rau Lam Điền");
        split["address"]["commune"] = json!("10063");
        let split = office.enter(split).await["id"].as_str().unwrap().to_owned();
        assert_eq!(office.registry.follow_succession().await.unwrap(), 0);

        office.service.set_clock("2025-07-02T01:00:00Z");
        // Yên Bình in Thạch Thất is followed by the commune of the same code.
        assert_eq!(office.registry.follow_succession().await.unwrap(), 2);
        let written = || tokio::time::timeout(Duration::from_millis(50), office.database.written());
        let _ = written().await;
        assert_eq!(office.registry.follow_succession().await.unwrap(), 0);
        assert!(
            written().await.is_err(),
            "where nothing has ended since, nobody waits for a writer"
        );
        let commune = office.service.as_agency("commune-10045", Role::Officer);
        assert_eq!(seen(&office, &commune).await, ["HTX Rau Chương Mỹ"]);
        let path = format!("/v1/organisations/{here}");
        let read = office.read_by(&commune, &path).await;
        assert_eq!(read["address"]["commune"], "10018");
        assert_eq!(read["address"]["current_commune"], "10045");
        assert_eq!(read["version"], 2);
        let change = office.service.patch(&path, json!({ "worker_count": 8 }));
        change.by(&commune).if_match("\"v2\"").send().await.expect(200);
        assert_eq!(seen(&office, &office.district()).await.len(), 2);
        let history = office.read_by(&commune, &format!("{path}/history")).await;
        let left = &history["items"][1]["event"];
        assert_eq!(left["type"], "organisation.moved_away");
        assert_eq!((&left["place"]["commune"], &left["changed"]), (&json!("10018"), &json!({})));
        let event = &history["items"][2]["event"];
        assert_eq!(left["effective_on"], event["effective_on"]);
        assert_eq!(event["type"], "organisation.relocated");
        assert_eq!(event["effective_on"], "2025-07-01");
        assert_eq!(event["actor"]["kind"], "operator");
        assert_eq!(event["changed"], json!({ "address": { "current_commune": "10045" } }));
        let before = office.read(&format!("{path}?as_of=2025-06-30")).await;
        assert_eq!(before["address"]["current_commune"], "10018");
        let to_look_at = office.read("/v1/organisations?needs_address_review=true").await;
        assert_eq!(names(&to_look_at), ["HTX Rau Lam Điền"]);
        assert_eq!(to_look_at["items"][0]["id"], split);
    })
    .await;
}
