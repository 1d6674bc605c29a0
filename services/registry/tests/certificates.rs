//! Certificates: issued with an approval, verified by anybody, replaced, withdrawn.

use diesel::RunQueryDsl as _;
use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    agency::AgencyCode, event::Actor, id::CertificateId, organisation::OrganisationStatus,
    principal::Role, scope::Scope,
};
use htx_registry::{
    domain::certificate::Certificate,
    store,
    usecase::certificate::{self as usecase, Issuing},
};
use serde_json::{Value, json};

use super::office::{Office, each, each_of, organisation_id};

fn approver_of(office: &Office, agency: &str) -> Context {
    let agency = AgencyCode::parse(agency).unwrap();
    let name = format!("{agency}.approver");
    let actor = Actor { kind: "user".to_owned(), id: None, name, agency: Some(agency) };
    Context::new(actor, &office.service.setting.runtime.ids)
}

/// Issues a certificate as an approval does.
async fn issue_by(
    office: &Office,
    agency: &str,
    organisation: &str,
    issuing: Issuing,
) -> Result<Certificate, Failure> {
    let (context, id) = (approver_of(office, agency), organisation_id(organisation));
    let units = office.registry.units.clone();
    office
        .database
        .write(move |connection| {
            let found = store::organisation::find(connection, &Scope::everything(), id)?.unwrap();
            usecase::issue(connection, &context, &units, &found.organisation, issuing)
        })
        .await
}

async fn issue(office: &Office, organisation: &str) -> Certificate {
    issue_by(office, "district-277", organisation, Issuing::default()).await.unwrap()
}

async fn entered(office: &Office, name: &str) -> String {
    let entered = office.enter(office.cooperative(name)).await;
    entered["id"].as_str().unwrap().to_owned()
}

async fn verify(office: &Office, certificate: &Certificate) -> Value {
    let path = format!("/v1/certificates/{}/verify", certificate.code);
    office.get(&path).send().await.expect(200).json()
}

fn address_of(certificate: &Certificate) -> String {
    format!("/v1/certificates/{}", certificate.id)
}

const REASON: (&str, &str) = ("Hồ sơ giả mạo", "Quyết định 12/QĐ-UBND");

fn revocation() -> Value {
    json!({ "reason": REASON.0, "legal_basis": REASON.1 })
}

#[actix_web::test]
async fn a_certificate_holds_what_was_certified_on_its_day() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let issued = issue(&office, &id).await;
        assert_eq!(issued.number.to_string(), "00001/2025/GCN-QH277");
        assert_eq!(issued.authority, "Ủy ban nhân dân huyện Chương Mỹ");
        assert_eq!(issued.change_number, 0);
        office.change(&id, json!({ "name": "HTX Rau sạch" })).await.expect(200);

        let path = address_of(&issued);
        let answer = office.get(&path).by(&office.district()).send().await.expect(200);
        assert_eq!(answer.etag(), "\"v1\"");
        let read = answer.json();
        assert_eq!(read["certified"]["name"], "HTX Rau");
        assert_eq!(
            read["certified"]["address"],
            "Thôn 3, Thị trấn Xuân Mai, Huyện Chương Mỹ, Thành phố Hà Nội"
        );
        assert_eq!(read["status"], "valid");
        assert_eq!(read["number_form_verified"], false);
        assert_eq!(read["representative"], "N*** V*** A***");
        assert_eq!(read["verification_code"], issued.code.to_string());
        let listed = office.read(&format!("/v1/organisations/{id}/certificates")).await;
        assert_eq!(each_of(&listed, "id"), [issued.id.to_string()]);
    })
    .await;
}

