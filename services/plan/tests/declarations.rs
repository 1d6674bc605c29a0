//! What agencies declare, beside what is computed.

use std::collections::BTreeMap;

use htx_model::principal::Role;
use serde_json::{Value, json};

use crate::office::{each, faults};

const OF: &str = "/v1/plans/hn-2025/targets/new_alliance_members/declarations";
const PROGRESS: &str = "/v1/plans/hn-2025/progress";

fn declaration(value: i64, as_of: &str) -> Value {
    json!({ "value": value, "as_of": as_of, "document_number": "45/BC-LMHTX", "note": "Số quý I" })
}

#[actix_web::test]
async fn a_declared_figure_stands_beside_the_computed_one_with_the_difference() {
    each(async |office| {
        office.services.count("new_alliance_members", &[("277", 10)]);
        let officer = office.service.as_agency("lmhtx", Role::Officer);
        let approver = office.service.as_agency("lmhtx", Role::Approver);
        let refused = office.post(&approver, OF, declaration(12, "2025-04-30")).await;
        refused.expect_problem(403, "permission_denied");
        office.post(&officer, OF, declaration(11, "2025-03-31")).await.expect(201);
        let made = office.post(&officer, OF, declaration(12, "2025-04-30")).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        let district = office.service.as_agency("district-277", Role::Officer);
        office.post(&district, OF, declaration(4, "2025-04-30")).await.expect(201);

        let audit = office.audit();
        let all = office.read_by(&audit, &format!("{PROGRESS}?by=district")).await;
        let target = &all["targets"][11];
        let declared = target["declared"].as_array().unwrap();
        assert_eq!(declared.len(), 1, "the newest of the agency: {declared:#?}");
        assert_eq!((&declared[0]["value"], &declared[0]["difference"]), (&json!(12), &json!(2)));
        assert_eq!(target["figure"]["value"], json!(10), "it replaces nothing");
        let parts = target["parts"].as_array().unwrap();
        let own = parts.iter().find(|part| part["key"] == json!("277")).unwrap();
        assert_eq!(own["declared"]["difference"], json!(-6));
        // Each is compared with what is computed as of its own day.
        let asked: Vec<_> = office
            .services
            .asked()
            .into_iter()
            .filter_map(|(code, asked)| {
                (code == "new_alliance_members").then(|| asked.as_of.map(|day| day.to_string()))
            })
            .collect();
        assert_eq!(asked, [None, Some("2025-04-30".to_owned())]);
        assert_eq!(declared[0]["computed_then"], json!(10));
        // As of an earlier day the earlier one holds.
        let then = office.read_by(&audit, &format!("{PROGRESS}?as_of=2025-04-01")).await;
        assert_eq!(then["targets"][11]["declared"][0]["value"], json!(11));

        let why = json!({ "reason": "Cộng trùng hai hợp tác xã" });
        let other = office.service.as_agency("so-ct", Role::Officer);
        office.step(&other, &path, "withdraw", why.clone()).await.expect(404);
        office.step(&officer, &path, "withdraw", why.clone()).await.expect(200);
        office.step(&officer, &path, "withdraw", why).await.expect_problem(409, "state_conflict");
        let all = office.read_by(&audit, PROGRESS).await;
        assert_eq!(all["targets"][11]["declared"][0]["value"], json!(11));
        let list = office.read_by(&audit, OF).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 3, "nothing is taken away");
    })
    .await;
}

