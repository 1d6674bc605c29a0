//! Who the creditors are: masked, read for a purpose that is noted, and no part of the log.

use serde_json::json;

use super::{Case, of_member};
use crate::office::each;

const PURPOSE: &str = "unmasked=true&purpose=doi-chieu-cong-no";

#[actix_web::test]
async fn a_creditor_is_read_unmasked_for_a_purpose_that_is_noted() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let claim = case.claim(10, of_member("Nguyễn Văn An")).await;
        assert_eq!(claim["creditor"]["name"], "N*** V*** A***");
        let path = format!("claims/{}", claim["id"].as_str().unwrap());
        let read = case.read(&format!("{path}?{PURPOSE}")).await;
        assert_eq!(
            (&read["creditor"]["name"], &read["creditor"]["citizen_id"]),
            (&json!("Nguyễn Văn An"), &json!("001085012345"))
        );
        let listed = case.read(&format!("claims?{PURPOSE}")).await;
        assert_eq!(listed["items"][0]["creditor"]["name"], "Nguyễn Văn An");
        let readings = case.read("personal-data-reads").await;
        let readings = readings["items"].as_array().unwrap();
        assert_eq!(readings.len(), 2);
        assert_eq!(
            (&readings[0]["what"], &readings[0]["purpose"]),
            (&json!("creditors"), &json!("doi-chieu-cong-no"))
        );

        // Audit sees that it was read, and not the data.
        let audit = office.audit();
        let refused =
            office.service.get(&case.at(&format!("{path}?{PURPOSE}"))).by(&audit).send().await;
        refused.expect_problem(403, "permission_denied");
        office.read_by(&audit, &case.at("personal-data-reads")).await;
        let silent = office.service.get(&case.at("claims?unmasked=true")).by(&office.officer());
        silent.send().await.expect_problem(400, "invalid_parameter");
        let table =
            office.service.get(&case.at(&format!("claims?{PURPOSE}"))).by(&office.officer());
        table.accept("text/csv").send().await.expect_problem(400, "invalid_parameter");
    })
    .await;
}

#[actix_web::test]
async fn the_log_has_neither_names_nor_words_and_tells_of_every_write() {
    each(async |office| {
        let case = Case::settling(&office).await;
        case.cash_in(100).await;
        let mut worker = of_member("Nguyễn Văn An");
        (worker["debt_kind"], worker["payment_class"]) = (json!("worker"), json!("workers"));
        let claim = case.admitted(10, worker).await;
        case.pay(&claim, 5).await.expect(201);
        let asset = case.decided_asset(json!({ "name": "Nhà ông An" }), "auction").await;
        let sale = json!({ "price_vnd": 9, "document_ids": [case.document().await] });
        case.act(&office.officer(), "assets", &asset, "dispose", sale).await.expect(200);
        office.seal().await;
        let path = "/v1/dissolution/events?limit=200";
        let feed = office.service.get(path).by(&office.audit()).send().await.expect(200);
        let (text, feed) = (feed.text(), feed.json());
        for secret in ["Nguyễn", "001085012345", "ông An", "Hợp đồng tín dụng", "Trả nợ"]
        {
            assert!(!text.contains(secret), "{secret} is in the log");
        }
        let items = feed["items"].as_array().unwrap();
        let event = |item: &serde_json::Value| item.get("event").cloned().unwrap_or(item.clone());
        let kinds: Vec<String> = items
            .iter()
            .map(|item| event(item)["type"].as_str().unwrap_or_default().to_owned())
            .collect();
        for kind in [
            "cash_entry.booked",
            "claim.registered",
            "claim.admitted",
            "claim.paid",
            "asset.listed",
            "asset.proposed",
            "asset.decided",
            "asset.disposed",
        ] {
            assert!(kinds.iter().any(|one| one == kind), "{kind} is missing in {kinds:?}");
        }
    })
    .await;
}
