//! The duties of section III, as tasks of agencies.

use htx_kit::feed::{FeedFilter, FeedQuery, read};
use htx_model::{notification::REMINDER, principal::Role};
use serde_json::{Value, json};

use crate::office::{Office, each, faults};

async fn tasks(office: &Office, query: &str) -> Vec<Value> {
    let list = office.read_by(&office.audit(), &format!("/v1/plan-tasks?{query}")).await;
    list["items"].as_array().unwrap().clone()
}

async fn path(office: &Office, query: &str) -> String {
    let found = tasks(office, query).await;
    format!("/v1/plan-tasks/{}", found[0]["id"].as_str().unwrap())
}

fn evidence() -> Value {
    json!({ "kind": "document", "text": "12/KH-SCT", "dated": "2025-05-02" })
}

#[actix_web::test]
async fn every_lettered_duty_is_a_task_of_its_agency_and_of_nobody_else() {
    each(async |office| {
        let audit = office.audit();
        let csv = office.service.get("/v1/plan-tasks").by(&audit).accept("text/csv").send().await;
        let csv = csv.expect(200);
        assert_eq!(csv.text().matches("hn-2025").count(), 0);
        let trade = tasks(&office, "agency=so-ct").await;
        let duties: Vec<&str> = trade.iter().map(|one| one["duty"].as_str().unwrap()).collect();
        assert_eq!(duties, ["1", "2", "3.a", "4.a", "4.đ"]);
        assert!(trade[4]["text"].as_str().unwrap().starts_with("Xây dựng kế hoạch khuyến công"));
        assert_eq!(trade[4]["due_on"], json!("2025-12-10"));
        // An agency sees its own.
        let viewer = office.service.as_agency("so-ct", Role::Viewer);
        let own = office.read_by(&viewer, "/v1/plan-tasks").await;
        assert_eq!(own["items"].as_array().unwrap().len(), 5);
        let other = office.service.as_agency("so-khcn", Role::Officer);
        let of_trade = path(&office, "agency=so-ct&duty=4.%C4%91").await;
        office.service.get(&of_trade).by(&other).send().await.expect(404);
        office.step(&other, &of_trade, "start", json!({})).await.expect(404);
        // Agriculture and environment merged: both their tasks are its, and keep their names.
        let merged = tasks(&office, "agency=so-nnmt").await;
        assert_eq!(merged.len(), 10);
        assert_eq!(merged[0]["agency_name"], json!("Sở Nông nghiệp và Phát triển nông thôn"));
        assert_eq!(merged[0]["held_today_by"], json!(["so-nnmt"]));
        // What passed to a successor is no longer moved by who had it.
        let of_old = path(&office, "agency=so-nnmt&duty=4.c").await;
        let old = office.service.as_agency("so-nnptnt", Role::Officer);
        office.read_by(&old, &of_old).await;
        office.step(&old, &of_old, "start", json!({})).await.expect(403);
        let new = office.service.as_agency("so-nnmt", Role::Officer);
        let started = office.step(&new, &of_old, "start", json!({})).await.expect(200).json();
        assert_eq!(started["moved_by_agency"], json!("Sở Nông nghiệp và Môi trường"));
        assert_eq!(started["agency"], json!("so-nnptnt"));
    })
    .await;
}

