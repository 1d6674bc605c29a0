//! Conversion, merger, consolidation, division, separation: predecessors and successors are linked,
//! members and capital add up to the same.

use super::*;

/// Status, members and capital of an organisation.
async fn figures(desk: &Desk<'_>, id: &Value) -> (String, i64, i64) {
    let organisation = desk.organisation(id).await;
    (
        organisation["status"].as_str().unwrap().to_owned(),
        organisation["member_count"].as_i64().unwrap_or_default(),
        organisation["charter_capital_vnd"].as_i64().unwrap_or_default(),
    )
}

async fn links(desk: &Desk<'_>, id: &Value, which: &str) -> Vec<Value> {
    let path = format!("/v1/organisations/{}/succession", id.as_str().unwrap());
    desk.office.read(&path).await[which].as_array().unwrap().clone()
}

async fn certificates(desk: &Desk<'_>, id: &Value) -> Vec<String> {
    let path = format!("/v1/organisations/{}/certificates", id.as_str().unwrap());
    each_of(&desk.office.read(&path).await, "status")
}

/// The current members of an organisation, by name.
async fn members(desk: &Desk<'_>, id: &Value) -> Vec<Value> {
    let path =
        format!("/v1/organisations/{}/members?limit=200&status=current", id.as_str().unwrap());
    desk.office.read(&path).await["items"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_group_becomes_a_cooperative_that_others_join() {
    each(async |office| {
        let desk = Desk::of(&office);
        let mut proposal = cooperative("Tổ hợp tác Nuôi ong");
        let establishment = &mut proposal["establishment"];
        establishment["kind"] = json!("cooperative_group");
        establishment["people"]["members"] = json!([founder(1, 50), founder(2, 50)]);
        establishment["people"]["managers"][0]["position"] = json!("group_head");
        let draft = desk.begin(None, "cooperative_group", proposal).await;
        let group = desk.approve(&draft["id"], json!({})).await.expect(200).json();
        let group = desk.organisation(&group["organisation_id"]).await;

        let conversion = json!({ "conversion": {
            // The name of the group, in another legal form.
            "entry": successor("Hợp tác xã Nuôi ong", &office.number()),
            "joining": [founder(3, 10), founder(4, 10), founder(5, 10)],
            "management": management(1),
        } });
        let approved = desk.approved(&group, "cooperative_group", conversion).await;
        assert_eq!(figures(&desk, &group["id"]).await, ("converted".into(), 0, 0));
        let after = links(&desk, &group["id"], "successors").await;
        assert_eq!(after[0]["kind"], "conversion");
        let successor = &after[0]["organisation_id"];
        assert_eq!(figures(&desk, successor).await, ("active".into(), 5, 130));
        assert_eq!(desk.organisation(successor).await["kind"], "cooperative");
        assert_eq!(members(&desk, successor).await.len(), 5);
        assert_eq!(
            links(&desk, successor, "predecessors").await[0]["organisation_id"],
            group["id"]
        );
        assert_eq!(certificates(&desk, &group["id"]).await, ["revoked"]);
        assert_eq!(certificates(&desk, successor).await, ["valid"]);
        assert!(approved["certificate_id"].is_string());
        let gone = json!({ "organisation_id": group["id"], "proposal": { "change": {} } });
        desk.begin_by(&desk.officer, gone).await.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn one_cooperative_goes_into_another() {
    each(async |office| {
        let desk = Desk::of(&office);
        let goes = established(&desk, "HTX Rau", 1, 20).await;
        // The sixth founder of the first is the first of the second.
        let stays = established(&desk, "HTX Hoa", 6, 30).await;
        let proposal = json!({ "merger": { "into": stays["id"] } });
        desk.approved(&goes, "cooperative", proposal).await;
        assert_eq!(figures(&desk, &goes["id"]).await, ("merged".into(), 0, 0));
        // Six and six, one of them in both; all of the capital.
        assert_eq!(figures(&desk, &stays["id"]).await, ("active".into(), 11, 300));
        let both: Vec<_> = members(&desk, &stays["id"]).await;
        assert_eq!(both.len(), 11);
        let sum: i64 = both.iter().map(|one| one["contribution_vnd"].as_i64().unwrap()).sum();
        assert_eq!(sum, 300);
        assert!(both.iter().any(|one| one["contribution_vnd"] == 50));
        assert!(members(&desk, &goes["id"]).await.is_empty());
        assert_eq!(links(&desk, &goes["id"], "successors").await[0]["kind"], "merger");
        assert_eq!(certificates(&desk, &goes["id"]).await, ["revoked"]);
        assert_eq!(certificates(&desk, &stays["id"]).await, ["replaced", "valid"]);
    })
    .await;
}

#[actix_web::test]
async fn two_cooperatives_become_a_new_one() {
    each(async |office| {
        let desk = Desk::of(&office);
        let one = established(&desk, "HTX Rau", 1, 20).await;
        let other = established(&desk, "HTX Hoa", 11, 30).await;
        let proposal = json!({ "consolidation": {
            "with": [other["id"]],
            // One of the old names goes on.
            "entry": successor("Hợp tác xã Rau", &office.number()),
            "management": management(11),
        } });
        let approved = desk.approved(&one, "cooperative", proposal).await;
        assert_eq!(approved["other_organisation_ids"], json!([other["id"]]));
        for gone in [&one, &other] {
            assert_eq!(figures(&desk, &gone["id"]).await, ("merged".into(), 0, 0));
        }
        let after = links(&desk, &other["id"], "successors").await;
        let new = &after[0]["organisation_id"];
        assert_eq!(figures(&desk, new).await, ("active".into(), 12, 300));
        assert_eq!(links(&desk, new, "predecessors").await.len(), 2);
        let of_other = format!("/v1/applications?organisation={}", other["id"].as_str().unwrap());
        let listed = office.read_by(&desk.officer, &of_other).await;
        assert!(each_of(&listed, "kind").contains(&"consolidation".to_owned()));
    })
    .await;
}

#[actix_web::test]
async fn a_cooperative_is_divided_by_weight_to_the_dong() {
    each(async |office| {
        let desk = Desk::of(&office);
        let old = established(&desk, "HTX Rau", 1, 100).await;
        let proposal = json!({ "division": {
            "into": [
                { "entry": successor("HTX Rau Một", &office.number()), "management": management(1), "weight": 1 },
                { "entry": successor("HTX Rau Hai", &office.number()), "management": management(2), "weight": 2 },
            ],
            "sharing": { "by_weight": {} },
        } });
        desk.approved(&old, "cooperative", proposal).await;
        assert_eq!(figures(&desk, &old["id"]).await, ("divided".into(), 0, 0));
        let after = links(&desk, &old["id"], "successors").await;
        assert_eq!(after.len(), 2);
        let mut capital = Vec::new();
        for link in &after {
            let (status, count, sum) = figures(&desk, &link["organisation_id"]).await;
            assert_eq!((status.as_str(), count), ("active", 6));
            capital.push(sum);
        }
        capital.sort_unstable();
        // A hundred each, 33 and 67.
        assert_eq!(capital, [198, 402]);
    })
    .await;
}

#[actix_web::test]
async fn a_part_of_a_cooperative_is_separated_member_by_member() {
    each(async |office| {
        let desk = Desk::of(&office);
        let mut proposal = cooperative("HTX Rau");
        proposal["establishment"]["people"]["members"] =
            (1..=11).map(|number| founder(number, 20)).collect();
        proposal["establishment"]["entry"]["charter_capital_vnd"] = json!(220);
        let begun = desk.begin(None, "cooperative", proposal).await;
        let approval = json!({ "registration_numbers": [office.number()] });
        let old = desk.approve(&begun["id"], approval).await.expect(200).json();
        let old = desk.organisation(&old["organisation_id"]).await;
        let all = members(&desk, &old["id"]).await;
        // The first five go, the sixth belongs to both.
        let mut shares: Vec<Value> = all[..5]
            .iter()
            .map(|one| json!({ "member_id": one["id"], "to": 0, "amount_vnd": 20 }))
            .collect();
        shares.push(json!({ "member_id": all[5]["id"], "to": 0, "amount_vnd": 5 }));
        shares.push(json!({ "member_id": all[5]["id"], "amount_vnd": 15 }));
        let proposal = json!({ "separation": {
            "into": [{
                "entry": successor("HTX Rau Mới", &office.number()), "management": management(1),
            }],
            "sharing": { "assigned": { "members": shares } },
        } });
        desk.approved(&old, "cooperative", proposal).await;
        assert_eq!(figures(&desk, &old["id"]).await, ("active".into(), 6, 115));
        let new = links(&desk, &old["id"], "successors").await[0]["organisation_id"].clone();
        assert_eq!(figures(&desk, &new).await, ("active".into(), 6, 105));
        assert_eq!(certificates(&desk, &old["id"]).await, ["replaced", "valid"]);
        assert_eq!(certificates(&desk, &new).await, ["valid"]);
    })
    .await;
}
