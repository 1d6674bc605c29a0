//! The whole list as a file.

use htx_kit::tabular;
use htx_model::language::Language;
use serde_json::{Value, json};

use super::office::{Office, each, names};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async fn filled(office: &Office, count: usize) {
    for number in 0..count {
        office.enter(office.cooperative(&format!("HTX Hoa {number}"))).await;
    }
    office.enter(office.cooperative_elsewhere("=HTX Rau")).await;
}

fn cells(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let sheets = tabular::read(bytes, name).unwrap();
    let rows = sheets[0].rows.iter();
    rows.map(|row| row.cells.iter().map(ToString::to_string).collect()).collect()
}

#[actix_web::test]
async fn the_list_comes_as_csv_xlsx_and_ndjson_within_scope_and_filters() {
    each(async |office| {
        filled(&office, 12).await;
        for (path, count) in [
            ("/v1/organisations", 13),
            ("/v1/organisations?district=277", 12),
            ("/v1/organisations?q=hoa%201", 3),
            ("/v1/organisations?sort=name", 13),
        ] {
            let expected = names(&office.read(path).await);
            assert_eq!(expected.len(), count, "{path}");
            let get = |kind: &str| office.get(path).by(&office.planning()).accept(kind).send();

            let csv = get("text/csv").await.expect(200);
            assert!(csv.header("content-type").unwrap().starts_with("text/csv"));
            assert!(csv.header("content-disposition").unwrap().contains("organisations.csv"));
            let rows = cells(&csv.body, "a.csv");
            assert_eq!(rows[0][..3], ["id", "registration_number", "name"]);
            let listed: Vec<String> =
                rows[1..].iter().map(|row| row[2].trim_start_matches('\'').to_owned()).collect();
            assert_eq!(listed, expected, "{path}");

            let xlsx = get(XLSX).await.expect(200);
            let rows = cells(&xlsx.body, "a.xlsx");
            assert_eq!(rows[0][..3], ["Mã định danh", "Mã số", "Tên"]);
            let listed: Vec<&String> = rows[1..].iter().map(|row| &row[2]).collect();
            assert_eq!(listed, expected.iter().collect::<Vec<_>>(), "{path}");

            let lines = get("application/x-ndjson").await.expect(200).text();
            let items: Vec<Value> =
                lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(names(&json!({ "items": items })), expected, "{path}");
        }
        let district = office.district();
        let csv = office.get("/v1/organisations").by(&district).accept("text/csv").send().await;
        let csv = csv.expect(200).text();
        assert_eq!(csv.lines().count(), 13);
        assert!(!csv.contains("Rau") && !csv.contains("Nguyễn Văn An"));
        let english = office.get("/v1/organisations").by(&district).accept(XLSX);
        let english = english.language(Language::En).send().await.expect(200);
        assert_eq!(cells(&english.body, "a.xlsx")[0][2], "Name");
    })
    .await;
}

#[actix_web::test]
async fn what_asks_for_a_part_does_not_go_with_the_whole() {
    each(async |office| {
        for query in ["limit=10", "cursor=abc", "count=exact"] {
            let path = format!("/v1/organisations?{query}");
            let get = office.get(&path).by(&office.planning()).accept("text/csv");
            let problem = get.send().await.expect_problem(400, "invalid_parameter");
            assert_eq!(problem["errors"][0]["pointer"], query.split('=').next().unwrap());
        }
        let picture = office.get("/v1/organisations").by(&office.planning()).accept("image/png");
        picture.send().await.expect_problem(406, "not_acceptable");
        let anything = office.get("/v1/organisations").by(&office.planning()).accept("*/*");
        assert_eq!(
            anything.send().await.expect(200).header("content-type"),
            Some("application/json")
        );
    })
    .await;
}
