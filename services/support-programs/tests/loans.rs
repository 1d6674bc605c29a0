//! Loans of the cooperative fund, run by the alliance; credit, recorded by the State Bank.

use futures_util::future::join_all;
use htx_model::{organisation::OrganisationStatus, principal::Role};
use serde_json::{Value, json};

use super::{
    loan::{Loan, capital, terms},
    office::{each, faults},
};

#[actix_web::test]
async fn a_loan_is_paid_back_to_the_last_dong_and_is_then_settled() {
    each(async |office| {
        let organisation = office.known("HTX Vay Vốn").await;
        let fund = capital(&office, 5_000_000).await;
        let loan = Loan::active(&office, organisation, &fund).await;
        let officer = office.alliance(Role::Officer);
        let active = loan.now().await;
        let schedule = active["schedule"].as_array().unwrap().clone();
        let sum =
            |field: &str| schedule.iter().map(|one| one[field].as_i64().unwrap()).sum::<i64>();
        assert_eq!(
            (schedule.len(), sum("principal_vnd"), sum("interest_vnd")),
            (12, 1_200_000, 78_000)
        );
        assert_eq!(schedule[0]["due_on"], "2025-02-15");

        // 112,000 was due on 15 February; a month later two instalments are.
        office.service.set_clock("2025-03-16T02:30:00Z");
        let late = loan.now().await;
        assert_eq!(
            (&late["standing"]["overdue_vnd"], &late["standing"]["bucket"]),
            (&json!(223_000), &json!("days_1_30"))
        );
        let paid = json!({ "amount_vnd": 112_000, "reference": "GBC 1" });
        let after = loan.done(&officer, "repay", paid.clone()).await;
        assert_eq!(after["standing"]["overdue_since"], "2025-03-15");
        assert_eq!(
            (&after["schedule"][0]["paid_vnd"], &after["schedule"][1]["paid_vnd"]),
            (&json!(112_000), &json!(0))
        );
        loan.act(&officer, "repay", paid).await.expect_problem(409, "already_exists");

        let portfolio = office.read_by(&office.audit(), "/v1/loans/portfolio").await;
        assert_eq!((&portfolio["loans"], &portfolio["overdue_vnd"]), (&json!(1), &json!(111_000)));
        assert_eq!(portfolio["buckets"][1]["loans"], 1);
        let too_much = json!({ "amount_vnd": 1_166_001, "reference": "GBC 2" });
        let refused = loan.act(&officer, "repay", too_much).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(
            faults(&problem),
            [("/amount_vnd".to_owned(), "beyond_what_is_owed".to_owned())]
        );
        let rest = json!({ "amount_vnd": 1_166_000, "reference": "GBC 2" });
        let settled = loan.done(&officer, "repay", rest).await;
        assert_eq!(
            (&settled["state"], &settled["standing"]["open_vnd"]),
            (&json!("settled"), &json!(0))
        );
        let more = json!({ "amount_vnd": 1, "reference": "GBC 3" });
        loan.act(&officer, "repay", more).await.expect_problem(409, "state_conflict");
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events").await.to_string();
        assert!(log.contains("loan.settled") && !log.contains("bà Lan"));
        // Each repayment stands in the log with its receipt.
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=200").await;
        let events = log["items"].as_array().unwrap().iter().map(|one| &one["event"]);
        let repaid: Vec<_> = events
            .filter(|event| !event["state"]["repayment"].is_null())
            .map(|event| {
                let paid = &event["state"]["repayment"];
                let said = ["sequence", "amount_vnd", "paid_on", "reference", "recorded_by"];
                (event["type"].clone(), said.map(|name| paid[name].clone()))
            })
            .collect();
        let line = |kind: &str, number: i64, amount: i64, reference: &str| {
            let day = json!("2025-03-16");
            let by = json!("lmhtx.officer");
            (json!(kind), [json!(number), json!(amount), day, json!(reference), by])
        };
        assert_eq!(
            repaid,
            [line("loan.repaid", 1, 112_000, "GBC 1"), line("loan.settled", 2, 1_166_000, "GBC 2"),]
        );
    })
    .await;
}

