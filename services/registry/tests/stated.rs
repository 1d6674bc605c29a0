//! Figures of a year as of a day: what had been stated by then, though it was stated anew since.

use diesel::RunQueryDsl as _;
use htx_kit::{db::Connection, each, failure::Failure, testing::Backend};
use htx_registry::store;
use serde_json::{Value, json};

use super::{
    indicators::reported,
    office::{self, Office, organisation_id},
};

/// Runs a statement on the database itself; how many rows it changed.
pub(super) async fn run(office: &Office, statement: &str) -> Result<usize, Failure> {
    let statement = statement.to_owned();
    let run = move |connection: &mut Connection| {
        each!(connection, one => diesel::sql_query(&statement).execute(one)).map_err(Failure::from)
    };
    office.database.database().write(run).await
}

#[actix_web::test]
async fn as_of_a_day_counts_what_was_stated_by_then_though_it_was_stated_anew() {
    office::each(async |office| {
        // Stated on 12 May, and anew on 20 June and 3 July.
        reported(&office).await;
        let of_all = office.read("/v1/annual-reports?year=2024&kind=cooperative").await;
        let report = &of_all["items"][0];
        let organisation = report["organisation"]["id"].as_str().unwrap().to_owned();
        let path = format!("/v1/organisations/{organisation}/annual-reports/2024");
        let first = office.read(&path).await["figures"].clone();
        let revenue = |figures: &Value| figures["revenue_vnd"].as_i64().unwrap();
        let mut figures = json!({});
        for field in
            ["revenue_vnd", "profit_vnd", "official_member_count", "worker_count", "worker_pay_vnd"]
        {
            figures[field] = first[field].clone();
        }
        for field in ["total_capital_vnd", "undivided_fund_vnd", "associate_contributing_count"] {
            figures[field] = json!(0);
        }
        figures["official_member_count"] = json!(9);
        let mut stated = vec![("2025-05-12", revenue(&first))];
        for (instant, day, more) in [
            ("2025-06-20T03:00:00Z", "2025-06-20", 5_000_000_i64),
            ("2025-07-03T03:00:00Z", "2025-07-03", 40_000_000_i64),
        ] {
            office.service.set_clock(instant);
            figures["revenue_vnd"] = json!(revenue(&first) + more);
            let body = json!({ "figures": figures, "reason": "Kiểm toán" });
            let seen = office.get(&path).by(&office.planning()).send().await.expect(200).etag();
            let district = office.service.as_organisation(organisation_id(&organisation));
            let request = office.service.post(&format!("{path}/restate"), body).by(&district);
            request.if_match(&seen).send().await.expect(200);
            stated.push((day, revenue(&first) + more));
        }
        office.service.set_clock("2025-08-01T03:00:00Z");
        let sum = async |query: &str| {
            let told = office.read(&format!("/v1/indicators/8?period=2024{query}")).await;
            assert_eq!(told["figure"]["counted"], json!(5), "{query}: nobody is left out");
            let records = format!("/v1/indicators/8/records?period=2024{query}");
            let records = office.read(&records).await;
            let records = records["items"].as_array().unwrap();
            let amounts = records.iter().map(|one| one["amount_vnd"].as_i64().unwrap());
            let sum = told["figure"]["numerator"].as_i64().unwrap();
            assert_eq!(amounts.sum::<i64>(), sum, "{query}: the figure is what its records add");
            let own = |one: &&Value| one["organisation"] == json!(organisation);
            let own = records.iter().find(own).unwrap()["amount_vnd"].as_i64().unwrap();
            (sum, own)
        };
        let (whole, _) = sum("").await;
        let now = stated.last().unwrap().1;
        for (day, amount) in [
            ("2025-06-19", stated[0].1),
            ("2025-06-20", stated[1].1),
            ("2025-07-02", stated[1].1),
            ("2025-07-03", stated[2].1),
            ("2025-08-01", stated[2].1),
        ] {
            let expected = (whole - now + amount, amount);
            assert_eq!(sum(&format!("&as_of={day}")).await, expected, "{day}");
        }
        assert_eq!(sum("&as_of=2025-05-12").await, (whole - now + stated[0].1, stated[0].1));
        // One page at a time, of both tables together.
        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let page =
                format!("/v1/indicators/8/records?period=2024&as_of=2025-06-20&limit=2{next}");
            let page = office.read(&page).await;
            seen.extend(
                page["items"].as_array().unwrap().iter().map(|one| one["organisation"].clone()),
            );
            let Some(cursor) = page["next"].as_str() else { break };
            next = format!("&cursor={cursor}");
        }
        assert_eq!(seen.len(), 5, "{seen:?}");
        let gone = "UPDATE earlier_annual_report SET revenue_vnd = 1";
        for statement in [gone, "DELETE FROM earlier_annual_report"] {
            let refused = format!("{:?}", run(&office, statement).await.unwrap_err());
            assert!(refused.contains("never changed"), "{refused}");
        }
    })
    .await;
}

