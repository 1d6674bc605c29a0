//! What was entered wrongly is taken back by another person, by an entry that names it; what was completed may
//! turn out to have been given wrongly.

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    application::{ANNEX_08, Application, Of, budget},
    office::{Office, each, faults},
    young_workers::{does, months, placed},
};

async fn balances(office: &Office, budget: &str) -> Value {
    office.read_by(&office.audit(), &format!("/v1/support-budgets/{budget}")).await["balances"]
        .clone()
}

/// A granted machine of which this much is paid.
async fn paid<'a>(office: &'a Office, budget: &str, granted: i64, amount: i64) -> Application<'a> {
    let organisation = office.known(&format!("HTX Nhận {granted} Chi {amount}")).await;
    let of = Of { requested: granted, ..Of::machine("Máy cấy") };
    let application = Application::proposed(office, organisation, of, (budget, granted)).await;
    application.approve().await;
    let order = application.order("UNC 01", amount).await;
    application.done(&application.officer(), "disburse", order).await;
    application
}

/// Which entry of an application is taken back, and on what ground.
async fn reversal(application: &Application<'_>, entry: usize) -> (String, Value) {
    let id = application.now().await["payments"][entry]["id"].as_str().unwrap().to_owned();
    let body = json!({
        "reference": "BB 12/2025", "reason": "Ghi nhầm số tiền của bà Lan",
        "document_ids": [application.document().await],
    });
    (format!("payments/{id}/reverse"), body)
}

#[actix_web::test]
async fn a_wrong_payment_is_taken_back_by_another_person_and_entered_rightly() {
    each(async |office| {
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application = paid(&office, &id, 100, 80).await;
        let (path, body) = reversal(&application, 0).await;
        let both = application.officer().also(&application.approver());
        for who in [&application.officer(), &both, &application.own()] {
            let refused = application.act(who, &path, body.clone()).await;
            refused.expect_problem(403, "permission_denied");
        }
        let science = office.service.as_agency("so-khcn", Role::Approver);
        for other in [science, office.finance(Role::Approver)] {
            let refused = application.act(&other, &path, body.clone()).await;
            refused.expect_problem(404, "not_found");
        }
        let approver = application.approver();
        let bare = json!({ "reference": "BB 12", "reason": "Nhầm", "document_ids": [] });
        let refused = application.act(&approver, &path, bare).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "missing_document");
        let actions =
            office.read_by(&approver, &application.path).await["available_actions"].clone();
        assert_eq!(actions, json!(["cancel", "reverse"]));

        let after = application.done(&approver, &path, body.clone()).await;
        assert_eq!(
            (&after["state"], &after["entitlement"]["committed_vnd"]),
            (&json!("approved"), &json!(100))
        );
        let entries = after["payments"].as_array().unwrap();
        assert_eq!(
            (entries.len(), &entries[0]["amount_vnd"]),
            (2, &json!(80)),
            "what was entered stays"
        );
        assert_eq!(
            (&entries[1]["reverses"], &entries[0]["reversed_by"]),
            (&entries[0]["id"], &entries[1]["id"])
        );
        application.act(&approver, &path, body).await.expect_problem(409, "state_conflict");
        // The same payment order, with what it says.
        let right = application.order("unc-01", 60).await;
        let after = application.done(&application.officer(), "disburse", right.clone()).await;
        assert_eq!(after["entitlement"]["disbursed_vnd"], 60);
        let again = application.act(&application.officer(), "disburse", right).await;
        again.expect_problem(409, "already_exists");
        let expected = json!({
            "allotted_vnd": 1_000, "available_vnd": 900, "reserved_vnd": 0, "committed_vnd": 40,
            "disbursed_vnd": 60, "returned_vnd": 0,
        });
        assert_eq!(balances(&office, &id).await, expected);
        let records = office.read_by(&office.audit(), "/v1/support-records?year=2025").await;
        assert_eq!(records["items"][0]["paid_vnd"], 60);
        for statement in
            ["UPDATE support_payment SET amount_vnd = 1", "DELETE FROM support_payment"]
        {
            office.refuses(statement).await;
        }
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=200").await;
        assert!(!log.to_string().contains("bà Lan"));
        let events: Vec<&Value> =
            log["items"].as_array().unwrap().iter().map(|one| &one["event"]).collect();
        let of = |kind: &str| *events.iter().find(|event| event["type"] == kind).unwrap();
        let reversed = of("support_application.payment_reversed");
        assert_eq!(reversed["corrects"], of("support_application.disbursed")["id"]);
    })
    .await;
}

#[actix_web::test]
async fn a_completed_support_is_cancelled_and_recovered_where_it_was_given_wrongly() {
    each(async |office| {
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application = paid(&office, &id, 100, 70).await;
        let minutes = json!({ "document_ids": [application.document().await] });
        application.done(&application.officer(), "accept", minutes.clone()).await;
        let completed = application.done(&application.approver(), "complete", json!({})).await;
        assert_eq!(completed["ended_on"], "2025-05-12");
        let approver = application.approver();
        let why = json!({ "reason": "Thanh tra kết luận máy không được mua" });
        // Only with what shows it, and not by whoever prepared it.
        let refused = application.act(&approver, "cancel", why.clone()).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "missing_document");
        let mut shown = why;
        shown["document_ids"] = minutes["document_ids"].clone();
        application.act(&application.officer(), "cancel", shown.clone()).await.expect(403);
        let recovering = application.done(&approver, "cancel", shown).await;
        assert_eq!(
            (
                &recovering["state"],
                &recovering["ended_on"],
                &recovering["entitlement"]["outstanding_vnd"]
            ),
            (&json!("recovering"), &Value::Null, &json!(70))
        );
        let back = application.order("GNT 01", 70).await;
        let ended = application.done(&application.officer(), "recover", back).await;
        assert_eq!(
            (&ended["state"], &ended["available_actions"]),
            (&json!("cancelled"), &json!([]))
        );
        let now = balances(&office, &id).await;
        assert_eq!((&now["available_vnd"], &now["returned_vnd"]), (&json!(1_000), &json!(70)));
    })
    .await;
}

