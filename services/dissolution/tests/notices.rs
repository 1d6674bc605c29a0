//! Notices under permanent numbers, open to all; and objections within their window.

use htx_model::dissolution::DissolutionState;
use serde_json::{Value, json};

use super::{
    answers::{id_of, ids, notice},
    office::{each, faults, organisation_id},
};

#[actix_web::test]
async fn a_notice_gets_the_next_number_and_anybody_may_read_it() {
    each(async |office| {
        let case = office.new_case("HTX Rau <b>An Toàn</b> & \"Sạch\"", "voluntary").await;
        office.publish(&case).await.expect_problem(409, "state_conflict");
        office.put_into(&case, DissolutionState::Decided, "2025-05-12").await;
        let published = office.publish(&case).await.expect(201);
        let public = published.header("location").unwrap().to_owned();
        assert_eq!(public, "/v1/dissolution-notices/TBGT-QH277-2025-00001");
        let view = published.json();
        assert_eq!(view["public_url"], format!("https://htx.test{public}"));
        // Sixty days after the 12th of May is Friday the 11th of July.
        assert_eq!(view["window_ends_on"], "2025-07-11");
        assert_eq!(view["window_basis"]["verified"], false);
        assert_eq!(view["contact"]["phone"], "02433866123");

        let read = office.service.get(&public).send().await.expect(200);
        assert_eq!(read.header("vary"), Some("Accept"));
        let read = read.json();
        assert_eq!(read["organisation_name"], "HTX Rau <b>An Toàn</b> & \"Sạch\"");
        assert_eq!(read["authority"], "Ủy ban nhân dân huyện Chương Mỹ");
        assert_eq!(
            (&read["window_open"], &read["dissolution_state"]),
            (&json!(true), &json!("decided"))
        );
        let json = office.service.get(&public).accept("application/json").send().await;
        assert_eq!(json.expect(200).json(), read);

        let second = office.decided_case("HTX Thứ Hai", "2025-05-12").await;
        let number = office.publish(&second).await.expect(201).json()["number"].clone();
        assert_eq!(number, "TBGT-QH277-2025-00002");
        for unknown in ["TBGT-QH277-2025-00009", "TBGT-QH277-2025-1", "x"] {
            let path = format!("/v1/dissolution-notices/{unknown}");
            office.service.get(&path).send().await.expect_problem(404, "not_found");
        }
    })
    .await;
}

#[actix_web::test]
async fn the_page_is_vietnamese_escaped_and_runs_nothing() {
    each(async |office| {
        let case = office.new_case("HTX <script>alert(1)</script>", "dormant").await;
        office.put_into(&case, DissolutionState::Decided, "2025-05-12").await;
        let published = office.publish(&case).await.expect(201);
        let public = published.header("location").unwrap().to_owned();
        let page =
            office.service.get(&public).accept("text/html,*/*;q=0.8").send().await.expect(200);
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(!policy.contains("unsafe"));
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        let text = page.text();
        assert!(text.starts_with("<!doctype html>\n<html lang=\"vi\">"));
        assert!(text.contains("name=\"viewport\" content=\"width=device-width, initial-scale=1\""));
        assert!(text.contains("HTX &lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(text.contains("Bộ phận Một cửa &lt;UBND&gt;") && !text.contains("<script"));
        assert!(text.contains("<dt>Hạn khai báo nợ và phản đối</dt>\n<dd>11/07/2025</dd>"));
        assert!(text.contains("căn cứ đang chờ xác minh"), "what was not verified is shown so");
        let image = office.service.get(&public).accept("image/png").send().await;
        image.expect_problem(406, "not_acceptable");
        // The window closes after its last day.
        office.service.set_clock("2025-07-11T16:59:59Z");
        let open = office.service.get(&public).accept("text/html").send().await.expect(200).text();
        assert!(open.contains("Đang nhận khai báo nợ và phản đối đến hết ngày 11/07/2025."));
        office.service.set_clock("2025-07-11T17:00:00Z");
        let over = office.service.get(&public).accept("text/html").send().await.expect(200).text();
        assert!(over.contains("Đã hết thời hạn khai báo nợ và phản đối."));
    })
    .await;
}

#[actix_web::test]
async fn a_notice_is_replaced_for_a_reason_and_the_old_number_still_answers() {
    each(async |office| {
        let case = office.decided_case("HTX Thay Thông Báo", "2025-05-12").await;
        let mut body = notice();
        body["reason"] = json!("Sai địa chỉ");
        let (officer, notices) = (office.officer(), format!("{case}/notices"));
        let nothing = office.post(&officer, &notices, body.clone()).await;
        assert_eq!(
            faults(&nothing.expect_problem(422, "rule_violated"))[0].1,
            "nothing_to_replace"
        );
        office.publish(&case).await.expect(201);
        office.publish(&case).await.expect_problem(409, "already_exists");
        office.service.set_clock("2025-07-01T03:00:00Z");
        let commune = office.of("commune-10045");
        let replaced = office.post(&commune, &notices, body).await.expect(201).json();
        assert_eq!(replaced["number"], "TBGT-PX10045-2025-00001");
        assert_eq!(replaced["authority"], "Ủy ban nhân dân xã Xuân Mai");
        let old = "/v1/dissolution-notices/TBGT-QH277-2025-00001";
        let read = office.service.get(old).send().await.expect(200).json();
        assert_eq!(read["state"], "replaced");
        assert_eq!(read["replaced_by"], "TBGT-PX10045-2025-00001");
        assert_eq!(read["authority"], "Ủy ban nhân dân huyện Chương Mỹ");
        assert_eq!(read["window_open"], false);
        let page = office.service.get(old).accept("text/html").send().await.expect(200).text();
        assert!(page.contains("thay thế bằng thông báo TBGT-PX10045-2025-00001"));
        let list = office.read_by(&office.audit(), &notices).await;
        assert_eq!(ids(&list).len(), 2);
        let mobile =
            json!({ "contact": { "office": "Ông An", "address": "x", "phone": "0908246281" } });
        let refused = office.post(&commune, &notices, mobile).await;
        assert_eq!(
            faults(&refused.expect_problem(422, "rule_violated"))[0].1,
            "not_an_office_phone"
        );
        office
            .post(&office.tax(), &notices, notice())
            .await
            .expect_problem(403, "permission_denied");
    })
    .await;
}

#[actix_web::test]
async fn the_tax_department_is_told_once_after_the_decision() {
    each(async |office| {
        let case = office.decided_case("HTX Báo Thuế", "2025-05-09").await;
        let (officer, tell) = (office.officer(), format!("{case}/inform-tax"));
        for day in ["2025-05-08", "2025-05-13"] {
            let refused = office.post(&officer, &tell, json!({ "informed_on": day })).await;
            let problem = refused.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem)[0].1, "date_out_of_range", "{day}");
        }
        let paper = office.document(&case, "Công văn gửi Cục Thuế").await;
        let body = json!({ "informed_on": "2025-05-12", "document_id": paper });
        let told = office.post(&officer, &tell, body).await.expect(200).json();
        assert_eq!(told["informed_on"], "2025-05-12");
        office.post(&officer, &tell, json!({})).await.expect_problem(409, "already_exists");
    })
    .await;
}