#[actix_web::test]
async fn nothing_is_lent_to_who_dissolves_or_has_ended() {
    each(async |office| {
        let mut organisation = office.cooperative("HTX Sắp Giải Thể");
        let known = organisation.id;
        office.know(vec![organisation.clone()]).await;
        let fund = capital(&office, 5_000_000).await;
        let (officer, approver) = (office.alliance(Role::Officer), office.alliance(Role::Approver));
        let decision = json!({ "decision_number": "32/QĐ-QHT" });
        let order = json!({ "reference": "UNC 32" });
        let (applied, appraised, approved) = (
            Loan::applied(&office, known).await,
            Loan::applied(&office, known).await,
            Loan::applied(&office, known).await,
        );
        for loan in [&appraised, &approved] {
            loan.done(&officer, "appraise", terms(&fund)).await;
        }
        approved.done(&approver, "approve", decision.clone()).await;
        for (status, article) in [
            (OrganisationStatus::Dissolving, json!("Điều 100")),
            (OrganisationStatus::Dissolved, Value::Null),
        ] {
            organisation.status = status;
            office.know(vec![organisation.clone()]).await;
            let body = json!({
                "organisation_id": known, "purpose": "Vay", "requested_vnd": 5, "months": 1,
            });
            let new = office.post(&applied.own, "/v1/loans", body).await;
            for refused in [
                new,
                applied.act(&officer, "appraise", terms(&fund)).await,
                appraised.act(&approver, "approve", decision.clone()).await,
                approved.act(&officer, "pay-out", order.clone()).await,
            ] {
                let problem = refused.expect_problem(409, "state_conflict");
                assert_eq!(problem["legal_basis"]["article"], article, "{status}");
            }
        }
        // What was asked for may still be taken back or refused.
        let promised =
            office.read_by(&office.audit(), &format!("/v1/support-budgets/{fund}")).await;
        assert_eq!(promised["balances"]["committed_vnd"], 1_200_000);
        let why = json!({ "decision_number": "34/QĐ-QHT", "reason": "Đã giải thể" });
        approved.done(&approver, "reject", why).await;
        let free = office.read_by(&office.audit(), &format!("/v1/support-budgets/{fund}")).await;
        assert_eq!(free["balances"]["available_vnd"], 5_000_000);
        applied.done(&applied.own, "withdraw", json!({})).await;
        let why = json!({ "decision_number": "33/QĐ-QHT", "reason": "Đã giải thể" });
        appraised.done(&approver, "reject", why).await;
    })
    .await;
}

#[actix_web::test]
async fn two_who_enter_the_last_repayment_at_once_enter_it_once() {
    each(async |office| {
        let organisation = office.known("HTX Trả Một Lần").await;
        let fund = capital(&office, 5_000_000).await;
        let loan = Loan::active(&office, organisation, &fund).await;
        let (now, officer) = (loan.now().await, office.alliance(Role::Officer));
        let path = format!("{}/repay", loan.path);
        let requests = (0..4).map(|number| {
            let body = json!({ "amount_vnd": 1_278_000, "reference": format!("GBC {number}") });
            let request =
                office.service.post(&path, body).by(&officer.named(&format!("teller {number}")));
            let request = request.if_match(&format!("\"v{}\"", now["version"]));
            request.idempotency_key(&format!("repay-{number}")).send()
        });
        let answers = join_all(requests).await;
        let entered = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(entered, 1);
        assert_eq!(loan.now().await["repaid_vnd"], 1_278_000);
    })
    .await;
}

