//! Events: entered by an officer of the organiser, seen by everybody with a login.

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    office::{each, faults},
    season::{Event, attendance, booths, decide, now},
};

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

#[actix_web::test]
async fn an_event_runs_from_the_plan_to_the_settlement() {
    each(async |office| {
        let event = Event::opened(&office, |_| {}).await;
        let opened = event.now().await;
        assert_eq!((&opened["state"], &opened["booths_free"]), (&json!("open"), &json!(2)));
        let first = event.take_in(office.known("HTX Một").await).await;
        let second = event.take_in(office.known("HTX Hai").await).await;
        let held = event.hold(&[(&first, true), (&second, false)]).await;
        assert_eq!(held["state"], "held");
        let cost = json!({ "state_vnd": 100_000_001, "participants_vnd": 7 });
        let body = json!({ "actual_cost": cost, "document_number": "41/QĐ-HPA" });
        let approver = office.promotion(Role::Approver);
        let settled = event.done(&approver, "settle", body).await;
        assert_eq!((&settled["state"], &settled["actual_cost"]), (&json!("settled"), &cost));
        let shares = &now(&office, &first).await["shares"];
        assert_eq!(*shares, json!({ "state_vnd": 100_000_001, "participant_vnd": 7 }));
        assert_eq!(now(&office, &second).await["shares"], Value::Null);
        let steps: Vec<_> =
            settled["steps"].as_array().unwrap().iter().map(|step| &step["action"]).collect();
        assert_eq!(steps, ["open", "close", "hold", "settle"]);
        assert_eq!(settled["steps"][3]["document_number"], "41/QĐ-HPA");
        let officer = office.promotion(Role::Officer);
        let late = event.act(&officer, "close", json!({})).await;
        late.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn whoever_prepared_an_event_does_not_decide_it_and_no_other_agency_does() {
    each(async |office| {
        let officer = office.promotion(Role::Officer);
        let both = officer.clone().also(&office.promotion(Role::Approver));
        let event = Event::planned(&office, |_| {}).await;
        let refused = event.act(&both, "open", json!({})).await;
        refused.expect_problem(403, "permission_denied");
        let foreign = event.act(&office.industry(Role::Approver), "open", json!({})).await;
        foreign.expect_problem(403, "permission_denied");
        event.act(&officer, "open", json!({})).await.expect_problem(403, "permission_denied");
        let approver = office.promotion(Role::Approver);
        let request = office.service.post(&format!("{}/open", event.path), json!({}));
        let stale = request.by(&approver).if_match("\"v7\"").idempotency_key("k").send().await;
        stale.expect_problem(412, "stale_version");
        event.done(&approver, "open", json!({})).await;
    })
    .await;
}

#[actix_web::test]
async fn a_planned_event_is_changed_as_a_whole_an_announced_one_is_moved() {
    each(async |office| {
        let officer = office.promotion(Role::Officer);
        let event = Event::planned(&office, |_| {}).await;
        let mut body = fair();
        body["title"] = json!("Hội chợ Tết");
        body["booths"] = booths(7);
        let request = office.service.patch(&event.path, &body).by(&officer).if_match("\"v1\"");
        let changed = request.idempotency_key(&office.key()).send().await.expect(200).json();
        assert_eq!(
            (&changed["title"], &changed["booth_count"]),
            (&json!("Hội chợ Tết"), &json!(7))
        );
        event.done(&office.promotion(Role::Approver), "open", json!({})).await;
        let request = office.service.patch(&event.path, &body).by(&officer).if_match("\"v3\"");
        let late = request.idempotency_key(&office.key()).send().await;
        late.expect_problem(409, "state_conflict");
        let amendment = json!({
            "venue": "Giảng Võ", "starts_on": "2025-10-01", "ends_on": "2025-10-05",
            "apply_until": "2025-09-20", "reason": "Tránh bão",
        });
        let moved = event.done(&officer, "amend", amendment).await;
        assert_eq!(
            (&moved["starts_on"], &moved["venue"]),
            (&json!("2025-10-01"), &json!("Giảng Võ"))
        );
        assert_eq!(moved["steps"].as_array().unwrap().last().unwrap()["reason"], "Tránh bão");
    })
    .await;
}

#[actix_web::test]
async fn an_event_is_held_when_it_is_over_and_everybody_with_a_place_is_accounted_for() {
    each(async |office| {
        let officer = office.promotion(Role::Officer);
        let event = Event::opened(&office, |_| {}).await;
        let one = event.take_in(office.known("HTX Một").await).await;
        let waits = event.apply(office.known("HTX Hai").await).await;
        event.done(&officer, "close", json!({})).await;
        let early = event.act(&officer, "hold", attendance(&[(&one, true)])).await;
        early.expect_problem(409, "state_conflict");
        office.service.set_clock("2025-09-14T10:00:00Z");
        let undecided = event.act(&officer, "hold", attendance(&[(&one, true)])).await;
        let problem = undecided.expect_problem(409, "state_conflict");
        assert!(problem["detail"].as_str().unwrap().contains("1 đăng ký"), "{problem:#}");
        let refused = decide(&office, &waits, "refuse", json!({ "reason": "Chưa đủ" })).await;
        refused.expect(200);
        let wrong = attendance(&[(&waits, true), (&waits, true)]);
        let problem = event.act(&officer, "hold", wrong).await.expect_problem(422, "rule_violated");
        let expected = [
            ("/attendance/0/application_id", "not_a_participant"),
            ("/attendance/1/application_id", "not_a_participant"),
            ("/attendance", "attendance_incomplete"),
        ];
        let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
        assert_eq!(faults(&problem), expected);
        event.done(&officer, "hold", attendance(&[(&one, true)])).await;
    })
    .await;
}