#[actix_web::test]
async fn anybody_verifies_a_certificate_and_sees_no_personal_data() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let issued = issue(&office, &id).await;
        let verified = verify(&office, &issued).await;
        assert_eq!(verified["status"], "valid");
        assert_eq!(verified["organisation_name"], "HTX Rau");
        assert_eq!(verified["number"], "00001/2025/GCN-QH277");
        assert_eq!(verified["current_status"], "active");
        assert_eq!(verified["representative"], "N*** V*** A***");
        let text = verified.to_string();
        assert!(!text.contains("Văn An") && !text.contains("0908246281"), "{text}");
        // As people copy it.
        let small = issued.code.to_string().to_lowercase().replace('-', "");
        office.get(&format!("/v1/certificates/{small}/verify")).send().await.expect(200);

        office.put_into(&id, OrganisationStatus::Dissolving).await;
        assert_eq!(verify(&office, &issued).await["current_status"], "dissolving");

        let mut slip = issued.code.to_string();
        let last = if slip.ends_with('2') { "3" } else { "2" };
        slip.replace_range(slip.len() - 1.., last);
        for unknown in ["2222-2222-2222-2222-2222", &slip, "abc"] {
            let path = format!("/v1/certificates/{unknown}/verify");
            office.get(&path).send().await.expect_problem(404, "not_found");
        }
    })
    .await;
}

#[actix_web::test]
async fn numbers_are_counted_by_agency_and_year_without_gaps_or_doubles() {
    each(async |office| {
        let mut ids = Vec::new();
        for number in 0..8 {
            ids.push(entered(&office, &format!("HTX Hoa {number}")).await);
        }
        // All at once, and one that fails.
        let failing =
            Issuing { previous: Some(CertificateId::from_uuid(uuid(7))), ..Issuing::default() };
        let (all, failed) = futures_util::future::join(
            futures_util::future::join_all(ids.iter().map(|id| issue(&office, id))),
            issue_by(&office, "district-277", &ids[0], failing),
        )
        .await;
        assert!(matches!(failed, Err(Failure::Refused(_))));
        let mut counted: Vec<u32> = all.iter().map(|one| one.number.sequence).collect();
        counted.sort_unstable();
        assert_eq!(counted, (1..=8).collect::<Vec<_>>());
        // Another agency and another year begin anew.
        let planning = issue_by(&office, "so-tc", &ids[0], Issuing::default()).await.unwrap();
        assert_eq!(planning.number.to_string(), "00001/2025/GCN-SO-TC");
        office.service.set_clock("2026-01-02T02:30:00Z");
        let next = issue_by(&office, "so-tc", &ids[1], Issuing::default()).await.unwrap();
        assert_eq!(next.number.to_string(), "00001/2026/GCN-SO-TC");
    })
    .await;
}

fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

#[actix_web::test]
async fn the_next_certificate_replaces_the_one_that_held() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let first = issue(&office, &id).await;
        let issuing = Issuing {
            reason: Some("Mất giấy chứng nhận".to_owned()),
            previous: Some(first.id),
            ..Issuing::default()
        };
        let second = issue_by(&office, "district-277", &id, issuing.clone()).await.unwrap();
        assert_eq!((second.change_number, second.replaces), (1, Some(first.id)));
        assert_eq!(verify(&office, &first).await["status"], "replaced");
        assert_eq!(verify(&office, &first).await["ended_on"], "2025-05-12");
        assert_eq!(verify(&office, &second).await["status"], "valid");
        let read = office.read(&address_of(&first)).await;
        assert_eq!(read["ended"]["replaced_by"], second.id.to_string());
        assert_eq!(read["ended"]["reason"], "Mất giấy chứng nhận");
        // One that does not hold any more cannot be replaced again.
        let again = issue_by(&office, "district-277", &id, issuing).await;
        assert!(matches!(again, Err(Failure::Refused(_))));
    })
    .await;
}

