//! Claims: entered, admitted in full or in part, rejected, contested, ended with their document.

use htx_kit::testing::Answer;
use htx_model::dissolution::DissolutionState;
use serde_json::{Value, json};

use super::{Case, claim_of, of_member};
use crate::office::{each, faults};

fn codes(answer: Answer) -> Vec<String> {
    let problem = answer.expect_problem(422, "rule_violated");
    faults(&problem).into_iter().map(|(_, code)| code).collect()
}

#[actix_web::test]
async fn a_claim_is_entered_by_one_and_decided_by_another() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let document = case.document().await;
        let mut body = claim_of(250_000_000);
        body["evidence_document_ids"] = json!([document]);
        let answer = case.post("claims", body).await.expect(201);
        let (claim, location) = (answer.json(), answer.header("location").unwrap().to_owned());
        assert_eq!(
            (claim["state"].as_str(), answer.etag().as_str()),
            (Some("registered"), "\"v1\"")
        );
        assert_eq!(claim["evidence"][0]["document_id"], json!(document));
        assert_eq!(claim["evidence"][0]["sha256"].as_str().unwrap().len(), 64);
        let read = office.read_by(&office.approver(), &location).await;
        let actions = json!(["admit", "reject", "waive"]);
        assert_eq!((&read["basis"], &read["available_actions"]), (&claim["basis"], &actions));
        assert_eq!(
            office.read_by(&office.officer(), &location).await["available_actions"],
            json!([])
        );

        // Who entered it lacks the permission; who entered it with both roles is the same person.
        let refused = case.act(&office.officer(), "claims", &claim, "admit", json!({})).await;
        refused.expect_problem(403, "permission_denied");
        let both = office.officer().also(&office.approver());
        let refused = case.act(&both, "claims", &claim, "admit", json!({})).await;
        let problem = refused.expect_problem(403, "permission_denied");
        assert!(problem["detail"].as_str().unwrap().contains("lập hồ sơ"), "{problem:#}");

        let admitted = case.act(&office.approver(), "claims", &claim, "admit", json!({})).await;
        let admitted = admitted.expect(200).json();
        assert_eq!(
            (admitted["state"].as_str(), &admitted["admitted_vnd"]),
            (Some("admitted"), &json!(250_000_000))
        );
        let stale = case
            .act(&office.approver(), "claims", &claim, "reopen", json!({ "reason": "x" }))
            .await;
        stale.expect_problem(412, "stale_version");
        let again = case.act(&office.approver(), "claims", &admitted, "admit", json!({})).await;
        again.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn what_is_not_admitted_in_full_has_a_reason_and_a_date_and_is_contested_once() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let approver = office.approver();
        let claim = case.claim(100, json!({})).await;
        let part =
            case.act(&approver, "claims", &claim, "admit", json!({ "amount_vnd": 60 })).await;
        assert_eq!(codes(part), ["missing_reason", "missing_contest_date"]);
        let body = json!({
            "amount_vnd": 60, "reason": "Thiếu chứng từ", "contest_until": "2025-05-20",
        });
        let part = case.act(&approver, "claims", &claim, "admit", body).await.expect(200).json();
        assert_eq!(
            (&part["admitted_vnd"], &part["contest_until"]),
            (&json!(60), &json!("2025-05-20"))
        );

        // Contested on the last day, decided for good.
        office.service.set_clock("2025-05-20T09:00:00Z");
        let contest = json!({ "reason": "Có bản gốc" });
        let contested =
            case.act(&office.officer(), "claims", &part, "contest", contest.clone()).await;
        let contested = contested.expect(200).json();
        assert_eq!(
            (contested["state"].as_str(), &contested["contest_until"]),
            (Some("contested"), &Value::Null)
        );
        let body = json!({ "reason": "Vẫn thiếu", "contest_until": "2025-06-20" });
        let rejected = case.act(&approver, "claims", &contested, "reject", body).await;
        assert_eq!(codes(rejected), ["contested_before"]);
        let body = json!({ "reason": "Vẫn thiếu" });
        let rejected =
            case.act(&approver, "claims", &contested, "reject", body).await.expect(200).json();
        assert_eq!(
            (rejected["state"].as_str(), &rejected["admitted_vnd"]),
            (Some("rejected"), &Value::Null)
        );
        let late =
            case.act(&office.officer(), "claims", &rejected, "contest", contest.clone()).await;
        late.expect_problem(409, "state_conflict");

        // The day after the date, nothing can be contested any more.
        let other = case.claim(100, json!({})).await;
        let body = json!({ "reason": "Hết thời hiệu", "contest_until": "2025-05-21" });
        let other = case.act(&approver, "claims", &other, "reject", body).await.expect(200).json();
        office.service.set_clock("2025-05-21T17:00:01Z");
        let late = case.act(&office.officer(), "claims", &other, "contest", contest).await;
        late.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn a_claim_ends_otherwise_only_with_its_document_and_can_be_decided_anew() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let (approver, document) = (office.approver(), case.document().await);
        for outcome in ["waived", "written_off", "transferred"] {
            let claim = case.admitted(100, json!({})).await;
            let bare = json!({ "outcome": outcome, "reason": "Có văn bản", "document_ids": [] });
            let refused = case.act(&approver, "claims", &claim, "settle", bare).await;
            assert_eq!(codes(refused), ["missing_document"]);
            let silent = json!({ "outcome": outcome, "document_ids": [document] });
            let refused = case.act(&approver, "claims", &claim, "settle", silent).await;
            assert_eq!(codes(refused), ["missing_reason"]);
            let body =
                json!({ "outcome": outcome, "reason": "Có văn bản", "document_ids": [document] });
            let settled =
                case.act(&approver, "claims", &claim, "settle", body).await.expect(200).json();
            assert_eq!(settled["state"], outcome);
            assert_eq!(settled["settlement"]["documents"][0]["document_id"], json!(document));
            let body = json!({ "reason": "Văn bản bị hủy" });
            let open =
                case.act(&approver, "claims", &settled, "reopen", body).await.expect(200).json();
            assert_eq!(
                (open["state"].as_str(), &open["settlement"]),
                (Some("registered"), &Value::Null)
            );
        }
        // Only a member's claim is said to be paid; any other is paid by its last đồng.
        let claim = case.admitted(100, json!({})).await;
        let paid = json!({ "outcome": "paid", "document_ids": [document] });
        let refused = case.act(&approver, "claims", &claim, "settle", paid).await;
        assert_eq!(codes(refused), ["paid_by_the_cash_book"]);
        // A document of another case proves nothing here.
        let elsewhere = office.new_case("HTX Mây tre", "dormant").await;
        let strange = office.document(&elsewhere, "khác").await;
        let body = json!({ "outcome": "waived", "reason": "x", "document_ids": [strange] });
        let refused = case.act(&approver, "claims", &claim, "settle", body).await;
        assert_eq!(codes(refused), ["unknown_document"]);
    })
    .await;
}

