//! What the steps rest on: survey, custody, decision, tax clearance, who is responsible.

use serde_json::{Value, json};

use super::{File, custody, survey};
use crate::office::{each, faults};

#[actix_web::test]
async fn a_survey_is_written_part_by_part_and_the_case_tells_what_is_missing() {
    each(async |office| {
        let file = File::open(&office, "HTX Khảo Sát", "legacy").await;
        let before = file.read("survey").await;
        assert_eq!((&before["version"], &before["records"]), (&json!(0), &Value::Null));
        let records = json!({ "records": { "finding": "complete" } });
        let written = file.put("survey", records).await.expect(200);
        assert_eq!(written.etag(), "\"v1\"");
        assert_eq!(written.json()["surveyed_on"], "2025-05-12");
        let missing = office.read_by(&office.officer(), &file.path).await;
        let codes: Vec<_> = missing["next_steps"][0]["unmet_guards"]
            .as_array()
            .unwrap()
            .iter()
            .map(|guard| guard["code"].clone())
            .collect();
        assert_eq!(
            codes,
            ["survey_people", "survey_seal", "survey_certificate", "survey_assets", "survey_debts"]
        );
        let document = file.document().await;
        let mut whole = survey();
        whole["document_ids"] = json!([document]);
        let owed = json!([{ "name": "Nợ ông Nguyễn Văn An", "amount_vnd": 15_000_000 }]);
        whole["debts"] = json!({ "finding": "listed", "lines": owed });
        file.put("survey", whole).await.expect(200);
        let read = file.read("survey").await;
        assert_eq!(read["debts"]["lines"][0]["amount_vnd"], 15_000_000);
        assert_eq!(read["documents"][0]["document_id"], *document);

        let stale = file.put_from(&office.officer(), "survey", survey(), "\"v1\"").await;
        stale.expect_problem(412, "stale_version");
        let request = office.service.put(&file.at("survey"), survey()).by(&office.officer());
        request.idempotency_key("k").send().await.expect_problem(428, "version_required");
        let unkeyed = office.service.put(&file.at("survey"), survey()).by(&office.officer());
        let unkeyed = unkeyed.if_match("\"v2\"").send().await;
        unkeyed.expect_problem(400, "idempotency_key_required");
        let seen = file.etag(&file.at("survey")).await;
        for (who, status, code) in [
            (office.approver(), 403, "permission_denied"),
            (office.of("district-276"), 404, "not_found"),
            (office.planning(), 403, "permission_denied"),
            (office.audit(), 403, "permission_denied"),
        ] {
            let refused = file.put_from(&who, "survey", survey(), &seen).await;
            refused.expect_problem(status, code);
        }
    })
    .await;
}

#[actix_web::test]
async fn what_is_wrong_with_a_survey_is_said_at_its_place() {
    each(async |office| {
        let file = File::open(&office, "HTX Khảo Sát Sai", "dormant").await;
        let body = json!({
            "surveyed_on": "2025-05-13",
            "records": { "finding": "none" },
            "assets": { "finding": "listed" },
            "debts": { "finding": "listed", "lines": [{ "name": "Nợ", "amount_vnd": -1 }] },
        });
        let problem = file.put("survey", body).await.expect_problem(422, "rule_violated");
        let pointers: Vec<_> = faults(&problem).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(
            pointers,
            ["/surveyed_on", "/records/explanation", "/assets/lines", "/debts/lines/0/amount_vnd"]
        );
        let strange = json!({ "document_ids": ["01941f29-7c00-7000-8000-000000000001"] });
        let problem = file.put("survey", strange).await.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem)[0].1, "unknown_document");
        let unknown = json!({ "records": { "finding": "lost" } });
        file.put("survey", unknown).await.expect_problem(400, "invalid_body");
    })
    .await;
}

