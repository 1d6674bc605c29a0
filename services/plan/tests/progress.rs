//! Where the plan stands, whoever answers.

use serde_json::{Value, json};

use crate::{
    office::{Office, each},
    services::{Mood, PATIENCE},
};

const PROGRESS: &str = "/v1/plans/hn-2025/progress";

async fn progress(office: &Office, query: &str) -> Value {
    office.read_by(&office.audit(), &format!("{PROGRESS}{query}")).await
}

fn target<'a>(progress: &'a Value, number: &str) -> &'a Value {
    let targets = progress["targets"].as_array().unwrap();
    targets.iter().find(|target| target["number"] == json!(number)).unwrap()
}

fn part<'a>(target: &'a Value, key: &str) -> &'a Value {
    let parts = target["parts"].as_array().unwrap();
    parts.iter().find(|part| part["key"] == json!(key)).unwrap()
}

#[actix_web::test]
async fn each_target_has_its_value_what_remains_and_its_pace() {
    each(async |office| {
        office.services.count("training_classes", &[("277", 10), ("276", 5)]);
        office.services.mean("average_revenue", &[("277", 4_000_000_000, 8)]);
        let all = progress(&office, "").await;
        assert_eq!(all["targets"].as_array().unwrap().len(), 13);
        let classes = target(&all, "3");
        assert_eq!(classes["figure"]["state"], json!("fresh"));
        assert_eq!(classes["figure"]["value"], json!(15));
        assert_eq!(classes["figure"]["service"], json!("support-programs"));
        assert_eq!(classes["figure"]["log_position"], json!(7));
        let expected = json!({ "share_reached": 3191, "remaining": 32, "reached": false });
        assert_eq!(classes["standing"], expected);
        // The clock stands on 12 May, the 132nd day.
        assert_eq!(
            classes["pace"],
            json!({
                "rule": "linear_by_days", "days_elapsed": 132, "days_total": 365, "projected": 41,
                "enough": false,
            })
        );
        let revenue = target(&all, "8");
        assert_eq!(revenue["pace"]["rule"], json!("as_measured"));
        assert_eq!(revenue["pace"]["projected"], json!(4_000_000_000_i64));
        assert_eq!(revenue["standing"]["reached"], json!(true));
        // One question for each target, none for each district.
        assert_eq!(office.services.asked().len(), 13);
    })
    .await;
}

#[actix_web::test]
async fn every_district_is_there_with_what_it_was_given() {
    each(async |office| {
        office.services.count("training_classes", &[("277", 10)]);
        let lines = json!({
            "receivers": "district",
            "content": { "lines": [
                { "receiver": "277", "amount": 20 }, { "receiver": "276", "amount": 27 },
            ]},
        });
        let path = "/v1/plans/hn-2025/targets/3/allocations";
        let made = office.post(&office.planning(), path, lines).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        office.step(&office.planning(), &path, "submit", json!({})).await.expect(200);
        office.step(&office.committee(), &path, "adopt", json!({})).await.expect(200);
        let all = progress(&office, "?by=district").await;
        assert_eq!(office.services.asked().len(), 13, "not thirteen times thirty");
        for one in all["targets"].as_array().unwrap() {
            assert_eq!(one["parts"].as_array().unwrap().len(), 30, "{}", one["code"]);
        }
        let classes = target(&all, "3");
        assert_eq!(classes["allocated"], json!(["district"]));
        let own = part(classes, "277");
        assert_eq!((&own["value"], &own["allocated"]), (&json!(10), &json!(20)));
        assert_eq!(own["standing"]["share_reached"], json!(5_000));
        assert_eq!(own["pace"]["enough"], json!(true), "27 of 20: {own:#}");
        let none = part(classes, "276");
        assert_eq!((&none["value"], &none["standing"]["remaining"]), (&json!(0), &json!(27)));
        assert_eq!(part(classes, "001")["allocated"], json!(null), "nothing is invented");
        let table = format!("{PROGRESS}?by=district");
        for (accept, lines) in [("text/csv", 1 + 13 * 30), ("application/x-ndjson", 13 * 30)] {
            let answer = office.service.get(&table).by(&office.audit()).accept(accept).send().await;
            assert_eq!(answer.expect(200).text().lines().count(), lines);
        }
    })
    .await;
}

