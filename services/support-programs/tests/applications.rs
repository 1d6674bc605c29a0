//! An application from the draft to its end: each of its people does their own part, in its turn.

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    application::{ANNEX_08, Application, Of, budget},
    office::{each, faults},
};

#[actix_web::test]
async fn agricultural_support_goes_from_the_draft_to_the_completed_support() {
    each(async |office| {
        let organisation = office.known("HTX Nông Nghiệp Xuân Mai").await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 100_000_000).await;
        let application = Application::draft(&office, organisation, Of::machine("Máy cấy")).await;
        assert_eq!(application.now().await["state"], "draft");
        let (own, district) = (application.own(), office.district());
        let actions = office.read_by(&own, &application.path).await["available_actions"].clone();
        assert_eq!(actions, json!(["change", "submit", "withdraw"]));
        application.done(&own, "submit", json!({})).await;

        application.done(&district, "start-review", json!({})).await;
        let endorsed = application.done(&district, "endorse", json!({ "favourable": true })).await;
        assert_eq!(endorsed["steps"][3]["favourable"], true);
        assert_eq!(endorsed["steps"][3]["agency_name"], "Ủy ban nhân dân huyện Chương Mỹ");

        let proposal = json!({ "form": "cash", "amount_vnd": 60_000_000, "budget_id": id });
        let proposed = application.done(&application.officer(), "propose", proposal).await;
        // The annex is not public: what is not set is said to be open, and nothing is made up.
        let results: Vec<_> =
            proposed["norms"].as_array().unwrap().iter().map(|one| &one["result"]).collect();
        assert_eq!(results, ["open"; 4]);
        assert_eq!(proposed["entitlement"]["committed_vnd"], 0);

        let approved = application.approve().await;
        assert_eq!(
            (&approved["state"], &approved["decision"]["agency"]),
            (&json!("approved"), &json!("so-nnmt"))
        );
        assert_eq!(approved["entitlement"]["committed_vnd"], 60_000_000);
        let order = application.order("UNC 01", 45_000_000).await;
        application.done(&application.officer(), "disburse", order).await;
        let beyond = application.order("UNC 02", 15_000_001).await;
        let refused = application.act(&application.officer(), "disburse", beyond).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/amount_vnd".to_owned(), "beyond_entitlement".to_owned())]);

        let minutes = json!({ "document_ids": [application.document().await] });
        application.done(&application.officer(), "accept", minutes).await;
        let completed = application.done(&application.approver(), "complete", json!({})).await;
        assert_eq!(
            (&completed["state"], &completed["available_actions"]),
            (&json!("completed"), &json!(["cancel", "reverse"]))
        );
        // What was promised and not paid is available again.
        let budget = office.read_by(&office.audit(), &format!("/v1/support-budgets/{id}")).await;
        let expected = json!({
            "allotted_vnd": 100_000_000, "available_vnd": 55_000_000, "reserved_vnd": 0,
            "committed_vnd": 0, "disbursed_vnd": 45_000_000, "returned_vnd": 0,
        });
        assert_eq!(budget["balances"], expected);
    })
    .await;
}

#[actix_web::test]
async fn a_cancelled_support_waits_for_its_money_and_then_frees_its_costs() {
    each(async |office| {
        let organisation = office.known("HTX Dừng Giữa Chừng").await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 100).await;
        let of = || Of { requested: 100, ..Of::machine("Máy cấy") };
        let application = Application::proposed(&office, organisation, of(), (&id, 100)).await;
        application.approve().await;
        let order = application.order("UNC 01", 70).await;
        application.done(&application.officer(), "disburse", order).await;
        let reason = json!({ "reason": "HTX không mua máy" });
        let cancelled = application.done(&application.approver(), "cancel", reason).await;
        assert_eq!(cancelled["state"], "recovering");

        // The same cost is still supported, and says by whom.
        let again = Application::draft(&office, organisation, of()).await;
        let refused = again.act(&again.own(), "submit", json!({})).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/costs/0".to_owned(), "cost_already_funded".to_owned())]);
        let detail = problem["errors"][0]["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(ANNEX_08) && detail.contains("Sở Nông nghiệp"), "{detail}");

        let too_much = application.order("GNT 01", 71).await;
        application.act(&application.officer(), "recover", too_much).await.expect(422);
        let part = application.order("GNT 01", 30).await;
        let waiting = application.done(&application.officer(), "recover", part).await;
        assert_eq!(
            (&waiting["state"], &waiting["entitlement"]["outstanding_vnd"]),
            (&json!("recovering"), &json!(40))
        );
        let rest = application.order("GNT 02", 40).await;
        let ended = application.done(&application.officer(), "recover", rest).await;
        assert_eq!(ended["state"], "cancelled");
        let budget = office.read_by(&office.audit(), &format!("/v1/support-budgets/{id}")).await;
        assert_eq!(
            (&budget["balances"]["available_vnd"], &budget["balances"]["returned_vnd"]),
            (&json!(100), &json!(70))
        );
        again.done(&again.own(), "submit", json!({})).await;
    })
    .await;
}

