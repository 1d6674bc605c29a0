//! Six logins of five agencies on one case at once: the commune's officer, who books money, enters
//! claims and takes a member's objection; its approver; the tax department, those of banks and of
//! land; the auditor, who reads all the while. Whoever comes second reads again; in the end everything
//! adds up.

use serde_json::{Value, json};

use super::{City, File};
use crate::harness::Login;

/// How often each does what they do.
const TIMES: usize = 4;

impl City {
    pub(super) async fn six_at_once_leave_a_case_consistent(&self) {
        let file = self.case("voluntary", "settling").await;
        let (tax, bank, land) = tokio::join!(
            self.log_in("cuc-thue.officer"),
            self.log_in("nhnn-hn.officer"),
            self.log_in("so-nnmt.officer"),
        );
        file.open_the_window_again().await;
        let of_bank = file.ask("bank_debt").await;
        let of_land = file.ask("land_origin").await;
        let before = file.cash().await.len();
        let claims = file.all(&file.at("claims")).await.len();
        let objections = file.objections().await;
        tokio::join!(
            file.one_books_money(),
            file.another_enters_claims(),
            file.the_approver_stops_and_resumes(),
            file.the_tax_department_speaks(&tax),
            file.a_department_answers(&bank, &of_bank),
            file.a_department_answers(&land, &of_land),
            file.a_member_objects(),
            file.the_auditor_reads(),
        );

        let cash = file.cash().await;
        assert_eq!(cash.len(), before + TIMES);
        let mut balance = 0;
        for (at, entry) in cash.iter().enumerate() {
            balance += entry["amount_vnd"].as_i64().unwrap();
            assert_eq!(entry["balance_vnd"], json!(balance), "{entry:#}");
            assert_eq!(entry["sequence"], json!(at + 1), "{entry:#}");
        }
        assert_eq!(file.all(&file.at("claims")).await.len(), claims + TIMES);
        assert_eq!(file.objections().await, objections + 1);
        for blocker in [&of_bank, &of_land] {
            assert_eq!(file.read(blocker).await["state"], "answered");
        }
        file.each_step_was_taken_once().await;
    }
}

impl File<'_> {
    /// A new notice opens the window again.
    async fn open_the_window_again(&self) {
        let notice = json!({
            "contact": { "office": "Bộ phận Một cửa", "address": "Trụ sở Ủy ban nhân dân" },
            "reason": "Bổ sung thông tin liên hệ",
        });
        self.post(&self.officer, &self.at("notices"), notice).await.expect(201);
    }

    /// Asks whoever is competent, and gives the blocker's path.
    async fn ask(&self, kind: &str) -> String {
        let asked = json!({ "kind": kind, "question": "Xác nhận đến nay" });
        let asked = self.post(&self.officer, &self.at("blockers"), asked).await.expect(201);
        asked.header("location").unwrap().to_owned()
    }

    async fn cash(&self) -> Vec<Value> {
        let mut all = self.all(&self.at("cash-entries")).await;
        all.sort_by_key(|entry| entry["sequence"].as_i64());
        all
    }

    async fn objections(&self) -> usize {
        self.read(&self.at("objections")).await["items"].as_array().unwrap().len()
    }

    async fn one_books_money(&self) {
        for at in 0..TIMES {
            let entry = json!({
                "kind": "other_receipt", "amount_vnd": 1_000 + at, "description": "Lãi tiền gửi",
            });
            let entered = self.post_at_last(&self.officer, &self.at("cash-entries"), entry).await;
            entered.expect(201);
        }
    }

    async fn another_enters_claims(&self) {
        for at in 0..TIMES {
            let claim = json!({
                "debt_kind": "economic_organisation", "payment_class": "unsecured",
                "creditor": { "holder": "legal_entity", "name": format!("Công ty {at}") },
                "claimed_vnd": 1_000, "basis": "Hợp đồng mua vật tư",
            });
            let entered = self.post_at_last(&self.officer, &self.at("claims"), claim).await;
            entered.expect(201);
        }
    }

    async fn the_approver_stops_and_resumes(&self) {
        let said = json!({ "legal_basis": "17/2023/QH15", "reason": "Chờ xác minh" });
        let unseen = self.post(&self.approver, &self.at("suspend"), said.clone()).await;
        unseen.expect_problem(428, "version_required");
        for _ in 0..TIMES {
            for step in ["suspend", "resume"] {
                let taken = self.act_at_last(&self.approver, &self.path, step, said.clone()).await;
                taken.expect(200);
            }
        }
    }

    async fn the_tax_department_speaks(&self, tax: &Login) {
        for _ in 0..TIMES {
            let owed = json!({
                "outcome": "owed", "number": "1543/CT-QLN", "amount_vnd": 1_000_000,
                "document_ids": [self.document(tax).await],
            });
            self.post_at_last(tax, &self.at("tax-clearances"), owed).await.expect(201);
        }
    }

    /// Two of a department answer at once: one of them was first.
    async fn a_department_answers(&self, department: &Login, blocker: &str) {
        let answer = json!({ "outcome": "cleared", "answer": "Không còn vướng mắc" });
        let answers = tokio::join!(
            self.act(department, blocker, "answer", answer.clone()),
            self.act(department, blocker, "answer", answer),
        );
        let mut statuses = [answers.0.status, answers.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200, "{} {}", answers.0.text(), answers.1.text());
        assert!([409, 412].contains(&statuses[1]), "{} {}", answers.0.text(), answers.1.text());
    }

    async fn a_member_objects(&self) {
        let objection = json!({
            "objector": "member", "person": { "name": "Phạm Thị Giả Lập" },
            "grounds": "Chưa được thông báo về đại hội",
            "document_ids": [self.document(&self.officer).await],
        });
        self.post_at_last(&self.officer, &self.at("objections"), objection).await.expect(201);
    }

    /// Whatever the auditor reads meanwhile is a case whose steps follow from each other.
    async fn the_auditor_reads(&self) {
        for _ in 0..TIMES {
            let audit = self.read(&self.at("audit")).await["audit"].clone();
            follow_from_each_other(&audit);
        }
    }

    /// Each step begins where the one before it ended, and the log tells of the same steps.
    async fn each_step_was_taken_once(&self) {
        let audit = self.read(&self.at("audit")).await["audit"].clone();
        let steps = follow_from_each_other(&audit);
        for action in ["suspend", "resume"] {
            let taken = steps.iter().filter(|step| step["action"] == action).count();
            assert_eq!(taken, TIMES, "{action}");
        }
        let case = self.read(&self.path).await;
        assert_eq!((&case["state"], &audit["state"]), (&json!("settling"), &json!("settling")));
        assert_eq!(case["steps"].as_array().unwrap().len(), steps.len());
    }
}

/// The steps of an audit view, each of which begins where the one before it ended.
fn follow_from_each_other(audit: &Value) -> &[Value] {
    let steps = audit["steps"].as_array().unwrap();
    for pair in steps.windows(2) {
        assert_eq!(pair[0]["to"], pair[1]["from"], "{audit:#}");
    }
    steps
}