#[actix_web::test]
async fn an_approver_of_the_territory_revokes_with_reason_and_basis() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let issued = issue(&office, &id).await;
        let path = format!("{}/revoke", address_of(&issued));
        let approver = office.service.as_agency("district-277", Role::Approver);
        let post = |body: Value| office.service.post(&path, body);

        post(revocation()).if_match("\"v1\"").send().await.expect_problem(401, "unauthenticated");
        let officer = post(revocation()).by(&office.district()).if_match("\"v1\"").send().await;
        officer.expect_problem(403, "permission_denied");
        let elsewhere = office.service.as_agency("district-276", Role::Approver);
        let stranger = post(revocation()).by(&elsewhere).if_match("\"v1\"").send().await;
        stranger.expect_problem(404, "not_found");
        post(revocation()).by(&approver).send().await.expect_problem(428, "version_required");
        let stale = post(revocation()).by(&approver).if_match("\"v9\"").send().await;
        stale.expect_problem(412, "stale_version");
        let blank = json!({ "reason": " ", "legal_basis": "" });
        let blank = post(blank).by(&approver).if_match("\"v1\"").send().await;
        let problem = blank.expect_problem(422, "rule_violated");
        assert_eq!(problem["errors"].as_array().unwrap().len(), 2);

        let revoke = || post(revocation()).by(&approver).if_match("\"v1\"").idempotency_key("k");
        let revoked = revoke().send().await.expect(200);
        assert_eq!(revoked.etag(), "\"v2\"");
        assert_eq!(revoked.json()["status"], "revoked");
        assert_eq!(revoked.json()["ended"]["legal_basis"], REASON.1);
        assert_eq!(revoked.json()["available_actions"], json!([]));
        let again = revoke().send().await.expect(200).json();
        assert_eq!((&again["id"], &again["version"]), (&revoked.json()["id"], &json!(2)));
        // What is kept for a repetition does not hold what was said in words.
        assert_eq!(
            (&revoked.json()["ended"]["reason"], &again["ended"]["reason"]),
            (&json!(REASON.0), &json!(""))
        );
        let again = post(revocation()).by(&approver).if_match("\"v2\"").send().await;
        again.expect_problem(409, "state_conflict");
        assert_eq!(verify(&office, &issued).await["status"], "revoked");
        // The organisation itself stands as it did.
        assert_eq!(office.read(&format!("/v1/organisations/{id}")).await["status"], "active");
    })
    .await;
}

#[actix_web::test]
async fn a_certificate_that_ends_keeps_all_that_was_written_of_what_it_certifies() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        // A process of a later release certifies a field more.
        let known_more = |connection: &mut Connection| {
            let write = "UPDATE certificate SET certified = '{\"later\":1,' || substr(certified, 2) \
                WHERE status = 'valid'";
            Ok(htx_kit::each!(connection, one => diesel::sql_query(write).execute(one))?)
        };
        let first = issue(&office, &id).await;
        assert_eq!(office.database.write(known_more).await.unwrap(), 1);
        let second = issue(&office, &id).await;
        assert_eq!(office.database.write(known_more).await.unwrap(), 1);
        let path = format!("{}/revoke", address_of(&second));
        let approver = office.service.as_agency("district-277", Role::Approver);
        let revoke = office.service.post(&path, revocation()).by(&approver).if_match("\"v1\"");
        revoke.send().await.expect(200);
        for (certificate, status) in [(&first, "replaced"), (&second, "revoked")] {
            assert_eq!(verify(&office, certificate).await["status"], status);
        }
        let whole = |connection: &mut Connection| {
            let count = "count(*) FROM certificate WHERE certified LIKE '{\"later\":1,%'";
            let count = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(count));
            Ok(count.get_result::<i64>(connection)?)
        };
        assert_eq!(office.database.read(whole).await.unwrap(), 2);
    })
    .await;
}

#[actix_web::test]
async fn two_at_once_leave_one_certificate_that_holds_and_one_revocation() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let (one, other) =
            futures_util::future::join(issue(&office, &id), issue(&office, &id)).await;
        let mut statuses = Vec::new();
        for certificate in [&one, &other] {
            statuses.push(verify(&office, certificate).await["status"].clone());
        }
        statuses.sort_by_key(ToString::to_string);
        assert_eq!(statuses, ["replaced", "valid"]);
        let mut numbers = [one.number.sequence, other.number.sequence];
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2]);

        let valid = if one.replaces.is_none() { &other } else { &one };
        let path = format!("{}/revoke", address_of(valid));
        let approver = office.service.as_agency("district-277", Role::Approver);
        let planning = office.service.as_agency("so-tc", Role::Approver);
        let revoke =
            |caller| office.service.post(&path, revocation()).by(caller).if_match("\"v1\"").send();
        let (one, other) = futures_util::future::join(revoke(&approver), revoke(&planning)).await;
        let mut answers = [one.status, other.status];
        answers.sort_unstable();
        assert_eq!(answers, [200, 412]);
    })
    .await;
}