#[actix_web::test]
async fn whoever_prepared_an_application_does_not_decide_it() {
    each(async |office| {
        let organisation = office.known("HTX Một Người").await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 100).await;
        let application =
            Application::in_appraisal(&office, organisation, Of::machine("Máy")).await;
        let both = office.officer().also(&office.approver());
        let proposal = json!({ "form": "cash", "amount_vnd": 100, "budget_id": id });
        let proposed = application.done(&both, "propose", proposal).await;
        assert_eq!(proposed["available_actions"], json!(["return_from_appraisal", "propose"]));
        let signed = application.signed().await;
        let refused = application.act(&both, "approve", signed.clone()).await;
        refused.expect_problem(403, "permission_denied");
        application.done(&application.approver(), "approve", signed).await;
    })
    .await;
}

#[actix_web::test]
async fn each_part_is_done_by_whose_it_is() {
    each(async |office| {
        let organisation = office.known("HTX Đúng Người").await;
        let application = Application::draft(&office, organisation, Of::machine("Máy")).await;
        let stranger = office.service.as_organisation(office.known("HTX Khác").await);
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let science = office.service.as_agency("so-khcn", Role::Officer);
        for other in [&stranger, &neighbour, &science] {
            let read = office.service.get(&application.path).by(other).send().await;
            read.expect_problem(404, "not_found");
        }
        application.act(&stranger, "submit", json!({})).await.expect_problem(404, "not_found");
        // Before anything of a file is taken in.
        let documents = format!("{}/documents", application.path);
        let sent = office.service.post(&documents, ()).by(&stranger);
        let refused = sent.body("multipart/form-data; boundary=x", "no form").send().await;
        refused.expect_problem(404, "not_found");
        let denied = application.act(&office.district(), "submit", json!({})).await;
        denied.expect_problem(403, "permission_denied");
        application.done(&application.own(), "submit", json!({})).await;
        application.act(&neighbour, "start-review", json!({})).await.expect(404);
        application.act(&application.own(), "start-review", json!({})).await.expect(403);
        // In its turn.
        let early =
            application.act(&office.district(), "endorse", json!({ "favourable": true })).await;
        early.expect_problem(409, "state_conflict");
        application.done(&office.district(), "start-review", json!({})).await;
        application.done(&office.district(), "endorse", json!({ "favourable": true })).await;
        let proposal = json!({ "form": "cash", "amount_vnd": 1 });
        application.act(&science, "propose", proposal.clone()).await.expect(404);
        let incomplete = application.act(&office.officer(), "propose", proposal).await;
        let problem = incomplete.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/budget_id".to_owned(), "missing".to_owned())]);
        let signed = application.signed().await;
        let unappraised = application.act(&office.approver(), "approve", signed).await;
        unappraised.expect_problem(409, "state_conflict");
        for reader in [office.finance(Role::Viewer), office.audit(), office.district()] {
            office.service.get(&application.path).by(&reader).send().await.expect(200);
        }
        let page = office.read_by(&stranger, "/v1/support-applications").await;
        assert_eq!(page["items"], json!([]));
        let table = office.service.get("/v1/support-applications").by(&office.audit());
        let table = table.accept("text/csv").send().await.expect(200).text();
        assert!(table.contains("agricultural_support") && !table.contains("Mua máy cấy"));
    })
    .await;
}

#[actix_web::test]
async fn a_returned_application_is_mended_and_handed_in_again() {
    each(async |office| {
        let organisation = office.known("HTX Bổ Sung").await;
        let application = Application::draft(&office, organisation, Of::machine("Máy")).await;
        application.done(&application.own(), "submit", json!({})).await;
        application.done(&office.district(), "start-review", json!({})).await;
        let silent = application.act(&office.district(), "return", json!({})).await;
        let problem = silent.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/reason".to_owned(), "missing".to_owned())]);
        let reason = json!({ "reason": "Thiếu báo giá của ông Hùng" });
        let returned = application.done(&office.district(), "return", reason).await;
        assert_eq!(returned["state"], "returned");
        let change =
            json!({ "details": { "content": "Mua máy gặt" }, "costs": [], "requested_vnd": 5 });
        let request = office.service.patch(&application.path, change).by(&application.own());
        let etag = format!("\"v{}\"", returned["version"]);
        let changed =
            request.if_match(&etag).idempotency_key(&office.key()).send().await.expect(200);
        assert_eq!(changed.json()["details"], json!({ "content": "Mua máy gặt" }));
        let unfit = application.act(&application.own(), "submit", json!({})).await;
        let problem = unfit.expect_problem(422, "rule_violated");
        assert_eq!(
            faults(&problem),
            [("/requested_vnd".to_owned(), "beyond_the_costs".to_owned())]
        );
        application.done(&application.own(), "withdraw", json!({})).await;
        // What people wrote is in no log.
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events").await.to_string();
        assert!(log.contains("support_application.returned"));
        assert!(!log.contains("ông Hùng") && !log.contains("Mua máy gặt"));
    })
    .await;
}

