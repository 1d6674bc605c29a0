//! Supply and demand: reviewed, matched with reasons, answered.

use htx_kit::testing::Caller;
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::office::{Office, each, faults};

fn offer() -> Value {
    json!({
        "title": "Cung cấp rau cải VietGAP", "group": "vegetables",
        "monthly_quantity": 20, "unit": "tonne", "months": [1, 2, 3, 4],
        "standards": ["vietgap"], "price_vnd": 18_000_000, "valid_until": "2025-12-31",
    })
}

pub(crate) fn demand(buyer: &Value) -> Value {
    json!({
        "title": "Cần mua rau cải cho bếp ăn", "buyer_id": buyer, "group": "vegetables",
        "monthly_quantity": 10_000, "unit": "kilogram", "months": [3, 4, 5, 6],
        "standards": ["vietgap"], "price_vnd": 20_000, "commune": "10045",
        "valid_until": "2025-12-31",
    })
}

impl Office {
    pub(crate) async fn buyer(&self, by: &Caller) -> Value {
        let body = json!({
            "name": "Công ty Bếp ăn Trường học",
            "contact": { "person": "Nguyễn Văn An", "telephone": "0912345678", "email": "an@example.vn" },
        });
        self.post(by, "/v1/buyers", body).await.expect(201).json()
    }

    async fn demanded(&self) -> String {
        let officer = self.promotion(Role::Officer);
        let buyer = self.buyer(&officer).await;
        let body = json!({ "content": demand(&buyer["id"]) });
        self.published(&officer, &self.promotion(Role::Approver), ("/v1/demands", body)).await
    }

    pub(crate) async fn offered(&self, id: htx_model::id::OrganisationId) -> String {
        let own = self.service.as_organisation(id);
        let body = json!({ "organisation_id": id, "content": offer() });
        self.published(&own, &self.promotion(Role::Approver), ("/v1/offers", body)).await
    }
}

pub(crate) fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

#[actix_web::test]
async fn a_round_matches_what_is_published_and_says_why() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let (offer_path, demand_path) = (office.offered(id).await, office.demanded().await);
        let body = json!({ "organisation_id": id, "content": offer() });
        office.post(&own, "/v1/offers", body).await.expect(201);
        let officer = office.promotion(Role::Officer);
        let round = office.post(&officer, "/v1/matching-rounds", json!({})).await.expect(201);
        let path = round.header("location").unwrap().to_owned();
        let round = round.json();
        let counts = (&round["offer_count"], &round["demand_count"], &round["match_count"]);
        assert_eq!(counts, (&json!(1), &json!(1), &json!(1)), "drafts are not matched");
        assert_eq!(round["points_verified"], false);
        assert_eq!(office.read_by(&own, &path).await, round);
        for (of, other) in [(&offer_path, &demand_path), (&demand_path, &offer_path)] {
            let list = office.read_by(&own, &format!("{of}/matches")).await;
            let found = &list["items"][0];
            let side = if of.contains("offers") { "demand_id" } else { "offer_id" };
            assert_eq!(found[side], id_of(other));
            assert_eq!(found["points"], 87);
            let told: Vec<&str> = found["reasons"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reason| reason["explanation"].as_str().unwrap())
                .collect();
            assert_eq!(told[0], "Trùng 2 trong 4 tháng cần mua.");
            assert_eq!(told[1], "Đáp ứng 100% sản lượng cần mua mỗi tháng.");
        }
        // Withdrawn, it fits nothing from now on; the counts of the first round are kept.
        office.step(&own, &offer_path, "withdraw", json!({})).await.expect(200);
        for path in [&offer_path, &demand_path] {
            let list = office.read_by(&own, &format!("{path}/matches")).await;
            assert_eq!(list["items"], json!([]));
        }
        let second =
            office.post(&officer, "/v1/matching-rounds", json!({})).await.expect(201).json();
        assert_eq!(second["match_count"], 0);
        assert_eq!(
            office.read_by(&own, &format!("{demand_path}/matches")).await["items"],
            json!([])
        );
        let rounds = office.read_by(&own, "/v1/matching-rounds").await;
        let counts: Vec<&Value> =
            rounds["items"].as_array().unwrap().iter().map(|round| &round["match_count"]).collect();
        assert_eq!(counts, [&json!(0), &json!(1)]);
        office
            .post(&own, "/v1/matching-rounds", json!({}))
            .await
            .expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn interest_is_expressed_once_and_answered_by_the_other_side() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let demand_path = office.demanded().await;
        let body = json!({
            "demand_id": id_of(&demand_path), "organisation_id": id, "message": "HTX có đủ hàng",
        });
        let sent = office.post(&own, "/v1/interests", body.clone()).await.expect(201);
        let path = sent.header("location").unwrap().to_owned();
        office.post(&own, "/v1/interests", body).await.expect_problem(409, "already_exists");
        let act = |by: Caller, body: Value| {
            let (office, path) = (&office, path.clone());
            async move {
                let etag = office.service.get(&path).by(&by).send().await.expect(200).etag();
                let request = office.service.post(&format!("{path}/answer"), body).by(&by);
                request.if_match(&etag).idempotency_key(&office.key()).send().await
            }
        };
        let officer = office.promotion(Role::Officer);
        act(own.clone(), json!({ "action": "accept" })).await.expect_problem(403, "permission_denied");
        let contract = json!({ "action": "contract", "contract_number": "12/HĐ", "contract_vnd": 900_000_000 });
        act(officer.clone(), contract.clone()).await.expect_problem(409, "state_conflict");
        act(officer.clone(), json!({ "action": "accept" })).await.expect(200);
        let wordless = act(officer.clone(), json!({ "action": "contract" })).await;
        assert_eq!(faults(&wordless.expect_problem(422, "rule_violated")).len(), 2);
        let done = act(officer.clone(), contract).await.expect(200).json();
        assert_eq!((&done["state"], &done["contract_vnd"]), (&json!("contracted"), &json!(900_000_000)));
        let seen = [
            (own, 1),
            (officer, 1),
            (office.audit(), 1),
            (office.district(Role::Officer), 1),
            (office.alliance(Role::Officer), 0),
            (office.service.as_agency("district-001", Role::Officer), 0),
        ];
        for (caller, expected) in seen {
            let list = office.read_by(&caller, "/v1/interests").await;
            assert_eq!(list["items"].as_array().unwrap().len(), expected);
        }
        let offer_path = office.offered(id).await;
        let body = json!({ "offer_id": id_of(&offer_path), "organisation_id": id });
        let own = office.service.as_organisation(id);
        office.post(&own, "/v1/interests", body).await.expect_problem(409, "state_conflict");
        let of_neither = json!({ "organisation_id": id });
        let refused = office.post(&own, "/v1/interests", of_neither).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/offer_id".to_owned(), "one_of_both".to_owned())]);
    })
    .await;
}

