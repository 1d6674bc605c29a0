//! A restructuring happens whole or not at all.

use htx_model::organisation::OrganisationStatus;

use super::*;

/// Everything that the register and the log hold of some organisations.
async fn all_of(desk: &Desk<'_>, organisations: &[&Value]) -> Vec<Value> {
    let mut all = Vec::new();
    for one in organisations {
        let id = one["id"].as_str().unwrap();
        for part in ["", "/members", "/certificates", "/history", "/succession", "/managers"] {
            all.push(desk.office.read(&format!("/v1/organisations/{id}{part}")).await);
        }
    }
    all.push(desk.office.read("/v1/organisations").await);
    all
}

#[actix_web::test]
async fn a_third_organisation_that_cannot_leaves_everything_as_it_was() {
    each(async |office| {
        let desk = Desk::of(&office);
        let one = established(&desk, "HTX Rau", 1, 20).await;
        let two = established(&desk, "HTX Hoa", 11, 30).await;
        let three = established(&desk, "HTX Cam", 21, 30).await;
        let proposal = json!({ "consolidation": {
            "with": [two["id"], three["id"]],
            "entry": successor("HTX Chung", &office.number()),
            "management": management(1),
        } });
        let begun = desk.begin(Some(&one), "cooperative", proposal).await;
        desk.review(&begun["id"]).await;
        office.put_into(three["id"].as_str().unwrap(), OrganisationStatus::Dissolving).await;
        let before = all_of(&desk, &[&one, &two, &three]).await;
        let refused = desk.act(&desk.approver, &begun["id"], "approve", json!({})).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(problem["errors"][0]["code"], "organisation_status");
        assert_eq!(problem["errors"][0]["legal_basis"]["article"], "100");
        assert_eq!(all_of(&desk, &[&one, &two, &three]).await, before);
        assert_eq!(desk.application(&begun["id"]).await["state"], "under_review");
    })
    .await;
}

#[actix_web::test]
async fn what_fails_at_the_end_undoes_the_beginning() {
    each(async |office| {
        let desk = Desk::of(&office);
        let old = established(&desk, "HTX Rau", 1, 100).await;
        let path = format!("/v1/organisations/{}/members", old["id"].as_str().unwrap());
        let members = office.read(&path).await["items"].as_array().unwrap().clone();
        // The second gets one member: five are needed. That shows when everybody has moved.
        let shares = json!([{ "member_id": members[1]["id"], "to": 1, "amount_vnd": 100 }]);
        let proposal = json!({ "division": {
            "into": [
                { "entry": successor("HTX Rau Một", &office.number()), "management": management(1) },
                { "entry": successor("HTX Rau Hai", &office.number()), "management": management(2) },
            ],
            "sharing": { "assigned": { "members": shares } },
        } });
        let begun = desk.begin(Some(&old), "cooperative", proposal).await;
        desk.review(&begun["id"]).await;
        let before = all_of(&desk, &[&old]).await;
        let refused = desk.act(&desk.approver, &begun["id"], "approve", json!({})).await;
        let found = faults(&refused.expect_problem(422, "rule_violated"));
        assert_eq!(found[0].1, "too_few_members");
        assert_eq!(all_of(&desk, &[&old]).await, before);
    })
    .await;
}

#[actix_web::test]
async fn parts_that_do_not_add_up_are_refused() {
    each(async |office| {
        let desk = Desk::of(&office);
        let old = established(&desk, "HTX Rau", 1, 100).await;
        let path = format!("/v1/organisations/{}/members", old["id"].as_str().unwrap());
        let members = office.read(&path).await["items"].as_array().unwrap().clone();
        let into = json!([{ "entry": successor("HTX Mới", &office.number()), "management": management(1) }]);
        for (sharing, code) in [
            (json!({ "by_weight": {} }), "bad_weights"),
            (
                json!({ "assigned": { "members": [
                    { "member_id": members[0]["id"], "to": 3, "amount_vnd": 100 },
                ] } }),
                "unknown_successor",
            ),
        ] {
            let proposal = json!({ "separation": { "into": into, "sharing": sharing } });
            let begun = desk.begin(Some(&old), "cooperative", proposal).await;
            let refused = desk.act(&desk.officer, &begun["id"], "submit", json!({})).await;
            let found = faults(&refused.expect_problem(422, "rule_violated"));
            assert_eq!(found[0].1, code);
        }
        let sharing = json!({ "assigned": { "members": [
            { "member_id": members[0]["id"], "to": 0, "amount_vnd": 99 },
        ] } });
        let proposal = json!({ "separation": { "into": into, "sharing": sharing } });
        let begun = desk.begin(Some(&old), "cooperative", proposal).await;
        desk.review(&begun["id"]).await;
        let refused = desk.act(&desk.approver, &begun["id"], "approve", json!({})).await;
        let found = faults(&refused.expect_problem(422, "rule_violated"));
        assert_eq!(found[0].1, "capital_does_not_add_up");
        assert!(found[0].0.starts_with("/proposal/separation/sharing"));
    })
    .await;
}

#[actix_web::test]
async fn a_district_decides_for_its_own_alone_and_planning_for_several() {
    each(async |office| {
        let desk = Desk::of(&office);
        let goes = established(&desk, "HTX Rau", 1, 20).await;
        let elsewhere = office.enter(office.cooperative_elsewhere("HTX Hoa")).await;
        let proposal = json!({ "merger": { "into": elsewhere["id"] } });
        let begun = desk.begin(Some(&goes), "cooperative", proposal).await;
        desk.review(&begun["id"]).await;
        let refused = desk.act(&desk.approver, &begun["id"], "approve", json!({})).await;
        let problem = refused.expect_problem(403, "permission_denied");
        assert!(problem["advice"].is_string());
        let planning = Desk::of_planning(&office);
        let approve = planning.act(&planning.approver, &begun["id"], "approve", json!({})).await;
        approve.expect(200);
        let merged = desk.organisation(&elsewhere["id"]).await;
        // What it had before, and what came: twelve and six, three billion and a hundred and twenty.
        assert_eq!(merged["member_count"], 18);
        assert_eq!(merged["charter_capital_vnd"], 3_000_000_120_i64);
    })
    .await;
}

#[actix_web::test]
async fn kinds_fit_and_others_are_there() {
    each(async |office| {
        let desk = Desk::of(&office);
        let one = established(&desk, "HTX Rau", 1, 20).await;
        let nowhere = "01941f29-7c00-7000-8000-000000000009";
        for (proposal, code) in [
            (json!({ "merger": { "into": nowhere } }), "unknown_organisation"),
            (json!({ "merger": { "into": one["id"] } }), "unknown_organisation"),
            (
                json!({ "conversion": {
                    "entry": successor("HTX Mới", &office.number()), "management": management(1),
                } }),
                "kind_does_not_fit",
            ),
        ] {
            let body = json!({ "organisation_id": one["id"], "proposal": proposal });
            let refused = desk.begin_by(&desk.officer, body).await;
            assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, code);
        }
    })
    .await;
}