#[actix_web::test]
async fn two_notices_at_once_get_two_numbers_and_one_case_one_notice() {
    each(async |office| {
        let first = office.decided_case("HTX Cùng Lúc Một", "2025-05-12").await;
        let second = office.decided_case("HTX Cùng Lúc Hai", "2025-05-12").await;
        let all = [office.publish(&first), office.publish(&second), office.publish(&first)];
        let answers = futures_util::future::join_all(all).await;
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 201, 409]);
        let number = async |case: &str| {
            let page = office.read_by(&office.audit(), &format!("{case}/notices")).await;
            page["items"][0]["number"].as_str().unwrap().to_owned()
        };
        let mut numbers = [number(&first).await, number(&second).await];
        numbers.sort_unstable();
        assert_eq!(numbers, ["TBGT-QH277-2025-00001", "TBGT-QH277-2025-00002"]);
    })
    .await;
}

fn objection(objector: &str) -> Value {
    match objector {
        "creditor" | "member" => json!({
            "objector": objector,
            "person": { "name": "Nguyễn Văn Chủ Nợ", "contact": "Thôn 3" },
            "grounds": "Còn nợ tiền công của ông Chủ Nợ.",
            "amount_vnd": 120_000_000,
        }),
        _ => json!({ "objector": objector, "grounds": "Còn nợ." }),
    }
}

