//! Changes, corrections, branches and new certificates of an organisation.

use super::*;

#[actix_web::test]
async fn an_approved_change_changes_the_entry_and_replaces_the_certificate() {
    each(async |office| {
        let desk = Desk::of(&office);
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        let proposal = json!({ "change": {
            "name": "HTX Rau sạch",
            "representative": { "name": "Trần Thị Bình", "phone": "0912345678" },
            "worker_count": 9,
        } });
        let approved = desk.approved(&organisation, "cooperative", proposal).await;
        let changed = desk.organisation(&organisation["id"]).await;
        assert_eq!(changed["name"], "HTX Rau sạch");
        assert_eq!(changed["worker_count"], 9);
        assert_eq!(changed["main_business_line"], "0118");
        let id = organisation["id"].as_str().unwrap();
        let certificates = office.read(&format!("/v1/organisations/{id}/certificates")).await;
        assert_eq!(each_of(&certificates, "status"), ["replaced", "valid"]);
        assert_eq!(certificates["items"][1]["id"], approved["certificate_id"]);
    })
    .await;
}

#[actix_web::test]
async fn a_change_is_checked_as_any_other() {
    each(async |office| {
        let desk = Desk::of(&office);
        office.enter(office.cooperative("HTX Hoa")).await;
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        for (change, code) in [
            (json!({}), "nothing_to_change"),
            (json!({ "name": "HTX Rau" }), "nothing_to_change"),
            (json!({ "name": "Hợp tác xã HOA" }), "name_taken"),
            (json!({ "main_business_line": "x" }), "bad_business_line"),
            (json!({ "charter_capital_vnd": 7 }), "capital_does_not_add_up"),
        ] {
            let proposal = json!({ "change": change });
            let begun = desk.begin(Some(&organisation), "cooperative", proposal).await;
            let refused = desk.act(&desk.officer, &begun["id"], "submit", json!({})).await;
            let found = faults(&refused.expect_problem(422, "rule_violated"));
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].1, code);
            assert!(found[0].0.starts_with("/proposal/change"));
        }
    })
    .await;
}

#[actix_web::test]
async fn a_frozen_register_takes_no_application() {
    each(async |office| {
        use htx_model::organisation::OrganisationStatus;
        let desk = Desk::of(&office);
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        let id = organisation["id"].as_str().unwrap();
        let proposal = json!({ "change": { "worker_count": 1 } });
        let begun = desk.begin(Some(&organisation), "cooperative", proposal.clone()).await;
        desk.review(&begun["id"]).await;
        office.put_into(id, OrganisationStatus::Dissolving).await;
        let refused = desk.act(&desk.approver, &begun["id"], "approve", json!({})).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(problem["errors"][0]["code"], "organisation_status");
        assert_eq!(problem["errors"][0]["legal_basis"]["article"], "100");
        let body = json!({ "organisation_id": id, "proposal": proposal });
        let refused = desk.begin_by(&desk.officer, body).await;
        let problem = refused.expect_problem(409, "state_conflict");
        assert_eq!(problem["legal_basis"]["article"], "100");
        // What was open stays open, and waits: where the dissolution is withdrawn, it goes on.
        let waiting = desk.application(&begun["id"]).await;
        assert_eq!(waiting["state"], "under_review");
        office.put_into(id, OrganisationStatus::Active).await;
        desk.act(&desk.approver, &begun["id"], "approve", json!({})).await.expect(200);
        // It can be rejected while the register is frozen.
        let proposal = json!({ "change": { "worker_count": 2 } });
        let other = desk.begin(Some(&organisation), "cooperative", proposal).await;
        desk.review(&other["id"]).await;
        office.put_into(id, OrganisationStatus::Dissolving).await;
        let reason = json!({ "reason": "Tổ chức đang giải thể", "legal_basis": "17/2023/QH15" });
        let rejected = desk.act(&desk.approver, &other["id"], "reject", reason).await;
        assert_eq!(rejected.expect(200).json()["state"], "rejected");
    })
    .await;
}

#[actix_web::test]
async fn a_correction_overwrites_nothing_and_points_at_what_it_corrects() {
    each(async |office| {
        let desk = Desk::of(&office);
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        let id = organisation["id"].as_str().unwrap();
        let applications =
            office.read_by(&desk.officer, &format!("/v1/applications?organisation={id}")).await;
        let establishment = applications["items"][0]["id"].clone();
        office.service.set_clock("2025-05-20T02:30:00Z");
        let proposal = json!({ "correction": {
            "application_id": establishment,
            "right": { "main_business_line": "0119" },
            "reason": "Ghi sai mã ngành so với hồ sơ",
        } });
        let approved = desk.approved(&organisation, "cooperative", proposal).await;
        assert!(approved["certificate_id"].is_string());
        let history = office.read(&format!("/v1/organisations/{id}/history")).await;
        let events: Vec<_> =
            history["items"].as_array().unwrap().iter().map(|item| &item["event"]).collect();
        let correction =
            events.iter().find(|event| event["type"] == "organisation.corrected").unwrap();
        let registered =
            events.iter().find(|event| event["type"] == "organisation.registered").unwrap();
        assert_eq!(correction["corrects"], registered["id"]);
        assert_eq!(correction["effective_on"], "2025-05-12");
        assert_eq!(registered["state"]["main_business_line"], "0118");
        // In law it was right since the day of the registration.
        let then = office.read(&format!("/v1/organisations/{id}?as_of=2025-05-13")).await;
        assert_eq!(then["main_business_line"], "0119");
    })
    .await;
}

