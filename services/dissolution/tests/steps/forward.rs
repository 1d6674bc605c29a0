//! The steps: who takes them, from which version, with what, and what follows.

use serde_json::{Value, json};

use super::{File, survey};
use crate::office::{each, faults, guards};

#[actix_web::test]
async fn a_case_goes_from_its_survey_to_its_end() {
    each(async |office| {
        let file = File::settled(&office, "HTX Đến Cùng", "voluntary").await;
        let commune = office.current_approver();
        let settled = file.seen_by(&commune).await;
        assert_eq!(settled["state"], "settled");
        assert_eq!(settled["available_actions"], json!(["close", "suspend", "withdraw"]));
        let closed = file.step(&commune, "close", json!({})).await.expect(200).json();
        assert_eq!((&closed["state"], &closed["next_steps"]), (&json!("closed"), &json!([])));
        assert_eq!(closed["ended_on"], closed["last_step_on"]);
        assert_eq!(closed["registry_sync"]["state"], "pending");
        assert_eq!(closed["registry_sync"]["expected"], "dissolved");
        let steps = closed["steps"].as_array().unwrap();
        let actions: Vec<_> = steps.iter().map(|step| step["action"].clone()).collect();
        let expected = json!([null, "survey", "decide", "start_settling", "settle", "close"]);
        assert_eq!(json!(actions), expected);
        // The settlement is proved by the last word of the tax department.
        let taxes = file.read("tax-clearances").await;
        assert_eq!(steps[4]["documents"], taxes["items"][0]["documents"]);
        let close = steps.last().unwrap();
        assert_eq!(close["actor_name"], "commune-10045.approver");
        assert_eq!(close["agency_name"], "Ủy ban nhân dân xã Xuân Mai");
        assert_eq!(close["documents"].as_array().unwrap().len(), 1);
        let late = json!({ "legal_basis": "x" });
        let seen = file.etag(&file.path).await;
        let late = file.step_from(&commune, "withdraw", late, &seen).await;
        late.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn a_decision_sets_the_clock_and_asks_the_register_to_follow() {
    each(async |office| {
        let file = File::surveyed(&office, "HTX Ba Ngày", "court").await;
        let decision = file.decision("court_decision").await;
        file.put("decision", decision).await.expect(200);
        let early = json!({ "effective_on": "2025-05-04" });
        let refused = file.step(&office.approver(), "decide", early).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].0, "/effective_on");
        let decided = file.step(&office.approver(), "decide", json!({})).await.expect(200).json();
        assert_eq!(decided["decided_on"], "2025-05-12");
        let sync = &decided["registry_sync"];
        assert_eq!((&sync["state"], &sync["expected"]), (&json!("pending"), &json!("dissolving")));
        // The document that decides proves the step.
        let steps = decided["steps"].as_array().unwrap();
        let document = file.read("decision").await["document"]["documents"][0].clone();
        assert_eq!(steps.last().unwrap()["documents"], json!([document]));
        // Three working days: Tuesday, Wednesday, Thursday.
        let deadlines = file.read("deadlines").await;
        for kind in ["publish_notice", "mark_register", "inform_tax"] {
            let items = deadlines["items"].as_array().unwrap();
            let due = items.iter().find(|item| item["kind"] == kind).unwrap();
            assert_eq!(
                (&due["started_on"], &due["due_on"]),
                (&json!("2025-05-12"), &json!("2025-05-15"))
            );
        }
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/dissolution/events?limit=200").await;
        let events = log["items"].as_array().unwrap();
        let mut event = events.iter().map(|item| &item["event"]);
        let event = event.find(|event| event["type"] == "dissolution.decided").unwrap();
        assert_eq!(event["state"]["state"], "decided");
        assert_eq!(event["state"]["registry_sync"]["state"], "pending");
        assert_eq!(event["state"]["registry_sync"]["expected"], "dissolving");
        assert_eq!(event["legal_basis"], "17/2023/QH15 Điều 98");
        assert_eq!(event["documents"], json!([document["document_id"]]));
    })
    .await;
}

#[actix_web::test]
async fn whoever_prepared_a_case_does_not_decide_it() {
    each(async |office| {
        let file = File::surveyed(&office, "HTX Người Lập", "voluntary").await;
        let decision = file.decision("general_meeting_resolution").await;
        file.put("decision", decision).await.expect(200);
        let both = office.officer().also(&office.approver());
        let refused = file.step(&both, "decide", json!({})).await;
        refused.expect_problem(403, "permission_denied");
        let seen = file.seen_by(&both).await;
        assert_eq!(seen["available_actions"], json!([]));
        for (who, status, code) in [
            (office.officer(), 403, "permission_denied"),
            (office.approver_of("district-276"), 404, "not_found"),
            (office.approver_of("so-tc"), 403, "permission_denied"),
            (office.approver_of("cuc-thue"), 403, "permission_denied"),
        ] {
            file.step(&who, "decide", json!({})).await.expect_problem(status, code);
        }
        file.step(&office.approver(), "decide", json!({})).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn a_step_is_taken_once_from_the_version_that_was_read() {
    each(async |office| {
        let file = File::open(&office, "HTX Một Bước", "dormant").await;
        let (approver, path) = (office.approver(), file.at("suspend"));
        let seen = file.etag(&file.path).await;
        let body = json!({ "legal_basis": "2645", "reason": "Chờ ông An" });
        let send = |key: &str, seen: &str| {
            let request = office.service.post(&path, body.clone()).by(&approver);
            request.idempotency_key(key).if_match(seen)
        };
        let first = send("mot", &seen).send().await.expect(200);
        let again = send("mot", &seen).send().await.expect(200);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(first.json()["version"], again.json()["version"]);
        assert!(!again.text().contains("ông An"));
        send("hai", &seen).send().await.expect_problem(412, "stale_version");
        let now = file.etag(&file.path).await;
        send("ba", &now).send().await.expect_problem(409, "state_conflict");
        let unseen = office.service.post(&path, body.clone()).by(&approver);
        unseen.idempotency_key("bon").send().await.expect_problem(428, "version_required");
        let unkeyed = office.service.post(&path, body.clone()).by(&approver).if_match(&now);
        unkeyed.send().await.expect_problem(400, "idempotency_key_required");
        let bare = json!({ "legal_basis": " " });
        let refused = file.step_from(&approver, "withdraw", bare, &now).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let pointers: Vec<_> = faults(&problem).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/legal_basis", "/reason", "/document_ids"]);
    })
    .await;
}

#[actix_web::test]
async fn a_step_whose_guards_are_not_met_says_what_is_missing_and_who_can_mend_it() {
    each(async |office| {
        let file = File::open(&office, "HTX Chưa Đủ", "revocation").await;
        let refused = file.step(&office.officer(), "survey", json!({})).await;
        let problem = refused.expect_problem(422, "guards_unmet");
        assert_eq!(guards(&problem).len(), 6);
        assert_eq!(problem["unmet_guards"][0]["who"], "authority");
        let file = File::surveyed(&office, "HTX Chưa Quyết", "revocation").await;
        let refused = file.step(&office.approver(), "decide", json!({})).await;
        let problem = refused.expect_problem(422, "guards_unmet");
        assert_eq!(guards(&problem), ["decision_document", "council", "capital_list"]);
        let article = &problem["unmet_guards"][2]["legal_basis"];
        assert_eq!(
            (&article["document"], &article["article"], &article["verified"]),
            (&json!("113/2024/NĐ-CP"), &json!("21"), &json!(true))
        );
        let decision = file.decision("revocation_decision").await;
        file.put("decision", decision).await.expect(200);
        file.step(&office.approver(), "decide", json!({})).await.expect(200);
        let refused = file.step(&office.officer(), "start-settling", json!({})).await;
        let problem = refused.expect_problem(422, "guards_unmet");
        let expected = ["notice_published", "registry_dissolving", "tax_informed"];
        assert_eq!(guards(&problem), expected);
        assert_eq!(problem["unmet_guards"][1]["who"], "registry");
    })
    .await;
}

#[actix_web::test]
async fn a_case_tells_what_it_lacks_today_to_whoever_has_read_its_version_before() {
    each(async |office| {
        let file = File::open(&office, "HTX Đọc Lại", "legacy").await;
        file.put("survey", json!({ "records": { "finding": "complete" } })).await.expect(200);
        let seen = file.etag(&file.path).await;
        // The same officer writes again: the case itself stays at its version.
        file.put("survey", survey()).await.expect(200);
        let audit = office.audit();
        let request = office.service.get(&file.path).by(&audit).header("if-none-match", &seen);
        let read = request.send().await.expect(200);
        assert_eq!(read.etag(), seen);
        let codes = guards(&read.json()["next_steps"][0]);
        assert_eq!(codes, ["survey_seal", "survey_certificate"]);
    })
    .await;
}

#[actix_web::test]
async fn the_register_is_late_where_it_follows_late_and_stays_so_when_the_case_has_ended() {
    each(async |office| {
        let file = File::decided(&office, "HTX Ghi Sổ Muộn", "voluntary").await;
        let marked = async || {
            let deadlines = file.read("deadlines").await;
            let items = deadlines["items"].as_array().unwrap();
            let marked = items.iter().find(|item| item["kind"] == "mark_register").unwrap();
            (marked["done_on"].clone(), marked["overdue"].clone())
        };
        office.service.set_clock("2025-05-15T03:00:00Z");
        assert_eq!(marked().await, (Value::Null, json!(false)));
        // Due on Thursday; the register follows on Friday.
        office.service.set_clock("2025-05-16T03:00:00Z");
        assert_eq!(marked().await, (Value::Null, json!(true)));
        file.register_follows().await;
        let late = (json!("2025-05-16"), json!(true));
        assert_eq!(marked().await, late);
        // What the register is asked for afterwards is another matter.
        office.service.set_clock("2025-05-20T03:00:00Z");
        let ended = file.step(&office.approver(), "withdraw", json!({})).await.expect(200).json();
        assert_eq!(ended["registry_sync"]["state"], "pending");
        assert_eq!(marked().await, late);
    })
    .await;
}

#[actix_web::test]
async fn a_suspended_case_goes_on_where_it_stood() {
    each(async |office| {
        let file = File::decided(&office, "HTX Tạm Dừng", "voluntary").await;
        let approver = office.approver();
        let suspended = file.step(&approver, "suspend", json!({})).await.expect(200).json();
        assert_eq!(
            (&suspended["state"], &suspended["resume_state"]),
            (&json!("suspended"), &json!("decided"))
        );
        assert_eq!(suspended["registry_sync"]["expected"], "dissolving");
        let actions = json!(["resume", "withdraw", "declare_bankruptcy"]);
        assert_eq!(suspended["available_actions"], actions);
        office.publish(&file.path).await.expect_problem(409, "state_conflict");
        file.taxes("cleared").await.expect(201);
        let resumed = file.step(&approver, "resume", json!({})).await.expect(200).json();
        assert_eq!(
            (&resumed["state"], &resumed["resume_state"]),
            (&json!("decided"), &Value::Null)
        );
        office.publish(&file.path).await.expect(201);
    })
    .await;
}

#[actix_web::test]
async fn a_survey_that_was_emptied_is_asked_for_again_before_the_decision() {
    each(async |office| {
        let file = File::surveyed(&office, "HTX Xóa Khảo Sát", "voluntary").await;
        file.put("survey", json!({})).await.expect(200);
        let decision = file.decision("general_meeting_resolution").await;
        file.put("decision", decision).await.expect(200);
        let refused = file.step(&office.approver(), "decide", json!({})).await;
        let refused = refused.expect_problem(422, "guards_unmet");
        let expected = ["survey_records", "survey_people", "survey_assets", "survey_debts"];
        assert_eq!(guards(&refused), expected);
        file.put("survey", survey()).await.expect(200);
        file.step(&office.approver(), "decide", json!({})).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn tax_that_is_owed_after_all_was_settled_stops_the_closing() {
    each(async |office| {
        let file = File::settled(&office, "HTX Còn Nợ Thuế", "voluntary").await;
        let approver = office.current_approver();
        file.step(&approver, "suspend", json!({})).await.expect(200);
        file.taxes("owed").await.expect(201);
        file.step(&approver, "resume", json!({})).await.expect(200);
        let refused = file.step(&approver, "close", json!({})).await;
        assert_eq!(guards(&refused.expect_problem(422, "guards_unmet")), ["tax_cleared"]);
        file.taxes("cleared").await.expect(201);
        file.step(&approver, "close", json!({})).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn whoever_prepared_a_case_does_not_decide_the_objections_to_it() {
    each(async |office| {
        let file = File::decided(&office, "HTX Phản Đối", "voluntary").await;
        office.publish(&file.path).await.expect(201);
        let filed = json!({ "objector": "tax_department", "grounds": "Còn nợ." });
        let filed = office.post(&office.tax(), &file.at("objections"), filed).await.expect(201);
        let objection = filed.header("location").unwrap().to_owned();
        let reason = json!({ "reason": "Đã trả đủ." });
        let both = office.officer().also(&office.approver());
        let refused = office.step(&both, &objection, "reject", reason.clone()).await;
        refused.expect_problem(403, "permission_denied");
        let seen = office.read_by(&both, &objection).await;
        assert_eq!(seen["available_actions"], json!([]));
        office.step(&office.approver(), &objection, "reject", reason).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn no_decision_holds_from_a_day_for_which_no_order_of_payment_is_on_record() {
    each(async |office| {
        let organisation = office.known("HTX Năm 2012").await;
        let open = async |on: &str| {
            let body = json!({
                "organisation_id": organisation, "route": "legacy", "effective_on": on,
                "legal_basis": "6563/BKHĐT-HTX",
            });
            office.post(&office.officer(), "/v1/dissolutions", body).await
        };
        let absurd = open("0205-05-12").await.expect_problem(422, "rule_violated");
        assert_eq!(faults(&absurd), [("/effective_on".to_owned(), "date_too_old".to_owned())]);
        let case = open("2012-01-10").await.expect(201).json();
        let path = format!("/v1/dissolutions/{}", case["id"].as_str().unwrap());
        let file = File { office: &office, path };
        file.put("survey", survey()).await.expect(200);
        file.put("custody", super::custody()).await.expect(200);
        let on = |day: &str| json!({ "effective_on": day });
        file.step(&office.officer(), "survey", on("2012-02-01")).await.expect(200);
        let mut decision = file.decision("authority_decision").await;
        decision["document"]["issued_on"] = json!("2012-03-01");
        file.put("decision", decision).await.expect(200);
        for (day, refused) in [("2012-03-05", true), ("2013-06-30", true), ("2013-07-01", false)] {
            let answer = file.step(&office.approver(), "decide", on(day)).await;
            if refused {
                let found = faults(&answer.expect_problem(422, "rule_violated"));
                assert_eq!(found, [("/effective_on".to_owned(), "no_payment_order".to_owned())]);
            } else {
                assert_eq!(answer.expect(200).json()["decided_on"], "2013-07-01");
            }
        }
    })
    .await;
}
