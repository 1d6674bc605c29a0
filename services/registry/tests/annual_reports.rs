//! Annual reports: filed once, restated with a reason, flagged and never dropped.

use htx_model::{organisation::OrganisationStatus, principal::Role};
use serde_json::{Value, json};

use super::{
    imports,
    office::{Office, each, each_of, faults, organisation_id},
};

/// The figures of an ordinary year.
pub(crate) fn figures() -> Value {
    json!({
        "revenue_vnd": 4_250_000_000_i64, "profit_vnd": -20_000_000,
        "total_capital_vnd": 5_000_000_000_i64, "undivided_fund_vnd": 250_000_000,
        "official_member_count": 62, "associate_contributing_count": 3,
        "worker_count": 18, "worker_pay_vnd": 1_170_000_009,
        "internal_share_bp": 6500, "general_meeting_on": "2025-03-20",
    })
}

async fn entered(office: &Office) -> String {
    let entered = office.enter(office.cooperative("HTX Rau")).await;
    entered["id"].as_str().unwrap().to_owned()
}

fn reports(id: &str) -> String {
    format!("/v1/organisations/{id}/annual-reports")
}

#[actix_web::test]
async fn an_organisation_files_for_itself_and_everybody_reads_the_newest_statement() {
    each(async |office| {
        let id = entered(&office).await;
        let own = office.service.as_organisation(organisation_id(&id));
        let body = json!({ "year": 2024, "figures": figures() });
        let filed = office.service.post(&reports(&id), body).by(&own).send().await.expect(201);
        let year = format!("{}/2024", reports(&id));
        assert_eq!(filed.header("location"), Some(year.as_str()));
        assert_eq!(filed.etag(), "\"v1\"");
        let report = filed.json();
        assert_eq!(report["origin"], "filed");
        assert_eq!(report["flags"], json!([]));
        // 1,170,000,009 over 18 workers, rounded half up.
        assert_eq!(report["figures"]["average_worker_income_vnd"], 65_000_001);
        assert_eq!(report["figures"]["associate_non_contributing_count"], 0);
        assert_eq!(office.read(&year).await, report);
        assert_eq!(office.read(&reports(&id)).await["items"], json!([report]));
        office.get(&format!("{}/2023", reports(&id))).by(&own).send().await.expect(404);
        office.get(&format!("{}/x", reports(&id))).by(&own).send().await.expect(404);
    })
    .await;
}

#[actix_web::test]
async fn a_year_is_filed_once_and_then_restated_with_a_reason() {
    each(async |office| {
        let id = entered(&office).await;
        let district = office.district();
        let file = || {
            let body = json!({ "year": 2024, "figures": figures() });
            office.service.post(&reports(&id), body).by(&district)
        };
        let first = file().idempotency_key("one").send().await.expect(201);
        let again = file().idempotency_key("one").send().await.expect(201);
        assert_eq!(again.json(), first.json());
        file().send().await.expect_problem(409, "already_exists");

        let path = format!("{}/2024/restate", reports(&id));
        let mut changed = figures();
        changed["revenue_vnd"] = json!(4_300_000_000_i64);
        let restate = |reason: &str, tag: &str| {
            let body = json!({ "figures": changed, "reason": reason });
            office.service.post(&path, body).by(&district).if_match(tag).send()
        };
        let none = office.service.post(&path, json!({ "figures": changed, "reason": "x" }));
        none.by(&district).send().await.expect_problem(428, "version_required");
        restate("Kiểm toán", "\"v7\"").await.expect_problem(412, "stale_version");
        let blank = restate("  ", "\"v1\"").await.expect_problem(422, "rule_violated");
        assert_eq!(faults(&blank), [("/reason".to_owned(), "reason_needed".to_owned())]);
        let restated = restate("Kiểm toán điều chỉnh", "\"v1\"").await.expect(200);
        assert_eq!(restated.etag(), "\"v2\"");
        let now = restated.json();
        assert_eq!(now["figures"]["revenue_vnd"], 4_300_000_000_i64);
        assert_eq!(now["restatement_reason"], "Kiểm toán điều chỉnh");
        // The same again changes nothing.
        assert_eq!(restate("Lại", "\"v2\"").await.expect(200).etag(), "\"v2\"");

        let versions = office.read(&format!("{}/2024/versions", reports(&id))).await;
        let items = versions["items"].as_array().unwrap();
        let revenues: Vec<_> = items.iter().map(|item| &item["figures"]["revenue_vnd"]).collect();
        assert_eq!(revenues, [4_300_000_000_i64, 4_250_000_000]);
        assert_eq!(items[0]["restatement_reason"], "Kiểm toán điều chỉnh");
        assert_eq!(items[1]["actor"]["agency"], "district-277");
        let told = office.told().await;
        assert!(told.contains("annual_report.restated") && !told.contains("Kiểm toán điều chỉnh"));
    })
    .await;
}