#[actix_web::test]
async fn every_agency_is_there_with_what_it_was_given() {
    each(async |office| {
        office.services.count("training_classes", &[("district-277", 10)]);
        let lines = json!({
            "receivers": "agency",
            "content": { "lines": [{ "receiver": "lmhtx", "amount": 40 }], "kept": 7 },
        });
        let path = "/v1/plans/hn-2025/targets/3/allocations";
        let made = office.post(&office.planning(), path, lines).await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        office.step(&office.planning(), &path, "submit", json!({})).await.expect(200);
        office.step(&office.committee(), &path, "adopt", json!({})).await.expect(200);
        for caller in [office.audit(), office.district()] {
            let all = office.read_by(&caller, &format!("{PROGRESS}?by=agency")).await;
            let classes = target(&all, "3");
            assert_eq!(part(classes, "district-277")["value"], json!(10));
            let own = part(classes, "lmhtx");
            assert_eq!(
                (&own["allocated"], &own["name"]),
                (&json!(40), &json!("Liên minh HTX Thành phố"))
            );
            // Nothing is counted by agencies of the whole city: that is not nothing.
            for field in ["value", "counted", "standing", "pace"] {
                assert_eq!(own[field], Value::Null, "{field}");
            }
        }
    })
    .await;
}

#[actix_web::test]
async fn a_silent_service_leaves_its_last_figures_with_their_age() {
    each(async |office| {
        office.services.mood("support-programs", Mood::Fails);
        office.services.count("new_cooperatives", &[("277", 12)]);
        office.services.count("training_classes", &[("277", 10)]);
        let all = progress(&office, "").await;
        let classes = target(&all, "3");
        assert_eq!(classes["figure"]["state"], json!("not_available"));
        assert_eq!(classes["figure"]["gap"], json!("service_silent"));
        assert_eq!(
            (&classes["figure"]["value"], &classes["standing"]),
            (&json!(null), &json!(null))
        );
        assert_eq!(target(&all, "1a")["figure"]["state"], json!("fresh"), "others answer");

        office.services.mood("support-programs", Mood::Answers);
        assert_eq!(target(&progress(&office, "").await, "3")["figure"]["value"], json!(10));
        office.services.count("training_classes", &[("277", 11)]);
        office.services.mood("support-programs", Mood::Fails);
        // Young enough to be given out as it is.
        office.service.wait(30);
        office.services.asked();
        let all = progress(&office, "").await;
        assert_eq!(target(&all, "3")["figure"]["state"], json!("fresh"));
        assert!(office.services.asked().is_empty());
        office.service.wait(60);
        let all = progress(&office, "").await;
        let figure = &target(&all, "3")["figure"];
        assert_eq!((&figure["state"], &figure["age_seconds"]), (&json!("stale"), &json!(90)));
        assert_eq!((&figure["value"], &figure["gap"]), (&json!(10), &json!("service_silent")));
        office.services.mood("support-programs", Mood::Answers);
        let figure = target(&progress(&office, "").await, "3")["figure"].clone();
        assert_eq!((&figure["state"], &figure["value"]), (&json!("fresh"), &json!(11)));
    })
    .await;
}

#[actix_web::test]
async fn a_late_service_is_waited_for_once_and_its_answer_is_kept_for_the_next() {
    each(async |office| {
        office.services.count("dissolved_cooperatives", &[("277", 3)]);
        office.services.mood("dissolution", Mood::Late);
        let begun = tokio::time::Instant::now();
        let all = progress(&office, "").await;
        let waited = begun.elapsed();
        assert!(waited < PATIENCE.deadline * 2, "it waited {waited:?}");
        assert_eq!(target(&all, "12")["figure"]["state"], json!("not_available"));
        // Whoever comes while it is still being asked waits no second time.
        let again = tokio::time::Instant::now();
        progress(&office, "").await;
        assert!(again.elapsed() < PATIENCE.deadline, "it waited again");
        tokio::time::sleep(PATIENCE.deadline * 2).await;
        let figure = target(&progress(&office, "").await, "12")["figure"].clone();
        assert_eq!((&figure["state"], &figure["value"]), (&json!("fresh"), &json!(3)));
        let dissolved = |(code, _): &(String, _)| code == "dissolved_cooperatives";
        assert_eq!(office.services.asked().iter().filter(|one| dissolved(one)).count(), 1);
    })
    .await;
}

#[actix_web::test]
async fn a_day_that_has_passed_is_asked_for_as_such() {
    each(async |office| {
        office.services.count("new_cooperatives", &[("277", 9)]);
        let all = progress(&office, "?as_of=2025-03-31").await;
        assert_eq!(all["as_of"], json!("2025-03-31"));
        assert_eq!(target(&all, "1a")["pace"]["days_elapsed"], json!(90));
        let asked = office.services.asked();
        assert!(
            asked
                .iter()
                .all(|(_, asked)| asked.as_of.is_some_and(|day| day.to_string() == "2025-03-31"))
        );
        for day in ["2025-05-13", "2024-12-31"] {
            let path = format!("{PROGRESS}?as_of={day}");
            let refused = office.service.get(&path).by(&office.audit()).send().await;
            refused.expect_problem(400, "invalid_parameter");
        }
    })
    .await;
}

