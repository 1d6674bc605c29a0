//! Rules are tried on everybody before anybody goes by them; nothing is saved.

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    organisation::{OrganisationKind, Sector},
    principal::Role,
};
use serde_json::{Value, json};

use super::{
    office::{Office, each, faults},
    programmes::{adopt_annex, begun},
};

const PATH: &str = "/v1/eligibility/dry-run";

fn rules() -> Value {
    let basis = json!({ "document": "Ví dụ", "article": "1" });
    json!([
        {"code": "agriculture", "title": "Hoạt động nông nghiệp", "basis": basis,
         "condition": {"fact": "sector", "equals": "agriculture"}},
        {"code": "members", "title": "Có từ 10 thành viên", "basis": basis,
         "condition": {"fact": "member_count", "at_least": 10}},
        {"code": "next_year", "title": "Chưa có hiệu lực", "basis": basis, "valid_from": "2026-01-01",
         "condition": {"fact": "alliance_member", "is": true}},
    ])
}

/// Six organisations: four of Chương Mỹ, one of Ba Vì, one without a district.
async fn six(office: &Office) {
    let one = |name: &str, members: Option<u32>, sector: Option<Sector>| {
        let mut organisation = office.cooperative(name);
        (organisation.member_count, organisation.sector) = (members, sector);
        organisation
    };
    let agriculture = Some(Sector::Agriculture);
    let mut known = vec![
        one("1", Some(12), agriculture),
        one("2", Some(9), agriculture),
        one("3", None, agriculture),
        one("4", None, None),
        one("5", Some(20), agriculture),
        one("6", Some(9), Some(Sector::Transport)),
    ];
    for (at, district) in [(4, Some("271")), (5, None)] {
        let seat = &mut known[at].seat;
        seat.district = district.map(|code| DistrictCode::parse(code).unwrap());
        seat.current_commune = CommuneCode::parse("09619").unwrap();
    }
    known[5].kind = OrganisationKind::CooperativeUnion;
    office.know(known).await;
}

#[actix_web::test]
async fn rules_are_counted_over_whom_the_caller_reaches() {
    each(async |office| {
        six(&office).await;
        let run = async |caller: &_, body: Value| {
            office.post(caller, PATH, body).await.expect(200).json()
        };
        let body = json!({ "rules": rules(), "examples": 1 });
        let all = run(&office.audit(), body.clone()).await;
        assert_eq!(all["tested"], 6);
        assert_eq!(
            all["counts"],
            json!({ "eligible": 2, "nearly": 2, "not_eligible": 2, "not_determined": 0 })
        );
        let line = |one: &Value| {
            ["code", "met", "not_met", "unknown", "keeps_out_alone"].map(|name| one[name].clone())
        };
        let by_rule: Vec<_> = all["rules"].as_array().unwrap().iter().map(line).collect();
        assert_eq!(by_rule, [
            [json!("not_frozen"), json!(6), json!(0), json!(0), json!(0)],
            [json!("in_being"), json!(6), json!(0), json!(0), json!(0)],
            [json!("agriculture"), json!(4), json!(1), json!(1), json!(0)],
            [json!("members"), json!(2), json!(2), json!(2), json!(1)],
        ]);
        let district = |one: &Value| (one["district"].clone(), one["counts"]["eligible"].clone());
        let districts: Vec<_> = all["districts"].as_array().unwrap().iter().map(district).collect();
        assert_eq!(districts, [
            (json!(null), json!(0)), (json!("271"), json!(1)), (json!("277"), json!(1)),
        ]);
        assert_eq!(all["missing"], json!([
            { "fact": "member_count", "organisations": 2 }, { "fact": "sector", "organisations": 1 },
        ]));
        let examples = all["examples"].as_array().unwrap();
        let example = |one: &Value| (one["name"].clone(), one["decided_by"].clone());
        assert_eq!(examples.iter().map(example).collect::<Vec<_>>(), [
            (json!("1"), json!([])), (json!("3"), json!(["members"])), (json!("2"), json!(["members"])),
        ]);
        // The same each time; for those who lead programmes and oversee them, not for everybody.
        assert_eq!(run(&office.audit(), body.clone()).await, all);
        let refused = office.post(&office.district(), PATH, body).await;
        refused.expect_problem(403, "permission_denied");
        // A day on which another rule holds.
        let body = json!({ "rules": rules(), "as_of": "2026-01-01" });
        assert_eq!(run(&office.audit(), body).await["counts"]["not_eligible"], 6);
        // Nothing was written.
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=1000").await;
        let events = log["items"].as_array().unwrap();
        assert!(events.iter().all(|one| one["event"]["type"] == "programme.loaded"));
    })
    .await;
}

