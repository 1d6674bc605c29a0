//! Ratings: assessed by the organisation, confirmed by another officer, never by the author.

use htx_kit::testing::{Answer, Caller};
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::office::{Office, each, each_of, faults, organisation_id};

const CRITERIA: [(&str, u32); 15] = [
    ("capital", 7),
    ("assets", 6),
    ("results", 11),
    ("funds", 6),
    ("law_compliance", 8),
    ("disputes", 6),
    ("management_level", 6),
    ("member_and_worker_policy", 6),
    ("technology_brand_chain", 4),
    ("member_participation", 7),
    ("member_benefit", 7),
    ("member_services", 7),
    ("information_and_training", 7),
    ("community_effect", 7),
    ("awards", 5),
];

/// An assessment that gives up these points of the hundred, from the first criterion on.
fn points(given_up: u32) -> Value {
    let mut left = given_up;
    let points = CRITERIA.map(|(criterion, most)| {
        let less = left.min(most);
        left -= less;
        json!({ "criterion": criterion, "points": most - less, "evidence": "Bà Lan xác nhận" })
    });
    json!(points)
}

/// A cooperative of 2010.
async fn entered(office: &Office) -> String {
    let mut entry = office.cooperative("HTX Rau");
    entry["registered_on"] = json!("2010-06-01");
    office.enter(entry).await["id"].as_str().unwrap().to_owned()
}

fn approver(office: &Office) -> Caller {
    office.service.as_agency("district-277", Role::Approver)
}

pub(crate) async fn assess(office: &Office, id: &str, caller: &Caller, given_up: u32) -> Answer {
    let body = json!({ "year": 2024, "points": points(given_up) });
    office.service.post(&format!("/v1/organisations/{id}/ratings"), body).by(caller).send().await
}

async fn act(office: &Office, path: &str, tag: &str, caller: &Caller, body: Value) -> Answer {
    office.service.post(path, body).by(caller).if_match(tag).send().await
}

#[actix_web::test]
async fn an_assessment_is_confirmed_by_another_officer_and_makes_the_rating() {
    each(async |office| {
        let id = entered(&office).await;
        let own = office.service.as_organisation(organisation_id(&id));
        let assessed = assess(&office, &id, &own, 10).await.expect(201);
        let path = assessed.header("location").unwrap().to_owned();
        let view = assessed.json();
        assert_eq!(view["state"], "assessed");
        assert_eq!(view["assessed_points"], 90);
        assert_eq!(view["rating"], Value::Null);
        assert_eq!(view["points"][0]["evidence"], "Bà Lan xác nhận");
        assert_eq!(view["available_actions"], json!(["reassess"]));
        // Who needs no personal data sees no evidence.
        assert_eq!(
            office.read_by(&office.audit(), &path).await["points"][0]["evidence"],
            Value::Null
        );

        let confirm = format!("{path}/confirm");
        let lower = json!({ "points": [{ "criterion": "results", "points": 3 }] });
        let problem = act(&office, &confirm, "\"v1\"", &approver(&office), lower).await;
        let problem = problem.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/points/0/reason".to_owned(), "reason_needed".to_owned())]);
        let lower = json!({ "points": [
            { "criterion": "results", "points": 3, "reason": "Không có chứng từ doanh thu" },
        ] });
        let stale = act(&office, &confirm, "\"v9\"", &approver(&office), lower.clone()).await;
        stale.expect_problem(412, "stale_version");
        let confirmed = act(&office, &confirm, "\"v1\"", &approver(&office), lower.clone()).await;
        let confirmed = confirmed.expect(200).json();
        assert_eq!(confirmed["state"], "confirmed");
        assert_eq!(confirmed["confirmed_points"], 82);
        assert_eq!(confirmed["rating"], "good");
        assert_eq!(confirmed["points"][2]["reason"], "Không có chứng từ doanh thu");
        assert_eq!(confirmed["available_actions"], json!([]));
        let twice = act(&office, &confirm, "\"v2\"", &approver(&office), lower).await;
        twice.expect_problem(409, "state_conflict");
        let good = office.read("/v1/ratings?year=2024&rating=good&district=277").await;
        assert_eq!(each_of(&good, "state"), ["confirmed"]);
        assert_eq!(office.read("/v1/ratings?rating=fair").await["items"], json!([]));
        let of_one = office.read(&format!("/v1/organisations/{id}/ratings")).await;
        assert_eq!(of_one["items"][0]["id"], confirmed["id"]);
    })
    .await;
}