#[actix_web::test]
async fn as_of_a_day_a_rating_counts_as_it_was_confirmed_by_then() {
    office::each(async |office| {
        reported(&office).await;
        office.service.set_clock("2025-06-20T03:00:00Z");
        // A register that is imported again says otherwise of one.
        let again = "UPDATE yearly_rating SET rating = 'weak', version = version + 1, recorded_at =              (SELECT MAX(recorded_at) FROM yearly_rating) + WAIT              WHERE id = (SELECT id FROM yearly_rating WHERE rating = 'good' ORDER BY id LIMIT 1)";
        let wait = match office.database.backend() {
            Backend::Sqlite => "864000000000",
            Backend::Postgresql => "INTERVAL '10 days'",
        };
        assert_eq!(run(&office, &again.replace("WAIT", wait)).await.unwrap(), 1);
        let counted = async |query: &str| {
            let told = office.read(&format!("/v1/indicators/2?period=2024{query}")).await;
            let records = office.read(&format!("/v1/indicators/2/records?period=2024{query}")).await;
            let records = records["items"].as_array().unwrap();
            let well = records.iter().filter(|one| one["rating"] == "good" || one["rating"] == "fair");
            assert_eq!(told["figure"]["denominator"], json!(records.len()), "{query}");
            assert_eq!(told["figure"]["numerator"], json!(well.count()), "{query}");
            (told["figure"]["numerator"].clone(), told["figure"]["denominator"].clone())
        };
        assert_eq!(counted("&as_of=2025-05-21").await, (json!(3), json!(5)));
        assert_eq!(counted("&as_of=2025-05-22").await, (json!(2), json!(5)));
        assert_eq!(counted("").await, (json!(2), json!(5)));
    })
    .await;
}

/// Asserts that each figure is what its records add, district by district, today and as of two days; tells the
/// figures.
async fn agree(office: &Office) -> Vec<(Value, Value)> {
    let mut all = Vec::new();
    for (code, day) in ["average_revenue", "average_profit", "average_worker_income", "2"]
        .into_iter()
        .flat_map(|code| ["", "&as_of=2025-06-10", "&as_of=2025-06-11"].map(|day| (code, day)))
    {
        let told =
            office.read(&format!("/v1/indicators/{code}?period=2024&by=district{day}")).await;
        for part in told["breakdown"].as_array().unwrap() {
            let district = part["key"].as_str().unwrap();
            let query = format!("period=2024&district={district}{day}");
            let records = office.read(&format!("/v1/indicators/{code}/records?{query}")).await;
            let records = records["items"].as_array().unwrap();
            let (above, below) = records.iter().fold((0, 0), |(above, below), one| {
                let well = ["good", "fair"].iter().any(|rating| one["rating"] == **rating);
                let amount = one["amount_vnd"].as_i64().unwrap_or(i64::from(well));
                (above + amount, below + one["workers"].as_i64().unwrap_or(1))
            });
            let figure = &part["figure"];
            if records.is_empty() {
                assert!(figure["value"].is_null(), "{code} {query}: {figure}");
            } else {
                assert_eq!(figure["numerator"], json!(above), "{code} {query}");
                assert_eq!(figure["denominator"], json!(below), "{code} {query}");
            }
        }
        all.push((told["figure"].clone(), told["breakdown"].clone()));
    }
    all
}

#[actix_web::test]
async fn the_sums_go_where_an_entry_goes_and_stay_the_same_when_they_are_merged() {
    office::each(async |office| {
        reported(&office).await;
        office.service.set_clock("2025-06-20T03:00:00Z");
        // Stated anew by a process that knows nothing of sums, then found to lie elsewhere.
        let later = match office.database.backend() {
            Backend::Sqlite => "recorded_at + 2592000000000",
            Backend::Postgresql => "recorded_at + INTERVAL '30 days'",
        };
        let one = "(SELECT id FROM organisation WHERE name = 'HTX Bốn')";
        let stated = format!(
            "UPDATE annual_report SET revenue_vnd = 999000000001, worker_count = NULL, \
             version = version + 1, recorded_at = {later} WHERE organisation_id = {one}"
        );
        assert_eq!(run(&office, &stated).await.unwrap(), 1);
        let moved = format!(
            "UPDATE organisation SET district_code = '277', current_commune_code = (SELECT \
             current_commune_code FROM organisation WHERE name = 'HTX Một') WHERE id = {one}"
        );
        assert_eq!(run(&office, &moved).await.unwrap(), 1);
        let before = agree(&office).await;
        let held = office.read("/v1/indicators/8/records?period=2024&district=277").await;
        assert_eq!(
            held["items"].as_array().unwrap().len(),
            4,
            "three of the district, and the one"
        );
        // Many changes that come to nothing.
        let columns = "year, kind, district_code, current_commune_code, stated_on";
        let sums = [
            "revenue_count",
            "revenue_millions",
            "revenue_rest",
            "profit_count",
            "profit_millions",
            "profit_rest",
            "income_count",
            "pay_millions",
            "pay_rest",
            "workers",
        ];
        let nothing = sums.map(|_| "0").join(", ");
        let double = format!(
            "INSERT INTO report_sum ({columns}, {}) SELECT {columns}, {nothing} FROM report_sum",
            sums.join(", ")
        );
        let mut rows = 0;
        while rows < 2_000 {
            rows += run(&office, &double).await.unwrap();
        }
        let merge = || office.registry.runtime.database.write(store::indicator_sum::merge);
        assert!(merge().await.unwrap() >= 2_000);
        assert_eq!(merge().await.unwrap(), 0, "nothing is left to be merged");
        let left = run(&office, "UPDATE report_sum SET merged = merged").await.unwrap();
        assert!(left < 20, "{left} rows are left");
        assert_eq!(agree(&office).await, before);
    })
    .await;
}

