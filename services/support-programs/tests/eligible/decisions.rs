//! What a decision goes by: the version, the year and the state of its day.

use super::*;

#[actix_web::test]
async fn a_decision_goes_by_the_version_of_its_day() {
    each(async |office| {
        adopt_annex(&office, Some("2025-05-20"), |content| {
            content["supports"][0]["norms"] = json!([norm(json!({ "ceiling_vnd": 50 }))]);
        })
        .await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let mut waiting = Vec::new();
        for name in ["HTX Trước", "HTX Sau"] {
            let organisation = office.known(name).await;
            waiting.push(
                Application::proposed(&office, organisation, Of::machine("Máy"), (&id, 100)).await,
            );
        }
        office.service.set_clock("2025-05-18T02:30:00Z");
        for one in &waiting {
            let proposal = json!({ "form": "cash", "amount_vnd": 100, "budget_id": id });
            one.done(&one.officer(), "propose", proposal).await;
        }
        office.service.set_clock("2025-05-22T02:30:00Z");
        let [before, after] = waiting.try_into().ok().unwrap();
        let mut signed = before.signed().await;
        // Not before the proposal that it decides.
        signed["decided_on"] = json!("2025-05-17");
        let refused = before.act(&before.approver(), "approve", signed.clone()).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/decided_on".to_owned(), "before_last_step".to_owned())]);
        signed["decided_on"] = json!("2025-05-19");
        let approved = before.done(&before.approver(), "approve", signed).await;
        assert_eq!(approved["decision"]["programme_version"], 1);
        let signed = after.signed().await;
        let refused = after.act(&after.approver(), "approve", signed.clone()).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "above_ceiling");
        let proposal = json!({ "form": "cash", "amount_vnd": 50, "budget_id": id });
        after.done(&after.officer(), "propose", proposal).await;
        let approved = after.done(&after.approver(), "approve", signed).await;
        assert_eq!(approved["decision"]["programme_version"], 2);
    })
    .await;
}

#[actix_web::test]
async fn nothing_is_paid_before_its_decision_nor_to_who_dissolves_and_the_log_tells_of_it() {
    each(async |office| {
        let mut organisation = office.cooperative("HTX Nhận Tiền");
        let known = organisation.id;
        office.know(vec![organisation.clone()]).await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application =
            Application::proposed(&office, known, Of::machine("Máy"), (&id, 100)).await;
        application.approve().await;
        let mut early = application.order("UNC 00", 10).await;
        early["paid_on"] = json!("2025-05-11");
        let refused = application.act(&application.officer(), "disburse", early).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/paid_on".to_owned(), "before_decision".to_owned())]);
        let order = application.order("UNC 01", 60).await;
        application.done(&application.officer(), "disburse", order).await;
        organisation.status = OrganisationStatus::Dissolving;
        office.know(vec![organisation]).await;
        let order = application.order("UNC 02", 40).await;
        let refused = application.act(&application.officer(), "disburse", order).await;
        let problem = refused.expect_problem(409, "state_conflict");
        assert_eq!(problem["legal_basis"]["article"], "Điều 100");
        // What was paid may still come back.
        application.done(&application.approver(), "cancel", json!({ "reason": "Giải thể" })).await;
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=200").await;
        let events = log["items"].as_array().unwrap().iter().map(|one| &one["event"]["state"]);
        let states: Vec<&Value> = events.collect();
        assert!(states.iter().any(|state| state["favourable"] == true));
        let paid = states.iter().find(|state| !state["payment"].is_null()).unwrap();
        assert_eq!(paid["payment"]["reference"], "UNC 01");
    })
    .await;
}

#[actix_web::test]
async fn the_money_of_a_year_is_promised_in_that_year() {
    each(async |office| {
        let organisation = office.known("HTX Sang Năm").await;
        let of = Of {
            lead: "so-nnmt",
            programme: "ntm",
            kind: "consolidation",
            details: json!({
                "commune": "10018", "commune_grade": "model_new_rural", "content": "Kiện toàn",
            }),
            ..Of::machine("Kiện toàn")
        };
        let id = budget(&office, "so-nnmt", "ntm", 1_000).await;
        let application = Application::proposed(&office, organisation, of, (&id, 100)).await;
        office.service.set_clock("2026-01-05T02:30:00Z");
        let mut signed = application.signed().await;
        signed["reason"] = json!("Đã đối chiếu");
        let refused = application.act(&application.approver(), "approve", signed).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let told = ("/budget_id".to_owned(), "budget_of_another_year".to_owned());
        assert_eq!(faults(&problem), [told]);
    })
    .await;
}

#[actix_web::test]
async fn a_programme_that_is_over_approves_nothing_and_gives_only_what_it_names() {
    each(async |office| {
        let organisation = office.known("HTX Muộn").await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 1_000).await;
        let application =
            Application::proposed(&office, organisation, Of::machine("Máy"), (&id, 100)).await;
        office.service.set_clock("2026-01-05T02:30:00Z");
        let mut signed = application.signed().await;
        signed["reason"] = json!("Muộn");
        let refused = application.act(&application.approver(), "approve", signed).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [(String::new(), "programme_over".to_owned())]);
        let other = Of { kind: "land", details: json!({}), ..Of::machine("Máy") };
        let own = office.service.as_organisation(organisation);
        let refused = office.post(&own, "/v1/support-applications", other.body(organisation)).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/kind".to_owned(), "not_in_programme".to_owned())]);
    })
    .await;
}

#[actix_web::test]
async fn a_stored_rule_that_cannot_be_understood_is_seen_and_never_passed_over() {
    each(async |office| {
        let organisation = office.known("HTX Gặp Lỗi").await;
        let content: Content = {
            let first = initial::programmes().unwrap().remove(0).content;
            let mut content = serde_json::to_value(&first).unwrap();
            content["rules"] = json!([{
                "code": "broken", "title": "Không hiểu được", "condition": { "all": [] },
                "basis": { "document": "Ví dụ", "article": "1" },
            }]);
            serde_json::from_value(content).unwrap()
        };
        let ids = office.support.runtime.ids.clone();
        let programme = Programme {
            id: ids.make(),
            code: "hong".to_owned(),
            kind: ProgrammeKind::Consolidation,
            lead_agency: content.lead.clone(),
        };
        let version = Version {
            id: ids.make(),
            programme: programme.id,
            number: 1,
            state: VersionState::Adopted,
            valid_from: None,
            content,
            prepared_by: Vec::new(),
            prepared_by_name: "test".to_owned(),
            decided_by_name: None,
            decided_on: None,
            reason: None,
            version: 1,
            recorded_at: ids.now(),
        };
        let insert = move |connection: &mut Connection| {
            store::programme::insert(connection, &programme, &version)
        };
        office.database.write(insert).await.unwrap();
        let body = json!({ "organisation_id": organisation });
        let failed = office.post(&office.district(), "/v1/eligibility", body).await;
        failed.expect_problem(500, "unexpected");
    })
    .await;
}
