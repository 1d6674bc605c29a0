//! The alliance lends out of its fund, whose capital finance confirms, and what comes back is entered (duty l).

use serde_json::json;

use super::{Cast, Story};

impl Story {
    pub(super) async fn the_alliance_lends(&self, cast: &Cast) {
        let (officer, approver) = &cast.leads["lmhtx"];
        let capital = self.budget(cast, ("quy-ht-htx", "cooperative_fund"), 500_000_000).await;
        let body = json!({
            "organisation_id": cast.organisation, "purpose": "Mua máy sấy",
            "requested_vnd": 400_000_000, "months": 12,
        });
        self.send(officer, "/v1/loans", body.clone())
            .await
            .expect_problem(403, "permission_denied");
        let applied = self.send(&cast.own, "/v1/loans", body.clone()).await.expect(201);
        let path = applied.header("location").unwrap().to_owned();
        let second = self.send(&cast.own, "/v1/loans", body).await.expect(201);
        let second = second.header("location").unwrap().to_owned();
        let terms = json!({
            "principal_vnd": 400_000_000, "annual_rate_bps": 360, "months": 12,
            "method": "equal_principal", "budget_id": capital, "reason": "Phương án khả thi",
        });
        for other in [approver, &cast.own, &cast.finance, &cast.stranger] {
            self.refused(other, &path, "appraise", terms.clone()).await;
        }
        self.done(officer, &path, "appraise", terms.clone()).await;
        self.done(officer, &second, "appraise", terms).await;
        let decision = json!({ "decision_number": "32/QĐ-QHT" });
        self.refused(officer, &path, "approve", decision.clone()).await;
        self.done(approver, &path, "approve", decision.clone()).await;
        // The fund has not got as much a second time.
        let problem = self.take(approver, &second, "approve", decision).await;
        let problem = problem.expect_problem(422, "rule_violated");
        assert_eq!(problem["errors"][0]["code"], "budget_exceeded");
        self.done(officer, &path, "pay-out", json!({ "reference": "UNC 32" })).await;
        let paid = json!({ "amount_vnd": 34_533_333, "reference": "GBC 01" });
        self.refused(approver, &path, "repay", paid.clone()).await;
        let after = self.done(officer, &path, "repay", paid).await;
        assert_eq!((&after["state"], &after["repaid_vnd"]), (&json!("active"), &json!(34_533_333)));
        let balances =
            self.read(&cast.finance, &format!("/v1/support-budgets/{capital}")).await["balances"]
                .clone();
        assert_eq!(balances["disbursed_vnd"], 400_000_000);
        assert_eq!(balances["returned_vnd"], 33_333_333, "interest is no capital");
        let hidden = self.suite.get(&path).bearer(&cast.stranger.access).send().await;
        hidden.expect_problem(404, "not_found");
    }
}
