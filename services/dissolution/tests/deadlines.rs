//! The clock of a case, the calendar of an officer, and why a case is not closed.

use htx_kit::testing::Caller;
use htx_model::dissolution::DissolutionState;
use serde_json::{Value, json};

use super::{
    answers::{each_of, id_of},
    office::{Office, each},
};

/// The deadline of a kind in the deadlines of a case.
async fn deadline(office: &Office, case: &str, kind: &str) -> Value {
    let all = office.read_by(&office.audit(), &format!("{case}/deadlines")).await;
    let items = all["items"].as_array().unwrap().clone();
    let mut of = items.into_iter().filter(|item| item["kind"] == kind);
    let found = of.next().unwrap_or_else(|| panic!("no {kind} in {all}"));
    assert!(of.next().is_none(), "two {kind}");
    found
}

#[actix_web::test]
async fn each_deadline_tells_its_basis_its_days_and_who_must_see_to_it() {
    each(async |office| {
        office.service.set_clock("2025-02-27T03:00:00Z");
        let case = office.decided_case("HTX Đồng Hồ", "2025-02-27").await;
        // A Thursday: Friday, Monday and Tuesday, across the merger of the departments.
        let notice = deadline(&office, &case, "publish_notice").await;
        assert_eq!((&notice["due_on"], &notice["overdue"]), (&json!("2025-03-04"), &json!(false)));
        assert_eq!((&notice["days"], &notice["day_count"]), (&json!(3), &json!("working")));
        assert_eq!(notice["legal_basis"]["document"], "17/2023/QH15");
        assert_eq!(notice["legal_basis"]["verified"], false);
        assert_eq!(notice["agency"], "district-277");
        let land = office.ask(&case, "land_origin").await;
        let question = deadline(&office, &case, "answer_blocker").await;
        assert_eq!(question["record_id"], id_of(&land));
        assert_eq!(
            (&question["agency"], &question["due_on"]),
            (&json!("so-tnmt"), &json!("2025-03-13"))
        );

        office.service.set_clock("2025-03-01T03:00:00Z");
        assert_eq!(deadline(&office, &case, "answer_blocker").await["agency"], "so-nnmt");
        office.service.set_clock("2025-03-04T16:59:59Z");
        assert_eq!(deadline(&office, &case, "publish_notice").await["overdue"], false);
        office.service.set_clock("2025-03-04T17:00:00Z");
        assert_eq!(deadline(&office, &case, "publish_notice").await["overdue"], true);
        office.publish(&case).await.expect(201);
        let late = deadline(&office, &case, "publish_notice").await;
        assert_eq!((&late["done_on"], &late["overdue"]), (&json!("2025-03-05"), &json!(true)));
        let window = deadline(&office, &case, "claim_window").await;
        assert_eq!((&window["agency"], &window["overdue"]), (&json!(null), &json!(false)));

        office.service.set_clock("2025-06-30T17:00:00Z");
        assert_eq!(deadline(&office, &case, "mark_register").await["agency"], "commune-10045");
    })
    .await;
}

#[actix_web::test]
async fn an_open_objection_stops_the_clock_and_its_decision_lets_it_go_on() {
    each(async |office| {
        office.service.set_clock("2025-06-26T03:00:00Z");
        let case = office.decided_case("HTX Dừng Đồng Hồ", "2025-06-26").await;
        office.publish(&case).await.expect(201);
        office.service.set_clock("2025-06-27T03:00:00Z");
        let body = json!({ "objector": "tax_department", "grounds": "Còn nợ." });
        let filed = office.post(&office.tax(), &format!("{case}/objections"), body).await;
        let objection = filed.expect(201).header("location").unwrap().to_owned();
        let decide = deadline(&office, &case, "decide_objection").await;
        // Fifteen working days after Friday the 27th of June.
        assert_eq!(decide["due_on"], "2025-07-18");
        office.service.set_clock("2025-07-10T03:00:00Z");
        let approver = office.approver_of("commune-10045");
        let reason = json!({ "reason": "Đã nộp." });
        office.step(&approver, &objection, "reject", reason).await.expect(200);
        let decide = deadline(&office, &case, "decide_objection").await;
        assert_eq!((&decide["done_on"], &decide["overdue"]), (&json!("2025-07-10"), &json!(false)));
    })
    .await;
}

async fn calendar(office: &Office, of: &Caller, query: &str) -> Value {
    office.read_by(of, &format!("/v1/dissolution-deadlines{query}")).await
}

