//! Entering organisations and reading them.

use htx_model::language::Language;
use serde_json::json;

use super::office::{each, without_person};

#[actix_web::test]
async fn what_is_entered_reads_back_by_id_and_by_number() {
    each(async |office| {
        let entry = office.cooperative("Hợp tác xã  Rau an toàn Đông Dư ");
        let answer = office.enter_by(&office.district(), entry.clone()).await.expect(201);
        let entered = answer.json();
        let path = format!("/v1/organisations/{}", entered["id"].as_str().unwrap());
        assert_eq!(answer.header("location"), Some(path.as_str()));
        assert_eq!(answer.etag(), "\"v1\"");

        let read = office.get(&path).by(&office.district()).send().await.expect(200);
        assert_eq!(read.etag(), "\"v1\"");
        assert_eq!(without_person(read.json()), without_person(entered.clone()));
        let number = entry["registration_number"].as_str().unwrap();
        let by_number = format!("/v1/organisations/by-number/{number}");
        let found = office.read_by(&office.district(), &by_number).await;
        assert_eq!(found, read.json());

        assert_eq!(entered["name"], "Hợp tác xã Rau an toàn Đông Dư");
        assert_eq!(entered["status"], "active");
        assert_eq!(entered["version"], 1);
        assert_eq!(entered["charter_capital_vnd"], 3_000_000_000_i64);
        assert_eq!(entered["people_credit_fund"], false);
        assert_eq!(entered["representative"]["name"], "Nguyễn Văn An");
        let actions = json!([
            "change",
            "change_members",
            "change_managers",
            "file_annual_report",
            "rate",
            "record_dormancy",
        ]);
        assert_eq!(entered["available_actions"], actions);
        assert_eq!(
            entered["address"],
            json!({
                "line": "Thôn 3", "commune": "10018", "district": "277",
                "current_commune": "10018", "needs_review": false,
            })
        );
    })
    .await;
}

#[actix_web::test]
async fn an_address_of_before_the_reform_resolves_to_the_commune_of_today() {
    each(async |office| {
        office.service.set_clock("2025-08-01T02:00:00Z");
        let mut entry = office.cooperative("HTX Xuân Mai");
        let entered = office.enter(entry.clone()).await;
        assert_eq!(entered["address"]["current_commune"], "10045");
        assert_eq!(entered["address"]["needs_review"], false);

        // Lam Điền was split between two communes.
        entry = office.cooperative("HTX Lam Điền");
        entry["address"]["commune"] = json!("10063");
        let entered = office.enter(entry).await;
        assert_eq!(entered["address"]["current_commune"], "10072");
        assert_eq!(entered["address"]["needs_review"], true);

        entry = office.cooperative("HTX Xã mới");
        entry["address"] = json!({ "commune": "10045" });
        let entered = office.enter(entry).await;
        assert_eq!(entered["address"]["district"], json!(null));
        assert_eq!(entered["address"]["current_commune"], "10045");
    })
    .await;
}

#[actix_web::test]
async fn what_was_read_and_has_not_changed_is_not_sent_again() {
    each(async |office| {
        let entered = office.enter(office.cooperative("HTX Rau")).await;
        let path = format!("/v1/organisations/{}", entered["id"].as_str().unwrap());
        let caller = office.planning();
        let known = |tag: &str| office.get(&path).by(&caller).header("if-none-match", tag);
        let answer = known("\"v1\"").send().await.expect(304);
        assert!(answer.body.is_empty());
        assert_eq!(answer.etag(), "\"v1\"");
        known("\"v2\"").send().await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn what_is_not_there_is_not_found_in_the_callers_language() {
    each(async |office| {
        let caller = office.planning();
        for path in [
            "/v1/organisations/01980f2e-5c00-7a30-9c40-0123456789ab",
            "/v1/organisations/rau",
            "/v1/organisations/by-number/0101248141",
            "/v1/organisations/by-number/1",
            "/v1/organisations/01980f2e-5c00-7a30-9c40-0123456789ab/members",
            "/v1/organisations/01980f2e-5c00-7a30-9c40-0123456789ab/annual-reports",
            "/v1/organisations/01980f2e-5c00-7a30-9c40-0123456789ab/history",
        ] {
            let problem =
                office.get(path).by(&caller).send().await.expect_problem(404, "not_found");
            assert_eq!(problem["title"], "Không tìm thấy", "{path}");
            let english = office.get(path).by(&caller).language(Language::En).send().await;
            assert_eq!(english.expect_problem(404, "not_found")["title"], "Not found", "{path}");
        }
    })
    .await;
}

#[actix_web::test]
async fn a_body_of_another_form_is_refused_with_its_place() {
    each(async |office| {
        let caller = office.planning();
        let post = |body: &str| {
            let request = office.service.post("/v1/organisations", json!({})).by(&caller);
            request.body("application/json", body.to_owned())
        };
        for (body, pointer) in [
            ("{", ""),
            ("[]", ""),
            ("{\"kind\": \"company\"}", "/kind"),
            ("{\"kind\": \"cooperative\", \"colour\": 1}", "/colour"),
            ("{\"address\": {\"commune\": 10018}}", "/address/commune"),
            ("{\"member_count\": -1}", "/member_count"),
            ("{\"member_count\": 4294967296}", "/member_count"),
            ("{\"registered_on\": \"15/03/2024\"}", "/registered_on"),
        ] {
            let problem = post(body).send().await.expect_problem(400, "invalid_body");
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
        }
        let text = post("name=x").header("content-type", "application/x-www-form-urlencoded");
        text.send().await.expect_problem(415, "unsupported_media_type");
        let large = format!("{{\"name\": \"{}\"}}", "x".repeat(10 << 20));
        post(&large).send().await.expect_problem(413, "body_too_large");
        assert_eq!(office.read("/v1/organisations?count=exact").await["count"], 0);
    })
    .await;
}
