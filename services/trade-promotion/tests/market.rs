//! Market bulletins and prices, and the investment list.

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::office::{each, faults};

fn price(day: &str, vnd: i64) -> Value {
    json!({
        "product": "Rau cải ngọt", "group": "vegetables", "market": "Chợ đầu mối Minh Khai",
        "unit": "kilogram", "price_vnd": vnd, "observed_on": day,
    })
}

#[actix_web::test]
async fn prices_are_a_series_and_the_last_word_of_a_day_counts() {
    each(async |office| {
        let officer = office.promotion(Role::Officer);
        let body = json!({ "prices": [price("2025-05-10", 14_000), price("2025-05-11", 15_000)] });
        let answer = office.post(&officer, "/v1/market-prices", body).await.expect(200).json();
        assert_eq!(answer["published"], 2);
        let mut corrected = price("2025-05-11", 16_000);
        corrected["product"] = json!("RAU CẢI NGỌT");
        let body = json!({ "prices": [corrected] });
        office.post(&officer, "/v1/market-prices", body).await.expect(200);
        let own = office.service.as_organisation(office.known("HTX Rau").await);
        let list =
            "/v1/market-prices?product=rau%20cai%20ngot&market=cho%20dau%20moi%20minh%20khai";
        let series = office.read_by(&own, list).await;
        let prices: Vec<i64> = series["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["price"]["price_vnd"].as_i64().unwrap())
            .collect();
        assert_eq!(prices, [14_000, 16_000]);
        assert_eq!(
            office.read_by(&own, &format!("{list}&from=2025-05-11")).await["items"][0]["agency"],
            "hpa"
        );
        let csv = office.service.get("/v1/market-prices").by(&own).accept("text/csv").send().await;
        assert!(csv.expect(200).text().contains("Chợ đầu mối Minh Khai"));

        // What another agency has published stays.
        let alliance = office.alliance(Role::Officer);
        let body = json!({ "prices": [price("2025-05-09", 1), price("2025-05-11", 1)] });
        let refused = office.post(&alliance, "/v1/market-prices", body).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let expected = ("/prices/1/product".to_owned(), "published_by_another".to_owned());
        assert_eq!(faults(&problem), [expected]);
        let body = json!({ "prices": [price("2025-05-09", 13_000)] });
        office.post(&alliance, "/v1/market-prices", body).await.expect(200);

        let twice = json!({ "prices": [price("2025-05-12", 1), price("2025-05-12", 2)] });
        let refused = office.post(&officer, "/v1/market-prices", twice).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "repeated");
        let wrong = json!({ "prices": [price("2025-05-13", 0)] });
        let refused = office.post(&officer, "/v1/market-prices", wrong).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated")).len(), 2);
        let none = json!({ "prices": [] });
        office.post(&officer, "/v1/market-prices", none.clone()).await.expect(422);
        office.post(&own, "/v1/market-prices", none).await.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn a_bulletin_is_published_by_an_approver_of_its_agency() {
    each(async |office| {
        let officer = office.promotion(Role::Officer);
        let content = json!({
            "title": "Bản tin giá nông sản tuần 19/2025", "from": "2025-05-05", "to": "2025-05-11",
            "text": "Giá rau tăng nhẹ do mưa.",
        });
        let body = json!({ "content": content });
        let entered = office.post(&officer, "/v1/market-bulletins", body.clone()).await.expect(201);
        let path = entered.header("location").unwrap().to_owned();
        assert_eq!(entered.json()["agency"], "hpa");
        office.step(&officer, &path, "submit", json!({})).await.expect(200);
        let publish = json!({ "verdict": "publish" });
        // Of another promoter it is out of reach, and nobody else sees it yet.
        let other = office.alliance(Role::Approver);
        office.service.get(&path).by(&other).send().await.expect_problem(404, "not_found");
        let approver = office.promotion(Role::Approver);
        office.step(&approver, &path, "review", publish).await.expect(200);
        assert_eq!(office.read_by(&other, &path).await["state"], "published");
        let own = office.service.as_organisation(office.known("HTX Rau").await);
        office
            .post(&own, "/v1/market-bulletins", body)
            .await
            .expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn the_investment_list_is_open_to_all_as_long_as_it_is_called_for() {
    each(async |office| {
        let content = json!({
            "title": "Nhà máy sơ chế rau Đông Dư", "kind": "project", "group": "vegetables",
            "summary": "Dây chuyền sơ chế 10 tấn mỗi ngày", "place": "Xã Bát Tràng, Hà Nội",
            "total_vnd": 30_000_000_000_i64, "sought_vnd": 12_000_000_000_i64,
            "valid_until": "2025-06-30",
        });
        let (officer, approver) =
            (office.promotion(Role::Officer), office.promotion(Role::Approver));
        let body = json!({ "content": content });
        office.published(&officer, &approver, ("/v1/investment-items", body)).await;
        let mut greedy = content.clone();
        greedy["sought_vnd"] = json!(31_000_000_000_i64);
        let refused =
            office.post(&officer, "/v1/investment-items", json!({ "content": greedy })).await;
        assert_eq!(
            faults(&refused.expect_problem(422, "rule_violated"))[0].1,
            "sought_above_total"
        );
        let list = office.service.get("/v1/investment-list").send().await.expect(200).json();
        assert_eq!(list["items"][0]["content"], content);
        office.service.set_clock("2025-07-01T02:00:00Z");
        let list = office.service.get("/v1/investment-list").send().await.expect(200).json();
        assert_eq!(list["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn a_list_takes_no_parameter_that_says_nothing_of_it() {
    each(async |office| {
        let audit = office.audit();
        for wrong in [
            "/v1/products?valid_on=2025-05-12",
            "/v1/market-bulletins?valid_on=2025-05-12",
            "/v1/market-bulletins?organisation=01941f29-7c00-7000-8000-000000000001",
            "/v1/investment-items?organisation=01941f29-7c00-7000-8000-000000000001",
            "/v1/offers?buyer=01941f29-7c00-7000-8000-000000000001",
        ] {
            office.service.get(wrong).by(&audit).send().await.expect(400);
        }
        for right in [
            "/v1/offers?valid_on=2025-05-12&group=vegetables&state=published",
            "/v1/demands?buyer=01941f29-7c00-7000-8000-000000000001",
            "/v1/investment-items?valid_on=2025-05-12",
        ] {
            office.service.get(right).by(&audit).send().await.expect(200);
        }
    })
    .await;
}