#[actix_web::test]
async fn a_completed_support_whose_payment_was_wrong_is_to_be_completed_anew() {
    each(async |office| {
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application = paid(&office, &id, 100, 70).await;
        let minutes = json!({ "document_ids": [application.document().await] });
        application.done(&application.officer(), "accept", minutes).await;
        application.done(&application.approver(), "complete", json!({})).await;
        let (path, body) = reversal(&application, 0).await;
        let opened = application.done(&application.approver(), &path, body).await;
        assert_eq!((&opened["state"], &opened["ended_on"]), (&json!("accepted"), &Value::Null));
        let early = application.act(&application.approver(), "complete", json!({})).await;
        early.expect_problem(409, "state_conflict");
        let right = application.order("UNC 01", 50).await;
        application.done(&application.officer(), "disburse", right).await;
        let completed = application.done(&application.approver(), "complete", json!({})).await;
        assert_eq!(completed["state"], "completed");
        let now = balances(&office, &id).await;
        assert_eq!((&now["available_vnd"], &now["disbursed_vnd"]), (&json!(950), &json!(50)));
    })
    .await;
}

#[actix_web::test]
async fn a_wrong_recovery_is_taken_back_and_the_money_is_owed_again() {
    each(async |office| {
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application = paid(&office, &id, 100, 70).await;
        application.done(&application.approver(), "cancel", json!({ "reason": "Sai" })).await;
        let back = application.order("GNT 01", 70).await;
        let cancelled = application.done(&application.officer(), "recover", back).await;
        assert_eq!(cancelled["state"], "cancelled");
        // What came back cannot be taken back as never paid.
        let (path, body) = reversal(&application, 0).await;
        let refused = application.act(&application.approver(), &path, body).await;
        assert_eq!(
            faults(&refused.expect_problem(422, "rule_violated"))[0].1,
            "beyond_entitlement"
        );
        let (path, body) = reversal(&application, 1).await;
        let owed = application.done(&application.approver(), &path, body).await;
        assert_eq!(
            (&owed["state"], &owed["entitlement"]["outstanding_vnd"]),
            (&json!("recovering"), &json!(70))
        );
        // Its cost is supported again: nobody else gets it meanwhile.
        let again =
            Application::draft(&office, application.organisation, Of::machine("Máy cấy")).await;
        let refused = again.act(&again.own(), "submit", json!({})).await;
        assert_eq!(
            faults(&refused.expect_problem(422, "rule_violated"))[0].1,
            "cost_already_funded"
        );
        // It was never paid either: with both taken back nothing is owed, and nothing is promised.
        let (path, body) = reversal(&application, 0).await;
        let ended = application.done(&application.approver(), &path, body).await;
        assert_eq!(ended["state"], "cancelled");
        let expected = json!({
            "allotted_vnd": 1_000, "available_vnd": 1_000, "reserved_vnd": 0, "committed_vnd": 0,
            "disbursed_vnd": 0, "returned_vnd": 0,
        });
        assert_eq!(balances(&office, &id).await, expected);
        again.done(&again.own(), "submit", json!({})).await;
    })
    .await;
}

#[actix_web::test]
async fn months_of_young_workers_are_unpaid_again_with_the_payment_of_them() {
    each(async |office| {
        let organisation = office.known("HTX Trả Nhầm Tháng").await;
        let id = budget(&office, "so-nnmt", "lao-dong-tre", 100_000_000).await;
        let of = Of {
            lead: "so-nnmt",
            programme: "lao-dong-tre",
            kind: "young_workers",
            details: json!({
                "workers": 1, "months": 4, "monthly_support_vnd": 3_000_000,
                "starts_on": "2025-01-02", "qualification": "Cao đẳng nông nghiệp",
            }),
            costs: json!([{ "kind": "labour", "name": "Lương", "year": 2025, "amount_vnd": 12_000_000 }]),
            requested: 12_000_000,
        };
        let application = Application::proposed(&office, organisation, of, (&id, 12_000_000)).await;
        application.approve().await;
        let worker = placed(&application, "Nguyễn Văn An", "001301000001").await;
        let worked = months(&["2025-01", "2025-02", "2025-03"], &[]);
        does(&office, &application.own(), &worker, "months", worked).await.expect(200);
        let mut order = application.order("UNC 1", 9_000_000).await;
        order["worker_months"] = json!(3);
        application.done(&application.officer(), "disburse", order).await;
        let unpaid = months(&["2025-02"], &["2025-03"]);
        let refused = does(&office, &application.own(), &worker, "months", unpaid.clone()).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "paid_already");
        let (path, body) = reversal(&application, 0).await;
        application.done(&application.approver(), &path, body).await;
        does(&office, &application.own(), &worker, "months", unpaid).await.expect(200);
        let mut order = application.order("UNC 1", 6_000_000).await;
        order["worker_months"] = json!(2);
        let after = application.done(&application.officer(), "disburse", order).await;
        assert_eq!(after["entitlement"]["disbursed_vnd"], 6_000_000);
        office.refuses("UPDATE young_worker_month SET payment_id = NULL").await;
    })
    .await;
}
