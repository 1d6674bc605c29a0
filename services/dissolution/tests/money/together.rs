//! Several at once: the last money is spent once.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{Case, payment_of};
use crate::office::each;

#[actix_web::test]
async fn two_payers_at_once_do_not_spend_the_same_last_money() {
    each(async |office| {
        let case = Case::settling(&office).await;
        case.cash_in(100).await;
        let claims = [case.admitted(100, json!({})).await, case.admitted(100, json!({})).await];
        let document = case.document().await;
        // Fifty falls to each; six try to take it, three for each claim.
        let (path, officer) = (case.at("cash-entries"), office.officer());
        let payers = (0..6).map(|at| {
            let body = payment_of(&claims[at % 2], 50, &document);
            let payer = officer.named(&format!("payer {at}"));
            let request = office.service.post(&path, body).by(&payer);
            request.idempotency_key(&format!("pay-{at}")).send()
        });
        let answers = join_all(payers).await;
        let paid = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(paid, 2);
        for refused in answers.into_iter().filter(|answer| answer.status != 201) {
            refused.expect_problem(422, "rule_violated");
        }
        let book = case.read("cash-entries").await;
        let entries = book["items"].as_array().unwrap();
        let balances: Vec<_> = entries.iter().map(|entry| entry["balance_vnd"].clone()).collect();
        assert_eq!(balances, [json!(100), json!(50), json!(0)]);
        for claim in &claims {
            assert_eq!(case.now("claims", claim).await["paid_vnd"], json!(50));
        }
    })
    .await;
}

#[actix_web::test]
async fn six_at_once_leave_a_case_consistent() {
    each(async |office| {
        let case = Case::settling(&office).await;
        case.cash_in(60).await;
        let claim = case.admitted(60, json!({})).await;
        let document = case.document().await;
        let officer = office.officer();
        let send = |at: usize, room: &str, body: Value| {
            let caller = officer.named(&format!("officer {at}"));
            let request = office.service.post(&case.at(room), body).by(&caller);
            request.idempotency_key(&format!("six-{at}")).send()
        };
        let class = json!({ "debt_kind": "other", "payment_class": "dissolution_costs" });
        let cost = case.admitted(40, class).await;
        let cost = payment_of(&cost, 40, &document);
        let income =
            json!({ "kind": "other_receipt", "amount_vnd": 5, "description": "Lãi tiền gửi" });
        let answers = join_all([
            send(0, "cash-entries", payment_of(&claim, 30, &document)),
            send(1, "cash-entries", cost.clone()),
            send(2, "cash-entries", cost),
            send(3, "cash-entries", income),
            send(4, "claims", super::claim_of(1)),
            send(5, "assets", super::asset()),
        ])
        .await;
        assert!(answers.iter().all(|answer| [201, 409, 422].contains(&answer.status)));
        let book = case.read("cash-entries").await;
        let mut balance = 0;
        for (at, entry) in book["items"].as_array().unwrap().iter().enumerate() {
            balance += entry["amount_vnd"].as_i64().unwrap();
            assert_eq!(entry["balance_vnd"], json!(balance));
            assert_eq!(entry["sequence"], json!(at + 1));
        }
        assert!(balance >= 0);
        // Everybody who took part is on record as having prepared the case.
        let taken_part = answers.iter().filter(|answer| answer.status == 201).count();
        let case_now = office.read_by(&office.audit(), &case.path).await;
        assert!(taken_part >= 4 && case_now["version"].as_i64().unwrap() > 1);
    })
    .await;
}
