//! The plan's indicators, recomputed from what was entered.

use std::collections::{BTreeMap, BTreeSet};

use htx_model::{organisation::OrganisationStatus, principal::Role};
use serde_json::{Value, json};

use super::{
    applications::{Desk, cooperative},
    office::{Office, each, organisation_id},
};

/// What an office reported of a cooperative: name, commune, district, revenue, profit, average
/// income, workers, rating.
type Line = (&'static str, &'static str, &'static str, i64, i64, i64, i64, &'static str);

const LINES: &[Line] = &[
    ("HTX Một", "Thị trấn Xuân Mai", "Chương Mỹ", 3_000_000_001, 100_000_000, 60_000_000, 7, "Tốt"),
    ("HTX Hai", "Xã Phụng Châu", "Chương Mỹ", 1_000_000_000, -50_000_000, 40_000_000, 3, "Khá"),
    ("HTX Ba", "Thị trấn Xuân Mai", "Chương Mỹ", 2_000_000_000, 10_000_001, 90_000_000, 1, "Yếu"),
    ("HTX Bốn", "Xã Yên Bình", "Thạch Thất", 500_000_000, 0, 30_000_000, 20, "Trung bình"),
    ("HTX Năm", "Xã Yên Bình", "Thạch Thất", 700_000_000, 1, 31_000_000, 11, "Chưa xếp loại"),
    ("THT Sáu", "Xã Yên Bình", "Thạch Thất", 90_000_000_000, 9_000_000_000, 300_000_000, 50, "Tốt"),
    ("LH HTX Bảy", "Xã Yên Bình", "Thạch Thất", 80_000_000_000, 1, 1_000_000, 5, "Khá"),
];

pub(crate) async fn reported(office: &Office) {
    let mut file = "Tên HTX,Xã,Huyện,Doanh thu năm 2024 (đồng),Lợi nhuận năm 2024 (đồng),\
        Thu nhập bình quân lao động năm 2024 (đồng),Số lao động,Xếp loại năm 2024\n"
        .to_owned();
    for (name, commune, district, revenue, profit, income, workers, rating) in LINES {
        file += &format!(
            "{name},{commune},{district},{revenue},{profit},{income},{workers},{rating}\n"
        );
    }
    let form = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{file}\r\n--x--\r\n"
    );
    let request = office.service.post("/v1/imports", ()).by(&office.planning());
    let answer = request.body("multipart/form-data; boundary=x", form).send().await.expect(201);
    assert_eq!(answer.json()["report"]["entered"], LINES.len(), "{:#}", answer.json());
}

/// The cooperatives, which alone count for means.
fn cooperatives() -> impl Iterator<Item = &'static Line> {
    LINES.iter().filter(|line| line.0.starts_with("HTX"))
}

fn half_up(sum: i64, count: i64) -> i64 {
    (sum * 2 + count).div_euclid(count * 2)
}

async fn figure(office: &Office, code: &str, query: &str) -> Value {
    office.read(&format!("/v1/indicators/{code}?period=2024{query}")).await
}

#[actix_web::test]
async fn means_and_shares_agree_with_what_was_reported() {
    each(async |office| {
        reported(&office).await;
        let sum = |of: fn(&Line) -> i64| cooperatives().map(of).sum::<i64>();
        let count = i64::try_from(cooperatives().count()).unwrap();
        for (code, expected) in [
            ("average_revenue", half_up(sum(|line| line.3), count)),
            ("average_profit", half_up(sum(|line| line.4), count)),
            ("average_worker_income", half_up(sum(|line| line.5 * line.6), sum(|line| line.6))),
            ("rated_good_or_fair_share", half_up(3 * 10_000, 5)),
        ] {
            let answer = figure(&office, code, "&by=district").await;
            assert_eq!(answer["figure"]["value"], expected, "{code}: {answer:#}");
            let parts = answer["breakdown"].as_array().unwrap();
            let keys: Vec<&str> = parts.iter().map(|part| part["key"].as_str().unwrap()).collect();
            assert_eq!(keys, ["276", "277"], "{code}");
            assert_eq!(parts[1]["name"], "Huyện Chương Mỹ");
            let whole = answer["figure"]["numerator"].as_i64().unwrap();
            let of_parts: i64 =
                parts.iter().map(|part| part["figure"]["numerator"].as_i64().unwrap()).sum();
            assert_eq!(whole, of_parts, "{code}");
        }
        let revenue = figure(&office, "8", "&by=commune").await;
        assert_eq!(revenue["indicator"]["code"], "average_revenue");
        assert_eq!(revenue["figure"]["coverage"], json!({ "reported": 5, "expected": 5 }));
        let communes: Vec<&Value> =
            revenue["breakdown"].as_array().unwrap().iter().map(|part| &part["key"]).collect();
        assert_eq!(communes, [&json!("04930"), &json!("10018"), &json!("10021")]);
        let agencies = figure(&office, "8", "&by=agency").await;
        assert_eq!(agencies["breakdown"][1]["key"], "district-277");
        let rating = figure(&office, "2", "").await;
        assert_eq!(rating["figure"]["denominator"], 5);
        assert_eq!(rating["figure"]["coverage"]["reported"], 6);
        assert_eq!(figure(&office, "8", "").await["breakdown"], json!([]));
        let nothing = office.read("/v1/indicators/average_revenue?period=2023").await;
        assert_eq!(nothing["figure"]["value"], Value::Null);
    })
    .await;
}

