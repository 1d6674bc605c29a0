//! A cooperative comes to be: prepared by an officer, approved by another person, certified.

use super::*;

#[actix_web::test]
async fn founders_become_a_cooperative_with_a_certificate() {
    each(async |office| {
        let desk = Desk::of(&office);
        let draft = desk.begin(None, "cooperative", cooperative("HTX Rau Xuân Mai")).await;
        assert_eq!((&draft["state"], &draft["version"]), (&json!("draft"), &json!(1)));
        assert_eq!(draft["available_actions"], json!(["change", "submit", "withdraw"]));
        assert_eq!(draft["clock"], Value::Null);
        assert_eq!(draft["organisation_id"], Value::Null);

        let submitted = desk.act(&desk.officer, &draft["id"], "submit", json!({})).await;
        let submitted = submitted.expect(200).json();
        assert_eq!(submitted["state"], "submitted");
        // Monday the 12th of May: three working days.
        assert_eq!(submitted["clock"]["due_on"], "2025-05-15");
        assert_eq!(submitted["clock"]["legal_basis"]["verified"], false);
        desk.act(&desk.officer, &draft["id"], "start-review", json!({})).await.expect(200);

        // The tax system has not given the number yet.
        let approve = |body| desk.act(&desk.approver, &draft["id"], "approve", body);
        let refused = approve(json!({})).await.expect_problem(422, "rule_violated");
        let pointer = "/proposal/establishment/entry/registration_number";
        assert_eq!(faults(&refused), [(pointer.into(), "missing_registration_number".into())]);
        let path = format!("/v1/applications/{}/completeness", draft["id"].as_str().unwrap());
        let missing = office.read_by(&desk.officer, &path).await;
        assert_eq!(missing["complete"], false);
        assert_eq!(missing["items"][0]["mender"], "tax");

        let number = office.number();
        let approved = approve(json!({ "registration_numbers": [number] })).await;
        let approved = approved.expect(200).json();
        assert_eq!(approved["state"], "approved");
        assert_eq!(approved["decision"]["agency"], "district-277");
        assert_eq!(approved["available_actions"], json!([]));

        let organisation = desk.organisation(&approved["organisation_id"]).await;
        assert_eq!(organisation["name"], "HTX Rau Xuân Mai");
        assert_eq!(organisation["registration_number"], number);
        assert_eq!(organisation["registered_on"], "2025-05-12");
        assert_eq!(organisation["charter_capital_vnd"], 100);
        assert_eq!(organisation["member_count"], 5);
        assert_eq!(organisation["status"], "active");
        let id = organisation["id"].as_str().unwrap();
        let members = office.read(&format!("/v1/organisations/{id}/members")).await;
        assert_eq!(members["items"].as_array().unwrap().len(), 5);

        let certificates = office.read(&format!("/v1/organisations/{id}/certificates")).await;
        assert_eq!(certificates["items"].as_array().unwrap().len(), 1);
        assert_eq!(certificates["items"][0]["id"], approved["certificate_id"]);
        let code = certificates["items"][0]["verification_code"].as_str().unwrap();
        let verify = office.get(&format!("/v1/certificates/{code}/verify"));
        let verified = verify.send().await.expect(200).json();
        assert_eq!(verified["organisation_name"], "HTX Rau Xuân Mai", "{verified:#}");
    })
    .await;
}

