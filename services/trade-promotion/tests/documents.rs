//! Documents of events, which steps rest on, and of participations, which prove results.

use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    office::{each, faults},
    season::{Event, path_of},
};

const DECISION: &[u8] = b"%PDF-1.7\n% Quy\xe1\xba\xbft \xc4\x91\xe1\xbb\x8bnh\n";

#[actix_web::test]
async fn a_decision_is_uploaded_by_the_organiser_and_a_step_rests_on_it() {
    each(async |office| {
        let event = Event::planned(&office, |_| {}).await;
        let documents = format!("{}/documents", event.path);
        let (officer, approver) =
            (office.promotion(Role::Officer), office.promotion(Role::Approver));
        let own = office.service.as_organisation(office.known("HTX Rau").await);
        let other = office.industry(Role::Officer);
        for wrong in [&own, &other, &office.district(Role::Officer)] {
            // Before anything of a file is taken in, such as one that nobody may send.
            for content in [DECISION, b"MZ\x90\0\x03"] {
                let refused = office.upload(wrong, &documents, "qd.pdf", content).await;
                refused.expect_problem(404, "not_found");
            }
        }
        let viewer = office.promotion(Role::Viewer);
        let refused = office.upload(&viewer, &documents, "qd.pdf", DECISION).await;
        refused.expect_problem(403, "permission_denied");
        let program = office.upload(&officer, &documents, "qd.pdf", b"MZ\x90\0\x03").await;
        program.expect_problem(415, "unsupported_media_type");
        let sent = office.upload(&officer, &documents, "qd.pdf", DECISION).await.expect(201);
        let place = sent.header("location").unwrap().to_owned();
        let decision = sent.json();
        assert_eq!(
            (&decision["name"], &decision["media_type"]),
            (&json!("qd.pdf"), &json!("application/pdf"))
        );

        // The organiser and oversight read it, others see the event without it.
        for reader in [&officer, &approver, &office.audit()] {
            let list = office.read_by(reader, &documents).await;
            assert_eq!(list["items"], json!([decision]));
            assert_eq!(office.read_by(reader, &place).await, decision);
            let content = format!("{place}/content");
            let content = office.service.get(&content).by(reader).send().await.expect(200);
            assert_eq!(&content.body[..], DECISION);
        }
        for stranger in [&own, &other, &office.district(Role::Officer)] {
            for path in [&documents, &place, &format!("{place}/content")] {
                let refused = office.service.get(path).by(stranger).send().await;
                refused.expect_problem(403, "permission_denied");
            }
        }

        // Announcing rests on it, and on no document of another event.
        let elsewhere = Event::planned(&office, |_| {}).await;
        let foreign = json!({ "document_ids": [decision["id"]] });
        let refused = elsewhere.act(&approver, "open", foreign).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let expected = ("/document_ids".to_owned(), "unknown_document".to_owned());
        assert_eq!(faults(&problem), [expected]);
        let body = json!({ "document_number": "41/QĐ-HPA", "document_ids": [decision["id"]] });
        let opened = event.done(&approver, "open", body).await;
        let rests = json!([{ "document_id": decision["id"], "sha256": decision["sha256"] }]);
        assert_eq!(opened["steps"][0]["documents"], rests);
        event.done(&approver, "cancel", json!({ "reason": "Bão" })).await;
        let late = office.upload(&officer, &documents, "qd.pdf", DECISION).await;
        late.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn a_contract_of_a_participation_proves_its_result() {
    each(async |office| {
        let event = Event::opened(&office, |_| {}).await;
        let (id, rival) = (office.known("HTX Rau").await, office.known("HTX Gạo").await);
        let (own, stranger) =
            (office.service.as_organisation(id), office.service.as_organisation(rival));
        let (one, other) = (event.take_in(id).await, event.take_in(rival).await);
        let documents = format!("{}/documents", path_of(&one));
        let refused = office.upload(&stranger, &documents, "hd.pdf", DECISION).await;
        refused.expect_problem(404, "not_found");
        // Planning sees every application; what is not its own to act in, it adds nothing to.
        let planning = office.service.as_agency("so-tc", Role::Officer);
        let refused = office.upload(&planning, &documents, "hd.pdf", DECISION).await;
        refused.expect_problem(404, "not_found");
        let sent = office.upload(&own, &documents, "hd.pdf", DECISION).await.expect(201).json();
        for reader in
            [&own, &office.promotion(Role::Officer), &office.district(Role::Officer), &planning]
        {
            let list = office.read_by(reader, &documents).await;
            assert_eq!(list["items"][0]["id"], sent["id"]);
        }
        office.service.get(&documents).by(&stranger).send().await.expect_problem(404, "not_found");
        let committee = office.service.as_agency("ubnd-tp", Role::Officer);
        let refused = office.service.get(&documents).by(&committee).send().await;
        refused.expect_problem(403, "permission_denied");

        event.hold(&[(&one, true), (&other, true)]).await;
        let result = |document: &Value| {
            json!({ "results": [{
                "kind": "contract", "buyer": "Công ty An Phú", "value_vnd": 250_000_000,
                "agreed_on": "2025-09-12", "document_id": document,
            }] })
        };
        let foreign = format!("{}/results", path_of(&other));
        let refused = office.post(&stranger, &foreign, result(&sent["id"])).await;
        let problem = refused.expect_problem(422, "rule_violated");
        let expected = ("/results".to_owned(), "unknown_document".to_owned());
        assert_eq!(faults(&problem), [expected]);
        let path = format!("{}/results", path_of(&one));
        office.post(&own, &path, result(&sent["id"])).await.expect(200);
        let results = office.read_by(&office.audit(), "/v1/trade-results").await;
        assert_eq!(results["items"][0]["document_id"], sent["id"]);
    })
    .await;
}