#[actix_web::test]
async fn the_records_are_those_that_the_figure_counts() {
    each(async |office| {
        reported(&office).await;
        let mut sums = BTreeMap::new();
        for code in ["average_revenue", "average_profit", "average_worker_income"] {
            let mut path = format!("/v1/indicators/{code}/records?period=2024&limit=2");
            let first = path.clone();
            let (mut amount, mut names) = (0, BTreeSet::new());
            loop {
                let page = office.read(&path).await;
                for record in page["items"].as_array().unwrap() {
                    amount += record["amount_vnd"].as_i64().unwrap();
                    assert!(names.insert(record["name"].as_str().unwrap().to_owned()));
                }
                let Some(next) = page["next"].as_str() else { break };
                path = format!("{first}&cursor={next}");
            }
            let expected: BTreeSet<String> = cooperatives().map(|line| line.0.to_owned()).collect();
            assert_eq!(names, expected, "{code}");
            let answer = figure(&office, code, "").await;
            assert_eq!(answer["figure"]["numerator"], amount, "{code}");
            sums.insert(code, amount);
        }
        let planning = office.planning();
        let path = "/v1/indicators/2/records?period=2024";
        let csv = office.get(path).by(&planning).accept("text/csv").send().await.expect(200);
        assert_eq!(csv.text().lines().count(), 1 + 5);
        let of_district = office.read(&format!("{path}&district=277")).await;
        assert_eq!(of_district["items"].as_array().unwrap().len(), 3);
        let paged = office.get(&format!("{path}&limit=1")).by(&planning).accept("text/csv");
        paged.send().await.expect_problem(400, "invalid_parameter");
    })
    .await;
}

#[actix_web::test]
async fn new_cooperatives_are_counted_by_their_first_day() {
    each(async |office| {
        for (name, day) in [
            ("HTX Một", "2024-01-01"),
            ("HTX Hai", "2024-12-31"),
            ("HTX Ba", "2023-12-31"),
            ("HTX Bốn", "2025-01-01"),
        ] {
            let mut entry = office.cooperative(name);
            entry["registered_on"] = json!(day);
            office.enter(entry).await;
        }
        let mut union = office.cooperative("Liên hiệp HTX Năm");
        union["kind"] = json!("cooperative_union");
        let union = office.enter(union).await;
        office.put_into(union["id"].as_str().unwrap(), OrganisationStatus::Dissolved).await;
        let new = figure(&office, "1a", "&by=district").await;
        assert_eq!(new["figure"]["value"], 2);
        assert_eq!(new["figure"]["by_application"], 0);
        assert_eq!(new["figure"]["coverage"], Value::Null);
        assert_eq!(new["breakdown"][0]["key"], "277");
        assert_eq!(figure(&office, "new_cooperative_unions", "").await["figure"]["value"], 1);
        let records = office.read("/v1/indicators/1a/records?period=2024").await;
        let days: Vec<&Value> =
            records["items"].as_array().unwrap().iter().map(|one| &one["counted_on"]).collect();
        assert_eq!(days, [&json!("2024-01-01"), &json!("2024-12-31")]);
    })
    .await;
}

#[actix_web::test]
async fn a_district_sees_its_own_figure_and_organisations_see_none() {
    each(async |office| {
        reported(&office).await;
        let path = "/v1/indicators/average_revenue?period=2024&by=district";
        let own = office.read_by(&office.district(), path).await;
        let lines = || cooperatives().filter(|line| line.2 == "Chương Mỹ");
        let count = i64::try_from(lines().count()).unwrap();
        assert_eq!(own["figure"]["value"], half_up(lines().map(|line| line.3).sum(), count));
        assert_eq!(own["breakdown"].as_array().unwrap().len(), 1);
        let records = "/v1/indicators/average_revenue/records?period=2024";
        let records = office.read_by(&office.district(), records).await;
        assert_eq!(records["items"].as_array().unwrap().len(), lines().count());
        for agency in ["kiem-toan", "so-tc", "lmhtx"] {
            let caller = office.service.as_agency(agency, Role::Viewer);
            office.get(path).by(&caller).send().await.expect(200);
        }
        let id = organisation_id("01941f29-7c00-7000-8000-000000000001");
        let organisation = office.service.as_organisation(id);
        for path in [path, "/v1/indicators", "/v1/indicators/8/records?period=2024"] {
            office.get(path).by(&organisation).send().await.expect(403);
            office.get(path).send().await.expect(401);
        }
    })
    .await;
}

