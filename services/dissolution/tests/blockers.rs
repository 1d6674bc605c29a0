//! What stops a case is asked of the agency that is competent on that day; whoever holds its work
//! answers.

use htx_kit::testing::Caller;
use htx_model::dissolution::DissolutionState;
use serde_json::{Value, json};

use super::{
    answers::{each_of, id_of, ids},
    office::{Office, each, faults},
};

fn cleared() -> Value {
    json!({ "outcome": "cleared", "answer": "Không còn vướng mắc.\nBà Trần Thị Bình xác nhận." })
}

async fn inbox(office: &Office, of: &Caller) -> Vec<String> {
    ids(&office.read_by(of, "/v1/blockers?agency=me").await)
}

#[actix_web::test]
async fn a_question_is_asked_answered_and_resolved() {
    each(async |office| {
        let case = office.new_case("HTX Mất Dấu", "dormant").await;
        let path = office.ask(&case, "tax_debt").await;
        let asked = office.read_by(&office.officer(), &path).await;
        assert_eq!(asked["state"], "asked");
        assert_eq!(asked["duty"], "i");
        assert_eq!(asked["duty_basis"]["article"], "III.4.i");
        assert_eq!(asked["duty_basis"]["verified"], true);
        assert_eq!(asked["round"]["asked"]["agency"], "cuc-thue");
        assert_eq!(asked["round"]["asked"]["name"], "Cục Thuế Hà Nội");
        // Ten working days after Monday the 12th of May.
        assert_eq!(asked["round"]["due_on"], "2025-05-26");
        assert_eq!(asked["blocking"], true);
        assert_eq!(asked["available_actions"], json!(["withdraw"]));
        let tax = office.read_by(&office.tax(), &path).await;
        assert_eq!(tax["available_actions"], json!(["answer"]));
        assert_eq!(inbox(&office, &office.tax()).await, [id_of(&path)]);

        let early = json!({ "resolution": "x" });
        let early = office.step(&office.officer(), &path, "resolve", early).await;
        early.expect_problem(409, "state_conflict");
        let own = office.step(&office.officer(), &path, "answer", cleared()).await;
        own.expect_problem(403, "permission_denied");
        let bank = office.step(&office.of("nhnn-hn"), &path, "answer", cleared()).await;
        bank.expect_problem(403, "permission_denied");
        let stale = office.step_from(&office.tax(), &path, "answer", cleared(), "\"v7\"").await;
        stale.expect_problem(412, "stale_version");
        let answered = office.step(&office.tax(), &path, "answer", cleared()).await.expect(200);
        assert_eq!(answered.json()["round"]["answered_by"]["name"], "Cục Thuế Hà Nội");
        let again = office.step(&office.tax(), &path, "answer", cleared()).await;
        again.expect_problem(409, "state_conflict");
        let officer = office.read_by(&office.officer(), &path).await;
        assert_eq!(officer["available_actions"], json!(["resolve", "withdraw", "reopen"]));

        let resolution = json!({ "resolution": "Đã nộp đủ." });
        let resolved = office.step(&office.officer(), &path, "resolve", resolution).await;
        let resolved = resolved.expect(200).json();
        assert_eq!(resolved["state"], "resolved");
        assert_eq!(resolved["round"]["closed_on"], "2025-05-12");
        assert_eq!((&resolved["age_days"], &resolved["overdue"]), (&json!(null), &json!(false)));
        assert_eq!(resolved["round"]["closing"], "Đã nộp đủ.");

        office.seal().await;
        let feed = office.read_by(&office.audit(), "/v1/dissolution/events?limit=200").await;
        let feed = feed.to_string();
        assert!(feed.contains("blocker.resolved") && feed.contains("personal_commitment"));
        assert!(!feed.contains("Nguyễn Văn An") && !feed.contains("Trần Thị Bình"));
    })
    .await;
}

