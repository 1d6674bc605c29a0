//! Who may do what, and when: roles, scopes, states, versions, repetitions.

use super::*;
use crate::stated::run;

async fn draft(desk: &Desk<'_>, name: &str) -> Value {
    desk.begin(None, "cooperative", cooperative(name)).await
}

#[actix_web::test]
async fn a_rejection_says_why_and_ends_the_file() {
    each(async |office| {
        let desk = Desk::of(&office);
        let draft = draft(&desk, "HTX Rau").await;
        desk.review(&draft["id"]).await;
        let reject = |body| desk.act(&desk.approver, &draft["id"], "reject", body);
        reject(json!({ "reason": "Sai" })).await.expect_problem(400, "invalid_body");
        let empty = reject(json!({ "reason": " ", "legal_basis": "" })).await;
        assert_eq!(faults(&empty.expect_problem(422, "rule_violated")).len(), 2);
        let body = json!({ "reason": "Ngành nghề bị cấm", "legal_basis": "17/2023/QH15" });
        let rejected = reject(body).await.expect(200).json();
        assert_eq!(rejected["state"], "rejected");
        assert_eq!(rejected["decision"]["reason"], "Ngành nghề bị cấm");
        assert_eq!(rejected["decision"]["legal_basis"], "17/2023/QH15");
        for (caller, action) in [(&desk.officer, "withdraw"), (&desk.officer, "submit")] {
            let refused = desk.act(caller, &draft["id"], action, json!({})).await;
            let problem = refused.expect_problem(409, "state_conflict");
            assert!(problem["advice"].is_string());
        }
        let refused = desk.act(&desk.approver, &draft["id"], "approve", json!({})).await;
        refused.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn what_a_later_release_proposed_is_approved_whole_or_not_here() {
    each(async |office| {
        let desk = Desk::of(&office);
        let draft = draft(&desk, "HTX Rau").await;
        desk.review(&draft["id"]).await;
        // A process of a later release runs beside this one and knows a field more.
        let put = async |(table, column): (&str, &str), from: &str, to: &str| {
            let of = format!("replace({column}, '{from}', '{to}')");
            let statement = format!("UPDATE {table} SET {column} = {of}");
            assert_eq!(run(&office, &statement).await.unwrap(), 1);
        };
        let approval = json!({ "registration_numbers": [office.number()] });
        let approve = || desk.act(&desk.approver, &draft["id"], "approve", approval.clone());
        for (of, known, written) in [
            (
                ("application_content", "proposal"),
                "{\"establishment\":{",
                "{\"establishment\":{\"later\":1,",
            ),
            (("application", "attachments"), "[{", "[{\"later\":1,"),
        ] {
            put(of, known, written).await;
            assert_eq!(desk.application(&draft["id"]).await["state"], "under_review");
            approve().await.expect_problem(503, "unavailable");
            put(of, written, known).await;
        }
        approve().await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn each_action_needs_its_state_and_its_version() {
    each(async |office| {
        let desk = Desk::of(&office);
        let draft = draft(&desk, "HTX Rau").await;
        let path = format!("/v1/applications/{}", draft["id"].as_str().unwrap());
        let approve = desk.act(&desk.approver, &draft["id"], "approve", json!({})).await;
        approve.expect_problem(409, "state_conflict");
        let review = desk.act(&desk.officer, &draft["id"], "start-review", json!({})).await;
        review.expect_problem(409, "state_conflict");
        let submit = || office.service.post(&format!("{path}/submit"), json!({}));
        submit().by(&desk.officer).send().await.expect_problem(428, "version_required");
        let stale = submit().by(&desk.officer).if_match("\"v7\"").send().await;
        stale.expect_problem(412, "stale_version");
        let surplus = office.service.post(&format!("{path}/submit"), json!({ "a": 1 }));
        let surplus = surplus.by(&desk.officer).if_match("\"v1\"").send().await;
        surplus.expect_problem(400, "invalid_body");

        // The same key again: the first answer, and nothing done twice.
        let once = || submit().by(&desk.officer).if_match("\"v1\"").idempotency_key("k").send();
        let first = once().await.expect(200);
        let again = once().await.expect(200);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(first.json()["version"], again.json()["version"]);
        assert_eq!(again.json()["masked"], true, "what is kept holds no personal data");
        let changed = office.service.patch(&path, json!({ "attachments": [] }));
        let changed = changed.by(&desk.officer).if_match("\"v2\"").send().await;
        changed.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn an_application_is_the_registrar_s_of_its_seat() {
    each(async |office| {
        let desk = Desk::of(&office);
        let begun = draft(&desk, "HTX Rau").await;
        let path = format!("/v1/applications/{}", begun["id"].as_str().unwrap());
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let read = |caller: &Caller| office.get(&path).by(caller).send();
        let (audit, anonymous) = (office.audit(), office.service.anonymous());
        read(&neighbour).await.expect_problem(404, "not_found");
        let submit = office.service.post(&format!("{path}/submit"), json!({}));
        let submit = submit.by(&neighbour).if_match("\"v1\"").send().await;
        submit.expect_problem(404, "not_found");
        let body = json!({ "proposal": cooperative("HTX Hoa") });
        desk.begin_by(&neighbour, body).await.expect_problem(403, "permission_denied");

        // Audit reads it, with personal data masked; tax has no business with it.
        let seen = read(&audit).await.expect(200).json();
        assert_eq!(seen["masked"], true);
        let people = &seen["proposal"]["establishment"]["people"];
        assert_eq!(people["members"][0]["name"], "N*** V*** 1***");
        assert_eq!(people["members"][0]["citizen_id"], Value::Null);
        assert_eq!(people["members"][0]["birth_date"], Value::Null);
        assert_eq!(people["members"][0]["phone"], "*******281");
        assert_eq!(seen["available_actions"], json!([]));
        let tax = office.service.as_agency("cuc-thue", Role::Officer);
        read(&tax).await.expect_problem(403, "permission_denied");
        read(&anonymous).await.expect_problem(401, "unauthenticated");
        let viewer = office.service.as_agency("district-277", Role::Viewer);
        let body = json!({ "proposal": cooperative("HTX Hoa") });
        desk.begin_by(&viewer, body).await.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn an_organisation_files_for_itself_and_sees_its_own_alone() {
    each(async |office| {
        let desk = Desk::of(&office);
        let own = office.enter(office.cooperative("HTX Rau")).await;
        let other = office.enter(office.cooperative("HTX Hoa")).await;
        let account = office.service.as_organisation(organisation_id(own["id"].as_str().unwrap()));
        let body = |organisation: &Value| {
            json!({
                "organisation_id": organisation["id"],
                "proposal": { "change": { "main_business_line": "0119" } },
            })
        };
        desk.begin_by(&account, body(&other)).await.expect_problem(404, "not_found");
        let establishment = json!({ "proposal": cooperative("HTX Cam") });
        desk.begin_by(&account, establishment).await.expect_problem(403, "permission_denied");
        let begun = desk.begin_by(&account, body(&own)).await.expect(201).json();
        assert_eq!(begun["available_actions"], json!(["change", "submit", "withdraw"]));
        assert_eq!(begun["masked"], false);
        let list = office.read_by(&account, "/v1/applications").await;
        assert_eq!(each_of(&list, "id"), [begun["id"].as_str().unwrap()]);

        // It attaches documents of its own, submits, and the district decides.
        let document = desk.document_by(&account).await;
        let attachments = json!({ "attachments": [
            { "requirement": "application_form", "document_id": document },
            { "requirement": "meeting_resolution", "document_id": document },
        ] });
        let path = format!("/v1/applications/{}", begun["id"].as_str().unwrap());
        let change = office.service.patch(&path, attachments).by(&account).if_match("\"v1\"");
        change.send().await.expect(200);
        let submit = office.service.post(&format!("{path}/submit"), json!({}));
        submit.by(&account).if_match("\"v2\"").send().await.expect(200);
        let review = office.service.post(&format!("{path}/start-review"), json!({}));
        review
            .by(&account)
            .if_match("\"v3\"")
            .send()
            .await
            .expect_problem(403, "permission_denied");
        desk.act(&desk.officer, &begun["id"], "start-review", json!({})).await.expect(200);
        desk.act(&desk.approver, &begun["id"], "approve", json!({})).await.expect(200);
        assert_eq!(desk.organisation(&own["id"]).await["main_business_line"], "0119");
    })
    .await;
}

#[actix_web::test]
async fn documents_must_be_there_and_answer_to_a_requirement() {
    each(async |office| {
        let desk = Desk::of(&office);
        let begin = |attachments: Value| {
            let proposal = cooperative("HTX Rau");
            desk.begin_by(
                &desk.officer,
                json!({ "proposal": proposal, "attachments": attachments }),
            )
        };
        let nowhere = "01941f29-7c00-7000-8000-000000000009";
        let unknown = begin(json!([{ "requirement": "charter", "document_id": nowhere }])).await;
        assert_eq!(
            faults(&unknown.expect_problem(422, "rule_violated")),
            [("/attachments/0/document_id".into(), "unknown_document".into())]
        );
        let document = desk.document().await;
        let surplus = begin(json!([{ "requirement": "horoscope", "document_id": document }])).await;
        assert_eq!(
            faults(&surplus.expect_problem(422, "rule_violated")),
            [("/attachments/0/requirement".into(), "unknown_requirement".into())]
        );
        // Somebody else's document is none.
        let elsewhere = office.service.as_agency("district-276", Role::Officer);
        let foreign = desk.document_by(&elsewhere).await;
        let refused = begin(json!([{ "requirement": "charter", "document_id": foreign }])).await;
        refused.expect_problem(422, "rule_violated");
    })
    .await;
}

#[actix_web::test]
async fn what_is_no_proposal_is_refused_with_its_place() {
    each(async |office| {
        let desk = Desk::of(&office);
        let begin = |body| desk.begin_by(&desk.officer, body);
        for body in [
            json!({}),
            json!({ "proposal": {} }),
            json!({ "proposal": { "party": {} } }),
            json!({ "proposal": { "merger": {} } }),
            json!({ "proposal": { "change": { "status": "active" } } }),
            json!({ "proposal": { "change": {}, "reissue": { "reason": "x" } } }),
        ] {
            begin(body).await.expect_problem(400, "invalid_body");
        }
        let nobody = begin(json!({ "proposal": { "change": {} } })).await;
        assert_eq!(
            faults(&nobody.expect_problem(422, "rule_violated"))[0].1,
            "missing_organisation"
        );
        let mut nowhere = cooperative("HTX Rau");
        nowhere["establishment"]["entry"]["address"]["district"] = Value::Null;
        let refused = begin(json!({ "proposal": nowhere })).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "unknown_commune");
    })
    .await;
}

#[actix_web::test]
async fn personal_data_is_read_for_a_purpose_that_is_noted() {
    each(async |office| {
        let desk = Desk::of(&office);
        let begun = draft(&desk, "HTX Rau").await;
        let path = format!("/v1/applications/{}", begun["id"].as_str().unwrap());
        let masked = office.read_by(&desk.officer, &path).await;
        assert_eq!(masked["masked"], true);
        let asked = format!("{path}?unmasked=true&purpose=Th%E1%BA%A9m%20%C4%91%E1%BB%8Bnh");
        let seen = office.read_by(&desk.officer, &asked).await;
        assert_eq!(seen["masked"], false);
        let name = &seen["proposal"]["establishment"]["people"]["members"][0]["name"];
        assert_eq!(name, "Nguyễn Văn 1");
        let bare = office.get(&format!("{path}?unmasked=true")).by(&desk.officer).send().await;
        bare.expect_problem(400, "invalid_parameter");
        let audit = office.get(&asked).by(&office.audit()).send().await;
        audit.expect_problem(403, "permission_denied");
        office.seal().await;
        let feed = office.read("/v1/registry/events?limit=200").await.to_string();
        assert!(feed.contains("personal_data.read") && !feed.contains("Nguyễn Văn 1"));
    })
    .await;
}

#[actix_web::test]
async fn the_log_tells_every_step_and_holds_no_personal_data() {
    each(async |office| {
        let desk = Desk::of(&office);
        established(&desk, "HTX Rau", 1, 20).await;
        office.seal().await;
        let feed = office.read("/v1/registry/events?limit=200").await;
        let events: Vec<_> =
            feed["items"].as_array().unwrap().iter().map(|item| &item["event"]).collect();
        let types: Vec<_> = events.iter().filter_map(|event| event["type"].as_str()).collect();
        for wanted in [
            "application.begun",
            "application.submitted",
            "application.review_started",
            "organisation.registered",
            "certificate.issued",
            "application.approved",
        ] {
            assert!(types.contains(&wanted), "{wanted} is not in {types:?}");
        }
        let text = feed.to_string();
        for secret in ["Nguyễn Văn", "0908246281", "001085"] {
            assert!(!text.contains(secret), "{secret} is in the log");
        }
        let registered = events.iter().find(|one| one["type"] == "organisation.registered");
        let registered = registered.unwrap();
        assert_eq!(registered["legal_basis"], "92/2024/NĐ-CP");
        assert!(!registered["documents"].as_array().unwrap().is_empty());
        let begun = events.iter().find(|one| one["type"] == "application.begun").unwrap();
        assert!(begun["personal_commitment"].is_string());
    })
    .await;
}
