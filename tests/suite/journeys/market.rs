//! The market between fairs: a cooperative shows and offers, its commune helps it, the promotion centre
//! speaks for a buyer and matches, industry and trade funds a showcase point, the alliance tells prices.

use serde_json::{Value, json};

use super::{Story, register::Own};
use crate::harness::{Login, eventually};

/// Who trades.
struct Traders<'a> {
    /// The cooperative, with its id.
    cooperative: (Login, String),
    commune: &'a Login,
    /// Of the promotion centre.
    officer: Login,
    approver: Login,
    /// Of industry and trade.
    industry: Login,
    industry_approver: Login,
    alliance: Login,
    alliance_approver: Login,
    audit: Login,
    /// The day on which all of it happens.
    today: String,
}

impl Traders<'_> {
    /// The last day of the year.
    fn year_s_end(&self) -> String {
        format!("{}-12-31", &self.today[..4])
    }
}

impl Story {
    pub(super) async fn cooperatives_sell(&self, own: &Own) {
        let traders = self.traders(own).await;
        self.a_product_is_shown(&traders).await;
        let offer = self.the_commune_offers_for_it(&traders).await;
        let demand = self.the_promotion_centre_speaks_for_a_buyer(&traders).await;
        self.they_are_matched_and_come_together(&traders, &offer, &demand).await;
        self.industry_and_trade_funds_a_point(&traders).await;
        self.the_alliance_tells_of_the_market(&traders).await;
    }