#[actix_web::test]
async fn only_the_organisation_its_district_and_for_unions_planning_file() {
    each(async |office| {
        let id = entered(&office).await;
        let mut union = office.cooperative("Liên hiệp HTX Chương Mỹ");
        union["kind"] = json!("cooperative_union");
        let union = office.enter(union).await["id"].as_str().unwrap().to_owned();
        let other = office.enter(office.cooperative("HTX Hoa")).await;
        let other = office.service.as_organisation(organisation_id(other["id"].as_str().unwrap()));
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let file = |id: &str, caller| {
            let body = json!({ "year": 2024, "figures": figures() });
            office.service.post(&reports(id), body).by(caller).send()
        };
        let (district, planning, audit) = (office.district(), office.planning(), office.audit());
        file(&id, &audit).await.expect_problem(403, "permission_denied");
        file(&id, &neighbour).await.expect_problem(404, "not_found");
        file(&id, &other).await.expect_problem(404, "not_found");
        let planned = file(&id, &planning).await.expect_problem(403, "permission_denied");
        assert!(planned["advice"].is_string());
        file(&union, &district).await.expect_problem(403, "permission_denied");
        file(&union, &planning).await.expect(201);
        file(&id, &district).await.expect(201);
    })
    .await;
}

#[actix_web::test]
async fn what_cannot_be_is_refused_with_every_fault() {
    each(async |office| {
        let id = entered(&office).await;
        let file =
            |body: Value| office.service.post(&reports(&id), body).by(&office.district()).send();
        // Today is 2025-05-12: the year is not over.
        let early = file(json!({ "year": 2025, "figures": figures() })).await;
        let early = early.expect_problem(422, "rule_violated");
        assert_eq!(faults(&early)[0], ("/year".to_owned(), "year_not_open".to_owned()));
        let mut wrong = figures();
        wrong["revenue_vnd"] = json!(-1);
        wrong["worker_count"] = json!(0);
        wrong["general_meeting_on"] = json!("2023-12-31");
        wrong["internal_share_bp"] = json!(10_001);
        let problem = file(json!({ "year": 1999, "figures": wrong })).await;
        let problem = problem.expect_problem(422, "rule_violated");
        let codes: Vec<_> = faults(&problem).into_iter().map(|(_, code)| code).collect();
        assert_eq!(
            codes,
            [
                "year_not_open",
                "out_of_range",
                "out_of_range",
                "pay_without_workers",
                "meeting_out_of_year"
            ]
        );
        file(json!({ "year": 2024, "figures": {} })).await.expect_problem(400, "invalid_body");
        file(json!({ "year": 99999, "figures": figures() }))
            .await
            .expect_problem(400, "invalid_body");

        office.put_into(&id, OrganisationStatus::Dissolving).await;
        let frozen = file(json!({ "year": 2024, "figures": figures() })).await;
        let frozen = frozen.expect_problem(409, "state_conflict");
        assert_eq!(frozen["legal_basis"]["article"], "100");
    })
    .await;
}

