//! Events: entered by an officer of the organiser, seen by everybody with a login.

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::office::{each, faults};

/// A fair in September with two booths.
pub(crate) fn fair() -> Value {
    json!({
        "kind": "fair", "reach": "home", "title": "Hội chợ OCOP Hà Nội 2025",
        "venue": "Hoàng thành Thăng Long, Hà Nội",
        "starts_on": "2025-09-10", "ends_on": "2025-09-14", "apply_until": "2025-08-31",
        "allotment": "selection",
        "planned_cost": { "state_vnd": 600_000_000, "participants_vnd": 150_000_000 },
        "booths": [{ "label": "A1", "area_m2": 9 }, { "label": "A2", "area_m2": 9 }],
    })
}

#[actix_web::test]
async fn an_officer_of_the_organiser_enters_an_event_and_everybody_sees_it() {
    each(async |office| {
        let officer = office.promotion(Role::Officer);
        let answer = office.post(&officer, "/v1/trade-events", fair()).await.expect(201);
        let path = answer.header("location").unwrap().to_owned();
        let event = answer.json();
        assert_eq!((&event["state"], &event["organiser"]), (&json!("planned"), &json!("hpa")));
        assert_eq!(event["available_actions"], json!(["change"]));
        let own = office.service.as_organisation(office.known("HTX Rau").await);
        for caller in [own, office.district(Role::Viewer), office.audit()] {
            let read = office.read_by(&caller, &path).await;
            assert_eq!((&read["id"], &read["booth_count"]), (&event["id"], &json!(2)));
            assert_eq!(read["available_actions"], json!([]));
        }
        // Another officer there goes on with it, the approver announces it; neither of another organiser.
        let approver = office.promotion(Role::Approver);
        let open = office.read_by(&approver, &path).await;
        assert_eq!(open["available_actions"], json!(["open", "cancel"]));
        let other = office.read_by(&office.industry(Role::Approver), &path).await;
        assert_eq!(other["available_actions"], json!([]));
        let list = "/v1/trade-events?organiser=hpa&kind=fair&from=2025-09-14&to=2025-09-30";
        let list = office.read_by(&office.audit(), list).await;
        assert_eq!(list["items"][0]["id"], event["id"]);
        let none = office.read_by(&office.audit(), "/v1/trade-events?from=2025-09-15").await;
        assert_eq!(none["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn whoever_organises_nothing_enters_no_event() {
    each(async |office| {
        let own = office.service.as_organisation(office.known("HTX Rau").await);
        let callers = [
            own,
            office.promotion(Role::Viewer),
            office.promotion(Role::Approver),
            office.district(Role::Officer),
        ];
        for caller in callers {
            let refused = office.post(&caller, "/v1/trade-events", fair()).await;
            refused.expect_problem(403, "permission_denied");
        }
        let officer = office.alliance(Role::Officer);
        let request = office.service.post("/v1/trade-events", fair()).by(&officer);
        request.send().await.expect_problem(400, "idempotency_key_required");
    })
    .await;
}

#[actix_web::test]
async fn every_fault_of_an_event_is_told() {
    each(async |office| {
        let officer = office.industry(Role::Officer);
        let mut wrong = fair();
        wrong["ends_on"] = json!("2025-09-09");
        wrong["country"] = json!("JP");
        wrong["planned_cost"]["state_vnd"] = json!(-1);
        let refused = office.post(&officer, "/v1/trade-events", wrong).await;
        let expected = [
            ("/ends_on", "ends_before_it_starts"),
            ("/country", "country_at_home"),
            ("/planned_cost/state_vnd", "amount_out_of_range"),
        ];
        let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated")), expected);
        let mut unknown = fair();
        unknown["commune"] = json!("99999");
        let refused = office.post(&officer, "/v1/trade-events", unknown).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/commune".to_owned(), "unknown_commune".to_owned())]);
        let mut more = fair();
        more["sponsor"] = json!("ai đó");
        let refused = office.post(&officer, "/v1/trade-events", more).await;
        assert_eq!(refused.status, 400);
    })
    .await;
}

#[actix_web::test]
async fn the_same_request_enters_one_event() {
    each(async |office| {
        let officer = office.promotion(Role::Officer);
        let send = || {
            let request = office.service.post("/v1/trade-events", fair()).by(&officer);
            request.idempotency_key("hoi-cho-1").send()
        };
        let first = send().await.expect(201).json();
        let again = send().await.expect(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.json()["id"], first["id"]);
        let list = office.read_by(&officer, "/v1/trade-events").await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
    })
    .await;
}
