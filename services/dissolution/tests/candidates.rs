//! Candidates: found by a rule, warned twice, decided into a case; across the day on which the
//! districts end.

use diesel::{RunQueryDsl as _, sql_query, sql_types::SmallInt};
use htx_kit::{
    db::{Bind, types::Uuid},
    testing::{Answer, Caller},
};
use htx_model::{
    id::OrganisationId,
    organisation::{OrganisationKind, OrganisationStatus},
};
use serde_json::{Value, json};

use super::{
    answers::each_of,
    office::{Office, each},
};

const CANDIDATES: &str = "/v1/dissolution-candidates";

impl Office {
    /// A known organisation that lives, registered on a day.
    async fn living(&self, name: &str, registered_on: &str) -> OrganisationId {
        let mut one = self.cooperative(name);
        one.status = OrganisationStatus::Active;
        one.registered_on = Some(registered_on.parse().unwrap());
        let id = one.id;
        self.know(vec![one]).await;
        id
    }

    /// An organisation reported for a year.
    async fn reported(&self, of: OrganisationId, year: i16) {
        self.database
            .write(move |connection| {
                sql_query(
                    "INSERT INTO organisation_report (organisation_id, year, position) \
                     VALUES ($1, $2, 1)",
                )
                .bind::<Uuid, _>(Bind(of))
                .bind::<SmallInt, _>(year)
                .execute(connection)
                .map(drop)
                .map_err(Into::into)
            })
            .await
            .unwrap();
    }

    /// Proposes by a rule, and gives the candidates as items of a stage.
    async fn propose(&self, by: &Caller, body: Value) -> Value {
        let proposed = self.post(by, CANDIDATES, body).await.expect(200).json();
        items(&proposed["candidates"])
    }

    /// Takes a stage.
    async fn take(&self, by: &Caller, stage: &str, mut body: Value, items: &Value) -> Answer {
        body["items"] = items.clone();
        self.post(by, &format!("{CANDIDATES}/{stage}"), body).await
    }
}

/// Candidates, or outcomes, as items of the next stage.
fn items(of: &Value) -> Value {
    let item = |one: &Value| {
        let id = one.get("candidate_id").or(one.get("id"));
        json!({ "candidate_id": id, "version": one["version"] })
    };
    of.as_array().unwrap().iter().map(item).collect()
}

/// Outcome and code of each item of a staging.
fn outcomes(staging: &Value) -> Vec<(String, Option<String>)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let all = staging["items"].as_array().unwrap().iter();
    all.map(|one| (text(&one["outcome"]).unwrap(), text(&one["code"]))).collect()
}

fn done() -> (String, Option<String>) {
    ("done".to_owned(), None)
}

fn refused(code: &str) -> (String, Option<String>) {
    ("refused".to_owned(), Some(code.to_owned()))
}