#[actix_web::test]
async fn a_certificate_is_seen_by_who_sees_its_organisation() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let issued = issue(&office, &id).await;
        let elsewhere = office.service.as_agency("district-276", Role::Officer);
        let other = entered(&office, "HTX Cam").await;
        let stranger = office.service.as_organisation(organisation_id(&other));
        for path in [address_of(&issued), format!("/v1/organisations/{id}/certificates")] {
            for caller in [&elsewhere, &stranger] {
                let answer = office.get(&path).by(caller).send().await;
                answer.expect_problem(404, "not_found");
            }
            let own = office.service.as_organisation(organisation_id(&id));
            for caller in [&own, &office.audit(), &office.district()] {
                office.get(&path).by(caller).send().await.expect(200);
            }
        }
        let path = address_of(&issued);
        let approver = office.service.as_agency("district-277", Role::Approver);
        assert_eq!(office.read_by(&approver, &path).await["available_actions"], json!(["revoke"]));
        assert_eq!(office.read_by(&office.audit(), &path).await["available_actions"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn the_log_tells_of_certificates_without_personal_data() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let first = issue(&office, &id).await;
        let basis = Some("92/2024/NĐ-CP".to_owned());
        let issuing = Issuing { legal_basis: basis, ..Issuing::default() };
        issue_by(&office, "district-277", &id, issuing).await.unwrap();
        office.seal().await;
        let feed = office.read("/v1/registry/events").await;
        let items = feed["items"].as_array().unwrap();
        let types: Vec<&str> =
            items.iter().map(|item| item["event"]["type"].as_str().unwrap()).collect();
        let expected = [
            "organisation.registered",
            "certificate.issued",
            "certificate.replaced",
            "certificate.issued",
        ];
        assert_eq!(types, expected);
        assert_eq!(items[1]["event"]["subject"]["id"], first.id.to_string());
        assert!(items[1]["event"]["personal_commitment"].is_string());
        assert_eq!(items[3]["event"]["legal_basis"], "92/2024/NĐ-CP");
        assert!(!feed.to_string().contains("Nguyễn Văn An"));
    })
    .await;
}

#[actix_web::test]
async fn the_printed_form_names_the_representative_for_a_purpose_that_is_noted() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let issued = issue(&office, &id).await;
        let path = format!("{}/document", address_of(&issued));
        let unmasked = format!("{path}?unmasked=true&purpose=Trao%20gi%E1%BA%A5y");
        let own = office.service.as_organisation(organisation_id(&id));
        let masked = office.get(&path).by(&own).send().await.expect(200);
        assert_eq!(masked.header("content-type"), Some("application/pdf"));
        assert_eq!(
            masked.header("content-disposition"),
            Some("attachment; filename=\"00001-2025-GCN-QH277.pdf\"")
        );
        assert!(masked.body.starts_with(b"%PDF-"));
        // The same certificate gives the same bytes; a masked name gives others.
        let again = office.get(&path).by(&office.audit()).send().await.expect(200);
        assert_eq!(again.body, masked.body);
        let whole = office.get(&unmasked).by(&own).send().await.expect(200);
        assert_ne!(whole.body, masked.body);
        let registrar = office.get(&unmasked).by(&office.district()).send().await.expect(200);
        assert_eq!(registrar.body, whole.body);
        let reads = office.read(&format!("/v1/organisations/{id}/personal-data-reads")).await;
        assert_eq!(each_of(&reads, "what"), ["certificate", "certificate"]);

        let audit = office.get(&unmasked).by(&office.audit()).send().await;
        audit.expect_problem(403, "permission_denied");
        let why = office.get(&format!("{path}?unmasked=true")).by(&own).send().await;
        why.expect_problem(400, "invalid_parameter");
        let elsewhere = office.service.as_agency("district-276", Role::Officer);
        office.get(&path).by(&elsewhere).send().await.expect_problem(404, "not_found");
    })
    .await;
}
