//! The log of advice to founders.

use htx_kit::testing::Caller;
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::office::{Office, UNMASKED, each, each_of, faults};

fn entry() -> Value {
    json!({
        "advised_on": "2025-05-05",
        "planned_kind": "cooperative",
        "planned_sector": "agriculture",
        "commune": "10018",
        "district": "277",
        "subject": "Ông Bình hỏi về điều lệ",
        "founders": [{ "name": "Trần Thanh Bình", "phone": "0908246281" }, { "name": "Lê Thị Hoa" }],
    })
}

async fn record(office: &Office, caller: &Caller, entry: Value) -> Value {
    office.service.post("/v1/advice", entry).by(caller).send().await.expect(201).json()
}

fn path_of(advice: &Value) -> String {
    format!("/v1/advice/{}", advice["id"].as_str().unwrap())
}

#[actix_web::test]
async fn advice_is_recorded_read_and_followed_up() {
    each(async |office| {
        let district = office.district();
        let made = record(&office, &district, entry()).await;
        assert_eq!((&made["agency"], &made["founder_count"]), (&"district-277".into(), &2.into()));
        let path = path_of(&made);
        let read = office.get(&path).by(&district).send().await.expect(200);
        assert_eq!(read.etag(), "\"v1\"");
        assert_eq!(read.json()["details"]["masked"], true);
        assert_eq!(office.read_by(&district, &format!("{path}?{UNMASKED}")).await, made);
        assert_eq!(made["details"]["founders"][0]["name"], "Trần Thanh Bình");

        let note = json!({ "done_on": "2025-05-10", "note": "Đã hoàn thiện điều lệ" });
        let post = || office.service.post(&format!("{path}/follow-ups"), note.clone());
        post().by(&district).send().await.expect_problem(428, "version_required");
        let done = post().by(&district).if_match("\"v1\"").idempotency_key("k").send().await;
        let done = done.expect(200).json();
        // Masked, whoever asks: only a read for a stated purpose names people.
        assert_eq!(done["details"]["masked"], true);
        let unmasked = office.read_by(&district, &format!("{path}?{UNMASKED}")).await;
        assert_eq!(unmasked["details"]["follow_ups"][0]["note"], "Đã hoàn thiện điều lệ");
        assert_eq!((&done["follow_up_count"], &done["version"]), (&1.into(), &2.into()));
        let again = post().by(&district).if_match("\"v1\"").idempotency_key("k").send().await;
        assert_eq!(again.expect(200).json(), done);
        post().by(&district).if_match("\"v1\"").send().await.expect_problem(412, "stale_version");
    })
    .await;
}

#[actix_web::test]
async fn who_was_advised_is_seen_by_who_advised_and_by_the_registrar_alone() {
    each(async |office| {
        let alliance = office.service.as_agency("lmhtx", Role::Officer);
        let path = path_of(&record(&office, &alliance, entry()).await);
        for caller in [&alliance, &office.district(), &office.planning()] {
            let read = office.read_by(caller, &format!("{path}?{UNMASKED}")).await;
            assert_eq!(read["details"]["masked"], false);
        }
        let told = office.told().await;
        assert_eq!(told.matches("personal_data.read").count(), 3);
        assert!(told.contains("kiem-tra-ho-so") && !told.contains("Trần Thanh Bình"));
        let viewer = office.service.as_agency("lmhtx", Role::Viewer);
        for caller in [&office.audit(), &viewer] {
            let unmasked = office.get(&format!("{path}?{UNMASKED}")).by(caller).send().await;
            unmasked.expect_problem(403, "permission_denied");
            let read = office.read_by(caller, &path).await;
            assert_eq!(read["details"]["masked"], true);
            assert_eq!(read["details"]["founders"][0]["name"], "T*** T*** B***");
            assert!(!read.to_string().contains("Bình") && !read.to_string().contains("0908246"));
        }
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        office.get(&path).by(&neighbour).send().await.expect_problem(404, "not_found");
        let bank = office.service.as_agency("nhnn-hn", Role::Officer);
        office.get(&path).by(&bank).send().await.expect_problem(403, "permission_denied");
        office.seal().await;
        let feed = office.read("/v1/registry/events").await;
        assert_eq!(feed["items"][0]["event"]["type"], "advice.recorded");
        assert!(!feed.to_string().contains("Bình"));
    })
    .await;
}

