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

/// An agency's report of the year as an officer wrote it; where it is.
async fn written_report(office: &Office, agency: &str) -> String {
    let list = format!("/v1/plan-reports?agency={agency}");
    let list = office.read_by(&office.audit(), &list).await;
    let path = format!("/v1/plan-reports/{}", list["items"][0]["id"].as_str().unwrap());
    let officer = office.service.as_agency(agency, Role::Officer);
    let seen = office.service.get(&path).by(&officer).send().await.expect(200).etag();
    let written = office.service.patch(&path, json!({ "results": "Đã tổ chức 12 lớp." }));
    let written = written.by(&officer).if_match(&seen).idempotency_key(&office.key());
    written.send().await.expect(200);
    path
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
async fn the_next_version_begins_with_all_that_was_adopted_or_not_here() {
    each(async |office| {
        let next = "/v1/plans/hn-2025/versions";
        let made = office.post(&office.planning(), next, json!({})).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        office.step(&office.planning(), &path, "submit", json!({})).await.expect(200);
        // A process of the later release adopts it.
        add_a_field(&office, "plan_version", "\"plan\":", "submitted").await;
        let adopt = "UPDATE plan_version SET state = 'adopted', valid_from = '2025-05-12' \
            WHERE state = 'submitted'";
        office.runs(adopt, 1).await;
        let refused = office.post(&office.planning(), next, json!({})).await;
        refused.expect_problem(503, "unavailable");
        // Whoever says all of it begins with what they say.
        let plan = office.read_by(&office.audit(), "/v1/plans/hn-2025").await;
        let content = json!({ "content": plan["content"] });
        office.post(&office.planning(), next, content).await.expect(201);
    })
    .await;
}

#[actix_web::test]
async fn what_was_signed_stays_as_it_was_written_when_it_is_decided() {
    each(async |office| {
        office.signed_report("so-ct").await;
        let decisions =
            [("lmhtx", "accept", json!({})), ("so-nnmt", "return", json!({ "reason": "Thiếu" }))];
        for (agency, action, body) in decisions {
            let path = written_report(&office, agency).await;
            // A process of a later release signs it, with figures of which it knows a field more.
            let figures = "(SELECT replace(figures, '[{', '[{\"of_a_later_release\":1,') \
                FROM plan_report WHERE agency_code = 'so-ct')";
            let sign = format!(
                "UPDATE plan_report SET state = 'submitted', signed_by_name = 'Nguyễn Văn Ba', \
                signed_on = '2025-05-12', first_signed_on = '2025-05-12', figures = {figures} \
                WHERE state = 'in_progress'"
            );
            office.runs(&sign, 1).await;
            office.step(&office.planning(), &path, action, body).await.expect(200);
        }
    })
    .await;
}

#[actix_web::test]
async fn a_report_is_signed_as_it_was_written_or_not_here() {
    each(async |office| {
        let path = written_report(&office, "lmhtx").await;
        let [officer, approver] =
            [Role::Officer, Role::Approver].map(|role| office.service.as_agency("lmhtx", role));
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
