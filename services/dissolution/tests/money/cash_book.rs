//! The cash book: never negative, never edited, nobody paid too much or too early.

use diesel::{RunQueryDsl as _, sql_query};
use htx_kit::{failure::Failure, testing::Answer};
use serde_json::{Value, json};

use super::{Case, of_member, payment_of};
use crate::office::{each, faults};

fn codes(answer: Answer) -> Vec<String> {
    let problem = answer.expect_problem(422, "rule_violated");
    faults(&problem).into_iter().map(|(_, code)| code).collect()
}

#[actix_web::test]
async fn each_entry_has_its_number_and_the_balance_after_it() {
    each(async |office| {
        let case = Case::settling(&office).await;
        case.cash_in(100).await;
        let claim = case.admitted(200, json!({})).await;
        let payment = |document: &str| {
            let mut body = payment_of(&claim, 30, document);
            (body["booked_on"], body["description"]) = (json!("2025-05-10"), json!("Đăng báo"));
            body
        };
        let document = case.document().await;
        let entry = case.post("cash-entries", payment(&document)).await.expect(201).json();
        assert_eq!(
            (&entry["sequence"], &entry["amount_vnd"], &entry["balance_vnd"]),
            (&json!(2), &json!(-30), &json!(70))
        );
        let mut bare = payment(&document);
        bare["document_ids"] = json!([]);
        assert_eq!(codes(case.post("cash-entries", bare).await), ["missing_document"]);
        let mut much = payment(&document);
        much["amount_vnd"] = json!(71);
        assert_eq!(codes(case.post("cash-entries", much).await), ["not_enough_money"]);
        let mut early = payment(&document);
        early["booked_on"] = json!("2025-05-13");
        assert_eq!(codes(case.post("cash-entries", early).await), ["date_in_future"]);
        for kind in ["asset_sale", "reversal"] {
            let body = json!({ "kind": kind, "amount_vnd": 1, "description": "x" });
            assert_eq!(codes(case.post("cash-entries", body).await), ["made_elsewhere"]);
        }
        let strange = json!({
            "kind": "other_receipt", "amount_vnd": 1, "description": "x",
            "claim_id": "01980f2e-5c00-7a30-9c40-0123456789ab",
        });
        assert_eq!(codes(case.post("cash-entries", strange).await), ["kind_and_record_differ"]);
        let book = case.read("cash-entries").await;
        let numbers: Vec<_> =
            book["items"].as_array().unwrap().iter().map(|one| one["sequence"].clone()).collect();
        assert_eq!(numbers, [json!(1), json!(2)]);
        let csv =
            office.service.get(&case.at("cash-entries")).by(&office.audit()).accept("text/csv");
        let csv = csv.send().await.expect(200).text();
        assert!(csv.contains("-30") && !csv.contains("Đăng báo"), "{csv}");
    })
    .await;
}

#[actix_web::test]
async fn a_cost_is_a_claim_that_another_person_admits_and_is_paid_first() {
    each(async |office| {
        let case = Case::settling(&office).await;
        case.cash_in(100).await;
        let document = case.document().await;
        let free = json!({
            "kind": "cost", "amount_vnd": 30, "description": "Đăng báo", "document_ids": [document],
        });
        assert_eq!(codes(case.post("cash-entries", free).await), ["paid_as_a_claim"]);
        let bank = case.admitted(80, json!({})).await;
        let class = json!({ "debt_kind": "other", "payment_class": "dissolution_costs" });
        let cost = case.claim(30, class).await;
        // Whoever entered it does not admit it, and until somebody has it is not paid.
        case.pay(&cost, 30).await.expect_problem(409, "state_conflict");
        let own = case.act(&office.officer(), "claims", &cost, "admit", json!({})).await;
        own.expect_problem(403, "permission_denied");
        assert_eq!(codes(case.pay(&bank, 71).await), ["before_its_turn"]);
        let admitted = case.act(&office.approver(), "claims", &cost, "admit", json!({})).await;
        admitted.expect(200);
        case.pay(&cost, 30).await.expect(201);
        case.pay(&bank, 70).await.expect(201);
    })
    .await;
}

