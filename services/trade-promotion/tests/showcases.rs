//! Showcase points: decided by another person, funded day by day once, reporting what they sell.

use htx_kit::testing::Caller;
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::office::{Office, each, faults};

impl Office {
    async fn proposed(&self, operator: htx_model::id::OrganisationId) -> String {
        let body = json!({
            "name": "Điểm giới thiệu nông sản Xuân Mai", "address": "Số 12 đường Tân Bình",
            "commune": "10045", "operator_id": operator,
        });
        let officer = self.industry(Role::Officer);
        let answer = self.post(&officer, "/v1/showcase-points", body).await.expect(201);
        answer.header("location").unwrap().to_owned()
    }

    async fn opened(&self, operator: htx_model::id::OrganisationId) -> String {
        let path = self.proposed(operator).await;
        let approver = self.industry(Role::Approver);
        let decision = json!({ "decision_number": "88/QĐ-SCT" });
        self.step(&approver, &path, "approve", decision).await.expect(200);
        path
    }
}

fn funding(from: &str, to: &str) -> Value {
    json!({
        "from": from, "to": to, "rent_vnd": 120_000_000, "operation_vnd": 60_000_000,
        "source": "city_budget", "decision_number": "215/QĐ-SCT", "decided_on": "2025-05-05",
    })
}

fn codes(problem: &Value) -> Vec<String> {
    faults(problem).into_iter().map(|(_, code)| code).collect()
}

#[actix_web::test]
async fn a_point_is_approved_by_another_person_and_funded_for_periods_that_do_not_overlap() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let path = office.proposed(id).await;
        let (officer, approver) = (office.industry(Role::Officer), office.industry(Role::Approver));
        let decision = json!({ "decision_number": "88/QĐ-SCT" });
        let both: Caller = officer.clone().also(&approver);
        let own_work = office.step(&both, &path, "approve", decision.clone()).await;
        own_work.expect_problem(403, "permission_denied");
        let early =
            office.step(&approver, &path, "fund", funding("2025-06-01", "2025-12-31")).await;
        early.expect_problem(409, "state_conflict");
        let reasonless = office.step(&approver, &path, "reject", decision.clone()).await;
        assert_eq!(codes(&reasonless.expect_problem(422, "rule_violated")), ["missing"]);
        office.step(&approver, &path, "approve", decision).await.expect(200);

        let granted =
            office.step(&approver, &path, "fund", funding("2025-06-01", "2025-12-31")).await;
        let granted = granted.expect(200).json();
        assert_eq!(granted["fundings"][0]["rent_vnd"], 120_000_000);
        for (from, to, code) in [
            ("2025-12-31", "2026-02-01", "period_funded"),
            ("2026-03-01", "2026-02-01", "ends_before_it_starts"),
            ("2026-01-01", "2027-06-01", "period_too_long"),
        ] {
            let refused = office.step(&approver, &path, "fund", funding(from, to)).await;
            assert_eq!(codes(&refused.expect_problem(422, "rule_violated")), [code]);
        }
        let mut nothing = funding("2026-01-01", "2026-06-30");
        (nothing["rent_vnd"], nothing["operation_vnd"]) = (json!(0), json!(0));
        let refused = office.step(&approver, &path, "fund", nothing).await;
        assert_eq!(codes(&refused.expect_problem(422, "rule_violated")), ["nothing_granted"]);

        // A wrong one is revoked: it stays, and its days can be funded again.
        let first = granted["fundings"][0]["id"].as_str().unwrap();
        let revoke = format!("fundings/{first}/revoke");
        let reason = json!({ "reason": "Ghi nhầm số tiền" });
        let revoked =
            office.step(&approver, &path, &revoke, reason.clone()).await.expect(200).json();
        assert_eq!(revoked["fundings"][0]["revoked_on"], "2025-05-12");
        office.step(&approver, &path, &revoke, reason).await.expect_problem(409, "state_conflict");
        office
            .step(&approver, &path, "fund", funding("2025-06-01", "2025-12-31"))
            .await
            .expect(200);
    })
    .await;
}

#[actix_web::test]
async fn whoever_runs_a_point_reports_each_month_once() {
    each(async |office| {
        let id = office.known("HTX Rau Đông Dư").await;
        let own = office.service.as_organisation(id);
        let path = office.opened(id).await;
        let sold = |month: u8| {
            json!({ "year": 2025, "month": month, "revenue_vnd": 85_000_000, "visitor_count": 640 })
        };
        let seen = office.read_by(&own, &path).await;
        assert_eq!(seen["available_actions"], json!(["report"]));
        let reported = office.step(&own, &path, "report", sold(4)).await.expect(200).json();
        assert_eq!(reported["sales"][0]["revenue_vnd"], 85_000_000);
        office.step(&own, &path, "report", sold(4)).await.expect_problem(409, "already_exists");
        let mut corrected = sold(4);
        corrected["revenue_vnd"] = json!(86_000_000);
        corrected["correction"] = json!("Ghi thiếu một ngày");
        let corrected = office.step(&own, &path, "report", corrected).await.expect(200).json();
        assert_eq!(corrected["sales"].as_array().unwrap().len(), 1);
        assert_eq!(corrected["sales"][0]["revenue_vnd"], 86_000_000);
        let ahead = office.step(&own, &path, "report", sold(6)).await;
        assert_eq!(codes(&ahead.expect_problem(422, "rule_violated")), ["date_in_future"]);
        // Closed, it still reports its last month; it is funded no more.
        let approver = office.industry(Role::Approver);
        let closing = json!({ "decision_number": "99/QĐ-SCT", "reason": "Hết hợp đồng thuê" });
        office.step(&approver, &path, "close", closing).await.expect(200);
        office.step(&own, &path, "report", sold(5)).await.expect(200);
        let late = office.step(&approver, &path, "fund", funding("2026-01-01", "2026-06-30")).await;
        late.expect_problem(409, "state_conflict");

        let stranger = office.service.as_organisation(office.known("HTX Khác").await);
        office.service.get(&path).by(&stranger).send().await.expect_problem(404, "not_found");
        for (caller, count) in [(&own, 1), (&stranger, 0), (&office.audit(), 1), (&office.district(Role::Viewer), 1)] {
            let list = office.read_by(caller, "/v1/showcase-points?state=closed").await;
            assert_eq!(list["items"].as_array().unwrap().len(), count);
        }
        let body = json!({ "name": "x", "address": "x", "commune": "10045", "operator_id": id });
        for caller in [own, approver, office.promotion(Role::Officer), office.alliance(Role::Officer)] {
            let refused = office.post(&caller, "/v1/showcase-points", body.clone()).await;
            refused.expect_problem(403, "permission_denied");
        }
    })
    .await;
}
