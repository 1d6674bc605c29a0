//! Several at once: never one đồng too many.

use futures_util::future::join_all;
use htx_model::principal::Role;
use serde_json::json;

use super::{
    application::{ANNEX_08, Application, Of, budget},
    office::{each, faults},
};

#[actix_web::test]
async fn of_sixty_four_approvers_at_once_exactly_the_affordable_ones_pass() {
    each(async |office| {
        // Half of them, and a little that is enough for none.
        let id = budget(&office, "so-nnmt", ANNEX_08, 32 * 10_000_000 + 9_999_999).await;
        let mut waiting = Vec::new();
        for number in 0..64 {
            let organisation = office.known(&format!("HTX số {number}")).await;
            let of = Of::machine("Máy cấy");
            let application =
                Application::proposed(&office, organisation, of, (&id, 10_000_000)).await;
            let (signed, now) = (application.signed().await, application.now().await);
            waiting.push((application, signed, now));
        }
        let approvals = waiting.iter().enumerate().map(|(number, (application, signed, now))| {
            let approver = application.approver().named(&format!("approver {number}"));
            let etag = format!("\"v{}\"", now["version"]);
            let path = format!("{}/approve", application.path);
            let request = office.service.post(&path, signed).by(&approver).if_match(&etag);
            request.idempotency_key(&format!("approve-{number}")).send()
        });
        let answers = join_all(approvals).await;
        let approved = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(approved, 32);
        for refused in answers.into_iter().filter(|answer| answer.status != 200) {
            let problem = refused.expect_problem(422, "rule_violated");
            assert_eq!(
                faults(&problem),
                [("/amount_vnd".to_owned(), "budget_exceeded".to_owned())]
            );
        }
        let path = format!("/v1/support-budgets/{id}");
        let balances = &office.read_by(&office.audit(), &path).await["balances"];
        assert_eq!(balances["committed_vnd"], 320_000_000);
        assert_eq!(
            (&balances["available_vnd"], &balances["reserved_vnd"]),
            (&json!(9_999_999), &json!(0))
        );
        let states = "/v1/support-applications?state=approved&limit=200";
        let page = office.read_by(&office.audit(), states).await;
        assert_eq!(page["items"].as_array().unwrap().len(), 32);
        // Two postings for each, and that of the allotment.
        let ledger = office.read_by(&office.audit(), &format!("{path}/entries?limit=200")).await;
        let sequences: Vec<_> = ledger["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["sequence"].as_u64().unwrap())
            .collect();
        assert_eq!(sequences, (1..=65).collect::<Vec<_>>());
    })
    .await;
}

#[actix_web::test]
async fn two_agencies_at_once_do_not_support_the_same_cost() {
    each(async |office| {
        let organisation = office.known("HTX Hai Nơi").await;
        let annex = budget(&office, "so-nnmt", ANNEX_08, 1_000_000_000).await;
        let extension = budget(&office, "so-ct", "khuyen-cong", 1_000_000_000).await;
        let other = Of {
            lead: "so-ct",
            programme: "khuyen-cong",
            kind: "industrial_extension",
            details: json!({ "content": "Cơ giới hóa", "product": "Gạo" }),
            ..Of::machine("MÁY CẤY  lúa")
        };
        let first =
            Application::proposed(&office, organisation, Of::machine("Máy cấy lúa"), (&annex, 50))
                .await;
        let second = Application::proposed(&office, organisation, other, (&extension, 50)).await;
        let mut requests = Vec::new();
        for application in [&first, &second] {
            let (signed, now) = (application.signed().await, application.now().await);
            let path = format!("{}/approve", application.path);
            let request = office.service.post(&path, signed).by(&application.approver());
            let request = request.if_match(&format!("\"v{}\"", now["version"]));
            requests.push(request.idempotency_key(&office.key()).send());
        }
        let answers = join_all(requests).await;
        let approved = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(approved, 1);
        let refused = answers.into_iter().find(|answer| answer.status != 200).unwrap();
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/costs/0".to_owned(), "cost_already_funded".to_owned())]);
    })
    .await;
}

#[actix_web::test]
async fn the_same_invoice_of_one_issuer_is_supported_once_and_that_of_another_is_another() {
    each(async |office| {
        let organisation = office.known("HTX Hóa Đơn").await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let of = |name: &str, number: &str, issuer: &str| {
            let costs = json!([{
                "kind": "equipment", "name": name, "year": 2025, "amount_vnd": 100,
                "reference": number, "issuer_tax_code": issuer,
            }]);
            Of { costs, requested: 50, ..Of::machine(name) }
        };
        let first = of("Máy cấy", "HĐ 0000123", "0101248141");
        Application::proposed(&office, organisation, first, (&id, 50)).await.approve().await;
        let same = of("Thiết bị khác", "hđ-0000123", "0101248141");
        let again = Application::draft(&office, organisation, same).await;
        let refused = again.act(&again.own(), "submit", json!({})).await;
        let told = ("/costs/0".to_owned(), "cost_already_funded".to_owned());
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated")), [told]);
        let other = of("Máy sấy", "HĐ 0000123", "0100109106");
        let other = Application::draft(&office, organisation, other).await;
        other.done(&other.own(), "submit", json!({})).await;
        let mut unnamed = of("Máy gặt", "HĐ 9", "").body(organisation);
        unnamed["costs"][0]["issuer_tax_code"] = json!(null);
        let refused = office.post(&other.own(), "/v1/support-applications", unnamed).await;
        let told = ("/costs/0/issuer_tax_code".to_owned(), "missing".to_owned());
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated")), [told]);
    })
    .await;
}

#[actix_web::test]
async fn a_payment_that_is_repeated_is_one() {
    each(async |office| {
        let organisation = office.known("HTX Gửi Lại").await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application = Application::proposed(&office, organisation, Of::machine("Máy"), (&id, 100)).await;
        application.approve().await;
        let (order, now) = (application.order("UNC 0457", 60).await, application.now().await);
        let path = format!("{}/disburse", application.path);
        let officer = application.officer();
        let send = || {
            let request = office.service.post(&path, &order).by(&officer);
            request.if_match(&format!("\"v{}\"", now["version"])).idempotency_key("chi-1").send()
        };
        let answers = join_all((0..5).map(|_| send())).await;
        for answer in &answers {
            assert!([200, 409].contains(&answer.status), "{}", answer.text());
        }
        let again = send().await.expect(200);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        // The same payment order under another key, however it is written.
        let same = json!({ "reference": "unc-0457", "amount_vnd": 40, "document_ids": order["document_ids"] });
        let refused = application.act(&officer, "disburse", same).await;
        refused.expect_problem(409, "already_exists");
        let now = application.now().await;
        assert_eq!(now["payments"].as_array().unwrap().len(), 1);
        assert_eq!(now["entitlement"]["disbursed_vnd"], 60);
        let viewer = office.finance(Role::Viewer);
        let budget = office.read_by(&viewer, &format!("/v1/support-budgets/{id}")).await;
        assert_eq!((&budget["balances"]["disbursed_vnd"], &budget["balances"]["committed_vnd"]), (&json!(60), &json!(40)));
    })
    .await;
}

#[actix_web::test]
async fn of_several_versions_at_once_one_is_begun_and_of_several_adoptions_one_counts() {
    each(async |office| {
        let page =
            office.read_by(&office.audit(), &format!("/v1/programmes?code={ANNEX_08}")).await;
        let path = format!("/v1/programmes/{}/versions", page["items"][0]["id"].as_str().unwrap());
        let officer = office.officer();
        let begun = join_all((0..8).map(|number| {
            let request = office.service.post(&path, json!({})).by(&officer);
            request.idempotency_key(&format!("begin-{number}")).send()
        }))
        .await;
        let version = begun.iter().find(|answer| answer.status == 201).unwrap().json();
        assert_eq!(begun.iter().filter(|answer| answer.status == 201).count(), 1);
        assert!(begun.iter().all(|answer| [201, 409].contains(&answer.status)));

        let path = format!("/v1/programme-versions/{}", version["id"].as_str().unwrap());
        let submit = office.service.post(&format!("{path}/submit"), json!({})).by(&officer);
        let submit = submit.if_match("\"v1\"").idempotency_key("submit").send().await;
        submit.expect(200);
        let approver = office.approver();
        let adopted = join_all((0..8).map(|number| {
            let request = office.service.post(&format!("{path}/adopt"), json!({})).by(&approver);
            request.if_match("\"v2\"").idempotency_key(&format!("adopt-{number}")).send()
        }))
        .await;
        assert_eq!(adopted.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(adopted.iter().all(|answer| [200, 409, 412].contains(&answer.status)));
    })
    .await;
}
