//! The plan of a synthetic city: each of its thirteen figures computed again from the records that anybody
//! may list who reads the whole city, by district as well.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::demo::City;
use crate::harness::{Place, eventually};

const YEAR: &str = "2025";

/// District of what is counted, by what is counted.
type Counted = BTreeMap<String, Option<String>>;

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

fn of_year(day: &Value) -> bool {
    day.as_str().is_some_and(|day| day.starts_with(YEAR))
}

fn cooperative(organisation: &Value) -> bool {
    organisation["kind"] == json!("cooperative")
}

fn half_up(sum: i128, count: i128) -> Option<i128> {
    (count > 0).then(|| (sum * 2 + count).div_euclid(count * 2))
}

/// The records of a synthetic city, as its lists have them.
struct Records {
    city: City,
    organisations: BTreeMap<String, Value>,
}

impl Records {
    async fn read(city: City) -> Self {
        let all = city.all("/v1/organisations").await;
        let organisations = all.into_iter().map(|one| (text(&one, "id").to_owned(), one)).collect();
        Self { city, organisations }
    }

    fn district(&self, organisation: &str) -> Option<String> {
        let district = &self.organisations[organisation]["address"]["district"];
        district.as_str().map(str::to_owned)
    }

    fn counted(&self, organisations: impl IntoIterator<Item = String>) -> Counted {
        organisations.into_iter().map(|id| (id.clone(), self.district(&id))).collect()
    }

    /// Registered in the year, and no heir of others.
    async fn established(&self, kind: &str) -> Counted {
        let mut found = Vec::new();
        for (id, one) in &self.organisations {
            if one["kind"] != json!(kind) || !of_year(&one["registered_on"]) {
                continue;
            }
            let before = self.city.read(&format!("/v1/organisations/{id}/succession")).await;
            let before = before["predecessors"].as_array().unwrap();
            if before.iter().all(|link| link["kind"] == json!("merger")) {
                found.push(id.clone());
            }
        }
        self.counted(found)
    }

    async fn joined(&self) -> Counted {
        let memberships = self.city.all("/v1/alliance-memberships").await;
        let joined = memberships.iter().filter(|one| of_year(&one["joined_on"]));
        let joined = joined.map(|one| text(one, "organisation_id").to_owned());
        self.counted(joined.filter(|id| cooperative(&self.organisations[id])))
    }

    async fn dissolved(&self) -> Counted {
        let cases = self.city.all("/v1/dissolutions?state=closed").await;
        let closed = cases
            .iter()
            .filter(|case| of_year(&case["ended_on"]) && cooperative(&case["organisation"]));
        self.counted(closed.map(|case| text(&case["organisation"], "id").to_owned()))
    }

    async fn classes(&self) -> Counted {
        let classes = self.city.all("/v1/training-classes?state=completed").await;
        let ended = classes.iter().filter(|class| of_year(&class["ends_on"]));
        ended
            .map(|class| {
                (text(class, "id").to_owned(), class["district"].as_str().map(str::to_owned))
            })
            .collect()
    }

    async fn at_trade_events(&self) -> Counted {
        let events = self.city.all("/v1/trade-events").await;
        let held: BTreeSet<&str> = events
            .iter()
            .filter(|event| ["held", "settled"].contains(&text(event, "state")))
            .filter(|event| of_year(&event["ends_on"]))
            .map(|event| text(event, "id"))
            .collect();
        let came = self.city.all("/v1/trade-applications?attendance=attended").await;
        let came = came.iter().filter(|one| held.contains(text(one, "event_id")));
        let came = came.filter(|one| one["supported"] == json!(true));
        let came = came.filter(|one| cooperative(&one["organisation"]));
        self.counted(came.map(|one| text(&one["organisation"], "id").to_owned()))
    }

    /// Granted applications of a kind.
    async fn granted(&self, kind: &str) -> Vec<Value> {
        let all = self.city.all(&format!("/v1/support-applications?kind={kind}")).await;
        let mut granted = Vec::new();
        for one in all {
            if ["approved", "accepted", "completed"].contains(&text(&one, "state"))
                && cooperative(&one["organisation"])
            {
                let path = format!("/v1/support-applications/{}", text(&one, "id"));
                granted.push(self.city.read(&path).await);
            }
        }
        granted
    }

    /// In a commune that was graded on the day of the decision.
    async fn consolidated(&self) -> Counted {
        let grades = self.city.all("/v1/commune-grades").await;
        let granted = self.granted("consolidation").await;
        let counted = granted.iter().filter(|one| {
            let (day, commune) = (&one["decision"]["on"], &one["organisation"]["current_commune"]);
            let by_then = |grade: &Value| {
                grade["commune"] == *commune && grade["valid_from"].as_str() <= day.as_str()
            };
            of_year(day) && grades.iter().any(by_then)
        });
        self.counted(counted.map(|one| text(&one["organisation"], "id").to_owned()))
    }

    async fn with_young_workers(&self) -> Counted {
        let granted = self.granted("young_workers").await;
        let mut found = Vec::new();
        for one in &granted {
            let list = format!("/v1/young-workers?application={}", text(one, "id"));
            for worker in self.city.all(&list).await {
                let path = format!("/v1/young-workers/{}", text(&worker, "id"));
                let worker = self.city.read(&path).await;
                let months = worker["months"].as_array().cloned().unwrap_or_default();
                let worked =
                    |month: &Value| of_year(&month["month"]) && month["worked"] == json!(true);
                if months.iter().any(worked) {
                    found.push(text(&one["organisation"], "id").to_owned());
                }
            }
        }
        self.counted(found)
    }