#[actix_web::test]
async fn a_jump_is_flagged_beside_the_year_before_and_anew_when_that_is_restated() {
    each(async |office| {
        let id = entered(&office).await;
        let district = office.district();
        let file = |year: i16, revenue: i64| {
            let mut figures = figures();
            figures["revenue_vnd"] = json!(revenue);
            figures["general_meeting_on"] = Value::Null;
            let body = json!({ "year": year, "figures": figures });
            office.service.post(&reports(&id), body).by(&district).send()
        };
        file(2023, 400_000_000).await.expect(201);
        let flagged = file(2024, 4_000_000_000).await.expect(201).json();
        assert_eq!(flagged["flags"], json!(["revenue_jump"]));
        let flagged = "/v1/annual-reports?flagged=true&year=2024&district=277";
        assert_eq!(each_of(&office.read(flagged).await, "origin"), ["filed"]);
        assert_eq!(
            office.read("/v1/annual-reports?flagged=true&year=2023").await["items"],
            json!([])
        );

        let mut restated = figures();
        restated["revenue_vnd"] = json!(3_900_000_000_i64);
        restated["general_meeting_on"] = Value::Null;
        let body = json!({ "figures": restated, "reason": "Nhầm đơn vị" });
        let path = format!("{}/2023/restate", reports(&id));
        let restate = office.service.post(&path, body).by(&district).if_match("\"v1\"");
        restate.send().await.expect(200);
        let next = office.read(&format!("{}/2024", reports(&id))).await;
        assert_eq!(next["flags"], json!([]));
        assert_eq!(next["version"], 1);
        assert_eq!(office.read(flagged).await["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn the_list_keeps_to_the_callers_territory_and_comes_as_a_table() {
    each(async |office| {
        let here = entered(&office).await;
        let there = office.enter(office.cooperative_elsewhere("HTX Chè")).await;
        let there = there["id"].as_str().unwrap().to_owned();
        for (id, code) in [(&here, "district-277"), (&there, "district-276")] {
            for year in [2023, 2024] {
                let mut figures = figures();
                figures["general_meeting_on"] = Value::Null;
                let body = json!({ "year": year, "figures": figures });
                let officer = office.service.as_agency(code, Role::Officer);
                office.service.post(&reports(id), body).by(&officer).send().await.expect(201);
            }
        }
        let list = "/v1/annual-reports?limit=1";
        let mut seen = Vec::new();
        let mut path = list.to_owned();
        loop {
            let page = office.read(&path).await;
            let items = page["items"].as_array().unwrap().iter();
            seen.extend(
                items.map(|item| (item["organisation"]["id"].clone(), item["year"].clone())),
            );
            let Some(next) = page["next"].as_str() else { break };
            path = format!("{list}&cursor={next}");
        }
        assert_eq!(seen.len(), 4);
        seen.dedup();
        assert_eq!(seen.len(), 4);
        let own = office.read_by(&office.district(), "/v1/annual-reports").await;
        let own = own["items"].as_array().unwrap();
        assert!(own.len() == 2 && own.iter().all(|item| item["organisation"]["id"] == here));
        let by_year = office.read("/v1/annual-reports?year=2024&district=276").await;
        assert_eq!(by_year["items"].as_array().unwrap().len(), 1);

        let csv = office.get("/v1/annual-reports").accept("text/csv").by(&office.district());
        let csv = csv.send().await.expect(200).text();
        assert_eq!(csv.lines().count(), 3, "{csv}");
        assert!(csv.starts_with("organisation,registration_number,name,"));
        let paged = office.get("/v1/annual-reports?limit=1").accept("text/csv");
        paged.by(&office.district()).send().await.expect_problem(400, "invalid_parameter");
        let bad = office.get("/v1/annual-reports?year=99").by(&office.district()).send().await;
        bad.expect_problem(400, "invalid_parameter");
    })
    .await;
}

#[actix_web::test]
async fn two_who_file_the_same_year_at_once_leave_one_report() {
    each(async |office| {
        let id = entered(&office).await;
        let own = office.service.as_organisation(organisation_id(&id));
        let file = |caller| {
            let body = json!({ "year": 2024, "figures": figures() });
            office.service.post(&reports(&id), body).by(caller).send()
        };
        let district = office.district();
        let (one, two) = futures_util::future::join(file(&own), file(&district)).await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        assert_eq!(office.read(&reports(&id)).await["items"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[actix_web::test]
async fn the_size_follows_from_members_and_revenue_or_capital_with_its_rule() {
    each(async |office| {
        let id = entered(&office).await;
        let path = format!("/v1/organisations/{id}/size-class");
        let bare = office.read(&path).await;
        assert_eq!(bare["size_class"], "micro");
        assert_eq!(bare["facts"]["members_from"], "register");
        assert_eq!(bare["facts"]["revenue_from"], "unknown");
        assert_eq!(
            bare["legal_basis"],
            json!({
                "document": "113/2024/NĐ-CP", "article": "5", "verified": true,
            })
        );
        let body = json!({ "year": 2024, "figures": figures() });
        office.service.post(&reports(&id), body).by(&office.district()).send().await.expect(201);
        let sized = office.read(&format!("{path}?year=2024")).await;
        assert_eq!(sized["size_class"], "small");
        assert_eq!(sized["facts"]["members"], 62);
        assert_eq!(sized["facts"]["capital_from"], "annual_report");
        assert_eq!(sized["reached"]["members"], 50);
        assert_eq!(sized["missed"]["size_class"], "medium");
        assert_eq!(office.read(&path).await, sized);
        office.get(&format!("{path}?year=9")).by(&office.planning()).send().await.expect(400);
        let neighbour = office.service.as_agency("district-276", Role::Viewer);
        office.get(&path).by(&neighbour).send().await.expect(404);
    })
    .await;
}

#[actix_web::test]
async fn who_has_not_reported_or_met_or_been_rated_is_reminded() {
    each(async |office| {
        let id = entered(&office).await;
        let mut new = office.cooperative("HTX Mới");
        new["registered_on"] = json!("2025-01-15");
        let new = office.enter(new).await["id"].as_str().unwrap().to_owned();
        let mut old = office.cooperative("HTX Cũ");
        old["registered_on"] = json!("2010-06-01");
        let old = office.enter(old).await["id"].as_str().unwrap().to_owned();
        office.enter(office.cooperative_elsewhere("HTX Chè")).await;
        let stopped = office.enter(office.cooperative("HTX Dừng")).await;
        office.put_into(stopped["id"].as_str().unwrap(), OrganisationStatus::Dormant).await;
        let reminded = async |kind: &str| {
            let path = format!("/v1/reminders?year=2024&kind={kind}");
            each_of(&office.read_by(&office.district(), &path).await, "id")
        };
        assert_eq!(reminded("not_reported").await, [id.clone(), old.clone()]);
        // Registered in March 2024: too young to be rated for the year.
        assert_eq!(reminded("not_rated").await, std::slice::from_ref(&old));
        let mut figures = figures();
        figures["general_meeting_on"] = Value::Null;
        let body = json!({ "year": 2024, "figures": figures });
        office.service.post(&reports(&id), body).by(&office.district()).send().await.expect(201);
        assert_eq!(reminded("not_reported").await, std::slice::from_ref(&old));
        assert_eq!(reminded("not_met").await, [id, old]);
        let next = office.read("/v1/reminders?year=2025&kind=not_met&district=277").await;
        assert!(each_of(&next, "id").contains(&new));
        for bad in
            ["year=2026&kind=not_met", "year=1999&kind=not_met", "year=2024", "year=2024&kind=x"]
        {
            let answer =
                office.get(&format!("/v1/reminders?{bad}")).by(&office.district()).send().await;
            answer.expect_problem(400, "invalid_parameter");
        }
        let csv = office.get("/v1/reminders?year=2024&kind=not_met").accept("text/csv");
        assert_eq!(csv.by(&office.district()).send().await.expect(200).text().lines().count(), 3);
    })
    .await;
}

#[actix_web::test]
async fn an_imported_year_shows_in_what_is_unusual_about_the_next() {
    each(async |office| {
        let entered = office.enter(office.cooperative("HTX Rau")).await;
        let (id, number) = (entered["id"].as_str().unwrap(), &entered["registration_number"]);
        let body = json!({ "year": 2024, "figures": figures() });
        office.service.post(&reports(id), body).by(&office.district()).send().await.expect(201);
        let import = async |revenue: i64| {
            let file = format!(
                "Tên HTX,Mã số thuế,Xã,Huyện,Doanh thu năm 2023 (đồng)\n\
                HTX Rau,{},Thị trấn Xuân Mai,Chương Mỹ,{revenue}\n",
                number.as_str().unwrap()
            );
            let planning = office.planning();
            let answer = imports::send(&office, &planning, "", "a.csv", file.as_bytes()).await;
            let report = answer.expect(201).json()["report"].clone();
            assert_eq!(report["problems"], json!([]), "{report:#}");
            let next = office.read(&format!("{}/2024", reports(id))).await;
            (next["flags"].clone(), next["version"].clone())
        };
        // A tenth of the year after, and then nearly as much: the report itself is not restated.
        assert_eq!(import(425_000_000).await, (json!(["revenue_jump"]), json!(1)));
        assert_eq!(import(4_000_000_000).await, (json!([]), json!(1)));
    })
    .await;
}