#[actix_web::test]
async fn an_offer_says_how_long_it_holds_and_of_which_product_it_is() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let wrong = |field: &str, value: Value| {
            let mut content = offer();
            content[field] = value;
            json!({ "organisation_id": id, "content": content })
        };
        let cases = [
            ("valid_until", json!("2025-05-11"), "date_in_past"),
            ("valid_until", json!("2027-01-01"), "too_far_ahead"),
            ("monthly_quantity", json!(0), "quantity_out_of_range"),
            ("price_vnd", json!(0), "amount_out_of_range"),
            ("commune", json!("99999"), "unknown_commune"),
            ("product_id", json!("01941f29-7c00-7000-8000-000000000001"), "unknown_product"),
        ];
        for (field, value, code) in cases {
            let refused = office.post(&own, "/v1/offers", wrong(field, value)).await;
            let problem = refused.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem), [(format!("/content/{field}"), code.to_owned())]);
        }
    })
    .await;
}

#[actix_web::test]
async fn what_has_expired_or_is_of_nobody_any_more_leaves_the_public() {
    each(async |office| {
        let mut organisation = office.cooperative("HTX Rau Đông Dư");
        let id = organisation.id;
        office.know(vec![organisation.clone()]).await;
        let (offer_path, demand_path) = (office.offered(id).await, office.demanded().await);
        let own = office.service.as_organisation(id);
        let stranger = office.service.as_organisation(office.known("HTX Khác").await);
        let officer = office.promotion(Role::Officer);
        office.post(&officer, "/v1/matching-rounds", json!({})).await.expect(201);
        let counts = async || {
            let mut counts = Vec::new();
            for list in ["/v1/offers", "/v1/demands", &format!("{demand_path}/matches")] {
                let list = office.read_by(&officer, list).await;
                counts.push(list["items"].as_array().unwrap().len());
            }
            counts
        };
        assert_eq!(counts().await, [1, 1, 1]);
        organisation.status = htx_model::organisation::OrganisationStatus::Dissolved;
        office.know(vec![organisation.clone()]).await;
        assert_eq!(counts().await, [0, 1, 0]);
        office.service.get(&offer_path).by(&stranger).send().await.expect_problem(404, "not_found");
        let round = office.post(&officer, "/v1/matching-rounds", json!({})).await.expect(201);
        assert_eq!(round.json()["offer_count"], 0);
        let interest = json!({ "demand_id": id_of(&demand_path), "organisation_id": id });
        office
            .post(&own, "/v1/interests", interest.clone())
            .await
            .expect_problem(409, "state_conflict");

        organisation.status = htx_model::organisation::OrganisationStatus::Active;
        office.know(vec![organisation]).await;
        assert_eq!(office.read_by(&stranger, &offer_path).await["state"], "published");
        office.service.set_clock("2026-01-01T02:00:00Z");
        office.service.get(&offer_path).by(&stranger).send().await.expect_problem(404, "not_found");
        assert_eq!(
            office.read_by(&own, &offer_path).await["state"],
            "published",
            "its own sees it"
        );
        office.post(&own, "/v1/interests", interest).await.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn an_offer_of_a_product_speaks_of_standards_that_it_is_certified_for() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let body = json!({ "organisation_id": id, "content": super::products::greens() });
        let product = office.post(&own, "/v1/products", body).await.expect(201).json();
        let offered = |standards: Value| {
            let mut content = offer();
            content["product_id"] = product["id"].clone();
            content["standards"] = standards;
            let body = json!({ "organisation_id": id, "content": content });
            let (office, own) = (&office, &own);
            async move { office.post(own, "/v1/offers", body).await }
        };
        let refused = offered(json!(["globalgap", "vietgap"])).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(
            faults(&problem),
            [("/content/standards/1".to_owned(), "not_certified".to_owned())]
        );
        let entered = offered(json!(["vietgap"])).await.expect(201);
        // What has expired until it is handed in no longer counts.
        office.service.set_clock("2025-06-01T02:00:00Z");
        let path = entered.header("location").unwrap().to_owned();
        let late = office.step(&own, &path, "submit", json!({})).await;
        assert_eq!(faults(&late.expect_problem(422, "rule_violated"))[0].1, "not_certified");
    })
    .await;
}