#[actix_web::test]
async fn an_objection_is_filed_within_the_window_and_decided_by_another() {
    each(async |office| {
        office.service.set_clock("2025-05-02T03:00:00Z");
        let case = office.decided_case("HTX Bị Phản Đối", "2025-05-02").await;
        let objections = format!("{case}/objections");
        let (officer, tax) = (office.officer(), office.tax());
        let early = office.post(&tax, &objections, objection("tax_department")).await;
        let early = early.expect_problem(409, "state_conflict");
        assert_eq!(early["legal_basis"]["verified"], false);
        office.publish(&case).await.expect(201);
        let filed = office.post(&tax, &objections, objection("tax_department")).await.expect(201);
        let by_tax = filed.header("location").unwrap().to_owned();
        assert_eq!(filed.json()["objector_name"], "Cục Thuế Hà Nội");
        // The last day of sixty is the 1st of July; the district has ended by then.
        office.service.set_clock("2025-07-01T16:59:59Z");
        let commune = office.of("commune-10045");
        let filed = office.post(&commune, &objections, objection("creditor")).await.expect(201);
        let by_creditor = filed.header("location").unwrap().to_owned();
        assert_eq!(filed.json()["objector_name"], "N*** V*** C*** N***");
        assert_eq!(filed.json()["filed_through"]["name"], "Ủy ban nhân dân xã Xuân Mai");
        let ended =
            office.post(&office.of("district-277"), &objections, objection("creditor")).await;
        ended.expect_problem(403, "permission_denied");
        office.service.set_clock("2025-07-01T17:00:00Z");
        let late = office.post(&commune, &objections, objection("creditor")).await;
        let late = late.expect_problem(409, "state_conflict");
        assert!(late["detail"].as_str().unwrap().contains("2025-07-01"));

        let reason = json!({ "reason": "Đã trả đủ theo phiếu chi số 12 của bà Bình." });
        for caller in [&commune, &tax, &officer] {
            let refused = office.step(caller, &by_creditor, "reject", reason.clone()).await;
            refused.expect_problem(403, "permission_denied");
        }
        let approver = office.approver_of("commune-10045");
        let rejected = office.step(&approver, &by_creditor, "reject", reason.clone()).await;
        let rejected = rejected.expect(200).json();
        assert_eq!(
            (&rejected["state"], &rejected["decided_on"]),
            (&json!("rejected"), &json!("2025-07-02"))
        );
        assert_eq!(rejected["decided_by"]["agency"], "commune-10045");
        let again = office.step(&approver, &by_creditor, "accept", reason.clone()).await;
        again.expect_problem(409, "state_conflict");
        let other = office.step(&office.of("nhnn-hn"), &by_tax, "withdraw", reason.clone()).await;
        other.expect_problem(403, "permission_denied");
        office.step(&tax, &by_tax, "withdraw", reason).await.expect(200);

        let open = office.read_by(&tax, &format!("{objections}?state=filed")).await;
        assert_eq!(ids(&open), [""; 0]);
        let all = office.read_by(&office.audit(), &objections).await;
        assert_eq!(ids(&all), [id_of(&by_tax), id_of(&by_creditor)]);
        assert!(!all.to_string().contains("Chủ Nợ") && !all.to_string().contains("tiền công"));
        let unmasked = format!("{by_creditor}?unmasked=true&purpose=moi-lam-viec");
        let person = office.read_by(&commune, &unmasked).await["person"].clone();
        assert_eq!(person, json!({ "name": "Nguyễn Văn Chủ Nợ", "contact": "Thôn 3" }));
        assert_eq!(office.read_by(&commune, &by_creditor).await["person"], json!(null));
        let nosy = office.service.get(&unmasked).by(&tax).send().await;
        nosy.expect_problem(403, "permission_denied");
        let mute = format!("{by_creditor}?unmasked=true");
        let mute = office.service.get(&mute).by(&commune).send().await;
        mute.expect_problem(400, "invalid_parameter");
        office.seal().await;
        let feed = office.read_by(&office.audit(), "/v1/dissolution/events?limit=200").await;
        let feed = feed.to_string();
        assert!(feed.contains("objection.rejected") && feed.contains("moi-lam-viec"));
        for personal in ["Chủ Nợ", "tiền công", "bà Bình", "Thôn 3"] {
            assert!(!feed.contains(personal), "{personal}");
        }
    })
    .await;
}

#[actix_web::test]
async fn each_objects_for_themselves_or_through_the_authority() {
    each(async |office| {
        let case = office.decided_case("HTX Ai Phản Đối", "2025-05-12").await;
        office.publish(&case).await.expect(201);
        let objections = format!("{case}/objections");
        let organisation =
            office.read_by(&office.audit(), &case).await["organisation"]["id"].clone();
        let own = office.service.as_organisation(organisation_id(organisation.as_str().unwrap()));
        let bank = office.of("nhnn-hn");
        for (caller, objector, status) in [
            (&office.tax(), "bank", 403),
            (&office.tax(), "creditor", 403),
            (&bank, "bank", 201),
            (&bank, "tax_department", 403),
            (&own, "member", 201),
            (&own, "creditor", 403),
            (&office.officer(), "creditor", 201),
            (&office.officer(), "member", 201),
            (&office.officer(), "tax_department", 403),
            (&office.of("so-tc"), "creditor", 403),
            (&office.of("district-276"), "creditor", 404),
        ] {
            office.post(caller, &objections, objection(objector)).await.expect(status);
        }
        let unnamed = office.post(&office.officer(), &objections, objection("bank")).await;
        assert_eq!(faults(&unnamed.expect_problem(422, "rule_violated"))[0].1, "one_objector");
        let mut two = objection("creditor");
        two["organisation_name"] = json!("Công ty TNHH Vật tư");
        let two = office.post(&office.officer(), &objections, two).await;
        assert_eq!(faults(&two.expect_problem(422, "rule_violated"))[0].1, "one_objector");
        let mut person = objection("creditor");
        person["objector"] = json!("bank");
        person["amount_vnd"] = json!(-1);
        let person = office.post(&office.officer(), &objections, person).await;
        let codes: Vec<_> = faults(&person.expect_problem(422, "rule_violated"))
            .into_iter()
            .map(|one| one.1)
            .collect();
        assert_eq!(codes, ["no_person", "negative"]);
    })
    .await;
}