#[actix_web::test]
async fn definitions_are_listed_and_what_is_unknown_is_refused() {
    each(async |office| {
        let list = office.read("/v1/indicators").await;
        let numbers: Vec<&str> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["number"].as_str().unwrap())
            .collect();
        assert_eq!(numbers, ["1a", "1b", "2", "8", "9", "10", "11"]);
        assert_eq!(list["items"][0]["rule"]["legal_basis"]["verified"], false);
        let planning = office.planning();
        for path in ["/v1/indicators/12?period=2024", "/v1/indicators/x/records?period=2024"] {
            office.get(path).by(&planning).send().await.expect(404);
        }
        for query in ["", "?period=1999", "?period=2200", "?period=x", "?period=2024&by=kind"] {
            let answer = office.get(&format!("/v1/indicators/8{query}")).by(&planning);
            answer.send().await.expect_problem(400, "invalid_parameter");
        }
        let path = "/v1/indicators/8?period=2024&by=district";
        let csv = office.get(path).by(&planning).accept("text/csv").send().await.expect(200);
        assert!(csv.text().starts_with("key,name,value,"), "{}", csv.text());
    })
    .await;
}

#[actix_web::test]
async fn an_establishment_counts_in_the_year_of_its_approval_as_one_by_application() {
    each(async |office| {
        office.enter(office.cooperative("HTX Trong Sổ Năm Trước")).await;
        let desk = Desk::of(&office);
        let begun = desk.begin(None, "cooperative", cooperative("HTX Mới")).await;
        let figure = async || {
            let value = office.read("/v1/indicators/1a?period=2025&by=district").await;
            (value["figure"].clone(), value["breakdown"].clone())
        };
        desk.review(&begun["id"]).await;
        assert_eq!(figure().await.0["counted"], 0, "an application that is not decided");

        let approval = json!({ "registration_numbers": [office.number()] });
        let approved = desk.act(&desk.approver, &begun["id"], "approve", approval).await;
        let approved = approved.expect(200).json();
        let (whole, parts) = figure().await;
        assert_eq!((&whole["value"], &whole["by_application"]), (&json!(1), &json!(1)));
        assert_eq!((&parts[0]["key"], &parts[0]["figure"]["value"]), (&json!("277"), &json!(1)));
        let records = office.read("/v1/indicators/1a/records?period=2025").await;
        let record = &records["items"][0];
        assert_eq!(record["organisation"], approved["organisation_id"], "{record:#}");
        assert_eq!(
            (&record["counted_on"], &record["by_application"]),
            (&json!("2025-05-12"), &json!(true))
        );
    })
    .await;
}

#[actix_web::test]
async fn a_joining_of_the_alliance_counts_once_in_its_year() {
    each(async |office| {
        let alliance = office.service.as_agency("lmhtx", Role::Officer);
        let entered = office.enter(office.cooperative("HTX Rau")).await;
        let join = async |on: &str| {
            let body = json!({ "organisation_id": entered["id"], "joined_on": on });
            let request = office.service.post("/v1/alliance-memberships", body).by(&alliance);
            request.send().await.expect(201);
        };
        let joined = async |year: u16| {
            let path = format!("/v1/indicators/11?period={year}&by=district");
            office.read(&path).await["figure"]["value"].clone()
        };
        join("2024-12-31").await;
        assert_eq!((joined(2024).await, joined(2025).await), (json!(1), json!(0)));
        // Left, and back within one year: one organisation, however often it joins.
        for (left_on, on) in [("2025-01-31", "2025-02-01"), ("2025-03-01", "2025-04-01")] {
            let open = "/v1/alliance-memberships?current=true";
            let id = office.read(open).await["items"][0]["id"].as_str().unwrap().to_owned();
            let end = format!("/v1/alliance-memberships/{id}/end");
            let request = office.service.post(&end, json!({ "left_on": left_on })).by(&alliance);
            request.if_match("\"v1\"").send().await.expect(200);
            join(on).await;
        }
        assert_eq!((joined(2024).await, joined(2025).await), (json!(1), json!(1)));
        let records = office.read("/v1/indicators/11/records?period=2025").await;
        assert_eq!(records["items"].as_array().unwrap().len(), 1);
        assert_eq!(records["items"][0]["organisation"], entered["id"]);
    })
    .await;
}