#[actix_web::test]
async fn what_does_not_go_together_is_told_at_its_place() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let mut body = claim_of(1);
        body["payment_class"] = json!("secured");
        assert_eq!(codes(case.post("claims", body.clone()).await), ["security_and_class_differ"]);
        body["secured_by_asset_id"] = json!("01980f2e-5c00-7a30-9c40-0123456789ab");
        assert_eq!(codes(case.post("claims", body).await), ["unknown_asset"]);
        let mut body = claim_of(1);
        body["payment_class"] = json!("members");
        assert_eq!(codes(case.post("claims", body).await), ["not_a_member"]);
        let mut body = claim_of(0);
        (body["basis"], body["creditor"]["name"]) = (json!(" "), json!(" "));
        let refused = case.post("claims", body).await.expect_problem(422, "rule_violated");
        let pointers: Vec<_> = faults(&refused).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/claimed_vnd", "/basis", "/creditor/name"]);
        let too_much = case.post("claims", claim_of(1_000_000_000_000_001)).await;
        assert_eq!(codes(too_much), ["amount_out_of_range"]);
        let mut body = claim_of(1);
        body["amount"] = json!(1);
        case.post("claims", body).await.expect_problem(400, "invalid_body");
        // A claim secured by an asset of the case names it.
        let asset = case.post("assets", super::asset()).await.expect(201).json();
        let secured = json!({ "payment_class": "secured", "secured_by_asset_id": asset["id"] });
        assert_eq!(case.claim(5, secured).await["secured_by_asset_id"], asset["id"]);
    })
    .await;
}

#[actix_web::test]
async fn claims_are_written_where_the_case_admits_it_by_its_authority_alone() {
    each(async |office| {
        let path = office.new_case("HTX Mây tre đan", "dormant").await;
        let case = Case { office: &office, path };
        case.post("claims", claim_of(1)).await.expect_problem(409, "state_conflict");
        case.put_into(DissolutionState::Surveyed, "2025-05-05").await;
        case.post("claims", claim_of(1)).await.expect(201);
        let elsewhere =
            office.service.as_agency("district-276", htx_model::principal::Role::Officer);
        case.post_by(&elsewhere, "claims", claim_of(1)).await.expect_problem(404, "not_found");
        let planning = case.post_by(&office.planning(), "claims", claim_of(1)).await;
        planning.expect_problem(403, "permission_denied");
        case.post_by(&office.audit(), "claims", claim_of(1))
            .await
            .expect_problem(403, "permission_denied");
        let get = |caller| office.service.get(&case.at("claims")).by(&caller);
        get(elsewhere).send().await.expect_problem(404, "not_found");
        get(office.audit()).send().await.expect(200);
        let bare = office.service.post(&case.at("claims"), claim_of(1)).by(&office.officer());
        bare.send().await.expect_problem(400, "idempotency_key_required");
        case.put_into(DissolutionState::Settled, "2025-05-05").await;
        case.post("claims", claim_of(1)).await.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn claims_are_listed_by_pages_and_as_a_table() {
    each(async |office| {
        let case = Case::settling(&office).await;
        for amount in 1..=5 {
            case.claim(amount, json!({})).await;
        }
        case.admitted(6, of_member("Nguyễn Văn An")).await;
        let first = case.read("claims?limit=4").await;
        assert_eq!(first["items"].as_array().unwrap().len(), 4);
        let next = first["next"].as_str().unwrap();
        let second = case.read(&format!("claims?limit=4&cursor={next}")).await;
        assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (2, &Value::Null));
        assert_eq!(second["items"][1]["creditor"]["name"], "N*** V*** A***");
        assert_eq!(second["items"][1]["basis"], Value::Null, "no words in a list");
        let members = case.read("claims?payment_class=members&state=admitted").await;
        assert_eq!(members["items"].as_array().unwrap().len(), 1);
        let csv = office.service.get(&case.at("claims")).by(&office.officer()).accept("text/csv");
        let csv = csv.send().await.expect(200).text();
        assert_eq!(csv.lines().count(), 7, "{csv}");
        assert!(csv.contains("N*** V*** A***") && !csv.contains("Nguyễn"), "{csv}");
    })
    .await;
}
