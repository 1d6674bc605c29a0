//! The public catalogue: without a token, without accents, with facets.

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    office::{Office, each},
    products::greens,
};

fn product(name: &str, group: &str) -> Value {
    json!({ "name": name, "group": group, "months": [5, 6] })
}

impl Office {
    async fn sold(&self, id: htx_model::id::OrganisationId, content: Value) -> String {
        let own = self.service.as_organisation(id);
        let body = json!({ "organisation_id": id, "content": content });
        self.published(&own, &self.promotion(Role::Officer), ("/v1/products", body)).await
    }

    async fn found(&self, query: &str) -> (Vec<String>, Value) {
        let path = format!("/v1/product-catalogue{query}");
        let found = self.service.get(&path).send().await.expect(200).json();
        let names = found["items"].as_array().unwrap().iter();
        let names = names.map(|item| item["content"]["name"].as_str().unwrap().to_owned());
        (names.collect(), found)
    }
}

#[actix_web::test]
async fn anybody_finds_published_products_without_accents_and_narrows_by_facets() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        assert!(office.found("").await.0.is_empty());
        let path = office.sold(id, greens()).await;
        office.sold(id, product("Rau muống hạt", "vegetables")).await;
        office.sold(id, product("Chè Ba Vì", "beverages")).await;
        assert_eq!(office.found("?q=rau%20cai").await.0, ["Rau cải ngọt Đông Dư"]);
        assert_eq!(office.found("?q=CH%C3%88%20ba%20v").await.0, ["Chè Ba Vì"]);
        assert!(office.found("?q=%25").await.0.is_empty(), "no product has such a mark");
        let (names, found) = office.found("?q=rau&standard=vietgap").await;
        assert_eq!((names.len(), &found["count"]), (1, &json!(1)));
        let groups = json!([{ "code": "vegetables", "count": 1 }]);
        assert_eq!(found["facets"]["groups"], groups);
        let (names, found) = office.found("?group=vegetables").await;
        assert_eq!(names, ["Rau muống hạt", "Rau cải ngọt Đông Dư"]);
        let groups =
            json!([{ "code": "vegetables", "count": 2 }, { "code": "beverages", "count": 1 }]);
        assert_eq!(found["facets"]["groups"], groups);
        assert_eq!(found["facets"]["districts"], json!([{ "code": "277", "count": 2 }]));
        assert_eq!(found["facets"]["stars"], json!([{ "code": "4", "count": 1 }]));

        // Page by page, the newest first.
        let (first, found) = office.found("?limit=2").await;
        let next = found["next"].as_str().unwrap();
        let (last, found) = office.found(&format!("?limit=2&cursor={next}")).await;
        assert_eq!((first.len(), last.len(), &found["next"]), (2, 1, &Value::Null));

        // What is hidden is gone at once; what expires no longer counts the day after.
        let reviewer = office.promotion(Role::Officer);
        let body = json!({ "verdict": "hide", "reason": "Chờ xác minh" });
        office.step(&reviewer, &path, "review", body).await.expect(200);
        assert_eq!(office.found("?q=rau").await.0, ["Rau muống hạt"]);
        office.step(&reviewer, &path, "review", json!({ "verdict": "publish" })).await.expect(200);
        assert_eq!(office.found("?standard=vietgap").await.0.len(), 1);
        office.service.set_clock("2025-06-01T02:00:00Z");
        assert!(office.found("?standard=vietgap").await.0.is_empty());
        let (_, found) = office.found("?stars=4").await;
        assert_eq!(found["items"][0]["content"]["certificates"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn the_public_reads_one_product_and_nothing_that_is_not_published() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let path = office.sold(id, greens()).await;
        let public = path.replace("/v1/products/", "/v1/product-catalogue/");
        let read = office.service.get(&public).send().await.expect(200).json();
        assert_eq!(read["organisation_name"], "HTX Rau Đông Dư");
        assert!(read.get("state").is_none() && read.get("review_reason").is_none());
        let own = office.service.as_organisation(id);
        office.step(&own, &path, "withdraw", json!({})).await.expect(200);
        office.service.get(&public).send().await.expect_problem(404, "not_found");
        for wrong in ["?stars=2", "?stars=6", "?limit=0", "?cursor=x", "?q=a&unknown=1"] {
            let answer = office.service.get(&format!("/v1/product-catalogue{wrong}")).send().await;
            answer.expect(400);
        }
    })
    .await;
}

#[actix_web::test]
async fn whoever_keeps_products_is_reminded_of_what_expires() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        office.sold(id, greens()).await;
        office.sold(id, product("Rau muống hạt", "vegetables")).await;
        let own = office.service.as_organisation(id);
        let due = |days: u32| format!("/v1/products/expiring?days={days}");
        let soon = office.read_by(&own, &due(30)).await;
        assert_eq!(soon["items"].as_array().unwrap().len(), 1);
        assert_eq!(soon["items"][0]["content"]["name"], "Rau cải ngọt Đông Dư");
        assert!(office.read_by(&own, &due(10)).await["items"].as_array().unwrap().is_empty());
        let other = office.service.as_organisation(office.known("HTX Khác").await);
        assert!(office.read_by(&other, &due(30)).await["items"].as_array().unwrap().is_empty());
        office.service.get(&due(0)).by(&own).send().await.expect(400);
    })
    .await;
}
