//! What comes of taking part: results, follow-ups at three, six and twelve months.

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    office::{each, faults},
    season::{Event, now, path_of},
};

fn contract(value_vnd: i64, agreed_on: &str) -> Value {
    json!({ "kind": "contract", "buyer": "Công ty An Phú", "value_vnd": value_vnd, "agreed_on": agreed_on })
}

#[actix_web::test]
async fn whoever_came_reports_results_and_the_event_tells_what_came_of_it() {
    each(async |office| {
        let event = Event::opened(&office, |_| {}).await;
        let (own, other) = (office.known("HTX Rau").await, office.known("HTX Gạo").await);
        let (one, absent) = (event.take_in(own).await, event.take_in(other).await);
        let caller = office.service.as_organisation(own);
        let results = format!("{}/results", path_of(&one));
        let body = json!({ "results": [contract(5, "2025-09-10")] });
        let early = office.post(&caller, &results, body).await;
        early.expect_problem(409, "state_conflict");
        event.hold(&[(&one, true), (&absent, false)]).await;
        let body = json!({ "results": [
            contract(250_000_000, "2025-09-12"),
            { "kind": "direct_sales", "value_vnd": 30_000_000, "agreed_on": "2025-09-14" },
        ] });
        office.post(&caller, &results, body).await.expect(200);
        let officer = office.promotion(Role::Officer);
        let more = json!({ "results": [contract(50_000_000, "2025-09-14")] });
        office.post(&officer, &results, more).await.expect(200);
        let wrong = json!({ "results": [contract(1, "2025-09-15")] });
        let problem = office.post(&caller, &results, wrong).await;
        let problem = problem.expect_problem(422, "rule_violated");
        let expected = ("/results/0/agreed_on".to_owned(), "date_out_of_range".to_owned());
        assert_eq!(faults(&problem), [expected]);
        let of_absent = office.service.as_organisation(other);
        let path = format!("{}/results", path_of(&absent));
        let body = json!({ "results": [contract(1, "2025-09-14")] });
        office.post(&of_absent, &path, body).await.expect_problem(409, "state_conflict");
        assert_eq!(
            event.now().await["results"],
            json!([
                { "kind": "contract", "count": 2, "value_vnd": 300_000_000 },
                { "kind": "direct_sales", "count": 1, "value_vnd": 30_000_000 },
            ])
        );
        // One was entered by mistake.
        let list = "/v1/trade-results?kind=contract";
        let found = office.read_by(&office.audit(), list).await;
        let wrong = found["items"][1]["id"].as_str().unwrap().to_owned();
        let strike = format!("/v1/trade-results/{wrong}/strike");
        office.post(&office.industry(Role::Officer), &strike, json!({})).await.expect(404);
        office.post(&officer, &strike, json!({})).await.expect(200);
        office.post(&officer, &strike, json!({})).await.expect_problem(409, "state_conflict");
        assert_eq!(event.now().await["results"][0]["value_vnd"], 250_000_000);
        let counting = office.read_by(&office.audit(), list).await;
        assert_eq!(counting["items"].as_array().unwrap().len(), 1);
        let all = office.read_by(&office.audit(), &format!("{list}&struck=true")).await;
        assert_eq!(all["items"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[actix_web::test]
async fn follow_ups_are_due_after_three_six_and_twelve_months_and_reported_once() {
    each(async |office| {
        let event = Event::opened(&office, |_| {}).await;
        let (own, other) = (office.known("HTX Rau").await, office.known("HTX Gạo").await);
        let (one, absent) = (event.take_in(own).await, event.take_in(other).await);
        event.hold(&[(&one, true), (&absent, false)]).await;
        let asked = &now(&office, &one).await["follow_ups"];
        let days: Vec<_> = asked.as_array().unwrap().iter().map(|one| &one["due_on"]).collect();
        assert_eq!(days, ["2025-12-14", "2026-03-14", "2026-09-14"]);
        assert_eq!(now(&office, &absent).await["follow_ups"], json!([]));
        let caller = office.service.as_organisation(own);
        let path = format!("{}/follow-ups/3", path_of(&one));
        let body =
            json!({ "still_trading": true, "results": [contract(90_000_000, "2025-11-30")] });
        let early = office.post(&caller, &path, body.clone()).await;
        early.expect_problem(409, "state_conflict");
        office.service.set_clock("2026-03-20T02:00:00Z");
        let due = office.read_by(&caller, "/v1/trade-follow-ups?state=due").await;
        let months: Vec<_> = due["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["follow_up"]["months"])
            .collect();
        assert_eq!(months, [3, 6]);
        let reported = office.post(&caller, &path, body.clone()).await.expect(200).json();
        let first = &reported["follow_ups"][0];
        assert_eq!((&first["state"], &first["done_on"]), (&json!("done"), &json!("2026-03-20")));
        office.post(&caller, &path, body).await.expect_problem(409, "state_conflict");
        let none = format!("{}/follow-ups/4", path_of(&one));
        let nothing = json!({ "still_trading": false });
        office.post(&caller, &none, nothing).await.expect_problem(404, "not_found");
        let organiser = office.promotion(Role::Officer);
        let due = office.read_by(&organiser, "/v1/trade-follow-ups?state=due").await;
        assert_eq!(due["items"].as_array().unwrap().len(), 1);
        let foreign = office.read_by(&office.industry(Role::Officer), "/v1/trade-follow-ups").await;
        assert_eq!(foreign["items"], json!([]));
        let of = office.read_by(&caller, "/v1/trade-results").await;
        assert_eq!(of["items"][0]["follow_up_months"], 3);
        // Those who did not come are asked nothing, and whoever has the file without being the
        // organisation or the organiser reports nothing.
        let district = office.district(Role::Officer);
        let six = format!("{}/follow-ups/6", path_of(&one));
        let refused = office.post(&district, &six, json!({ "still_trading": true })).await;
        refused.expect_problem(403, "permission_denied");
        let approver = office.promotion(Role::Approver);
        let cancel = event.act(&approver, "cancel", json!({ "reason": "Bão" })).await;
        cancel.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn who_came_is_corrected_until_the_event_is_settled() {
    each(async |office| {
        let event = Event::opened(&office, |_| {}).await;
        let (own, other) = (office.known("HTX Rau").await, office.known("HTX Gạo").await);
        let (one, absent) = (event.take_in(own).await, event.take_in(other).await);
        event.hold(&[(&one, true), (&absent, false)]).await;
        let officer = office.promotion(Role::Officer);
        let correction = |one: &Value, came: bool| {
            let attendance = json!([{ "application_id": one["id"], "attended": came }]);
            json!({ "attendance": attendance, "reason": "Ghi nhầm hai đơn vị" })
        };
        let action = "correct-attendance";
        let same = event.act(&officer, action, correction(&one, true)).await;
        let problem = same.expect_problem(422, "rule_violated");
        let expected = ("/attendance".to_owned(), "nothing_to_correct".to_owned());
        assert_eq!(faults(&problem), [expected]);
        for wrong in [office.promotion(Role::Approver), office.industry(Role::Officer)] {
            let refused = event.act(&wrong, action, correction(&absent, true)).await;
            refused.expect_problem(403, "permission_denied");
        }
        // Who came after all counts, is supported and is asked; who did not is none of it.
        let counted = async || {
            let path = "/v1/trade-promotion/indicators/4/records?period=2025";
            let items = office.read_by(&office.audit(), path).await["items"].clone();
            let ids = items.as_array().unwrap().iter();
            ids.map(|item| item["organisation"]["id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(counted().await, [json!(own)]);
        let corrected = event.done(&officer, action, correction(&absent, true)).await;
        assert_eq!(corrected["state"], "held");
        let step = corrected["steps"].as_array().unwrap().last().unwrap();
        assert_eq!(
            (&step["action"], &step["reason"]),
            (&json!("correct_attendance"), &json!("Ghi nhầm hai đơn vị"))
        );
        event.done(&officer, action, correction(&one, false)).await;
        assert_eq!(counted().await, [json!(other)]);
        assert_eq!(now(&office, &one).await["follow_ups"], json!([]));
        assert_eq!(now(&office, &absent).await["follow_ups"].as_array().unwrap().len(), 3);
        // Not of whoever has told what came of it.
        let caller = office.service.as_organisation(other);
        let results = format!("{}/results", path_of(&absent));
        let body = json!({ "results": [contract(5, "2025-09-12")] });
        office.post(&caller, &results, body).await.expect(200);
        let told = event.act(&officer, action, correction(&absent, false)).await;
        told.expect_problem(409, "state_conflict");
        let cost = json!({ "actual_cost": { "state_vnd": 5, "participants_vnd": 0 } });
        event.done(&office.promotion(Role::Approver), "settle", cost).await;
        let late = event.act(&officer, action, correction(&one, true)).await;
        late.expect_problem(409, "state_conflict");
    })
    .await;
}