#[actix_web::test]
async fn after_the_merger_of_the_departments_the_successor_answers() {
    each(async |office| {
        office.service.set_clock("2025-02-20T03:00:00Z");
        let case = office.new_case("HTX Đất Ao", "legacy").await;
        let land = office.ask(&case, "land_origin").await;
        let council = office.ask(&case, "no_council").await;
        let (old, new) = (office.of("so-tnmt"), office.of("so-nnmt"));
        assert_eq!(inbox(&office, &old).await, [id_of(&land)]);
        assert_eq!(inbox(&office, &office.of("so-khdt")).await, [id_of(&council)]);
        assert!(inbox(&office, &office.of("so-tc")).await.is_empty());
        // The day before it begins, the successor sees and answers nothing.
        office.service.set_clock("2025-02-28T16:59:59Z");
        office.service.get(&land).by(&new).send().await.expect_problem(404, "not_found");

        // Midnight in the city.
        office.service.set_clock("2025-02-28T17:00:00Z");
        let (old, new) = (office.of("so-tnmt"), office.of("so-nnmt"));
        let read = office.read_by(&new, &land).await;
        assert_eq!(read["held_by"], "so-nnmt");
        assert_eq!(read["round"]["asked"]["name"], "Sở Tài nguyên và Môi trường");
        assert_eq!(inbox(&office, &new).await, [id_of(&land)]);
        assert_eq!(inbox(&office, &office.of("so-tc")).await, [id_of(&council)]);
        let all = office.read_by(&office.audit(), "/v1/blockers?agency=so-nnmt").await;
        assert_eq!(each_of(&all, "/held_by"), ["so-nnmt"]);
        // What has ended keeps reading what it held, and answers no more.
        assert_eq!(office.read_by(&old, &land).await["available_actions"], json!([]));
        let late = office.step(&old, &land, "answer", cleared()).await;
        late.expect_problem(403, "permission_denied");
        let finance = office.step(&office.of("so-tc"), &land, "answer", cleared()).await;
        finance.expect_problem(403, "permission_denied");
        let answered = office.step(&new, &land, "answer", cleared()).await.expect(200).json();
        let by = &answered["round"]["answered_by"];
        assert_eq!(by["name"], "Sở Nông nghiệp và Môi trường");
        let planning = office.step(&office.of("so-tc"), &council, "answer", cleared()).await;
        planning.expect(200);
        // The case itself is seen by the department that was asked in it.
        office.service.get(&case).by(&new).send().await.expect(200);

        // Asked again, it is the department of today that is asked.
        let reopen = json!({ "question": "Đề nghị bổ sung sơ đồ thửa đất." });
        let reopened = office.step(&office.officer(), &land, "reopen", reopen).await.expect(200);
        let reopened = reopened.json();
        assert_eq!(reopened["round"]["number"], 2);
        assert_eq!(reopened["round"]["asked"]["agency"], "so-nnmt");
        let before = &reopened["earlier_rounds"][0];
        assert_eq!(before["asked"]["name"], "Sở Tài nguyên và Môi trường");
        assert_eq!(before["outcome"], "cleared");
        assert_eq!(reopened["raised_on"], "2025-02-20");
        assert_eq!(reopened["round"]["answer"], json!(null));
    })
    .await;
}

#[actix_web::test]
async fn since_the_first_of_july_the_commune_answers_for_the_district() {
    each(async |office| {
        office.service.set_clock("2025-06-20T03:00:00Z");
        let case = office.new_case("HTX Xuân Mai", "dormant").await;
        let path = office.ask(&case, "lost_seal").await;
        let read = office.read_by(&office.officer(), &path).await;
        assert_eq!(read["round"]["asked"]["agency"], "district-277");
        office.service.set_clock("2025-06-30T16:59:59Z");
        assert_eq!(inbox(&office, &office.of("district-277")).await, [id_of(&path)]);

        office.service.set_clock("2025-06-30T17:00:00Z");
        let (own, other) = (office.of("commune-10045"), office.of("commune-10030"));
        assert_eq!(inbox(&office, &own).await, [id_of(&path)]);
        assert!(inbox(&office, &other).await.is_empty());
        assert_eq!(office.read_by(&own, &path).await["held_by"], "commune-10045");
        let elsewhere = office.step(&other, &path, "answer", cleared()).await;
        elsewhere.expect_problem(404, "not_found");
        let ended = office.step(&office.of("district-277"), &path, "answer", cleared()).await;
        ended.expect_problem(403, "permission_denied");
        let answered = office.step(&own, &path, "answer", cleared()).await.expect(200).json();
        assert_eq!(answered["round"]["answered_by"]["name"], "Ủy ban nhân dân xã Xuân Mai");
        // The commune runs the case now: it resolves, and asks the next question.
        let resolution = json!({ "resolution": "Đã báo mất con dấu." });
        office.step(&own, &path, "resolve", resolution).await.expect(200);
        let body = json!({ "kind": "no_records", "question": "Đề nghị xác nhận." });
        let next = office.post(&own, &format!("{case}/blockers"), body).await.expect(201).json();
        assert_eq!(next["round"]["asked"]["agency"], "commune-10045");
    })
    .await;
}

