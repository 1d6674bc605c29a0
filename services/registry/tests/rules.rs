//! What an entry must hold, and how a broken rule is told.

use htx_kit::testing::Answer;
use htx_model::language::Language;
use serde_json::{Value, json};

use super::{
    office::{Office, each, faults},
    stated::run,
};

async fn refused(office: &Office, change: impl FnOnce(&mut Value)) -> Answer {
    let mut entry = office.cooperative("HTX Kiểm tra");
    change(&mut entry);
    office.enter_by(&office.planning(), entry).await
}

#[actix_web::test]
async fn each_rule_names_its_field() {
    each(async |office| {
        type Change = fn(&mut Value);
        let cases: &[(&str, &str, Change)] = &[
            ("/name", "missing_name", |entry| entry["name"] = json!("  ")),
            ("/name", "missing_name", |entry| entry["name"] = json!("HTX Hợp tác xã")),
            ("/name", "text_too_long", |entry| entry["name"] = json!("x".repeat(301))),
            ("/registration_number", "not_a_registration_number", |entry| {
                entry["registration_number"] = json!("0101248142");
            }),
            ("/registration_number", "missing_registration_number", |entry| {
                entry["registration_number"] = json!(null);
            }),
            ("/member_count", "too_few_members", |entry| entry["member_count"] = json!(4)),
            ("/member_count", "out_of_range", |entry| entry["member_count"] = json!(10_000_001)),
            ("/worker_count", "out_of_range", |entry| entry["worker_count"] = json!(10_000_001)),
            ("/registered_on", "date_in_future", |entry| {
                entry["registered_on"] = json!("2025-05-13");
            }),
            ("/registered_on", "date_too_old", |entry| {
                entry["registered_on"] = json!("1944-12-31");
            }),
            ("/main_business_line", "bad_business_line", |entry| {
                entry["main_business_line"] = json!("118");
            }),
            ("/charter_capital_vnd", "out_of_range", |entry| {
                entry["charter_capital_vnd"] = json!(-1);
            }),
            ("/representative/phone", "not_a_phone", |entry| {
                entry["representative"]["phone"] = json!("không có");
            }),
            ("/representative/name", "text_too_long", |entry| {
                entry["representative"]["name"] = json!("x".repeat(301));
            }),
            ("/address/line", "text_too_long", |entry| {
                entry["address"]["line"] = json!("x".repeat(301));
            }),
            ("/address/commune", "unknown_commune", |entry| {
                entry["address"]["commune"] = json!("99999");
            }),
            // One of before 2025-07-01 is known together with its district only.
            ("/address/commune", "unknown_commune", |entry| {
                entry["address"]["district"] = json!(null);
            }),
            ("/address/commune", "unknown_commune", |entry| {
                entry["address"]["district"] = json!("276");
            }),
        ];
        for (pointer, code, change) in cases {
            let problem = refused(&office, change).await.expect_problem(422, "rule_violated");
            let expected = vec![((*pointer).to_owned(), (*code).to_owned())];
            assert_eq!(faults(&problem), expected);
        }
    })
    .await;
}

#[actix_web::test]
async fn several_faults_come_at_once_in_vietnamese_and_in_english_on_request() {
    each(async |office| {
        let mut entry = office.cooperative("HTX Rau");
        entry["registration_number"] = json!("0101248142");
        entry["member_count"] = json!(2);
        entry["address"]["commune"] = json!("00000");
        let send = |language| {
            let request = office.service.post("/v1/organisations", entry.clone());
            request.by(&office.planning()).language(language).send()
        };
        let problem = send(Language::Vi).await.expect_problem(422, "rule_violated");
        let found: Vec<String> = faults(&problem).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(found, ["/registration_number", "/address/commune", "/member_count"]);
        let members = &problem["errors"][2];
        assert_eq!(members["detail"], "Loại hình này phải có ít nhất 5 thành viên chính thức.");
        assert_eq!(members["legal_basis"]["document"], "17/2023/QH15");
        assert_eq!(members["legal_basis"]["verified"], false);
        let english = send(Language::En).await.expect_problem(422, "rule_violated");
        let members = &english["errors"][2];
        assert_eq!(members["detail"], "This kind needs at least 5 official members.");
        assert_eq!(english["title"], "Against a rule");
    })
    .await;
}

#[actix_web::test]
async fn a_name_is_taken_without_regard_to_case_accents_and_legal_form() {
    each(async |office| {
        let first = office.enter(office.cooperative("Hợp tác xã Rau Đông Dư")).await;
        for same in ["HTX RAU ĐÔNG DƯ", "hop tac xa rau dong du", "Tổ hợp tác Rau  Đông Dư"]
        {
            let answer = refused(&office, |entry| entry["name"] = json!(same)).await;
            let problem = answer.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem), [("/name".to_owned(), "name_taken".to_owned())]);
        }
        // Its own name is not taken from itself.
        let id = first["id"].as_str().unwrap();
        office.change(id, json!({ "name": "HTX Rau Đông Dư" })).await.expect(200);
        let other = office.enter(office.cooperative("HTX Hoa")).await;
        let answer = office.change(other["id"].as_str().unwrap(), json!({ "name": "Rau đông dư" }));
        answer.await.expect_problem(422, "rule_violated");
    })
    .await;
}

#[actix_web::test]
async fn a_name_stays_taken_by_one_whose_status_a_later_release_wrote() {
    each(async |office| {
        office.enter(office.cooperative("HTX Rau Đông Dư")).await;
        run(&office, "UPDATE organisation SET status = 'later'").await.unwrap();
        let answer = refused(&office, |entry| entry["name"] = json!("HTX Rau Đông Dư")).await;
        let problem = answer.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/name".to_owned(), "name_taken".to_owned())]);
    })
    .await;
}

#[actix_web::test]
async fn a_number_belongs_to_one_organisation() {
    each(async |office| {
        let entry = office.cooperative("HTX Một");
        let number = entry["registration_number"].clone();
        office.enter(entry).await;
        let answer = refused(&office, |entry| entry["registration_number"] = number.clone()).await;
        answer.expect_problem(409, "already_exists");
    })
    .await;
}

#[actix_web::test]
async fn a_group_needs_no_number_and_two_members() {
    each(async |office| {
        let group = json!({
            "kind": "cooperative_group", "name": "Tổ hợp tác Mây tre", "member_count": 2,
            "address": { "commune": "10018", "district": "277" },
        });
        let entered = office.enter(group.clone()).await;
        assert_eq!(entered["registration_number"], json!(null));
        let mut small = group;
        small["name"] = json!("Tổ hợp tác Nhỏ");
        small["member_count"] = json!(1);
        let answer = office.enter_by(&office.planning(), small).await;
        let problem = answer.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem)[0].1, "too_few_members");
    })
    .await;
}

#[actix_web::test]
async fn the_name_of_one_that_has_ended_is_free() {
    use htx_model::organisation::OrganisationStatus;
    each(async |office| {
        let ended = office.enter(office.cooperative("HTX Cũ")).await;
        office.put_into(ended["id"].as_str().unwrap(), OrganisationStatus::Dissolved).await;
        office.enter(office.cooperative("HTX Cũ")).await;
    })
    .await;
}
