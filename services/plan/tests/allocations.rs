//! Who is to reach how much: sums, another person's approval, what stays unallocated.

use serde_json::{Value, json};

use crate::office::{Office, each, faults};

const OF: &str = "/v1/plans/hn-2025/targets/training_classes/allocations";

fn districts(lines: &[(&str, i64)], kept: i64) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(|(receiver, amount)| json!({ "receiver": receiver, "amount": amount }))
        .collect();
    json!({ "receivers": "district", "content": { "lines": lines, "kept": kept } })
}

/// What the allocations say of a target.
async fn target(office: &Office, index: usize) -> Value {
    let all = office.read_by(&office.district(), "/v1/plans/hn-2025/allocations").await;
    all["targets"][index].clone()
}

#[actix_web::test]
async fn what_was_not_allocated_says_so() {
    each(async |office| {
        let all = office.read_by(&office.audit(), "/v1/plans/hn-2025/allocations").await;
        let targets = all["targets"].as_array().unwrap();
        assert_eq!(targets.len(), 13);
        assert!(targets.iter().all(|target| target["allocated"] == json!(false)));
        let path = "/v1/plans/hn-2025/allocations";
        let csv = office.service.get(path).by(&office.audit()).accept("text/csv").send().await;
        assert_eq!(csv.expect(200).text().lines().count(), 14);
    })
    .await;
}

#[actix_web::test]
async fn an_allocation_adds_up_before_it_is_handed_in_and_is_approved_by_another_person() {
    each(async |office| {
        let (planning, committee) = (office.planning(), office.committee());
        let made = office.post(&planning, OF, districts(&[("277", 4), ("276", 3)], 0)).await;
        let made = made.expect(201);
        let path = made.header("location").unwrap().to_owned();
        let short = office.step(&planning, &path, "submit", json!({})).await;
        let expected = ("/content/lines".to_owned(), "does_not_add_up".to_owned());
        assert_eq!(faults(&short.expect_problem(422, "rule_violated")), [expected]);
        let mut content = made.json()["allocation"].clone();
        content["kept"] = json!(40);
        let change = office.service.patch(&path, json!({ "allocation": content }));
        let change = change.by(&planning).if_match(&made.etag());
        change.idempotency_key(&office.key()).send().await.expect(200);
        office.step(&planning, &path, "submit", json!({})).await.expect(200);
        assert_eq!(target(&office, 3).await["allocated"], json!(false), "not approved yet");
        let both = planning.clone().also(&committee);
        office
            .step(&both, &path, "adopt", json!({}))
            .await
            .expect_problem(403, "permission_denied");
        office.step(&committee, &path, "adopt", json!({})).await.expect(200);
        let held = target(&office, 3).await;
        let allocation = &held["allocations"][0];
        assert_eq!((&allocation["given"], &allocation["kept"]), (&json!(7), &json!(40)));
        assert_eq!(
            (&allocation["remains"], &allocation["lines"][0]["amount"]),
            (&json!(null), &json!(4))
        );
        assert_eq!(allocation["lines"][0]["name"], json!("Huyện Chương Mỹ"));
        // The next version takes its place; agencies are allocated beside the districts.
        let agencies = json!({
            "receivers": "agency",
            "content": { "lines": [{ "receiver": "so-nnptnt", "amount": 47 }] },
        });
        for (body, version) in [(districts(&[("277", 47)], 0), 2), (agencies, 1)] {
            let made = office.post(&planning, OF, body).await.expect(201);
            assert_eq!(made.json()["number"], json!(version));
            let path = made.header("location").unwrap().to_owned();
            office.step(&planning, &path, "submit", json!({})).await.expect(200);
            office.step(&committee, &path, "adopt", json!({})).await.expect(200);
        }
        let held = target(&office, 3).await;
        assert_eq!(held["allocations"].as_array().unwrap().len(), 2);
        let agency = &held["allocations"][0]["lines"][0];
        assert_eq!(agency["held_today_by"], json!("so-nnmt"), "its work has passed on");
        assert_eq!(held["allocations"][1]["lines"][0]["amount"], json!(47));
    })
    .await;
}

#[actix_web::test]
async fn an_amended_target_shows_what_its_allocation_lacks() {
    each(async |office| {
        let (planning, committee) = (office.planning(), office.committee());
        let adopt = async |path: &str| {
            office.step(&planning, path, "submit", json!({})).await.expect(200);
            office.step(&committee, path, "adopt", json!({})).await.expect(200);
        };
        let made = office.post(&planning, OF, districts(&[("277", 47)], 0)).await.expect(201);
        adopt(made.header("location").unwrap()).await;
        let amended = office.post(&planning, "/v1/plans/hn-2025/versions", json!({})).await;
        let amended = amended.expect(201);
        let path = amended.header("location").unwrap().to_owned();
        let mut content = amended.json()["plan"].clone();
        content["targets"][3]["minimum"] = json!(50);
        let change = office.service.patch(&path, json!({ "plan": content })).by(&planning);
        let change = change.if_match(&amended.etag()).idempotency_key(&office.key());
        change.send().await.expect(200);
        adopt(&path).await;
        let held = target(&office, 3).await;
        assert_eq!(held["allocations"][0]["remains"], json!(3), "{held:#}");
    })
    .await;
}

#[actix_web::test]
async fn an_allocation_names_receivers_that_there_were_and_targets_of_the_plan() {
    each(async |office| {
        let planning = office.planning();
        let wrong =
            office.post(&planning, OF, districts(&[("999", 47), ("277", 0), ("277", 0)], 0));
        let problem = wrong.await.expect_problem(422, "rule_violated");
        let codes: Vec<String> = faults(&problem).into_iter().map(|(_, code)| code).collect();
        assert_eq!(codes, ["unknown_receiver", "receiver_twice"]);
        let none = OF.replace("training_classes", "tourists");
        let unknown = office.post(&planning, &none, districts(&[("277", 47)], 0)).await;
        unknown.expect_problem(404, "not_found");
        let by_number = OF.replace("training_classes", "3");
        office.post(&planning, &by_number, districts(&[("277", 47)], 0)).await.expect(201);
    })
    .await;
}