#[actix_web::test]
async fn whoever_assessed_never_confirms_however_many_roles() {
    each(async |office| {
        let id = entered(&office).await;
        let both = office.district().also(&approver(&office));
        let path = assess(&office, &id, &both, 0).await.expect(201);
        let path = path.header("location").unwrap().to_owned();
        let (confirm, back) = (format!("{path}/confirm"), format!("{path}/return"));
        let answer = act(&office, &confirm, "\"v1\"", &both, json!({})).await;
        let problem = answer.expect_problem(403, "permission_denied");
        assert!(problem["advice"].is_string());
        let answer = act(&office, &back, "\"v1\"", &both, json!({ "reason": "x" })).await;
        answer.expect_problem(403, "permission_denied");
        // Nor after another has assessed it again.
        let again = json!({ "points": points(5) });
        let other = office.district().named("district-277.other");
        let reassess = format!("{path}/reassess");
        act(&office, &reassess, "\"v1\"", &other, again).await.expect(200);
        let answer = act(&office, &confirm, "\"v2\"", &both, json!({})).await;
        answer.expect_problem(403, "permission_denied");
        act(&office, &confirm, "\"v2\"", &approver(&office).named("third"), json!({}))
            .await
            .expect(200);
    })
    .await;
}

#[actix_web::test]
async fn what_is_returned_is_assessed_again() {
    each(async |office| {
        let id = entered(&office).await;
        let own = office.service.as_organisation(organisation_id(&id));
        let path = assess(&office, &id, &own, 40).await.expect(201);
        let path = path.header("location").unwrap().to_owned();
        let reason = json!({ "reason": "Thiếu minh chứng tiêu chí 3" });
        let returned =
            act(&office, &format!("{path}/return"), "\"v1\"", &approver(&office), reason).await;
        let returned = returned.expect(200).json();
        assert_eq!(returned["state"], "returned");
        assert_eq!(returned["return_reason"], "Thiếu minh chứng tiêu chí 3");
        let told = office.told().await;
        assert!(told.contains("rating.returned") && !told.contains("Thiếu minh chứng"));
        let confirm = format!("{path}/confirm");
        let early = act(&office, &confirm, "\"v2\"", &approver(&office), json!({})).await;
        early.expect_problem(409, "state_conflict");
        let again = json!({ "points": points(51) });
        act(&office, &format!("{path}/reassess"), "\"v2\"", &own, again).await.expect(200);
        let confirmed = act(&office, &confirm, "\"v3\"", &approver(&office), json!({})).await;
        assert_eq!(confirmed.expect(200).json()["rating"], "weak");
        assess(&office, &id, &own, 0).await.expect_problem(409, "already_exists");
    })
    .await;
}

#[actix_web::test]
async fn who_is_too_young_or_stopped_is_not_rated() {
    each(async |office| {
        let young = office.enter(office.cooperative("HTX Trẻ")).await;
        let young = young["id"].as_str().unwrap().to_owned();
        let old = entered(&office).await;
        let district = office.district();
        let assess = |id: &str, body: Value| {
            let path = format!("/v1/organisations/{id}/ratings");
            office.service.post(&path, body).by(&district).send()
        };
        // Registered on 2024-03-15: no points are needed where no rating is due.
        let first = assess(&young, json!({ "year": 2024 })).await.expect(201).json();
        assert_eq!(first["exemption"], "too_young");
        let stopped = json!({ "year": 2024, "points": points(0), "stopped_on": "2024-03-01" });
        let second = assess(&old, stopped).await.expect(201).json();
        assert_eq!(second["exemption"], "stopped");
        for view in [first, second] {
            let path = format!("/v1/ratings/{}/confirm", view["id"].as_str().unwrap());
            let confirmed = act(&office, &path, "\"v1\"", &approver(&office), json!({})).await;
            assert_eq!(confirmed.expect(200).json()["rating"], "not_rated");
        }
    })
    .await;
}

#[actix_web::test]
async fn an_assessment_has_every_criterion_once_within_what_it_is_worth() {
    each(async |office| {
        let id = entered(&office).await;
        let district = office.district();
        let assess = |body: Value| {
            let path = format!("/v1/organisations/{id}/ratings");
            office.service.post(&path, body).by(&district).send()
        };
        let mut wrong = points(0);
        wrong[0]["points"] = json!(8);
        wrong[14]["criterion"] = json!("assets");
        wrong[14]["points"] = json!(5);
        let problem = assess(json!({ "year": 2024, "points": wrong })).await;
        let codes: Vec<_> = faults(&problem.expect_problem(422, "rule_violated"))
            .into_iter()
            .map(|one| one.1)
            .collect();
        assert_eq!(codes, ["above_maximum", "criterion_twice", "criterion_missing"]);
        let none = assess(json!({ "year": 2024 })).await.expect_problem(422, "rule_violated");
        assert_eq!(faults(&none).len(), 15);
        let early = assess(json!({ "year": 2025, "points": points(0) })).await;
        assert_eq!(faults(&early.expect_problem(422, "rule_violated"))[0].1, "year_not_open");
        let before = assess(json!({ "year": 2015, "points": points(0) })).await;
        assert_eq!(faults(&before.expect_problem(422, "rule_violated"))[0].1, "no_criteria");
        let unknown = json!([{ "criterion": "beauty", "points": 1 }]);
        assess(json!({ "year": 2024, "points": unknown }))
            .await
            .expect_problem(400, "invalid_body");
    })
    .await;
}