#[actix_web::test]
async fn each_rule_finds_what_it_means_and_a_simulation_changes_nothing() {
    each(async |office| {
        let dormant = office.known("HTX Ngừng").await;
        let old = office.living("HTX Cũ", "2013-06-30").await;
        let silent = office.living("HTX Im Lặng", "2015-01-05").await;
        let reports = office.living("HTX Có Báo Cáo", "2015-01-05").await;
        for of in [old, reports] {
            office.reported(of, 2023).await;
        }
        office.reported(silent, 2021).await;
        let young = office.living("HTX Mới", "2024-01-05").await;
        let simulate = async |body: Value| {
            let path = format!("{CANDIDATES}/simulate");
            office.post(&office.officer(), &path, body).await.expect(200).json()
        };
        let of_dormant = simulate(json!({ "rule": "dormant" })).await;
        assert_eq!(of_dormant["count"], 1);
        assert_eq!(of_dormant["examples"][0]["id"], json!(dormant));
        assert_eq!(of_dormant["districts"][0]["district"], "277");
        assert_eq!(of_dormant["legal_basis"]["verified"], false);
        let never = simulate(json!({ "rule": "not_reorganised" })).await;
        assert_eq!((&never["count"], &never["route"]), (&json!(1), &json!("legacy")));
        assert_eq!(never["examples"][0]["id"], json!(old));
        // None for 2022 to 2024; the young one did not have to, the dormant one has no day.
        let silent_ones = simulate(json!({ "rule": "no_annual_report" })).await;
        assert_eq!((&silent_ones["years"], &silent_ones["count"]), (&json!(3), &json!(2)));
        let found: Vec<&Value> =
            silent_ones["examples"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
        assert!(found.contains(&&json!(silent)) && !found.contains(&&json!(young)));
        let five = simulate(json!({ "rule": "no_annual_report", "years": 5 })).await;
        assert_eq!(five["count"], 1);
        let elsewhere = simulate(json!({ "rule": "dormant", "district": "276" })).await;
        assert_eq!(elsewhere["count"], 0);
        let none = office.read_by(&office.officer(), CANDIDATES).await;
        assert_eq!(none["items"], json!([]));
        let wrong = json!({ "rule": "no_annual_report", "years": 0 });
        let path = format!("{CANDIDATES}/simulate");
        let wrong = office.post(&office.officer(), &path, wrong).await;
        wrong.expect_problem(400, "invalid_parameter");
    })
    .await;
}

#[actix_web::test]
async fn candidates_are_proposed_once_and_by_whose_business_they_are() {
    each(async |office| {
        let first = office.known("HTX Một").await;
        let second = office.known("HTX Hai").await;
        let opened = office.known("HTX Đã Mở").await;
        office.open_case(opened, "dormant").await;
        let mut union = office.cooperative("Liên hiệp HTX");
        union.kind = OrganisationKind::CooperativeUnion;
        let union_id = union.id;
        office.know(vec![union]).await;
        let officer = office.officer();
        let named = json!({ "rule": "dormant", "organisation_ids": [first, opened, union_id] });
        let proposed = office.post(&officer, CANDIDATES, named).await.expect(200).json();
        assert_eq!(proposed["candidates"].as_array().unwrap().len(), 1);
        assert_eq!(proposed["not_found_by_rule"], json!([opened, union_id]));
        // All the rest that the rule finds.
        let rest = office.post(&officer, CANDIDATES, json!({ "rule": "dormant" })).await;
        let rest = rest.expect(200).json();
        assert_eq!(rest["candidates"][0]["organisation"]["id"], json!(second));
        let again = office.post(&officer, CANDIDATES, json!({ "rule": "dormant" })).await;
        assert_eq!(again.expect(200).json()["candidates"], json!([]));
        let of_union = office.propose(&office.planning(), json!({ "rule": "dormant" })).await;
        assert_eq!(of_union.as_array().unwrap().len(), 1);
        let neighbour = office.of("district-276");
        assert_eq!(office.read_by(&neighbour, CANDIDATES).await["items"], json!([]));
        let audit = office.post(&office.audit(), CANDIDATES, json!({ "rule": "dormant" })).await;
        audit.expect_problem(403, "permission_denied");
        let csv =
            office.service.get(CANDIDATES).by(&office.audit()).accept("text/csv").send().await;
        assert_eq!(csv.expect(200).text().lines().count(), 4);
        let without = office.service.post(CANDIDATES, json!({ "rule": "dormant" })).by(&officer);
        without.send().await.expect_problem(400, "idempotency_key_required");
        let none = json!({ "rule": "dormant", "organisation_ids": [] });
        let none = office.post(&officer, CANDIDATES, none).await;
        none.expect_problem(422, "rule_violated");
    })
    .await;
}

#[actix_web::test]
async fn a_districts_candidates_pass_to_the_commune_and_end_in_cases() {
    each(async |office| {
        office.service.set_clock("2025-06-02T03:00:00Z");
        for name in ["HTX Một", "HTX Hai", "HTX Ba"] {
            office.known(name).await;
        }
        let district = office.officer();
        let proposed = office.propose(&district, json!({ "rule": "dormant" })).await;
        let early = office.take(&district, "warn-again", json!({}), &proposed).await;
        let early = outcomes(&early.expect(200).json());
        assert_eq!(early, vec![refused("state_conflict"); 3]);
        let warned = office.take(&district, "warn", json!({}), &proposed).await.expect(200).json();
        assert_eq!((&warned["done"], &warned["on"]), (&json!(3), &json!("2025-06-02")));
        // A version that has gone is not staged again.
        let stale = office.take(&district, "warn-again", json!({}), &proposed).await;
        assert_eq!(outcomes(&stale.expect(200).json()), vec![refused("stale_version"); 3]);
        let soon = office.take(&district, "warn-again", json!({}), &items(&warned["items"])).await;
        let soon = soon.expect(200).json();
        assert_eq!(outcomes(&soon), vec![refused("state_conflict"); 3]);
        assert!(soon["items"][0]["detail"].as_str().unwrap().contains("2025-07-03"));

        // The districts end; the commune goes on with what was proposed, under its own name.
        office.service.set_clock("2025-07-03T03:00:00Z");
        let commune = office.of("commune-10045");
        let path = format!("{CANDIDATES}/{}", warned["items"][0]["candidate_id"].as_str().unwrap());
        let seen = office.read_by(&commune, &path).await;
        assert_eq!(seen["proposed_by"]["name"], "Ủy ban nhân dân huyện Chương Mỹ");
        assert_eq!(seen["available_actions"], json!(["warn_again", "withdraw"]));
        assert_eq!(seen["next_stages"][0]["earliest_on"], "2025-07-03");
        assert_eq!(seen["next_stages"][0]["legal_basis"]["verified"], false);
        let ended = office.officer();
        let gone = office.take(&ended, "warn-again", json!({}), &items(&warned["items"])).await;
        gone.expect_problem(403, "permission_denied");
        let elsewhere = office.of("commune-10030");
        let strange =
            office.take(&elsewhere, "warn-again", json!({}), &items(&warned["items"])).await;
        assert_eq!(outcomes(&strange.expect(200).json()), vec![refused("not_found"); 3]);
        let again = office.take(&commune, "warn-again", json!({}), &items(&warned["items"])).await;
        let again = again.expect(200).json();
        assert_eq!(again["done"], 3);
        // One is withdrawn for a reason, which is no part of the log.
        let lives = json!({ "reason": "Ông An báo đã hoạt động lại" });
        let one = json!([items(&again["items"])[0]]);
        let withdrawn = office.take(&commune, "withdraw", lives, &one).await.expect(200).json();
        assert_eq!(withdrawn["items"][0]["state"], "withdrawn");

        office.service.set_clock("2025-08-05T03:00:00Z");
        let decision = json!({ "legal_basis": "2645/UBND-KHĐT" });
        let all = items(&again["items"]);
        let both = office.of("commune-10045").also(&office.approver_of("commune-10045"));
        let own = office.take(&both, "decide", decision.clone(), &all).await.expect(200).json();
        let codes: Vec<_> = outcomes(&own).into_iter().map(|(_, code)| code.unwrap()).collect();
        assert_eq!(codes, ["stale_version", "permission_denied", "permission_denied"]);
        let approver = office.approver_of("commune-10045");
        let decided = office.take(&approver, "decide", decision, &all).await.expect(200).json();
        assert_eq!(outcomes(&decided), [refused("stale_version"), done(), done()]);
        let case = decided["items"][1]["dissolution_id"].as_str().unwrap();
        let case = office.read_by(&commune, &format!("/v1/dissolutions/{case}")).await;
        assert_eq!((&case["route"], &case["state"]), (&json!("dormant"), &json!("identified")));
        assert_eq!(case["steps"][0]["legal_basis"], "2645/UBND-KHĐT");
        // Whoever decided has prepared nothing in it, so they may decide it later.
        let actions = office
            .read_by(&approver, &format!("/v1/dissolutions/{}", case["id"].as_str().unwrap()))
            .await;
        assert!(actions["available_actions"].as_array().unwrap().contains(&json!("withdraw")));
        let page = office.read_by(&commune, &format!("{CANDIDATES}?state=decided")).await;
        assert_eq!(each_of(&page, "/ended_on"), ["2025-08-05", "2025-08-05"]);
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/dissolution/events?limit=200").await;
        assert!(!log.to_string().contains("Ông An"));
        assert!(
            each_of(&log, "/event/type").contains(&"dissolution_candidate.withdrawn".to_owned())
        );
    })
    .await;
}

#[actix_web::test]
async fn two_officers_who_stage_the_same_candidates_at_once_stage_them_once() {
    each(async |office| {
        for name in ["HTX Một", "HTX Hai"] {
            office.known(name).await;
        }
        let officer = office.officer();
        let other = officer.named("district-277.another");
        let proposed = office.propose(&officer, json!({ "rule": "dormant" })).await;
        let (one, two) = futures_util::join!(
            office.take(&officer, "warn", json!({}), &proposed),
            office.take(&other, "warn", json!({}), &proposed),
        );
        let mut counts: Vec<i64> = [one, two]
            .into_iter()
            .map(|answer| answer.expect(200).json()["done"].as_i64().unwrap())
            .collect();
        counts.sort_unstable();
        assert_eq!(counts, [0, 2]);
        let page = office.read_by(&officer, &format!("{CANDIDATES}?state=warned")).await;
        assert_eq!(page["items"].as_array().unwrap().len(), 2);
        assert_eq!(page["items"][0]["version"], 2);
    })
    .await;
}

#[actix_web::test]
async fn the_rule_is_asked_again_and_each_case_has_the_officer_and_document_of_its_own() {
    each(async |office| {
        office.service.set_clock("2025-07-07T03:00:00Z");
        let names = ["HTX Sống Lại", "HTX Có Tên", "HTX Trong Kế Hoạch", "HTX Còn Lại"];
        let mut known = Vec::new();
        for name in names {
            known.push(office.known(name).await);
        }
        let commune = office.of("commune-10045");
        let proposed = office.propose(&commune, json!({ "rule": "dormant" })).await;
        let warned = office.take(&commune, "warn", json!({}), &proposed).await.expect(200).json();
        office.service.set_clock("2025-08-11T03:00:00Z");
        let warned = items(&warned["items"]);
        let again = office.take(&commune, "warn-again", json!({}), &warned).await;
        let mut again = items(&again.expect(200).json()["items"]);
        // The first works again, says the register; the third is planned for somebody.
        let mut lives = office.cooperative("HTX Sống Lại");
        (lives.id, lives.status) = (known[0], OrganisationStatus::Active);
        office.know(vec![lives]).await;
        let mut planned = super::plans::entry(known[2], "2025-12");
        planned["responsible_officer"] = json!("commune-10045.planned");
        office.approved_plan("commune-10045", json!([planned])).await;
        office.service.set_clock("2025-09-15T03:00:00Z");
        again[1]["legal_basis"] = json!("48/QĐ-UBND");
        again[1]["responsible_officer"] = json!("commune-10045.named");
        let decision = json!({ "legal_basis": "2645/UBND-KHĐT" });
        let approver = office.approver_of("commune-10045");
        let decided = office.take(&approver, "decide", decision, &again).await.expect(200).json();
        assert_eq!(outcomes(&decided), [refused("state_conflict"), done(), done(), done()]);
        let detail = decided["items"][0]["detail"].as_str().unwrap();
        assert!(detail.contains("không còn thuộc tiêu chí"), "{detail}");
        let expected = [
            ("commune-10045.named", "48/QĐ-UBND"),
            ("commune-10045.planned", "2645/UBND-KHĐT"),
            ("commune-10045.officer", "2645/UBND-KHĐT"),
        ];
        for (item, (officer, basis)) in
            decided["items"].as_array().unwrap()[1..].iter().zip(expected)
        {
            let case = item["dissolution_id"].as_str().unwrap();
            let case = office.read_by(&commune, &format!("/v1/dissolutions/{case}")).await;
            assert_eq!(case["responsible_officer"], officer);
            assert_eq!(case["steps"][0]["legal_basis"], basis);
        }
    })
    .await;
}
