//! Products: entered by the organisation, published after somebody else's review.

use diesel::RunQueryDsl as _;
use htx_kit::{
    db::Connection,
    each,
    failure::Failure,
    testing::{Answer, Caller},
};
use htx_model::principal::Role;
use image::ImageFormat;
use serde_json::{Value, json};

use super::{
    office::{self, Office, faults},
    pictures::picture,
};

/// Greens with a certificate and four stars.
pub(crate) fn greens() -> Value {
    json!({
        "name": "Rau cải ngọt Đông Dư",
        "group": "vegetables",
        "description": "Trồng trong nhà lưới, thu hoạch mỗi ngày",
        "months": [1, 2, 3, 10, 11, 12],
        "capacity": { "quantity": 120, "unit": "tonne", "period": "year" },
        "certificates": [{
            "standard": "vietgap", "number": "VietGAP-TT-12-03-0045",
            "issuer": "Trung tâm Phân tích và Chứng nhận chất lượng",
            "issued_on": "2024-06-01", "expires_on": "2025-05-31",
        }],
        "ocop": {
            "stars": 4, "decision_number": "5678/QĐ-UBND",
            "decided_on": "2023-12-20", "expires_on": "2026-12-20",
        },
        "trade_mark": "Rau Đông Dư",
        "price": { "lowest_vnd": 18_000, "highest_vnd": 25_000, "unit": "kilogram" },
    })
}

impl Office {
    /// Takes an action on what stands at a path, as it is now.
    pub(crate) async fn step(&self, by: &Caller, path: &str, act: &str, body: Value) -> Answer {
        let etag = self.service.get(path).by(by).send().await.expect(200).etag();
        let path = format!("{path}/{act}");
        let request = self.service.post(&path, body).by(by).if_match(&etag);
        request.idempotency_key(&self.key()).send().await
    }

    /// Enters something and takes it through the review; returns its path.
    pub(crate) async fn published(
        &self,
        by: &Caller,
        reviewer: &Caller,
        (path, body): (&str, Value),
    ) -> String {
        let entered = self.post(by, path, body).await.expect(201);
        let path = entered.header("location").unwrap().to_owned();
        self.step(by, &path, "submit", json!({})).await.expect(200);
        self.step(reviewer, &path, "review", json!({ "verdict": "publish" })).await.expect(200);
        path
    }
}

/// Greens that wait for their review: whose they are, and where.
async fn submitted(office: &Office) -> (Caller, String) {
    let id = office.known("HTX Rau Đông Dư").await;
    let own = office.service.as_organisation(id);
    let body = json!({ "organisation_id": id, "content": greens() });
    let entered = office.post(&own, "/v1/products", body).await.expect(201);
    let path = entered.header("location").unwrap().to_owned();
    office.step(&own, &path, "submit", json!({})).await.expect(200);
    (own, path)
}

#[actix_web::test]
async fn a_product_is_published_after_a_review_and_seen_by_nobody_else_before() {
    office::each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let body = json!({ "organisation_id": id, "content": greens() });
        let entered = office.post(&own, "/v1/products", body).await.expect(201);
        let path = entered.header("location").unwrap().to_owned();
        let product = entered.json();
        assert_eq!(product["state"], "draft");
        assert_eq!(product["available_actions"], json!(["change", "submit", "withdraw"]));
        assert_eq!(product["district"], "277");

        // A stranger neither sees nor counts it; those who review it, and its district, do.
        let other = office.service.as_organisation(office.known("HTX Khác").await);
        office.service.get(&path).by(&other).send().await.expect_problem(404, "not_found");
        assert_eq!(office.read_by(&other, "/v1/products").await["items"], json!([]));
        let reviewer = office.promotion(Role::Officer);
        for caller in [&reviewer, &office.district(Role::Viewer), &office.district(Role::Officer)] {
            let list = office.read_by(caller, "/v1/products").await;
            let expected = usize::from(caller.id() != office.district(Role::Viewer).id());
            assert_eq!(list["items"].as_array().unwrap().len(), expected);
        }

        let publish = json!({ "verdict": "publish" });
        office
            .step(&reviewer, &path, "review", publish.clone())
            .await
            .expect_problem(409, "state_conflict");
        office.step(&own, &path, "submit", json!({})).await.expect(200);
        let etag = office.service.get(&path).by(&own).send().await.etag();
        let refused = office.service.post(&format!("{path}/review"), publish.clone()).by(&own);
        let refused = refused.if_match(&etag).idempotency_key(&office.key()).send().await;
        refused.expect_problem(403, "permission_denied");
        let seen = office.step(&reviewer, &path, "review", publish).await.expect(200).json();
        assert_eq!(
            (&seen["state"], &seen["published_on"]),
            (&json!("published"), &json!("2025-05-12"))
        );
        let read = office.read_by(&other, &path).await;
        assert_eq!(read["content"], greens());
        assert_eq!(read["available_actions"], json!([]));
    })
    .await;
}