#[actix_web::test]
async fn members_wait_until_nobody_can_claim_before_them() {
    each(async |office| {
        office.service.set_clock("2025-02-03T02:30:00Z");
        let case = Case::settling(&office).await;
        case.cash_in(100).await;
        let member = case.admitted(30, of_member("Nguyễn Văn An")).await;
        let waits = case.pay(&member, 100).await.expect_problem(409, "state_conflict");
        assert!(waits["detail"].as_str().unwrap().contains("Chưa công bố"), "{waits:#}");
        case.publish().await;
        let paid = json!({ "outcome": "paid", "document_ids": [case.document().await] });
        case.pay(&member, 100).await.expect_problem(409, "state_conflict");
        let early = case.act(&office.approver(), "claims", &member, "settle", paid).await;
        early.expect_problem(409, "state_conflict");
        office.service.set_clock("2025-04-04T02:30:00Z");
        case.pay(&member, 100).await.expect_problem(409, "state_conflict");
        office.service.set_clock("2025-04-05T02:30:00Z");
        case.pay(&member, 100).await.expect(201);
    })
    .await;
}

#[actix_web::test]
async fn a_claim_is_paid_to_the_last_dong_and_no_further() {
    each(async |office| {
        let case = Case::settling(&office).await;
        case.cash_in(1_000).await;
        let claim = case.admitted(100, json!({})).await;
        case.pay(&claim, 60).await.expect(201);
        assert_eq!(codes(case.pay(&claim, 41).await), ["beyond_what_was_admitted"]);
        case.pay(&claim, 40).await.expect(201);
        let paid = case.now("claims", &claim).await;
        assert_eq!((paid["state"].as_str(), &paid["paid_vnd"]), (Some("paid"), &json!(100)));
        case.pay(&claim, 1).await.expect_problem(409, "state_conflict");
        let undecided = case.claim(5, json!({})).await;
        case.pay(&undecided, 5).await.expect_problem(409, "state_conflict");
        let payments =
            case.read(&format!("cash-entries?claim={}", claim["id"].as_str().unwrap())).await;
        assert_eq!(payments["items"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[actix_web::test]
async fn nobody_is_paid_before_who_comes_first() {
    each(async |office| {
        let case = Case::settling(&office).await;
        case.cash_in(100).await;
        let bank = case.admitted(80, json!({})).await;
        let supplier = case.admitted(80, json!({})).await;
        // Not decided yet, but workers come first: their 40 are not given away.
        let workers = json!({ "debt_kind": "worker", "payment_class": "workers" });
        let worker = case.claim(40, workers).await;
        let refused = case.pay(&bank, 31).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/amount_vnd".to_owned(), "before_its_turn".to_owned())]);
        assert_eq!(problem["errors"][0]["legal_basis"]["article"], "101");
        assert_eq!(problem["errors"][0]["legal_basis"]["verified"], json!(false));
        case.pay(&bank, 30).await.expect(201);
        // Rejected: the money is free for the banks, forty each.
        let body = json!({ "reason": "Đã trả năm 2015", "contest_until": "2025-06-30" });
        case.act(&office.approver(), "claims", &worker, "reject", body).await.expect(200);
        assert_eq!(codes(case.pay(&bank, 21).await), ["before_its_turn"]);
        case.pay(&bank, 20).await.expect(201);
        case.pay(&supplier, 50).await.expect(201);
        assert_eq!(codes(case.pay(&supplier, 1).await), ["not_enough_money"]);
        let book = case.read("cash-entries").await;
        assert_eq!(book["items"][3]["balance_vnd"], json!(0));
    })
    .await;
}

#[actix_web::test]
async fn members_share_what_is_left_by_contribution_beyond_it_too() {
    each(async |office| {
        let case = Case::after_the_window(&office).await;
        case.cash_in(130).await;
        let bank = case.admitted(10, json!({})).await;
        let one = case.admitted(30, of_member("Nguyễn Văn An")).await;
        let two = case.admitted(10, of_member("Trần Thị Bình")).await;
        case.pay(&bank, 10).await.expect(201);
        assert_eq!(codes(case.pay(&one, 91).await), ["before_its_turn"]);
        case.pay(&one, 90).await.expect(201);
        let document = case.document().await;
        let paid = json!({ "outcome": "paid", "document_ids": [document] });
        let now = case.now("claims", &two).await;
        let refused = case.act(&office.approver(), "claims", &now, "settle", paid.clone()).await;
        assert_eq!(codes(refused), ["more_falls_to_it"]);
        case.pay(&two, 30).await.expect(201);
        for member in [&one, &two] {
            let now = case.now("claims", member).await;
            let settled =
                case.act(&office.approver(), "claims", &now, "settle", paid.clone()).await;
            assert_eq!(settled.expect(200).json()["state"], "paid");
        }
    })
    .await;
}

#[actix_web::test]
async fn an_entry_is_taken_back_once_by_its_counter_entry_and_never_edited() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let opening = case.cash_in(100).await;
        let claim = case.admitted(100, json!({})).await;
        let payment = case.pay(&claim, 100).await.expect(201).json();
        let reverse = async |entry: &Value| {
            let path = format!("cash-entries/{}/reverse", entry["id"].as_str().unwrap());
            let document = case.document().await;
            case.post(&path, json!({ "reason": "Ghi nhầm", "document_ids": [document] })).await
        };
        // The money is with the bank: what came in cannot be taken back now.
        assert_eq!(codes(reverse(&opening).await), ["not_enough_money"]);
        let counter = reverse(&payment).await.expect(201).json();
        assert_eq!((&counter["amount_vnd"], &counter["balance_vnd"]), (&json!(100), &json!(100)));
        assert_eq!(counter["reverses_id"], payment["id"]);
        let now = case.now("claims", &claim).await;
        assert_eq!((now["state"].as_str(), &now["paid_vnd"]), (Some("admitted"), &json!(0)));
        reverse(&payment).await.expect_problem(409, "state_conflict");
        reverse(&counter).await.expect_problem(409, "state_conflict");
        for statement in ["UPDATE cash_entry SET amount_vnd = 1", "DELETE FROM cash_entry"] {
            let tried = office.database.write(move |connection| {
                Ok::<_, Failure>(sql_query(statement).execute(connection)?)
            });
            tried.await.unwrap_err();
        }
        // What came in does not go out again without a proof.
        let path = format!("cash-entries/{}/reverse", opening["id"].as_str().unwrap());
        let bare = case.post(&path, json!({ "reason": "Ghi nhầm" })).await;
        assert_eq!(codes(bare), ["missing_document"]);
        reverse(&opening).await.expect(201);
        assert_eq!(case.read("cash-entries").await["items"][3]["balance_vnd"], json!(0));
    })
    .await;
}

#[actix_web::test]
async fn a_payment_that_is_sent_again_is_paid_once() {
    each(async |office| {
        let case = Case::settling(&office).await;
        case.cash_in(100).await;
        let claim = case.admitted(80, json!({})).await;
        let body = payment_of(&claim, 40, &case.document().await);
        let send = async |body: &Value| {
            let request = office.service.post(&case.at("cash-entries"), body).by(&office.officer());
            request.idempotency_key("payment-1").send().await
        };
        let first = send(&body).await.expect(201);
        let again = send(&body).await.expect(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(first.json()["id"], again.json()["id"]);
        assert_eq!(again.json()["description"], Value::Null, "words are not kept");
        let mut other = body.clone();
        other["amount_vnd"] = json!(39);
        send(&other).await.expect_problem(422, "idempotency_key_reused");
        assert_eq!(case.now("claims", &claim).await["paid_vnd"], json!(40));
        assert_eq!(case.read("cash-entries").await["items"].as_array().unwrap().len(), 2);
    })
    .await;
}
