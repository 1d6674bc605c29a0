//! Leaders dead, papers lost, seal lost, land without papers, the bank owed: the case says why it is
//! not closed and who must act, the departments answer, and it is closed lawfully.

use serde_json::{Value, json};

use super::{City, File, values};
use crate::harness::Login;

impl City {
    /// Closes it, and gives its path.
    pub(super) async fn a_case_with_nobody_and_nothing_left_is_closed_lawfully(&self) -> String {
        let file = self.case("legacy", "settling").await;
        file.it_must_not_close_and_says_why().await;
        file.the_departments_answer().await;
        file.debts_and_assets_end().await;
        file.the_tax_department_proposes().await;

        let settled = file.step(&file.officer, "settle").await.expect(200).json();
        assert_eq!(settled["state"], "settled");
        file.step(&file.officer, "close").await.expect_problem(403, "permission_denied");
        let closed = file.step(&file.approver, "close").await.expect(200).json();
        assert_eq!((&closed["state"], &closed["next_steps"]), (&json!("closed"), &json!([])));
        file.register_shows("dissolved").await;
        let why = file.read(&file.at("why-not-closed")).await;
        assert_eq!(why["missing"], json!([]));
        file.path
    }
}

impl File<'_> {
    async fn it_must_not_close_and_says_why(&self) {
        let problem = self.step(&self.officer, "settle").await.expect_problem(422, "guards_unmet");
        let unmet = values(problem["unmet_guards"].as_array().unwrap(), "code");
        for guard in ["blockers_resolved", "claims_settled", "assets_disposed", "tax_cleared"] {
            assert!(unmet.iter().any(|code| code == guard), "{guard}: {unmet:?}");
        }
        let close = self.step(&self.approver, "close").await;
        close.expect_problem(409, "state_conflict");
        // Who must act, by name: whoever oversees banks and has not answered, the tax department.
        let why = self.read(&self.at("why-not-closed")).await;
        let id = self.path.rsplit('/').next().unwrap();
        let blockers = self.all(&format!("/v1/blockers?dissolution={id}")).await;
        assert!(blockers.iter().any(|one| one["overdue"] == true), "{blockers:#?}");
        let agencies = values(why["missing"].as_array().unwrap(), "agency");
        for agency in ["nhnn-hn", "cuc-thue"] {
            assert!(agencies.iter().any(|one| one == agency), "{agency}: {why:#}");
        }
    }

    /// Every department that was asked answers; what nobody can mend is proposed to be written off.
    pub(super) async fn the_departments_answer(&self) {
        let id = self.path.rsplit('/').next().unwrap();
        let blockers = self.all(&format!("/v1/blockers?dissolution={id}")).await;
        for blocker in blockers.iter().filter(|one| one["state"] != "resolved") {
            let path = format!("/v1/blockers/{}", blocker["id"].as_str().unwrap());
            if blocker["state"] != "answered" {
                let agency = blocker["held_by"].as_str().unwrap();
                let department = self.city.log_in(&format!("{agency}.officer")).await;
                let answer = json!({
                    "outcome": "proposal", "answer": "Đề nghị xử lý theo văn bản kèm theo",
                    "document_ids": [self.document(&department).await],
                });
                let stranger = self.city.log_in("lmhtx.officer").await;
                let refused = self.act(&stranger, &path, "answer", answer.clone()).await;
                assert!([403, 404].contains(&refused.status), "{}", refused.text());
                self.act(&department, &path, "answer", answer).await.expect(200);
            }
            let resolution = json!({
                "resolution": "Đã xử lý theo ý kiến của cơ quan có thẩm quyền",
                "document_ids": [self.document(&self.officer).await],
            });
            self.act(&self.officer, &path, "resolve", resolution).await.expect(200);
        }
    }

    async fn debts_and_assets_end(&self) {
        for claim in self.all(&self.at("claims")).await {
            let path = format!("{}/{}", self.at("claims"), claim["id"].as_str().unwrap());
            if claim["state"] == "registered" {
                self.act(&self.approver, &path, "admit", json!({})).await.expect(200);
            }
            let outcome = match claim["debt_kind"].as_str() {
                Some("worker") => "waived",
                _ => "written_off",
            };
            let end = json!({
                "outcome": outcome, "reason": "Không còn tài sản để trả",
                "document_ids": [self.document(&self.approver).await],
            });
            self.act(&self.approver, &path, "settle", end).await.expect(200);
        }
        for asset in self.all(&self.at("assets")).await {
            self.asset_ends(&asset).await;
        }
    }

    /// Land without papers goes back to the state, a warehouse is sold; what is undivided goes its own
    /// way.
    pub(super) async fn asset_ends(&self, asset: &Value) {
        let path = format!("{}/{}", self.at("assets"), asset["id"].as_str().unwrap());
        let undivided = asset["division"] == "undivided";
        let sold = asset["kind"] == "fixed";
        let (kind, agency) = match (undivided, sold) {
            (true, _) => ("hand_over", "so-tc"),
            (false, true) => ("auction", "so-tc"),
            (false, false) => ("return_to_state", "so-nnmt"),
        };
        if asset["state"] == "listed" {
            let proposal = json!({ "kind": kind, "reason": "Bàn giao cho địa phương" });
            self.act(&self.officer, &path, "propose", proposal).await.expect(200);
        }
        let decision = json!({
            "kind": kind, "agency_code": agency, "number": "215/QĐ",
            "document_ids": [self.document(&self.approver).await],
        });
        self.act(&self.approver, &path, "decide", decision).await.expect(200);
        let mut gone = json!({ "document_ids": [self.document(&self.officer).await] });
        if undivided {
            gone["receiver"] = json!("Ủy ban nhân dân xã");
        } else if sold {
            gone["price_vnd"] = json!(90_000_000);
        }
        let action = if undivided { "hand-over" } else { "dispose" };
        self.act(&self.officer, &path, action, gone).await.expect(200);
    }

    async fn the_tax_department_proposes(&self) {
        let tax: Login = self.city.log_in("cuc-thue.officer").await;
        let proposal = json!({
            "outcome": "proposal", "number": "1542/CT-QLN", "amount_vnd": 12_400_000,
            "note": "Đề nghị xóa nợ không có khả năng thu",
            "document_ids": [self.document(&tax).await],
        });
        self.post(&tax, &self.at("tax-clearances"), proposal).await.expect(201);
    }
}
