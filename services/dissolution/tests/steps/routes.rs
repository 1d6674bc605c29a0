//! Each route from its survey to its end, lawfully; and the case that must not end.

use serde_json::{Value, json};

use super::{File, custody, kind_for};
use crate::{
    money::claim_of,
    office::{each, guards},
};

impl File<'_> {
    /// Does something with a record as it was last seen.
    async fn act(
        &self,
        by: &htx_kit::testing::Caller,
        record: &Value,
        action: &str,
        body: Value,
    ) -> Value {
        let (room, record) = (record["room"].as_str().unwrap(), &record["record"]);
        let path = format!("{}/{}/{action}", self.at(room), record["id"].as_str().unwrap());
        let etag = format!("\"v{}\"", record["version"]);
        let request = self.office.service.post(&path, body).by(by).if_match(&etag);
        let answer = request.idempotency_key(&self.office.key()).send().await.expect(200);
        json!({ "room": room, "record": answer.json() })
    }

    /// Enters a record.
    async fn enter(&self, room: &str, body: Value) -> Value {
        json!({ "room": room, "record": self.post(room, body).await.expect(201).json() })
    }

    /// Asks the competent agency, which answers; the authority draws its conclusion.
    async fn answered(&self, kind: &str, agency: &str, outcome: &str) {
        let office = self.office;
        let blocker = office.ask(&self.path, kind).await;
        let agency = office.of(agency);
        let document = office.document_by(&agency, &self.path, &office.key()).await;
        let answer = json!({
            "outcome": outcome, "answer": "Theo hồ sơ lưu tại cơ quan.",
            "document_ids": [document],
        });
        office.step(&agency, &blocker, "answer", answer).await.expect(200);
        let resolution = json!({ "resolution": "Đã rõ." });
        office.step(&office.officer(), &blocker, "resolve", resolution).await.expect(200);
    }
}

#[actix_web::test]
async fn every_route_reaches_its_end() {
    each(async |office| {
        for route in ["voluntary", "court", "revocation", "legacy", "dormant"] {
            office.service.set_clock("2025-05-12T03:00:00Z");
            let file = File::settled(&office, &format!("HTX Theo {route}"), route).await;
            let closed = file.step(&office.current_approver(), "close", json!({})).await;
            let closed = closed.expect(200).json();
            assert_eq!((&closed["state"], &closed["route"]), (&json!("closed"), &json!(route)));
            assert_eq!(file.read("decision").await["document"]["kind"], kind_for(route));
        }
    })
    .await;
}

