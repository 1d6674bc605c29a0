//! The reports of the plan: an officer writes, an approver of the agency signs, planning gives back and
//! accepts, and makes the city's report of it, to be read, calculated with and printed. What was owed under
//! a name before a reorganisation keeps it, and whoever took the work over signs.

use serde_json::{Value, json};

use super::{Story, plan::key};
use crate::harness::{Answer, Login};

impl Story {
    /// An agency's report of the year 2025.
    async fn report_of(&self, agency: &str) -> String {
        let path = format!("/v1/plan-reports?agency={agency}&limit=200");
        let list = self.suite.get(&path).bearer(&self.planning.access).send().await;
        let list = list.expect(200).json();
        let items = list["items"].as_array().unwrap();
        let own = items.iter().find(|one| one["agency"] == json!(agency)).unwrap();
        format!("/v1/plan-reports/{}", own["id"].as_str().unwrap())
    }

    async fn write_report(&self, login: &Login, path: &str) -> Answer {
        let tag = self.suite.get(path).bearer(&login.access).send().await.expect(200).etag();
        let content = json!({
            "results": "Đã tổ chức 12 lớp tập huấn.", "obstacles": "Thiếu kinh phí.",
            "proposals": "Bố trí thêm kinh phí.",
            "declared": [{ "target": "training_classes", "value": 12 }],
        });
        let request = self.suite.patch(path).bearer(&login.access).header("if-match", &tag);
        request.header("idempotency-key", &key()).json(content).send().await
    }

    async fn step_report(&self, login: &Login, path: &str, action: &str, body: Value) -> Answer {
        let tag = self.suite.get(path).bearer(&login.access).send().await.expect(200).etag();
        let request = self.suite.post(&format!("{path}/{action}")).bearer(&login.access);
        let request = request.header("if-match", &tag).header("idempotency-key", &key());
        request.json(body).send().await
    }

    pub(super) async fn agencies_report_and_planning_makes_the_city_s_report_of_it(&self) {
        let new = async |role: &str, agency: &str| {
            self.suite.new_user(&self.administrator, role, agency).await
        };
        let (officer, approver) = (new("officer", "lmhtx").await, new("approver", "lmhtx").await);
        let (stranger, audit) = (new("officer", "so-ct").await, new("viewer", "kiem-toan").await);
        let path = self.report_of("lmhtx").await;
        self.suite.get(&path).bearer(&stranger.access).send().await.expect(404);
        self.write_report(&officer, &path).await.expect(200);
        let refused = self.step_report(&officer, &path, "sign", json!({})).await;
        refused.expect_problem(403, "permission_denied");
        let signed = self.step_report(&approver, &path, "sign", json!({})).await.expect(200).json();
        let figures = signed["figures"].as_array().unwrap();
        assert_eq!((figures.len(), signed["state"].as_str()), (13, Some("submitted")));
        assert!(figures.iter().all(|figure| figure["state"] == json!("fresh")), "{figures:#?}");
        let why = json!({ "reason": "Chưa nêu khó khăn của từng địa bàn" });
        self.step_report(&self.planning, &path, "return", why).await.expect(200);
        let again = self.step_report(&officer, &path, "correct", json!({})).await.expect(201);
        let again = again.header("location").unwrap().to_owned();
        self.write_report(&officer, &again).await.expect(200);
        self.step_report(&approver, &again, "sign", json!({})).await.expect(200);
        self.step_report(&self.planning, &again, "accept", json!({})).await.expect(200);

        // Owed under the name of before 2025-03-01, written and signed by whoever holds the work today.
        let old = self.report_of("so-nnptnt").await;
        let (writer, signer) = (new("officer", "so-nnmt").await, new("approver", "so-nnmt").await);
        self.write_report(&writer, &old).await.expect(200);
        let signed = self.step_report(&signer, &old, "sign", json!({})).await.expect(200).json();
        assert_eq!(signed["agency_name"], json!("Sở Nông nghiệp và Phát triển nông thôn"));
        assert_eq!(signed["signed_by_agency"], json!("Sở Nông nghiệp và Môi trường"));

        self.the_city_reports(&audit, signed["window_id"].as_str().unwrap()).await;
    }

    async fn the_city_reports(&self, audit: &Login, window: &str) {
        let signer = self.suite.new_user(&self.administrator, "approver", "so-tc").await;
        let path = format!("/v1/plan-report-windows/{window}/city-reports");
        let body = json!({ "document_number": "612/BC-STC", "summary": "Đạt phần lớn chỉ tiêu." });
        let request = self.suite.post(&path).bearer(&signer.access);
        let made = request.header("idempotency-key", &key()).json(body).send().await.expect(201);
        let place = made.header("location").unwrap().to_owned();
        let read =
            async |path: &str| self.suite.get(path).bearer(&audit.access).send().await.expect(200);
        let report = read(&place).await.json();
        assert_eq!(report["content"]["figures"].as_array().unwrap().len(), 13);
        let agencies = report["content"]["agencies"].as_array().unwrap();
        let alliance = agencies.iter().find(|one| one["agency"] == json!("lmhtx")).unwrap();
        assert_eq!(alliance["obstacles"], json!("Thiếu kinh phí."));
        assert!(alliance["days_late"].as_i64() > Some(0), "it was signed after 2025-12-10");
        let old = agencies.iter().find(|one| one["agency"] == json!("so-nnptnt")).unwrap();
        assert_eq!(old["agency_name"], json!("Sở Nông nghiệp và Phát triển nông thôn"));

        let workbook = read(&format!("{place}/workbook")).await;
        let sheets = zip::ZipArchive::new(std::io::Cursor::new(workbook.body)).unwrap();
        assert!(sheets.index_for_name("xl/worksheets/sheet3.xml").is_some());
        let printed = read(&format!("{place}/document")).await;
        assert_eq!(printed.header("content-type"), Some("application/pdf"));
        assert!(printed.body.starts_with(b"%PDF"));
        let list = read("/v1/plan-city-reports").await.json();
        assert_eq!(list["items"][0]["document"], json!(format!("{place}/document")));
    }
}