#[actix_web::test]
async fn what_was_said_of_seal_and_certificate_stays() {
    each(async |office| {
        let file = File::open(&office, "HTX Con Dấu", "legacy").await;
        let held = json!({ "seal": { "custody": "held", "reason": "Bà Bình giữ" } });
        file.put("custody", held).await.expect(200);
        let lost = json!({ "seal": { "custody": "lost" } });
        let problem = file.put("custody", lost).await.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/seal/reason".to_owned(), "missing_reason".to_owned())]);
        let document = file.document().await;
        let lost = json!({
            "seal": { "custody": "lost", "document_ids": [document], "since": "2025-05-10" },
            "certificate": { "custody": "unrecoverable", "reason": "Người giữ đã mất" },
        });
        file.put("custody", lost).await.expect(200);
        let read = file.read("custody").await;
        assert_eq!((&read["seal"]["custody"], &read["version"]), (&json!("lost"), &json!(3)));
        assert_eq!(read["certificate"]["custody"], "unrecoverable");
        let history = read["history"].as_array().unwrap();
        assert_eq!((history.len(), &history[0]["reason"]), (3, &json!("Bà Bình giữ")));
        assert_eq!(history[0]["recorded_by"], "district-277.officer");
        file.put("custody", json!({})).await.expect_problem(422, "rule_violated");
        let stale = file.put_from(&office.officer(), "custody", custody(), "\"v1\"").await;
        stale.expect_problem(412, "stale_version");
    })
    .await;
}

#[actix_web::test]
async fn a_decision_is_prepared_with_its_document_council_and_capital() {
    each(async |office| {
        let file = File::surveyed(&office, "HTX Quyết Định", "voluntary").await;
        let wrong = json!({
            "document": {
                "kind": "court_decision", "number": "1", "issued_on": "2025-05-13",
                "issuer": "Tòa án", "document_ids": [],
            },
            "no_council": { "reason": "Không còn ai", "acting_agency": "district-999" },
            "capital": { "lines": [], "undivided": "listed" },
        });
        let problem = file.put("decision", wrong).await.expect_problem(422, "rule_violated");
        let codes: Vec<_> = faults(&problem).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(
            codes,
            [
                "/document/kind",
                "/document/issued_on",
                "/document/document_ids",
                "/no_council/acting_agency",
                "/capital/undivided",
                "/capital/explanation",
            ]
        );
        assert_eq!(problem["errors"][4]["legal_basis"]["document"], "113/2024/NĐ-CP");
        let mut both = file.decision("general_meeting_resolution").await;
        both["no_council"] = json!({ "reason": "x", "acting_agency": "district-277" });
        file.put("decision", both).await.expect_problem(422, "rule_violated");

        let decision = file.decision("general_meeting_resolution").await;
        let written = file.put("decision", decision).await.expect(200).json();
        assert_eq!(written["council"]["members"][0]["name"], "N*** V*** A***");
        assert_eq!(written["council"]["members"][0]["citizen_id"], "*********345");
        assert_eq!((&written["council"]["size"], &written["version"]), (&json!(2), &json!(1)));
        let purpose = "decision?unmasked=true&purpose=moi-hop-hoi-dong";
        let read = office.read_by(&office.officer(), &file.at(purpose)).await;
        assert_eq!(read["council"]["members"][0]["name"], "Nguyễn Văn An");
        assert_eq!(read["council"]["members"][0]["address"], "Thôn 3");
        let readings = file.read("personal-data-reads").await;
        assert_eq!(readings["items"][0]["what"], "council");
        let audit = office.service.get(&file.at(purpose)).by(&office.audit()).send().await;
        audit.expect_problem(403, "permission_denied");

        // None can be formed: an authority acts instead.
        let none = json!({
            "no_council": { "reason": "Không còn ai", "acting_agency": "district-277" },
        });
        let written = file.put("decision", none).await.expect(200).json();
        assert_eq!(written["no_council"]["acting_agency_name"], "Ủy ban nhân dân huyện Chương Mỹ");
        assert_eq!((&written["document"], &written["council"]), (&Value::Null, &Value::Null));
    })
    .await;
}