/// Leaders dead, papers lost, seal lost, certificate gone, land undocumented, a bank owed, taxes that
/// nobody can collect.
#[actix_web::test]
async fn a_case_of_which_nothing_is_left_still_ends_lawfully() {
    each(async |office| {
        let (officer, approver) = (office.officer(), office.approver());
        let file = File::open(&office, "HTX Không Còn Gì", "dormant").await;
        let survey = json!({
            "records": { "finding": "none", "explanation": "Mất trong trận lụt năm 2008" },
            "people": { "finding": "nobody", "explanation": "Chủ nhiệm, kế toán trưởng đã mất" },
            "assets": {
                "finding": "listed", "lines": [{ "name": "1.200 m2 đất, không giấy tờ" }],
            },
            "debts": {
                "finding": "listed",
                "lines": [{ "name": "Vay ngân hàng năm 1999", "amount_vnd": 200_000_000 }],
            },
        });
        file.put("survey", survey).await.expect(200);
        file.put("custody", custody()).await.expect(200);
        file.answered("leaders_unreachable", "district-277", "cleared").await;
        file.step(&officer, "survey", json!({})).await.expect(200);
        let mut decision = file.decision("authority_decision").await;
        decision.as_object_mut().unwrap().remove("council");
        decision["no_council"] = json!({
            "reason": "Không còn người quản lý, thành viên", "acting_agency": "district-277",
        });
        decision["capital"] = json!({
            "lines": [], "undivided": "none_confirmed", "explanation": "Không còn sổ sách",
        });
        file.put("decision", decision).await.expect(200);
        file.step(&approver, "decide", json!({})).await.expect(200);
        file.register_follows().await;
        office.publish(&file.path).await.expect(201);
        file.post("inform-tax", json!({})).await.expect(200);
        file.step(&officer, "start-settling", json!({})).await.expect(200);

        // Land and loan stand in the survey alone: that nobody entered them settles nothing.
        let refused = file.step(&officer, "settle", json!({})).await;
        let problem = refused.expect_problem(422, "guards_unmet");
        let told = guards(&problem);
        assert!(told.contains(&"assets_disposed".to_owned()), "{told:?}");
        assert!(told.contains(&"claims_settled".to_owned()), "{told:?}");
        let missing = file.read("why-not-closed").await;
        let ways: Vec<_> = missing["missing"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["code"] == "assets_disposed" || one["code"] == "claims_settled")
            .map(|one| one["operation"].clone())
            .collect();
        let expected = ["POST /v1/dissolutions/{id}/assets", "POST /v1/dissolutions/{id}/claims"];
        assert_eq!(ways, expected);

        file.answered("land_origin", "so-nnmt", "cleared").await;
        file.answered("bank_debt", "nhnn-hn", "proposal").await;
        let land = json!({
            "kind": "land_use_right", "origin": "undocumented", "division": "divisible",
            "name": "1.200 m2 đất",
        });
        let land = file.enter("assets", land).await;
        let proposal = json!({ "kind": "return_to_state", "reason": "Không có giấy tờ" });
        let land = file.act(&officer, &land, "propose", proposal).await;
        let decided = json!({
            "kind": "return_to_state", "agency_code": "so-nnmt", "number": "88/SNNMT",
            "document_ids": [file.document().await],
        });
        let land = file.act(&approver, &land, "decide", decided).await;
        let gone = json!({ "document_ids": [file.document().await] });
        file.act(&officer, &land, "dispose", gone).await;
        let debt = file.enter("claims", claim_of(200_000_000)).await;
        let debt = file.act(&approver, &debt, "admit", json!({})).await;
        let written_off = json!({
            "outcome": "written_off", "reason": "Ngân hàng xử lý bằng dự phòng",
            "document_ids": [file.document().await],
        });
        file.act(&approver, &debt, "settle", written_off).await;
        file.taxes("proposal").await.expect(201);
        let waiting = file.step(&officer, "settle", json!({})).await;
        let waiting = waiting.expect_problem(422, "guards_unmet");
        assert_eq!(guards(&waiting), ["objection_window_over"]);
        assert_eq!(waiting["unmet_guards"][0]["who"], "time");

        // The window closes after the districts have ended: the commune goes on.
        file.wait_for_the_window().await;
        file.step(&office.current_officer(), "settle", json!({})).await.expect(200);
        let closed = file.step(&office.current_approver(), "close", json!({})).await;
        assert_eq!(closed.expect(200).json()["registry_sync"]["expected"], "dissolved");
        assert_eq!(file.read("why-not-closed").await["missing"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn a_case_that_must_not_end_says_why() {
    each(async |office| {
        let file = File::settling(&office, "HTX Còn Nợ", "voluntary").await;
        file.enter("claims", claim_of(70_000_000)).await;
        office.ask(&file.path, "land_rights").await;
        office.ask(&file.path, "dispute").await;
        file.taxes("owed").await.expect(201);
        file.wait_for_the_window().await;
        let refused = file.step(&office.current_officer(), "settle", json!({})).await;
        let problem = refused.expect_problem(422, "guards_unmet");
        let told: Vec<_> = problem["unmet_guards"]
            .as_array()
            .unwrap()
            .iter()
            .map(|guard| {
                json!([
                    guard["code"],
                    guard["legal_basis"]["article"],
                    guard["who"],
                    guard["count"]
                ])
            })
            .collect();
        assert_eq!(
            json!(told),
            json!([
                ["blockers_resolved", "97-101", "competent_agency", 1],
                ["no_dispute", "97", "court", 1],
                ["claims_settled", "97", "organisation", 1],
                ["tax_cleared", "-", "tax", null],
            ])
        );
        let early = file.step(&office.current_approver(), "close", json!({})).await;
        early.expect_problem(409, "state_conflict");
        let case = file.seen_by(&office.current_officer()).await;
        assert_eq!(case["state"], "settling");
        let why = file.read("why-not-closed").await;
        let codes: Vec<_> =
            why["missing"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect();
        let expected = json!(["blockers_resolved", "no_dispute", "claims_settled", "tax_cleared"]);
        assert_eq!(json!(codes), expected);
    })
    .await;
}

#[actix_web::test]
async fn a_seal_that_somebody_holds_keeps_a_case_open() {
    each(async |office| {
        let file = File::settled(&office, "HTX Chưa Nộp Dấu", "voluntary").await;
        let held = json!({ "seal": { "custody": "held", "reason": "Ông An giữ" } });
        file.put("custody", held).await.expect(200);
        let approver = office.current_approver();
        let refused = file.step(&approver, "close", json!({})).await;
        assert_eq!(guards(&refused.expect_problem(422, "guards_unmet")), ["seal_accounted"]);
        let document = file.document().await;
        let returned = json!({ "seal": { "custody": "returned", "document_ids": [document] } });
        file.put("custody", returned).await.expect(200);
        file.step(&approver, "close", json!({})).await.expect(200);
        let late = json!({ "seal": { "custody": "returned" } });
        file.put("custody", late).await.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn a_case_that_was_withdrawn_stays_as_it_was_and_another_begins_anew() {
    each(async |office| {
        let file = File::settling(&office, "HTX Mở Lại", "dormant").await;
        let organisation = file.organisation().await;
        let first = file.read("notices").await["items"][0]["number"].clone();
        let withdrawn = file.step(&office.approver(), "withdraw", json!({})).await;
        let sync = withdrawn.expect(200).json()["registry_sync"].clone();
        assert_eq!((&sync["state"], &sync["expected"]), (&json!("pending"), &Value::Null));
        file.register_says("dormant").await;
        let ended = file.seen_by(&office.officer()).await;
        assert_eq!(ended["registry_sync"]["state"], "done");

        // Nothing of the first case counts in the second, which has its own notice.
        let case = office.open_case(organisation, "voluntary").await;
        let again = File {
            office: &office,
            path: format!("/v1/dissolutions/{}", case["id"].as_str().unwrap()),
        };
        let early = again.step(&office.officer(), "survey", json!({})).await;
        assert_eq!(guards(&early.expect_problem(422, "guards_unmet")).len(), 6);
        again.put("survey", super::survey()).await.expect(200);
        again.put("custody", custody()).await.expect(200);
        again.step(&office.officer(), "survey", json!({})).await.expect(200);
        let decision = again.decision("general_meeting_resolution").await;
        again.put("decision", decision).await.expect(200);
        again.step(&office.approver(), "decide", json!({})).await.expect(200);
        let early = again.step(&office.officer(), "start-settling", json!({})).await;
        let unmet = guards(&early.expect_problem(422, "guards_unmet"));
        assert_eq!(unmet, ["notice_published", "registry_dissolving", "tax_informed"]);
        again.register_follows().await;
        office.publish(&again.path).await.expect(201);
        let second = again.read("notices").await["items"][0]["number"].clone();
        assert_ne!(first, second);
        assert_eq!(file.seen_by(&office.officer()).await["version"], ended["version"]);
        let all = format!("/v1/dissolutions?organisation={organisation}");
        let all = office.read_by(&office.audit(), &all).await;
        let states: Vec<_> =
            all["items"].as_array().unwrap().iter().map(|one| one["state"].clone()).collect();
        assert_eq!(states, [json!("withdrawn"), json!("decided")]);
    })
    .await;
}

#[actix_web::test]
async fn what_the_register_called_dissolving_before_there_was_a_case_is_dissolved_or_given_back() {
    each(async |office| {
        let mut imported = office.cooperative("HTX Đang Giải Thể Từ Trước");
        imported.status = htx_model::organisation::OrganisationStatus::Dissolving;
        let id = imported.id;
        office.know(vec![imported]).await;
        let open = async || {
            let case = office.open_case(id, "voluntary").await;
            let path = format!("/v1/dissolutions/{}", case["id"].as_str().unwrap());
            File { office: &office, path }
        };
        // Withdrawn before its decision: the register is to give it back.
        let first = open().await;
        let withdrawn = first.step(&office.approver(), "withdraw", json!({})).await;
        assert_eq!(withdrawn.expect(200).json()["registry_sync"]["state"], "pending");
        first.register_says("active").await;
        let first = first.seen_by(&office.officer()).await;
        assert_eq!(first["registry_sync"]["state"], "done");
    })
    .await;
}