#[actix_web::test]
async fn a_task_is_done_with_evidence_and_confirmed_by_somebody_else() {
    each(async |office| {
        let officer = office.service.as_agency("so-ct", Role::Officer);
        let of = path(&office, "agency=so-ct&duty=4.%C4%91").await;
        let seen = office.read_by(&officer, &of).await;
        assert_eq!(seen["available_actions"], json!(["start"]));
        let planning = office.planning();
        office.step(&planning, &of, "confirm", json!({})).await.expect(409);
        office.step(&officer, &of, "start", json!({})).await.expect(200);
        let none = office.step(&officer, &of, "complete", json!({})).await;
        none.expect_problem(422, "rule_violated");
        let mut wrong = evidence();
        wrong["dated"] = json!("2025-05-13");
        let wrong = office.step(&officer, &of, "evidence", wrong).await;
        let expected = ("/dated".to_owned(), "date_in_future".to_owned());
        assert_eq!(faults(&wrong.expect_problem(422, "rule_violated")), [expected]);
        office.step(&officer, &of, "evidence", evidence()).await.expect(200);
        let why = json!({ "reason": "Chưa được bố trí kinh phí" });
        let hindered = office.step(&officer, &of, "hinder", why.clone()).await.expect(200).json();
        assert_eq!(hindered["reason"], why["reason"]);
        office.step(&officer, &of, "resume", json!({})).await.expect(200);
        office.step(&officer, &of, "complete", json!({})).await.expect(200);
        office.step(&officer, &of, "confirm", json!({})).await.expect(403);
        office.step(&planning, &of, "return", why).await.expect(200);
        office.step(&officer, &of, "complete", json!({})).await.expect(200);
        let done = office.step(&planning, &of, "confirm", json!({})).await.expect(200).json();
        assert_eq!((&done["state"], &done["evidence_count"]), (&json!("confirmed"), &json!(1)));
        assert_eq!(done["evidence"][0]["text"], json!("12/KH-SCT"));
        assert_eq!(done["evidence"][0]["entered_by_agency"], json!("Sở Công Thương"));
        assert_eq!(tasks(&office, "state=confirmed").await.len(), 1);
    })
    .await;
}

#[actix_web::test]
async fn planning_confirms_its_own_tasks_by_another_person() {
    each(async |office| {
        let planning = office.planning();
        let of = path(&office, "agency=so-tc&duty=4.g").await;
        office.step(&planning, &of, "start", json!({})).await.expect(200);
        office.step(&planning, &of, "evidence", evidence()).await.expect(200);
        office.step(&planning, &of, "complete", json!({})).await.expect(200);
        let own = office.step(&planning, &of, "confirm", json!({})).await;
        own.expect_problem(403, "permission_denied");
        let other = office.service.as_agency("so-tc", Role::Approver);
        office.step(&other, &of, "confirm", json!({})).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn an_agency_is_reminded_of_what_is_open_and_due() {
    each(async |office| {
        assert!(tasks(&office, "reminded=true").await.is_empty(), "it is May");
        assert_eq!(tasks(&office, "agency=hpa&due_by=2025-12-10").await.len(), 5);
        // The thirtieth day before 10 December.
        office.service.wait(182 * 86_400);
        let due = tasks(&office, "agency=hpa&reminded=true").await;
        assert_eq!(due.len(), 5);
        assert_eq!(
            (&due[0]["remind_on"], &due[0]["is_overdue"]),
            (&json!("2025-11-10"), &json!(false))
        );
    })
    .await;
}

#[actix_web::test]
async fn whoever_has_an_open_task_is_reminded_of_it_by_an_event_without_words() {
    each(async |office| {
        let reminders = async || {
            htx_plan::usecase::remind::remind(&office.plan).await.unwrap();
            let runtime = &office.plan.runtime;
            let mut sealer = runtime.sealer(&office.service.setting.secret, None).unwrap();
            sealer.finish().await.unwrap();
            let types = vec![REMINDER.to_owned()];
            let filter = FeedFilter { types, ..FeedFilter::default() };
            let query = FeedQuery { filter, ..FeedQuery::everything(0, 1_000) };
            let page = runtime.database.read(move |connection| read(connection, &query)).await;
            let states = page.unwrap().items.into_iter().map(|item| item.event.state);
            states.filter(|state| state["what"] == "plan_task").collect::<Vec<Value>>()
        };
        assert_eq!(reminders().await.len(), 0, "nothing is due yet");
        office.service.set_clock("2025-11-10T03:00:00Z");
        let of_trade = tasks(&office, "agency=so-ct").await;
        let open = tasks(&office, "due_by=2025-12-31").await.len();
        let told = reminders().await;
        assert!(told.len() >= open.min(50), "{} of {open}", told.len());
        let of = |agency: &str| told.iter().filter(|one| one["agency"] == agency).count();
        assert_eq!(of("so-ct"), of_trade.len());
        assert_eq!((of("so-nnptnt"), of("so-nnmt")), (0, 10), "whoever took the work over");
        // What it says are codes, ids and days: neither names nor anybody's words.
        for one in &told {
            let mut fields: Vec<&String> = one.as_object().unwrap().keys().collect();
            fields.sort();
            assert_eq!(fields, ["about", "agency", "days_before", "due_on", "record", "what"]);
        }
    })
    .await;
}