#[actix_web::test]
async fn the_last_word_of_the_tax_department_counts() {
    each(async |office| {
        let file = File::settling(&office, "HTX Thuế", "dormant").await;
        let cleared = async || {
            let case = office.read_by(&office.officer(), &file.path).await;
            let guards = case["next_steps"][0]["unmet_guards"].as_array().unwrap().clone();
            !guards.iter().any(|guard| guard["code"] == "tax_cleared")
        };
        assert!(!cleared().await);
        for (outcome, clears) in
            [("owed", false), ("proposal", true), ("owed", false), ("cleared", true)]
        {
            let recorded = file.taxes(outcome).await.expect(201).json();
            assert_eq!(recorded["clears"], clears);
            assert_eq!(cleared().await, clears, "{outcome}");
        }
        let page = file.read("tax-clearances?limit=2").await;
        assert_eq!(page["items"][1]["legal_basis"]["verified"], false);
        assert_eq!(page["items"][1]["agency_name"], "Cục Thuế Hà Nội");
        let next = format!("tax-clearances?limit=2&cursor={}", page["next"].as_str().unwrap());
        assert_eq!(file.read(&next).await["items"][1]["outcome"], "cleared");

        let body = json!({ "outcome": "cleared", "number": "1", "document_ids": [] });
        let path = file.at("tax-clearances");
        let refused = office.post(&office.officer(), &path, body.clone()).await;
        refused.expect_problem(403, "permission_denied");
        let undocumented = office.post(&office.tax(), &path, body).await;
        let problem = undocumented.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem)[0].1, "missing_document");
        let body = json!({ "outcome": "proposal", "number": " ", "document_ids": [] });
        let problem = office.post(&office.tax(), &path, body).await;
        let problem = problem.expect_problem(422, "rule_violated");
        let pointers: Vec<_> = faults(&problem).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/number", "/amount_vnd", "/note"]);
        let early = File::open(&office, "HTX Chưa Quyết", "dormant").await;
        early.taxes("cleared").await.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn another_officer_is_made_responsible() {
    each(async |office| {
        let file = File::open(&office, "HTX Phân Công", "dormant").await;
        let seen = file.etag(&file.path).await;
        let body = json!({ "responsible_officer": "district-277.khac", "reason": "Ông An nghỉ" });
        let room = "responsible-officer";
        let (officer, approver) = (office.officer(), office.approver());
        let changed = file.put_from(&officer, room, body.clone(), &seen).await.expect(200);
        assert_eq!(changed.json()["responsible_officer"], "district-277.khac");
        file.put_from(&officer, room, body.clone(), &seen)
            .await
            .expect_problem(412, "stale_version");
        let refused = file.put_from(&approver, room, body, &seen).await;
        refused.expect_problem(403, "permission_denied");
        let mine = office.read_by(&officer, "/v1/dissolutions?officer=me").await;
        assert_eq!(mine["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn neither_names_nor_words_are_in_the_log() {
    each(async |office| {
        let file = File::settling(&office, "HTX Nhật Ký", "dormant").await;
        file.taxes("proposal").await.expect(201);
        office.seal().await;
        let feed = office.service.get("/v1/dissolution/events?limit=200").by(&office.audit());
        let feed = feed.send().await.expect(200);
        let text = feed.text();
        for secret in ["Nguyễn", "001085012345", "0908246281", "bà Bình", "Cháy kho", "Thôn 3"]
        {
            assert!(!text.contains(secret), "{secret} is in the log");
        }
        for kind in [
            "dissolution.survey_recorded",
            "dissolution.custody_recorded",
            "dissolution.surveyed",
            "dissolution.decision_prepared",
            "dissolution.decided",
            "dissolution.settling_started",
            "dissolution.tax_clearance_recorded",
        ] {
            assert!(text.contains(&format!("\"{kind}\"")), "{kind} is missing");
        }
    })
    .await;
}
