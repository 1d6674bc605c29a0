//! What a process of a later release wrote beside this one: it is read as far as it is known, and acted on
//! by a process that knows it whole.

use htx_model::principal::Role;
use serde_json::json;

use crate::office::{Office, each};

/// As a later release writes what something says: with a field more.
async fn add_a_field(office: &Office, table: &str, kind: &str, state: &str) {
    let content = format!("replace(content, '{kind}{{', '{kind}{{\"of_a_later_release\":1,')");
    office
        .runs(&format!("UPDATE {table} SET content = {content} WHERE state = '{state}'"), 1)
        .await;
}

async fn take_it_away(office: &Office, table: &str, state: &str) {
    let content = "replace(content, '\"of_a_later_release\":1,', '')";
    office
        .runs(&format!("UPDATE {table} SET content = {content} WHERE state = '{state}'"), 1)
        .await;
}

#[actix_web::test]
async fn a_version_is_adopted_as_it_was_written_or_not_here() {
    each(async |office| {
        let path = office.drafted_allocation().await;
        office.step(&office.planning(), &path, "submit", json!({})).await.expect(200);
        add_a_field(&office, "plan_version", "\"allocation\":", "submitted").await;
        let read = office.read_by(&office.audit(), &path).await;
        assert_eq!(read["state"], json!("submitted"));
        let adopted = office.step(&office.committee(), &path, "adopt", json!({})).await;
        adopted.expect_problem(503, "unavailable");
        take_it_away(&office, "plan_version", "submitted").await;
        office.step(&office.committee(), &path, "adopt", json!({})).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn a_report_is_signed_as_it_was_written_or_not_here() {
    each(async |office| {
        let list = office.read_by(&office.audit(), "/v1/plan-reports?agency=lmhtx").await;
        let path = format!("/v1/plan-reports/{}", list["items"][0]["id"].as_str().unwrap());
        let [officer, approver] =
            [Role::Officer, Role::Approver].map(|role| office.service.as_agency("lmhtx", role));
        let seen = office.service.get(&path).by(&officer).send().await.expect(200).etag();
        let written = office.service.patch(&path, json!({ "results": "Đã tổ chức 12 lớp." }));
        let written = written.by(&officer).if_match(&seen).idempotency_key(&office.key());
        written.send().await.expect(200);
        add_a_field(&office, "plan_report", "", "in_progress").await;
        let read = office.read_by(&officer, &path).await;
        assert_eq!(read["content"]["results"], json!("Đã tổ chức 12 lớp."));
        let signed = office.step(&approver, &path, "sign", json!({})).await;
        signed.expect_problem(503, "unavailable");
        take_it_away(&office, "plan_report", "in_progress").await;
        office.step(&approver, &path, "sign", json!({})).await.expect(200);
    })
    .await;
}
