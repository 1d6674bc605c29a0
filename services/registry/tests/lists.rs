//! Lists: filters, order, pages.

use serde_json::{Value, json};

use super::{
    annual_reports::figures,
    imports,
    office::{Office, each, each_of, names},
};

/// All that a list gives, walked in pages of this size.
async fn walked(office: &Office, list: &str, limit: u32) -> Vec<String> {
    let joint = if list.contains('?') { '&' } else { '?' };
    let mut path = format!("{list}{joint}limit={limit}");
    let first = path.clone();
    let mut ids = Vec::new();
    loop {
        let page = office.read(&path).await;
        let items = each_of(&page, "id");
        assert!(items.len() <= usize::try_from(limit).unwrap());
        ids.extend(items);
        let Some(next) = page["next"].as_str() else { return ids };
        path = format!("{first}&cursor={next}");
    }
}

#[actix_web::test]
async fn every_limit_walks_the_same_sequence() {
    each(async |office| {
        for number in 0..23 {
            office.enter(office.cooperative(&format!("HTX Hoa {}", number * 7 % 23))).await;
        }
        for list in [
            "/v1/organisations",
            "/v1/organisations?sort=name",
            "/v1/organisations?q=hoa",
            "/v1/organisations?district=277&kind=cooperative&status=active&sector=agriculture",
        ] {
            let whole = walked(&office, list, 200).await;
            assert_eq!(whole.len(), 23, "{list}");
            for limit in [1, 7, 22, 23, 24] {
                assert_eq!(walked(&office, list, limit).await, whole, "{list} by {limit}");
            }
        }
        let page = office.read("/v1/organisations?limit=23").await;
        assert_eq!(page["next"], Value::Null);
        assert_eq!(page.get("count"), None);
    })
    .await;
}

#[actix_web::test]
async fn a_cursor_fits_only_its_own_list() {
    each(async |office| {
        office.enter_all(&["HTX Một", "HTX Hai", "HTX Ba"]).await;
        let page = office.read("/v1/organisations?limit=1").await;
        let cursor = page["next"].as_str().unwrap().to_owned();
        let caller = office.planning();
        let get = |path: String| office.get(&path).by(&caller).send();
        get(format!("/v1/organisations?cursor={cursor}")).await.expect(200);
        let mut forged = cursor.clone();
        forged.replace_range(3..4, if &cursor[3..4] == "A" { "B" } else { "A" });
        for path in [
            format!("/v1/organisations?sort=name&cursor={cursor}"),
            format!("/v1/organisations?district=277&cursor={cursor}"),
            format!("/v1/organisations?q=mot&cursor={cursor}"),
            format!("/v1/administrative-units?cursor={cursor}"),
            format!("/v1/organisations?cursor={forged}"),
            "/v1/organisations?cursor=".to_owned(),
            "/v1/organisations?cursor=%00%ff".to_owned(),
        ] {
            let problem = get(path.clone()).await.expect(400).problem();
            let codes = ["invalid_cursor", "invalid_parameter"];
            assert!(codes.contains(&problem["code"].as_str().unwrap()), "{path}: {problem}");
        }
    })
    .await;
}

#[actix_web::test]
async fn names_are_in_the_order_of_vietnamese_dictionaries() {
    each(async |office| {
        let expected =
            ["Ao cá", "Ăn quả", "Âm nhạc", "Dừa", "Đào", "Em", "Ếch", "Oai", "Ông", "Ớt", "Ủ"];
        let mut shuffled = expected;
        shuffled.sort_by_key(|name| name.chars().rev().collect::<String>());
        office.enter_all(&shuffled).await;
        let page = office.read("/v1/organisations?sort=name").await;
        assert_eq!(names(&page), expected);
    })
    .await;
}

#[actix_web::test]
async fn filters_narrow_the_list() {
    each(async |office| {
        office.enter(office.cooperative("HTX Một")).await;
        let mut union = office.cooperative_elsewhere("Liên hiệp HTX Hai");
        union["kind"] = json!("cooperative_union");
        union["sector"] = json!("transport");
        union["registered_on"] = json!("2020-01-31");
        office.enter(union).await;
        let mut group = office.cooperative("Tổ hợp tác Ba");
        group["kind"] = json!("cooperative_group");
        group["registration_number"] = Value::Null;
        group["registered_on"] = Value::Null;
        office.enter(group).await;
        for (filter, expected) in [
            ("kind=cooperative", vec!["HTX Một"]),
            ("sector=transport", vec!["Liên hiệp HTX Hai"]),
            ("district=277", vec!["HTX Một", "Tổ hợp tác Ba"]),
            ("commune=04930", vec!["Liên hiệp HTX Hai"]),
            ("registered_from=2020-01-31&registered_to=2020-01-31", vec!["Liên hiệp HTX Hai"]),
            ("registered_from=2024-01-01", vec!["HTX Một"]),
            ("has_registration_number=false", vec!["Tổ hợp tác Ba"]),
            ("has_registration_number=true", vec!["HTX Một", "Liên hiệp HTX Hai"]),
            ("needs_address_review=true", vec![]),
            ("status=dissolved", vec![]),
        ] {
            let page = office.read(&format!("/v1/organisations?count=exact&{filter}")).await;
            assert_eq!(names(&page), expected, "{filter}");
            assert_eq!(page["count"], expected.len(), "{filter}");
        }
    })
    .await;
}