#[actix_web::test]
async fn the_calendar_shows_what_is_due_and_not_seen_to() {
    each(async |office| {
        let first = office.decided_case("HTX Lịch Một", "2025-05-12").await;
        let second = office.decided_case("HTX Lịch Hai", "2025-05-09").await;
        let week = "?officer=me&from=2025-05-12&to=2025-05-18";
        let page = calendar(&office, &office.officer(), week).await;
        assert_eq!(
            each_of(&page, "/due_on"),
            ["2025-05-14", "2025-05-14", "2025-05-14", "2025-05-15", "2025-05-15", "2025-05-15"]
        );
        assert_eq!(page["items"][0]["dissolution_id"], id_of(&second));
        assert_eq!(page["items"][0]["organisation_name"], "HTX Lịch Hai");
        assert_eq!(page["items"][0]["agency"], "district-277");
        // Whatever is written is seen at once.
        office.publish(&second).await.expect(201);
        let kinds = each_of(&calendar(&office, &office.officer(), week).await, "/kind");
        assert_eq!(kinds.iter().filter(|kind| *kind == "publish_notice").count(), 1);
        let land = office.ask(&first, "land_rights").await;
        let questions = calendar(&office, &office.officer(), "?kind=answer_blocker").await;
        assert_eq!(each_of(&questions, "/record_id"), [id_of(&land)]);
        assert_eq!(each_of(&questions, "/agency"), ["so-nnmt"]);
        let withdrawn = json!({ "reason": "x" });
        office.step(&office.officer(), &land, "withdraw", withdrawn).await.expect(200);
        let questions = calendar(&office, &office.officer(), "?kind=answer_blocker").await;
        assert_eq!(questions["items"], json!([]));

        let all = each_of(&calendar(&office, &office.audit(), "").await, "/kind");
        let mut walked = Vec::new();
        let mut query = "?limit=2".to_owned();
        loop {
            let page = calendar(&office, &office.audit(), &query).await;
            walked.extend(each_of(&page, "/kind"));
            let Some(next) = page["next"].as_str() else { break };
            query = format!("?limit=2&cursor={next}");
        }
        assert_eq!(walked, all);
        let elsewhere = calendar(&office, &office.of("district-276"), "").await;
        assert_eq!(elsewhere["items"], json!([]));
        let none = calendar(&office, &office.approver(), "?officer=me").await;
        assert_eq!(none["items"], json!([]));
        let path = "/v1/dissolution-deadlines";
        let csv = office.service.get(path).by(&office.audit()).accept("text/csv").send().await;
        assert_eq!(csv.expect(200).text().lines().count(), all.len() + 1);
        let turned = format!("{path}?from=2025-05-02&to=2025-05-01");
        let turned = office.service.get(&turned).by(&office.audit()).send().await;
        turned.expect_problem(400, "invalid_parameter");

        // A window that has closed is due no more, though nothing was written.
        office.service.set_clock("2025-07-11T17:00:00Z");
        let windows = calendar(&office, &office.audit(), "?kind=claim_window").await;
        assert_eq!(windows["items"], json!([]));
        let overdue = calendar(&office, &office.audit(), "?kind=inform_tax").await;
        assert_eq!(overdue["items"][0]["overdue"], true);
        assert_eq!(overdue["items"][0]["agency"], "commune-10045");
    })
    .await;
}