/// How what a product says begins, and how it does where a process of a later release runs beside this one
/// and knows a field more.
const KNOWN: &str = "{\"name\":";
const OF_A_LATER_RELEASE: &str = "{\"later\":1,\"name\":";

/// Writes one in place of the other in the one listing that there is.
async fn put(office: &Office, from: &str, to: &str) {
    let statement = format!("UPDATE listing SET content = replace(content, '{from}', '{to}')");
    let run = move |connection: &mut Connection| {
        each!(connection, one => diesel::sql_query(&statement).execute(one)).map_err(Failure::from)
    };
    assert_eq!(office.database.database().write(run).await.unwrap(), 1);
}

/// What stands in the row of the one listing that there is.
async fn content(office: &Office) -> String {
    let read = |connection: &mut Connection| {
        let content = diesel::dsl::sql::<diesel::sql_types::Text>("content FROM listing");
        Ok(diesel::select(content).get_result::<String>(connection)?)
    };
    office.database.database().read(read).await.unwrap()
}

#[actix_web::test]
async fn what_a_later_release_wrote_is_published_whole_or_not_here() {
    office::each(async |office| {
        let (own, path) = submitted(&office).await;
        put(&office, KNOWN, OF_A_LATER_RELEASE).await;
        assert_eq!(office.read_by(&own, &path).await["content"], greens());
        let reviewer = office.promotion(Role::Officer);
        let review = || office.step(&reviewer, &path, "review", json!({ "verdict": "publish" }));
        review().await.expect_problem(503, "unavailable");
        put(&office, OF_A_LATER_RELEASE, KNOWN).await;
        review().await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn a_picture_is_added_to_all_that_a_later_release_wrote_or_not_here() {
    office::each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let body = json!({ "organisation_id": id, "content": greens() });
        let entered = office.post(&own, "/v1/products", body).await.expect(201);
        let pictures = format!("{}/pictures", entered.header("location").unwrap());
        let add = async || {
            let one = picture(9, 9, ImageFormat::Png);
            office.upload(&own, &pictures, "a.png", &one).await
        };
        let added = add().await.expect(201).json();
        put(&office, KNOWN, OF_A_LATER_RELEASE).await;
        let before = content(&office).await;
        add().await.expect_problem(503, "unavailable");
        let remove = office.service.delete(added["content_path"].as_str().unwrap()).by(&own);
        let removed = remove.idempotency_key(&office.key()).send().await;
        removed.expect_problem(503, "unavailable");
        assert_eq!(content(&office).await, before);
        put(&office, OF_A_LATER_RELEASE, KNOWN).await;
        add().await.expect(201);
    })
    .await;
}

#[actix_web::test]
async fn a_review_returns_with_a_reason_that_only_those_concerned_read() {
    office::each(async |office| {
        let (own, path) = submitted(&office).await;
        let reviewer = office.industry(Role::Approver);
        let wordless =
            office.step(&reviewer, &path, "review", json!({ "verdict": "return" })).await;
        let problem = wordless.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/reason".to_owned(), "missing".to_owned())]);
        let verdict = json!({ "verdict": "return", "reason": "Ảnh chứng nhận mờ" });
        office.step(&reviewer, &path, "review", verdict).await.expect(200);
        let read = office.read_by(&own, &path).await;
        assert_eq!(
            (&read["state"], &read["review_reason"]),
            (&json!("draft"), &json!("Ảnh chứng nhận mờ"))
        );
        // Published and hidden again: the public no longer sees it, and a change is reviewed anew.
        office.step(&own, &path, "submit", json!({})).await.expect(200);
        office.step(&reviewer, &path, "review", json!({ "verdict": "publish" })).await.expect(200);
        let stranger = office.service.as_organisation(office.known("HTX Khác").await);
        assert!(office.read_by(&stranger, &path).await.get("review_reason").is_none());
        let hidden = json!({ "verdict": "hide", "reason": "Có phản ánh về chất lượng" });
        office.step(&reviewer, &path, "review", hidden).await.expect(200);
        office.service.get(&path).by(&stranger).send().await.expect(404);
        // The audit sees what the feed tells of as well.
        assert_eq!(office.read_by(&office.audit(), &path).await["state"], "hidden");
        let etag = office.service.get(&path).by(&own).send().await.etag();
        let change = |etag: &str, key: &str| {
            let mut content = greens();
            content["months"] = json!([5, 5, 4]);
            let request = office.service.patch(&path, content).by(&own).if_match(etag);
            request.idempotency_key(key).send()
        };
        let changed = change(&etag, "a-change").await.expect(200).json();
        assert_eq!(
            (&changed["state"], &changed["content"]["months"]),
            (&json!("draft"), &json!([4, 5]))
        );
        let again = change(&etag, "a-change").await.expect(200);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        change(&etag, "another").await.expect_problem(412, "stale_version");
    })
    .await;
}

#[actix_web::test]
async fn what_a_product_cannot_be_is_told_at_once() {
    office::each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let mut content = greens();
        content["name"] = json!("  ");
        content["months"] = json!([]);
        content["certificates"][0]["expires_on"] = json!("2025-05-11");
        content["ocop"]["stars"] = json!(6);
        content["ocop"]["expires_on"] = json!("2023-01-01");
        content["price"]["highest_vnd"] = json!(17_999);
        content["capacity"]["quantity"] = json!(0);
        let body = json!({ "organisation_id": id, "content": content });
        let problem =
            office.post(&own, "/v1/products", body).await.expect_problem(422, "rule_violated");
        let codes: Vec<String> = faults(&problem).into_iter().map(|(_, code)| code).collect();
        assert_eq!(
            codes,
            [
                "text_length",
                "missing",
                "quantity_out_of_range",
                "certificate_expired",
                "stars_out_of_range",
                "expires_before_issued",
                "price_range",
            ]
        );
        for month in [json!(0), json!(13), json!("5")] {
            let mut content = greens();
            content["months"] = json!([month]);
            let body = json!({ "organisation_id": id, "content": content });
            office.post(&own, "/v1/products", body).await.expect_problem(400, "invalid_body");
        }
        // Of another organisation, or by who enters none.
        let foreign = office.known("HTX Khác").await;
        let body = json!({ "organisation_id": foreign, "content": greens() });
        office.post(&own, "/v1/products", body.clone()).await.expect_problem(404, "not_found");
        for caller in
            [office.audit(), office.promotion(Role::Officer), office.district(Role::Approver)]
        {
            office
                .post(&caller, "/v1/products", body.clone())
                .await
                .expect_problem(403, "permission_denied");
        }
        office.post(&office.district(Role::Officer), "/v1/products", body).await.expect(201);
    })
    .await;
}

#[actix_web::test]
async fn whoever_keeps_a_product_reads_its_history() {
    office::each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let body = json!({ "organisation_id": id, "content": greens() });
        let reviewer = office.promotion(Role::Officer);
        let path = office.published(&own, &reviewer, ("/v1/products", body)).await;
        let history = format!("{path}/history");
        let read = office.read_by(&own, &history).await;
        let kinds: Vec<&str> = read["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["event"]["type"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["product.published", "product.submitted", "product.entered"]);
        assert_eq!(read["items"][2]["event"]["state"]["content"]["name"], "Rau cải ngọt Đông Dư");
        assert_eq!(office.read_by(&office.audit(), &history).await, read);
        let stranger = office.service.as_organisation(office.known("HTX Khác").await);
        let hidden = office.service.get(&history).by(&stranger).send().await;
        hidden.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn what_has_expired_is_not_published() {
    office::each(async |office| {
        let (_, path) = submitted(&office).await;
        office.service.set_clock("2025-06-01T02:00:00Z");
        let reviewer = office.promotion(Role::Approver);
        let refused =
            office.step(&reviewer, &path, "review", json!({ "verdict": "publish" })).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem)[0].1, "certificate_expired");
    })
    .await;
}