#[actix_web::test]
async fn the_alliance_runs_the_fund_and_whoever_appraises_does_not_approve() {
    each(async |office| {
        let organisation = office.known("HTX Đề Nghị").await;
        let fund = capital(&office, 5_000_000).await;
        let loan = Loan::applied(&office, organisation).await;
        let both = office.alliance(Role::Officer).also(&office.alliance(Role::Approver));
        let early = json!({ "decision_number": "1" });
        let refused = loan.act(&office.alliance(Role::Approver), "approve", early.clone()).await;
        refused.expect_problem(409, "state_conflict");
        let mut wrong = terms(&fund);
        (wrong["months"], wrong["annual_rate_bps"]) = (json!(0), json!(3001));
        let refused = loan.act(&both, "appraise", wrong).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let pointers: Vec<_> = faults(&problem).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/annual_rate_bps", "/months"]);
        let mut more = terms(&fund);
        (more["months"], more["principal_vnd"]) = (json!(13), json!(1_200_001));
        let refused = loan.act(&both, "appraise", more).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let beyond = |pointer: &str| (pointer.to_owned(), "beyond_the_request".to_owned());
        assert_eq!(faults(&problem), [beyond("/principal_vnd"), beyond("/months")]);
        loan.done(&both, "appraise", terms(&fund)).await;
        loan.act(&both, "approve", early).await.expect_problem(403, "permission_denied");
        for other in [loan.own.clone(), office.officer(), office.finance(Role::Officer)] {
            loan.act(&other, "appraise", terms(&fund))
                .await
                .expect_problem(403, "permission_denied");
        }
        let stranger = office.service.as_organisation(office.known("HTX Lạ").await);
        office.service.get(&loan.path).by(&stranger).send().await.expect_problem(404, "not_found");
        office.service.get(&loan.path).by(&office.district()).send().await.expect(403);
        let silent = json!({ "decision_number": "2" });
        let refused = loan.act(&office.alliance(Role::Approver), "reject", silent).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].0, "/reason");
        let read = office.read_by(&loan.own, &loan.path).await;
        assert_eq!(read["available_actions"], json!(["withdraw"]));
        loan.done(&loan.own, "withdraw", json!({})).await;
        let table = office.service.get("/v1/loans").by(&office.audit()).accept("text/csv");
        let table = table.send().await.expect(200).text();
        assert!(table.contains("withdrawn") && !table.contains("bà Lan"));
    })
    .await;
}

#[actix_web::test]
async fn the_state_bank_records_credit_once_for_each_institution_and_day() {
    each(async |office| {
        let organisation = office.known("HTX Nợ Quá Hạn").await;
        let bank = office.service.as_agency("nhnn-hn", Role::Officer);
        let path = "/v1/credit-records";
        let body = json!({
            "organisation_id": organisation, "credit_institution": "Agribank Chương Mỹ",
            "as_of": "2025-04-30", "outstanding_vnd": 800, "overdue_vnd": 50,
            "overdue_since": "2025-02-01",
        });
        office.post(&bank, path, body.clone()).await.expect(201);
        let mut again = body.clone();
        again["credit_institution"] = json!("AGRIBANK chương mỹ");
        office.post(&bank, path, again).await.expect_problem(409, "already_exists");
        let mut wrong = body.clone();
        (wrong["overdue_vnd"], wrong["as_of"]) = (json!(801), json!("2025-05-13"));
        let refused = office.post(&bank, path, wrong).await;
        let pointers: Vec<_> = faults(&refused.expect_problem(422, "rule_violated"))
            .into_iter()
            .map(|(pointer, _)| pointer)
            .collect();
        assert_eq!(pointers, ["/overdue_vnd", "/as_of"]);
        for other in [office.finance(Role::Officer), office.officer(), office.district()] {
            office.post(&other, path, body.clone()).await.expect_problem(403, "permission_denied");
        }
        let own = office.service.as_organisation(organisation);
        let seen = office.read_by(&own, "/v1/credit-records?overdue=true").await;
        assert_eq!(seen["items"][0]["overdue_vnd"], 50);
        let none = office.read_by(&bank, "/v1/credit-records?overdue=false").await;
        assert_eq!(none["items"], json!([]));
        let stranger = office.service.as_organisation(office.known("HTX Khác").await);
        assert_eq!(office.read_by(&stranger, path).await["items"], json!([]));
    })
    .await;
}