    async fn traders<'a>(&self, own: &'a Own) -> Traders<'a> {
        let person = async |role: &str, agency: &str| {
            self.suite.new_user(&self.administrator, role, agency).await
        };
        let list =
            format!("/v1/organisations?commune={}&kind=cooperative&status=active", own.commune);
        let id = self.suite.all(&own.officer, &list).await[1]["id"].as_str().unwrap().to_owned();
        let account = self.account_of(&id, "htx.cho-phien").await;
        let audit = person("viewer", "kiem-toan").await;
        Traders {
            cooperative: (account, id),
            commune: &own.officer,
            officer: person("officer", "hpa").await,
            approver: person("approver", "hpa").await,
            industry: person("officer", "so-ct").await,
            industry_approver: person("approver", "so-ct").await,
            alliance: person("officer", "lmhtx").await,
            alliance_approver: person("approver", "lmhtx").await,
            audit,
            today: self.today().await,
        }
    }

    /// An officer of a commune that the cooperative is not in.
    async fn elsewhere(&self, own: &str) -> Login {
        let all = self.suite.all(&self.planning, "/v1/organisations").await;
        let commune = |one: &Value| one["address"]["current_commune"].as_str().unwrap().to_owned();
        let home = all.iter().find(|one| one["id"] == own).map(commune);
        let other = all.iter().map(commune).find(|code| Some(code) != home.as_ref()).unwrap();
        self.suite.new_user(&self.administrator, "officer", &format!("commune-{other}")).await
    }

    /// Something is entered; where it stands.
    async fn entered(&self, by: &Login, path: &str, body: Value) -> String {
        let entered = eventually("the cooperative is known", async || {
            let answer = self.send(by, path, body.clone()).await;
            (answer.status != 404).then_some(answer)
        })
        .await;
        entered.expect(201).header("location").unwrap().to_owned()
    }

    async fn published(&self, path: &str, by: &Login, reviewer: &Login) {
        self.take(by, path, "submit", json!({})).await.expect(200);
        let publish = json!({ "verdict": "publish" });
        self.take(by, path, "review", publish.clone())
            .await
            .expect_problem(403, "permission_denied");
        self.take(reviewer, path, "review", publish).await.expect(200);
    }

    async fn a_product_is_shown(&self, traders: &Traders<'_>) {
        let (own, id) = &traders.cooperative;
        let content = json!({ "name": "Mật ong hoa nhãn Hành Trình", "group": "processed_food", "months": [5, 6, 7] });
        let body = json!({ "organisation_id": id, "content": content });
        let path = self.entered(own, "/v1/products", body.clone()).await;
        let stranger = self.elsewhere(id).await;
        let unseen = self.suite.get(&path).bearer(&stranger.access).send().await;
        unseen.expect_problem(404, "not_found");
        self.send(&stranger, "/v1/products", body.clone()).await.expect_problem(404, "not_found");
        for wrong in [&traders.audit, &traders.officer, &traders.industry] {
            let refused = self.send(wrong, "/v1/products", body.clone()).await;
            refused.expect_problem(403, "permission_denied");
        }
        let found = async || {
            let search = "/v1/product-catalogue?q=mat%20ong%20hanh%20tr";
            self.suite.get(search).send().await.expect(200).json()["count"].clone()
        };
        assert_eq!(found().await, 0);
        self.take(own, &path, "submit", json!({})).await.expect(200);
        let back = json!({ "verdict": "return", "reason": "Thiếu mô tả" });
        self.take(&traders.alliance_approver, &path, "review", back).await.expect(200);
        self.published(&path, own, &traders.approver).await;
        assert_eq!(found().await, 1, "anybody finds it, without accents");
    }

    /// Nobody offers for a cooperative of another commune.
    async fn the_commune_offers_for_it(&self, traders: &Traders<'_>) -> String {
        let (_, id) = &traders.cooperative;
        let content = json!({
            "title": "Mật ong hoa nhãn", "group": "processed_food", "monthly_quantity": 2,
            "unit": "tonne", "months": [5, 6, 7], "price_vnd": 90_000_000,
            "valid_until": traders.year_s_end(),
        });
        let body = json!({ "organisation_id": id, "content": content });
        let stranger = self.elsewhere(id).await;
        self.send(&stranger, "/v1/offers", body.clone()).await.expect_problem(404, "not_found");
        let path = self.entered(traders.commune, "/v1/offers", body).await;
        self.published(&path, traders.commune, &traders.alliance_approver).await;
        path
    }

    async fn the_promotion_centre_speaks_for_a_buyer(&self, traders: &Traders<'_>) -> String {
        let body = json!({
            "name": "Chuỗi cửa hàng Nông sản Sạch",
            "contact": { "person": "Trần Thị Bình", "telephone": "0912345678" },
        });
        let buyer = self.entered(&traders.officer, "/v1/buyers", body).await;
        for stranger in [&traders.alliance, &traders.cooperative.0] {
            let unseen = self.suite.get(&buyer).bearer(&stranger.access).send().await;
            unseen.expect_problem(404, "not_found");
        }
        let seen = self.suite.get(&buyer).bearer(&traders.audit.access).send().await.expect(200);
        assert_eq!(seen.json()["contact"]["person"], "T*** T*** B***");
        let content = json!({
            "title": "Cần mua mật ong", "buyer_id": buyer.rsplit('/').next(),
            "group": "processed_food", "monthly_quantity": 1_500, "unit": "kilogram",
            "months": [5, 6], "price_vnd": 95_000, "valid_until": traders.year_s_end(),
        });
        let body = json!({ "content": content });
        let refused = self.send(&traders.alliance, "/v1/demands", body.clone()).await;
        refused.expect_problem(422, "rule_violated");
        let path = self.entered(&traders.officer, "/v1/demands", body).await;
        self.published(&path, &traders.officer, &traders.approver).await;
        path
    }

    async fn they_are_matched_and_come_together(
        &self,
        traders: &Traders<'_>,
        offer: &str,
        demand: &str,
    ) {
        let (own, id) = &traders.cooperative;
        let refused = self.send(own, "/v1/matching-rounds", json!({})).await;
        refused.expect_problem(403, "permission_denied");
        self.send(&traders.officer, "/v1/matching-rounds", json!({})).await.expect(201);
        let fitting = self.suite.all(own, &format!("{offer}/matches")).await;
        assert_eq!(fitting[0]["demand_id"].as_str(), demand.rsplit('/').next());
        assert_eq!(fitting[0]["reasons"].as_array().unwrap().len(), 5);
        let body = json!({ "demand_id": demand.rsplit('/').next(), "organisation_id": id });
        let interest = self.entered(own, "/v1/interests", body).await;
        let accept = json!({ "action": "accept", "answer": "Mời gửi mẫu" });
        let refused = self.take(own, &interest, "answer", accept.clone()).await;
        refused.expect_problem(403, "permission_denied");
        self.take(&traders.officer, &interest, "answer", accept).await.expect(200);
        let contract =
            json!({ "action": "contract", "contract_number": "7/HĐ", "contract_vnd": 850_000_000 });
        self.take(&traders.officer, &interest, "answer", contract).await.expect(200);
        let seen = [(own, 1), (traders.commune, 1), (&traders.audit, 1), (&traders.alliance, 0)];
        for (login, count) in seen {
            assert_eq!(self.suite.all(login, "/v1/interests").await.len(), count);
        }
    }

    async fn industry_and_trade_funds_a_point(&self, traders: &Traders<'_>) {
        let (own, id) = &traders.cooperative;
        let (year, month) = (&traders.today[..4], &traders.today[5..7]);
        let figure = async || {
            let path = format!("/v1/indicators/7?period={year}");
            let read = self.suite.get(&path).bearer(&traders.audit.access).send().await;
            read.expect(200).json()["figure"]["value"].clone()
        };
        assert_eq!(figure().await, 0);
        let commune = traders.commune_code(self).await;
        let body = json!({
            "name": "Điểm giới thiệu mật ong", "address": "Số 1 đường Chợ", "commune": commune,
            "operator_id": id,
        });
        for wrong in [own, &traders.officer, &traders.alliance, traders.commune] {
            let refused = self.send(wrong, "/v1/showcase-points", body.clone()).await;
            refused.expect_problem(403, "permission_denied");
        }
        let path = self.entered(&traders.industry, "/v1/showcase-points", body).await;
        let decision = json!({ "decision_number": "12/QĐ-SCT" });
        for wrong in [&traders.industry, &traders.audit] {
            let refused = self.take(wrong, &path, "approve", decision.clone()).await;
            refused.expect_problem(403, "permission_denied");
        }
        self.take(&traders.industry_approver, &path, "approve", decision).await.expect(200);
        let funding = json!({
            "from": format!("{year}-01-01"), "to": traders.year_s_end(), "rent_vnd": 96_000_000,
            "operation_vnd": 0, "source": "city_budget", "decision_number": "13/QĐ-SCT",
            "decided_on": traders.today,
        });
        self.take(&traders.industry_approver, &path, "fund", funding).await.expect(200);
        let sold = json!({
            "year": year.parse::<u16>().unwrap(), "month": month.parse::<u8>().unwrap(),
            "revenue_vnd": 40_000_000, "visitor_count": 320,
        });
        self.take(own, &path, "report", sold).await.expect(200);
        assert_eq!(figure().await, 1, "a cooperative with a funded point");
    }

    async fn the_alliance_tells_of_the_market(&self, traders: &Traders<'_>) {
        let (own, _) = &traders.cooperative;
        let today = &traders.today;
        let content =
            json!({ "title": "Giá mật ong", "from": today, "to": today, "text": "Ổn định." });
        let body = json!({ "content": content });
        for wrong in [own, traders.commune, &traders.alliance_approver] {
            let refused = self.send(wrong, "/v1/market-bulletins", body.clone()).await;
            refused.expect_problem(403, "permission_denied");
        }
        let path = self.entered(&traders.alliance, "/v1/market-bulletins", body).await;
        let unseen = self.suite.get(&path).bearer(&traders.approver.access).send().await;
        unseen.expect_problem(404, "not_found");
        self.published(&path, &traders.alliance, &traders.alliance_approver).await;
        let read = self.suite.get(&path).bearer(&own.access).send().await.expect(200);
        assert_eq!(read.json()["agency"], "lmhtx");
        let price = json!({
            "product": "Mật ong hoa nhãn", "group": "processed_food", "market": "Chợ Hành Trình",
            "unit": "kilogram", "price_vnd": 180_000, "observed_on": today,
        });
        let body = json!({ "prices": [price] });
        self.send(&traders.alliance, "/v1/market-prices", body.clone()).await.expect(200);
        let refused = self.send(&traders.officer, "/v1/market-prices", body).await;
        refused.expect_problem(422, "rule_violated");
        let call = json!({
            "title": "Nhà máy đóng chai mật ong", "kind": "project", "group": "processed_food",
            "summary": "Dây chuyền đóng chai", "place": "Hà Nội", "total_vnd": 9_000_000_000_i64,
            "sought_vnd": 4_000_000_000_i64, "valid_until": traders.year_s_end(),
        });
        let body = json!({ "content": call });
        let path = self.entered(&traders.industry, "/v1/investment-items", body).await;
        self.published(&path, &traders.industry, &traders.industry_approver).await;
        let list = self.suite.get("/v1/investment-list").send().await.expect(200).json();
        assert_eq!(list["items"][0]["agency"], "so-ct", "open to all");
    }
}

impl Traders<'_> {
    /// The commune of today that the cooperative is in.
    async fn commune_code(&self, story: &Story) -> String {
        let path = format!("/v1/organisations/{}", self.cooperative.1);
        let read = story.suite.get(&path).bearer(&self.commune.access).send().await.expect(200);
        read.json()["address"]["current_commune"].as_str().unwrap().to_owned()
    }
}