/// What fills in what the sums lack, on each database.
const FILLS: [&str; 2] = [
    include_str!("../migrations/sqlite/10000000000940_sums_lack_nothing/up.sql"),
    include_str!("../migrations/postgres/10000000000940_sums_lack_nothing/up.sql"),
];

/// Runs it; how many rows it added.
async fn filled_in(office: &Office) -> usize {
    let [sqlite, postgresql] = FILLS;
    let text = match office.database.backend() {
        Backend::Sqlite => sqlite,
        Backend::Postgresql => postgresql,
    };
    let mut rows = 0;
    for statement in text.split(";\n").filter(|statement| statement.contains("INSERT")) {
        rows += run(office, statement).await.unwrap();
    }
    rows
}

#[actix_web::test]
async fn what_was_stated_while_the_sums_were_first_filled_is_added_to_them() {
    office::each(async |office| {
        reported(&office).await;
        office.service.set_clock("2025-06-20T03:00:00Z");
        assert_eq!(filled_in(&office).await, 0, "nothing lacks");
        let before = agree(&office).await;
        // What a process of the release before states before the triggers are made: no row follows.
        for table in ["report_sum", "rating_sum", "entry_sum"] {
            assert!(run(&office, &format!("DELETE FROM {table}")).await.unwrap() > 0, "{table}");
        }
        let told = office.read("/v1/indicators/8?period=2024&by=district").await;
        assert_ne!((told["figure"].clone(), told["breakdown"].clone()), before[0]);
        assert!(filled_in(&office).await >= 3);
        assert_eq!(agree(&office).await, before);
        assert_eq!(filled_in(&office).await, 0, "nothing is added twice");
    })
    .await;
}

#[actix_web::test]
async fn what_was_replaced_while_earlier_statements_were_first_filled_is_read_off_the_log() {
    office::each(async |office| {
        reported(&office).await;
        let of = match office.database.backend() {
            Backend::Sqlite => "",
            Backend::Postgresql => " ON annual_report",
        };
        // As long as the trigger is not made.
        run(&office, &format!("DROP TRIGGER annual_report_keeps_what_it_said{of}")).await.unwrap();
        let of_all = office.read("/v1/annual-reports?year=2024&kind=cooperative").await;
        let organisation = of_all["items"][0]["organisation"]["id"].as_str().unwrap().to_owned();
        let path = format!("/v1/organisations/{organisation}/annual-reports/2024");
        let mut figures = json!({ "official_member_count": 9 });
        for field in ["revenue_vnd", "profit_vnd", "worker_count", "worker_pay_vnd"] {
            figures[field] = json!(7_000_000);
        }
        for field in ["total_capital_vnd", "undivided_fund_vnd", "associate_contributing_count"] {
            figures[field] = json!(0);
        }
        let whole = office.read("/v1/indicators/8?period=2024").await["figure"].clone();
        office.service.set_clock("2025-06-20T03:00:00Z");
        let body = json!({ "figures": figures, "reason": "Kiểm toán" });
        let seen = office.get(&path).by(&office.planning()).send().await.expect(200).etag();
        let own = office.service.as_organisation(organisation_id(&organisation));
        let request = office.service.post(&format!("{path}/restate"), body).by(&own);
        request.if_match(&seen).send().await.expect(200);
        let records = async || {
            let path = "/v1/indicators/8/records?period=2024&as_of=2025-06-19";
            office.read(path).await["items"].as_array().unwrap().len()
        };
        assert_eq!(records().await, 4, "what it had stated is lost");
        assert_eq!(filled_in(&office).await, 1);
        assert_eq!(records().await, 5);
        let then = office.read("/v1/indicators/8?period=2024&as_of=2025-06-19").await;
        assert_eq!(then["figure"], whole);
        agree(&office).await;
    })
    .await;
}

#[actix_web::test]
async fn what_no_sum_would_follow_is_refused() {
    office::each(async |office| {
        reported(&office).await;
        for statement in [
            "DELETE FROM annual_report",
            "DELETE FROM yearly_rating",
            "DELETE FROM organisation",
            "UPDATE annual_report SET year = year + 1",
            "UPDATE yearly_rating SET year = year + 1",
            "UPDATE annual_report SET organisation_id = id",
            "UPDATE yearly_rating SET organisation_id = id",
        ] {
            let refused = format!("{:?}", run(&office, statement).await.expect_err(statement));
            assert!(refused.contains("never removed"), "{statement}: {refused}");
        }
    })
    .await;
}
