//! Names in an imported register that another organisation bears.

use htx_model::organisation::OrganisationStatus;
use serde_json::{Value, json};

use super::{
    imports::{import, send},
    office::{Office, each},
};

/// A register of Chương Mỹ: numbers and names.
fn register(numbers: &[String], names: &[&str]) -> Vec<u8> {
    let row = |(number, name)| format!("{name};HTX;{number};Thị trấn Xuân Mai;Huyện Chương Mỹ\n");
    let rows: String = numbers.iter().zip(names).map(row).collect();
    format!("Tên HTX;Loại hình;Mã số thuế;Xã/Phường;Quận/Huyện\n{rows}").into_bytes()
}

fn numbers(office: &Office) -> Vec<String> {
    (0..3).map(|_| office.number().to_string()).collect()
}

/// What is said of a register, the same in a dry run as when it is imported.
async fn taken(office: &Office, numbers: &[String], names: &[&str]) -> Value {
    let (district, content) = (office.district(), register(numbers, names));
    let dry = send(office, &district, "?dry_run=true", "a.csv", &content).await.expect(201);
    let report = import(office, &district, &content).await;
    assert_eq!(dry.json()["report"], report);
    assert_eq!(report["problems"], json!([]));
    report["names_taken"].clone()
}

#[actix_web::test]
async fn a_name_that_another_bears_is_imported_and_said() {
    each(async |office| {
        let (first, second) = (numbers(&office), numbers(&office));
        let none = json!([]);
        assert_eq!(taken(&office, &first, &["HTX Rau", "HTX Hoa", "HTX Lúa"]).await, none);
        let names = ["THT Chè", "HTX Hoa", "HTX CHÈ"];
        let both = json!([{ "row": 3, "name": "HTX Hoa" }, { "row": 4, "name": "HTX CHÈ" }]);
        assert_eq!(taken(&office, &second, &names).await, both);
        assert_eq!(taken(&office, &second, &names).await, none, "it was said when it was entered");
        let renamed = json!([{ "row": 4, "name": "HTX Chè" }]);
        assert_eq!(taken(&office, &first, &["HTX Rau", "HTX Hoa", "HTX Chè"]).await, renamed);
    })
    .await;
}

#[actix_web::test]
async fn a_name_that_was_laid_down_or_whose_bearer_has_ended_is_free() {
    each(async |office| {
        let first = numbers(&office);
        taken(&office, &first, &["HTX Rau", "HTX Hoa", "HTX Lúa"]).await;
        // The first takes what the third has until its own row; the second what the first laid down.
        let said = taken(&office, &first, &["HTX Lúa", "HTX Rau", "HTX Đậu"]).await;
        assert_eq!(said, json!([{ "row": 2, "name": "HTX Lúa" }]));
        let found = office.read("/v1/organisations?q=dau").await;
        let id = found["items"][0]["id"].as_str().unwrap();
        office.put_into(id, OrganisationStatus::Dissolved).await;
        let said = taken(&office, &numbers(&office), &["HTX Đậu", "HTX Hoa", "HTX Rau"]).await;
        assert_eq!(said, json!([{ "row": 4, "name": "HTX Rau" }]));
    })
    .await;
}