#[actix_web::test]
async fn whoever_prepared_it_cannot_decide_it() {
    each(async |office| {
        let desk = Desk::of(&office);
        // One who holds both roles.
        let both = desk.officer.clone().also(&desk.approver);
        let draft = desk.begin(None, "cooperative", cooperative("HTX Rau")).await;
        desk.review(&draft["id"]).await;
        let approval = json!({ "registration_numbers": [office.number()] });
        for (action, body) in [
            ("approve", approval.clone()),
            ("reject", json!({ "reason": "Sai", "legal_basis": "17/2023/QH15" })),
        ] {
            let refused = desk.act(&both, &draft["id"], action, body).await;
            let problem = refused.expect_problem(403, "permission_denied");
            assert!(problem["advice"].is_string());
        }
        let path = format!("/v1/applications/{}", draft["id"].as_str().unwrap());
        let seen = office.read_by(&both, &path).await;
        assert_eq!(seen["available_actions"], json!(["return", "withdraw"]));
        let seen = office.read_by(&desk.approver, &path).await;
        assert_eq!(seen["available_actions"], json!(["approve", "reject"]));
        desk.act(&desk.officer, &draft["id"], "approve", approval.clone())
            .await
            .expect_problem(403, "permission_denied");
        desk.act(&desk.approver, &draft["id"], "approve", approval).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn a_submission_is_refused_with_everything_that_it_lacks() {
    each(async |office| {
        office.enter(office.cooperative("HTX Rau sạch")).await;
        let desk = Desk::of(&office);
        let mut proposal = cooperative("Hợp tác xã rau SẠCH");
        let establishment = &mut proposal["establishment"];
        establishment["people"]["members"].as_array_mut().unwrap().truncate(4);
        establishment["people"]["members"][1]["birth_date"] = json!("2010-01-01");
        establishment["entry"]["main_business_line"] = json!("rau");
        let body = json!({ "proposal": proposal });
        let draft = desk.begin_by(&desk.officer, body).await.expect(201).json();
        let refused = desk.act(&desk.officer, &draft["id"], "submit", json!({})).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let found = faults(&problem);
        for wanted in [
            ("/attachments/charter", "missing_document"),
            ("/attachments/application_form", "missing_document"),
            ("/proposal/establishment/entry/name", "name_taken"),
            ("/proposal/establishment/entry/main_business_line", "bad_business_line"),
            ("/proposal/establishment/people/members", "too_few_members"),
            ("/proposal/establishment/people/members", "capital_does_not_add_up"),
            ("/proposal/establishment/people/members/1/birth_date", "under_age"),
        ] {
            let wanted = (wanted.0.to_owned(), wanted.1.to_owned());
            assert!(found.contains(&wanted), "{wanted:?} is not in {found:#?}");
        }
        let path = format!("/v1/applications/{}/completeness", draft["id"].as_str().unwrap());
        let missing = office.read_by(&desk.officer, &path).await;
        let pointers = each_of(&missing, "pointer");
        assert_eq!(pointers.len(), found.len());
        assert!(
            missing["items"].as_array().unwrap().iter().all(|one| one["mender"] == "applicant")
        );
    })
    .await;
}

#[actix_web::test]
async fn the_register_is_looked_at_again_when_it_is_approved() {
    each(async |office| {
        let desk = Desk::of(&office);
        let draft = desk.begin(None, "cooperative", cooperative("HTX Rau")).await;
        desk.review(&draft["id"]).await;
        // Meanwhile somebody else takes the name, elsewhere in the city.
        let other = office.enter(office.cooperative_elsewhere("Hợp tác xã Rau")).await;
        let number = other["registration_number"].clone();
        let approval = json!({ "registration_numbers": [number] });
        let refused = desk.act(&desk.approver, &draft["id"], "approve", approval).await;
        let codes: Vec<_> = faults(&refused.expect_problem(422, "rule_violated"))
            .into_iter()
            .map(|(_, code)| code)
            .collect();
        assert_eq!(codes, ["name_taken", "number_taken"]);
        assert_eq!(desk.application(&draft["id"]).await["state"], "under_review");
    })
    .await;
}

#[actix_web::test]
async fn of_two_approvers_at_once_one_issues_one_certificate() {
    each(async |office| {
        for round in 0..3 {
            let desk = Desk::of(&office);
            let name = format!("HTX Rau {round}");
            let draft = desk.begin(None, "cooperative", cooperative(&name)).await;
            desk.review(&draft["id"]).await;
            let path = format!("/v1/applications/{}", draft["id"].as_str().unwrap());
            let etag = office.get(&path).by(&desk.officer).send().await.expect(200).etag();
            let other = desk.approver.named("another approver");
            let approve = |caller| {
                let body = json!({ "registration_numbers": [office.number()] });
                let request = office.service.post(&format!("{path}/approve"), body);
                request.by(caller).if_match(&etag).send()
            };
            let (first, second) = futures_util::join!(approve(&desk.approver), approve(&other));
            let mut statuses = [first.status, second.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 412], "{} {}", first.text(), second.text());
            let approved = if first.status == 200 { first } else { second }.json();
            let organisation = approved["organisation_id"].as_str().unwrap();
            let certificates =
                office.read(&format!("/v1/organisations/{organisation}/certificates")).await;
            assert_eq!(certificates["items"].as_array().unwrap().len(), 1);
            let listed = office.read(&format!("/v1/organisations?q={round}")).await;
            assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        }
    })
    .await;
}

#[actix_web::test]
async fn a_group_needs_neither_a_number_nor_a_charter() {
    each(async |office| {
        let desk = Desk::of(&office);
        let mut proposal = cooperative("Tổ hợp tác Nuôi ong");
        let establishment = &mut proposal["establishment"];
        establishment["kind"] = json!("cooperative_group");
        establishment["people"]["members"] = json!([founder(1, 50), founder(2, 50)]);
        establishment["people"]["managers"][0]["position"] = json!("group_head");
        let draft = desk.begin(None, "cooperative_group", proposal).await;
        let approved = desk.approve(&draft["id"], json!({})).await.expect(200).json();
        let group = desk.organisation(&approved["organisation_id"]).await;
        assert_eq!(group["kind"], "cooperative_group");
        assert_eq!(group["registration_number"], Value::Null);
        assert!(approved["certificate_id"].is_string());
    })
    .await;
}

#[actix_web::test]
async fn a_union_is_founded_at_the_planning_agency_only() {
    each(async |office| {
        let cooperatives = office.enter_all(&["HTX Một", "HTX Hai", "HTX Ba"]).await;
        let members: Vec<_> = cooperatives
            .iter()
            .map(|one| {
                json!({
                    "kind": "official", "member_organisation_id": one["id"], "contribution_vnd": 40,
                })
            })
            .collect();
        let mut proposal = cooperative("Liên hiệp HTX Chương Mỹ");
        let establishment = &mut proposal["establishment"];
        establishment["kind"] = json!("cooperative_union");
        establishment["entry"]["charter_capital_vnd"] = json!(120);
        establishment["people"] = json!({
            "members": members,
            "managers": [{
                "position": "chair_of_board", "member": 0, "name": "Trần Thị Bình",
                "legal_representative": true,
            }],
        });
        let district = Desk::of(&office);
        let body = json!({ "proposal": proposal });
        district.begin_by(&district.officer, body).await.expect_problem(403, "permission_denied");
        let planning = Desk::of_planning(&office);
        let draft = planning.begin(None, "cooperative_union", proposal).await;
        let approval = json!({ "registration_numbers": [office.number()] });
        let approved = planning.approve(&draft["id"], approval).await.expect(200).json();
        let union = planning.organisation(&approved["organisation_id"]).await;
        assert_eq!(
            (&union["kind"], &union["member_count"]),
            (&json!("cooperative_union"), &json!(3))
        );
    })
    .await;
}
