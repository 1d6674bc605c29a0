//! Each route from the settling to the closed file, through the gateway: the departments answer, what
//! there is is sold and collected, everybody is paid in their turn, and the register follows. The
//! `legacy` route is the hard case.

use serde_json::{Value, json};

use super::{City, File, values};

impl City {
    pub(super) async fn every_route_is_gone_to_its_end(&self) {
        for route in ["voluntary", "court", "revocation", "dormant"] {
            let cases = self.cases(route, "settling").await;
            // Others of this story work on the first.
            let file = self.file(cases.last().unwrap()).await;
            file.objections_are_decided().await;
            file.the_departments_answer().await;
            file.everything_is_turned_into_money().await;
            file.claims_are_decided().await;
            file.everybody_has_what_falls_to_them().await;
            file.taxes_are_cleared().await;
            let settled = file.step(&file.officer, "settle").await.expect(200).json();
            assert_eq!((&settled["state"], &settled["route"]), (&json!("settled"), &json!(route)));
            file.is_closed_once_seal_and_certificate_are_accounted_for().await;
            file.register_shows("dissolved").await;
            file.the_public_reads_that_it_is_over().await;
        }
    }
}

impl File<'_> {
    async fn objections_are_decided(&self) {
        for objection in self.all(&self.at("objections")).await {
            if objection["state"] == "filed" {
                let path = format!("/v1/objections/{}", objection["id"].as_str().unwrap());
                let reason = json!({
                    "reason": "Đã giải quyết theo hồ sơ",
                    "document_ids": [self.document(&self.approver).await],
                });
                self.act(&self.approver, &path, "reject", reason).await.expect(200);
            }
        }
    }

    async fn everything_is_turned_into_money(&self) {
        for asset in self.all(&self.at("assets")).await {
            if !["disposed", "handed_over"].iter().any(|state| asset["state"] == *state) {
                self.asset_ends(&asset).await;
            }
        }
        for debt in self.all(&self.at("receivables")).await {
            if debt["state"] == "open" {
                let entry = json!({
                    "kind": "receivable_collected", "receivable_id": debt["id"],
                    "amount_vnd": debt["outstanding_vnd"], "description": "Thu nợ",
                });
                self.post(&self.officer, &self.at("cash-entries"), entry).await.expect(201);
            }
        }
    }

    /// What the dissolution costs is a claim too: whoever entered it does not admit it.
    async fn claims_are_decided(&self) {
        let rooms = self.at("claims");
        if !self.all(&self.at("cash-entries")).await.is_empty() {
            let cost = json!({
                "debt_kind": "other", "payment_class": "dissolution_costs",
                "creditor": { "holder": "legal_entity", "name": "Công ty Đấu giá Giả Lập" },
                "claimed_vnd": 1_000_000, "basis": "Hợp đồng đấu giá",
            });
            self.post(&self.officer, &rooms, cost).await.expect(201);
        }
        for claim in self.all(&rooms).await {
            if ["registered", "contested"].iter().any(|state| claim["state"] == *state) {
                let path = format!("{rooms}/{}", claim["id"].as_str().unwrap());
                let own = self.act(&self.officer, &path, "admit", json!({})).await;
                own.expect_problem(403, "permission_denied");
                self.act(&self.approver, &path, "admit", json!({})).await.expect(200);
            }
        }
    }

    /// By the waterfall, to the last đồng; what nobody can pay is written off.
    async fn everybody_has_what_falls_to_them(&self) {
        let computed = self.post(&self.officer, &self.at("waterfall"), json!({})).await;
        let computed = computed.expect(200).json();
        let lines = computed["scenarios"][0]["lines"].as_array().unwrap().clone();
        for line in lines.iter().filter(|line| line["to_pay_vnd"] != 0) {
            let payment = json!({
                "kind": "claim_payment", "claim_id": line["claim_id"],
                "amount_vnd": line["to_pay_vnd"], "description": "Thanh toán theo thứ tự",
                "document_ids": [self.document(&self.officer).await],
            });
            self.post(&self.officer, &self.at("cash-entries"), payment).await.expect(201);
        }
        for claim in self.all(&self.at("claims")).await {
            if claim["state"] == "admitted" {
                let of_member = claim["payment_class"] == "members";
                let outcome = if of_member { "paid" } else { "written_off" };
                let end = json!({
                    "outcome": outcome, "reason": "Đã chi hết tiền theo thứ tự",
                    "document_ids": [self.document(&self.approver).await],
                });
                let path = format!("{}/{}", self.at("claims"), claim["id"].as_str().unwrap());
                self.act(&self.approver, &path, "settle", end).await.expect(200);
            }
        }
        let mut book = self.all(&self.at("cash-entries")).await;
        book.sort_by_key(|entry| entry["sequence"].as_i64());
        assert!(book.last().is_none_or(|entry| entry["balance_vnd"] == 0), "{book:#?}");
    }

    pub(super) async fn taxes_are_cleared(&self) {
        let tax = self.city.log_in("cuc-thue.officer").await;
        let cleared = json!({
            "outcome": "cleared", "number": "1544/CT-KK",
            "document_ids": [self.document(&tax).await],
        });
        self.post(&tax, &self.at("tax-clearances"), cleared).await.expect(201);
    }

    async fn is_closed_once_seal_and_certificate_are_accounted_for(&self) {
        let survey = self.read(&self.at("survey")).await;
        let mut closed = self.step(&self.approver, "close").await;
        // Where the office still works, both are in use.
        if survey["people"]["finding"] == "board" {
            let problem = closed.expect_problem(422, "guards_unmet");
            let unmet = values(problem["unmet_guards"].as_array().unwrap(), "code");
            assert_eq!(unmet, ["seal_accounted", "certificate_accounted"], "{problem:#}");
            let document = self.document(&self.officer).await;
            let returned = json!({ "custody": "returned", "document_ids": [document] });
            let both = json!({ "seal": returned, "certificate": returned });
            self.put("custody", both).await.expect(200);
            closed = self.step(&self.approver, "close").await;
        }
        assert_eq!(closed.expect(200).json()["state"], "closed");
    }

    async fn the_public_reads_that_it_is_over(&self) {
        let notices = self.read(&self.at("notices")).await;
        let number = notices["items"][0]["number"].as_str().unwrap().to_owned();
        let entry = self.city.suite.get(&format!("/v1/dissolution-register/{number}"));
        let entry: Value = entry.send().await.expect(200).json();
        assert!(entry["closing_date"].is_string(), "{entry:#}");
    }
}