#[actix_web::test]
async fn a_draft_is_tried_by_whoever_may_read_it() {
    each(async |office| {
        six(&office).await;
        let drafted = begun(&office, "thu-nghiem").await;
        let body = json!({ "version_id": drafted["id"] });
        let tried = office.post(&office.officer(), PATH, body.clone()).await.expect(200).json();
        assert_eq!((&tried["tested"], &tried["rules"][2]["code"]), (&json!(6), &json!("members")));
        let science = office.service.as_agency("so-khcn", Role::Officer);
        let refused = office.post(&science, PATH, body).await;
        refused.expect_problem(404, "not_found");
        adopt_annex(&office, None, |content| content["rules"] = json!([])).await;
        let body = json!({ "programme": "nq-13-pl08" });
        let open = office.post(&science, PATH, body).await.expect(200).json();
        assert_eq!(open["counts"]["not_determined"], 6);
    })
    .await;
}

#[actix_web::test]
async fn what_is_wrong_with_a_dry_run_is_told_at_its_place() {
    each(async |office| {
        let refused = async |body: Value| {
            let problem = office.post(&office.audit(), PATH, body).await;
            faults(&problem.expect_problem(422, "rule_violated"))
        };
        let told = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
        assert_eq!(refused(json!({})).await, told("", "one_of_three"));
        let both = json!({ "rules": rules(), "programme": "nq-13-pl08" });
        assert_eq!(refused(both).await, told("", "one_of_three"));
        let many = json!({ "rules": rules(), "examples": 21 });
        assert_eq!(refused(many).await, told("/examples", "out_of_range"));
        let mut wrong = rules();
        wrong[1]["condition"] = json!({ "all": [{ "fact": "sector", "is": true }] });
        let told_deep = told("/rules/1/condition/all/0", "rule_comparison");
        assert_eq!(refused(json!({ "rules": wrong })).await, told_deep);
        let unknown = json!({ "programme": "khong-co" });
        assert_eq!(refused(unknown).await, told("/programme", "unknown_programme"));
        let mut unread = rules();
        unread[0]["condition"] = json!({ "fact": "sector", "like": "agri%" });
        let problem = office.post(&office.audit(), PATH, json!({ "rules": unread })).await;
        let problem = problem.expect_problem(400, "invalid_body");
        assert_eq!(faults(&problem)[0].0, "/rules/0/condition/like");
    })
    .await;
}

#[actix_web::test]
async fn everybody_is_counted_once_however_many_batches_there_are() {
    each(async |office| {
        let mut many = Vec::new();
        for number in 0..2_500_u32 {
            let mut one = office.cooperative(&format!("HTX {number}"));
            one.member_count = Some(number % 20);
            many.push(one);
        }
        office.know(many).await;
        let body = json!({ "rules": rules(), "examples": 0 });
        let report = office.post(&office.audit(), PATH, body).await.expect(200).json();
        assert_eq!(report["tested"], 2_500);
        assert_eq!(
            (&report["counts"]["eligible"], &report["counts"]["not_eligible"]),
            (&json!(1_250), &json!(1_250))
        );
        assert_eq!(report["examples"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn a_few_run_at_once_and_the_next_is_told_to_wait() {
    each(async |office| {
        six(&office).await;
        let body = json!({ "rules": rules() });
        let limits = office.support.dry_runs.clone();
        let places = [limits.enter().unwrap(), limits.enter().unwrap()];
        let refused = office.post(&office.audit(), PATH, body.clone()).await;
        assert_eq!(refused.header("retry-after"), Some("5"));
        refused.expect_problem(429, "too_many_requests");
        drop(places);
        office.post(&office.audit(), PATH, body).await.expect(200);
    })
    .await;
}