#[actix_web::test]
async fn ratings_are_the_districts_own_and_unions_plannings() {
    each(async |office| {
        let id = entered(&office).await;
        let mut union = office.cooperative("Liên hiệp HTX Chương Mỹ");
        union["kind"] = json!("cooperative_union");
        union["registered_on"] = json!("2015-01-01");
        let union = office.enter(union).await["id"].as_str().unwrap().to_owned();
        let neighbour = office.service.as_agency("district-276", Role::Approver);
        let path = assess(&office, &id, &office.district(), 0).await.expect(201);
        let path = path.header("location").unwrap().to_owned();
        let confirm = format!("{path}/confirm");
        let foreign = act(&office, &confirm, "\"v1\"", &neighbour, json!({})).await;
        foreign.expect_problem(404, "not_found");
        office.get(&path).by(&neighbour).send().await.expect_problem(404, "not_found");
        let planning = office.service.as_agency("so-tc", Role::Approver);
        let planned = act(&office, &confirm, "\"v1\"", &planning, json!({})).await;
        planned.expect_problem(403, "permission_denied");
        let audited = act(&office, &confirm, "\"v1\"", &office.audit(), json!({})).await;
        audited.expect_problem(403, "permission_denied");

        assess(&office, &union, &office.district(), 0)
            .await
            .expect_problem(403, "permission_denied");
        let path = assess(&office, &union, &office.planning(), 0).await.expect(201);
        let confirm = format!("{}/confirm", path.header("location").unwrap());
        let district = act(&office, &confirm, "\"v1\"", &approver(&office), json!({})).await;
        district.expect_problem(403, "permission_denied");
        act(&office, &confirm, "\"v1\"", &planning, json!({})).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn evidence_stands_neither_in_the_log_nor_in_what_is_kept_for_repetitions() {
    each(async |office| {
        let id = entered(&office).await;
        let body = json!({ "year": 2024, "points": points(0) });
        let path = format!("/v1/organisations/{id}/ratings");
        let send = || {
            let request = office.service.post(&path, body.clone()).by(&office.district());
            request.idempotency_key("one").send()
        };
        let first = send().await.expect(201);
        assert!(first.text().contains("Bà Lan"));
        let again = send().await.expect(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert!(!again.text().contains("Bà Lan"));
        office.seal().await;
        let feed = office.read("/v1/registry/events").await;
        assert!(!feed.to_string().contains("Bà Lan"));
        let newest = feed["items"].as_array().unwrap().last().unwrap();
        assert_eq!(newest["event"]["type"], "rating.assessed");
        assert!(newest["event"]["personal_commitment"].is_string());
    })
    .await;
}

#[actix_web::test]
async fn planning_sets_the_points_anew_and_earlier_years_keep_theirs() {
    each(async |office| {
        let criteria = office.read("/v1/rating-criteria").await;
        assert_eq!(criteria["legal_basis"]["verified"], false);
        assert_eq!(criteria["points"].as_array().unwrap().len(), 15);
        assert_eq!(criteria["valid_to"], Value::Null);
        let before = office.get("/v1/rating-criteria?on=2019-12-31").by(&office.planning());
        before.send().await.expect_problem(404, "not_found");

        let planning = office.service.as_agency("so-tc", Role::Approver);
        let mut points: Vec<_> = CRITERIA
            .iter()
            .map(|(criterion, maximum)| json!({ "criterion": criterion, "maximum": maximum }))
            .collect();
        points[0]["maximum"] = json!(8);
        let body = |points: &[Value], from: &str| {
            json!({
                "valid_from": from, "document": "02/2025/TT-BTC", "article": "Phụ lục",
                "verified": true, "points": points,
            })
        };
        let add = |caller, body| office.service.post("/v1/rating-criteria", body).by(caller).send();
        let sum = add(&planning, body(&points, "2025-01-01")).await;
        assert_eq!(faults(&sum.expect_problem(422, "rule_violated"))[0].1, "points_do_not_add_up");
        points[14]["maximum"] = json!(4);
        let early = add(&planning, body(&points, "2020-04-01")).await;
        assert_eq!(
            faults(&early.expect_problem(422, "rule_violated"))[0].1,
            "not_after_the_newest"
        );
        let officer = office.planning();
        let officer = add(&officer, body(&points, "2025-01-01")).await;
        officer.expect_problem(403, "permission_denied");
        let added = add(&planning, body(&points, "2025-01-01")).await.expect(201);
        let location = added.header("location").unwrap().to_owned();
        assert_eq!(office.read(&location).await, added.json());
        assert_eq!(added.json()["points"][0]["maximum"], 8);
        let earlier = office.read("/v1/rating-criteria?on=2024-12-31").await;
        assert_eq!(earlier["valid_to"], "2024-12-31");
        assert_eq!(earlier["points"][0]["maximum"], 7);
        // 2024 is rated by the criteria of its last day.
        let id = entered(&office).await;
        let assessed = assess(&office, &id, &office.district(), 0).await.expect(201).json();
        assert_eq!(assessed["criteria"], earlier["id"]);
    })
    .await;
}
