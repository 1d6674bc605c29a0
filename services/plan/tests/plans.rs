//! Plans: the one that the suite is delivered with, its amendment, and that of a new year.

use htx_model::principal::Role;
use serde_json::{Value, json};

use crate::office::{Office, each, faults};

#[actix_web::test]
async fn the_plan_of_2025_is_there_from_the_first_start() {
    each(async |office| {
        let audit = office.audit();
        let plans = office.read_by(&audit, "/v1/plans").await;
        assert_eq!(plans["items"].as_array().unwrap().len(), 1);
        let plan = office.read_by(&audit, "/v1/plans/hn-2025").await;
        assert_eq!(plan["content"]["targets"].as_array().unwrap().len(), 13);
        assert_eq!(plan["content"]["targets"][2]["minimum"], json!(6_500));
        assert_eq!(plan["content"]["standing_agency"], json!("so-khdt"));
        assert_eq!(plan["standing_today"], json!("so-tc"), "it has passed to finance");
        office.read_by(&office.district(), "/v1/plans/hn-2025").await;
        let unknown = office.service.get("/v1/plans/hn-1999").by(&audit).send().await;
        unknown.expect_problem(404, "not_found");
        office.service.get("/v1/plans").send().await.expect_problem(401, "unauthenticated");
        for accept in ["text/csv", "application/x-ndjson"] {
            office.service.get("/v1/plans").by(&audit).accept(accept).send().await.expect(200);
        }
    })
    .await;
}

/// The plan of 2026: that of 2025 with other figures, and a target that no service computes.
async fn plan_2026(office: &Office) -> Value {
    let plan = office.read_by(&office.audit(), "/v1/plans/hn-2025").await;
    let mut content = plan["content"].clone();
    content["name"] = json!("Kế hoạch phát triển kinh tế tập thể, hợp tác xã năm 2026");
    content["report_due"] = json!("2026-12-10");
    content["standing_agency"] = json!("so-tc");
    content["targets"][3]["minimum"] = json!(50);
    content["targets"].as_array_mut().unwrap().push(json!({
        "number": "13", "code": "digital_cooperatives", "name": "Số HTX chuyển đổi số",
        "unit": "cooperative", "aggregate": "count", "minimum": 40,
    }));
    json!({ "code": "hn-2026", "year": 2026, "period": "2026-2030", "content": content })
}

