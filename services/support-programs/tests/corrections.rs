//! What the State Bank and agriculture recorded wrongly is corrected by a record that names it: what was
//! recorded stays, and no rule goes by it any more.

use htx_kit::testing::Caller;
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    office::{Office, each, faults},
    programmes::adopt_annex,
};

async fn listed(office: &Office, path: &str) -> Vec<Value> {
    office.read_by(&office.audit(), path).await["items"].as_array().unwrap().clone()
}

async fn correct(office: &Office, by: &Caller, path: &str, of: &Value, body: Value) -> Value {
    let path = format!("{path}/{}/correct", of["id"].as_str().unwrap());
    office.post(by, &path, body).await.expect(201).json()
}

#[actix_web::test]
async fn a_credit_record_is_corrected_or_withdrawn_and_rules_go_by_what_holds() {
    each(async |office| {
        let organisation = office.known("HTX Nhập Nhầm").await;
        adopt_annex(&office, None, |content| {
            content["rules"] = json!([{
                "code": "no_debt", "title": "Không nợ quá hạn",
                "condition": { "fact": "overdue_debt_vnd", "at_most": 0 },
                "basis": { "document": "Ví dụ", "article": "1" },
            }]);
        })
        .await;
        let told = async || {
            let body = json!({ "organisation_id": organisation });
            let report = office.post(&office.district(), "/v1/eligibility", body).await;
            let report = report.expect(200).json();
            let of = |one: &&Value| one["code"] == "nq-13-pl08";
            report["programmes"].as_array().unwrap().iter().find(of).unwrap()["eligibility"].clone()
        };
        let bank = office.service.as_agency("nhnn-hn", Role::Officer);
        let path = "/v1/credit-records";
        let body = |as_of: &str, overdue: i64| {
            json!({
                "organisation_id": organisation, "credit_institution": "Agribank", "as_of": as_of,
                "outstanding_vnd": 900, "overdue_vnd": overdue,
                "overdue_since": (overdue > 0).then_some("2025-01-01"),
            })
        };
        office.post(&bank, path, body("2025-03-31", 0)).await.expect(201);
        let wrong = office.post(&bank, path, body("2025-04-30", 5)).await.expect(201).json();
        assert_eq!(told().await, "not_eligible");
        let figures = json!({ "outstanding_vnd": 900, "overdue_vnd": 901 });
        let answer = office
            .post(
                &bank,
                &format!("{path}/{}/correct", wrong["id"].as_str().unwrap()),
                json!({
                    "figures": figures, "reason": " ",
                }),
            )
            .await;
        let pointers: Vec<_> = faults(&answer.expect_problem(422, "rule_violated"))
            .into_iter()
            .map(|(pointer, _)| pointer)
            .collect();
        assert_eq!(pointers, ["/figures/overdue_vnd", "/figures/overdue_since", "/reason"]);
        let right = json!({
            "figures": { "outstanding_vnd": 900, "overdue_vnd": 0 },
            "reason": "Nhầm số của bà Lan",
        });
        let corrected = correct(&office, &bank, path, &wrong, right.clone()).await;
        assert_eq!(
            (&corrected["corrects"], &corrected["as_of"]),
            (&wrong["id"], &json!("2025-04-30"))
        );
        assert_eq!(told().await, "eligible");
        let again = format!("{path}/{}/correct", wrong["id"].as_str().unwrap());
        office.post(&bank, &again, right.clone()).await.expect_problem(409, "state_conflict");
        office.post(&office.finance(Role::Officer), &again, right.clone()).await.expect(403);
        // What holds is listed; the history shows all, each with what corrects it.
        assert_eq!(listed(&office, path).await.len(), 2);
        assert_eq!(listed(&office, &format!("{path}?overdue=true")).await, Vec::<Value>::new());
        let history = listed(&office, &format!("{path}?history=true")).await;
        assert_eq!((history.len(), &history[1]["corrected_by"]), (3, &corrected["id"]));
        assert_eq!(history[1]["overdue_vnd"], 5, "what was recorded stays");
        // It was of another organisation after all: the day before holds.
        let withdraw = json!({ "figures": null, "reason": "Của tổ chức khác" });
        let withdrawn = correct(&office, &bank, path, &corrected, withdraw.clone()).await;
        assert_eq!(
            (&withdrawn["withdrawn"], &withdrawn["outstanding_vnd"]),
            (&json!(true), &json!(0))
        );
        assert_eq!(listed(&office, path).await.len(), 1);
        assert_eq!(told().await, "eligible");
        let path_of = format!("{path}/{}/correct", withdrawn["id"].as_str().unwrap());
        office.post(&bank, &path_of, withdraw).await.expect_problem(409, "state_conflict");
        office.post(&bank, path, body("2025-04-30", 5)).await.expect_problem(409, "already_exists");
        correct(&office, &bank, path, &withdrawn, right).await;
        assert_eq!(listed(&office, path).await.len(), 2);
        office.refuses("UPDATE credit_record SET overdue_vnd = 0").await;
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=200").await;
        assert!(!log.to_string().contains("bà Lan"));
        let events: Vec<&Value> =
            log["items"].as_array().unwrap().iter().map(|one| &one["event"]).collect();
        let of = |kind: &str| *events.iter().find(|event| event["type"] == kind).unwrap();
        let recorded = events.iter().find(|event| event["subject"]["id"] == wrong["id"]).unwrap();
        assert_eq!(of("credit.corrected")["corrects"], recorded["id"]);
        assert_eq!(of("credit.withdrawn")["corrects"], of("credit.corrected")["id"]);
    })
    .await;
}

