//! What was: the history of an entry, and its state on any date as known at any instant.

use serde_json::{Value, json};

use super::office::{each, names};

#[actix_web::test]
async fn the_history_tells_each_change_newest_first() {
    each(async |office| {
        let entered = office.enter(office.cooperative("HTX Rau")).await;
        let id = entered["id"].as_str().unwrap();
        for number in 1..=4 {
            office.service.wait(60);
            office.change(id, json!({ "worker_count": 100 + number })).await.expect(200);
        }
        let history = office.read(&format!("/v1/organisations/{id}/history")).await;
        let items = history["items"].as_array().unwrap();
        assert_eq!(items.len(), 5);
        let newest = &items[0];
        assert_eq!(newest["position"], Value::Null);
        assert_eq!(newest["event"]["type"], "organisation.changed");
        assert_eq!(newest["event"]["changed"], json!({ "worker_count": 104 }));
        assert_eq!(newest["event"]["state"]["name"], "HTX Rau");
        assert_eq!(newest["event"]["actor"]["name"], "so-tc.officer");
        assert_eq!(newest["event"]["actor"]["agency"], "so-tc");
        assert_eq!(newest["event"]["effective_on"], "2025-05-12");
        assert_eq!(items[4]["event"]["type"], "organisation.registered");
        let text = history.to_string();
        assert!(!text.contains("Nguyễn Văn An") && !text.contains("0908246281"));

        office.seal().await;
        let mut walked = Vec::new();
        let mut path = format!("/v1/organisations/{id}/history?limit=2");
        loop {
            let page = office.read(&path).await;
            walked.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/v1/organisations/{id}/history?limit=2&cursor={next}");
        }
        let positions: Vec<_> = walked.iter().map(|one| one["position"].as_u64()).collect();
        assert_eq!(positions, [Some(5), Some(4), Some(3), Some(2), Some(1)]);
    })
    .await;
}

#[actix_web::test]
async fn an_entry_is_read_as_of_a_date_and_as_known_at_an_instant() {
    each(async |office| {
        let entered = office.enter(office.cooperative("HTX Cũ")).await;
        let path = format!("/v1/organisations/{}", entered["id"].as_str().unwrap());
        office.service.set_clock("2025-05-20T02:30:00Z");
        office
            .change(entered["id"].as_str().unwrap(), json!({ "name": "HTX Mới" }))
            .await
            .expect(200);

        for (query, name) in [
            ("as_of=2025-05-12", "HTX Cũ"),
            ("as_of=2025-05-19", "HTX Cũ"),
            ("as_of=2025-05-20", "HTX Mới"),
            ("as_of=2030-01-01", "HTX Mới"),
            ("known_at=2025-05-19T16:00:00Z", "HTX Cũ"),
            ("known_at=2025-05-20T09:30:00%2B07:00", "HTX Mới"),
            ("as_of=2025-05-20&known_at=2025-05-12T03:00:00Z", "HTX Cũ"),
        ] {
            let answer = office.get(&format!("{path}?{query}")).by(&office.planning()).send().await;
            let answer = answer.expect(200);
            assert_eq!(answer.json()["name"], name, "{query}");
            assert_eq!(answer.header("etag"), None);
            for absent in ["version", "representative", "available_actions", "recorded_at"] {
                assert_eq!(answer.json().get(absent), None, "{query}");
            }
        }
        for query in ["as_of=2025-05-11", "known_at=2025-05-12T02:29:59Z"] {
            let answer = office.get(&format!("{path}?{query}")).by(&office.planning()).send().await;
            answer.expect_problem(404, "not_found");
        }
        for query in ["as_of=yesterday", "as_of=2025-02-30", "known_at=2025-05-12", "at=1"] {
            let answer = office.get(&format!("{path}?{query}")).by(&office.planning()).send().await;
            answer.expect_problem(400, "invalid_parameter");
        }
        assert_eq!(names(&office.read("/v1/organisations").await), ["HTX Mới"]);
    })
    .await;
}

#[actix_web::test]
async fn a_removed_field_was_there_before() {
    each(async |office| {
        let entered = office.enter(office.cooperative("HTX Rau")).await;
        let id = entered["id"].as_str().unwrap();
        office.service.set_clock("2025-05-20T02:30:00Z");
        let change =
            json!({ "sector": null, "address": { "commune": "10018", "district": "277" } });
        office.change(id, change).await.expect(200);
        let before = office.read(&format!("/v1/organisations/{id}?as_of=2025-05-12")).await;
        assert_eq!(
            (&before["sector"], &before["address"]["line"]),
            (&json!("agriculture"), &json!("Thôn 3"))
        );
        let after = office.read(&format!("/v1/organisations/{id}?as_of=2025-05-20")).await;
        assert_eq!((&after["sector"], &after["address"]["line"]), (&Value::Null, &Value::Null));
    })
    .await;
}
