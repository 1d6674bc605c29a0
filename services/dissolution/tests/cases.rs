//! Cases are opened by the authority of the seat, and seen by whom they concern.

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    organisation::{OrganisationKind, OrganisationStatus},
    principal::Role,
};
use serde_json::json;

use super::office::{each, faults, organisation_id};

#[actix_web::test]
async fn an_officer_opens_a_case_and_reads_what_comes_next() {
    each(async |office| {
        let organisation = office.known("HTX Ngừng Hoạt Động").await;
        let case = office.open_case(organisation, "dormant").await;
        assert_eq!(case["state"], "identified");
        assert_eq!(case["opened_on"], "2025-05-12");
        assert_eq!(case["opened_by"], "district-277");
        assert_eq!(case["responsible_officer"], "district-277.officer");
        assert_eq!(case["status_at_opening"], "dormant");
        assert_eq!(case["registry_sync"], json!(null));
        assert_eq!(case["steps"][0]["to"], "identified");
        assert_eq!(case["steps"][0]["reason"], "Ngừng hoạt động từ năm 2016");
        assert_eq!(case["steps"][0]["agency_name"], "Ủy ban nhân dân huyện Chương Mỹ");
        assert_eq!(case["available_actions"], json!(["survey"]));
        let survey = &case["next_steps"][0];
        assert_eq!(survey["action"], "survey");
        assert_eq!(survey["unmet_guards"][0]["code"], "survey_records");
        assert_eq!(survey["unmet_guards"][0]["who"], "authority");

        let path = format!("/v1/dissolutions/{}", case["id"].as_str().unwrap());
        let read = office.read_by(&office.officer(), &path).await;
        assert_eq!(read["organisation"]["name"], "HTX Ngừng Hoạt Động");
        let approver = office.read_by(&office.approver(), &path).await;
        assert_eq!(
            approver["available_actions"],
            json!(["suspend", "withdraw", "declare_bankruptcy"])
        );
        let page = office.read_by(&office.officer(), "/v1/dissolutions?officer=me").await;
        assert_eq!(page["items"][0]["id"], case["id"]);
        let none = office.read_by(&office.officer(), "/v1/dissolutions?state=closed").await;
        assert_eq!(none["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn one_open_case_for_each_organisation_that_lives() {
    each(async |office| {
        let organisation = office.known("HTX Một Lần").await;
        office.open_case(organisation, "voluntary").await;
        let body = json!({
            "organisation_id": organisation, "route": "voluntary", "legal_basis": "Nghị quyết",
        });
        let officer = office.officer();
        let again = office.post(&officer, "/v1/dissolutions", body.clone()).await;
        again.expect_problem(409, "already_exists");
        let mut ended = office.cooperative("HTX Đã Sáp Nhập");
        ended.status = OrganisationStatus::Merged;
        let id = ended.id;
        office.know(vec![ended]).await;
        let body = json!({ "organisation_id": id, "route": "voluntary", "legal_basis": "x" });
        let refused = office.post(&officer, "/v1/dissolutions", body).await;
        refused.expect_problem(409, "state_conflict");
        let unknown = organisation_id("01980f2e-5c00-7a30-9c40-0123456789ab");
        let body = json!({ "organisation_id": unknown, "route": "voluntary", "legal_basis": "x" });
        office.post(&officer, "/v1/dissolutions", body).await.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn the_same_key_opens_one_case_and_none_is_opened_without() {
    each(async |office| {
        let organisation = office.known("HTX Gửi Lại").await;
        let officer = office.officer();
        let body = json!({
            "organisation_id": organisation, "route": "legacy", "legal_basis": "4331/UBND-KT",
            "reason": "Bà Lan, chủ nhiệm, đã mất",
        });
        let send = || office.service.post("/v1/dissolutions", body.clone()).by(&officer);
        send().send().await.expect_problem(400, "idempotency_key_required");
        let first =
            send().idempotency_key("một").send().await.expect_problem(400, "invalid_parameter");
        drop(first);
        let first = send().idempotency_key("mot").send().await.expect(201);
        let again = send().idempotency_key("mot").send().await.expect(201);
        assert_eq!(first.json()["id"], again.json()["id"]);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        // What people wrote is not kept where it cannot be erased, nor in the log.
        assert!(!again.text().contains("Bà Lan"));
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/dissolution/events").await;
        assert_eq!(log["items"][0]["event"]["type"], "dissolution.opened");
        assert!(!log.to_string().contains("Bà Lan"));
    })
    .await;
}

#[actix_web::test]
async fn what_is_wrong_with_an_opening_is_said_field_by_field() {
    each(async |office| {
        let organisation = office.known("HTX Sai").await;
        let body = json!({
            "organisation_id": organisation, "route": "court", "legal_basis": " ",
            "effective_on": "2025-05-13", "responsible_officer": "",
        });
        let refused = office.post(&office.officer(), "/v1/dissolutions", body).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let codes: Vec<_> = faults(&problem).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(codes, ["/effective_on", "/legal_basis", "/responsible_officer"]);
    })
    .await;
}

#[actix_web::test]
async fn who_sees_and_who_opens_follows_place_and_kind() {
    each(async |office| {
        let path = office.new_case("HTX Của Huyện", "voluntary").await;
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        office.service.get(&path).by(&neighbour).send().await.expect_problem(404, "not_found");
        for reader in [office.planning(), office.audit(), office.tax()] {
            office.service.get(&path).by(&reader).send().await.expect(200);
        }
        // A department that was not asked sees nothing of it.
        let environment = office.service.as_agency("so-nnmt", Role::Officer);
        office.service.get(&path).by(&environment).send().await.expect_problem(404, "not_found");
        let none = office.read_by(&environment, "/v1/dissolutions").await;
        assert_eq!(none["items"], json!([]));
        let case = office.read_by(&office.officer(), &path).await;
        let own = organisation_id(case["organisation"]["id"].as_str().unwrap());
        let own = office.service.as_organisation(own);
        assert_eq!(office.read_by(&own, &path).await["available_actions"], json!([]));

        // A union's case is planning's, a cooperative's is not.
        let mut union = office.cooperative("Liên hiệp HTX");
        union.kind = OrganisationKind::CooperativeUnion;
        let (union_id, other) = (union.id, office.cooperative("HTX Khác"));
        let other_id = other.id;
        office.know(vec![union, other]).await;
        let open = |organisation| {
            json!({ "organisation_id": organisation, "route": "voluntary", "legal_basis": "x" })
        };
        let (officer, planning) = (office.officer(), office.planning());
        let refused = office.post(&officer, "/v1/dissolutions", open(union_id)).await;
        refused.expect_problem(403, "permission_denied");
        let refused = office.post(&planning, "/v1/dissolutions", open(other_id)).await;
        refused.expect_problem(403, "permission_denied");
        office.post(&planning, "/v1/dissolutions", open(union_id)).await.expect(201);
        let refused = office.post(&office.audit(), "/v1/dissolutions", open(other_id)).await;
        refused.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn a_case_passes_to_the_commune_on_the_day_the_districts_end() {
    each(async |office| {
        let path = office.new_case("HTX Chuyển Giao", "dormant").await;
        office.service.set_clock("2025-07-01T02:30:00Z");
        let commune = office.service.as_agency("commune-10045", Role::Officer);
        let case = office.read_by(&commune, &path).await;
        assert_eq!(case["available_actions"], json!(["survey"]));
        // The step keeps the name under which it was signed.
        assert_eq!(case["steps"][0]["agency_name"], "Ủy ban nhân dân huyện Chương Mỹ");
        // The district keeps reading what it held, and prepares nothing any more.
        let district = office.service.as_agency("district-277", Role::Officer);
        assert_eq!(office.read_by(&district, &path).await["available_actions"], json!([]));
        let elsewhere = office.service.as_agency("commune-10030", Role::Officer);
        office.service.get(&path).by(&elsewhere).send().await.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn documents_belong_to_their_case() {
    each(async |office| {
        let case = office.new_case("HTX Giấy Tờ", "voluntary").await;
        let document = office.document(&case, "Nghị quyết").await;
        let path = format!("{case}/documents/{document}");
        let known = office.read_by(&office.approver(), &path).await;
        assert_eq!(known["media_type"], "text/plain");
        let content = office.service.get(&format!("{path}/content")).by(&office.approver());
        assert_eq!(content.send().await.expect(200).text(), "Nghị quyết");
        let page = office.read_by(&office.officer(), &format!("{case}/documents")).await;
        assert_eq!(page["items"][0]["id"], *document);
        let other = office.new_case("HTX Khác", "voluntary").await;
        let strange = office.service.get(&format!("{other}/documents/{document}"));
        strange.by(&office.officer()).send().await.expect_problem(404, "not_found");
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        office.service.get(&path).by(&neighbour).send().await.expect_problem(404, "not_found");
        // Whoever does not see the case is refused before anything of a file is taken in.
        let sent = office.service.post(&format!("{case}/documents"), ()).by(&neighbour);
        let refused = sent.body("multipart/form-data; boundary=x", "no form").send().await;
        refused.expect_problem(404, "not_found");
        // The State Bank sees every case, and its documents only once it was asked in it.
        let bank = office.service.as_agency("nhnn-hn", Role::Officer);
        office.read_by(&bank, &case).await;
        let documents = [format!("{case}/documents"), format!("{path}/content"), path];
        for path in &documents {
            let refused = office.service.get(path).by(&bank).send().await;
            refused.expect_problem(403, "permission_denied");
        }
        office.ask(&case, "bank_debt").await;
        for path in &documents {
            office.service.get(path).by(&bank).send().await.expect(200);
        }
    })
    .await;
}

#[actix_web::test]
async fn an_organisation_that_moved_takes_its_case_along() {
    each(async |office| {
        let mut organisation = office.cooperative("HTX Dời Trụ Sở");
        office.know(vec![organisation.clone()]).await;
        let case = office.open_case(organisation.id, "voluntary").await;
        let path = format!("/v1/dissolutions/{}", case["id"].as_str().unwrap());
        organisation.seat.commune = CommuneCode::parse("04930").unwrap();
        organisation.seat.current_commune = CommuneCode::parse("04930").unwrap();
        organisation.seat.district = Some(DistrictCode::parse("276").unwrap());
        office.know(vec![organisation]).await;
        office.service.get(&path).by(&office.officer()).send().await.expect(404);
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let case = office.read_by(&neighbour, &path).await;
        assert_eq!(case["organisation"]["district"], "276");
    })
    .await;
}