#[actix_web::test]
async fn what_is_wrong_with_a_draft_is_told_at_its_place() {
    each(async |office| {
        let organisation = office.known("HTX Sai").await;
        let own = office.service.as_organisation(organisation);
        let mut body = Of::machine(" ").body(organisation);
        body["details"] = json!({ "colour": "red", "area_m2": "rộng" });
        body["requested_vnd"] = json!(-1);
        let refused = office.post(&own, "/v1/support-applications", body.clone()).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let found: Vec<_> = faults(&problem).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(
            found,
            ["/details/colour", "/details/area_m2", "/costs/0/name", "/requested_vnd"]
        );
        body["programme"] = json!("khong-co");
        let refused = office.post(&own, "/v1/support-applications", body.clone()).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "unknown_programme");
        let request = office.service.post("/v1/support-applications", body).by(&own);
        request.send().await.expect_problem(400, "idempotency_key_required");
        let kinds = office.read_by(&own, "/v1/support-kinds").await;
        assert_eq!(kinds["items"].as_array().map(Vec::len), Some(13));
    })
    .await;
}

#[actix_web::test]
async fn a_grade_that_contradicts_the_recorded_one_is_refused() {
    each(async |office| {
        office.service.set_clock("2025-07-07T02:30:00Z");
        let organisation = office.known("HTX Củng Cố").await;
        let of = |grade: &str| Of {
            lead: "so-nnmt",
            programme: "ntm",
            kind: "consolidation",
            details: json!({ "commune": "10045", "commune_grade": grade, "content": "Kiện toàn" }),
            ..Of::machine("Kiện toàn")
        };
        let named = Application::draft(&office, organisation, of("model_new_rural")).await;
        let waiting = Application::draft(&office, organisation, of("model_new_rural")).await;
        // Nothing is recorded yet, so nothing contradicts.
        let commune = office.service.as_agency("commune-10045", Role::Officer);
        waiting.done(&waiting.own(), "submit", json!({})).await;
        waiting.done(&commune, "start-review", json!({})).await;
        waiting.done(&commune, "endorse", json!({ "favourable": true })).await;
        let grade = json!({
            "commune": "10045", "grade": "advanced_new_rural", "valid_from": "2025-07-01",
            "document_number": "512/QĐ-UBND",
        });
        office.post(&office.officer(), "/v1/commune-grades", grade).await.expect(201);
        let told = ("/details/commune_grade".to_owned(), "grade_contradicts_record".to_owned());
        let refused = named.act(&named.own(), "submit", json!({})).await;
        assert_eq!(
            faults(&refused.expect_problem(422, "rule_violated")),
            std::slice::from_ref(&told)
        );
        let id = budget(&office, "so-nnmt", "ntm", 100).await;
        let proposal = json!({ "form": "cash", "amount_vnd": 100, "budget_id": id });
        let refused = waiting.act(&waiting.officer(), "propose", proposal).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated")), [told]);
        let right = Application::draft(&office, organisation, of("advanced_new_rural")).await;
        right.done(&right.own(), "submit", json!({})).await;
    })
    .await;
}

#[actix_web::test]
async fn an_application_passes_to_the_commune_on_the_day_the_districts_end() {
    each(async |office| {
        let organisation = office.known("HTX Chuyển Giao").await;
        let application = Application::draft(&office, organisation, Of::machine("Máy")).await;
        application.done(&application.own(), "submit", json!({})).await;
        office.service.set_clock("2025-07-01T02:30:00Z");
        let commune = office.service.as_agency("commune-10045", Role::Officer);
        let elsewhere = office.service.as_agency("commune-10030", Role::Officer);
        application.act(&elsewhere, "start-review", json!({})).await.expect(404);
        let ended = office.service.as_agency("district-277", Role::Officer);
        application.act(&ended, "start-review", json!({})).await.expect(403);
        let reviewed: Value = application.done(&commune, "start-review", json!({})).await;
        assert_eq!(reviewed["state"], "district_review");
    })
    .await;
}