#[actix_web::test]
async fn advice_is_given_in_the_own_territory_and_says_something() {
    each(async |office| {
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let post = |caller: &Caller, entry: Value| {
            office.service.post("/v1/advice", entry).by(caller).send()
        };
        post(&neighbour, entry()).await.expect_problem(403, "permission_denied");
        let approver = office.service.as_agency("district-277", Role::Approver);
        post(&approver, entry()).await.expect_problem(403, "permission_denied");
        let mut wrong = entry();
        wrong["advised_on"] = json!("2025-05-13");
        wrong["commune"] = json!("99999");
        wrong["subject"] = json!(" ");
        wrong["founders"] = json!([{ "name": "" , "phone": "12" }]);
        let problem = post(&office.district(), wrong).await.expect_problem(422, "rule_violated");
        let found = faults(&problem);
        let codes: Vec<&str> = found.iter().map(|(_, code)| code.as_str()).collect();
        let expected =
            ["date_in_future", "text_length", "text_length", "not_a_phone", "unknown_commune"];
        assert_eq!(codes, expected);
        assert_eq!(found[3].0, "/founders/0/phone");
        let mut empty = entry();
        empty["founders"] = json!([]);
        post(&office.district(), empty).await.expect_problem(422, "rule_violated");
        let mut unknown = entry();
        unknown["founders"][0]["email"] = json!("a@b.vn");
        post(&office.district(), unknown).await.expect_problem(400, "invalid_body");
    })
    .await;
}

#[actix_web::test]
async fn advice_is_linked_to_the_establishment_that_followed() {
    each(async |office| {
        let district = office.district();
        let path = path_of(&record(&office, &district, entry()).await);
        let mut before = office.cooperative("HTX Trước");
        before["registered_on"] = json!("2025-05-04");
        let before = office.enter(before).await;
        let mut after = office.cooperative("HTX Sau");
        after["registered_on"] = json!("2025-05-12");
        let after = office.enter(after).await;
        let elsewhere = office.enter(office.cooperative_elsewhere("HTX Xa")).await;
        let link = |id: &Value, version: &str| {
            let request =
                office.service.post(&format!("{path}/link"), json!({ "organisation": id }));
            request.by(&district).if_match(version).send()
        };
        for (id, code) in [
            (&before["id"], "registered_before_advice"),
            (&elsewhere["id"], "unknown_organisation"),
        ] {
            let problem = link(id, "\"v1\"").await.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem)[0].1, code);
        }
        link(&after["id"], "\"v9\"").await.expect_problem(412, "stale_version");
        let linked = link(&after["id"], "\"v1\"").await.expect(200).json();
        assert_eq!(linked["organisation"], after["id"]);
        assert_eq!(linked["linked_on"], "2025-05-12");
        // The same again changes nothing.
        let same = link(&after["id"], "\"v2\"").await.expect(200);
        assert_eq!(same.etag(), "\"v2\"");
    })
    .await;
}

#[actix_web::test]
async fn the_log_is_listed_by_pages_or_as_a_table_within_scope() {
    each(async |office| {
        let (district, planning) = (office.district(), office.planning());
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(record(&office, &district, entry()).await["id"].as_str().unwrap().to_owned());
        }
        let mut elsewhere = entry();
        elsewhere["commune"] = json!("04930");
        elsewhere["district"] = json!("276");
        elsewhere["planned_kind"] = json!("cooperative_group");
        record(&office, &planning, elsewhere).await;

        let all = office.read("/v1/advice").await;
        assert_eq!(each_of(&all, "id").len(), 4);
        assert_eq!(all["items"][0].get("details"), None);
        assert_eq!(each_of(&office.read_by(&district, "/v1/advice").await, "id"), ids);
        for (query, count) in [
            ("district=277", 3),
            ("agency=so-tc", 1),
            ("planned_kind=cooperative_group", 1),
            ("linked=true", 0),
            ("linked=false&advised_from=2025-05-05&advised_to=2025-05-05", 4),
            ("advised_from=2025-05-06", 0),
            ("planned_sector=agriculture&commune=10018", 3),
        ] {
            let page = office.read(&format!("/v1/advice?{query}")).await;
            assert_eq!(each_of(&page, "id").len(), count, "{query}");
        }
        let first = office.read("/v1/advice?limit=3").await;
        let next = first["next"].as_str().unwrap();
        let rest = office.read(&format!("/v1/advice?limit=3&cursor={next}")).await;
        assert_eq!(each_of(&rest, "agency"), ["so-tc"]);
        let csv = office.get("/v1/advice").by(&district).accept("text/csv").send().await;
        let csv = csv.expect(200).text();
        assert_eq!(csv.lines().count(), 4);
        assert!(!csv.contains("Bình"));
        let paged = office.get("/v1/advice?limit=3").by(&district).accept("text/csv").send().await;
        paged.expect_problem(400, "invalid_parameter");
    })
    .await;
}

#[actix_web::test]
async fn the_commune_that_took_over_goes_on_with_the_advice() {
    each(async |office| {
        let path = path_of(&record(&office, &office.district(), entry()).await);
        office.service.set_clock("2025-07-02T02:30:00Z");
        office.registry.follow_succession().await.unwrap();
        let commune = office.service.as_agency("commune-10045", Role::Officer);
        let read = office.read_by(&commune, &path).await;
        assert_eq!(
            (&read["commune"], &read["current_commune"]),
            (&"10018".into(), &"10045".into())
        );
        let listed = office.read_by(&commune, "/v1/advice?commune=10045").await;
        assert_eq!(each_of(&listed, "id").len(), 1);
    })
    .await;
}
