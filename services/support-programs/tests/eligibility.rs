//! Programmes as they stand at the first start, and who may get what of them.

use htx_model::{organisation::OrganisationStatus, principal::Role};
use serde_json::{Value, json};

use super::office::{Office, each, faults};

fn of<'a>(report: &'a Value, code: &str) -> &'a Value {
    let programmes = report["programmes"].as_array().unwrap();
    programmes.iter().find(|one| one["code"] == code).unwrap()
}

fn grade() -> Value {
    json!({
        "commune": "10045", "grade": "model_new_rural", "valid_from": "2025-01-15",
        "document_number": "512/QĐ-UBND", "document_issued_on": "2025-01-10",
    })
}

async fn test(office: &Office, organisation: impl serde::Serialize) -> Value {
    let body = json!({ "organisation_id": organisation });
    office.post(&office.district(), "/v1/eligibility", body).await.expect(200).json()
}

#[actix_web::test]
async fn the_programmes_of_the_plan_are_there_with_what_nobody_has_set_left_open() {
    each(async |office| {
        let everybody = office.district();
        let page = office.read_by(&everybody, "/v1/programmes?limit=200").await;
        assert_eq!(page["items"].as_array().unwrap().len(), 18);
        let again = office.support.load_programmes().await.unwrap();
        assert_eq!(again, 0, "they are entered once");
        let page = office.read_by(&everybody, "/v1/programmes?code=nq-13-pl08").await;
        let annex = &page["items"][0];
        assert_eq!(annex["content"]["lead"], "so-nnptnt");
        assert_eq!(annex["led_today_by"], "so-nnmt");
        assert_eq!(annex["content"]["document"]["annex"], "08");
        assert_eq!(
            annex["to_be_set"],
            json!([{
                "kind": "agricultural_support",
                "norms": ["ceiling", "share", "times", "times_per_year"],
            }])
        );
        let path = format!("/v1/programmes/{}", annex["id"].as_str().unwrap());
        assert_eq!(office.read_by(&everybody, &path).await, *annex);
        let led = office.read_by(&everybody, "/v1/programmes?led_by=so-nnmt&limit=200").await;
        let codes: Vec<_> =
            led["items"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
        for code in ["nq-13-pl08", "dat-dai", "chat-thai", "ntm"] {
            assert!(codes.contains(&&json!(code)), "{code} in {codes:?}");
        }
        let labour = office.read_by(&everybody, "/v1/programmes?code=lao-dong-tre").await;
        assert_eq!(labour["items"][0]["content"]["lead_assumed"], true);
    })
    .await;
}

#[actix_web::test]
async fn an_organisation_is_told_what_decides_and_what_is_missing() {
    each(async |office| {
        let organisation = office.known("HTX Rau Xuân Mai").await;
        let report = test(&office, organisation).await;
        assert_eq!(of(&report, "nq-13-pl08")["eligibility"], "eligible");
        assert_eq!(of(&report, "tin-dung")["eligibility"], "not_determined");
        let waste = of(&report, "chat-thai");
        assert_eq!(waste["eligibility"], "not_eligible");
        let decided = &waste["rules"][2]["decided_by"];
        assert_eq!(decided[1]["found"], "0118");
        assert_eq!(decided[1]["wanted"], "bắt đầu bằng: 38");
        let rural = of(&report, "ntm");
        assert_eq!(rural["eligibility"], "nearly");
        assert_eq!(rural["missing"][0]["fact"], "commune_grade");

        office.post(&office.officer(), "/v1/commune-grades", grade()).await.expect(201);
        let report = test(&office, organisation).await;
        assert_eq!(of(&report, "ntm")["eligibility"], "eligible");
        let body = json!({ "organisation_id": organisation, "as_of": "2025-01-14" });
        let before = office.post(&office.district(), "/v1/eligibility", body).await;
        assert_eq!(of(&before.expect(200).json(), "ntm")["eligibility"], "nearly");
    })
    .await;
}

#[actix_web::test]
async fn who_dissolves_gets_nothing_by_article_100() {
    each(async |office| {
        let mut organisation = office.cooperative("HTX Đang Giải Thể");
        organisation.status = OrganisationStatus::Dissolving;
        let id = organisation.id;
        office.know(vec![organisation]).await;
        let report = test(&office, id).await;
        let programmes = report["programmes"].as_array().unwrap();
        assert!(programmes.iter().all(|one| one["eligibility"] == "not_eligible"));
        let frozen = &programmes[0]["rules"][0];
        assert_eq!(frozen["basis"]["document"], "17/2023/QH15");
        assert_eq!((&frozen["verified"], &frozen["result"]), (&json!(true), &json!("not_met")));
        assert_eq!(frozen["decided_by"][0]["found"], "dissolving");
    })
    .await;
}

#[actix_web::test]
async fn each_tests_whom_it_reaches() {
    each(async |office| {
        let organisation = office.known("HTX Của Huyện").await;
        let body = json!({ "organisation_id": organisation });
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let stranger = office.service.as_organisation(office.known("HTX Khác").await);
        for caller in [neighbour, stranger] {
            let refused = office.post(&caller, "/v1/eligibility", body.clone()).await;
            refused.expect_problem(404, "not_found");
        }
        let own = office.service.as_organisation(organisation);
        for caller in [own, office.alliance(Role::Viewer), office.audit()] {
            office.post(&caller, "/v1/eligibility", body.clone()).await.expect(200);
        }
        let wrong = json!({ "organisation_id": organisation, "sql": "1=1" });
        let refused = office.post(&office.district(), "/v1/eligibility", wrong).await;
        refused.expect_problem(400, "invalid_body");
        let facts = office.read_by(&office.district(), "/v1/eligibility-facts").await;
        assert_eq!(facts["items"][0]["fact"], "kind");
        assert_eq!(facts["items"][0]["code_list"], "organisation_kinds");
    })
    .await;
}

#[actix_web::test]
async fn grades_are_agricultures_to_record_once_with_their_decision() {
    each(async |office| {
        let path = "/v1/commune-grades";
        for caller in [office.district(), office.approver(), office.finance(Role::Officer)] {
            office.post(&caller, path, grade()).await.expect_problem(403, "permission_denied");
        }
        let officer = office.officer();
        let unkeyed = office.service.post(path, grade()).by(&officer).send().await;
        unkeyed.expect_problem(400, "idempotency_key_required");
        let send =
            || office.service.post(path, grade()).by(&officer).idempotency_key("once").send();
        let (first, again) = (send().await.expect(201), send().await.expect(201));
        assert_eq!(first.json(), again.json());
        office.post(&officer, path, grade()).await.expect_problem(409, "already_exists");
        let wrong = json!({
            "commune": "99999", "grade": "model_new_rural", "valid_from": "2025-05-13",
            "document_number": " ", "document_issued_on": "2025-05-13",
        });
        let problem = office.post(&officer, path, wrong).await.expect_problem(422, "rule_violated");
        let places: Vec<_> = faults(&problem).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, ["/commune", "/valid_from", "/document_issued_on", "/document_number"]);
        let page = office.read_by(&office.audit(), "/v1/commune-grades?commune=10045").await;
        assert_eq!(page["items"][0]["document_number"], "512/QĐ-UBND");
    })
    .await;
}
