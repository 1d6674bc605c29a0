//! Organisations that stopped without saying so: found, proposed, decided by another.

use htx_kit::testing::Caller;
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    annual_reports::figures,
    office::{Office, each, each_of, faults, organisation_id},
};

async fn entered(office: &Office, name: &str) -> String {
    let mut entry = office.cooperative(name);
    entry["registered_on"] = json!("2010-06-01");
    office.enter(entry).await["id"].as_str().unwrap().to_owned()
}

fn approver(office: &Office) -> Caller {
    office.service.as_agency("district-277", Role::Approver)
}

async fn detect(office: &Office, caller: &Caller, body: Value) -> Value {
    let path = "/v1/dormancy-proposals/detect";
    office.service.post(path, body).by(caller).send().await.expect(200).json()
}

async fn proposed(office: &Office) -> Vec<String> {
    let page = office.read("/v1/dormancy-proposals?state=proposed").await;
    let items = page["items"].as_array().unwrap().iter();
    let mut names: Vec<_> =
        items.map(|item| item["organisation"]["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[actix_web::test]
async fn detection_proposes_the_silent_and_nobody_else() {
    each(async |office| {
        let district = office.district();
        entered(&office, "HTX Im Lặng").await;
        let reporting = entered(&office, "HTX Báo Cáo").await;
        let body = json!({ "year": 2024, "figures": figures() });
        let path = format!("/v1/organisations/{reporting}/annual-reports");
        office.service.post(&path, body).by(&district).send().await.expect(201);
        let taxed = entered(&office, "HTX Nộp Thuế").await;
        let tax = office.service.as_agency("cuc-thue", Role::Officer);
        let path = format!("/v1/organisations/{taxed}/tax-activity");
        let body = json!({ "active_on": "2024-04-20", "note": "Tờ khai quý I" });
        office.service.post(&path, body).by(&tax).send().await.expect(201);
        let mut young = office.cooperative("HTX Trẻ");
        young["registered_on"] = json!("2024-02-01");
        office.enter(young).await;
        let mut elsewhere = office.cooperative_elsewhere("HTX Chè");
        elsewhere["registered_on"] = json!("2010-06-01");
        office.enter(elsewhere).await;

        assert_eq!(
            detect(&office, &district, json!({})).await,
            json!({ "proposed": 1, "more": false })
        );
        assert_eq!(proposed(&office).await, ["HTX Im Lặng"]);
        // Again: nothing is proposed twice.
        assert_eq!(detect(&office, &district, json!({})).await["proposed"], 0);
        // One whole year of silence: the tax department saw the other in 2024, as the year was on.
        assert_eq!(detect(&office, &district, json!({ "years": 1 })).await["proposed"], 0);
        // Nothing has changed by it, and planning does not propose cooperatives.
        let silent = office.read("/v1/organisations?status=dormant").await;
        assert_eq!(silent["items"], json!([]));
        assert_eq!(detect(&office, &office.planning(), json!({})).await["proposed"], 0);
        let bad = office.service.post("/v1/dormancy-proposals/detect", json!({ "years": 11 }));
        bad.by(&district).send().await.expect_problem(422, "rule_violated");
    })
    .await;
}

#[actix_web::test]
async fn an_approver_who_did_not_propose_it_decides() {
    each(async |office| {
        let id = entered(&office, "HTX Dừng").await;
        let both = office.district().also(&approver(&office));
        let propose = |reason: &str| {
            let body = json!({ "organisation": id, "since_year": 2022, "reason": reason });
            office.service.post("/v1/dormancy-proposals", body).by(&both).send()
        };
        let blank = propose(" ").await.expect_problem(422, "rule_violated");
        assert_eq!(faults(&blank)[0].1, "reason_needed");
        let made = propose("Trụ sở đóng cửa").await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        assert_eq!(made.json()["state"], "proposed");
        assert_eq!(made.json()["available_actions"], json!([]));
        propose("Lại").await.expect_problem(409, "already_exists");

        let decide = |action: &str, tag: &str, caller: &Caller, reason: &str| {
            let request =
                office.service.post(&format!("{path}/{action}"), json!({ "reason": reason }));
            request.by(caller).if_match(tag).send()
        };
        let own = decide("confirm", "\"v1\"", &both, "x").await;
        own.expect_problem(403, "permission_denied");
        let other = approver(&office);
        decide("confirm", "\"v1\"", &office.district(), "x")
            .await
            .expect_problem(403, "permission_denied");
        let neighbour = office.service.as_agency("district-276", Role::Approver);
        decide("confirm", "\"v1\"", &neighbour, "x").await.expect_problem(404, "not_found");
        // Same name as the proposer's login would be the same person: another approver.
        let other = other.named("district-277.second");
        decide("confirm", "\"v4\"", &other, "x").await.expect_problem(412, "stale_version");
        decide("confirm", "\"v1\"", &other, "").await.expect_problem(422, "rule_violated");
        let confirmed = decide("confirm", "\"v1\"", &other, "Biên bản xác minh").await.expect(200);
        assert_eq!(confirmed.json()["state"], "confirmed");
        assert_eq!(confirmed.json()["organisation_status"], "dormant");
        assert_eq!(confirmed.json()["decided_on"], "2025-05-12");
        decide("dismiss", "\"v2\"", &other, "x").await.expect_problem(409, "state_conflict");

        let organisation = office.read(&format!("/v1/organisations/{id}")).await;
        assert_eq!(organisation["status"], "dormant");
        assert_eq!(organisation["version"], 2);
        let history = office.read(&format!("/v1/organisations/{id}/history")).await;
        assert_eq!(history["items"][0]["event"]["type"], "organisation.became_dormant");
        // What is dormant already cannot be proposed.
        propose("Nữa").await.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn who_was_spared_is_not_detected_again_for_a_year() {
    each(async |office| {
        let id = entered(&office, "HTX Tạm Nghỉ").await;
        office.service.set_clock("2024-04-01T02:30:00Z");
        let district = office.district();
        assert_eq!(detect(&office, &district, json!({})).await["proposed"], 1);
        let page = office.read("/v1/dormancy-proposals").await;
        assert_eq!(each_of(&page, "state"), ["proposed"]);
        let path = format!("/v1/dormancy-proposals/{}", page["items"][0]["id"].as_str().unwrap());
        let dismiss =
            office.service.post(&format!("{path}/dismiss"), json!({ "reason": "Vẫn hoạt động" }));
        let dismissed = dismiss.by(&approver(&office)).if_match("\"v1\"").send().await.expect(200);
        assert_eq!(dismissed.json()["state"], "dismissed");
        assert_eq!(dismissed.json()["decision_reason"], "Vẫn hoạt động");
        let told = office.told().await;
        assert!(told.contains("dormancy.dismissed") && !told.contains("Vẫn hoạt động"));
        assert_eq!(office.read(&format!("/v1/organisations/{id}")).await["status"], "active");
        office.service.set_clock("2025-03-31T02:30:00Z");
        assert_eq!(detect(&office, &district, json!({})).await["proposed"], 0);
        office.service.set_clock("2025-05-12T02:30:00Z");
        assert_eq!(detect(&office, &district, json!({})).await["proposed"], 1);
    })
    .await;
}

#[actix_web::test]
async fn only_the_tax_department_records_tax_activity_and_its_notes_stay_within_the_task() {
    each(async |office| {
        let id = entered(&office, "HTX Nộp Thuế").await;
        let path = format!("/v1/organisations/{id}/tax-activity");
        let tax = office.service.as_agency("cuc-thue", Role::Officer);
        let record = |caller, body| office.service.post(&path, body).by(caller).send();
        let body = json!({ "active_on": "2025-04-20", "note": "Bà Lan nộp tờ khai" });
        let district = office.district();
        record(&district, body.clone()).await.expect_problem(403, "permission_denied");
        let future = json!({ "active_on": "2025-05-13" });
        record(&tax, future).await.expect_problem(422, "rule_violated");
        let recorded = record(&tax, body).await.expect(201).json();
        assert_eq!(recorded["note"], "Bà Lan nộp tờ khai");
        let seen = office.read_by(&district, &path).await;
        assert_eq!(seen["items"][0]["note"], "Bà Lan nộp tờ khai");
        let seen = office.read_by(&office.audit(), &path).await;
        assert_eq!(seen["items"][0]["note"], Value::Null);
        office.seal().await;
        assert!(!office.read("/v1/registry/events").await.to_string().contains("Bà Lan"));
        let own = office.service.as_organisation(organisation_id(&id));
        assert_eq!(office.read_by(&own, &path).await["items"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[actix_web::test]
async fn two_who_propose_at_once_leave_one_proposal() {
    each(async |office| {
        let id = entered(&office, "HTX Dừng").await;
        let district = office.district();
        let other = district.named("district-277.other");
        let propose = |caller| {
            let body = json!({ "organisation": id, "since_year": 2022, "reason": "Đóng cửa" });
            office.service.post("/v1/dormancy-proposals", body).by(caller).send()
        };
        let (one, two) = futures_util::future::join(propose(&district), propose(&other)).await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
    })
    .await;
}
