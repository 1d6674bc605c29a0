//! Who gets what: computed, explained, saved nowhere.

use htx_model::dissolution::DissolutionState;
use serde_json::{Value, json};

use super::{Case, asset, of_member};
use crate::office::{each, faults};

async fn compute(case: &Case<'_>, scenarios: Value) -> Value {
    let body = json!({ "scenarios": scenarios });
    let path = case.at("waterfall");
    let request = case.office.service.post(&path, body).by(&case.office.audit());
    request.send().await.expect(200).json()
}

fn dues(scenario: &Value) -> Vec<i64> {
    let lines = scenario["lines"].as_array().unwrap().iter();
    lines.map(|line| line["due_vnd"].as_i64().unwrap()).collect()
}

#[actix_web::test]
async fn a_case_is_computed_as_it_is_recorded_and_as_it_might_be() {
    each(async |office| {
        let case = Case::settling(&office).await;
        case.cash_in(100).await;
        let bank = case.admitted(100, json!({})).await;
        let worker = case.admitted(40, json!({ "debt_kind": "worker", "payment_class": "workers" })).await;
        let open = case.claim(50, json!({})).await;
        let member = case.admitted(10, of_member("Nguyễn Văn An")).await;
        let house = case.post("assets", asset()).await.expect(201).json();
        let value = json!({ "method": "council", "value_vnd": 80 });
        case.act(&office.officer(), "assets", &house, "valuations", value).await.expect(200);
        let mut common = asset();
        common["division"] = json!("undivided");
        case.post("assets", common).await.expect(201);

        let recorded = compute(&case, json!([])).await;
        assert_eq!((&recorded["decided_on"], &recorded["valid_from"]), (&json!("2025-05-05"), &json!("2024-07-01")));
        assert_eq!((&recorded["legal_basis"]["article"], &recorded["legal_basis"]["verified"]), (&json!("101"), &json!(false)));
        let scenario = &recorded["scenarios"][0];
        assert_eq!((scenario["name"].as_str(), dues(scenario)), (Some("as_recorded"), vec![40, 60, 0]));
        assert_eq!(scenario["lines"][1]["claim_id"], bank["id"]);
        let left_out = &scenario["left_out"];
        assert_eq!((&left_out["undecided_claims"], &left_out["undecided_vnd"]), (&json!(1), &json!(50)));
        assert_eq!((&left_out["undivided_assets"], &left_out["undivided_value_vnd"]), (&json!(1), &json!(120_000_000)));
        let text = scenario["lines"][1]["explanation"]["vi"].as_str().unwrap();
        assert!(text.contains("Hạng 4") && text.contains("Điều 101") && text.contains("chưa kiểm chứng"), "{text}");

        let computed = compute(&case, json!([
            { "name": "Theo định giá", "assets_at_value": true },
            { "name": "Giá khác", "assets_at_value": true, "asset_prices": [{ "asset_id": house["id"], "price_vnd": 8 }] },
            { "name": "Công nhận hết", "assets_at_value": true, "admitted": [{ "claim_id": open["id"], "amount_vnd": 50 }] },
            { "name": "Tốn kém", "further_costs_vnd": 70 },
        ])).await;
        let scenarios = computed["scenarios"].as_array().unwrap();
        let all: Vec<_> = scenarios.iter().map(dues).collect();
        assert_eq!(all, [vec![40, 100, 40], vec![40, 68, 0], vec![40, 93, 47, 0], vec![30, 0, 0]]);
        for scenario in scenarios {
            let sum: i64 = dues(scenario).iter().sum();
            assert_eq!(json!(sum + scenario["undistributed_vnd"].as_i64().unwrap()), scenario["money"]["total_vnd"]);
        }
        assert_eq!(scenarios[0]["lines"][2]["claim_id"], member["id"]);
        assert_eq!(scenarios[0]["lines"][2]["rule"], "member_share");
        // Saved nowhere; what is paid counts.
        case.pay(&worker, 40).await.expect(201);
        let after = compute(&case, json!([])).await;
        let scenario = &after["scenarios"][0];
        assert_eq!(dues(scenario), [40, 60, 0]);
        assert_eq!((&scenario["lines"][0]["to_pay_vnd"], &scenario["money"]["paid_before_vnd"]), (&json!(0), &json!(40)));
    })
    .await;
}

#[actix_web::test]
async fn no_scenario_sells_an_undivided_asset_or_what_the_case_does_not_have() {
    each(async |office| {
        let case = Case::settling(&office).await;
        let mut common = asset();
        common["division"] = json!("undivided");
        let common = case.post("assets", common).await.expect(201).json();
        let claim = case.claim(50, json!({})).await;
        let nothing = "01980f2e-5c00-7a30-9c40-0123456789ab";
        let scenario = json!({
            "name": "Sai",
            "asset_prices": [
                { "asset_id": common["id"], "price_vnd": 1 }, { "asset_id": nothing, "price_vnd": 1 },
            ],
            "admitted": [{ "claim_id": claim["id"], "amount_vnd": 51 }],
            "collected": [{ "receivable_id": nothing, "amount_vnd": 1 }],
        });
        let body = json!({ "scenarios": [scenario] });
        let refused = office.service.post(&case.at("waterfall"), body).by(&office.audit()).send().await;
        let problem = refused.expect_problem(422, "rule_violated");
        let expected = [
            ("/scenarios/0/asset_prices/0/asset_id", "undivided_asset"),
            ("/scenarios/0/asset_prices/1/asset_id", "unknown_record"),
            ("/scenarios/0/collected/0/receivable_id", "unknown_record"),
            ("/scenarios/0/admitted/0/amount_vnd", "amount_out_of_range"),
        ];
        let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
        assert_eq!(faults(&problem), expected);
        assert_eq!(problem["errors"][0]["legal_basis"]["article"], "101");
    })
    .await;
}

#[actix_web::test]
async fn the_date_of_the_decision_chooses_the_order() {
    each(async |office| {
        let case = Case::settling(&office).await;
        for (day, article, verified) in [("2024-06-30", "49", true), ("2024-07-01", "101", false)] {
            case.put_into(DissolutionState::Settling, day).await;
            let computed = compute(&case, json!([])).await;
            assert_eq!(computed["legal_basis"]["article"], article, "{day}");
            assert_eq!(computed["legal_basis"]["verified"], json!(verified), "{day}");
        }
        case.put_into(DissolutionState::Settling, "2013-06-30").await;
        let request = office.service.post(&case.at("waterfall"), json!({})).by(&office.audit());
        request.send().await.expect_problem(422, "rule_violated");
        // Not decided yet: the order of today, and it says so.
        let path = office.new_case("HTX Mây tre", "dormant").await;
        let undecided = Case { office: &office, path };
        let computed = compute(&undecided, json!([])).await;
        assert_eq!(
            (&computed["decided_on"], &computed["legal_basis"]["article"]),
            (&Value::Null, &json!("101"))
        );
        let elsewhere =
            office.service.as_agency("district-276", htx_model::principal::Role::Officer);
        let request = office.service.post(&case.at("waterfall"), json!({})).by(&elsewhere);
        request.send().await.expect_problem(404, "not_found");
    })
    .await;
}