#[actix_web::test]
async fn a_difference_that_is_not_told_says_why() {
    each(async |office| {
        office.services.count("new_alliance_members", &[("277", 10)]);
        // Each district declares of a day of its own: more days than are asked for at once, with 13 targets.
        let audit = office.audit();
        let plan = office.read_by(&audit, "/v1/plans/hn-2025").await;
        let targets = plan["content"]["targets"].as_array().unwrap().clone();
        let mut declared = 0;
        for (number, district) in ["001", "002", "003", "276", "277"].into_iter().enumerate() {
            let officer = office.service.as_agency(&format!("district-{district}"), Role::Officer);
            for target in &targets {
                let of = format!(
                    "/v1/plans/hn-2025/targets/{}/declarations",
                    target["number"].as_str().unwrap()
                );
                let body = declaration(4, &format!("2025-04-1{number}"));
                office.post(&officer, &of, body).await.expect(201);
                declared += 1;
            }
        }
        assert!(declared > 60);
        let all = office.read_by(&audit, &format!("{PROGRESS}?by=district")).await;
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        for part in all["targets"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|one| one["parts"].as_array().unwrap())
        {
            let Some(beside) = part["declared"].as_object() else { continue };
            let known = beside["gap"].is_null();
            assert!(known || beside["difference"].is_null(), "{beside:?}");
            *told.entry(beside["gap"].as_str().unwrap_or("known").to_owned()).or_default() += 1;
        }
        assert_eq!(told.values().sum::<usize>(), declared, "{told:?}");
        assert_eq!(told["too_many_days"], declared - 60, "{told:?}");
        assert!(told["known"] > 0, "{told:?}");
        // What is not shown takes the place of nothing: an older figure of the city is compared whenever the
        // districts' own are not told.
        let alliance = office.service.as_agency("lmhtx", Role::Officer);
        office.post(&alliance, OF, declaration(12, "2025-03-31")).await.expect(201);
        for query in ["", "?by=commune"] {
            let all = office.read_by(&audit, &format!("{PROGRESS}{query}")).await;
            let own = &all["targets"][11]["declared"][0];
            assert_eq!((&own["gap"], &own["computed_then"]), (&Value::Null, &json!(10)), "{query}");
        }
    })
    .await;
}

#[actix_web::test]
async fn a_declaration_has_a_document_and_a_day_that_has_passed() {
    each(async |office| {
        let officer = office.service.as_agency("lmhtx", Role::Officer);
        let mut body = declaration(-1, "2025-05-13");
        body["document_number"] = json!(" ");
        let problem = office.post(&officer, OF, body).await.expect_problem(422, "rule_violated");
        let pointers: Vec<String> = faults(&problem).into_iter().map(|(at, _)| at).collect();
        assert_eq!(pointers, ["/value", "/as_of", "/document_number"]);
        let request = office.service.post(OF, declaration(1, "2025-04-30")).by(&officer);
        request.send().await.expect_problem(400, "idempotency_key_required");
    })
    .await;
}

#[actix_web::test]
async fn a_mean_is_declared_to_those_only_who_reach_the_place() {
    each(async |office| {
        // One cooperative of the district reported its revenue: the mean is what it reported.
        office.services.mean("average_revenue", &[("277", 1_234, 1), ("001", 3_000, 40)]);
        let of = "/v1/plans/hn-2025/targets/average_revenue/declarations";
        let officer = office.service.as_agency("district-277", Role::Officer);
        let made = office.post(&officer, of, declaration(1_234, "2025-04-30")).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        let city = office.service.as_agency("lmhtx", Role::Officer);
        office.post(&city, of, declaration(2_957, "2025-04-30")).await.expect(201);
        let counts = office.post(&officer, OF, declaration(4, "2025-04-30")).await.expect(201);
        let other = office.service.as_agency("district-276", Role::Viewer);
        for (caller, count, expected) in
            [(&office.audit(), 2, 200), (&officer, 1, 200), (&other, 0, 404)]
        {
            let list = office.read_by(caller, of).await;
            assert_eq!(list["items"].as_array().unwrap().len(), count, "{list:#}");
            office.service.get(&path).by(caller).send().await.expect(expected);
            let all = office.read_by(caller, &format!("{PROGRESS}?by=district")).await;
            let revenue = &all["targets"][8];
            assert_eq!(revenue["code"], serde_json::json!("average_revenue"));
            let parts = revenue["parts"].as_array().unwrap();
            let own = parts.iter().find(|part| part["key"] == json!("277")).unwrap();
            assert_eq!(own["declared"].is_null(), expected == 404);
            assert_eq!(revenue["declared"].as_array().unwrap().len(), usize::from(count == 2));
        }
        // Counts are public.
        let path = counts.header("location").unwrap().to_owned();
        office.service.get(&path).by(&other).send().await.expect(200);
        assert_eq!(office.read_by(&other, OF).await["items"].as_array().unwrap().len(), 1);
    })
    .await;
}