#[actix_web::test]
async fn an_answer_is_overdue_from_the_day_after_it_was_due() {
    each(async |office| {
        let case = office.new_case("HTX Chậm", "dormant").await;
        let path = office.ask(&case, "bank_debt").await;
        let overdue = "/v1/blockers?overdue=true";
        office.service.set_clock("2025-05-26T16:00:00Z");
        assert_eq!(ids(&office.read_by(&office.audit(), overdue).await), [""; 0]);
        office.service.set_clock("2025-05-26T17:00:00Z");
        let page = office.read_by(&office.audit(), overdue).await;
        assert_eq!(ids(&page), [id_of(&path)]);
        assert_eq!(
            (&page["items"][0]["days_late"], &page["items"][0]["age_days"]),
            (&json!(1), &json!(15))
        );
        assert_eq!(page["items"][0]["round"]["question"], json!(null), "a list has no words");
        office.service.set_clock("2025-05-30T03:00:00Z");
        office.step(&office.of("nhnn-hn"), &path, "answer", cleared()).await.expect(200);
        assert_eq!(ids(&office.read_by(&office.audit(), overdue).await), [""; 0]);
        let read = office.read_by(&office.audit(), &path).await;
        assert_eq!((&read["days_late"], &read["overdue"]), (&json!(4), &json!(false)));
    })
    .await;
}

#[actix_web::test]
async fn what_is_asked_and_answered_is_checked() {
    each(async |office| {
        let case = office.new_case("HTX Kiểm Tra", "dormant").await;
        let (officer, blockers) = (office.officer(), format!("{case}/blockers"));
        for (body, expected) in [
            (json!({ "kind": "other", "question": "x" }), "duty_required"),
            (json!({ "kind": "tax_debt", "duty": "g", "question": "x" }), "duty_follows_from_kind"),
            (json!({ "kind": "other", "duty": "z", "question": "x" }), "no_competent_agency"),
            (json!({ "kind": "tax_debt", "question": " \n " }), "text_length"),
            (
                json!({ "kind": "tax_debt", "question": "x", "due_on": "2025-05-11" }),
                "date_in_past",
            ),
        ] {
            let refused = office.post(&officer, &blockers, body.clone()).await;
            let problem = refused.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem)[0].1, expected, "{body}");
        }
        let unknown = json!({
            "kind": "tax_debt", "question": "x",
            "document_ids": ["01980f2e-5c00-7a30-9c40-0123456789ab"],
        });
        let refused = office.post(&officer, &blockers, unknown).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "unknown_document");
        let body = json!({ "kind": "tax_debt", "question": "x" });
        let keyless = office.service.post(&blockers, body.clone()).by(&officer).send().await;
        keyless.expect_problem(400, "idempotency_key_required");
        for (caller, status, code) in [
            (office.tax(), 403, "permission_denied"),
            (office.approver(), 403, "permission_denied"),
            (office.of("district-276"), 404, "not_found"),
        ] {
            let refused = office.post(&caller, &blockers, body.clone()).await;
            refused.expect_problem(status, code);
        }
        let named = json!({ "kind": "other", "duty": "g", "question": "x", "blocking": false });
        let other = office.post(&officer, &blockers, named).await.expect(201).json();
        assert_eq!(other["round"]["asked"]["agency"], "so-tc");
        assert_eq!((&other["blocking"], &other["duty_basis"]), (&json!(false), &json!(null)));
        let dispute = json!({ "kind": "dispute", "question": "x", "blocking": false });
        let dispute = office.post(&officer, &blockers, dispute).await.expect(201).json();
        assert_eq!(dispute["blocking"], true, "a dispute always stops the case");

        let path = office.ask(&case, "uncollectable_receivable").await;
        let proposal = json!({ "outcome": "proposal", "answer": "Đề nghị xóa nợ." });
        let finance = office.of("so-tc");
        let bare = office.step(&finance, &path, "answer", proposal.clone()).await;
        assert_eq!(faults(&bare.expect_problem(422, "rule_violated"))[0].1, "document_required");
        let paper = office.document(&case, "Công văn của Sở Tài chính").await;
        let mut proposal = proposal;
        proposal["document_ids"] = json!([paper]);
        let answered = office.step(&finance, &path, "answer", proposal).await.expect(200).json();
        let exhibit = &answered["round"]["answer_documents"][0];
        assert_eq!(exhibit["document_id"], json!(paper));
        assert_eq!(exhibit["sha256"].as_str().unwrap().len(), 64);

        let path = office.ask(&case, "land_rights").await;
        let refusal = json!({ "outcome": "refused", "answer": "Chưa đủ hồ sơ." });
        office.step(&office.of("so-nnmt"), &path, "answer", refusal).await.expect(200);
        let over = json!({ "resolution": "Bỏ qua." });
        let refused = office.step(&officer, &path, "resolve", over).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "document_required");
        let withdrawn = json!({ "reason": "Đất không thuộc HTX." });
        office.step(&officer, &path, "withdraw", withdrawn).await.expect(200);

        office.put_into(&case, DissolutionState::Closed, "2025-05-12").await;
        let closed = office.post(&officer, &blockers, body).await;
        closed.expect_problem(409, "state_conflict");
        let reopen = json!({ "question": "x" });
        let closed = office.step(&officer, &path, "reopen", reopen).await;
        closed.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn the_same_key_asks_once() {
    each(async |office| {
        let case = office.new_case("HTX Gửi Hai Lần", "dormant").await;
        let body = json!({ "kind": "tax_debt", "question": "Ông An nợ bao nhiêu?" });
        let send = || {
            let request = office.service.post(&format!("{case}/blockers"), body.clone());
            request.by(&office.officer()).idempotency_key("once").send()
        };
        let first = send().await.expect(201);
        let second = send().await.expect(201);
        assert_eq!(first.header("location"), second.header("location"));
        assert_eq!(second.header("idempotency-replayed"), Some("true"));
        assert_eq!(second.json()["round"]["question"], json!(null), "words are not kept twice");
        let page = office.read_by(&office.officer(), "/v1/blockers").await;
        assert_eq!(ids(&page).len(), 1);
    })
    .await;
}