#[actix_web::test]
async fn a_correction_names_one_thing_of_its_own_organisation() {
    each(async |office| {
        let desk = Desk::of(&office);
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        let other = established(&desk, "HTX Hoa", 20, 20).await;
        let path = format!("/v1/organisations/{}/certificates", other["id"].as_str().unwrap());
        let foreign = office.read(&path).await["items"][0]["id"].clone();
        for (certificate, application) in [(Value::Null, Value::Null), (foreign, Value::Null)] {
            let proposal = json!({ "correction": {
                "application_id": application,
                "certificate_id": certificate,
                "right": { "worker_count": 4 },
                "reason": "Nhầm",
            } });
            let begun = desk.begin(Some(&organisation), "cooperative", proposal).await;
            let refused = desk.act(&desk.officer, &begun["id"], "submit", json!({})).await;
            let found = faults(&refused.expect_problem(422, "rule_violated"));
            assert_eq!(found[0].1, "nothing_to_correct");
        }
    })
    .await;
}

#[actix_web::test]
async fn branches_take_the_next_suffix_of_the_number() {
    each(async |office| {
        let desk = Desk::of(&office);
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        let number = organisation["registration_number"].as_str().unwrap();
        for kind in ["branch", "business_place"] {
            let proposal = json!({ "branch": {
                "kind": kind,
                "name": "Chi nhánh Xuân Mai",
                "address": { "commune": "10018", "district": "277" },
                "business_line": "4721",
                "head": { "name": "Lê Văn Cường", "phone": "0908246281" },
            } });
            let approved = desk.approved(&organisation, "cooperative", proposal).await;
            assert_eq!(approved["certificate_id"], Value::Null);
        }
        let path = format!("/v1/organisations/{}/branches", organisation["id"].as_str().unwrap());
        let branches = office.read(&path).await;
        assert_eq!(each_of(&branches, "kind"), ["branch", "business_place"]);
        assert_eq!(
            each_of(&branches, "number"),
            [format!("{number}-001"), format!("{number}-002")]
        );
        assert_eq!(branches["items"][0]["head"]["name"], "L*** V*** C***");
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        office.get(&path).by(&neighbour).send().await.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn a_lost_certificate_is_replaced_by_a_new_one() {
    each(async |office| {
        let desk = Desk::of(&office);
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        let empty = json!({ "reissue": { "reason": " " } });
        let begun = desk.begin(Some(&organisation), "cooperative", empty).await;
        let refused = desk.act(&desk.officer, &begun["id"], "submit", json!({})).await;
        assert_eq!(
            faults(&refused.expect_problem(422, "rule_violated")),
            [("/proposal/reissue/reason".into(), "text_length".into())]
        );
        let proposal = json!({ "reissue": { "reason": "Giấy chứng nhận bị mất" } });
        let approved = desk.approved(&organisation, "cooperative", proposal).await;
        let id = organisation["id"].as_str().unwrap();
        let certificates = office.read(&format!("/v1/organisations/{id}/certificates")).await;
        assert_eq!(each_of(&certificates, "status"), ["replaced", "valid"]);
        assert_eq!(certificates["items"][1]["id"], approved["certificate_id"]);
        assert_eq!(
            desk.organisation(&organisation["id"]).await["version"],
            organisation["version"]
        );
    })
    .await;
}

#[actix_web::test]
async fn a_branch_is_closed_once_and_its_number_is_not_given_again() {
    each(async |office| {
        let desk = Desk::of(&office);
        let organisation = office.enter(office.cooperative("HTX Rau")).await;
        let open = |name: &str| {
            json!({ "branch": {
                "kind": "branch", "name": name,
                "address": { "commune": "10018", "district": "277" },
                "head": { "name": "Lê Văn Cường" },
            } })
        };
        desk.approved(&organisation, "cooperative", open("Chi nhánh Một")).await;
        let path = format!("/v1/organisations/{}/branches", organisation["id"].as_str().unwrap());
        let branch = office.read(&path).await["items"][0].clone();
        assert_eq!(branch["closed_on"], Value::Null);

        let close = |branch: &Value| {
            json!({ "branch_closing": { "branch_id": branch, "reason": "Hết hạn thuê" } })
        };
        let refused = async |organisation: &Value, branch: &Value, code: &str| {
            let begun = desk.begin(Some(organisation), "cooperative", close(branch)).await;
            let answer = desk.act(&desk.officer, &begun["id"], "submit", json!({})).await;
            let problem = answer.expect_problem(422, "rule_violated");
            let pointer = "/proposal/branch_closing/branch_id".to_owned();
            assert_eq!(faults(&problem), [(pointer, code.to_owned())]);
        };
        let neighbour = office.enter(office.cooperative("HTX Hoa")).await;
        refused(&neighbour, &branch["id"], "unknown_branch").await;
        // Two that close it: the second is approved too late.
        let mut begun = Vec::new();
        for _ in 0..2 {
            let one = desk.begin(Some(&organisation), "cooperative", close(&branch["id"])).await;
            desk.review(&one["id"]).await;
            begun.push(one);
        }
        desk.act(&desk.approver, &begun[0]["id"], "approve", json!({})).await.expect(200);
        let late = desk.act(&desk.approver, &begun[1]["id"], "approve", json!({})).await;
        late.expect_problem(422, "rule_violated");
        assert_eq!(office.read(&path).await["items"][0]["closed_on"], "2025-05-12");
        refused(&organisation, &branch["id"], "branch_closed").await;

        desk.approved(&organisation, "cooperative", open("Chi nhánh Hai")).await;
        let sequences: Vec<Value> = office.read(&path).await["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["sequence"].clone())
            .collect();
        assert_eq!(sequences, [1, 2]);
        assert!(office.told().await.contains("branch.closed"));
    })
    .await;
}
