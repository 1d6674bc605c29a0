//! Budgets are proposed by the lead agency and confirmed by finance; the ledger follows, and nothing
//! changes it.

use htx_model::{id::Id, money::Dong, principal::Role, support::money::LedgerOperation};
use htx_support_programs::{domain::ledger::Entry, store};
use serde_json::json;

use super::{
    application::{ANNEX_08, act, allot, budget},
    office::{each, faults},
};

#[actix_web::test]
async fn money_is_in_a_budget_once_finance_confirms_it() {
    each(async |office| {
        let opening = json!({ "programme": ANNEX_08, "year": 2025, "source": "city_budget" });
        let path = "/v1/support-budgets";
        let budget = office.post(&office.officer(), path, opening.clone()).await.expect(201).json();
        assert_eq!(budget["lead_agency"], "so-nnptnt");
        assert_eq!(budget["balances"]["available_vnd"], 0);
        office.post(&office.officer(), path, opening).await.expect_problem(409, "already_exists");

        let path = format!("/v1/support-budgets/{}", budget["id"].as_str().unwrap());
        let body = json!({
            "kind": "allocate", "amount_vnd": 500, "document_number": "6123/QĐ-UBND",
            "document_on": "2025-01-10", "note": "Theo đề nghị của bà Lan",
        });
        let proposals = format!("{path}/allocations");
        let drafted = office.post(&office.officer(), &proposals, body).await.expect(201).json();
        assert_eq!(
            (&drafted["state"], &drafted["available_actions"]),
            (&json!("drafted"), &json!([]))
        );
        let before = office.read_by(&office.audit(), &path).await;
        assert_eq!(before["balances"]["available_vnd"], 0);

        let confirm = format!("{proposals}/{}/confirm", drafted["id"].as_str().unwrap());
        let finance = office.finance(Role::Approver);
        for refused in [office.officer(), office.approver(), office.finance(Role::Officer)] {
            let answer = act(&office, &refused, &confirm, &drafted, json!({})).await;
            answer.expect_problem(403, "permission_denied");
        }
        let stale = json!({ "version": 7 });
        let answer = act(&office, &finance, &confirm, &stale, json!({})).await;
        answer.expect_problem(412, "stale_version");
        let confirmed =
            act(&office, &finance, &confirm, &drafted, json!({})).await.expect(200).json();
        assert_eq!(confirmed["state"], "confirmed");
        let again = act(&office, &finance, &confirm, &confirmed, json!({})).await;
        again.expect_problem(409, "state_conflict");

        let after = office.read_by(&office.officer(), &path).await;
        assert_eq!(
            (&after["balances"]["allotted_vnd"], &after["balances"]["available_vnd"]),
            (&json!(500), &json!(500))
        );
        let ledger = office.read_by(&office.audit(), &format!("{path}/entries")).await;
        let entry = &ledger["items"][0];
        assert_eq!((&entry["from"], &entry["to"]), (&json!("allotted"), &json!("available")));
        assert_eq!((&entry["sequence"], &entry["amount_vnd"]), (&json!(1), &json!(500)));
        // What people wrote is in no log.
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events").await;
        assert!(
            !log.to_string().contains("bà Lan")
                && log.to_string().contains("support_budget.posted")
        );
    })
    .await;
}

#[actix_web::test]
async fn whoever_drafts_a_proposal_does_not_confirm_it_though_it_is_of_finance() {
    each(async |office| {
        // Planning leads nothing here; the alliance's fund is led by the alliance.
        let both = office.alliance(Role::Officer).also(&office.finance(Role::Approver));
        let body = json!({ "programme": "de-an-htx-2023", "year": 2025, "source": "city_budget" });
        let budget = office.post(&both, "/v1/support-budgets", body).await.expect(201).json();
        let path = format!("/v1/support-budgets/{}/allocations", budget["id"].as_str().unwrap());
        let body = json!({
            "kind": "allocate", "amount_vnd": 5, "document_number": "1", "document_on": "2025-01-10",
        });
        let drafted = office.post(&both, &path, body).await.expect(201).json();
        let path = format!("{path}/{}", drafted["id"].as_str().unwrap());
        let answer = act(&office, &both, &format!("{path}/confirm"), &drafted, json!({})).await;
        answer.expect_problem(403, "permission_denied");
        let finance = office.finance(Role::Approver);
        let reason = json!({ "reason": "Chưa có trong dự toán" });
        let refused = act(&office, &finance, &format!("{path}/refuse"), &drafted, reason).await;
        assert_eq!(refused.expect(200).json()["state"], "refused");
    })
    .await;
}

