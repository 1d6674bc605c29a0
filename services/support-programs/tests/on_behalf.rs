//! An organisation without an account is filed for by its district; agencies that lead with others read.

use htx_model::principal::Role;
use serde_json::json;

use super::{
    application::{ANNEX_08, Application, Of, budget},
    office::{each, faults},
};

#[actix_web::test]
async fn a_district_files_for_an_organisation_without_an_account_and_another_officer_reviews() {
    each(async |office| {
        let organisation = office.known("HTX Chưa Có Tài Khoản").await;
        let district = office.district();
        let path = "/v1/support-applications";
        let mut body = Of::machine("Máy cấy").body(organisation);
        let silent = office.post(&district, path, body.clone()).await;
        let problem = silent.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/on_behalf_reason".to_owned(), "missing".to_owned())]);
        body["on_behalf_reason"] = json!("Bà Hoa, giám đốc, chưa có tài khoản");
        for other in ["district-276", "so-nnmt"] {
            let other = office.service.as_agency(other, Role::Officer);
            let refused = office.post(&other, path, body.clone()).await;
            assert!([403, 404].contains(&refused.status), "{}", refused.text());
        }
        let approver = office.service.as_agency("district-277", Role::Approver);
        office.post(&approver, path, body.clone()).await.expect_problem(403, "permission_denied");
        let drafted = office.post(&district, path, body).await.expect(201).json();
        assert_eq!(drafted["on_behalf"]["agency"], "district-277");
        assert_eq!(drafted["on_behalf"]["agency_name"], "Ủy ban nhân dân huyện Chương Mỹ");
        assert_eq!(drafted["steps"][0]["reason"], "Bà Hoa, giám đốc, chưa có tài khoản");
        assert_eq!(drafted["available_actions"], json!(["change", "submit", "withdraw"]));
        let path = format!("{path}/{}", drafted["id"].as_str().unwrap());
        let application = Application { office: &office, path, organisation, lead: "so-nnmt" };
        application.done(&district, "submit", json!({})).await;

        // Whoever filed it may take it in, and does not give the opinion.
        application.done(&district, "start-review", json!({})).await;
        let seen = office.read_by(&district, &application.path).await;
        assert_eq!(seen["available_actions"], json!(["withdraw", "return"]));
        let favourable = json!({ "favourable": true });
        let refused = application.act(&district, "endorse", favourable.clone()).await;
        refused.expect_problem(403, "permission_denied");
        let colleague = district.named("another officer of the district");
        application.done(&colleague, "endorse", favourable).await;
        // It is the organisation's own: once it has an account, it sees and withdraws it.
        let own = office.read_by(&application.own(), &application.path).await;
        assert_eq!(own["available_actions"], json!(["withdraw"]));
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events").await.to_string();
        assert!(log.contains("district-277") && !log.contains("Bà Hoa"));
    })
    .await;
}

#[actix_web::test]
async fn a_district_does_not_write_in_what_an_organisation_filed_itself() {
    each(async |office| {
        let organisation = office.known("HTX Tự Lập").await;
        let application = Application::draft(&office, organisation, Of::machine("Máy")).await;
        let district = office.district();
        for action in ["submit", "withdraw"] {
            let refused = application.act(&district, action, json!({})).await;
            refused.expect_problem(403, "permission_denied");
        }
        let seen = office.read_by(&district, &application.path).await;
        assert_eq!((&seen["on_behalf"], &seen["available_actions"]), (&json!(null), &json!([])));
    })
    .await;
}

#[actix_web::test]
async fn whoever_prepared_for_an_organisation_never_decides() {
    each(async |office| {
        let organisation = office.known("HTX Nhiều Vai").await;
        let many = office.district().also(&office.approver());
        let mut body = Of::machine("Máy").body(organisation);
        body["on_behalf_reason"] = json!("Chưa có tài khoản");
        let path = "/v1/support-applications";
        let drafted = office.post(&many, path, body).await.expect(201).json();
        let path = format!("{path}/{}", drafted["id"].as_str().unwrap());
        let application = Application { office: &office, path, organisation, lead: "so-nnmt" };
        application.done(&many, "submit", json!({})).await;
        let colleague = office.district().named("another officer of the district");
        application.done(&colleague, "start-review", json!({})).await;
        application.done(&colleague, "endorse", json!({ "favourable": true })).await;
        let id = budget(&office, "so-nnmt", ANNEX_08, 100).await;
        let proposal = json!({ "form": "cash", "amount_vnd": 100, "budget_id": id });
        application.done(&application.officer(), "propose", proposal).await;
        let signed = application.signed().await;
        let refused = application.act(&many, "approve", signed).await;
        refused.expect_problem(403, "permission_denied");
        application.approve().await;
    })
    .await;
}

#[actix_web::test]
async fn who_leads_a_programme_with_others_reads_its_applications_and_changes_none() {
    each(async |office| {
        let organisation = office.known("HTX Hai Cơ Quan").await;
        let application =
            Application::in_appraisal(&office, organisation, Of::machine("Máy")).await;
        // Annex 08 names the alliance beside agriculture.
        let alliance = office.alliance(Role::Officer);
        let seen = office.read_by(&alliance, &application.path).await;
        assert_eq!((&seen["state"], &seen["available_actions"]), (&json!("appraisal"), &json!([])));
        let document = application.document().await;
        let documents = format!("{}/documents", application.path);
        // Its documents are for those who decide on it.
        for path in [&documents, &format!("{documents}/{document}")] {
            let refused = office.service.get(path).by(&alliance).send().await;
            refused.expect_problem(404, "not_found");
            // The city committee sees every application; people's papers are none of its task.
            let committee = office.service.as_agency("ubnd-tp", Role::Officer);
            let refused = office.service.get(path).by(&committee).send().await;
            refused.expect_problem(403, "permission_denied");
            office.service.get(path).by(&application.officer()).send().await.expect(200);
        }
        let listed = office.read_by(&alliance, "/v1/support-applications").await;
        assert_eq!(listed["items"][0]["id"], seen["id"]);
        let denied =
            application.act(&alliance, "propose", json!({ "form": "cash", "amount_vnd": 1 })).await;
        denied.expect_problem(404, "not_found");
        let science = office.service.as_agency("so-khcn", Role::Officer);
        let read = office.service.get(&application.path).by(&science).send().await;
        read.expect_problem(404, "not_found");
        let none = office.read_by(&science, "/v1/support-applications").await;
        assert_eq!(none["items"], json!([]));
    })
    .await;
}