#[actix_web::test]
async fn a_new_year_s_plan_is_written_by_planning_and_adopted_by_the_city_committee() {
    each(async |office| {
        let (planning, committee) = (office.planning(), office.committee());
        let new = plan_2026(&office).await;
        office.post(&committee, "/v1/plans", new.clone()).await.expect(403);
        let made = office.post(&planning, "/v1/plans", new.clone()).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        assert_eq!(made.json()["available_actions"], json!(["change", "submit", "discard"]));
        // A draft is nobody's business but that of those who write, decide or oversee it.
        let district = office.district();
        office.service.get(&path).by(&district).send().await.expect(404);
        office.service.get("/v1/plans/hn-2026").by(&planning).send().await.expect(404);
        let again = office.post(&planning, "/v1/plans", new).await;
        again.expect_problem(409, "already_exists");
        office.step(&committee, &path, "adopt", json!({})).await.expect(409);
        office.step(&planning, &path, "submit", json!({})).await.expect(200);
        // Whoever wrote in it does not adopt it, whatever else they are.
        let both = planning.clone().also(&committee);
        office
            .step(&both, &path, "adopt", json!({}))
            .await
            .expect_problem(403, "permission_denied");
        let why = json!({ "reason": "Thiếu chỉ tiêu về môi trường" });
        office.step(&committee, &path, "return", why).await.expect(200);
        office.step(&planning, &path, "submit", json!({})).await.expect(200);
        office.step(&committee, &path, "adopt", json!({})).await.expect(200);
        let plan = office.read_by(&district, "/v1/plans/hn-2026").await;
        assert_eq!(plan["content"]["targets"][13]["code"], json!("digital_cooperatives"));
        let years = office.read_by(&district, "/v1/plans").await;
        assert_eq!(years["items"][1]["code"], json!("hn-2026"));
        // What was adopted is never changed.
        office
            .step(&planning, &path, "submit", json!({}))
            .await
            .expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn an_amendment_holds_from_its_adoption_and_leaves_the_past_as_it_was() {
    each(async |office| {
        let (planning, committee) = (office.planning(), office.committee());
        let versions = "/v1/plans/hn-2025/versions";
        let made = office.post(&planning, versions, json!({})).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        let second = office.post(&planning, versions, json!({})).await;
        second.expect_problem(409, "state_conflict");
        let mut content = made.json()["plan"].clone();
        content["targets"][3]["minimum"] = json!(60);
        let change = |content: &Value| {
            let request = office.service.patch(&path, json!({ "plan": content }));
            request.by(&planning).idempotency_key(&office.key())
        };
        change(&content).send().await.expect_problem(428, "version_required");
        change(&content).if_match(&made.etag()).send().await.expect(200);
        change(&content).if_match(&made.etag()).send().await.expect(412);
        content["targets"][3]["unit"] = json!("cooperative");
        let tag = office.service.get(&path).by(&planning).send().await.expect(200).etag();
        let wrong = change(&content).if_match(&tag).send().await;
        let expected = ("/content/targets/3/unit".to_owned(), "differs_from_indicator".to_owned());
        assert_eq!(faults(&wrong.expect_problem(422, "rule_violated")), [expected]);
        office.step(&planning, &path, "submit", json!({})).await.expect(200);
        office.service.wait(2 * 86_400);
        office.step(&committee, &path, "adopt", json!({})).await.expect(200);
        let minimum = async |query: &str| {
            let plan = office.read_by(&office.audit(), &format!("/v1/plans/hn-2025{query}")).await;
            plan["content"]["targets"][3]["minimum"].clone()
        };
        assert_eq!(minimum("").await, json!(60));
        assert_eq!(minimum("?as_of=2025-05-13").await, json!(47), "the day before");
        let viewer = office.service.as_agency("so-ct", Role::Viewer);
        let seen = office.read_by(&viewer, "/v1/plan-versions?plan=hn-2025").await;
        assert_eq!(seen["items"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[actix_web::test]
async fn the_duties_of_a_later_plan_are_tasks_once_somebody_else_has_adopted_it() {
    each(async |office| {
        let (planning, committee) = (office.planning(), office.committee());
        let mut new = plan_2026(&office).await;
        let duty = |code: &str, agencies: Value, territorial: bool| {
            json!({
                "code": code, "section": "III. Nhiệm vụ", "text": "Rà soát hợp tác xã ngừng hoạt động",
                "agencies": agencies, "territorial": territorial,
            })
        };
        new["content"]["duties"] = json!([duty("1", json!(["nobody"]), false)]);
        let wrong = office.post(&planning, "/v1/plans", new.clone()).await;
        let expected = ("/content/duties/0/agencies".to_owned(), "unknown_agency".to_owned());
        assert_eq!(faults(&wrong.expect_problem(422, "rule_violated")), [expected]);
        new["content"]["duties"] =
            json!([duty("1", json!(["so-ct", "lmhtx"]), false), duty("2", json!([]), true)]);
        let made = office.post(&planning, "/v1/plans", new.clone()).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        office.step(&planning, &path, "submit", json!({})).await.expect(200);
        office.step(&committee, &path, "adopt", json!({})).await.expect(200);
        let tasks = "/v1/plan-tasks?plan=hn-2026";
        let given = office.read_by(&office.audit(), &format!("{tasks}&duty=1")).await;
        let items = given["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(items[0]["due_on"], json!("2026-12-10"), "with the reports of the year");
        assert_eq!(items[0]["reminder_basis"]["verified"], json!(false));
        // The territories are those with which its year begins: communes.
        let of = format!("{tasks}&duty=2&limit=200");
        let places = office.read_by(&office.audit(), &of).await;
        assert_eq!(places["items"].as_array().unwrap().len(), 126);
        let window = json!({
            "plan": "hn-2026", "name": "Báo cáo năm", "opens_on": "2026-01-01",
            "due_on": "2026-12-10",
        });
        let window = office.post(&planning, "/v1/plan-report-windows", window).await;
        let window = window.expect(201).json();
        assert_eq!(window["standing"]["owed"], json!(128));
        assert_eq!(window["reminder_basis"]["verified"], json!(false));

        // An amendment gives what the plan did not have, and takes nothing away.
        new["content"]["duties"] = json!([duty("1", json!(["so-ct", "hpa"]), false)]);
        let versions = "/v1/plans/hn-2026/versions";
        let next = json!({ "content": new["content"] });
        let made = office.post(&planning, versions, next).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        office.step(&planning, &path, "submit", json!({})).await.expect(200);
        office.step(&committee, &path, "adopt", json!({})).await.expect(200);
        let given = office.read_by(&office.audit(), &format!("{tasks}&duty=1")).await;
        assert_eq!(given["items"].as_array().unwrap().len(), 3);
    })
    .await;
}

#[actix_web::test]
async fn nobody_is_asked_for_reports_of_a_plan_that_gives_nobody_anything_to_do() {
    each(async |office| {
        let (planning, committee) = (office.planning(), office.committee());
        let made = office.post(&planning, "/v1/plans", plan_2026(&office).await).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        office.step(&planning, &path, "submit", json!({})).await.expect(200);
        office.step(&committee, &path, "adopt", json!({})).await.expect(200);
        let window = json!({
            "plan": "hn-2026", "name": "Báo cáo năm", "opens_on": "2026-01-01",
            "due_on": "2026-12-10",
        });
        let refused = office.post(&planning, "/v1/plan-report-windows", window).await;
        refused.expect_problem(422, "rule_violated");
    })
    .await;
}

#[actix_web::test]
async fn a_plan_that_was_never_adopted_is_put_right_or_given_up_and_begun_anew() {
    each(async |office| {
        let (planning, committee) = (office.planning(), office.committee());
        let new = plan_2026(&office).await;
        let mut mistyped = new.clone();
        (mistyped["code"], mistyped["year"]) = (json!("hn-2062"), json!(2030));
        mistyped["content"]["report_due"] = json!("2030-12-10");
        let made = office.post(&planning, "/v1/plans", mistyped.clone()).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        let change = async |head: Value, content: &Value| {
            let seen = office.service.get(&path).by(&planning).send().await.expect(200).etag();
            let body = json!({ "plan": content, "head": head });
            let request = office.service.patch(&path, body).by(&planning).if_match(&seen);
            request.idempotency_key(&office.key()).send().await
        };
        let head =
            |code: &str, year: i16| json!({ "code": code, "year": year, "period": "2026-2030" });
        let wrong = change(head("HN", 2031), &new["content"]).await;
        let pointers: Vec<String> = faults(&wrong.expect_problem(422, "rule_violated"))
            .into_iter()
            .map(|(at, _)| at)
            .collect();
        assert_eq!(pointers, ["/head/code", "/head/period"]);
        let taken = json!({ "code": "hn-2025", "year": 2026, "period": "2026-2030" });
        change(taken, &new["content"]).await.expect_problem(409, "already_exists");
        let right = change(head("hn-2026", 2026), &new["content"]).await.expect(200).json();
        assert_eq!((&right["plan_code"], &right["year"]), (&json!("hn-2026"), &json!(2026)));

        // Given up, it stands in nobody's way: the code and the year are free.
        let why = json!({ "reason": "Lập nhầm" });
        office.step(&planning, &path, "discard", why.clone()).await.expect(200);
        let made = office.post(&planning, "/v1/plans", new.clone()).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        assert_eq!(
            made.json()["number"],
            json!(2),
            "the version that was given up keeps its number"
        );
        office.step(&planning, &path, "discard", why).await.expect(200);
        let made = office.post(&planning, "/v1/plans", mistyped).await.expect(201);
        let other = made.header("location").unwrap().to_owned();
        let made = office.post(&planning, "/v1/plans", new.clone()).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        let given_up = made.json()["plan_id"] != office.read_by(&planning, &other).await["plan_id"];
        assert!(given_up, "the mistyped one is another plan");

        office.step(&planning, &path, "submit", json!({})).await.expect(200);
        office.step(&committee, &path, "adopt", json!({})).await.expect(200);
        office.read_by(&office.district(), "/v1/plans/hn-2026").await;
        // What was adopted keeps its code.
        let versions = "/v1/plans/hn-2026/versions";
        let next = office.post(&planning, versions, json!({})).await.expect(201);
        let path = next.header("location").unwrap().to_owned();
        let body = json!({ "plan": next.json()["plan"], "head": head("hn-2027", 2027) });
        let request = office.service.patch(&path, body).by(&planning).if_match(&next.etag());
        let refused = request.idempotency_key(&office.key()).send().await;
        refused.expect_problem(409, "state_conflict");
    })
    .await;
}