    async fn with_showcase_points(&self) -> Counted {
        let mut found = Vec::new();
        for point in self.city.all("/v1/showcase-points").await {
            let path = format!("/v1/showcase-points/{}", text(&point, "id"));
            let point = self.city.read(&path).await;
            let fundings = point["fundings"].as_array().cloned().unwrap_or_default();
            let funded = |one: &Value| {
                one["revoked_on"].is_null()
                    && text(one, "from") <= "2025-12-31"
                    && text(one, "to") >= "2025-01-01"
            };
            let operator = text(&point, "operator_id").to_owned();
            if fundings.iter().any(funded) && cooperative(&self.organisations[&operator]) {
                found.push(operator);
            }
        }
        self.counted(found)
    }

    async fn well_rated(&self) -> Option<i128> {
        let ratings = self.city.all("/v1/ratings?year=2025&state=confirmed").await;
        let rated: Vec<&str> = ratings
            .iter()
            .filter(|one| {
                ["cooperative", "cooperative_union"].contains(&text(&one["organisation"], "kind"))
            })
            .map(|one| text(one, "rating"))
            .filter(|rating| ["good", "fair", "average", "weak"].contains(rating))
            .collect();
        let well = rated.iter().filter(|rating| ["good", "fair"].contains(rating)).count();
        half_up(well as i128 * 10_000, rated.len() as i128)
    }

    /// The figures of the year's reports of cooperatives.
    async fn reports(&self) -> Vec<Value> {
        let reports = self.city.all("/v1/annual-reports?year=2025&kind=cooperative").await;
        reports.into_iter().map(|report| report["figures"].clone()).collect()
    }
}

fn mean(reports: &[Value], field: &str) -> Option<i128> {
    let amounts: Vec<i128> =
        reports.iter().filter_map(|one| one[field].as_i64()).map(i128::from).collect();
    half_up(amounts.iter().sum(), amounts.len() as i128)
}

fn income(reports: &[Value]) -> Option<i128> {
    let paid = reports.iter().filter_map(|one| {
        let workers = one["worker_count"].as_i64().filter(|workers| *workers > 0)?;
        Some((i128::from(one["worker_pay_vnd"].as_i64()?), i128::from(workers)))
    });
    let (pay, workers) =
        paid.fold((0, 0), |(pay, all), (more, workers)| (pay + more, all + workers));
    half_up(pay, workers)
}

#[tokio::test]
async fn every_figure_of_the_plan_can_be_computed_again_from_the_records() {
    let records = Records::read(City::serve(Place::new(), "7").await).await;
    let progress = eventually("each figure is known", async || {
        let seen = records.city.read("/v1/plans/hn-2025/progress?by=district").await;
        let targets = seen["targets"].as_array().unwrap();
        let known = targets.iter().all(|target| target["figure"]["state"] == json!("fresh"));
        known.then_some(seen)
    })
    .await;
    let target = |number: &str| {
        let targets = progress["targets"].as_array().unwrap();
        targets.iter().find(|target| target["number"] == json!(number)).unwrap()
    };
    let counts = [
        ("1a", records.established("cooperative").await),
        ("1b", records.established("cooperative_union").await),
        ("3", records.classes().await),
        ("4", records.at_trade_events().await),
        ("5", records.consolidated().await),
        ("6", records.with_young_workers().await),
        ("7", records.with_showcase_points().await),
        ("11", records.joined().await),
        ("12", records.dissolved().await),
    ];
    for (number, counted) in &counts {
        let target = target(number);
        assert_eq!(target["figure"]["value"], json!(counted.len()), "{number}");
        for part in target["parts"].as_array().unwrap() {
            let own =
                counted.values().filter(|district| district.as_deref() == part["key"].as_str());
            assert_eq!(part["value"], json!(own.count()), "{number} in {}", part["key"]);
        }
    }
    for (number, counted) in &counts {
        assert!(!counted.is_empty(), "the synthetic year has nothing of {number}");
    }
    let reports = records.reports().await;
    for (number, value) in [
        ("2", records.well_rated().await),
        ("8", mean(&reports, "revenue_vnd")),
        ("9", income(&reports)),
        ("10", mean(&reports, "profit_vnd")),
    ] {
        let value = value.map(|value| i64::try_from(value).unwrap());
        assert!(
            value.is_some_and(|value| value != 0),
            "the synthetic year has nothing of {number}"
        );
        assert_eq!(target(number)["figure"]["value"], json!(value), "{number}");
    }
    // What the synthetic year allocates and declares.
    assert_eq!(target("3")["allocated"], json!(["district"]));
    let given = target("3")["parts"].as_array().unwrap();
    let given: i64 = given.iter().filter_map(|part| part["allocated"].as_i64()).sum();
    assert_eq!(given, 47);
    let declared = &target("11")["declared"][0];
    assert_eq!((&declared["agency"], &declared["allocated"]), (&json!("lmhtx"), &json!(50)));
    // What is declared as of September is compared with what was reached by then.
    let then = format!("/v1/plans/hn-2025/progress?as_of={}", text(declared, "as_of"));
    let then = records.city.read(&then).await;
    let then = then["targets"].as_array().unwrap().iter().find(|one| one["number"] == json!("11"));
    let then = then.unwrap()["figure"]["value"].as_i64().unwrap();
    assert_eq!(declared["computed_then"], json!(then));
    assert_eq!(declared["difference"], json!(declared["value"].as_i64().unwrap() - then));
    assert_eq!(target("1b")["allocated"], json!([]), "none is invented");
}
