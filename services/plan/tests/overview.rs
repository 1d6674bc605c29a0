//! Where the plan stands, for everybody.

use serde_json::{Value, json};

use crate::{
    office::{Office, each},
    services::Mood,
};

async fn overview(office: &Office, query: &str) -> Value {
    let path = format!("/v1/plan-overview{query}");
    office.service.get(&path).send().await.expect(200).json()
}

fn district<'a>(target: &'a Value, code: &str) -> &'a Value {
    let districts = target["districts"].as_array().unwrap();
    districts.iter().find(|one| one["district"] == json!(code)).unwrap()
}

#[actix_web::test]
async fn everybody_sees_where_the_plan_stands() {
    each(async |office| {
        office.services.count("new_cooperatives", &[("277", 1), ("276", 9)]);
        office.services.mean("average_revenue", &[("277", 5, 2), ("276", 7, 3), ("001", 9, 60)]);
        office.services.count("stages", &[("closed", 4), ("surveyed", 3)]);
        let seen = overview(&office, "").await;
        assert_eq!((&seen["plan"], &seen["as_of"]), (&json!("hn-2025"), &json!("2025-05-12")));
        let targets = seen["targets"].as_array().unwrap();
        assert_eq!(targets.len(), 13);
        let new = &targets[0];
        assert_eq!((&new["value"], &new["standing"]["remaining"]), (&json!(10), &json!(90)));
        assert_eq!(new["districts"].as_array().unwrap().len(), 30);
        assert_eq!(district(new, "277")["value"], json!(1), "counts are public");
        let revenue = &targets[8];
        for code in ["277", "276"] {
            let hidden = district(revenue, code);
            assert_eq!((&hidden["hidden"], &hidden["value"]), (&json!(true), &json!(null)));
        }
        assert_eq!(district(revenue, "001")["value"], json!(9));
        let stages = seen["dissolutions"]["stages"].as_array().unwrap();
        let cases = |code: &str| {
            let found = stages.iter().find(|stage| stage["stage"] == json!(code));
            found.map(|stage| stage["cases"].clone())
        };
        assert_eq!((cases("closed"), cases("surveyed")), (Some(json!(4)), Some(json!(3))));
        assert_eq!(cases("decided"), Some(json!(0)));
        let text = seen.to_string();
        for word in ["numerator", "declared", "document"] {
            assert!(!text.contains(word), "{word}");
        }
    })
    .await;
}

#[actix_web::test]
async fn the_open_page_asks_for_nothing_that_it_does_not_show() {
    each(async |office| {
        let officer = office.service.as_agency("lmhtx", htx_model::principal::Role::Officer);
        let declared = json!({ "value": 9, "as_of": "2025-04-30", "document_number": "1/BC" });
        let path = "/v1/plans/hn-2025/targets/3/declarations";
        office.post(&officer, path, declared).await.expect(201);
        overview(&office, "").await;
        let asked = office.services.asked();
        assert!(asked.iter().all(|(_, asked)| asked.as_of.is_none()), "{asked:?}");
        assert_eq!(asked.len(), 14, "thirteen targets and where dissolutions stand");
    })
    .await;
}

#[actix_web::test]
async fn the_city_s_own_mean_is_hidden_where_it_is_of_a_few() {
    each(async |office| {
        office.services.mean("average_profit", &[("277", 5, 2), ("276", 7, 2)]);
        let seen = overview(&office, "").await;
        let profit = &seen["targets"][10];
        assert_eq!((&profit["value"], &profit["standing"]), (&json!(null), &json!(null)));
        assert_eq!(profit["pace"], json!(null));
    })
    .await;
}

#[actix_web::test]
async fn silence_is_shown_and_the_plan_can_be_chosen() {
    each(async |office| {
        office.services.mood("dissolution", Mood::Fails);
        let seen = overview(&office, "?plan=hn-2025").await;
        assert_eq!(seen["dissolutions"], json!(null));
        // On the page as well: what is not known is not left out.
        let page = office.service.get("/v1/plan-overview?language=vi").accept("text/html");
        let page = page.send().await.expect(200).text();
        let section = page.split("<h2>Giải thể theo trạng thái</h2>").nth(1).unwrap();
        let section = section.split("<h2>").next().unwrap();
        assert!(section.contains("Chưa có số liệu"), "{section}");
        assert_eq!(seen["targets"][12]["state"], json!("not_available"));
        let unknown = office.service.get("/v1/plan-overview?plan=hn-1999").send().await;
        unknown.expect_problem(404, "not_found");
        let english =
            office.service.get("/v1/plan-overview").language(htx_model::language::Language::En);
        let english = english.send().await.expect(200).json();
        assert_eq!(english["targets"][0]["name"], json!("New cooperatives"));
    })
    .await;
}