#[actix_web::test]
async fn means_of_a_few_cooperatives_are_shown_to_those_only_whose_they_are() {
    each(async |office| {
        let revenue =
            [("277", 1_000, 2), ("276", 2_000, 3), ("001", 3_000, 40), ("002", 4_000, 50)];
        office.services.mean("average_revenue", &revenue);
        let query = "?by=district";
        let everything = progress(&office, query).await;
        assert_eq!(part(target(&everything, "8"), "277")["value"], json!(1_000));
        let district = office.read_by(&office.district(), &format!("{PROGRESS}{query}")).await;
        let seen = target(&district, "8");
        let shown =
            |key: &str| (part(seen, key)["hidden"].clone(), part(seen, key)["value"].clone());
        assert_eq!(shown("277"), (json!(false), json!(1_000)), "its own");
        assert_eq!(shown("276"), (json!(true), json!(null)));
        // The next smallest goes with it: what one hides could be worked out from the whole.
        assert_eq!(shown("001"), (json!(true), json!(null)));
        assert_eq!(shown("002"), (json!(false), json!(4_000)));
        office.services.count("new_cooperatives", &[("276", 1)]);
        office.service.wait(31);
        let district = office.read_by(&office.district(), &format!("{PROGRESS}{query}")).await;
        assert_eq!(part(target(&district, "1a"), "276")["value"], json!(1), "counts are public");
    })
    .await;
}

#[actix_web::test]
async fn figures_by_commune_stand_under_the_names_of_today_whatever_day_they_are_of() {
    each(async |office| {
        office.service.set_clock("2025-12-01T03:00:00Z");
        // The code of Ba Đình today was that of Trúc Bạch until June.
        office.services.count("new_cooperatives", &[("00004", 2)]);
        let seen = progress(&office, "?by=commune&as_of=2025-06-30").await;
        let parts = seen["targets"][0]["parts"].as_array().unwrap();
        assert_eq!(parts.len(), 126);
        let own = parts.iter().find(|part| part["key"] == json!("00004")).unwrap();
        assert_eq!((&own["name"], &own["value"]), (&json!("Phường Ba Đình"), &json!(2)));
    })
    .await;
}

#[actix_web::test]
async fn two_days_figures_tell_nobody_what_one_cooperative_reported() {
    each(async |office| {
        let seen = async |query: &str| {
            let path = format!("{PROGRESS}{query}");
            let all = office.read_by(&office.district(), &path).await;
            target(&all, "8").clone()
        };
        // Twenty reported three thousand million each, and then one more nine thousand million.
        office.services.mean("average_revenue", &[("001", 3_000_000_000, 20)]);
        let before = seen("?as_of=2025-03-30&by=district").await;
        office.services.mean("average_revenue", &[("001", 3_285_714_285, 21)]);
        let after = seen("?as_of=2025-03-31&by=district").await;
        let mut known = Vec::new();
        for (one, count, value) in [(&before, 20, 3_000_000_000_i64), (&after, 21, 3_200_000_000)] {
            assert_eq!(one["figure"]["value"], json!(value), "{one:#}");
            assert_eq!(one["figure"]["counted"], json!(count));
            for field in ["numerator", "denominator"] {
                assert_eq!(one["figure"][field], Value::Null, "{field}");
                assert_eq!(part(one, "001")[field], Value::Null, "{field}");
            }
            assert_eq!(one["standing"]["reached"], json!(true));
            assert_eq!(one["pace"]["projected"], json!(value));
            assert_eq!(part(one, "001")["value"], json!(value));
            // All that is told of the sum: rounded down by less than two hundred million.
            known.push((value * count, (value + 200_000_000) * count));
        }
        // Whatever lies in between may be what the one reported: more than a whole mean.
        let (least, most) = (known[1].0 - known[0].1, known[1].1 - known[0].0);
        assert!((least..=most).contains(&9_000_000_000) && most - least > 2 * 3_000_000_000);
        // Whoever reaches all of it is told it as it is.
        let all = progress(&office, "?as_of=2025-03-31").await;
        assert_eq!(target(&all, "8")["figure"]["value"], json!(3_285_714_285_i64));
        assert_eq!(target(&all, "8")["figure"]["denominator"], json!(21));
        // A share's count is what stands above its line.
        let share = target(&office.read_by(&office.district(), PROGRESS).await, "2").clone();
        assert_eq!(share["figure"]["counted"], Value::Null);
    })
    .await;
}