#[actix_web::test]
async fn lists_hold_what_each_may_see_the_most_urgent_first() {
    each(async |office| {
        let (first, second) = (
            office.new_case("HTX Một", "dormant").await,
            office.new_case("HTX Hai", "legacy").await,
        );
        let tax = office.ask(&first, "tax_debt").await;
        let urgent = json!({ "kind": "bank_debt", "question": "x", "due_on": "2025-05-14" });
        let officer = office.officer();
        let urgent = office.post(&officer, &format!("{second}/blockers"), urgent).await;
        let urgent = urgent.expect(201).header("location").unwrap().to_owned();
        let land = office.ask(&second, "land_rights").await;
        let seen = async |caller: &Caller, query: &str| {
            ids(&office.read_by(caller, &format!("/v1/blockers{query}")).await)
        };
        let all = [id_of(&urgent), id_of(&tax), id_of(&land)];
        assert_eq!(seen(&officer, "").await, all);
        assert_eq!(seen(&office.audit(), "?district=277").await, all);
        assert_eq!(seen(&office.audit(), "?commune=10030").await, [""; 0]);
        assert_eq!(seen(&office.of("district-276"), "").await, [""; 0]);
        // A department sees its own question and nothing of the others in the same case.
        assert_eq!(seen(&office.of("so-nnmt"), "").await, [id_of(&land)]);
        let hidden = office.service.get(&urgent).by(&office.of("so-nnmt")).send().await;
        hidden.expect_problem(404, "not_found");
        assert_eq!(seen(&office.of("so-khcn"), "").await, [""; 0]);
        assert_eq!(seen(&officer, "?kind=bank_debt&state=asked&blocking=true").await, all[..1]);
        let of_case = format!("?dissolution={}", id_of(&second));
        assert_eq!(seen(&officer, &of_case).await, [id_of(&urgent), id_of(&land)]);
        let page = office.read_by(&officer, "/v1/blockers?limit=2").await;
        let next = page["next"].as_str().unwrap();
        assert_eq!(seen(&officer, &format!("?limit=2&cursor={next}")).await, all[2..]);
        let csv = office.service.get("/v1/blockers").by(&officer).accept("text/csv").send().await;
        assert_eq!(csv.expect(200).text().lines().count(), 4);
        for wrong in ["?agency=so-xx", "?agency=So-TC", "?unknown=1", "?overdue=maybe"] {
            let path = format!("/v1/blockers{wrong}");
            let refused = office.service.get(&path).by(&officer).send().await;
            refused.expect_problem(400, "invalid_parameter");
        }
        let organisation = office.read_by(&officer, &second).await["organisation"]["id"].clone();
        let id = super::office::organisation_id(organisation.as_str().unwrap());
        let own = office.service.as_organisation(id);
        assert_eq!(seen(&own, "").await, [id_of(&urgent), id_of(&land)]);
        let me = office.service.get("/v1/blockers?agency=me").by(&own).send().await;
        me.expect_problem(400, "invalid_parameter");
    })
    .await;
}

