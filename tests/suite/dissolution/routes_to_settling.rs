//! Each route from its opening to its settling, today and through the gateway, with the departments that
//! are asked; the case that must not close says why; and the ways off the way: withdrawn and opened
//! again, handed to the court.

use serde_json::{Value, json};

use super::{City, File, values};

/// By which document a route is decided, and the status of those who go it.
const ROUTES: [(&str, &str, &str); 5] = [
    ("voluntary", "general_meeting_resolution", "active"),
    ("court", "court_decision", "active"),
    ("revocation", "revocation_decision", "active"),
    ("legacy", "authority_decision", "dormant"),
    ("dormant", "authority_decision", "dormant"),
];

impl City {
    pub(super) async fn every_route_begins_and_says_why_it_is_not_at_its_end(&self) {
        for (route, document, status) in ROUTES {
            let organisation = self.without_a_case(status).await;
            let file = self.open(&organisation, route).await;
            file.is_surveyed().await;
            file.the_tax_department_is_asked_and_answers().await;
            file.is_decided_by(document).await;
            file.register_shows("dissolving").await;
            file.is_published().await;
            file.step(&file.officer, "start-settling").await.expect(200);
            file.taxes_are_cleared().await;
            file.must_not_close_before_the_window_is_over().await;
            match route {
                "voluntary" => file.is_withdrawn_and_opened_again(&organisation, status).await,
                "court" => {
                    file.step(&file.approver, "declare-bankruptcy").await.expect(200);
                    file.register_shows("bankrupt").await;
                }
                _ => {}
            }
        }
    }

    /// A cooperative in a status that has no case yet.
    async fn without_a_case(&self, status: &str) -> Value {
        let auditor = self.log_in("kiem-toan.viewer").await;
        let cases = self.suite.all(&auditor, "/v1/dissolutions").await;
        let taken: Vec<&Value> = cases.iter().map(|case| &case["organisation"]["id"]).collect();
        let list = format!("/v1/organisations?status={status}&kind=cooperative");
        let all = self.suite.all(&auditor, &list).await;
        all.into_iter().find(|one| !taken.contains(&&one["id"])).unwrap()
    }

    async fn open(&self, organisation: &Value, route: &str) -> File<'_> {
        let commune = organisation["address"]["current_commune"].as_str().unwrap();
        let officer = self.log_in(&format!("commune-{commune}.officer")).await;
        let body = json!({
            "organisation_id": organisation["id"], "route": route,
            "legal_basis": "17/2023/QH15", "reason": "Thuộc diện phải giải thể",
        });
        let request = self.suite.post("/v1/dissolutions").bearer(&officer.access);
        let opened = request.header("idempotency-key", &self.key()).json(body).send().await;
        self.file(opened.expect(201).header("location").unwrap()).await
    }
}

impl File<'_> {
    async fn is_surveyed(&self) {
        let early = self.step(&self.officer, "survey").await;
        let problem = early.expect_problem(422, "guards_unmet");
        assert_eq!(problem["unmet_guards"].as_array().unwrap().len(), 6);
        let explained =
            |finding: &str, why: &str| json!({ "finding": finding, "explanation": why });
        let survey = json!({
            "records": explained("none", "Cháy kho năm 2009"),
            "people": explained("nobody", "Ban quản trị đã mất"),
            "assets": explained("none_confirmed", "Ủy ban nhân dân xã xác nhận"),
            "debts": explained("none_confirmed", "Không có ai khai báo"),
        });
        self.put("survey", survey).await.expect(200);
        let custody = json!({
            "seal": { "custody": "lost", "reason": "Thất lạc" },
            "certificate": { "custody": "never_issued" },
        });
        self.put("custody", custody).await.expect(200);
        self.step(&self.officer, "survey").await.expect(200);
    }

    async fn the_tax_department_is_asked_and_answers(&self) {
        let asked = json!({ "kind": "tax_debt", "question": "Xác nhận nghĩa vụ thuế" });
        let asked = self.post(&self.officer, &self.at("blockers"), asked).await.expect(201);
        let blocker = asked.header("location").unwrap().to_owned();
        let tax = self.city.log_in("cuc-thue.officer").await;
        let inbox = self.city.suite.all(&tax, "/v1/blockers?agency=me").await;
        assert!(values(&inbox, "id").iter().any(|id| blocker.ends_with(id.as_str())));
        let answer = json!({
            "outcome": "cleared", "answer": "Không còn nghĩa vụ",
            "document_ids": [self.document(&tax).await],
        });
        self.act(&tax, &blocker, "answer", answer).await.expect(200);
        let resolution = json!({ "resolution": "Đã rõ" });
        self.act(&self.officer, &blocker, "resolve", resolution).await.expect(200);
    }

    async fn is_decided_by(&self, document: &str) {
        let paper = self.document(&self.officer).await;
        let today = self.read(&self.path).await["opened_on"].clone();
        let decision = json!({
            "document": {
                "kind": document, "number": "12/QĐ", "issued_on": today,
                "issuer": "Theo văn bản kèm theo", "document_ids": [paper],
            },
            "council": { "members": [
                { "role": "chair", "name": "Nguyễn Văn Giả Lập" },
                { "role": "member", "name": "Trần Thị Giả Lập" },
            ] },
            "capital": {
                "lines": [], "undivided": "none_confirmed", "explanation": "Không còn vốn, quỹ",
            },
        });
        self.put("decision", decision).await.expect(200);
        let own = self.step(&self.officer, "decide").await;
        own.expect_problem(403, "permission_denied");
        self.step(&self.approver, "decide").await.expect(200);
    }

    async fn is_published(&self) {
        let notice = json!({
            "contact": { "office": "Bộ phận Một cửa", "address": "Trụ sở Ủy ban nhân dân" },
        });
        let published = self.post(&self.officer, &self.at("notices"), notice).await;
        let number = published.expect(201).json()["number"].as_str().unwrap().to_owned();
        let public = format!("/v1/dissolution-notices/{number}");
        self.city.suite.get(&public).send().await.expect(200);
        let told = self.post(&self.officer, &self.at("inform-tax"), json!({})).await;
        told.expect(200);
    }

    /// Nothing is left to do, but anybody may still claim or object: nobody can hurry that.
    async fn must_not_close_before_the_window_is_over(&self) {
        let refused = self.step(&self.officer, "settle").await;
        let problem = refused.expect_problem(422, "guards_unmet");
        let unmet = problem["unmet_guards"].as_array().unwrap();
        assert_eq!(values(unmet, "code"), ["objection_window_over"], "{problem:#}");
        assert_eq!(values(unmet, "who"), ["time"]);
        let close = self.step(&self.approver, "close").await;
        close.expect_problem(409, "state_conflict");
        let why = self.read(&self.at("why-not-closed")).await;
        let missing = why["missing"].as_array().unwrap();
        assert_eq!(values(missing, "code"), ["objection_window_over"], "{why:#}");
    }

    async fn is_withdrawn_and_opened_again(&self, organisation: &Value, before: &str) {
        self.step(&self.approver, "withdraw").await.expect(200);
        self.register_shows(before).await;
        let route = "revocation";
        let again = self.city.open(organisation, route).await;
        assert_ne!(again.path, self.path);
        let case = again.read(&again.path).await;
        assert_eq!((&case["state"], &case["route"]), (&json!("identified"), &json!(route)));
    }
}