#[actix_web::test]
async fn what_a_list_does_not_know_is_refused() {
    each(async |office| {
        let caller = office.planning();
        for query in [
            "colour=red",
            "limit=0",
            "limit=201",
            "limit=ten",
            "kind=company",
            "kind=",
            "district=27",
            "commune=abcde",
            "registered_from=2024-02-30",
            "sort=size",
            "count=about",
            "needs_address_review=maybe",
            "q=rau&sort=name",
            "q=rau&count=exact&registered_from=2024-01-01",
            "limit=1&limit=2",
        ] {
            let answer = office.get(&format!("/v1/organisations?{query}")).by(&caller).send().await;
            let problem = answer.expect(400).problem();
            assert_eq!(problem["code"], "invalid_parameter", "{query}");
        }
        let long = format!("/v1/organisations?q={}", "a".repeat(201));
        office.get(&long).by(&caller).send().await.expect_problem(400, "invalid_parameter");
    })
    .await;
}

/// How many organisations a list has with a filter.
async fn count_of(office: &Office, filter: &str) -> u64 {
    let page = office.read(&format!("/v1/organisations?limit=1&count=exact&{filter}")).await;
    page["count"].as_u64().unwrap()
}

#[actix_web::test]
async fn a_list_is_narrowed_to_a_rating_of_a_year() {
    each(async |office| {
        imports::send(&office, &office.planning(), "", "a.xlsx", imports::SAMPLE).await.expect(201);
        for rating in ["good", "fair", "average", "weak"] {
            let path = format!("/v1/ratings?year=2024&state=confirmed&rating={rating}&limit=200");
            let rated = office.read(&path).await["items"].as_array().unwrap().len();
            assert!((1..200).contains(&rated), "{rating}: {rated}");
            // Today is in 2025: the year before is meant where none is said.
            for year in ["&rating_year=2024", ""] {
                let filter = format!("rating={rating}{year}");
                assert_eq!(count_of(&office, &filter).await, rated as u64, "{filter}");
            }
            assert_eq!(count_of(&office, &format!("rating={rating}&rating_year=2023")).await, 0);
        }
        let planning = office.planning();
        for query in [
            "rating_year=2024",
            "rating=best",
            "rating=good&rating_year=99",
            "q=rau&rating=good&count=exact",
        ] {
            let path = format!("/v1/organisations?{query}");
            office.get(&path).by(&planning).send().await.expect_problem(400, "invalid_parameter");
        }
        let found = office.read("/v1/organisations?q=hop%20tac%20xa&rating=good&limit=200").await;
        assert!(!found["items"].as_array().unwrap().is_empty());
    })
    .await;
}

#[actix_web::test]
async fn a_list_is_narrowed_to_a_size_class_which_follows_entry_and_newest_report() {
    each(async |office| {
        imports::send(&office, &office.planning(), "", "a.xlsx", imports::SAMPLE).await.expect(201);
        let mut sized = 0;
        for class in ["large", "medium", "small", "micro"] {
            sized += count_of(&office, &format!("size_class={class}")).await;
            let page = office.read(&format!("/v1/organisations?size_class={class}&limit=5")).await;
            for one in page["items"].as_array().unwrap() {
                let path = format!("/v1/organisations/{}/size-class", one["id"].as_str().unwrap());
                assert_eq!(office.read(&path).await["size_class"], class);
            }
        }
        assert_eq!(sized, 380);

        let large = count_of(&office, "size_class=large").await;
        let mut entry = office.cooperative("HTX Ba Trăm Thành Viên");
        entry["member_count"] = json!(300);
        let entered = office.enter(entry).await;
        let id = entered["id"].as_str().unwrap();
        assert_eq!(count_of(&office, "size_class=large").await, large);
        office.change(id, json!({ "charter_capital_vnd": 10_000_000_000_i64 })).await.expect(200);
        assert_eq!(count_of(&office, "size_class=large").await, large + 1);
        let mut figures = figures();
        figures["official_member_count"] = json!(49);
        let report = json!({ "year": 2024, "figures": figures });
        let path = format!("/v1/organisations/{id}/annual-reports");
        office.service.post(&path, report).by(&office.district()).send().await.expect(201);
        assert_eq!(count_of(&office, "size_class=large").await, large);
        // What no report says is kept in the entry; a change of it keeps to the report.
        office.change(id, json!({ "worker_count": 9 })).await.expect(200);
        assert_eq!(count_of(&office, "size_class=large").await, large);
    })
    .await;
}
