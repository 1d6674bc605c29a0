//! What was signed or adopted stands, whoever writes: both databases refuse it themselves.

use serde_json::json;

use crate::office::{Office, each};

/// Each column of such rows, and the rows themselves, are as they are.
async fn refuses_each_column(office: &Office, table: &str, condition: &str, columns: &[&str]) {
    for change in columns {
        let statement = format!("UPDATE {table} SET {change} WHERE {condition}");
        office.refuses(&statement).await;
    }
    office.refuses(&format!("DELETE FROM {table} WHERE {condition}")).await;
}

#[actix_web::test]
async fn an_adopted_version_is_changed_by_nobody() {
    each(async |office| {
        let path = office.drafted_allocation().await;
        // A draft may still be written in.
        office.runs("UPDATE plan_version SET content = content WHERE state = 'draft'", 1).await;
        office.step(&office.planning(), &path, "submit", json!({})).await.expect(200);
        office.step(&office.committee(), &path, "adopt", json!({})).await.expect(200);
        let columns = [
            "content = '{}'",
            "state = 'draft'",
            "number = 9",
            "valid_from = '2025-01-01'",
            "prepared_by = '[]'",
            "decided_by_name = 'somebody'",
            "version = 99",
        ];
        for subject in ["plan", "allocation/training_classes/agency"] {
            let condition = format!("subject = '{subject}'");
            refuses_each_column(&office, "plan_version", &condition, &columns).await;
        }
        let columns = ["code = 'hn-2099'", "year = 2099", "period = '2021-2030'"];
        refuses_each_column(&office, "plan", "code = 'hn-2025'", &columns).await;
    })
    .await;
}

#[actix_web::test]
async fn a_signed_report_is_changed_by_nobody_but_for_what_becomes_of_it() {
    each(async |office| {
        let signed = office.signed_report("lmhtx").await;
        let accepted = office.step(&office.planning(), &signed, "accept", json!({})).await;
        assert_eq!(accepted.expect(200).json()["state"], json!("accepted"));
        let columns = [
            "content = '{}'",
            "figures = NULL",
            "written_by = '[]'",
            "signed_by = NULL",
            "signed_by_name = 'somebody'",
            "signed_by_agency = 'Sở Khác'",
            "signed_on = NULL",
            "signed_on = '2025-01-01'",
            "first_signed_on = '2025-01-01'",
            "agency_code = 'so-ct'",
            "agency_name = 'Sở Khác'",
            "number = 9",
            "corrects = id",
            // What became of it stands as well.
            "state = 'submitted'",
            "state = 'returned'",
            "decided_by_name = 'somebody'",
            "decided_on = '2025-01-01'",
            "reason = 'Khác'",
            "written_by_name = 'somebody'",
            "version = 99",
        ];
        refuses_each_column(&office, "plan_report", "signed_on IS NOT NULL", &columns).await;
        // One of which nobody has decided is decided, and nothing else is done to it.
        office.signed_report("hpa").await;
        let columns = ["state = 'in_progress'", "reason = 'Khác'", "written_by_name = 'somebody'"];
        refuses_each_column(&office, "plan_report", "state = 'submitted'", &columns).await;
        // What is not signed is written in.
        let others = "UPDATE plan_report SET content = content WHERE signed_on IS NULL";
        office.runs(others, 39).await;
        let columns = ["due_on = '2026-12-31'", "name = 'Khác'", "opens_on = '2025-12-01'"];
        refuses_each_column(&office, "report_window", "name IS NOT NULL", &columns).await;
    })
    .await;
}

#[actix_web::test]
async fn a_city_report_and_a_declaration_are_changed_by_nobody() {
    each(async |office| {
        office.city_report("512/BC-STC").await;
        let columns = ["content = '{}'", "signed_by_name = 'x'", "number = 9", "corrects = id"];
        refuses_each_column(&office, "city_report", "number = 1", &columns).await;
        let declared = json!({ "value": 5, "as_of": "2025-04-30", "document_number": "1/BC" });
        let path = "/v1/plans/hn-2025/targets/3/declarations";
        let officer = office.service.as_agency("lmhtx", htx_model::principal::Role::Officer);
        office.post(&officer, path, declared).await.expect(201);
        let columns = ["value = 6", "as_of = '2025-05-01'", "document_number = '2/BC'"];
        refuses_each_column(&office, "declaration", "value = 5", &columns).await;
    })
    .await;
}