async fn why(office: &Office, case: &str) -> Vec<Value> {
    let path = format!("{case}/why-not-closed");
    office.read_by(&office.audit(), &path).await["missing"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_case_tells_what_is_missing_who_must_act_since_when_and_how() {
    each(async |office| {
        office.service.set_clock("2025-02-20T03:00:00Z");
        let case = office.new_case("HTX Vì Sao", "legacy").await;
        let land = office.ask(&case, "land_origin").await;
        let missing = why(&office, &case).await;
        let codes: Vec<_> = missing.iter().map(|one| one["code"].as_str().unwrap()).collect();
        assert_eq!(
            codes,
            [
                "survey_records",
                "survey_people",
                "survey_seal",
                "survey_certificate",
                "survey_assets",
                "survey_debts",
                "blockers_resolved",
            ]
        );
        let blocker = missing.last().unwrap();
        assert_eq!(blocker["who"], "competent_agency");
        assert_eq!(blocker["agency_name"], "Sở Tài nguyên và Môi trường");
        assert_eq!(
            (&blocker["record_id"], &blocker["since"]),
            (&json!(id_of(&land)), &json!("2025-02-20"))
        );
        assert_eq!(blocker["operation"], "POST /v1/blockers/{id}/answer");
        assert_eq!(blocker["legal_basis"]["article"], "97-101");
        assert_eq!(missing[0]["agency"], "district-277");

        office.service.set_clock("2025-07-01T03:00:00Z");
        let missing = why(&office, &case).await;
        assert_eq!(missing[0]["agency"], "commune-10045");
        let blocker = missing.last().unwrap();
        assert_eq!((&blocker["agency"], &blocker["days"]), (&json!("so-nnmt"), &json!(131)));
        let answer = json!({ "outcome": "cleared", "answer": "Đã rõ." });
        office.step(&office.of("so-nnmt"), &land, "answer", answer).await.expect(200);
        let blocker = why(&office, &case).await.pop().unwrap();
        assert_eq!(
            (&blocker["who"], &blocker["agency"]),
            (&json!("authority"), &json!("commune-10045"))
        );
        assert_eq!(blocker["operation"], "POST /v1/blockers/{id}/resolve");
        let resolution = json!({ "resolution": "Đã rõ." });
        office.step(&office.of("commune-10045"), &land, "resolve", resolution).await.expect(200);
        assert_eq!(why(&office, &case).await.len(), 6);

        office.put_into(&case, DissolutionState::Suspended, "2025-07-01").await;
        let resume = why(&office, &case).await;
        assert_eq!((resume.len(), &resume[0]["code"]), (1, &json!("resume")));
        office.put_into(&case, DissolutionState::Closed, "2025-07-01").await;
        assert_eq!(why(&office, &case).await, [json!(null); 0]);
        let path = format!("{case}/why-not-closed");
        let hidden = office.service.get(&path).by(&office.of("commune-10030")).send().await;
        hidden.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn what_is_missing_is_added_up_by_agency_and_by_district() {
    each(async |office| {
        office.service.set_clock("2025-02-20T03:00:00Z");
        let first = office.new_case("HTX Tổng Một", "legacy").await;
        office.ask(&first, "land_origin").await;
        office.ask(&first, "land_rights").await;
        office.service.set_clock("2025-05-12T03:00:00Z");
        let second = office.new_case("HTX Tổng Hai", "dormant").await;
        office.ask(&second, "land_origin").await;
        let path = "/v1/dissolution-statistics/why-not-closed";
        let by = office.read_by(&office.audit(), &format!("{path}?by=agency")).await;
        assert_eq!(each_of(&by, "/code"), ["district-277", "so-nnmt"]);
        let land = &by["items"][1];
        assert_eq!(
            (&land["cases"], &land["name"]),
            (&json!(2), &json!("Sở Nông nghiệp và Môi trường"))
        );
        let missing = &land["missing"][0];
        assert_eq!(missing["code"], "blockers_resolved");
        assert_eq!(missing["label"], "Không còn vướng mắc chưa giải quyết");
        assert_eq!((&missing["cases"], &missing["count"]), (&json!(2), &json!(3)));
        assert_eq!(missing["since"], "2025-02-20");
        let ages: Vec<_> =
            missing["ages"].as_array().unwrap().iter().map(|age| age["cases"].clone()).collect();
        assert_eq!(ages, [1, 0, 1, 0, 0]);
        let by = office.read_by(&office.officer(), &format!("{path}?by=district")).await;
        assert_eq!((&by["items"][0]["code"], &by["items"][0]["cases"]), (&json!("277"), &json!(2)));
        assert_eq!(by["items"][0]["missing"].as_array().unwrap().len(), 7);
        // What is written is counted at once.
        office.put_into(&second, DissolutionState::Withdrawn, "2025-05-12").await;
        let by = office.read_by(&office.officer(), &format!("{path}?by=district")).await;
        assert_eq!(by["items"][0]["cases"], 1);
        let elsewhere =
            office.read_by(&office.of("district-276"), &format!("{path}?by=agency")).await;
        assert_eq!(elsewhere["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn whoever_must_see_to_it_is_reminded_a_week_and_a_day_before_once() {
    each(async |office| {
        office.service.set_clock("2025-02-27T03:00:00Z");
        let case = office.decided_case("HTX Nhắc Việc", "2025-02-27").await;
        let land = office.ask(&case, "land_origin").await;
        let told = async || htx_dissolution::usecase::remind::remind(&office.dissolutions).await;
        // Within a week are due, by the authority: the notice, the register, the tax department.
        let first = told().await.unwrap();
        assert!(first >= 3, "{first}");
        assert_eq!(told().await.unwrap(), 0, "each once");
        office.service.set_clock("2025-03-06T03:00:00Z");
        let second = told().await.unwrap();
        assert!(second >= 1, "{second}");

        office.seal().await;
        let path = "/v1/dissolution/events?type=reminder.due&limit=200";
        let feed = office.read_by(&office.audit(), path).await;
        let items = feed["items"].as_array().unwrap();
        assert_eq!(items.len(), first + second);
        let of = |what: &str| {
            let states = items.iter().map(|item| item["event"]["state"].clone());
            states.filter(|state| state["what"] == what).collect::<Vec<_>>()
        };
        let notice = &of("publish_notice")[0];
        assert_eq!(
            (&notice["agency"], &notice["days_before"]),
            (&json!("district-277"), &json!(7))
        );
        assert_eq!(notice["due_on"], "2025-03-04");
        assert_eq!(notice["about"]["id"], id_of(&case));
        // The department was asked before it merged into the one that is reminded.
        let question = &of("answer_blocker")[0];
        assert_eq!(
            (&question["agency"], &question["due_on"]),
            (&json!("so-nnmt"), &json!("2025-03-13"))
        );
        assert_eq!(question["record"], id_of(&land));
        assert!(of("claim_window").is_empty(), "nobody must see to a window");
        let audit = office.read_by(&office.audit(), &format!("{case}/audit")).await;
        assert!(!audit.to_string().contains("reminder"), "it is no fact of the case");
    })
    .await;
}
