//! Founders become a cooperative: an officer prepares, another person decides, anybody verifies.

use htx_model::registration_number::check_digit;
use serde_json::{Value, json};

use super::{Story, register::Own};
use crate::harness::{Answer, Form, Login};

/// A valid registration number.
fn number() -> String {
    (1_u32..)
        .find_map(|next| {
            let nine = format!("09{next:07}");
            let digits: Vec<u8> = nine.bytes().map(|byte| byte - b'0').collect();
            check_digit(digits.as_slice().try_into().unwrap()).map(|check| format!("{nine}{check}"))
        })
        .unwrap()
}

/// Five founders of a cooperative in a commune.
fn establishment(commune: &str) -> Value {
    let members: Vec<_> = (1..=5_u64)
        .map(|number| {
            json!({
                "kind": "official",
                "name": format!("Nguyễn Văn {number}"),
                "citizen_id": format!("{:012}", 1_085_000_000 + number),
                "birth_date": "1980-02-03",
                "contribution_vnd": 20_000_000,
            })
        })
        .collect();
    json!({ "establishment": {
        "kind": "cooperative",
        "entry": {
            "name": "Hợp tác xã Mây tre Hành trình",
            "address": { "line": "Thôn 3", "commune": commune },
            "main_business_line": "1629",
            "sector": "industry_handicraft",
            "charter_capital_vnd": 100_000_000,
        },
        "people": { "members": members, "managers": [{
            "position": "chair_of_board", "member": 0, "legal_representative": true,
        }] },
    } })
}

impl Story {
    async fn act(&self, login: &Login, path: &str, action: &str, body: Value) -> Answer {
        let tag = self.suite.get(path).bearer(&login.access).send().await.expect(200).etag();
        let request = self.suite.post(&format!("{path}/{action}")).bearer(&login.access);
        request.header("if-match", &tag).json(body).send().await
    }

    /// Uploads a document and attaches it to everything that is required.
    async fn attachments(&self, officer: &Login) -> Vec<Value> {
        let form = Form::with_file("hồ sơ.pdf", b"%PDF-1.7\nstatutes");
        let upload = self.suite.post("/v1/documents").bearer(&officer.access);
        let document = upload.body(&form.kind, form.body).send().await.expect(201).json();
        let needed =
            "/v1/application-requirements?kind=establishment&organisation_kind=cooperative";
        let needed = self.suite.get(needed).bearer(&officer.access).send().await.expect(200);
        let needed = needed.json()["items"].as_array().unwrap().clone();
        let required = needed.iter().filter(|item| item["required"] == true);
        required
            .map(|item| json!({ "requirement": item["code"], "document_id": document["id"] }))
            .collect()
    }

    pub(super) async fn founders_become_a_cooperative(&self, own: &Own) {
        let agency = format!("commune-{}", own.commune);
        let approver = self.suite.new_user(&self.administrator, "approver", &agency).await;
        let viewer = self.suite.new_user(&self.administrator, "viewer", &agency).await;
        let body = json!({
            "proposal": establishment(&own.commune),
            "attachments": self.attachments(&own.officer).await,
        });
        let begin = |login: &Login| {
            let request = self.suite.post("/v1/applications").bearer(&login.access);
            request.json(&body).send()
        };
        begin(&viewer).await.expect_problem(403, "permission_denied");
        begin(&approver).await.expect_problem(403, "permission_denied");
        let begun = begin(&own.officer).await.expect(201);
        let path = begun.header("location").unwrap().to_owned();

        let review = self.act(&own.officer, &path, "start-review", json!({})).await;
        review.expect_problem(409, "state_conflict");
        self.act(&own.officer, &path, "submit", json!({})).await.expect(200);
        self.act(&own.officer, &path, "start-review", json!({})).await.expect(200);
        let number = number();
        let approval = json!({ "registration_numbers": [number] });
        for refused in [&own.officer, &viewer] {
            let answer = self.act(refused, &path, "approve", approval.clone()).await;
            answer.expect_problem(403, "permission_denied");
        }
        let approved = self.act(&approver, &path, "approve", approval.clone()).await;
        let approved = approved.expect(200).json();
        assert_eq!(approved["state"], "approved");
        self.act(&approver, &path, "approve", approval).await.expect_problem(409, "state_conflict");

        let organisation = approved["organisation_id"].as_str().unwrap();
        let path = format!("/v1/organisations/{organisation}");
        let entered = self.suite.get(&path).bearer(&viewer.access).send().await.expect(200).json();
        assert_eq!(entered["registration_number"], number);
        assert_eq!(entered["member_count"], 5);
        let certificates = self.suite.all(&viewer, &format!("{path}/certificates")).await;
        let code = certificates[0]["verification_code"].as_str().unwrap();
        // Anybody may verify it, without a login.
        let verify = format!("/v1/certificates/{code}/verify");
        let verified = self.suite.get(&verify).send().await.expect(200).json();
        assert_eq!(verified["status"], "valid");
        assert!(!verified.to_string().contains("Nguyễn Văn 1"));
    }
}