#[actix_web::test]
async fn who_leads_the_programme_proposes_and_nobody_else_sees() {
    each(async |office| {
        let id = budget(&office, "so-nnmt", ANNEX_08, 100).await;
        let path = format!("/v1/support-budgets/{id}");
        let science = office.service.as_agency("so-khcn", Role::Officer);
        office.service.get(&path).by(&science).send().await.expect_problem(404, "not_found");
        let none = office.read_by(&science, "/v1/support-budgets").await;
        assert_eq!(none["items"], json!([]));
        let body = json!({ "programme": ANNEX_08, "year": 2026, "source": "city_budget" });
        let refused = office.post(&science, "/v1/support-budgets", body).await;
        refused.expect_problem(403, "permission_denied");
        office.service.get(&path).by(&office.district()).send().await.expect(403);
        for reader in [office.finance(Role::Viewer), office.audit(), office.approver()] {
            assert_eq!(office.read_by(&reader, &path).await["balances"]["available_vnd"], 100);
        }
        let listed =
            office.service.get("/v1/support-budgets").by(&office.audit()).accept("text/csv");
        assert!(listed.send().await.expect(200).text().contains("nq-13-pl08"));
    })
    .await;
}

#[actix_web::test]
async fn a_cut_takes_what_is_available_and_no_more() {
    each(async |office| {
        let id = budget(&office, "so-nnmt", ANNEX_08, 100).await;
        allot(&office, &office.officer(), &id, "cut", 40).await;
        let path = format!("/v1/support-budgets/{id}");
        let budget = office.read_by(&office.audit(), &path).await;
        assert_eq!(budget["balances"]["allotted_vnd"], 60);
        let body = json!({
            "kind": "cut", "amount_vnd": 61, "document_number": " ", "document_on": "2025-06-10",
        });
        let refused = office.post(&office.officer(), &format!("{path}/allocations"), body).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let expected = [
            ("/amount_vnd", "budget_exceeded"),
            ("/document_number", "text_length"),
            ("/document_on", "date_in_future"),
        ];
        let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
        assert_eq!(faults(&problem), expected);
    })
    .await;
}

#[actix_web::test]
async fn the_database_itself_refuses_a_posting_that_does_not_follow() {
    each(async |office| {
        let id = budget(&office, "so-nnmt", ANNEX_08, 100).await;
        let budget_id = Id::from_uuid(id.parse().unwrap());
        let read = move |connection: &mut _| {
            store::ledger::list(connection, budget_id, &store::ledger::Filter::default(), None, 10)
        };
        let last = office.database.read(read).await.unwrap().pop().unwrap();
        let next = Entry {
            id: office.support.runtime.ids.make(),
            sequence: 2,
            operation: LedgerOperation::Allocate,
            amount: Dong(5),
            ..last
        };
        let mut right = next.clone();
        (right.after.allotted, right.after.available) = (Dong(105), Dong(105));
        let mut invented = right.clone();
        (invented.after.allotted, invented.after.available) = (Dong(1_000), Dong(1_000));
        let mut unbalanced = right.clone();
        unbalanced.after.available = Dong(104);
        let overspent =
            Entry { operation: LedgerOperation::Cut, amount: Dong(101), ..next.clone() };
        let anonymous = Entry { operation: LedgerOperation::Reserve, ..next.clone() };
        let skipping = Entry { sequence: 3, ..right.clone() };
        for wrong in [invented, unbalanced, overspent, anonymous, skipping] {
            let write = move |connection: &mut _| store::ledger::insert(connection, &wrong);
            office.database.write(write).await.unwrap_err();
        }
        office
            .database
            .write(move |connection| store::ledger::insert(connection, &right))
            .await
            .unwrap();
        let path = format!("/v1/support-budgets/{id}");
        let budget = office.read_by(&office.audit(), &path).await;
        assert_eq!(budget["balances"]["available_vnd"], 105);
    })
    .await;
}
