//! The capital of the cooperative fund: no more is lent than there is, what comes back may be lent again, and
//! what was entered wrongly is taken back by another person.

use futures_util::future::join_all;
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    application::{ANNEX_08, Of, budget},
    loan::{Loan, capital, terms},
    office::{Office, each, faults},
};

/// Available, committed, paid out and come back.
async fn stands(office: &Office, capital: &str) -> [i64; 4] {
    let path = format!("/v1/support-budgets/{capital}");
    let balances = office.read_by(&office.audit(), &path).await["balances"].clone();
    ["available_vnd", "committed_vnd", "disbursed_vnd", "returned_vnd"]
        .map(|name| balances[name].as_i64().unwrap())
}

fn ground() -> Value {
    json!({ "reference": "BB 07/2025", "reason": "Ghi nhầm chứng từ của bà Lan" })
}

#[actix_web::test]
async fn what_is_lent_is_of_the_capital_and_what_comes_back_may_be_lent_again() {
    each(async |office| {
        let fund = capital(&office, 2_000_000).await;
        let (officer, approver) = (office.alliance(Role::Officer), office.alliance(Role::Approver));
        let loan = Loan::active(&office, office.known("HTX Vay Trước").await, &fund).await;
        assert_eq!(stands(&office, &fund).await, [800_000, 0, 1_200_000, 0]);
        office.service.set_clock("2025-05-12T02:30:00Z");
        // The next asks for more than is left.
        let next = Loan::applied(&office, office.known("HTX Vay Sau").await).await;
        let refused = next.act(&officer, "appraise", terms(&fund)).await;
        let told = ("/principal_vnd".to_owned(), "budget_exceeded".to_owned());
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated")), [told]);
        for (wrong, of) in [(json!(ANNEX_08), "so-nnmt"), (json!("khuyen-cong"), "so-ct")] {
            let other = budget(&office, of, wrong.as_str().unwrap(), 9_000_000).await;
            let refused = next.act(&officer, "appraise", terms(&other)).await;
            let told = ("/budget_id".to_owned(), "unknown_budget".to_owned());
            assert_eq!(faults(&refused.expect_problem(422, "rule_violated")), [told]);
        }
        // Four instalments of principal come back with their interest, which is no capital.
        let paid =
            json!({ "amount_vnd": 112_000 + 111_000 + 110_000 + 109_000, "reference": "GBC 1" });
        loan.done(&officer, "repay", paid).await;
        assert_eq!(stands(&office, &fund).await, [1_200_000, 0, 1_200_000, 400_000]);
        next.done(&officer, "appraise", terms(&fund)).await;
        next.done(&approver, "approve", json!({ "decision_number": "33/QĐ-QHT" })).await;
        assert_eq!(stands(&office, &fund).await, [0, 1_200_000, 1_200_000, 400_000]);
        // What the fund has lent to another is not there: the repayment cannot be taken back now.
        let path = format!(
            "repayments/{}/reverse",
            loan.now().await["repayments"][0]["id"].as_str().unwrap()
        );
        let refused = loan.act(&approver, &path, ground()).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "budget_exceeded");
        next.done(&next.own, "withdraw", json!({})).await;
        assert_eq!(stands(&office, &fund).await, [1_200_000, 0, 1_200_000, 400_000]);
        loan.done(&approver, &path, ground()).await;
        assert_eq!(stands(&office, &fund).await, [800_000, 0, 1_200_000, 0]);
        let entries =
            office.read_by(&office.audit(), &format!("/v1/support-budgets/{fund}/entries")).await;
        let entries = entries["items"].as_array().unwrap().clone();
        assert!(entries[1..].iter().all(|one| one["loan_id"].is_string()));
        let last = entries.last().unwrap();
        assert_eq!(
            (&last["operation"], &last["amount_vnd"]),
            (&json!("reverse_return"), &json!(400_000))
        );
        let of = office.read_by(&office.audit(), &format!("/v1/loans?budget={fund}")).await;
        assert_eq!(of["items"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[actix_web::test]
async fn the_money_of_the_fund_is_lent_and_never_given() {
    each(async |office| {
        let organisation = office.known("HTX Xin Quỹ").await;
        let of = Of {
            lead: "lmhtx",
            programme: "quy-ht-htx",
            kind: "credit_help",
            details: json!({}),
            ..Of::machine("Máy")
        };
        let own = office.service.as_organisation(organisation);
        let refused = office.post(&own, "/v1/support-applications", of.body(organisation)).await;
        let told = ("/programme".to_owned(), "is_a_loan_fund".to_owned());
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated")), [told]);
    })
    .await;
}

#[actix_web::test]
async fn of_many_approvals_at_once_the_fund_pays_for_as_many_as_it_has() {
    each(async |office| {
        // Eight of sixteen, and a little that is enough for none.
        let fund = capital(&office, 8 * 1_200_000 + 1_199_999).await;
        let officer = office.alliance(Role::Officer);
        let mut waiting = Vec::new();
        for number in 0..16 {
            let loan =
                Loan::applied(&office, office.known(&format!("HTX vay {number}")).await).await;
            let appraised = loan.done(&officer, "appraise", terms(&fund)).await;
            waiting.push((loan, appraised));
        }
        let approvals = waiting.iter().enumerate().map(|(number, (loan, seen))| {
            let approver = office.alliance(Role::Approver).named(&format!("approver {number}"));
            let body = json!({ "decision_number": format!("{number}/QĐ-QHT") });
            let request =
                office.service.post(&format!("{}/approve", loan.path), body).by(&approver);
            let request = request.if_match(&format!("\"v{}\"", seen["version"]));
            request.idempotency_key(&format!("approve-loan-{number}")).send()
        });
        let answers = join_all(approvals).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 8);
        for refused in answers.into_iter().filter(|answer| answer.status != 200) {
            let problem = refused.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem)[0].1, "budget_exceeded");
        }
        assert_eq!(stands(&office, &fund).await, [1_199_999, 9_600_000, 0, 0]);
        let approved = office.read_by(&office.audit(), "/v1/loans?state=approved").await;
        assert_eq!(approved["items"].as_array().unwrap().len(), 8);
    })
    .await;
}

#[actix_web::test]
async fn a_wrong_repayment_is_taken_back_by_another_person_and_entered_rightly() {
    each(async |office| {
        let fund = capital(&office, 5_000_000).await;
        let loan = Loan::active(&office, office.known("HTX Trả Nhầm").await, &fund).await;
        let officer = office.alliance(Role::Officer);
        // All of it, though only the first instalment was paid.
        let wrong = json!({ "amount_vnd": 1_278_000, "reference": "GBC 1" });
        let settled = loan.done(&officer, "repay", wrong).await;
        assert_eq!(settled["state"], "settled");
        let id = settled["repayments"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("repayments/{id}/reverse");
        // Not by whoever entered it, though they approve as well.
        let both = office.alliance(Role::Officer).also(&office.alliance(Role::Approver));
        loan.act(&officer, &path, ground()).await.expect_problem(403, "permission_denied");
        loan.act(&both, &path, ground()).await.expect_problem(403, "permission_denied");
        let approver = office.alliance(Role::Approver).named("another approver");
        let unknown = format!("repayments/{}/reverse", loan.path.rsplit('/').next().unwrap());
        loan.act(&approver, &unknown, ground()).await.expect_problem(404, "not_found");
        let silent = loan.act(&approver, &path, json!({ "reference": " ", "reason": " " })).await;
        assert_eq!(faults(&silent.expect_problem(422, "rule_violated")).len(), 2);
        let open = loan.done(&approver, &path, ground()).await;
        assert_eq!(
            (&open["state"], &open["repaid_vnd"], &open["ended_on"]),
            (&json!("active"), &json!(0), &Value::Null)
        );
        let entries = open["repayments"].as_array().unwrap();
        assert_eq!((entries.len(), &entries[0]["amount_vnd"]), (2, &json!(1_278_000)), "it stays");
        assert_eq!(
            (&entries[1]["reverses"], &entries[0]["reversed_by"]),
            (&json!(id), &entries[1]["id"])
        );
        loan.act(&approver, &path, ground()).await.expect_problem(409, "state_conflict");
        // The same receipt, with what it says.
        let right = json!({ "amount_vnd": 112_000, "reference": "gbc-1" });
        let after = loan.done(&officer, "repay", right.clone()).await;
        assert_eq!((&after["repaid_vnd"], &after["state"]), (&json!(112_000), &json!("active")));
        loan.act(&officer, "repay", right).await.expect_problem(409, "already_exists");
        assert_eq!(stands(&office, &fund).await, [3_900_000, 0, 1_200_000, 100_000]);
        // The counter-entry is an event that names the one that it corrects.
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=200").await;
        assert!(!log.to_string().contains("bà Lan"));
        let events: Vec<&Value> =
            log["items"].as_array().unwrap().iter().map(|one| &one["event"]).collect();
        let of = |kind: &str| *events.iter().find(|event| event["type"] == kind).unwrap();
        let (entered, reversed) = (of("loan.settled"), of("loan.repayment_reversed"));
        assert_eq!((&reversed["corrects"], entered["corrects"].is_null()), (&entered["id"], true));
        assert_eq!(reversed["state"]["repayment"]["reverses"], json!(id));
    })
    .await;
}

#[actix_web::test]
async fn a_wrong_paying_out_is_taken_back_while_nothing_was_paid_back() {
    each(async |office| {
        let fund = capital(&office, 5_000_000).await;
        let loan = Loan::active(&office, office.known("HTX Giải Ngân Nhầm").await, &fund).await;
        let (officer, approver) = (office.alliance(Role::Officer), office.alliance(Role::Approver));
        let paid = json!({ "amount_vnd": 5, "reference": "GBC 1" });
        let repaid = loan.done(&officer, "repay", paid).await;
        loan.act(&approver, "reverse-pay-out", ground())
            .await
            .expect_problem(409, "state_conflict");
        let path =
            format!("repayments/{}/reverse", repaid["repayments"][0]["id"].as_str().unwrap());
        loan.done(&approver, &path, ground()).await;
        loan.act(&officer, "reverse-pay-out", ground())
            .await
            .expect_problem(403, "permission_denied");
        let back = loan.done(&approver, "reverse-pay-out", ground()).await;
        assert_eq!((&back["state"], &back["paid_out_on"]), (&json!("approved"), &Value::Null));
        assert_eq!(stands(&office, &fund).await, [3_800_000, 1_200_000, 0, 0]);
        loan.done(&officer, "pay-out", json!({ "reference": "UNC 33" })).await;
        assert_eq!(stands(&office, &fund).await, [3_800_000, 0, 1_200_000, 0]);
        office.refuses("UPDATE loan_repayment SET amount_vnd = 1").await;
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=200").await;
        let events: Vec<&Value> =
            log["items"].as_array().unwrap().iter().map(|one| &one["event"]).collect();
        let of = |kind: &str| *events.iter().find(|event| event["type"] == kind).unwrap();
        let reversed = of("loan.pay_out_reversed");
        assert_eq!(reversed["corrects"], of("loan.paid_out")["id"]);
        assert_eq!(reversed["state"]["reference"], "BB 07/2025");
    })
    .await;
}
