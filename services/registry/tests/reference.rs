//! The map of districts and communes, and the documents that the suite was loaded with.

use serde_json::{Value, json};

use super::office::{each, each_of, settings};

#[actix_web::test]
async fn units_are_listed_with_the_days_of_their_existence() {
    each(async |office| {
        let count = async |query: &str| {
            let mut path = format!("/v1/administrative-units?limit=200&{query}");
            let mut codes = Vec::new();
            loop {
                let page = office.read(&path).await;
                codes.extend(each_of(&page, "code"));
                let Some(next) = page["next"].as_str() else { return codes.len() };
                path = format!("/v1/administrative-units?limit=200&{query}&cursor={next}");
            }
        };
        assert_eq!(count("level=district").await, 30);
        assert_eq!(count("level=commune&on=2025-06-30").await, 526);
        assert_eq!(count("level=commune&on=2025-07-01").await, 126);
        assert_eq!(count("level=district&on=2025-07-01").await, 0);
        assert_eq!(count("district=277").await, 30);
        let page = office.read("/v1/administrative-units?level=district&limit=1").await;
        assert_eq!(page["items"][0]["name"], "Quận Ba Đình");
        assert_eq!(page["items"][0]["valid_to"], "2025-06-30");
    })
    .await;
}

#[actix_web::test]
async fn an_old_commune_tells_where_it_lies_today() {
    each(async |office| {
        let found = office.read("/v1/administrative-units/communes/10063/succession").await;
        assert_eq!(found["commune"]["name"], "Xã Lam Điền");
        assert_eq!(found["needs_address_review"], true);
        let mut codes: Vec<&Value> =
            found["successors"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
        codes.sort_by_key(|code| code.to_string());
        assert_eq!(codes, [&json!("10072"), &json!("10126")]);
        for code in ["99999", "abc"] {
            let path = format!("/v1/administrative-units/communes/{code}/succession");
            let answer = office.get(&path).by(&office.planning()).send().await;
            answer.expect_problem(404, "not_found");
        }
    })
    .await;
}

#[actix_web::test]
async fn the_documents_are_read_by_their_names() {
    each(async |office| {
        for name in ["plan-2025", "programmes", "dissolution-order", "public-holidays"] {
            let document = office.read(&format!("/v1/reference-documents/{name}")).await;
            assert!(document.is_object() || document.is_array(), "{name}");
        }
        let answer = office.get("/v1/reference-documents/plan-1925").by(&office.planning());
        answer.send().await.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn opening_a_second_time_loads_nothing() {
    each(async |office| {
        let runtime = office.service.setting.runtime.clone();
        let again = htx_registry::open(runtime, settings(office.folder.path())).await.unwrap();
        assert_eq!(again.units.all(), office.registry.units.all());
    })
    .await;
}