#[actix_web::test]
async fn the_ages_of_open_blockers_are_told_by_agency_and_by_district() {
    each(async |office| {
        office.service.set_clock("2025-02-20T03:00:00Z");
        let case = office.new_case("HTX Tuổi", "dormant").await;
        office.ask(&case, "land_origin").await;
        let answered = office.ask(&case, "tax_debt").await;
        office.step(&office.tax(), &answered, "answer", cleared()).await.expect(200);
        office.service.set_clock("2025-05-12T03:00:00Z");
        office.ask(&case, "land_rights").await;
        let withdrawn = office.ask(&case, "lost_seal").await;
        office
            .step(&office.officer(), &withdrawn, "withdraw", json!({ "reason": "x" }))
            .await
            .expect(200);

        let ageing = "/v1/blockers/ageing";
        let by = office.read_by(&office.audit(), &format!("{ageing}?by=agency")).await;
        assert_eq!(by["as_of"], "2025-05-12");
        assert_eq!(each_of(&by, "/code"), ["cuc-thue", "so-nnmt"]);
        let line = &by["items"][1];
        assert_eq!(line["name"], "Sở Nông nghiệp và Môi trường");
        assert_eq!(
            (&line["open"], &line["awaiting_answer"], &line["overdue"]),
            (&json!(2), &json!(2), &json!(1))
        );
        assert_eq!((&line["oldest_on"], &line["oldest_days"]), (&json!("2025-02-20"), &json!(81)));
        let ages: Vec<_> =
            line["ages"].as_array().unwrap().iter().map(|age| age["count"].clone()).collect();
        assert_eq!(ages, [1, 0, 1, 0, 0]);
        assert_eq!(by["items"][0]["awaiting_answer"], 0);
        let by = office.read_by(&office.officer(), &format!("{ageing}?by=district")).await;
        assert_eq!((&by["items"][0]["code"], &by["items"][0]["open"]), (&json!("277"), &json!(3)));
        assert_eq!(by["items"][0]["name"], "Huyện Chương Mỹ");
        let own = office.read_by(&office.of("so-nnmt"), &format!("{ageing}?by=agency")).await;
        assert_eq!(each_of(&own, "/code"), ["so-nnmt"]);
        let elsewhere = office.of("district-276");
        let none = office.read_by(&elsewhere, &format!("{ageing}?by=district")).await;
        assert_eq!(none["items"], json!([]));
        let missing = office.service.get(ageing).by(&office.audit()).send().await;
        missing.expect_problem(400, "invalid_parameter");
    })
    .await;
}

#[actix_web::test]
async fn a_blocker_tells_what_may_be_done_today_to_whoever_has_read_its_version_before() {
    each(async |office| {
        let case = office.decided_case("HTX Đọc Lại Vướng Mắc", "2025-05-12").await;
        let blocker = office.ask(&case, "bank_debt").await;
        let officer = office.officer();
        let read = office.service.get(&blocker).by(&officer).send().await.expect(200);
        assert_ne!(read.json()["available_actions"], json!([]));
        // The district ends: its officer goes on reading, and does nothing any more.
        office.service.set_clock("2025-07-02T03:00:00Z");
        let officer = office.officer();
        let request = office.service.get(&blocker).by(&officer);
        let again = request.header("if-none-match", &read.etag()).send().await.expect(200);
        assert_eq!(again.etag(), read.etag());
        assert_eq!(again.json()["available_actions"], json!([]));
    })
    .await;
}