#[actix_web::test]
async fn a_grade_of_a_commune_is_corrected_or_withdrawn() {
    each(async |office| {
        office.service.set_clock("2025-07-07T02:30:00Z");
        let (path, officer) = ("/v1/commune-grades", office.officer());
        let body = |grade: &str, from: &str| json!({
            "commune": "10045", "grade": grade, "valid_from": from, "document_number": "512/QĐ-UBND",
        });
        let first = body("advanced_new_rural", "2025-07-01");
        office.post(&officer, path, first).await.expect(201);
        let wrong = office.post(&officer, path, body("model_new_rural", "2025-07-05")).await;
        let wrong = wrong.expect(201).json();
        let organisation = office.known("HTX Ở Xã").await;
        let told = async || {
            let body = json!({ "organisation_id": organisation });
            let own = office.service.as_organisation(organisation);
            let report = office.post(&own, "/v1/eligibility", body).await.expect(200).json();
            let of = |one: &&Value| one["code"] == "ntm";
            report["programmes"].as_array().unwrap().iter().find(of).unwrap()["eligibility"].clone()
        };
        assert_eq!(told().await, "eligible");
        // What is withdrawn is said to be: nothing is withdrawn by leaving something out.
        let bare = json!({ "reason": "Nhập nhầm" });
        let at = format!("{path}/{}/correct", wrong["id"].as_str().unwrap());
        office.post(&officer, &at, bare).await.expect_problem(400, "invalid_body");
        let silent = json!({ "corrected": null, "reason": "" });
        office.post(&officer, &at, silent).await.expect_problem(422, "rule_violated");
        office.post(&office.audit(), &at, json!({ "corrected": null, "reason": "x" })).await.expect(403);
        let right = json!({
            "corrected": { "grade": "advanced_new_rural", "document_number": "513/QĐ-UBND" },
            "reason": "Nhập nhầm mức",
        });
        let corrected = correct(&office, &officer, path, &wrong, right.clone()).await;
        assert_eq!((&corrected["corrects"], &corrected["valid_from"]), (&wrong["id"], &json!("2025-07-05")));
        office.post(&officer, &at, right).await.expect_problem(409, "state_conflict");
        let holds: Vec<_> =
            listed(&office, path).await.into_iter().map(|one| one["document_number"].clone()).collect();
        assert_eq!(holds, ["512/QĐ-UBND", "513/QĐ-UBND"]);
        let history = listed(&office, &format!("{path}?history=true")).await;
        assert_eq!((history.len(), &history[1]["corrected_by"]), (3, &corrected["id"]));
        // Withdrawn, one after the other: nothing is known of the commune.
        let withdraw = json!({ "corrected": null, "reason": "Của xã khác" });
        correct(&office, &officer, path, &corrected, withdraw.clone()).await;
        assert_eq!(told().await, "eligible", "the earlier one holds");
        let first = listed(&office, path).await.remove(0);
        correct(&office, &officer, path, &first, withdraw).await;
        assert_eq!(told().await, "nearly");
        assert_eq!(listed(&office, path).await, Vec::<Value>::new());
        office.refuses("DELETE FROM commune_grade").await;
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=200").await;
        let log = log.to_string();
        assert!(log.contains("commune_grade.corrected") && log.contains("commune_grade.withdrawn"));
        assert!(!log.contains("Nhập nhầm mức"));
    })
    .await;
}
