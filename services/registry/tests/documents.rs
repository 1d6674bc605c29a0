//! Documents: uploaded once, seen within the scope of their organisation, agency or territory.

use htx_kit::testing::{Answer, Caller};
use htx_model::principal::Role;
use serde_json::Value;

use super::office::{Office, each, organisation_id};

const BOUNDARY: &str = "----htx-test";
const PDF: &[u8] = b"%PDF-1.7\nstatutes";

fn form(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

async fn send(office: &Office, caller: &Caller, body: Vec<u8>, key: Option<&str>) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = office.service.request(actix_web::http::Method::POST, "/v1/documents");
    let request = request.by(caller).body(&kind, body);
    match key {
        Some(key) => request.idempotency_key(key).send().await,
        None => request.send().await,
    }
}

async fn upload(office: &Office, caller: &Caller, organisation: Option<&str>) -> Value {
    let mut parts = vec![("file", Some("điều lệ.pdf"), PDF)];
    parts.extend(organisation.map(|id| ("organisation", None, id.as_bytes())));
    send(office, caller, form(&parts), None).await.expect(201).json()
}

fn path_of(document: &Value) -> String {
    format!("/v1/documents/{}", document["id"].as_str().unwrap())
}

async fn entered(office: &Office, name: &str) -> String {
    let entered = office.enter(office.cooperative(name)).await;
    entered["id"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_document_is_described_and_given_back_as_it_was_uploaded() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let made = upload(&office, &office.district(), Some(&id)).await;
        assert_eq!(made["name"], "điều lệ.pdf");
        assert_eq!(made["media_type"], "application/pdf");
        assert_eq!((&made["organisation"], &made["district"]), (&id.into(), &"277".into()));
        assert_eq!(made["agency"], "district-277");
        let read = office.read_by(&office.district(), &path_of(&made)).await;
        assert_eq!(read, made);
        let content = made["content_path"].as_str().unwrap();
        let answer = office.get(content).by(&office.district()).send().await.expect(200);
        assert_eq!(&answer.body[..], PDF);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.header("content-disposition").unwrap().starts_with("attachment;"));
    })
    .await;
}

#[actix_web::test]
async fn a_document_is_seen_by_its_organisation_its_registrar_and_its_agency_alone() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let other = entered(&office, "HTX Cam").await;
        let own = office.service.as_organisation(organisation_id(&id));
        let tax = office.service.as_agency("cuc-thue", Role::Officer);
        let of_organisation = upload(&office, &own, None).await;
        assert_eq!(of_organisation["organisation"], id);
        let of_tax = upload(&office, &tax, None).await;
        assert_eq!(of_tax["agency"], "cuc-thue");
        let of_district = upload(&office, &office.district(), None).await;
        assert_eq!(of_district["district"], "277");

        let colleague = tax.named("cuc-thue.colleague");
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let stranger = office.service.as_organisation(organisation_id(&other));
        let bank = office.service.as_agency("nhnn-hn", Role::Officer);
        let (district, planning, audit) = (office.district(), office.planning(), office.audit());
        for (document, seen, unseen) in [
            (
                &of_organisation,
                vec![&own, &district, &planning, &audit],
                vec![&stranger, &neighbour, &tax, &bank],
            ),
            (&of_tax, vec![&tax, &colleague, &planning], vec![&own, &district, &bank]),
            (&of_district, vec![&district, &planning], vec![&own, &neighbour, &tax]),
        ] {
            for path in [path_of(document), format!("{}/content", path_of(document))] {
                for caller in &seen {
                    office.get(&path).by(caller).send().await.expect(200);
                }
                for caller in &unseen {
                    let answer = office.get(&path).by(caller).send().await;
                    answer.expect_problem(404, "not_found");
                }
            }
        }
        let viewer = office.service.as_agency("district-277", Role::Viewer);
        let answer = office.get(&path_of(&of_district)).by(&viewer).send().await;
        answer.expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn the_commune_that_took_over_reads_what_its_district_was_given() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let made = upload(&office, &office.district(), Some(&id)).await;
        office.service.set_clock("2025-07-02T02:30:00Z");
        office.registry.follow_succession().await.unwrap();
        let commune = office.service.as_agency("commune-10045", Role::Officer);
        office.get(&path_of(&made)).by(&commune).send().await.expect(200);
        let other = office.service.as_agency("commune-10030", Role::Officer);
        let answer = office.get(&path_of(&made)).by(&other).send().await;
        answer.expect_problem(404, "not_found");
    })
    .await;
}

#[actix_web::test]
async fn what_is_no_document_or_for_no_organisation_of_the_callers_is_refused() {
    each(async |office| {
        let id = entered(&office, "HTX Rau").await;
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let file = ("file", Some("a.pdf"), PDF);
        for (caller, parts, status) in [
            (&neighbour, vec![file, ("organisation", None, id.as_bytes())], 404),
            (&neighbour, vec![file, ("organisation", None, b"x".as_slice())], 400),
            (&neighbour, vec![file, ("place", None, b"x".as_slice())], 400),
            (&neighbour, vec![("file", Some("a.pdf"), b"MZ\x90\0".as_slice())], 415),
            (&office.audit(), vec![file], 403),
        ] {
            let answer = send(&office, caller, form(&parts), None).await;
            assert_eq!(answer.status, status, "{}", answer.text());
        }
    })
    .await;
}

#[actix_web::test]
async fn an_upload_that_is_repeated_with_its_key_is_written_down_once() {
    each(async |office| {
        let body = form(&[("file", Some("Nguyễn Văn An.pdf"), PDF)]);
        let district = office.district();
        let one = send(&office, &district, body.clone(), Some("k")).await.expect(201).json();
        let same = send(&office, &district, body, Some("k")).await.expect(201).json();
        assert_eq!(one, same);
        let other = form(&[("file", Some("a.pdf"), PDF)]);
        let reused = send(&office, &district, other, Some("k")).await;
        reused.expect_problem(422, "idempotency_key_reused");
        office.seal().await;
        let feed = office.read("/v1/registry/events").await;
        let events = feed["items"].as_array().unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0]["event"]["type"], "document.uploaded");
        assert!(!feed.to_string().contains("Văn An"));
    })
    .await;
}
